"""Sending one mail: claim, hand over, note how it ended."""

import logging
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from agencies.models import OutgoingMail
from agencies.outbox.handing import BLANK, RELEASED, Handover, NotHandedOverError

logger = logging.getLogger(__name__)

# Minutes after the first, second ... failure; after the last one nobody tries any more.
PAUSES = (1, 2, 5, 15, 60, 180, 360, 720)
NOTE_PATIENCE = 60  # seconds in which a database that is away may come back to be told how a mail ended
CERTAIN = {"doubt_at": None, **RELEASED}


def deliver(public_id: str) -> bool:
    """Sends a mail that is due. False when another worker has it, it is not due, or no server takes it."""
    token = uuid.uuid4()
    the_mail = OutgoingMail.objects.filter(public_id=public_id)
    held = {"claim_token": token, "lease_until": Now() + settings.MAIL_LEASE, "attempts": F("attempts") + 1}
    if not the_mail.due().update(**held):
        return False
    mine = the_mail.filter(claim_token=token)
    handover = Handover(mine.get())
    try:
        handover.run()
    except NotHandedOverError:
        return False
    except Exception as error:
        # Of whatever kind: the texts of SMTP faults name addresses, so only the kind is kept and logged.
        fault = type(error).__name__
        _note(mine, _after(handover, error) | {"last_fault": fault})
        logger.warning("mail %s was not taken: %s", public_id, fault)
        return False
    _note(mine, {"sent_at": Now(), "last_fault": "", **CERTAIN, **BLANK})
    return True


def _after(handover: Handover, error: Exception) -> dict:
    ended = handover.after(error)
    if ended is None:  # the token stays: should the answer still come, it is believed
        return {"doubt_at": Now(), "lease_until": None}
    if ended:
        return ended | CERTAIN
    attempts = handover.mail.attempts
    if attempts > len(PAUSES):
        return {"given_up_at": Now(), **CERTAIN, **BLANK}
    return {"handing_at": None, "due_at": Now() + timedelta(minutes=PAUSES[attempts - 1]), **CERTAIN}


def _note(mine: QuerySet[OutgoingMail], changes: dict) -> None:
    """Notes it where the mail is still this worker's: nobody has claimed it again or decided about it since."""
    limit = time.monotonic() + NOTE_PATIENCE
    while True:
        try:
            mine.update(**changes)
            return
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > limit:
                raise
            connection.close()
            time.sleep(0.5)
