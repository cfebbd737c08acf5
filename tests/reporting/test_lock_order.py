"""Who sends a report and who decides about its year lock in one order: none waits for the other for ever."""

import re
import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core import clock
from core.editing import StaleWriteError
from plans.models import Plan
from reporting.enums import ReportStatus
from reporting.models import Obligation, ReminderStage, ReportingYear
from reporting.services import move_day, open_year
from reporting.services.reminder_stages import save_stage
from reporting.services.report_drafts import locked_report
from tests.factories import AgencyFactory, MembershipFactory
from tests.factories.reporting import obligation_of, opened_year, report_of

pytestmark = pytest.mark.django_db


def test_the_days_of_a_year_are_moved_in_the_order_in_which_reminders_lock(person):
    editor = person(Role.DEPARTMENT_EDITOR, "an-giang")
    with clock.standing_at("2018-10-01T09:00"):
        year = open_year(Plan.objects.get(slug="an-giang-2016"), 2018, by=editor)
        kind = year.obligations.exclude(kind="").first().kind
        for name in ("Ủy ban nhân dân sau cùng", "An trước tiên"):
            obligation_of(year, AgencyFactory(province=year.province, name=name), kind=kind)
        with CaptureQueriesContext(connection) as queries:
            move_day(
                year.version,
                by=editor,
                year=2018,
                kind="",
                before="28/12/2018",
                is_withdrawn=False,
                reason="Bão.",
            )

    said = [re.search(r'UPDATE "reporting_obligation" .* = (\d+)$', one["sql"]) for one in queries]
    locked = [int(found[1]) for found in said if found]
    assert len(locked) == Obligation.objects.filter(before=date(2018, 12, 28)).count() > 1
    assert locked == sorted(locked)


def test_two_who_change_a_stage_for_the_first_time_at_once_are_told(on_clone, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    province = editor.membership.province
    wrote = threading.Event()

    def first() -> None:
        on_clone()
        with transaction.atomic():
            ReminderStage.objects.create(province=province, code="D-7", days=-9)
            wrote.set()
            threading.Event().wait(1)
        connection.close()

    other = threading.Thread(target=first)
    other.start()
    wrote.wait(20)
    with pytest.raises(StaleWriteError):
        save_stage(province, "D-7", revision=0, by=editor, days=-10)
    other.join(20)

    assert ReminderStage.objects.get().days == -9


def test_a_day_decided_while_a_report_is_saved_does_not_end_in_a_deadlock(on_clone):
    year = opened_year("ninh-binh-2016")
    agency = Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")
    reporter = MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user
    owed = obligation_of(year, agency)
    report = report_of(owed, ReportStatus.DRAFT, by=reporter)
    year_is_locked, saved = threading.Event(), threading.Event()
    faults = []

    def decide() -> None:
        on_clone()
        try:
            with transaction.atomic():
                ReportingYear.objects.select_for_update().get(pk=year.pk)
                year_is_locked.set()
                saved.wait(2)
                type(owed).objects.filter(pk=owed.pk).update(before=date(2018, 12, 20))
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=decide)
    other.start()
    year_is_locked.wait(20)
    try:
        with transaction.atomic():
            locked = locked_report(report)
            locked.general = "Đã ghi."
            locked.save(update_fields=["general"])
            saved.set()
    except Exception as error:
        faults.append(error)
    other.join(30)

    assert not faults
