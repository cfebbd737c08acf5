"""What the mail relay says became of mails: the log of Postfix, where SXSH_RELAY_LOG names it.

A mail is found by its Message-ID, which names a queue id; lines of that queue id tell the rest. That a Message-ID was
read is not yet that the mail was taken: Postfix notes it before the final dot.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Min
from django.db.models.functions import Now

from agencies.models import OutgoingMail
from agencies.outbox.handing import BLANK, RELEASED

_LINE = re.compile(r"postfix\S*/(\w+)\[\d+\]: ([0-9A-Za-z]+): (.*)")
_MESSAGE_ID = re.compile(r"message-id=<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
_STATUS = re.compile(r"(?:dsn=([245]\.\d+\.\d+), )?status=(\w+)")
_SENT_BACK = {"bounced", "expired"}
COMES_BACK_WITHIN = timedelta(days=7)  # Postfix tries for five days
BOUNCED = "5.0.0"  # RFC 3463: refused, and no more is known


@dataclass
class Fate:
    """What the log says of one mail."""

    is_taken: bool = False
    sent_back: str = ""  # by which code


def settle() -> None:
    """Ends doubts about which the log is certain, and marks what came back. Idempotent; nothing without a log."""
    if not settings.RELAY_LOG or not (lines := list(_lines(Path(settings.RELAY_LOG)))):
        return
    fates = read(lines)
    for mail in OutgoingMail.objects.in_doubt():
        if fate := fates.get(mail.public_id):
            _believe(mail, fate)
        elif _covers(fates, mail):
            _change(mail, handing_at=None, doubt_at=None, due_at=Now(), **RELEASED)
    came_back = [public_id for public_id, fate in fates.items() if fate.sent_back]
    for mail in OutgoingMail.objects.sent().filter(
        public_id__in=came_back, sent_at__gt=Now() - COMES_BACK_WITHIN
    ):
        _refuse(mail, fates[mail.public_id])


def read(lines: Iterable[str]) -> dict[UUID, Fate]:
    """The fate of each mail of ours that the lines know, by its public id."""
    fates: dict[UUID, Fate] = {}
    in_queue: dict[str, UUID] = {}
    for line in lines:
        if not (found := _LINE.search(line)):
            continue
        service, queue_id, words = found.groups()
        if message := _MESSAGE_ID.match(words):
            in_queue[queue_id] = UUID(message[1])
            fates.setdefault(in_queue[queue_id], Fate())
        elif queue_id in in_queue:
            fate, status = fates[in_queue[queue_id]], _STATUS.search(words)
            fate.is_taken |= bool(status) or service == "qmgr"
            if status and status[2] in _SENT_BACK:
                fate.sent_back = status[1] or BOUNCED
    return fates


def _lines(log: Path) -> Iterator[str]:
    """Of the log and of the one before it, where that still lies beside it as it was."""
    for file in (log.with_name(f"{log.name}.1"), log):
        if file.exists():
            with file.open(encoding="utf-8", errors="replace") as text:
                yield from text


def _covers(fates: dict[UUID, Fate], mail: OutgoingMail) -> bool:
    """If the log was being written when the mail was handed over: it knows mails of ours from before and from after.

    After is so long after that a relay that still had the mail in hands has noted it or given up.
    """
    known = OutgoingMail.objects.sent().filter(public_id__in=list(fates), attempts=1)
    span = known.aggregate(first=Min("handing_at"), last=Max("handing_at"))
    return (
        span["first"] is not None
        and span["first"] <= mail.handing_at
        and mail.handing_at + settings.MAIL_LEASE <= span["last"]
    )


def _believe(mail: OutgoingMail, fate: Fate) -> None:
    if fate.sent_back:
        _refuse(mail, fate)
    elif fate.is_taken:
        _change(mail, sent_at=Now(), doubt_at=None, **RELEASED, **BLANK)


def _refuse(mail: OutgoingMail, fate: Fate) -> None:
    _change(mail, refused_at=Now(), refusal=fate.sent_back, doubt_at=None, **RELEASED, **BLANK)


def _change(mail: OutgoingMail, **changes) -> None:
    """Where nobody has decided about it meanwhile."""
    as_it_was = OutgoingMail.objects.filter(
        pk=mail.pk, doubt_at=mail.doubt_at, sent_at=mail.sent_at, refused_at=None
    )
    as_it_was.update(**changes)
