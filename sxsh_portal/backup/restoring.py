"""`script/restore BACKUP [--database ADDRESS] [--replace]`: puts a backup back."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg import sql

from sxsh_portal.backup import files
from sxsh_portal.backup.database import Address, row_counts, server_major
from sxsh_portal.backup.faults import BackupError
from sxsh_portal.backup.manifest import DATABASE, FILES, Manifest, read_whole
from sxsh_portal.backup.tools import find_tool
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError

MAINTENANCE = "postgres"  # the database from which others are made and renamed


def restore_backup(backup: Path, target: Address, *, replace: bool, say: Callable[[str], None]) -> None:
    """Restores database and files, compared with the manifest.

    A database that does not exist is made; an empty one is filled; one with content is refused, or with
    `replace` renamed and kept: the restored one takes its place when it is complete. Raises BackupError, and
    leaves the database as it was, where anything differs.
    """
    manifest = read_whole(backup)
    say(
        f"Bản sao lưu lúc {manifest.time}, cổng phiên bản {manifest.portal}: các mã kiểm tra SHA-256 đều khớp."
    )
    state = _state(target)
    if state == "filled" and not replace:
        raise BackupError(
            f"Cơ sở dữ liệu {target.name} đã có dữ liệu. Hãy chọn cơ sở dữ liệu khác (--database), "
            "hoặc thay nó (--replace; dữ liệu cũ được giữ dưới tên khác)."
        )
    if state == "filled":
        _refuse_if_used(target)
    count, damaged = files.unpack(backup / FILES, settings.FILES_DIR)
    say(f"Kho tài liệu: {count} tệp đã có đủ ở {settings.FILES_DIR}.")
    for name in damaged:
        say(f"Cảnh báo: tệp {name} đã hỏng từ trước khi sao lưu.")
    if state == "empty":
        _fill(backup, target, manifest)
    else:
        _make(backup, target, manifest, is_replacing=state == "filled", say=say)
    rows = sum(manifest.tables.values())
    say(f"Cơ sở dữ liệu {target.name}: {len(manifest.tables)} bảng, {rows} dòng, khớp với bản sao lưu.")
    say("Hãy chạy manage.py prepare trước khi mở cổng, để cập nhật nếu bản sao lưu cũ hơn chương trình.")


def _state(target: Address) -> str:
    """Whether the database is missing, empty or filled."""
    with target.on_server(MAINTENANCE).connect() as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [target.name]).fetchone()
    if not found:
        return "missing"
    with target.connect() as database:
        return "filled" if row_counts(database) else "empty"


def _refuse_if_used(target: Address) -> None:
    with target.on_server(MAINTENANCE).connect() as server:
        used = server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [target.name])
        if number := used.fetchone()[0]:
            raise BackupError(
                f"Cơ sở dữ liệu {target.name} đang được dùng ({number} kết nối). Hãy dừng web, worker và beat trước."
            )


def _make(backup: Path, target: Address, manifest: Manifest, *, is_replacing: bool, say) -> None:
    """Restores into a new database that gets its name, and the old one another, when it is complete."""
    stamp = f"{timezone.now():%Y%m%d_%H%M%S}"
    new, old = f"{target.name}_restoring_{stamp}", f"{target.name}_replaced_{stamp}"
    with target.on_server(MAINTENANCE).connect(autocommit=True) as server:
        try:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(
                    sql.Identifier(new)
                )
            )
        except psycopg.errors.InsufficientPrivilege:
            raise BackupError(
                f"Vai trò {target.params.get('user')} không được tạo cơ sở dữ liệu. Hãy nhờ quản trị cơ sở dữ liệu tạo "
                "một cơ sở dữ liệu trống và chỉ tới nó bằng --database, hoặc cấp quyền CREATEDB."
            ) from None
        try:
            server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(new)))
            _fill(backup, target.on_server(new), manifest)
            with server.transaction():
                if is_replacing:
                    _rename(server, target.name, old)
                _rename(server, new, target.name)
        except BaseException:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(new)))
            raise
    if is_replacing:
        say(f"Dữ liệu cũ được giữ trong cơ sở dữ liệu {old}; xóa nó khi không còn cần.")


def _rename(server: psycopg.Connection, old: str, new: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _fill(backup: Path, target: Address, manifest: Manifest) -> None:
    """Fills an empty database in one transaction and compares it with the manifest."""
    with target.connect() as connection:
        major = server_major(connection)
    if major < manifest.postgres:
        raise BackupError(
            f"Bản sao lưu đến từ PostgreSQL {manifest.postgres}; máy chủ này là PostgreSQL {major}, cũ hơn."
        )
    program, _ = find_tool("pg_restore", max(manifest.pg_dump, major))
    options = ("--single-transaction", "--exit-on-error", "--no-owner")
    target.run(program, *options, str(backup / DATABASE))
    with target.connect() as connection:
        found = row_counts(connection)
    different = sorted(
        name for name in found.keys() | manifest.tables if found.get(name) != manifest.tables.get(name)
    )
    if different:
        raise BackupError("Số dòng không khớp với bản sao lưu ở: " + ", ".join(different))


def main(arguments: list[str]) -> int:
    """The command; the exit code is 0 only when what was restored equals the backup."""
    parser = argparse.ArgumentParser(
        prog="script/restore", description="Phục hồi cơ sở dữ liệu và kho tài liệu từ một bản sao lưu."
    )
    parser.add_argument(
        "backup", type=Path, help="thư mục của bản sao lưu, ví dụ var/backups/sxsh-20261122T010203Z"
    )
    parser.add_argument(
        "--database",
        help="địa chỉ postgresql://... hoặc tên trên cùng máy chủ (mặc định: cơ sở dữ liệu của cổng)",
    )
    parser.add_argument("--replace", action="store_true", help="thay cơ sở dữ liệu đã có dữ liệu")
    given = parser.parse_args(arguments)
    try:
        target = Address.named(given.database) if given.database else Address.of_the_portal()
        restore_backup(given.backup.absolute(), target, replace=given.replace, say=print)
    except (BackupError, EmbeddedPostgresError, psycopg.Error, OSError) as error:
        print(f"Không phục hồi được: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
