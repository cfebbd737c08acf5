"""What lies under var/postgres, and the locks that say who may do what with it.

data/            the cluster, owned by the user PostgreSQL runs as
new-*/           a cluster being made; renamed to data/ when complete, else thrown away at the next start
start.lock       held by whoever starts or stops the cluster (only while doing so)
running.lock     held by PostgreSQL itself: postmaster and every backend inherit the open file, so it is
                 free exactly when none of them is left, whatever was killed and whatever a pid file says
cluster.json     port, process and starter of the running cluster, written when it is ready to use
passwords.json   one generated password a role, readable by the owner only
last-port.json   the port to try first next time
log              PostgreSQL's own messages
"""

import contextlib
import fcntl
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError

CLONE = Path(__file__).resolve().parents[2]
LOCK_TIMEOUT = 180  # seconds; longer than the longest start
LARGEST_LOG = 5_000_000


def default_home() -> Path:
    """var/postgres of this clone, or of the folder that SXSH_VAR_DIR names (tests have their own)."""
    named = os.environ.get("SXSH_VAR_DIR")
    return (Path(named).absolute() if named else CLONE / "var") / "postgres"


def make_home(home: Path) -> None:
    """Makes the folder; others may pass through it to reach data/, and read nothing."""
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(exist_ok=True)
        home.chmod(0o711)


@contextlib.contextmanager
def start_lock(home: Path):
    """One process at a time starts or stops the cluster. The system frees the lock of a killed one."""
    with open(home / "start.lock", "w") as lock:
        deadline = time.monotonic() + LOCK_TIMEOUT
        while not _try_lock(lock, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"Một tiến trình khác giữ {lock.name} quá {LOCK_TIMEOUT} giây. "
                    f"Hãy tìm nó bằng lệnh: fuser -v {lock.name}"
                )
            time.sleep(0.02)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # also for a fork of ours that still has the file open


def is_in_use(home: Path) -> bool:
    """Whether any process of PostgreSQL works on the data."""
    try:
        lock = os.open(f"{home}/running.lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


@contextlib.contextmanager
def running_lock(home: Path):
    """The open, locked file to hand down to PostgreSQL. Closing it here does not free the lock there."""
    with open(home / "running.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # at most somebody's glance in `is_in_use` is in the way
        yield lock


def _try_lock(lock, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True)
class PidFile:
    """PostgreSQL's postmaster.pid: who it is, where it listens, how far it is."""

    pid: int
    port: int | None
    status: str


def read_pid_file(home: Path) -> PidFile | None:
    """The postmaster that says it works on the data, if it is alive and really does."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text(errors="replace").splitlines()
        pid = int(lines[0])
        # After a restart of the machine the number may belong to any program.
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
        return None
    if os.fsencode(home / "data") not in arguments:
        return None
    lines += [""] * 8
    return PidFile(pid, int(lines[3]) if lines[3].isdigit() else None, lines[7].strip())


def remove_stale_pid_file(home: Path) -> None:
    """Takes away what a killed postmaster left, else the next one takes another program for it."""
    if read_pid_file(home) is None:
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)


def read_json(path: Path) -> dict:
    """What the file says; nothing if it is missing or half-written."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def write_json(path: Path, content: dict) -> None:
    """Writes the file whole or not at all, readable by the owner only."""
    building = path.with_suffix(".new")
    building.unlink(missing_ok=True)
    with open(os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    building.rename(path)


def ensure_passwords(home: Path, roles) -> dict[str, str]:
    """A password for each of the roles, made once."""
    passwords = read_json(home / "passwords.json")
    missing = [role for role in roles if role not in passwords]
    if missing:
        passwords |= {role: secrets.token_hex(24) for role in missing}
        write_json(home / "passwords.json", passwords)
    return passwords


def open_log(home: Path):
    """The log to append to; an overgrown one is put aside first."""
    path = home / "log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.rename(home / "log.1")
    return open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab")
