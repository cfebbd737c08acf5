"""Handing a mail over: the mark, the check in its transaction, and the mail server."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models.functions import Now

from agencies.models import OutgoingMail
from agencies.outbox.smtp import MarkingBackend, NotEndedError

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
PATIENCE = 20  # seconds in which a mail server has to answer
LOCK_PATIENCE = "5s"  # for what a guard locks: meanwhile a mail server waits for our last word
BLANK = {"text": "", "html": ""}
RELEASED = {"claim_token": None, "lease_until": None}
_ENHANCED_CODE = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463
_guards: dict[str, Callable[[OutgoingMail], str]] = {}


class NotHandedOverError(Exception):
    """The mail is no longer to be sent, or no longer this worker's; what is to be noted has been."""


def guard(kind: str, function: Callable[[OutgoingMail], str]) -> None:
    """Has the function asked about each mail of the kind, in the transaction that marks it as handed over.

    It gets the mail, whose row is locked, and answers "" (send it) or why not, in Vietnamese, in at most 200
    characters: then nothing is handed over and the mail ends as suppressed. What it locks stays locked until the mark
    is committed: what others commit afterwards comes after the mail. It runs in no scope and opens its own. When it
    raises, the mail waits. For `AppConfig.ready`.
    """
    _guards[kind] = function


class Handover:
    """One attempt of the worker that has claimed the mail."""

    def __init__(self, mail: OutgoingMail):
        self.mail = mail
        self.is_marked = False  # as far as this worker knows

    def run(self) -> None:
        """Returns when a server has taken it; else raises, NotHandedOverError where nothing is left to note."""
        if settings.MAIL_DELIVERY_BACKEND == DJANGO_SMTP:
            self._message(MarkingBackend(before_end=self._mark, timeout=PATIENCE)).send()
        else:
            message = self._message(get_connection(settings.MAIL_DELIVERY_BACKEND))
            self._mark()
            message.send()

    def after(self, error: Exception) -> dict | None:
        """What the mail becomes after that error: changes of its row for good; None: nobody knows if it arrived.

        An empty dict: it is not taken now. Only the recipient and the content are refused for good; who is refused as
        sender, or not let in, is the portal and not the mail.
        """
        if isinstance(error, NotEndedError):
            return {}
        code, text = _answer(error)
        if 500 <= code < 600:
            return {"refused_at": Now(), "refusal": refusal(code, text), **BLANK}
        if self.is_marked and not 400 <= code < 500:
            return None
        return {}

    def _message(self, backend) -> EmailMultiAlternatives:
        mail = self.mail
        domain = parseaddr(mail.sender)[1].rpartition("@")[2] or "localhost"
        headers = {"Message-ID": f"<{mail.public_id}@{domain}>", "Auto-Submitted": "auto-generated"}
        message = EmailMultiAlternatives(
            mail.subject, mail.text, mail.sender, [mail.recipient], headers=headers, connection=backend
        )
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        return message

    def _mark(self) -> None:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_PATIENCE])
            mine = OutgoingMail.objects.filter(
                pk=self.mail.pk, claim_token=self.mail.claim_token, handing_at__isnull=True
            )
            mail = mine.select_for_update().first()
            if mail is None:
                raise NotHandedOverError("another worker has it")
            if reason := _guards[mail.kind](mail) if mail.kind else "":
                mine.update(**RELEASED, **BLANK, suppressed_at=Now(), suppression=reason)
            else:
                mine.update(handing_at=Now(), lease_until=Now() + settings.MAIL_LEASE)
        if reason:
            raise NotHandedOverError(reason)
        self.is_marked = True


def _answer(error: Exception) -> tuple[int, bytes]:
    """The server's last word on this mail; 0 where the error is none."""
    if isinstance(error, SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    if isinstance(error, SMTPDataError):
        return error.smtp_code, error.smtp_error
    return 0, b""


def refusal(code: int, text: bytes) -> str:
    """A server's codes, as `550 5.1.1`; its words are left out, they name addresses."""
    enhanced = _ENHANCED_CODE.match(text if isinstance(text, bytes) else text.encode())
    return f"{code} {enhanced[1].decode()}" if enhanced else str(code)
