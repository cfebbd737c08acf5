"""A service of single sign-on (`provider`) in a process of its own, for the time of a block."""

import subprocess
import sys
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
