"""Start, find and stop the one cluster under var/postgres. The way in is `ensure_running`.

Whatever was killed before, the start goes through the same steps: nobody works on the data (or those who
outlived their postmaster are ended), no half-made cluster and no stale pid file is left, a free port is
taken, PostgreSQL recovers by itself, roles and database are as `roles` says, and only then cluster.json
names the way in.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from sxsh_portal.embedded_postgres import files, roles
from sxsh_portal.embedded_postgres.account import Account, find_account, program
from sxsh_portal.embedded_postgres.faults import EmbeddedPostgresError, explain, explain_os_error

HOST = "127.0.0.1"
START_TIMEOUT = 60  # seconds; recovery after a kill may take a while
ORPHANS_GRACE = 5  # seconds that backends get to notice the death of their postmaster
OWNER_VARIABLE = "SXSH_POSTGRES_OWNER"  # set by script/server for itself and its children

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # their paths may be no longer than 107 bytes, a clone's may
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "log_checkpoints": "off",
    # Stretching is for passwords that people choose; ours are random. A connection takes 3 ms instead of 14.
    "scram_iterations": "1",
}
HBA = f"host all all {HOST}/32 scram-sha-256\n"


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `owner` is the script/server that started it, or empty."""

    port: int
    pid: int
    owner: str = ""
    passwords: dict = field(default_factory=dict, repr=False)
    host: str = HOST

    def connection_params(self, role: str = roles.OWNER_ROLE) -> dict:
        """What psycopg and psql need to sign in as this role (the database aside)."""
        return {
            "host": self.host,
            "port": self.port,
            "user": role,
            "password": self.passwords[role],
            "sslmode": "disable",  # whatever PGSSLMODE says: loopback only
        }


# What this process knows, by home: the stamp of cluster.json and the cluster it describes.
_known: dict[Path, tuple[tuple, Cluster]] = {}


def ensure_running(home: Path | None = None) -> Cluster:
    """The running cluster, started first if need be. Costs some microseconds once it is known."""
    home = home or files.default_home()
    try:
        if files.is_in_use(home):
            stamp = _stamp(home)
            known_stamp, known = _known.get(home, (None, None))
            if stamp and stamp == known_stamp and _is_alive(known.pid):
                return known
            if cluster := _read_cluster(home):
                _known[home] = stamp, cluster
                return cluster
        files.make_home(home)
        with files.start_lock(home):
            # Somebody else may have started it while we waited.
            cluster = (files.is_in_use(home) and _read_cluster(home)) or _start(home)
            _known[home] = _stamp(home), cluster
            return cluster
    except OSError as error:
        raise explain_os_error(error, home) from error


def status(home: Path | None = None) -> Cluster | None:
    """The running cluster, or None. Starts nothing."""
    home = home or files.default_home()
    try:
        return _read_cluster(home) if files.is_in_use(home) else None
    except OSError as error:
        raise explain_os_error(error, home) from error


def stop(home: Path | None = None, *, owner: str | None = None, patience: float = 20) -> bool:
    """Stops the cluster; with `owner` only if that script/server started it. Says whether it did."""
    home = home or files.default_home()
    try:
        if not files.is_in_use(home):
            return False
        with files.start_lock(home):
            if owner is not None and files.read_json(home / "cluster.json").get("owner") != owner:
                return False
            # Fast: sessions are ended, data is written. Immediate: the next start recovers.
            for how, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 2)):
                if postmaster := files.read_pid_file(home):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(postmaster.pid, how)
                if _is_free_within(home, seconds):
                    return True
            _kill_all(home)
            return _is_free_within(home, 2)
    except OSError as error:
        raise explain_os_error(error, home) from error


def _start(home: Path) -> Cluster:
    """Makes what is missing, starts, waits. Runs under the start lock."""
    former = files.read_json(home / "cluster.json")
    (home / "cluster.json").unlink(missing_ok=True)
    pid, port = _start_postmaster(home)
    passwords = files.ensure_passwords(home, [roles.SUPERUSER, *roles.ROLES])
    with _connect(port, passwords) as connection:
        roles.provision(connection, passwords)
    # The same postmaster as before only had to learn new roles: it stays who started it.
    owner = former["owner"] if former.get("pid") == pid else os.environ.get(OWNER_VARIABLE, "")
    files.write_json(home / "last-port.json", {"port": port})
    files.write_json(
        home / "cluster.json",
        {"pid": pid, "port": port, "owner": owner, "provisioned": roles.fingerprint()},
    )
    return Cluster(port=port, pid=pid, owner=owner, passwords=passwords)


def _start_postmaster(home: Path) -> tuple[int, int]:
    """Launches PostgreSQL until one stays and accepts connections; the process and the port."""
    deadline = time.monotonic() + START_TIMEOUT
    ports = _ports_to_try(home)
    account = told = silent_since = None  # told: the length of the log before the launch
    while time.monotonic() < deadline:
        if not files.is_in_use(home):
            complaint = "" if told is None else _log_from(home, told)
            if complaint and "could not bind" not in complaint:
                raise explain("PostgreSQL không khởi động được", complaint)
            if account is None:
                account, version = find_account(home)
            _prepare_data(home, account, version)
            told = _launch(home, account, next(ports))
            silent_since = None
        postmaster = files.read_pid_file(home)
        if postmaster is None:
            # Just launched and not yet that far; or killed, and its backends do not notice.
            silent_since = silent_since or time.monotonic()
            if time.monotonic() - silent_since > ORPHANS_GRACE:
                _kill_all(home)
                told = None
        elif postmaster.status == "ready" and _accepts_connections(home, postmaster.port):
            return postmaster.pid, postmaster.port
        time.sleep(0.02)
    raise explain(
        f"PostgreSQL chưa sẵn sàng sau {START_TIMEOUT} giây (dữ liệu ở {home}; nếu thư mục này được dùng chung "
        "với một máy hay một container khác thì hãy dừng PostgreSQL ở đó)",
        _log_from(home, told or 0),
    )


def _prepare_data(home: Path, account: Account, version: int) -> None:
    """Leaves a complete cluster of our version in data/ that a postmaster can start on."""
    data = home / "data"
    for leftover in home.glob("new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if not data.exists():
        _make_data(home, account)
    found = (data / "PG_VERSION").read_text().strip()
    if found != str(version):
        raise EmbeddedPostgresError(
            f"Dữ liệu ở {data} thuộc PostgreSQL {found}, còn .venv có PostgreSQL {version}. Dữ liệu được giữ nguyên.\n"
            f"Nếu cần dữ liệu cũ: cài lại gói embedded-postgres phiên bản {found}, xuất ra bằng pg_dump rồi nạp lại. "
            f"Nếu không: chuyển {home} đi nơi khác, lần chạy sau sẽ tạo cơ sở dữ liệu mới từ đầu."
        )
    account.give_tree(data)
    files.remove_stale_pid_file(home)
    if roles.SUPERUSER not in files.read_json(home / "passwords.json"):
        _set_superuser_password(home, account, data)


def _make_data(home: Path, account: Account) -> None:
    """Makes the cluster beside its place and moves it there when it is complete."""
    building = Path(tempfile.mkdtemp(prefix="new-", dir=home))
    try:
        account.give(building)
        initdb = [program("initdb"), "-D", building, f"--username={roles.SUPERUSER}", "--auth=reject"]
        initdb += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        _run_step(account, "Không tạo được cơ sở dữ liệu", initdb)
        (building / "pg_hba.conf").write_text(HBA)
        _set_superuser_password(home, account, building)
        building.rename(home / "data")
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _set_superuser_password(home: Path, account: Account, data: Path) -> None:
    password = files.ensure_passwords(home, [roles.SUPERUSER])[roles.SUPERUSER]
    _run_step(
        account,
        "Không đặt được mật khẩu cho cơ sở dữ liệu",
        [program("postgres"), "--single", "-D", data, "postgres"],
        input=f"ALTER ROLE {roles.SUPERUSER} PASSWORD '{password}'\n".encode(),
    )


def _run_step(account: Account, what_failed: str, command: list, **options) -> None:
    options = {"stdin": subprocess.DEVNULL} | options if "input" not in options else options
    done = account.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        raise explain(what_failed, done.stdout.decode(errors="replace"))


def _launch(home: Path, account: Account, port: int) -> int:
    """Starts a postmaster that is nobody's child, in a session of its own. Returns the log's length before."""
    settings = SETTINGS | {"port": str(port), "cluster_name": _cluster_name(home)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with files.running_lock(home) as lock, files.open_log(home) as log:
        log.write(f"--- {time.strftime('%F %T')} port {port}\n".encode())
        log.flush()
        told = log.tell()
        account.run(
            ["/bin/sh", "-c", '"$@" &', "sh", program("postgres"), "-D", home / "data", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],  # and no other file of ours
            start_new_session=True,
        )
    return told


def _log_from(home: Path, told: int) -> str:
    with open(home / "log", "rb") as log:
        log.seek(told)
        return log.read().decode(errors="replace")


def _ports_to_try(home: Path):
    """The former port first, so that programs that know it find the cluster again; then free ones."""
    former = files.read_json(home / "last-port.json").get("port")
    for _ in range(20):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, former or 0))
            except OSError:
                former = None
                continue
            port = trial.getsockname()[1]
        yield port
        former = None
    raise EmbeddedPostgresError(f"Không tìm được cổng trống nào trên {HOST} cho PostgreSQL.")


def _connect(port: int, passwords: dict) -> psycopg.Connection:
    params = Cluster(port=port, pid=0, passwords=passwords).connection_params(roles.SUPERUSER)
    return psycopg.connect(**params, dbname="postgres", autocommit=True, connect_timeout=5)


def _accepts_connections(home: Path, port: int) -> bool:
    try:
        _connect(port, files.ensure_passwords(home, [roles.SUPERUSER])).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise EmbeddedPostgresError(
                "Mật khẩu trong var/postgres/passwords.json không khớp với cơ sở dữ liệu đang chạy. "
                "Hãy chạy: script/db stop, xóa tệp đó, rồi chạy lại; mật khẩu mới sẽ được đặt."
            ) from error
        return False  # the database system is starting up
    return True


def _read_cluster(home: Path) -> Cluster | None:
    """What cluster.json says, if it is complete, up to date and somebody listens there."""
    content = files.read_json(home / "cluster.json")
    passwords = files.read_json(home / "passwords.json")
    if content.get("provisioned") != roles.fingerprint() or not passwords or not _is_alive(content["pid"]):
        return None
    try:
        socket.create_connection((HOST, content["port"]), timeout=5).close()
    except OSError:
        return None
    return Cluster(port=content["port"], pid=content["pid"], owner=content["owner"], passwords=passwords)


def _is_alive(pid: int) -> bool:
    """Whether the postmaster runs. A killed one does not, though its backends may take a moment longer."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as about:
            return about.read().rpartition(b")")[2].split()[0] != b"Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _stamp(home: Path) -> tuple | None:
    with contextlib.suppress(FileNotFoundError):
        about = os.stat(f"{home}/cluster.json")
        return about.st_ino, about.st_mtime_ns
    return None


def _is_free_within(home: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while files.is_in_use(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _cluster_name(home: Path) -> str:
    """Stands in the title of each process of this cluster."""
    return "sxsh-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def _kill_all(home: Path) -> None:
    """Ends what still works on the data: a postmaster by its arguments, its backends by their title."""
    signs = (os.fsencode(home / "data") + b"\0", _cluster_name(home).encode() + b": ")
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            title = (process / "cmdline").read_bytes()
            if b"postgres" in title and any(sign in title for sign in signs):
                os.kill(int(process.name), signal.SIGKILL)
