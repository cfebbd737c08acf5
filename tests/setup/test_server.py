"""script/server as a person uses it: it serves, restarts what ends, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from sxsh_portal import embedded_redis
from sxsh_portal.embedded_postgres import cluster

ROOT = Path(__file__).resolve().parents[2]
FIRST_START = 300  # seconds: migrations, reference data, five plans; a machine may be busy
PARTS = ("redis", "web", "worker", "beat")

pytestmark = pytest.mark.xdist_group("server")  # one after the other, and one cluster


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A var folder of their own for the servers of this module."""
    folder = tmp_path_factory.mktemp("var")
    yield folder
    cluster.stop(folder / "postgres")


class RunningServer:
    """A script/server and what it has printed so far."""

    def __init__(self, environment):
        self.port = int(environment["PORT"])
        self.process = subprocess.Popen(
            [ROOT / "script" / "server"],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    @property
    def output(self):
        return "".join(self.lines)

    def answers(self):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/accounts/login/", timeout=10
            ) as response:
                return response.status == 200
        except OSError:
            return False

    def is_announced(self):
        assert self.process.poll() is None, self.output
        return f"http://127.0.0.1:{self.port}/" in self.output


@pytest.fixture
def start_server(var, clean_environment, wait_until):
    """start_server() gives a server that has announced its address."""
    started = []

    def start(**settings) -> RunningServer:
        environment = clean_environment | {"SXSH_VAR_DIR": str(var), "PORT": str(embedded_redis.free_port())}
        started.append(RunningServer(environment | settings))
        wait_until(started[-1].is_announced, FIRST_START)
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.terminate()
            server.process.wait(20)
        server.reader.join(5)
        server.process.stdout.close()


def leads_a_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:  # it has ended since it was listed
        return False


def test_serves_and_starts_again_what_ends_until_it_is_told_to_end(
    start_server, descendants, kill, wait_until, is_alive, var
):
    server = start_server()
    assert server.answers()
    postmaster = cluster.status(var / "postgres")

    def parts():  # each leads a process group; the list of accounts is one too, until it is printed
        return [pid for pid in descendants(server.process.pid) if leads_a_group(pid)]

    wait_until(lambda: len(parts()) == len(PARTS), 120)
    former = parts()
    for pid in former:
        kill(pid)

    wait_until(lambda: len(re.findall(r"đã kết thúc \(mã -9\); khởi động lại", server.output)) == len(PARTS))
    wait_until(server.answers, 120)
    assert not [pid for pid in former if is_alive(pid)]
    children = descendants(server.process.pid)
    assert len(children) >= len(PARTS)

    asked = time.monotonic()
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(15) == 0
    assert time.monotonic() - asked < 10
    assert not [child for child in children if is_alive(child)]
    assert not is_alive(postmaster.pid)
    assert not server.answers()


def test_its_parts_end_when_it_is_killed_and_the_next_leaves_the_postgresql_it_did_not_start(
    start_server, descendants, kill, wait_until, is_alive, var
):
    server = start_server()
    children = descendants(server.process.pid)
    postmaster = cluster.status(var / "postgres")

    kill(server.process.pid)

    wait_until(lambda: not [child for child in children if is_alive(child)])
    following = start_server(PORT=str(server.port))
    assert following.answers()
    assert cluster.status(var / "postgres").pid == postmaster.pid

    following.process.send_signal(signal.SIGINT)

    assert following.process.wait(15) == 0
    assert is_alive(postmaster.pid)
    assert cluster.stop(var / "postgres")


def test_a_busy_port_is_said_before_anything_is_started(var, clean_environment, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = subprocess.run(
            [ROOT / "script" / "server"],
            env=clean_environment | {"PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert result.returncode == 1
    assert f"Không mở được cổng 127.0.0.1:{port}" in result.stdout
    assert not (tmp_path / "postgres").exists()


def test_a_port_that_is_no_number_is_refused(clean_environment):
    result = subprocess.run(
        [ROOT / "script" / "server"],
        env=clean_environment | {"PORT": "tám nghìn"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert result.returncode == 1
    assert "PORT phải là một số" in result.stderr
