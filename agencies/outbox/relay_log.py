"""What the relay's log (Postfix) says of mails: taken, sent back, or never taken.

A line of `cleanup` names a mail's Message-ID when its head was read, one of `qmgr` that it was taken, those of delivery
how it ended. The lines' times are not used, as they name neither year nor zone: a mail was never taken where the log
names mails that were handed over before it and after it, in this order, and tells of no taking of its own.
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from agencies.models import OutgoingMail
from agencies.outbox.handing import BLANK, RELEASED

logger = structlog.get_logger(__name__)

READ = 32 * 1024 * 1024  # bytes of the log's end that are read
BOUNCES_WITHIN = timedelta(days=30)  # as long a relay may try
CALM = timedelta(minutes=10)  # no answer is on its way any more, and no other mail of that time
_QUEUE = r"(?P<queue>[0-9A-F]{6,}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,})"
_NAMED = re.compile(rf"/cleanup\[\d+\]: {_QUEUE}: message-id=<(?P<id>[0-9a-f-]{{36}}@)?")
_TAKEN = re.compile(rf"/qmgr\[\d+\]: {_QUEUE}: from=<[^>]*>, size=")
_ENDED = re.compile(
    rf"/[a-z]+\[\d+\]: {_QUEUE}: to=<.*?\bdsn=(?P<code>[245](?:\.\d{{1,3}}){{2}}), status=(?P<status>[a-z]+)"
)
_EXPIRED = re.compile(rf"/qmgr\[\d+\]: {_QUEUE}: from=<[^>]*>, status=expired")
EXPIRED = "4.4.7"  # RFC 3463: delivery time expired


@dataclass
class Trace:
    """What the log tells of one mail: the line that names it first, if it was taken, the code of its return."""

    place: int
    is_taken: bool = False
    bounced: str = ""


@dataclass
class Log:
    """The log's end, by the mails' public ids."""

    traces: dict[uuid.UUID, Trace] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Log":
        log, of_queue = cls(), {}
        for place, line in enumerate(lines):
            if named := _NAMED.search(line):
                of_queue.pop(named["queue"], None)  # names of queue files are used again
                if public_id := _public_id(named["id"]):
                    of_queue[named["queue"]] = log.traces.setdefault(public_id, Trace(place))
            elif (taken := _TAKEN.search(line)) and taken["queue"] in of_queue:
                of_queue[taken["queue"]].is_taken = True
            elif (expired := _EXPIRED.search(line)) and expired["queue"] in of_queue:
                of_queue[expired["queue"]].bounced = EXPIRED
            elif (ended := _ENDED.search(line)) and ended["queue"] in of_queue:
                trace = of_queue[ended["queue"]]
                trace.is_taken = True
                trace.bounced = ended["code"] if ended["status"] == "bounced" else trace.bounced
        return log

    def covers(self, before: Iterable[uuid.UUID], after: Iterable[uuid.UUID]) -> bool:
        """If one of the mails before is taken further up than one of those after.

        Named alone is not enough: where only taking is held up, what lies between may be taken yet.
        """
        first, last = (
            [self.traces[one].place for one in mails if self._takes(one)] for mails in (before, after)
        )
        return bool(first and last) and min(first) < max(last)

    def _takes(self, public_id: uuid.UUID) -> bool:
        return public_id in self.traces and self.traces[public_id].is_taken


def settle_by_log() -> None:
    """Ends what the log tells of: doubts and returns; nothing where no log is configured. Idempotent."""
    if not settings.RELAY_LOG:
        return
    try:
        log = Log.of(_end_of(Path(settings.RELAY_LOG)))
    except OSError as error:
        logger.warning("relay_log_unreadable", reason=type(error).__name__)
        return
    bounced = {one: trace.bounced for one, trace in log.traces.items() if trace.bounced}
    _note_returned(bounced)
    in_doubt = OutgoingMail.objects.in_doubt()
    taken = [one for one, trace in log.traces.items() if trace.is_taken and not trace.bounced]
    in_doubt.filter(public_id__in=taken).update(sent_at=Now(), doubt_at=None, **RELEASED, **BLANK)
    for public_id, handing_at in in_doubt.filter(handing_at__lt=Now() - CALM).values_list(
        "public_id", "handing_at"
    ):
        if _was_never_taken(log, public_id, handing_at):
            in_doubt.filter(public_id=public_id).update(
                handing_at=None, doubt_at=None, due_at=Now(), last_fault="NotInRelayLog", **RELEASED
            )


def _note_returned(bounced: dict[uuid.UUID, str]) -> None:
    recent = Q(doubt_at__isnull=False) | Q(sent_at__gte=Now() - BOUNCES_WITHIN)
    open_ones = OutgoingMail.objects.filter(recent, refused_at__isnull=True, public_id__in=bounced)
    for public_id in open_ones.values_list("public_id", flat=True):
        OutgoingMail.objects.filter(public_id=public_id, refused_at__isnull=True).update(
            refused_at=Now(), refusal=bounced[public_id], doubt_at=None, **RELEASED, **BLANK
        )


def _was_never_taken(log: Log, public_id: uuid.UUID, handing_at: datetime) -> bool:
    if public_id in log.traces and log.traces[public_id].is_taken:
        return False
    # Of a mail that was tried again nobody knows which of its tries the log tells of.
    known = OutgoingMail.objects.filter(sent_at__isnull=False, attempts__lte=1, public_id__in=log.traces)
    before = known.filter(handing_at__lt=handing_at).values_list("public_id", flat=True)
    after = known.filter(handing_at__gt=handing_at + CALM).values_list("public_id", flat=True)
    return log.covers(before, after)


def _public_id(named: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(named.removesuffix("@")) if named else None
    except ValueError:
        return None


def _end_of(path: Path) -> Iterable[str]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - READ, 0))
        return file.read(READ).decode(errors="replace").splitlines()
