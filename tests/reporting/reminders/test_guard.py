"""What stops a reminder at the last moment, how states follow mails, and workers that die, fail or work at once."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from agencies.enums import Role
from agencies.models import Agency, OutgoingMail
from core import clock
from reporting.enums import ReminderState, ReportStatus
from reporting.models import Reminder
from reporting.services import (
    extend,
)
from reporting.services.reminder_stages import save_stage
from reporting.services.reminders import (
    GONE,
    NEWER_ONE,
    NOT_OWED,
    OTHER_DAY,
    SWITCHED_OFF,
    plan_provinces,
)
from tests.factories import AgencyFactory, MembershipFactory
from tests.factories.reporting import obligation_of, opened_year, report_of
from tests.reporting.reminders.helpers import guarded, newest, plan, rows

CLAIM = "0" * 32
pytestmark = pytest.mark.django_db


def test_the_guard_lets_through_what_is_owed(owed):
    plan("2018-12-12T08:00")

    assert guarded(newest(), "2018-12-12T08:02") == ""
    assert rows(stage="D-3")[0][2] == "planned"


def test_the_guard_stops_what_was_sent_meanwhile(owed, reporter):
    plan("2018-12-12T08:00")
    report_of(owed, ReportStatus.SUBMITTED, by=reporter)

    assert guarded(newest(), "2018-12-12T08:02") == NOT_OWED
    assert rows(stage="D-3")[0][2] == "suppressed"


def test_the_guard_stops_a_mail_of_another_day(owed, person):
    plan("2018-12-12T08:00")
    mail = newest()
    with clock.standing_at("2018-12-12T08:01"):
        extend(
            owed, by=person(Role.DEPARTMENT_EDITOR, "ninh-binh"), before=date(2018, 12, 20), reason="Bão lũ."
        )

    assert guarded(mail, "2018-12-12T08:02") == OTHER_DAY


def test_the_guard_stops_a_stage_that_was_switched_off_meanwhile(owed, person):
    plan("2018-12-12T08:00")
    mail = newest()
    with clock.standing_at("2018-12-12T08:01"):
        by = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
        save_stage(owed.province, "D-3", revision=0, by=by, is_on=False)

    assert guarded(mail, "2018-12-12T08:02") == SWITCHED_OFF
    assert rows(stage="D-3")[0][2] == "suppressed"


def test_of_mails_that_waited_for_a_server_only_the_newest_goes_out(owed):
    plan("2018-12-12T08:00")
    older = newest()
    plan("2018-12-14T08:00")

    assert guarded(older, "2018-12-14T08:02") == NEWER_ONE
    assert guarded(newest(), "2018-12-14T08:02") == ""
    assert rows(stage="D-3")[0][2] == "superseded"


def test_the_guard_stops_a_mail_to_who_has_left(owed, reporter):
    plan("2018-12-12T08:00")
    reporter.memberships.update(ended_at=clock.now())

    assert guarded(newest(), "2018-12-12T08:02") == GONE


def test_a_list_for_the_department_goes_out_while_one_is_missing(owed, year, reporter, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    other = obligation_of(year, AgencyFactory(province=year.province))
    plan("2018-12-29T08:00")
    mail = OutgoingMail.objects.get(recipient=editor.email)
    report_of(owed, ReportStatus.SUBMITTED, by=reporter)

    assert guarded(mail, "2018-12-29T08:01") == ""
    assert set(Reminder.objects.filter(mail=mail).values_list("obligation", "state")) == {
        (owed.pk, "suppressed"), (other.pk, "planned"),
    }  # fmt: skip
    report_of(other, ReportStatus.SUBMITTED, by=reporter)
    assert guarded(mail, "2018-12-29T08:02") == NOT_OWED


def test_states_follow_the_mails(owed):
    plan("2018-12-12T08:00")
    OutgoingMail.objects.filter(pk=newest().pk).update(claim_token=CLAIM)
    OutgoingMail.objects.filter(pk=newest().pk).update(handing_at=clock.now())
    OutgoingMail.objects.filter(pk=newest().pk).update(doubt_at=clock.now())
    plan("2018-12-12T08:01")
    assert rows(stage="D-3")[0][2] == "in_doubt"
    OutgoingMail.objects.filter(pk=newest().pk).update(sent_at=clock.now(), doubt_at=None, text="", html="")
    plan("2018-12-12T08:02")
    assert rows(stage="D-3")[0][2] == "sent"
    OutgoingMail.objects.filter(pk=newest().pk).update(refused_at=clock.now(), refusal="550 5.1.1")
    plan("2018-12-12T08:03")
    assert Reminder.objects.get(stage="D-3").reason == "máy chủ thư không nhận địa chỉ này: 550 5.1.1"


def test_nothing_is_left_of_a_worker_that_dies_before_the_end(owed, monkeypatch):
    def dies(*arguments, **named):
        raise SystemExit("killed")

    monkeypatch.setattr(Reminder.objects, "bulk_create", dies)
    with pytest.raises(SystemExit):
        plan("2018-12-12T08:00")
    monkeypatch.undo()
    assert not Reminder.objects.exists()
    assert not OutgoingMail.objects.exists()

    plan("2018-12-12T08:01")
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("locks", [True, False], ids=["one at a time", "without the lock"])
def test_two_workers_at_once_write_nothing_twice(locks, on_clone, monkeypatch):
    year = opened_year("ninh-binh-2016")
    agency = Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")
    for _ in range(20):
        MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER)
    obligation_of(year, agency)
    if not locks:
        monkeypatch.setattr("reporting.services.reminders._locked", lambda department: True)
    start = threading.Barrier(2)
    faults = []

    def work() -> None:
        on_clone()
        try:
            start.wait(20)
            plan("2018-12-12T08:00")
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert not faults
    assert Reminder.objects.filter(state=ReminderState.PLANNED).count() == 20
    assert OutgoingMail.objects.count() == 20


def test_a_province_that_fails_stops_no_other(owed, reporter, monkeypatch):
    other = opened_year("an-giang-2016")
    agency = Agency.objects.get(province=other.province, slug="so-khoa-hoc-va-cong-nghe")
    obligation_of(other, agency)

    def failing(provinces, **named):
        if other.province in provinces:
            raise ValueError("broken")
        return plan_provinces(provinces, **named)

    monkeypatch.setattr("reporting.services.reminders.plan_provinces", failing)
    with pytest.raises(ValueError, match="broken"):
        plan("2018-12-12T08:00")

    assert rows(stage="D-3") == [("D-3", reporter.email, "planned")]


def test_the_guard_waits_for_who_is_just_sending(on_clone):
    year = opened_year("ninh-binh-2016")
    agency = Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")
    reporter = MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user
    owed = obligation_of(year, agency)
    plan("2018-12-12T08:00")
    has_sent, may_commit = threading.Event(), threading.Event()

    def send() -> None:
        on_clone()
        with transaction.atomic():
            report_of(owed, ReportStatus.SUBMITTED, by=reporter)
            has_sent.set()
            may_commit.wait(20)
        connection.close()

    sender = threading.Thread(target=send)
    sender.start()
    has_sent.wait(20)
    threading.Timer(1, may_commit.set).start()
    said = guarded(newest(), "2018-12-12T08:02")
    sender.join(20)

    assert said == NOT_OWED
