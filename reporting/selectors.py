"""What pages say about runs beside their rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from reporting.enums import RunStatus
from reporting.models import ReportRun

PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True)
class Waiting:
    """What a run that has been queued for long waits for: how many documents are `ahead`, those being made too."""

    ahead: int


def what_is_waited_for(run: ReportRun) -> Waiting | None:
    """None unless the run has been queued for longer than people wait without asking why."""
    if run.status != RunStatus.QUEUED or timezone.now() - run.queued_at < PATIENCE:
        return None
    return Waiting(ReportRun.objects.open().filter(queued_at__lt=run.queued_at).count())


def count_runs(*, finished_after: datetime) -> dict[str, tuple[int, datetime]]:
    """How many runs wait or are being made, and how many have ended since, by status, with the oldest's queueing.

    Of all provinces together: the only thing that is told of them outside of any scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, number, oldest FROM reporting_count_runs(%s)", [finished_after])
        return {status: (number, oldest) for status, number, oldest in cursor.fetchall()}
