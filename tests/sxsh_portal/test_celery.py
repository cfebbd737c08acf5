"""A real worker on a real broker does a job in a database of its own; the settings are those that were decided."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from kombu import Connection

from agencies.jobs import clear_expired_sessions
from reporting.services.doorbell import RENDER_JOB
from sxsh_portal import embedded_redis
from sxsh_portal.celery import app
from sxsh_portal.processes import ending_with_parent

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def broker():
    with embedded_redis.running() as url:
        yield url


@pytest.fixture
def worker(broker, cloned_database, tmp_path):
    """A worker as `script/server` runs it; its log is in the message when a test fails."""
    log = tmp_path / "worker.log"
    command = "-m celery --quiet -A sxsh_portal worker --concurrency 1 --without-gossip --without-mingle"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ending_with_parent([sys.executable, *command.split()]),
            cwd=ROOT,
            env=os.environ
            | {"REDIS_URL": broker, "DATABASE_URL": cloned_database, "SXSH_DATABASE_ROLE": "worker"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    process.log = log
    yield process
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    process.kill()
    process.wait()


def sessions(database: psycopg.Connection) -> set[str]:
    return {key for (key,) in database.execute("SELECT session_key FROM django_session")}


def test_a_worker_does_the_job_that_is_sent(worker, broker, cloned_database):
    with psycopg.connect(cloned_database, autocommit=True) as database:
        for key, days in (("da-het", -1), ("con", 1)):
            database.execute(
                "INSERT INTO django_session VALUES (%s, '', now() + make_interval(days => %s))", [key, days]
            )
        assert sessions(database) == {"da-het", "con"}

        with Connection(broker) as connection:
            clear_expired_sessions.apply_async(connection=connection)

        deadline = time.monotonic() + PATIENCE
        while sessions(database) != {"con"}:
            assert worker.poll() is None, worker.log.read_text()
            assert time.monotonic() < deadline, worker.log.read_text()
            time.sleep(0.05)
    assert "Traceback" not in worker.log.read_text()

    worker.terminate()
    assert worker.wait(timeout=PATIENCE) == 0


def test_jobs_are_found_by_their_module_and_beat_sends_only_such():
    jobs = {name for name in app.tasks if not name.startswith("celery.")}
    app.loader.import_default_modules()

    known = {"agencies.jobs.clear_expired_sessions", RENDER_JOB, "reporting.jobs.sweep_runs"}
    assert jobs | set(app.tasks) >= known
    assert all(".jobs." in name for name in app.tasks if not name.startswith("celery."))
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_the_settings_are_those_that_survived_a_killed_worker_and_broker():
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.task_ignore_result) == (
        True,
        True,
        True,
    )
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_time_limit == 300
    assert conf.broker_transport_options == {
        "visibility_timeout": 900,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 30,
    }
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
    assert conf.broker_connection_retry_on_startup is True
    assert (conf.timezone, conf.enable_utc) == ("Asia/Ho_Chi_Minh", True)
    assert conf.beat_schedule["clear-expired-sessions"]["schedule"] == 24 * 60 * 60
    sweep = conf.beat_schedule["sweep-runs"]
    assert (sweep["schedule"], sweep["options"]) == (30, {"expires": 30})  # old ones do not pile up


def test_documents_have_a_queue_that_every_worker_serves():
    assert {queue.name for queue in app.conf.task_queues} == {"celery", "documents", "annexes", "mail"}
    assert app.amqp.router.route({}, RENDER_JOB)["queue"].name == "documents"
    assert app.amqp.router.route({}, "reporting.jobs.sweep_runs")["queue"].name == "celery"
