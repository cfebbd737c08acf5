"""The parts of a run: how each is started, killed as by a power cut, and started again."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from benchmarks.faults import sink
from sxsh_portal import embedded_redis
from sxsh_portal.embedded_postgres import cluster, roles
from sxsh_portal.processes import ending_with_parent

PATIENCE = 60  # seconds that a part gets to be ready, on a busy machine
WORKER = "-m celery --quiet -A sxsh_portal worker --concurrency 2 --without-gossip --without-mingle -I benchmarks.faults.worker"
BEAT = "-m celery --quiet -A sxsh_portal beat --schedule"


def wait_until(condition: Callable[[], object], what: str, seconds: float = PATIENCE):
    """What the condition says as soon as it is true; TimeoutError with `what` where it does not become so."""
    limit = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > limit:
            raise TimeoutError(what)
        time.sleep(0.05)
    return value


class Part:
    """A process in a group of its own, with all that it starts; it ends with whoever starts it."""

    def __init__(self, name: str, command: Callable[[], list], folder: Path, environment: dict):
        self.name, self.command, self.environment = name, command, environment
        self.log = folder / f"{name}.log"
        self.starts = 0
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(map(str, self.command())),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, draw: random.Random) -> str:
        """As a power cut would; says what was killed."""
        self._kill_group()
        return self.name

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self._kill_group()

    def is_running(self) -> bool:
        return self.process.poll() is None

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Worker(Part):
    """The Celery worker; one of its children alone may be killed, which it replaces."""

    def kill(self, draw: random.Random) -> str:
        children = _children(self.process.pid)
        if not children or draw.random() < 0.6:
            return super().kill(draw)
        os.kill(draw.choice(children), signal.SIGKILL)
        return "worker's child"


class Postgres:
    """The cluster under a folder; its postmaster or one of its backends may be killed. All others start it when needed."""

    name = "postgres"

    def __init__(self, home: Path):
        self.home = home

    def start(self) -> None:
        cluster.ensure_running(self.home)

    def first_start(self) -> None:
        """Also has it note when each transaction was committed, which takes a second start."""
        self.start()
        with self.as_superuser() as connection:
            connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
        cluster.stop(self.home)
        self.start()

    def as_superuser(self, database: str = "postgres") -> psycopg.Connection:
        params = cluster.ensure_running(self.home).connection_params(roles.SUPERUSER)
        return psycopg.connect(**params, dbname=database, autocommit=True)

    def kill(self, draw: random.Random) -> str:
        running = cluster.ensure_running(self.home)
        backends = [pid for pid in _children(running.pid) if b"sxsh_worker" in _title(pid)]
        victim = draw.choice(backends) if backends and draw.random() < 0.4 else running.pid
        os.kill(victim, signal.SIGKILL)
        return "postgres" if victim == running.pid else "postgres' backend"

    def is_running(self) -> bool:
        return cluster.status(self.home) is not None

    def end(self) -> None:
        cluster.stop(self.home, patience=5)


class Parts:
    """All parts by name, in the order in which they are started."""

    def __init__(self, folder: Path, seed: int, clock_file: Path, plant: str = ""):
        self.folder = folder
        self.journal, self.has_planned = folder / "sink.jsonl", folder / "has-planned"
        ports = {"redis": embedded_redis.free_port(), "sink": embedded_redis.free_port()}
        self.environment = _environment(folder, clock_file, ports, plant) | {
            "FAULTS_PLANNED": str(self.has_planned)
        }
        self.postgres = Postgres(folder / "postgres")
        self.sink = self._part("sink", lambda: self._sink(ports["sink"], seed))
        self.redis = self._part("redis", lambda: embedded_redis.command(ports["redis"]))
        self.worker = Worker("worker", lambda: _python(*WORKER.split()), folder, self.environment)
        self.beat = self._part("beat", lambda: _python(*BEAT.split(), folder / "schedule"))
        self.client = self._part(
            "client", lambda: _python("-m", "benchmarks.faults.client", seed), SXSH_DATABASE_ROLE="owner"
        )
        self.victims = {
            part.name: part for part in (self.worker, self.beat, self.redis, self.postgres, self.sink)
        }

    def start(self) -> None:
        """Starts what serves; the people come later."""
        for part in (self.sink, self.redis, self.worker, self.beat):
            part.start()

    def end(self) -> None:
        for part in (self.client, self.beat, self.worker, self.redis, self.sink, self.postgres):
            part.end()

    def _sink(self, port: int, seed: int) -> list:
        return _python("-m", "benchmarks.faults.sink", port, self.journal, seed, self.sink.starts)

    def _part(self, name: str, command: Callable[[], list], **environment) -> Part:
        return Part(name, command, self.folder, self.environment | environment)


def _environment(folder: Path, clock_file: Path, ports: dict, plant: str) -> dict:
    ours = ("SXSH_", "DATABASE_", "REDIS_", "EMAIL_", "CELERY_", "PG", "PYTEST_", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return others | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.faults.settings",
        "EMAIL_URL": f"smtp://{sink.HOST}:{ports['sink']}",
        "FAULTS_CLOCK": str(clock_file),
        "FAULTS_PLANT": plant,
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        "REDIS_URL": embedded_redis.url(ports["redis"]),
        "SXSH_DATABASE_ROLE": "worker",
        "SXSH_MAIL_LEASE_SECONDS": "6",
        "SXSH_VAR_DIR": str(folder),
    }


def _python(*arguments) -> list:
    return ending_with_parent([sys.executable, *arguments])


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _title(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
