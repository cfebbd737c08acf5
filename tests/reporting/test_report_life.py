"""What the database holds of reports, whoever asks: their steps, what was sent, locks; and what obligations tell of them."""

import itertools
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Agency
from reporting.enums import ObligationState, ReportStatus
from reporting.models import Evidence, MoneyEntry, Report, TaskEntry
from reporting.transitions import TRANSITIONS, transition
from tests.factories import obligation_of, opened_year, report_of

TASK = "task:4/4.3"


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def obligation(db):
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    return obligation_of(opened_year("kon-tum-2013"), agency, TASK, before=date(2018, 11, 30))


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(ReportStatus, 2)))
def test_a_report_takes_the_steps_of_the_table_and_no_other(before, after, obligation, reporter):
    report = report_of(obligation, before, by=reporter)
    fields = {"sent_at": timezone.now(), "received_at": timezone.now(), "digest": "1" * 64}
    if before != ReportStatus.DRAFT:
        fields = {}

    def step():
        Report.objects.filter(pk=report.pk).update(status=after, **fields)

    assert refused(step) == (transition(before, after) is None)


def test_every_status_but_the_draft_is_reached():
    assert {step.after for step in TRANSITIONS} == set(ReportStatus) - {ReportStatus.DRAFT}


def test_nothing_of_a_sent_report_changes(obligation, reporter):
    draft_writes = _writes(report_of(obligation, by=reporter), reporter)
    for change in draft_writes:
        change()
    Report.objects.all().delete()
    sent = report_of(obligation, ReportStatus.SUBMITTED, by=reporter)
    assert [refused(change) for change in _writes(sent, reporter)] == [True] * len(draft_writes)


def _writes(report, by):
    entry = report.taskentry_rows.get()
    below = {"report": report, "province": report.province}
    file = {
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "checksum": "0" * 64,
        "added_by": by,
    }
    return [
        lambda: Report.objects.filter(pk=report.pk).update(general="Khác"),
        lambda: TaskEntry.objects.filter(pk=entry.pk).update(done="Khác"),
        lambda: MoneyEntry.objects.create(entry=entry, position=0, source="NSDP", spent=1, **below),
        lambda: Evidence.objects.create(place=TASK, **file, **below),
        lambda: entry.delete(),
        lambda: Report.objects.filter(pk=report.pk).delete(),
    ]


def test_a_signed_paper_is_added_to_what_waits_for_review(obligation, reporter):
    report = report_of(obligation, ReportStatus.SUBMITTED, by=reporter)
    file = {"file_name": "a.pdf", "media_type": "application/pdf", "size": 1, "checksum": "0" * 64}
    paper = Evidence.objects.create(
        report=report, province=report.province, place="paper", added_by=reporter, **file
    )
    assert refused(paper.delete)


def test_a_locked_year_takes_nothing_but_what_is_unlocked_by_itself(obligation, reporter):
    report = report_of(obligation, by=reporter)
    year = obligation.year
    year.locked_at, year.locked_by, year.lock_reason = timezone.now(), reporter, "Đã tổng hợp"
    year.save()
    assert [refused(change) for change in _writes(report, reporter)] == [True] * 6
    obligation.unlocked_at, obligation.unlock_reason = timezone.now(), "Sửa số liệu"
    obligation.save()
    assert [refused(change) for change in _writes(report, reporter)[:4]] == [False] * 4


def test_an_obligation_tells_how_far_its_report_is_and_when_the_first_one_counted_came(obligation, reporter):
    def known():
        obligation.refresh_from_db()
        return obligation.state, obligation.first_received_at, obligation.last_received_at

    moments = [datetime(2018, 11, day, tzinfo=UTC) for day in (20, 25, 28)]
    assert known() == (ObligationState.NOT_SENT, None, None)
    report_of(obligation, ReportStatus.RECALLED, by=reporter, at=moments[0])
    assert known() == (ObligationState.NOT_SENT, None, None)
    report_of(obligation, ReportStatus.RETURNED, by=reporter, at=moments[1])
    assert known() == (ObligationState.RETURNED, moments[1], moments[1])
    last = report_of(obligation, ReportStatus.SUBMITTED, by=reporter, at=moments[2])
    assert known() == (ObligationState.SENT, moments[1], moments[2])
    Report.objects.filter(pk=last.pk).update(status=ReportStatus.ACCEPTED)
    assert known() == (ObligationState.ACCEPTED, moments[1], moments[2])


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2018, 11, 29, 16, 59, 59, tzinfo=UTC), False),  # 23:59:59 in Hanoi, the day before
        (datetime(2018, 11, 29, 17, tzinfo=UTC), True),
    ],
)
def test_late_is_from_midnight_in_hanoi(moment, late, obligation):
    assert obligation.is_late_at(moment) == late


def test_a_review_that_has_begun_ends_the_right_to_recall(obligation, reporter):
    report = report_of(obligation, ReportStatus.SUBMITTED, by=reporter)
    Report.objects.filter(pk=report.pk).update(review_began_at=timezone.now())
    assert refused(lambda: Report.objects.filter(pk=report.pk).update(status=ReportStatus.RECALLED))
