"""The outbox: mails become rows (`OutboxBackend`), and a worker sends the rows (`deliver`, `sweep_mails`).

Django's e-mail backend of web and worker only writes, in the running transaction, so a mail server that is
away breaks no page. A row is claimed by one conditional UPDATE with a lease, so two workers do not send it
twice; after a failure it waits longer each time. Only a worker that dies between the server's last word and
its own note sends a mail again, with the same Message-ID.
"""

import logging
import uuid
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from agencies.models import OutgoingMail
from core.doorbell import ring

logger = logging.getLogger(__name__)

DELIVER_JOB = "agencies.jobs.deliver_mail"
# Minutes after the first, second ... failure; after the last one nobody tries any more.
PAUSES = (1, 2, 5, 15, 60, 180, 360, 720)
LEASE = timedelta(minutes=6)  # longer than a job may take
PATIENCE = 20  # seconds in which a mail server has to answer
RINGS = 50  # a sweep: a long queue must not fill the broker with the same messages
BLANK = {"text": "", "html": ""}
RELEASED = {"claim_token": None, "lease_until": None}


class OutboxBackend(BaseEmailBackend):
    """Writes each mail down for each of its recipients, and rings for the worker after the commit."""

    def send_messages(self, messages) -> int:
        """Returns how many mails were taken; where they cannot be written the error is raised as it is."""
        for message in messages:
            for recipient in message.recipients():
                _write(message, recipient)
        return len(messages)


def _write(message, recipient: str) -> None:
    html = next((part for part, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
    mail = OutgoingMail.objects.create(
        recipient=parseaddr(recipient)[1],
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        subject=" ".join(message.subject.split())[:300],
        text=message.body,
        html=html,
    )
    transaction.on_commit(lambda: ring(DELIVER_JOB, str(mail.public_id)))


def deliver(public_id: str) -> bool:
    """Sends a mail that is due. False when another worker has it, it is not due, or no server takes it."""
    token = uuid.uuid4()
    mine = OutgoingMail.objects.filter(claim_token=token)
    claimed = OutgoingMail.objects.due().filter(public_id=public_id)
    if not claimed.update(claim_token=token, lease_until=Now() + LEASE, attempts=F("attempts") + 1):
        return False
    mail = mine.get()
    try:
        _send(mail)
    except Exception as error:
        # Of whatever kind: the texts of SMTP faults name addresses, so only the kind is kept and logged.
        mine.update(**RELEASED, **_after_failure(mail), last_fault=type(error).__name__)
        logger.warning("mail %s was not taken: %s", mail.public_id, type(error).__name__)
        return False
    mine.update(**RELEASED, **BLANK, sent_at=Now(), last_fault="")
    return True


def _send(mail: OutgoingMail) -> None:
    domain = parseaddr(mail.sender)[1].rpartition("@")[2] or "localhost"
    options = {"timeout": PATIENCE} if "smtp" in settings.MAIL_DELIVERY_BACKEND else {}
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.recipient],
        headers={"Message-ID": f"<{mail.public_id}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(settings.MAIL_DELIVERY_BACKEND, **options),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def _after_failure(mail: OutgoingMail) -> dict:
    if mail.attempts > len(PAUSES):
        return {"given_up_at": Now(), **BLANK}
    return {"due_at": Now() + timedelta(minutes=PAUSES[mail.attempts - 1])}


def sweep_mails() -> None:
    """Rings again for what is due: after a pause, a lost message or a dead worker. Idempotent."""
    for public_id in (
        OutgoingMail.objects.due().order_by("due_at").values_list("public_id", flat=True)[:RINGS]
    ):
        ring(DELIVER_JOB, str(public_id))
