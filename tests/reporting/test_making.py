"""Making a document: claimed once, kept by a heartbeat, finished once, given back or failed with a reason.

The worker's code runs here, on a clone with commits; a real worker is in test_worker.py.
"""

import socket
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from reporting.documents import DOCUMENTS
from reporting.enums import RunStatus
from reporting.files import open_file, store_file
from reporting.jobs import render_report, sweep_runs
from reporting.models import ReportRun
from reporting.rendering import CrashedError, OutOfMemoryError, render_in_child
from reporting.services import cancel_run, retry_run
from reporting.services.claims import CHANGED_MEANWHILE, RunClaim
from reporting.services.making import NOT_KEPT, PROGRAM_FAULT
from reporting.services.sweeping import WORKER_LOST
from tests.reporting import kinds
from tests.reporting.renderer import open_gate
from tests.reporting.test_rendering import is_alive, pid_of, wait_until


def expire(run: ReportRun) -> None:
    """As if the worker had not been heard of for longer than its lease."""
    ReportRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def now(run: ReportRun) -> ReportRun:
    run.refresh_from_db()
    return run


class InThread(threading.Thread):
    """Makes the document of a run in a thread, as another worker would."""

    def __init__(self, on_clone, run):
        super().__init__()
        self.on_clone, self.public_id = on_clone, str(run.public_id)
        self.start()

    def run(self):
        self.on_clone()
        try:
            render_report(self.public_id)
        finally:
            connection.close()


def test_a_run_is_made_and_kept(ask):
    run = ask()
    render_report(str(run.public_id))

    now(run)
    assert (run.status, run.attempts, run.failure_reason) == (RunStatus.DONE, 1, "")
    assert (run.progress_done, run.progress_total, run.progress_label) == (3, 3, "Trang 3")
    assert run.requested_at <= run.started_at <= run.finished_at
    assert (run.claim_token, run.lease_until) == (None, None)
    with open_file(run.checksum, run.size) as file:
        assert file.read() == b"done"


def test_a_message_that_comes_again_changes_nothing(ask):
    run = ask()
    render_report(str(run.public_id))
    before = ReportRun.objects.values().get()
    render_report(str(run.public_id))
    sweep_runs()

    assert ReportRun.objects.values().get() == before


def test_a_message_about_nothing_does_nothing(colleague):
    render_report("00000000-0000-0000-0000-000000000000")


def test_a_run_is_taken_by_one_worker_only(ask):
    run = ask()
    first = RunClaim.take(run.public_id)

    assert first.row.attempts == 1
    assert RunClaim.take(run.public_id) is None
    assert not first.is_lost()


def test_a_cancelled_or_used_up_run_is_not_taken(ask):
    run = ask()
    ReportRun.objects.filter(pk=run.pk).update(attempts=2)
    assert RunClaim.take(run.public_id) is None
    cancel_run(run, by=run.requested_by)
    ReportRun.objects.filter(pk=run.pk).update(attempts=0)
    assert RunClaim.take(run.public_id) is None


def test_a_heartbeat_renews_the_lease_and_tells_the_progress(ask):
    run = ask()
    claim = RunClaim.take(run.public_id)
    expire(run)
    claim.note_progress(5, 2, "x" * 300)

    assert not claim.is_lost()
    assert (now(run).progress_done, run.progress_total, len(run.progress_label)) == (2, 2, 200)
    assert RunClaim.take(run.public_id) is None
    before = run.heartbeat_at
    assert not claim.is_lost()  # too soon for another one
    assert now(run).heartbeat_at == before


def test_a_worker_that_lost_its_lease_cannot_write(ask, files_dir):
    run = ask()
    slow = RunClaim.take(run.public_id)
    expire(run)
    quick = RunClaim.take(run.public_id)
    assert quick.row.attempts == 2
    before = ReportRun.objects.values().get()

    assert slow.is_lost()
    slow.fail("Hỏng.")
    slow.give_back("Hỏng.")
    assert slow.finish(store_file(b"slow")) is False
    assert slow.adopt("b" * 64) is False
    assert ReportRun.objects.values().get() == before
    assert quick.finish(store_file(b"quick")) is True
    assert quick.finish(store_file(b"again")) is False
    assert now(run).size == len(b"quick")


def test_cancelling_stops_the_child_and_the_worker_goes_on(ask, gate, on_clone):
    run = ask("wait", gate)
    worker = InThread(on_clone, run)
    pid = wait_until(lambda: pid_of(gate))
    cancel_run(run, by=run.requested_by)
    worker.join(20)

    assert not worker.is_alive()
    assert not is_alive(pid)
    assert (now(run).status, run.checksum, run.attempts) == (RunStatus.CANCELLED, "", 1)


def test_progress_is_seen_while_it_is_made(ask, gate, on_clone):
    run = ask("wait", gate)
    worker = InThread(on_clone, run)
    wait_until(lambda: now(run).progress_total)
    assert (run.status, run.progress_done, run.progress_label) == (RunStatus.RUNNING, 1, "Đang dàn trang")
    open_gate(gate, b"1")
    worker.join(20)

    assert (now(run).status, run.progress_done) == (RunStatus.DONE, 3)


def test_a_worker_overtaken_by_another_leaves_its_result(ask, gate, on_clone):
    run = ask("wait", gate)
    overtaken = InThread(on_clone, run)
    pid = wait_until(lambda: pid_of(gate))
    expire(run)
    ReportRun.objects.filter(pk=run.pk).update(status="queued", claim_token=None, lease_until=None)
    other = RunClaim.take(run.public_id)
    overtaken.join(20)

    assert not is_alive(pid)
    assert now(run).claim_token == other.row.claim_token


@pytest.mark.parametrize(
    ("deed", "attempts", "reason"),
    [
        ("fail", 1, PROGRAM_FAULT),
        ("crash", 2, CrashedError.reason),
        ("no such deed", 1, PROGRAM_FAULT),
    ],
)
def test_what_goes_wrong_fails_with_a_reason_at_most_after_two_attempts(deed, attempts, reason, ask):
    run = ask(deed)
    for _ in range(3):
        render_report(str(run.public_id))

    assert (now(run).status, run.attempts, run.failure_reason) == (RunStatus.FAILED, attempts, reason)
    again = retry_run(run, by=run.requested_by)
    assert (again.status, again.attempts) == (RunStatus.QUEUED, 0)


def test_a_document_that_needs_too_much_memory_fails_at_once(ask, monkeypatch):
    monkeypatch.setitem(render_in_child.__kwdefaults__, "memory_bytes", 256 << 20)
    run = ask("eat_memory")
    render_report(str(run.public_id))

    assert (now(run).status, run.attempts) == (RunStatus.FAILED, 1)
    assert run.failure_reason == OutOfMemoryError.reason


def test_a_builder_that_fails_is_tried_twice(ask):
    run = ask()
    kinds.CONTENT["edition"] = object()  # which contents may not hold
    render_report(str(run.public_id))
    assert (now(run).status, run.attempts) == (RunStatus.QUEUED, 1)
    render_report(str(run.public_id))

    assert (now(run).status, run.attempts, run.failure_reason) == (RunStatus.FAILED, 2, PROGRAM_FAULT)


def test_a_file_that_cannot_be_kept_fails_with_its_reason(ask, files_dir):
    run = ask()
    files_dir.write_text("no folder")
    for _ in range(2):
        render_report(str(run.public_id))
    assert (now(run).status, run.failure_reason) == (RunStatus.FAILED, NOT_KEPT)

    files_dir.unlink()
    retry_run(run, by=run.requested_by)
    render_report(str(run.public_id))
    assert now(run).status == RunStatus.DONE


def test_content_that_changed_since_the_request_is_told_by_the_digest(ask):
    run = ask()
    asked = run.data_digest
    kinds.CONTENT["edition"] = 2
    render_report(str(run.public_id))

    assert now(run).status == RunStatus.DONE
    assert run.data_digest != asked
    assert ask() == run


def test_content_that_changed_into_what_another_asked_for_is_not_made_twice(ask):
    old = ask()
    kinds.CONTENT["edition"] = 2
    new = ask()
    assert new != old
    render_report(str(old.public_id))
    render_report(str(new.public_id))

    assert (now(old).status, old.failure_reason) == (RunStatus.CANCELLED, CHANGED_MEANWHILE)
    assert now(new).status == RunStatus.DONE


def test_data_are_read_as_they_are_at_one_moment_and_cannot_be_written(ask, monkeypatch):
    seen = []

    def build(version, params):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')"
            )
            seen.append(cursor.fetchone())
        return kinds.build(version, params)

    run = ask()
    document = DOCUMENTS[kinds.KIND]
    monkeypatch.setitem(DOCUMENTS, kinds.KIND, type(document)(**vars(document) | {"build": build}))
    render_report(str(run.public_id))

    assert seen == [("repeatable read", "on")]
    assert now(run).status == RunStatus.DONE


# The sweep


@pytest.fixture
def rung(monkeypatch) -> list:
    """What the doorbell was rung for."""
    ids = []
    monkeypatch.setattr("reporting.services.sweeping.ring", ids.append)
    return ids


def test_the_sweep_rings_for_what_waits_too_long_and_only_then(ask, rung):
    run = ask()
    sweep_runs()
    assert rung == []

    ReportRun.objects.filter(pk=run.pk).update(queued_at=Now() - timedelta(seconds=31))
    sweep_runs()
    sweep_runs()
    assert rung == [run.public_id] * 2
    assert now(run).status == RunStatus.QUEUED


def test_the_sweep_queues_what_a_dead_worker_left_and_fails_it_the_second_time(ask, rung):
    run = ask()
    ReportRun.objects.filter(pk=run.pk).update(queued_at=Now() - timedelta(seconds=31))
    for attempt in (1, 2):
        assert RunClaim.take(run.public_id)
        sweep_runs()
        assert now(run).status == RunStatus.RUNNING  # its lease is good
        expire(run)
        sweep_runs()
        assert run.attempts == attempt

    assert (now(run).status, run.attempts, run.failure_reason) == (RunStatus.FAILED, 2, WORKER_LOST)
    assert rung == [run.public_id]


@pytest.mark.parametrize("hangs", [False, True])
def test_a_request_is_quick_while_the_broker_is_away_or_hangs(hangs, ask, monkeypatch, caplog):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not hangs:
            server.close()
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{port}/0")
        started = time.monotonic()
        run = ask()

    assert time.monotonic() - started < 6
    assert now(run).status == RunStatus.QUEUED
    assert f"{run.public_id} waits for the sweep" in caplog.text
