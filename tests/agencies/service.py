"""A service of single sign-on (`provider`) in a process of its own, for the time of a block."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sxsh_portal.processes import ending_with_parent

PROVIDER = Path(__file__).with_name("provider.py")
SECRET = "bi-mat-cua-cong"
CALLBACK = "/accounts/oidc/login/callback/"


@contextmanager
def running_service(folder: Path, portal: str) -> Iterator[str]:
    """The service's address; it sends people back to the portal with that address."""
    command = [sys.executable, str(PROVIDER), str(folder), SECRET, portal + CALLBACK]
    process = subprocess.Popen(ending_with_parent(command), stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


@contextmanager
def faulty_service(configuration: bytes | None, person: dict) -> Iterator[str]:
    """A service that answers with this configuration (None: a right one), and tells this of whoever comes."""

    class Service(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(
                self.configuration() if "openid-configuration" in self.path else json.dumps(person).encode()
            )

        def do_POST(self):
            self.answer(b'{"access_token": "t", "token_type": "bearer"}')

        def configuration(self) -> bytes:
            if configuration is not None:
                return configuration
            places = ("authorization", "token", "userinfo")
            return json.dumps({f"{place}_endpoint": f"{address}/{place}" for place in places}).encode()

        def answer(self, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()
