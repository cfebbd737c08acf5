"""What mends lost messages and dead workers; runs every SWEEP_SECONDS."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from reporting.enums import RunStatus
from reporting.models import MAX_ATTEMPTS, RenderedPart, ReportRun
from reporting.services.claims import RELEASED
from reporting.services.doorbell import ring, ring_for_parts

RINGS = 50  # a sweep: a long queue must not fill the broker with the same messages
WORKER_LOST = "Bộ phận tạo tài liệu bị dừng giữa chừng hai lần. Hãy thử tạo lại; nếu vẫn lỗi, hãy báo người vận hành cổng."


def sweep_runs() -> None:
    """Takes runs and parts from workers that are not heard of, and rings again for those that wait. Idempotent.

    One whose lease ran out is queued again, or failed when that was its last attempt.
    """
    waiting = take_from_the_dead(ReportRun.objects.all()).order_by("queued_at")
    for public_id in waiting.values_list("public_id", flat=True)[:RINGS]:
        ring(public_id)
    if parts := take_from_the_dead(RenderedPart.objects.all()).count():
        ring_for_parts(parts)


def take_from_the_dead(rows: QuerySet) -> QuerySet:
    """Those of the rows that have waited for a sweep, after what dead workers held was queued again or failed."""
    expired = rows.filter(status=RunStatus.RUNNING, lease_until__lt=Now())
    expired.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=RunStatus.FAILED, failure_reason=WORKER_LOST, finished_at=Now(), **RELEASED
    )
    expired.update(status=RunStatus.QUEUED, **RELEASED)
    age = timedelta(seconds=settings.SWEEP_SECONDS)
    return rows.filter(status=RunStatus.QUEUED, queued_at__lt=Now() - age)
