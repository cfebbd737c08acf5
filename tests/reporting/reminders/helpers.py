"""What the tests of reminders share: planning at a moment, and what was written."""

from agencies.models import OutgoingMail
from core import clock
from reporting.models import Reminder
from reporting.services import (
    Links,
    plan_reminders,
)
from reporting.services.reminders import (
    still_wanted,
)

HOST = "https:" + "//sxsh.example"
LINKS = Links(
    report=lambda one: f"{HOST}/reports/{one.public_id}/",
    review=lambda one: f"{HOST}/reports/{one.public_id}/review/",
    year=lambda year: f"{HOST}/nhac/",
)


def plan(at: str) -> int:
    with clock.standing_at(at):
        return plan_reminders(links=LINKS)


def rows(**wanted) -> list[tuple]:
    found = Reminder.objects.filter(**wanted).order_by("send_at", "id")
    return [(one.stage, one.email, one.state) for one in found]


def newest() -> OutgoingMail:
    return OutgoingMail.objects.order_by("pk").last()


def guarded(mail: OutgoingMail, at: str) -> str:
    with clock.standing_at(at):
        return still_wanted(mail)
