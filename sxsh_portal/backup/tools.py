"""pg_dump and pg_restore that fit a server: those of PATH, of Debian's packages, of the embedded PostgreSQL.

A pg_dump older than the server refuses it, and a pg_restore cannot read what a newer pg_dump wrote; one that is
newer than the server may write what the server does not know. So the oldest that is new enough is taken.
"""

import re
import shutil
import subprocess
from pathlib import Path

from sxsh_portal.backup.faults import BackupError
from sxsh_portal.embedded_postgres.account import program
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError


class NoToolError(BackupError):
    """No program that fits is installed; the text says what to install, in Vietnamese."""


def find_tool(name: str, at_least: int) -> tuple[str, int]:
    """The path and major version of pg_dump or pg_restore, `at_least` being the oldest that will do."""
    found = {}
    for path in _candidates(name):
        if (version := _major(path)) is not None:
            found.setdefault(version, path)
    fitting = [version for version in found if version >= at_least]
    if fitting:
        return str(found[min(fitting)]), min(fitting)
    there = ", ".join(map(str, sorted(found))) or "không có"
    raise NoToolError(
        f"Cần {name} từ phiên bản {at_least} (đang có: {there}). Hãy cài gói postgresql-client-{at_least} "
        "(Debian, Ubuntu: apt-get install; hệ khác: gói tương ứng), rồi chạy lại."
    )


def _candidates(name: str):
    if there := shutil.which(name):
        yield Path(there)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    try:
        yield program(name)
    except EmbeddedPostgresError:
        return  # production has no embedded PostgreSQL


def _major(path: Path) -> int | None:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else None
