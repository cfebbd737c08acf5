"""script/backup and script/restore on real databases: what was restored equals what was backed up, or is refused."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from sxsh_portal.backup.tools import NoToolError, find_tool
from tests import databases

pytestmark = pytest.mark.xdist_group("backup")  # one database and one backup for all

ROOT = Path(__file__).resolve().parents[2]
CONTENT = b"%PDF a finished document"
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
DECIDE = """
import django
django.setup()
from agencies.enums import Role
from agencies.models import Agency
from budgets.services import note_decision
from plans.models import PlanVersion
from tests.factories import MembershipFactory, UserFactory
department = Agency.objects.get(slug="so-cong-thuong", province__slug="ha-tinh")
person = UserFactory()
MembershipFactory(user=person, agency=department, province=department.province, role=Role.DEPARTMENT_EDITOR)
version = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
key = "words_differ:budget_tables/tong-hop-kinh-phi/amount_in_words"
note_decision(version, key, by=person, text="Lấy số 7.050 triệu")
"""


def decide(url: str) -> None:
    """A decision in the database at this address."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "sxsh_portal.settings"}
    subprocess.run([sys.executable, "-c", DECIDE], cwd=ROOT, env=environment, check=True)


def portal_of(url: str, folder: Path):
    """A portal on this database with a stored file: its environment, and how a script is run in it."""
    files = folder / "files"
    (files / CHECKSUM[:2]).mkdir(parents=True)
    (files / CHECKSUM[:2] / CHECKSUM).write_bytes(CONTENT)
    (files / CHECKSUM[:2] / "new-1234").write_bytes(b"being written")
    environment = os.environ | {
        "DATABASE_URL": url,
        "SXSH_FILES_DIR": str(files),
        "SXSH_BACKUP_DIR": str(folder / "backups"),
        "DJANGO_SETTINGS_MODULE": "sxsh_portal.settings",
    }

    def run(script, *arguments, **changes) -> subprocess.CompletedProcess:
        command = [ROOT / "script" / script, *map(str, arguments)]
        return subprocess.run(command, cwd="/", env=environment | changes, capture_output=True, text=True)

    run.environment, run.url, run.files, run.backups = environment, url, files, folder / "backups"
    return run


@pytest.fixture(scope="module")
def decided(django_db_setup, django_db_blocker):
    """The address of a database with plans and a decision, for all tests here: none of them changes it."""
    with django_db_blocker.unblock(), databases.clone() as url:
        decide(url)
        yield url


@pytest.fixture(scope="module")
def made(decided, tmp_path_factory) -> Path:
    """A backup of it, of which each test gets a copy."""
    portal = portal_of(decided, tmp_path_factory.mktemp("made"))
    result = portal("backup")
    assert (result.returncode, result.stderr) == (0, "")
    place = Path(result.stdout.removeprefix("Đã sao lưu vào ").strip())
    assert place.parent == portal.backups
    assert names(portal.backups) == [place.name]
    return place


@pytest.fixture
def portal(decided, tmp_path):
    """A portal with plans, a decision and a stored file."""
    return portal_of(decided, tmp_path)


@pytest.fixture
def backup(portal, made) -> Path:
    """A backup of it."""
    return shutil.copytree(made, portal.backups / made.name)


@pytest.fixture
def other(portal):
    """The address of a database that does not exist yet; dropped afterwards with what --replace kept."""
    server, _, name = portal.url.rpartition("/")
    yield f"{server}/{name}_other"
    with psycopg.connect(portal.url, autocommit=True) as database:
        found = database.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{name}_other"]
        )
        for (there,) in found.fetchall():
            database.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(there)))


def content_of(url: str) -> dict[str, tuple[int, str]]:
    """Rows and checksum of every table; sequences with their value."""
    with psycopg.connect(url) as database:
        tables = database.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
        ).fetchall()
        return {
            name: database.execute(
                sql.SQL(
                    "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {} t"
                ).format(sql.Identifier(name))
                if kind == "r"
                else sql.SQL("SELECT 1, last_value::text FROM {}").format(sql.Identifier(name))
            ).fetchone()
            for name, kind in tables
        }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_what_is_restored_into_a_new_database_equals_what_was_backed_up(portal, backup, other, tmp_path):
    before = content_of(portal.url)
    restored = tmp_path / "restored"

    result = portal("restore", backup, "--database", other, SXSH_FILES_DIR=str(restored))

    assert (result.returncode, result.stderr) == (0, "")
    assert before["budgets_findingdecision"][0] == 1
    assert before["plans_plan"][0] == 5
    assert content_of(other) == before
    assert [path.read_bytes() for path in restored.rglob("*") if path.is_file()] == [CONTENT]
    assert f"{len([name for name in before if not name.endswith('_seq')])} bảng" in result.stdout
    assert "khớp với bản sao lưu" in result.stdout


def test_the_manifest_says_what_the_backup_holds(portal, made):
    manifest = json.loads((made / "manifest.json").read_text())

    counts = {name: rows for name, (rows, _) in content_of(portal.url).items() if not name.endswith("_seq")}
    assert manifest["tables"] == {f"public.{name}": rows for name, rows in counts.items()}
    assert (manifest["portal"], manifest["files"]) == ("0.1.0", 1)
    assert "plans.0002_integrity" in manifest["migrations"]
    assert set(manifest["parts"]) == {"database.dump", "files.tar"}
    for name, part in manifest["parts"].items():
        content = (made / name).read_bytes()
        assert part == {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert made.stat().st_mode & 0o077 == 0


def test_a_database_with_content_is_refused_or_replaced_and_kept(portal, backup, other):
    assert portal("restore", backup, "--database", other).returncode == 0
    with psycopg.connect(other) as database:
        database.execute("DELETE FROM budgets_findingdecision")
    changed = content_of(other)

    refused = portal("restore", backup, "--database", other)
    assert (refused.returncode, content_of(other)) == (1, changed)
    assert "đã có dữ liệu" in refused.stderr

    with psycopg.connect(other):
        used = portal("restore", backup, "--database", other, "--replace")
    assert (used.returncode, content_of(other)) == (1, changed)
    assert "đang được dùng (1 kết nối)" in used.stderr

    replaced = portal("restore", backup, "--database", other, "--replace")
    assert (replaced.returncode, replaced.stderr) == (0, "")
    assert content_of(other) == content_of(portal.url)
    kept = replaced.stdout.partition("trong cơ sở dữ liệu ")[2].partition(";")[0]
    assert content_of(f"{other.rpartition('/')[0]}/{kept}") == changed


def test_a_restored_history_verifies_against_what_was_noted_before(cloned_database, other, tmp_path):
    decide(cloned_database)  # and seals: a database of its own
    portal = portal_of(cloned_database, tmp_path / "sealed")

    def verify(url, *arguments) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", "verify_history", *map(str, arguments)]
        environment = portal.environment | {"DATABASE_URL": url}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    seal = "SELECT agencies_seal_history()"
    with psycopg.connect(portal.url) as database:
        database.execute(seal)
    assert portal("backup").returncode == 0
    [backup] = portal.backups.glob("sxsh-*")
    noted = tmp_path / "heads.json"
    noted.write_text(verify(portal.url, "--json").stdout)
    assert json.loads(noted.read_text())["seals"] > 0

    assert portal("restore", backup, "--database", other).returncode == 0

    assert verify(other, "--expect", noted).returncode == 0
    with psycopg.connect(other) as database:
        database.execute("UPDATE agencies_user SET full_name = 'Sau khi phục hồi'")
        database.execute(seal)
    assert verify(other, "--expect", noted).returncode == 0
    with psycopg.connect(other) as database:
        database.execute("ALTER TABLE agencies_historyentry DISABLE TRIGGER agencies_historyentry_kept")
        database.execute("UPDATE agencies_historyentry SET actor_id = 1 WHERE id = 1")
        database.execute("ALTER TABLE agencies_historyentry ENABLE TRIGGER agencies_historyentry_kept")
    changed = verify(other, "--expect", noted)
    assert (changed.returncode, "nội dung đã bị thay đổi" in changed.stdout) == (1, True)


@pytest.mark.parametrize("part", ["database.dump", "files.tar", "manifest.json"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(portal, backup, other, part, tmp_path):
    content = bytearray((backup / part).read_bytes())
    content[len(content) // 2] ^= 1
    (backup / part).write_bytes(content[:-1] if part == "manifest.json" else content)
    if part == "manifest.json":
        (backup / part).write_bytes(content[: len(content) // 2])

    result = portal("restore", backup, "--database", other, SXSH_FILES_DIR=str(tmp_path / "restored"))

    assert result.returncode == 1
    assert "bị hỏng" in result.stderr
    assert part in result.stderr
    assert not (tmp_path / "restored").exists()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(other)


def test_a_restore_that_does_not_equal_the_manifest_leaves_no_database(portal, backup, other):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["tables"]["public.plans_plan"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))

    result = portal("restore", backup, "--database", other)

    assert result.returncode == 1
    assert "Số dòng không khớp với bản sao lưu ở: public.plans_plan" in result.stderr
    with psycopg.connect(portal.url) as database:
        name = other.rpartition("/")[2]
        found = database.execute(
            "SELECT 1 FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall()
    assert found == []


def test_a_damaged_stored_file_is_told_and_mended_by_a_restore_of_a_good_backup(portal, backup, other):
    stored = portal.files / CHECKSUM[:2] / CHECKSUM
    stored.write_bytes(b"damaged")

    told = portal("backup")
    assert told.returncode == 1
    assert (
        f"Tệp trong kho đã hỏng từ trước, được sao lưu nguyên trạng: {CHECKSUM[:2]}/{CHECKSUM}" in told.stderr
    )

    assert portal("restore", backup, "--database", other).returncode == 0
    assert stored.read_bytes() == CONTENT


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_backup_leaves_no_half_one_and_the_next_clears_up(portal, how):
    with psycopg.connect(portal.url) as blocker:
        blocker.execute("LOCK TABLE plans_plan IN ACCESS EXCLUSIVE MODE")  # so that it cannot come to its end
        process = subprocess.Popen(
            [ROOT / "script" / "backup"],
            env=portal.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while not list(portal.backups.glob(".new-*")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        second = portal("backup")
        assert (second.returncode, "Một lần sao lưu khác đang ghi" in second.stderr) == (1, True)
        process.send_signal(how)
        process.wait(timeout=30)
    assert [name for name in names(portal.backups) if not name.startswith(".new-")] == []

    assert portal("backup").returncode == 0
    assert [name.startswith("sxsh-") for name in names(portal.backups)] == [True]


def test_only_the_newest_are_kept_and_nothing_else_is_deleted(portal, backup):
    for day in range(1, 5):
        shutil.copytree(backup, portal.backups / f"sxsh-2020010{day}T000000Z")
    (portal.backups / "sxsh-notes").mkdir()

    assert portal("backup", "--keep", "3").returncode == 0

    kept = names(portal.backups)
    assert len(kept) == 4
    assert {"sxsh-20200104T000000Z", backup.name, "sxsh-notes"} < set(kept)


def test_the_embedded_database_is_found_and_refused_while_it_holds_no_portal(
    clean_environment, empty_home, tmp_path
):
    result = subprocess.run(
        [ROOT / "script" / "backup", tmp_path / "backups"],
        env=clean_environment,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 1
    assert "Cơ sở dữ liệu sxsh_portal không có dữ liệu của cổng." in result.stderr
    assert names(tmp_path / "backups") == []


def test_without_a_program_that_is_new_enough_it_says_what_to_install():
    with pytest.raises(NoToolError, match="postgresql-client-99"):
        find_tool("pg_dump", 99)
