"""Whom a report is told, by mail: its receipt to who sent it, the notice to the reviewers, what they decided."""

from django.db.models import Q

from agencies.mailing import send
from agencies.models import Membership, User
from agencies.rights import HOLDERS, Right
from reporting.models import Report
from reporting.services.notices import reporters


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


def tell_decided(report: Report, template: str, *, by: User, link: str, reason: str = "") -> None:
    """Mails who sent the report and all who report for its agency that it was returned or accepted."""
    remarks = list(report.remarks.order_by("id"))
    about = {"report": report, "obligation": report.obligation, "reason": reason, "remarks": remarks}
    people = User.objects.filter(is_active=True).filter(
        Q(pk=report.sent_by_id) | Q(pk__in=_reporters_of(report))
    )
    for person in people.exclude(pk=by.pk).order_by("pk"):
        send(template, to=person.email, link=link, by=by, **about)


def tell_entered(report: Report, *, by: User, link: str) -> None:
    """Mails that the department entered what came on paper: to the agency's people, and to the other reviewers."""
    obligation = report.obligation
    about = {"report": report, "obligation": obligation, "is_late": obligation.is_late_at(report.received_at)}
    people = User.objects.filter(is_active=True).filter(
        Q(pk__in=_reporters_of(report)) | Q(pk__in=reviewers_of(report))
    )
    for person in people.exclude(pk=by.pk).order_by("pk"):
        send("report_entered", to=person.email, link=link, by=by, **about)


def _reporters_of(report: Report):
    return reporters().filter(agency=report.obligation.agency_id).values("user")
