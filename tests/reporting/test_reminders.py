"""Reminders planned with a real database: what is written when, for whom, in how many queries, and what stops a mail."""

import pytest

from agencies.enums import Role
from agencies.models import Agency, OutgoingMail
from core import clock
from reporting.models import Reminder
from reporting.services import plan_reminders
from reporting.services.reminder_mails import Links
from tests.factories import MembershipFactory
from tests.factories.reporting import obligation_of, opened_year

pytestmark = pytest.mark.django_db
LINKS = Links(
    report=lambda one: f"https://sxsh.example/reports/{one.public_id}/",
    review=lambda one: f"https://sxsh.example/reports/{one.public_id}/review/",
    year=lambda year: "https://sxsh.example/nhac/",
)


@pytest.fixture
def year():
    return opened_year("ninh-binh-2016")


@pytest.fixture
def agency(year) -> Agency:
    return Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")


@pytest.fixture
def reporter(agency):
    return MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user


@pytest.fixture
def owed(year, agency, reporter):
    return obligation_of(year, agency, "task:2018-2020/2/2.4", "task:2018-2020/5/1")


def plan(at: str) -> int:
    with clock.standing_at(at):
        return plan_reminders(links=LINKS)


def rows(**wanted) -> list[tuple]:
    found = Reminder.objects.filter(**wanted).order_by("send_at", "id")
    return [(one.stage, one.email, one.state) for one in found]


def newest() -> OutgoingMail:
    return OutgoingMail.objects.order_by("pk").last()


def test_each_stage_is_written_once_at_eight(owed, reporter):
    assert plan("2018-11-15T07:59:59") == 0
    assert plan("2018-11-15T08:00") == 1
    assert plan("2018-11-15T08:01") == 0
    assert plan("2018-12-01T08:00") == 1

    assert rows() == [("D-30", reporter.email, "planned"), ("D-14", reporter.email, "planned")]
    assert OutgoingMail.objects.filter(kind="reminder", recipient=reporter.email).count() == 2
