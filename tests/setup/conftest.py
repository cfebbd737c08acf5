"""Real clusters, servers and scripts, each in a folder of its own: nothing here touches the clone's var/."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sxsh_portal.embedded_postgres import cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def complete_cluster(tmp_path_factory):
    """A stopped cluster to copy, which is quicker than making one."""
    folder = tmp_path_factory.mktemp("complete") / "postgres"
    cluster.ensure_running(folder)
    cluster.stop(folder)
    (folder / "last-port.json").unlink()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def empty_home(tmp_path):
    """Where a test makes a cluster from nothing; stopped and removed afterwards."""
    folder = tmp_path / "postgres"
    yield folder
    if running := cluster.status(folder):
        os.kill(running.pid, signal.SIGQUIT)  # at once: nobody wants the data written
    cluster.stop(folder, patience=2)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(complete_cluster, empty_home):
    """Where a test's cluster lies, complete and stopped."""
    subprocess.run(["cp", "-a", complete_cluster, empty_home], check=True)
    return empty_home


@pytest.fixture
def clean_environment(tmp_path):
    """The environment of a person who has set nothing but SXSH_VAR_DIR."""
    ours = ("SXSH_", "DATABASE_", "REDIS_", "PORT", "PG", "COV_", "PYTEST_", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return environment | {"SXSH_VAR_DIR": str(tmp_path)}


@pytest.fixture
def in_process(clean_environment):
    """in_process(code, *wrapper) starts Python code in another process, with SXSH_VAR_DIR = tmp_path."""
    started = []

    def start(code: str, *wrapper: str, **options) -> subprocess.Popen:
        process = subprocess.Popen(
            [*wrapper, sys.executable, "-c", code],
            cwd=ROOT,
            env=clean_environment | options.pop("env", {}),
            text=True,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def wait_until():
    """wait_until(condition, seconds) waits for something to become true and fails if it does not."""

    def wait(condition, seconds: float = 60) -> None:  # a machine may be busy: no test is about the time
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.01)

    return wait


@pytest.fixture
def is_alive():
    """is_alive(pid): whether the process runs (a zombie does not)."""

    def look(pid: int) -> bool:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    return look


@pytest.fixture
def descendants():
    """descendants(pid): all processes that the process started, directly or not."""

    def find(pid: int) -> list[int]:
        children = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(stat.parent.name))
        found, left = [], [pid]
        while left:
            below = children.get(left.pop(), [])
            found += below
            left += below
        return found

    return find


@pytest.fixture
def kill():
    """kill(pid): SIGKILL."""
    return lambda pid: os.kill(pid, signal.SIGKILL)
