"""Mails that the portal has to send: the outbox."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutgoingMailQuerySet(models.QuerySet):
    def open(self):
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self):
        """To be sent now, and in no worker's hands."""
        return self.open().filter(Q(lease_until__isnull=True) | Q(lease_until__lt=Now()), due_at__lte=Now())


class OutgoingMail(models.Model):
    """One mail to one address, from the moment it was written until a mail server has taken it.

    It is written in the transaction of what it tells, so there is neither a mail about what did not happen nor
    the reverse. A worker sends it (`agencies.outbox`). Its texts hold links that are secrets: they are
    blanked as soon as it is sent or given up.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    recipient = models.EmailField("người nhận")
    sender = models.CharField("người gửi", max_length=254)
    subject = models.CharField("tiêu đề", max_length=300)
    text = models.TextField("nội dung", blank=True)
    html = models.TextField("nội dung HTML", blank=True)
    created_at = models.DateTimeField("lúc viết", db_default=Now())
    due_at = models.DateTimeField("gửi từ lúc", db_default=Now())
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    claim_token = models.UUIDField("mã giữ", null=True, blank=True, editable=False)
    lease_until = models.DateTimeField("giữ đến", null=True, blank=True)
    last_fault = models.CharField("lỗi lần cuối", max_length=100, blank=True)
    sent_at = models.DateTimeField("lúc gửi", null=True, blank=True)
    given_up_at = models.DateTimeField("lúc thôi gửi", null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "thư gửi đi"
        verbose_name_plural = "thư gửi đi"
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                name="outgoing_mail_due",
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="outgoing_mail_ended_once",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outgoing_mail_ended_blank",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True) | Q(text="", html=""),
            ),
        ]

    def __str__(self):
        return self.subject
