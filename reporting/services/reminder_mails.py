"""The mails of reminders: one for each report to who owes it, one to each reviewer about all that waits or is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db.models import Count, Q, prefetch_related_objects

from agencies.mailing import mail_to
from core.dates import HANOI
from reporting.enums import GroundKind, ReminderKind, ReportStatus
from reporting.models import Obligation, ObligationGround, ProductEntry, Report, ReportingYear, ReportStep
from reporting.printed_tasks import is_task
from reporting.reminder_words import (
    Written,
    chat_words,
    chat_words_of_year,
    headline,
    is_returned,
    last_day_words,
)
from reporting.reminders import Moment

TEMPLATES = {
    ReminderKind.DUE: "reminder_due",
    ReminderKind.RETURNED: "reminder_returned",
    ReminderKind.WAITING: "reminder_waiting",
}
MISSING = "reminder_missing"


@dataclass(frozen=True)
class Links:
    """The addresses to which the mails lead: the report of an Obligation, its review, the reminders of a ReportingYear."""

    report: Callable[[Obligation], str] = lambda obligation: ""
    review: Callable[[Obligation], str] = lambda obligation: ""
    year: Callable[[ReportingYear], str] = lambda year: ""


@dataclass(frozen=True)
class Said:
    """What mails say of each obligation beside its row, by primary key: how far it is, why it was returned."""

    written: dict[int, Written]
    reasons: dict[int, str]


def said_of(obligations: Iterable[Obligation]) -> Said:
    """What mails about these obligations say, in a constant number of queries."""
    rows = list(obligations)
    if not rows:
        return Said({}, {})
    prefetch_related_objects(rows, "year__version__province")
    return Said(_written(rows), _reasons(rows))


def to_agency(
    obligation: Obligation,
    moment: Moment,
    said: Said,
    *,
    to: str,
    now: datetime,
    links: Links,
    is_moved: bool,
) -> EmailMultiAlternatives:
    """The reminder of one report to one person who reports for its agency. `is_moved` where she was told another day before."""
    today, link = now.astimezone(HANOI).date(), links.report(obligation)
    context = _common(obligation.year, now) | {
        "obligation": obligation,
        "last_day": last_day_words(obligation),
        "written": said.written[obligation.pk],
        "reason": said.reasons.get(obligation.pk, ""),
        "is_moved": is_moved,
        "link": link,
        "chat": chat_words(obligation, today, link),
    }
    if moment.stage.kind == ReminderKind.DUE:
        context |= {"headline": headline(obligation.before, today), "is_late": today >= obligation.before}
    return mail_to(to, TEMPLATES[moment.stage.kind], context)


def to_reviewer(
    obligations: list[Obligation], *, to: str, now: datetime, links: Links
) -> EmailMultiAlternatives:
    """The weekly reminder of all reports that wait for the review, the oldest first."""
    today = now.astimezone(HANOI).date()
    ordered = sorted(obligations, key=lambda one: (one.last_received_at, one.pk))
    rows = [
        (one, (today - one.last_received_at.astimezone(HANOI).date()).days, links.review(one))
        for one in ordered
    ]
    context = {
        "rows": rows,
        "is_sample": ordered[0].year.is_sample,
        "now": now,
        "link": links.review(ordered[0]),
    }
    return mail_to(to, TEMPLATES[ReminderKind.WAITING], context)


def to_department(
    obligations: list[Obligation], said: Said, *, to: str, now: datetime, links: Links
) -> EmailMultiAlternatives:
    """Who is missing of one year, as one list for one person of the department."""
    year = obligations[0].year
    ordered = sorted(obligations, key=lambda one: (one.before is None, one.before, one.agency.sort_key))
    link = links.year(year)
    today = now.astimezone(HANOI).date()
    context = _common(year, now) | {
        "rows": [(one, is_returned(one), said.written[one.pk]) for one in ordered],
        "has_returned": any(map(is_returned, ordered)),
        "are_late": all(one.before and one.before <= today and not is_returned(one) for one in ordered),
        "link": link,
        "chat": chat_words_of_year(year, ordered),
    }
    return mail_to(to, MISSING, context)


def _common(year: ReportingYear, now: datetime) -> dict:
    return {"year": year, "version": year.version, "is_sample": year.is_sample, "now": now}


def _written(rows: list[Obligation]) -> dict[int, Written]:
    of_tasks: dict[int, set[str]] = {one.pk: set() for one in rows}
    grounds = ObligationGround.objects.filter(obligation__in=list(of_tasks)).exclude(kind=GroundKind.CLAUSE)
    for pk, place in grounds.values_list("obligation", "place"):
        if is_task(place):
            of_tasks[pk].add(place)
    drafts = Report.objects.filter(obligation__in=list(of_tasks), status=ReportStatus.DRAFT).annotate(
        entries=Count("taskentry_rows"),
        filled=Count("taskentry_rows", filter=~Q(taskentry_rows__progress="")),
    )
    begun = {one.obligation_id: one for one in drafts}
    products = dict(
        ProductEntry.objects.filter(report__in=[one.pk for one in begun.values()])
        .values_list("report__obligation")
        .annotate(Count("pk"))
        .order_by()
    )
    return {
        one.pk: _one_written(one, of_tasks[one.pk], begun.get(one.pk), products.get(one.pk, 0))
        for one in rows
    }


def _one_written(one: Obligation, places: set[str], draft: Report | None, products: int) -> Written:
    if one.is_of_facility and not places:
        return Written(draft is not None, products, products, is_facility=True)
    if draft is None:
        return Written(False, 0, len(places))
    return Written(True, draft.filled, draft.entries)


def _reasons(rows: list[Obligation]) -> dict[int, str]:
    """Why the reports that were returned were."""
    returned = [one.pk for one in rows if is_returned(one)]
    steps = ReportStep.objects.filter(report__obligation__in=returned, after=ReportStatus.RETURNED)
    return dict(steps.order_by("id").values_list("report__obligation", "comment"))
