"""Writing mails down, in the running transaction."""

import uuid
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from agencies.models import OutgoingMail
from core.doorbell import ring, ring_all

DELIVER_JOB = "agencies.jobs.deliver_mail"


class OutboxBackend(BaseEmailBackend):
    """Writes each mail down for each of its recipients, and rings for the worker after the commit.

    A mail server that is away breaks no page.
    """

    def send_messages(self, messages) -> int:
        """Returns how many mails were taken; where they cannot be written the error is raised as it is."""
        for message in messages:
            for recipient in message.recipients():
                write(message, recipient)
        return len(messages)


def write(
    message: EmailMessage, recipient: str, *, kind: str = "", public_id: uuid.UUID | None = None
) -> OutgoingMail:
    """The row of a mail to one address; the bell rings for it after the commit.

    `kind` names the guard that is asked just before it is handed over (`agencies.outbox.guard`). Writing the same
    `public_id` again writes nothing: the row that is there is returned. Only the worker may give one, as the web reads
    no mails.
    """
    values = _values(message, recipient, kind)
    if public_id is None:
        mail, is_new = OutgoingMail.objects.create(**values), True
    else:
        mail, is_new = OutgoingMail.objects.get_or_create(public_id=public_id, defaults=values)
    if is_new:
        transaction.on_commit(lambda: ring(DELIVER_JOB, str(mail.public_id)))
    return mail


def write_all(
    messages: Iterable[tuple[EmailMessage, uuid.UUID]], *, kind: str
) -> dict[uuid.UUID, OutgoingMail]:
    """The rows of many mails, each to its one recipient, by the public ids that they are to have. Only for the worker.

    In two statements. What is there already under its id is not written again.
    """
    rows = [
        OutgoingMail(public_id=public_id, **_values(message, message.to[0], kind))
        for message, public_id in messages
    ]
    ids = [row.public_id for row in rows]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: ring_all(DELIVER_JOB, map(str, ids)))
    return {mail.public_id: mail for mail in OutgoingMail.objects.filter(public_id__in=ids)}


def _values(message: EmailMessage, recipient: str, kind: str) -> dict:
    html = next((part for part, type_ in getattr(message, "alternatives", ()) if type_ == "text/html"), "")
    return {
        "kind": kind,
        "recipient": parseaddr(recipient)[1],
        "sender": message.from_email or settings.DEFAULT_FROM_EMAIL,
        "subject": " ".join(message.subject.split())[:300],
        "text": message.body,
        "html": html,
    }
