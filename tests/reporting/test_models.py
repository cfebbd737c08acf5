"""What the database itself holds about runs: states and their fields, one of each request, done for good."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from plans.models import PlanVersion
from reporting.enums import ReportKind, RunStatus
from reporting.models import ReportRun
from reporting.services import request_document
from tests.reporting.kinds import KIND

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DIGEST = "a" * 64
STATES = {
    "queued": {},
    "running": {
        "attempts": 1,
        "claim_token": uuid.uuid4(),
        "lease_until": NOW,
        "heartbeat_at": NOW,
        "started_at": NOW,
    },
    "done": {"finished_at": NOW, "checksum": DIGEST, "size": 4},
    "failed": {"finished_at": NOW, "failure_reason": "Hỏng."},
    "cancelled": {"finished_at": NOW},
}
FAULTS = [
    ("queued", {"status": "asleep", "finished_at": NOW}, "reportrun_status"),
    ("queued", {"kind": "comparison_pdf"}, "reportrun_two_versions_to_compare"),
    ("queued", {"data_digest": "A" * 64}, "reportrun_digest"),
    ("queued", {"attempts": 3}, "reportrun_attempts"),
    ("queued", {"progress_done": 1}, "reportrun_progress"),
    ("queued", {"claim_token": uuid.uuid4()}, "reportrun_claimed_while_running"),
    ("queued", {"lease_until": NOW}, "reportrun_claimed_while_running"),
    ("queued", {"finished_at": NOW}, "reportrun_finished_unless_open"),
    ("queued", {"failure_reason": "Hỏng."}, "reportrun_reason_when_failed"),
    ("queued", {"checksum": DIGEST}, "reportrun_file_when_done"),
    ("running", {"claim_token": None}, "reportrun_claimed_while_running"),
    ("running", {"lease_until": None}, "reportrun_claimed_while_running"),
    ("running", {"heartbeat_at": None}, "reportrun_claimed_while_running"),
    ("running", {"started_at": None}, "reportrun_claimed_while_running"),
    ("running", {"attempts": 0}, "reportrun_claimed_while_running"),
    ("running", {"finished_at": NOW}, "reportrun_finished_unless_open"),
    ("done", {"finished_at": None}, "reportrun_finished_unless_open"),
    ("done", {"size": None}, "reportrun_file_when_done"),
    ("done", {"size": 0}, "reportrun_file_when_done"),
    ("done", {"checksum": ""}, "reportrun_file_when_done"),
    ("done", {"failure_reason": "Hỏng."}, "reportrun_reason_when_failed"),
    ("done", {"claim_token": uuid.uuid4()}, "reportrun_claimed_while_running"),
    ("failed", {"failure_reason": ""}, "reportrun_reason_when_failed"),
    ("failed", {"finished_at": None}, "reportrun_finished_unless_open"),
    ("failed", {"file_lost_at": NOW}, "reportrun_file_when_done"),
    ("cancelled", {"finished_at": None}, "reportrun_finished_unless_open"),
    ("cancelled", {"size": 4}, "reportrun_file_when_done"),
    ("queued", {"kind": ReportKind.YEAR_PDF}, "reportrun_consolidated_of_a_year"),
    ("queued", {"version": None}, "reportrun_national_of_no_version"),
    ("queued", {"kind": ReportKind.NATIONAL_PDF}, "reportrun_national_of_no_version"),
]


@pytest.fixture
def run(version, official) -> ReportRun:
    return request_document(version, KIND, by=official)


def change(run, **values) -> str:
    """Updates the row; the name of the rule that refuses it, "" when none does."""
    try:
        with transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(**values)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or str(error).split("\n")[0]
    return ""


@pytest.mark.parametrize("status", STATES)
def test_each_state_with_its_fields_is_taken(status, run):
    assert change(run, status=status, **STATES[status]) == ""


@pytest.mark.parametrize(
    ("status", "fault", "rule"),
    FAULTS,
    ids=[f"{status} with {', '.join(fault)}" for status, fault, _ in FAULTS],
)
def test_a_state_without_its_fields_is_refused(status, fault, rule, run):
    assert change(run, **{"status": status} | STATES[status] | fault) == rule


def test_all_rules_have_been_tried():
    names = {constraint.name for constraint in ReportRun._meta.constraints} - {"reportrun_same_request_once"}
    assert {rule for _, _, rule in FAULTS} == names
    assert set(STATES) == set(RunStatus)


def copy_of(run, **values) -> str:
    row = ReportRun.objects.get(pk=run.pk)
    row.pk, row.public_id = None, uuid.uuid4()
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


@pytest.mark.parametrize("province", ["own", None])
@pytest.mark.parametrize("status", ["queued", "running", "done"])
def test_of_the_same_request_there_is_one_live_run(status, province, run):
    if province is None:
        ReportRun.objects.filter(pk=run.pk).update(province=None)
    assert copy_of(run, status=status, **STATES[status]) == "reportrun_same_request_once"
    assert copy_of(run, status=status, **STATES[status], data_digest="b" * 64) == ""
    assert copy_of(run, status="failed", **STATES["failed"]) == ""
    assert copy_of(run, status="cancelled", **STATES["cancelled"]) == ""


CHANGES = {
    "status": {"status": "queued", "finished_at": None, "checksum": "", "size": None},
    "checksum": {"checksum": "c" * 64},
    "name": {"file_name": "khac.pdf"},
    "nothing": {"kind": KIND},
}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_a_done_run_cannot_be_changed(values, run):
    assert change(run, status="done", **STATES["done"]) == ""
    assert "is done and cannot be changed" in change(run, **values)


def test_a_done_run_cannot_be_deleted_but_another_can(run):
    with transaction.atomic():
        assert ReportRun.objects.filter(pk=run.pk).delete()[0] == 1
        transaction.set_rollback(True)
    change(run, status="done", **STATES["done"])
    for delete in (ReportRun.objects.filter(pk=run.pk).delete, ReportRun.objects.all().delete):
        with pytest.raises(IntegrityError, match="is done"), transaction.atomic():
            delete()
    with pytest.raises(IntegrityError, match="is done"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reporting_reportrun")


def test_of_a_done_run_only_that_its_file_is_lost_may_be_noted_once_and_alone(run):
    change(run, status="done", **STATES["done"])
    assert "is done" in change(run, file_lost_at=NOW, file_name="khac.pdf")
    assert change(run, file_lost_at=NOW) == ""
    assert "is done" in change(run, file_lost_at=None)
    assert copy_of(run, file_lost_at=None, status="queued", checksum="", size=None, finished_at=None) == ""


def test_a_comparison_is_of_two_versions_of_one_plan(run):
    version = run.version
    other_plan = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
    own = PlanVersion.objects.get(pk=version.pk)
    own.pk, own.number, own.amends, own.kind, own.reason = None, 2, 1, "amendment", "thử"
    own.status = "draft"
    own.save()

    two = {"kind": "comparison_pdf"}
    assert change(run, compared_with=other_plan, **two) == "reportrun_versions_of_one_plan"
    assert change(run, compared_with=version, **two) == "reportrun_versions_of_one_plan"
    assert change(run, compared_with=own) == "reportrun_two_versions_to_compare"
    assert change(run, compared_with=own, **two) == ""
