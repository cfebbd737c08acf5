"""Real workers and a real broker: a run is finished once, whatever is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from reporting.enums import RunStatus
from reporting.files import open_file
from reporting.models import ReportRun
from reporting.services import cancel_run, retry_run
from reporting.services.doorbell import ring
from reporting.services.sweeping import WORKER_LOST
from sxsh_portal import embedded_redis
from sxsh_portal.processes import ending_with_parent
from tests.reporting.renderer import open_gate
from tests.reporting.test_rendering import is_alive, pid_of

PATIENCE = 90  # seconds, on a busy machine
LEASE = 2
WORKER = "-m celery --quiet -A sxsh_portal worker --concurrency 1 --without-gossip --without-mingle"


class Broker:
    """A Redis that can be killed and started again at the same place, empty."""

    def __init__(self):
        self.port = embedded_redis.free_port()
        self.url = embedded_redis.url(self.port)
        self.start()

    def start(self):
        self.process = subprocess.Popen(embedded_redis.command(self.port), stdin=subprocess.DEVNULL)
        wait_until(lambda: embedded_redis.is_ready(self.process, self.port))

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def broker(monkeypatch):
    broker = Broker()
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", broker.url)
    yield broker
    broker.kill()


@pytest.fixture
def start_worker(broker, on_clone, cloned_database, tmp_path, files_dir):
    """start_worker() starts one as `script/server` does, in a process group of its own, with a short lease."""
    environment = os.environ | {
        "REDIS_URL": broker.url,
        "DATABASE_URL": cloned_database,
        "SXSH_DATABASE_ROLE": "worker",
        "SXSH_FILES_DIR": str(files_dir),
        "SXSH_LEASE_SECONDS": str(LEASE),
    }
    environment.pop("CELERY_BROKER_WRITE_URL")
    started = []

    def start() -> subprocess.Popen:
        with (tmp_path / f"worker{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                ending_with_parent([sys.executable, *WORKER.split(), "-I", "tests.reporting.worker"]),
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)
    logs = "".join(log.read_text() for log in tmp_path.glob("worker*.log"))
    print(logs)  # shown when the test fails
    assert "Traceback" not in logs or "ConnectionError" in logs


def kill(worker: subprocess.Popen) -> None:
    """Ends the worker and its pool as a power cut would."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_until(condition):
    limit = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)
    return value


def swept_until(condition):
    """Waits as long as beat would: what sweeps is a worker."""
    asked = 0

    def look():
        nonlocal asked
        if time.monotonic() - asked > 1:
            asked = time.monotonic()
            with current_app.connection_for_write() as connection:
                current_app.send_task("reporting.jobs.sweep_runs", connection=connection, expires=5)
        return condition()

    return wait_until(look)


def status(run: ReportRun) -> str:
    run.refresh_from_db()
    return run.status


def content(run: ReportRun) -> bytes:
    with open_file(run.checksum, run.size) as file:
        return file.read()


def rendering(gate, *ended: int) -> int | None:
    """The child that renders now, beside those that have ended."""
    found = {int(note.name.split(".")[-2]) for note in gate.parent.glob("*.pid")} - set(ended)
    return next(iter(found), None)


def worker_of(child: int, workers: list[subprocess.Popen]) -> subprocess.Popen:
    """Whose pool started the child."""
    pool = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
    return next(worker for worker in workers if worker.pid == os.getsid(pool))


def test_a_request_is_done_also_when_the_broker_was_away_and_stops_when_cancelled(
    start_worker, broker, ask, gate
):
    worker = start_worker()
    run = ask()
    wait_until(lambda: status(run) == RunStatus.DONE)
    assert (content(run), run.attempts, run.progress_label) == (b"done", 1, "Trang 3")

    cancelled = ask("wait", gate)
    child = wait_until(lambda: pid_of(gate))
    assert os.getsid(child) == child  # nothing that a killed group would take with it
    cancel_run(cancelled, by=cancelled.requested_by)
    wait_until(lambda: not is_alive(child))
    assert status(cancelled) == RunStatus.CANCELLED

    broker.kill()
    lost = ask("big")
    broker.start()
    swept_until(lambda: status(lost) == RunStatus.DONE)
    assert (lost.attempts, len(content(lost))) == (1, 20 << 20)
    assert worker.poll() is None


def test_of_two_workers_one_makes_it_and_the_other_takes_over_when_that_is_killed(start_worker, ask, gate):
    workers = [start_worker(), start_worker()]
    run = ask("wait", gate)
    ring(run.public_id)  # the message comes twice
    child = wait_until(lambda: rendering(gate))
    killed = worker_of(child, workers)
    kill(killed)
    wait_until(lambda: not is_alive(child))

    swept_until(lambda: status(run) == RunStatus.RUNNING and run.attempts == 2)
    second = wait_until(lambda: rendering(gate, child))
    assert worker_of(second, workers) != killed
    ring(run.public_id)
    time.sleep(2 * LEASE)  # its heartbeat keeps the lease: nobody else takes it
    assert (status(run), run.attempts, rendering(gate, child, second)) == (RunStatus.RUNNING, 2, None)
    open_gate(gate, b"once")
    wait_until(lambda: status(run) == RunStatus.DONE)

    assert (content(run), run.attempts) == (b"done once", 2)
    assert ReportRun.objects.count() == 1


@pytest.mark.long
def test_killed_twice_it_fails_with_a_reason_and_can_be_tried_again(start_worker, ask, gate):
    workers = [start_worker() for _ in range(3)]
    run, children = ask("wait", gate), []
    for attempt in (1, 2):
        child = swept_until(lambda: rendering(gate, *children))
        assert (status(run), run.attempts) == (RunStatus.RUNNING, attempt)
        kill(worker_of(child, workers))
        children.append(child)
    swept_until(lambda: status(run) == RunStatus.FAILED)
    assert (run.failure_reason, run.attempts) == (WORKER_LOST, 2)
    assert rendering(gate, *children) is None

    open_gate(gate, b"again")
    retry_run(run, by=run.requested_by)
    wait_until(lambda: status(run) == RunStatus.DONE)
    assert (content(run), run.attempts) == (b"done again", 1)
