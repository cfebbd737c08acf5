"""Whom a sent report is told, by mail: who sent it, with its receipt's data, and the department that reviews it."""

from agencies.mailing import send
from agencies.models import Membership, User
from agencies.rights import HOLDERS, Right
from reporting.models import Report


def tell_sent(report: Report, *, by: User, link: str) -> None:
    """Mails that a report has come: a receipt to who sent it, a notice to the reviewers."""
    obligation = report.obligation
    about = {"report": report, "obligation": obligation, "is_late": obligation.is_late_at(report.received_at)}
    send("report_receipt", to=by.email, link=link, by=by, **about)
    for person in reviewers_of(report).exclude(pk=by.pk):
        send("report_sent", to=person.email, link=link, by=by, **about)


def reviewers_of(report: Report):
    """The people of the department that reviews it, also of the province that took over."""
    heirs = {report.province_id, report.obligation.province.successor_id} - {None}
    reviewing = Membership.objects.active().filter(role__in=HOLDERS[Right.REVIEW_REPORTS], province__in=heirs)
    return User.objects.filter(is_active=True, pk__in=reviewing.values("user"))
