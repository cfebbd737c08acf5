"""Notes on what was sent that its figures are others since: seen by all who read it, while why is seen in the province only."""

from django.db.models import Q

from core import clock
from reporting.enums import ConsolidationStatus
from reporting.models import Consolidation, ReportingYear


def mark_outdated(year_id: int) -> None:
    """Marks what was sent of a year, and of periods with it, once: a report was accepted, opened again or is not owed any
    more, or a target's figure is another.

    Who calls holds the row that changes, as `send_consolidation` does while it reads.
    """
    year = ReportingYear.objects.get(pk=year_id)
    of_its_plan = Q(year__plan=year.plan_id, year__is_sample=year.is_sample)
    of_periods = of_its_plan & Q(from_year__lte=year.year, year__year__gte=year.year)
    sent = Consolidation.objects.filter(Q(year=year) | of_periods, status=ConsolidationStatus.SENT)
    sent.filter(outdated_at=None).update(outdated_at=clock.now())
