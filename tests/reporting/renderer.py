"""A renderer of the tests: does what its contents say. It knows neither Django nor pytest."""

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    """What to do; `file` is where `wait` looks for its permission to go on."""

    deed: str
    file: str = ""


def render(order: Order, progress) -> bytes:
    return DEEDS[order.deed](order, progress)


def open_gate(gate: Path, content: bytes) -> None:
    """Lets `wait` go on: the file is there whole, or not at all."""
    prepared = gate.with_suffix(".new")
    prepared.write_bytes(content)
    prepared.replace(gate)


def say(order, progress):
    for step in range(3):
        progress(step + 1, 3, f"Trang {step + 1}")
    return b"done"


def tell_niceness(order, progress):
    return str(os.nice(0)).encode()


def wait(order, progress):
    """Notes its process id beside the file, then waits until the file is there."""
    progress(1, 3, "Đang dàn trang")
    Path(f"{order.file}.{os.getpid()}.pid").touch()
    while not Path(order.file).exists():
        time.sleep(0.02)
    progress(3, 3, "Xong")
    return b"done " + Path(order.file).read_bytes()


def eat_memory(order, progress):
    return b"".join([bytes(1 << 20) for _ in range(1 << 20)])


def spin(order, progress):
    while True:
        pass


def sleep(order, progress):
    time.sleep(3600)


def fail(order, progress):
    raise ValueError("bí mật kỹ thuật")


def crash(order, progress):
    os.abort()


def leave(order, progress):
    os._exit(0)


def give_text(order, progress):
    return "không phải bytes"


def give_nothing(order, progress):
    return b""


def chatter(order, progress):
    print("một thư viện nói ra ngoài")
    os.write(1, b"\x00\x01\x02\x03r\x00\x00\x00\x04evil")
    sys.stderr.write("và báo lỗi\n")
    return b"done"


def big(order, progress):
    return os.urandom(1 << 20) * 20


def look_around(order, progress):
    files = {
        name: os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if _is_open(name)
    }
    told = {
        "environment": dict(os.environ),
        "files": files,
        "modules": sorted(sys.modules),
        "session": os.getsid(0) == os.getpid(),
    }
    return json.dumps(told).encode()


def _is_open(name):
    return os.path.islink(f"/proc/self/fd/{name}")


DEEDS = {
    name: deed
    for name, deed in globals().items()
    if callable(deed) and not name.startswith("_") and name not in ("render", "Order", "Path", "dataclass")
}
