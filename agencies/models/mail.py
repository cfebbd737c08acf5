"""Mails that the portal has to send: the outbox, and what people decided about mails in doubt."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from agencies.enums import MailAnswer, MailState
from agencies.models.user import User

_ENDS = ("sent_at", "refused_at", "suppressed_at", "given_up_at")
_NOT_ARRIVED = (
    Q(refused_at__isnull=False)
    | Q(suppressed_at__isnull=False)
    | Q(given_up_at__isnull=False)
    | Q(doubt_at__isnull=False)
)
_OPEN = Q(**{f"{end}__isnull": True for end in _ENDS})


class OutgoingMailQuerySet(models.QuerySet):
    def open(self):
        """Not at an end: waiting, in a worker's hands, or in doubt."""
        return self.filter(_OPEN)

    def waiting(self):
        """To be sent, now or later; a worker may have it in hands."""
        return self.open().filter(doubt_at__isnull=True)

    def due(self):
        """To be sent now, in no worker's hands and never handed over."""
        return self.waiting().filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=Now()), handing_at__isnull=True, due_at__lte=Now()
        )

    def stranded(self):
        """Handed over by a worker of which nothing was heard since: nobody knows whether it arrived."""
        return self.waiting().filter(handing_at__isnull=False, lease_until__lt=Now())

    def in_doubt(self):
        """Handed over, and how that ended is unknown: a relay's log or a person tells."""
        return self.open().filter(doubt_at__isnull=False)

    def sent(self):
        """Taken by a mail server, and not sent back since."""
        return self.filter(sent_at__isnull=False, refused_at__isnull=True)

    def refused(self):
        """Not taken by a mail server for good, or sent back by one."""
        return self.filter(refused_at__isnull=False)

    def suppressed(self):
        """Not sent, for a reason that its guard gave."""
        return self.filter(suppressed_at__isnull=False)

    def given_up(self):
        """Tried often enough."""
        return self.filter(given_up_at__isnull=False)

    def not_arrived(self):
        """Refused, sent back, given up or not sent after all; or in doubt."""
        return self.filter(_NOT_ARRIVED)

    def in_state(self, state: MailState):
        return getattr(self, state)()


class OutgoingMail(models.Model):
    """One mail to one address, from the moment it was written until its end.

    It is written in the transaction of what it tells, so there is neither a mail about what did not happen nor
    the reverse. A worker sends it (`agencies.outbox`):

        waiting -> (claimed -> handed over ->) sent | waiting | refused | in doubt | given up | suppressed
        in doubt -> sent | waiting | refused     by the relay's log or by a person
        sent -> refused                          when it comes back

    `handing_at` is committed just before the mail server is told that the mail is whole: with it the mail may have
    arrived, without it it cannot. Its texts hold links that are secrets: they are blanked at its end.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại thư", max_length=20, blank=True, editable=False)
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
    handing_at = models.DateTimeField("lúc trao cho máy chủ thư", null=True, blank=True)
    last_fault = models.CharField("lỗi lần cuối", max_length=100, blank=True)
    sent_at = models.DateTimeField("lúc gửi", null=True, blank=True)
    doubt_at = models.DateTimeField("chưa rõ từ lúc", null=True, blank=True)
    refused_at = models.DateTimeField("lúc bị từ chối", null=True, blank=True)
    refusal = models.CharField("mã từ chối", max_length=20, blank=True)
    suppressed_at = models.DateTimeField("lúc thôi vì không cần", null=True, blank=True)
    suppression = models.CharField("lý do không gửi nữa", max_length=200, blank=True)
    given_up_at = models.DateTimeField("lúc thôi gửi", null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "thư gửi đi"
        verbose_name_plural = "thư gửi đi"
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(name="outgoing_mail_due", fields=["due_at"], condition=_OPEN),
            models.Index(
                name="outgoing_mail_not_arrived",
                fields=["-created_at", "-id"],
                condition=_NOT_ARRIVED,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="outgoing_mail_ended_once",
                condition=Q(suppressed_at__isnull=True, given_up_at__isnull=True)
                | Q(sent_at__isnull=True, refused_at__isnull=True, given_up_at__isnull=True)
                | Q(sent_at__isnull=True, refused_at__isnull=True, suppressed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outgoing_mail_ended_blank", condition=_OPEN | Q(text="", html="", doubt_at__isnull=True)
            ),
            models.CheckConstraint(
                name="outgoing_mail_doubt_after_handing",
                condition=Q(doubt_at__isnull=True) | Q(handing_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outgoing_mail_suppressed_for_reason",
                condition=Q(suppressed_at__isnull=True, suppression="")
                | (Q(suppressed_at__isnull=False) & ~Q(suppression="")),
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def state(self) -> MailState:
        """Where it is in its life."""
        for at, state in (
            (self.refused_at, MailState.REFUSED),
            (self.sent_at, MailState.SENT),
            (self.suppressed_at, MailState.SUPPRESSED),
            (self.given_up_at, MailState.GIVEN_UP),
            (self.doubt_at, MailState.IN_DOUBT),
        ):
            if at:
                return state
        return MailState.WAITING


class MailDecision(models.Model):
    """What a person found out about a mail in doubt: that it has arrived, or that it has to be sent again."""

    mail = models.ForeignKey(
        OutgoingMail, models.PROTECT, related_name="decisions", verbose_name="thư gửi đi"
    )
    answer = models.CharField("quyết định", max_length=10, choices=MailAnswer)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "quyết định về thư"
        verbose_name_plural = "quyết định về thư"
        ordering = ["mail", "id"]

    def __str__(self):
        return f"{self.get_answer_display()}: {self.mail}"
