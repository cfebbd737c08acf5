"""Notes on what was sent that its figures are others since: seen by all who read it, while why is seen in the province only."""

from core import clock
from reporting.enums import ConsolidationStatus
from reporting.models import Consolidation


def mark_outdated(year_id: int) -> None:
    """Marks the sent versions of a year once: a report was accepted, opened again or is not owed any more, or a target's figure is another.

    Who calls holds the row that changes, as `send_consolidation` does while it reads.
    """
    sent = Consolidation.objects.filter(year=year_id, status=ConsolidationStatus.SENT, outdated_at=None)
    sent.update(outdated_at=clock.now())
