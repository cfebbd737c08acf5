"""Mails of the outbox as their life may leave them."""

import uuid
from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from agencies.models import OutgoingMail


def mail_to(recipient: str, **values) -> OutgoingMail:
    """A mail of which something is known, as the columns say."""
    return OutgoingMail.objects.create(recipient=recipient, sender="sxsh@example.vn", subject="Thử", **values)


def mail_in_doubt(recipient: str, *, minutes_ago: int = 30) -> OutgoingMail:
    """A mail whose worker ended after it was handed over."""
    mail = mail_to(recipient, text="Chữ", claim_token=uuid.uuid4())
    handed = timezone.now() - timedelta(minutes=minutes_ago)
    OutgoingMail.objects.filter(pk=mail.pk).update(handing_at=handed, doubt_at=Now())
    return OutgoingMail.objects.get(pk=mail.pk)


def mail_sent(recipient: str, *, minutes_ago: int) -> OutgoingMail:
    """A mail that a server took."""
    mail = mail_to(recipient, claim_token=uuid.uuid4())
    handed = timezone.now() - timedelta(minutes=minutes_ago)
    OutgoingMail.objects.filter(pk=mail.pk).update(handing_at=handed)
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=handed, claim_token=None)
    return OutgoingMail.objects.get(pk=mail.pk)
