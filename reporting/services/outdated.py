"""Notes on what was sent that its figures are others since: seen by all who read it, while why is seen in the province only."""

from django.db.models import Q

from core import clock
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models import Consolidation, ReportingYear


def mark_outdated(year: ReportingYear) -> None:
    """Marks once the sent versions of a year and of the periods that it belongs to.

    A report was accepted, opened again or is not owed any more, or a target's figure is another. Who calls holds the row
    that changes, as `send_consolidation` does while it reads.
    """
    _mark(Q(year=year) | _periods(year))


def mark_periods_outdated(year: ReportingYear) -> None:
    """Marks once the sent reports of periods that a year belongs to: a report of the year was sent."""
    _mark(_periods(year))


def _periods(year: ReportingYear) -> Q:
    kinds = set(ConsolidationKind.values) - {ConsolidationKind.YEAR}
    about = {"year__plan": year.plan_id, "year__is_sample": year.is_sample}
    return Q(kind__in=kinds, from_year__lte=year.year, year__year__gte=year.year, **about)


def _mark(which: Q) -> None:
    sent = Consolidation.objects.filter(which, status=ConsolidationStatus.SENT, outdated_at=None)
    # In one order, so that two who mark do not wait for each other.
    found = sent.select_for_update(of=("self",), no_key=True).order_by("pk")
    Consolidation.objects.filter(pk__in=list(found.values_list("pk", flat=True)), outdated_at=None).update(
        outdated_at=clock.now()
    )
