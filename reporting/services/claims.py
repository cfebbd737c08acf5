"""A worker's hold on a row of which it makes a file: taken, kept by a heartbeat, given up by one conditional UPDATE.

Each write names the claim's token. A worker that lost its lease to another, or whose run was cancelled, finds
no row to write to: so a row is finished once.
"""

import time
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from reporting.enums import RunStatus
from reporting.files import StoredFile
from reporting.models import MAX_ATTEMPTS, Made, RenderedPart, ReportRun
from reporting.services.doorbell import ring, ring_for_parts

RELEASED = {"claim_token": None, "lease_until": None}
CHANGED_MEANWHILE = "Nội dung đã thay đổi sau khi yêu cầu, và tài liệu với nội dung mới đã có người yêu cầu."
LONGEST_LABEL = 200
LONGEST_PAUSE = 1  # seconds between two heartbeats, so that cancelling and progress are seen soon
LOOKED_AT = 8  # parts at once, of which others may take some first


def expiry():
    """When a lease taken or renewed now runs out, by the database's clock."""
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


class Claim:
    """A row that this worker makes. Every method that writes does nothing once the row is not its own."""

    def __init__(self, row: Made):
        self.row = row
        self._progress = {}
        self._next_beat = 0
        self._pause = min(LONGEST_PAUSE, settings.LEASE_SECONDS / 6)

    @classmethod
    def _taken(cls, rows: QuerySet, **at_first) -> Self | None:
        """Takes one of `rows` that is queued, or whose worker has not been heard of; None when there is nothing to do."""
        token = uuid.uuid4()
        free = Q(status=RunStatus.QUEUED) | Q(status=RunStatus.RUNNING, lease_until__lt=Now())
        taken = rows.filter(free, attempts__lt=MAX_ATTEMPTS).update(
            status=RunStatus.RUNNING,
            claim_token=token,
            attempts=F("attempts") + 1,
            lease_until=expiry(),
            heartbeat_at=Now(),
            started_at=Now(),
            **at_first,
        )
        row = (
            rows.filter(claim_token=token).first() if taken else None
        )  # none also when it was cancelled at once
        return cls(row) if row else None

    def is_lost(self) -> bool:
        """Whether the row is another's or cancelled. Renews the lease; cheap to call often."""
        if time.monotonic() < self._next_beat:
            return False
        self._next_beat = time.monotonic() + self._pause
        return not self._write(lease_until=expiry(), heartbeat_at=Now(), **self._progress)

    def finish(self, stored: StoredFile) -> bool:
        """The file is made and kept; False when the row is not this worker's any more."""
        return self._end(RunStatus.DONE, checksum=stored.checksum, size=stored.size, **self._progress)

    def fail(self, reason: str) -> None:
        """The file cannot be made; `reason` is what the user is told."""
        self._end(RunStatus.FAILED, failure_reason=reason)

    def give_back(self, reason: str) -> None:
        """This attempt went wrong: another one, or none if it was the last."""
        if self.row.attempts >= MAX_ATTEMPTS:
            self.fail(reason)
        elif self._write(status=RunStatus.QUEUED, **RELEASED):
            self._ring()

    def hand_on(self) -> None:
        """Another worker goes on, or this one later: nothing went wrong, so it is no attempt."""
        if self._write(status=RunStatus.QUEUED, attempts=F("attempts") - 1, **RELEASED):
            self._ring()

    def _ring(self) -> None:
        raise NotImplementedError

    def _end(self, status: RunStatus, **values) -> bool:
        return self._write(status=status, finished_at=Now(), **RELEASED, **values)

    def _write(self, **values) -> bool:
        mine = type(self.row).objects.filter(pk=self.row.pk, claim_token=self.row.claim_token)
        return bool(mine.update(**values))


class RunClaim(Claim):
    """A document that this worker makes."""

    row: ReportRun

    @classmethod
    def take(cls, public_id: str) -> Self | None:
        """Takes the run, if it waits."""
        at_first = {"progress_done": 0, "progress_total": 0, "progress_label": "Đang đọc dữ liệu"}
        return cls._taken(ReportRun.objects.filter(public_id=public_id), **at_first)

    def note_progress(self, done: int, total: int, label: str) -> None:
        """What the next heartbeat tells."""
        self._progress = {
            "progress_done": max(0, min(done, total)),
            "progress_total": max(0, total),
            "progress_label": label[:LONGEST_LABEL],
        }

    def adopt(self, digest: str) -> bool:
        """Notes that the content is another than when it was asked for; False if that is made already."""
        try:
            with transaction.atomic():
                return self._write(data_digest=digest)
        except IntegrityError:
            self._end(RunStatus.CANCELLED, failure_reason=CHANGED_MEANWHILE)
            return False

    def _ring(self) -> None:
        ring(self.row.public_id)


class PartClaim(Claim):
    """A part of the national report that this worker makes."""

    row: RenderedPart

    @classmethod
    def take(cls, among: list[str] | None = None) -> Self | None:
        """Takes the part that waits longest, of these digests if some are named; None where all are taken or made."""
        waiting = RenderedPart.objects.filter(status__in=(RunStatus.QUEUED, RunStatus.RUNNING))
        waiting = waiting.exclude(status=RunStatus.RUNNING, lease_until__gte=Now())
        waiting = waiting.filter(attempts__lt=MAX_ATTEMPTS)
        if among is not None:
            waiting = waiting.filter(digest__in=among)
        while numbers := list(waiting.order_by("queued_at", "pk").values_list("pk", flat=True)[:LOOKED_AT]):
            for number in numbers:
                if claim := cls._taken(RenderedPart.objects.filter(pk=number)):
                    return claim
        return None

    def _ring(self) -> None:
        ring_for_parts(1)
