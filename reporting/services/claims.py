"""A worker's hold on a run: taken, kept by a heartbeat, given up by one conditional UPDATE.

Each write names the claim's token. A worker that lost its lease to another, or whose run was cancelled, finds
no row to write to: so a run is finished once.
"""

import time
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from reporting.enums import RunStatus
from reporting.files import StoredFile
from reporting.models import MAX_ATTEMPTS, ReportRun
from reporting.services.doorbell import ring

RELEASED = {"claim_token": None, "lease_until": None}
CHANGED_MEANWHILE = "Nội dung đã thay đổi sau khi yêu cầu, và tài liệu với nội dung mới đã có người yêu cầu."
LONGEST_LABEL = 200
LONGEST_PAUSE = 1  # seconds between two heartbeats, so that cancelling and progress are seen soon


def expiry():
    """When a lease taken or renewed now runs out, by the database's clock."""
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


class Claim:
    """A run that this worker makes. Every method that writes does nothing once the run is not its own."""

    def __init__(self, run: ReportRun):
        self.run = run
        self._progress = {}
        self._next_beat = 0
        self._pause = min(LONGEST_PAUSE, settings.LEASE_SECONDS / 6)

    @classmethod
    def take(cls, public_id: str) -> Self | None:
        """Takes a queued run, or one whose worker has not been heard of; None when there is nothing to do."""
        token = uuid.uuid4()
        free = Q(status=RunStatus.QUEUED) | Q(status=RunStatus.RUNNING, lease_until__lt=Now())
        taken = ReportRun.objects.filter(free, public_id=public_id, attempts__lt=MAX_ATTEMPTS).update(
            status=RunStatus.RUNNING,
            claim_token=token,
            attempts=F("attempts") + 1,
            lease_until=expiry(),
            heartbeat_at=Now(),
            started_at=Now(),
            progress_done=0,
            progress_total=0,
            progress_label="Đang đọc dữ liệu",
        )
        mine = ReportRun.objects.filter(public_id=public_id, claim_token=token)
        run = mine.first() if taken else None  # none also when it was cancelled at once
        return cls(run) if run else None

    def note_progress(self, done: int, total: int, label: str) -> None:
        """What the next heartbeat tells."""
        self._progress = {
            "progress_done": max(0, min(done, total)),
            "progress_total": max(0, total),
            "progress_label": label[:LONGEST_LABEL],
        }

    def is_lost(self) -> bool:
        """Whether the run is another's or cancelled. Renews the lease; cheap to call often."""
        if time.monotonic() < self._next_beat:
            return False
        self._next_beat = time.monotonic() + self._pause
        return not self._write(lease_until=expiry(), heartbeat_at=Now(), **self._progress)

    def adopt(self, digest: str) -> bool:
        """Notes that the content is another than when it was asked for; False if that is made already."""
        try:
            with transaction.atomic():
                return self._write(data_digest=digest)
        except IntegrityError:
            self._end(RunStatus.CANCELLED, failure_reason=CHANGED_MEANWHILE)
            return False

    def finish(self, stored: StoredFile) -> bool:
        """The document is made and kept; False when it is not this worker's any more."""
        return self._end(RunStatus.DONE, checksum=stored.checksum, size=stored.size, **self._progress)

    def fail(self, reason: str) -> None:
        """The document cannot be made; `reason` is what the user is told."""
        self._end(RunStatus.FAILED, failure_reason=reason)

    def give_back(self, reason: str) -> None:
        """This attempt went wrong: another one, or none if it was the last."""
        if self.run.attempts >= MAX_ATTEMPTS:
            self.fail(reason)
        elif self._write(status=RunStatus.QUEUED, **RELEASED):
            ring(self.run.public_id)

    def _end(self, status: RunStatus, **values) -> bool:
        return self._write(status=status, finished_at=Now(), **RELEASED, **values)

    def _write(self, **values) -> bool:
        mine = ReportRun.objects.filter(pk=self.run.pk, claim_token=self.run.claim_token)
        return bool(mine.update(**values))
