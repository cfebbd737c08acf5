"""What a worker makes and keeps as a file: documents that people asked for, and parts of the national report."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from reporting.enums import OPEN_STATUSES, RunStatus

MAX_ATTEMPTS = 2
SHA256 = r"^[0-9a-f]{64}$"


class Made(models.Model):
    """A row of which a worker makes a file: queued -> running -> done | failed, or cancelled while it is open.

    A worker that dies loses its lease (`claim_token`, `lease_until`), and the row is queued again, at most MAX_ATTEMPTS
    times. Written by `reporting.services.claims`.
    """

    status = models.CharField("tình trạng", max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    queued_at = models.DateTimeField("lúc xếp hàng", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    claim_token = models.UUIDField("mã nhận việc", null=True, blank=True)
    lease_until = models.DateTimeField("nhận việc đến", null=True, blank=True)
    heartbeat_at = models.DateTimeField("lần báo cuối", null=True, blank=True)
    started_at = models.DateTimeField("lúc bắt đầu", null=True, blank=True)
    finished_at = models.DateTimeField("lúc kết thúc", null=True, blank=True)
    failure_reason = models.TextField("lý do", blank=True)
    size = models.PositiveBigIntegerField("kích thước", null=True, blank=True)
    checksum = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_status", condition=Q(status__in=RunStatus.values)),
            models.CheckConstraint(name="%(class)s_attempts", condition=Q(attempts__lte=MAX_ATTEMPTS)),
            models.CheckConstraint(
                name="%(class)s_claimed_while_running",
                condition=Q(
                    status=RunStatus.RUNNING,
                    attempts__gte=1,
                    claim_token__isnull=False,
                    lease_until__isnull=False,
                    heartbeat_at__isnull=False,
                    started_at__isnull=False,
                )
                | ~Q(status=RunStatus.RUNNING) & Q(claim_token=None, lease_until=None),
            ),
            models.CheckConstraint(
                name="%(class)s_finished_unless_open",
                condition=Q(status__in=OPEN_STATUSES, finished_at=None)
                | ~Q(status__in=OPEN_STATUSES) & Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_reason_when_failed",
                condition=Q(status=RunStatus.FAILED) & ~Q(failure_reason="")
                | Q(status=RunStatus.CANCELLED)
                | ~Q(status=RunStatus.FAILED) & Q(failure_reason=""),
            ),
        ]
