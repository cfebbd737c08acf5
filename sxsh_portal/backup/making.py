"""`script/backup [folder] [--keep N]`: makes a backup."""

import argparse
import fcntl
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from core.files import bring_to_disk
from sxsh_portal.backup import files
from sxsh_portal.backup.database import Address, row_counts, server_major
from sxsh_portal.backup.faults import BackupError
from sxsh_portal.backup.manifest import DATABASE, FILE, FILES, Manifest, describe
from sxsh_portal.backup.tools import find_tool
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError

NAME = re.compile(r"sxsh-\d{8}T\d{6}Z")


def make_backup(folder: Path, *, keep: int | None = None) -> tuple[Path, list[str]]:
    """Makes a backup in the folder and deletes all but the newest `keep`.

    Returns its place and the names of stored files that are damaged (they are kept as they are). Raises
    BackupError, and leaves nothing, where it cannot be made. One backup at a time.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        building = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            damaged = _fill(building)
            place = _free_place(folder)
            building.rename(place)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        bring_to_disk(folder)
        _forget_old(folder, keep)
    return place, damaged


def _fill(building: Path) -> list[str]:
    """Database first, files afterwards: a file is stored before the row that names it."""
    started = timezone.now()
    about_database = _dump(building / DATABASE)
    count, damaged = files.pack(settings.FILES_DIR, building / FILES)
    for part in (DATABASE, FILES):
        bring_to_disk(building / part)
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    Manifest(
        time=started.isoformat(timespec="seconds"),
        portal=project["version"],
        files=count,
        parts={part: describe(building / part) for part in (DATABASE, FILES)},
        **about_database,
    ).write(building)
    bring_to_disk(building)
    return damaged


def _dump(path: Path) -> dict:
    """Writes the dump; what it holds is read from the very snapshot that was dumped."""
    address = Address.of_the_portal()
    with address.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0] is None:
            raise BackupError(f"Cơ sở dữ liệu {address.name} không có dữ liệu của cổng.")
        migrations = connection.execute(
            "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
        ).fetchall()
        postgres = server_major(connection)
        program, version = find_tool("pg_dump", postgres)
        tables = row_counts(connection)
        options = (
            "--format=custom",
            "--no-owner",
            "--enable-row-security",
        )  # the owner passes: sxsh_portal.databases
        address.run(program, *options, f"--snapshot={snapshot}", f"--file={path}")
    return {
        "postgres": postgres,
        "pg_dump": version,
        "tables": tables,
        "migrations": [name for (name,) in migrations],
    }


@contextmanager
def _alone(folder: Path):
    """Keeps other backups out of the folder, and clears away what killed ones left."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Một lần sao lưu khác đang ghi vào {folder}.") from None
        for leftover in [*folder.glob(".new-*"), *folder.glob(".old-*")]:
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def _free_place(folder: Path) -> Path:
    while (place := folder / f"sxsh-{timezone.now():%Y%m%dT%H%M%SZ}").exists():
        time.sleep(0.1)
    return place


def _forget_old(folder: Path, keep: int | None) -> None:
    """A backup that is being deleted is no backup any more: it loses its name first."""
    if keep is None:
        return
    complete = sorted(
        path for path in folder.iterdir() if NAME.fullmatch(path.name) and (path / FILE).exists()
    )
    for old in complete[:-keep]:
        leaving = old.rename(folder / f".old-{old.name}")
        shutil.rmtree(leaving)


def _at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def main(arguments: list[str]) -> int:
    """The command; the exit code is 0 only when all is well."""
    parser = argparse.ArgumentParser(
        prog="script/backup", description="Sao lưu cơ sở dữ liệu và kho tài liệu của cổng."
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, help="nơi đặt bản sao lưu (mặc định: SXSH_BACKUP_DIR)"
    )
    parser.add_argument("--keep", type=_at_least_one, help="chỉ giữ từng này bản mới nhất, ví dụ 14")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        place, damaged = make_backup((given.folder or settings.BACKUP_DIR).absolute(), keep=given.keep)
    except (BackupError, EmbeddedPostgresError, psycopg.Error, OSError) as error:
        print(f"Không sao lưu được: {error}", file=sys.stderr)
        return 1
    print(f"Đã sao lưu vào {place}")
    for name in damaged:
        print(f"Tệp trong kho đã hỏng từ trước, được sao lưu nguyên trạng: {name}", file=sys.stderr)
    return 1 if damaged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
