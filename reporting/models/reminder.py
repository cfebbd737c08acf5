"""Reminders of reports: the stages that a department has, and what was planned and sent of each obligation."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from agencies.models import OutgoingMail, Province, User
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from reporting.enums import ReminderAudience, ReminderKind, ReminderState
from reporting.models.obligation import Obligation
from reporting.models.year import OfProvinceQuerySet
from reporting.reminders import Stage

REFUSED = "máy chủ thư không nhận địa chỉ này: "
GIVEN_UP = "gửi nhiều lần không được"
ENDED = (ReminderState.SUPERSEDED, ReminderState.SUPPRESSED)


class ReminderStage(Revised):
    """How a province's department has one stage of reminding otherwise than `reporting.reminders.DEFAULT_STAGES`.

    `days` are counted as the stage's kind says; `since` is when it was switched on or moved: what fell before is not
    caught up. Written by `reporting.services.reminder_stages`.
    """

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    code = models.CharField("lần nhắc", max_length=10)
    days = models.SmallIntegerField("số ngày")
    is_on = models.BooleanField("có nhắc", default=True)
    to_department = models.BooleanField("báo cả Sở Công Thương", default=False)
    since = models.DateTimeField("áp dụng từ", null=True, blank=True, editable=False)

    objects = OfProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhắc báo cáo"
        verbose_name_plural = "lần nhắc báo cáo"
        ordering = ["province", "id"]
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="reminder_stage_once")]

    def __str__(self):
        return self.code

    def over(self, stage: Stage) -> Stage:
        """The stage as this department has it."""
        return Stage(stage.code, stage.kind, self.days, self.is_on, self.to_department, self.since)


class ReminderQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """All of the province for its department; an agency's people see those that went to the agency."""
        seen = []
        if reviewed := user.provinces_where(Right.REVIEW_REPORTS):
            seen.append(Q(province__in=reviewed))
        if user.membership and user.may(Right.REPORT):
            sent_to_own = {
                "audience": ReminderAudience.AGENCY,
                "obligation__agency": user.membership.agency_id,
                "province__in": user.province_ids(),
            }
            seen.append(Q(**sent_to_own))
        return self.any_of(seen)

    def settled(self):
        """Each with `now_state` and `now_reason`: as recorded, or as its mail stands by now. For who reads all mails."""
        told = {
            ReminderState.SUPPRESSED: (
                (Q(mail__refused_at__isnull=False), Concat(Value(REFUSED), "mail__refusal")),
                (Q(mail__suppressed_at__isnull=False), F("mail__suppression")),
                (Q(mail__given_up_at__isnull=False), Value(GIVEN_UP)),
            ),
            ReminderState.SENT: ((Q(mail__sent_at__isnull=False), Value("")),),
            ReminderState.IN_DOUBT: ((Q(mail__doubt_at__isnull=False), Value("")),),
        }
        is_final = When(state__in=(ReminderState.SUPERSEDED, ReminderState.SUPPRESSED), then=F("state"))
        states = [When(when, then=Value(state)) for state, cases in told.items() for when, _ in cases]
        reasons = [When(when, then=reason) for cases in told.values() for when, reason in cases]
        text = models.CharField()
        return self.annotate(
            now_state=Case(is_final, *states, default=Value(ReminderState.PLANNED), output_field=text),
            now_reason=Case(
                When(is_final.condition, then=F("reason")), *reasons, default=Value(""), output_field=text
            ),
        )


class Reminder(models.Model):
    """That one person is reminded of one report at one stage (nhắc báo cáo), once.

    `cycle` names what the stage's days were counted from (`reporting.reminders`): another day or another return opens
    another one. Written together with its mail; several of the department share one. Without a mail it was superseded
    or suppressed from the beginning; else `state` follows the mail, within a minute. `reason` says why none was sent.
    Where an agency has nobody who reports, `recipient` is empty. Written by `reporting.services.reminders`.
    """

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="reminders", verbose_name="nghĩa vụ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    cycle = models.CharField("đợt nhắc", max_length=60)
    stage = models.CharField("lần nhắc", max_length=10)
    kind = models.CharField("loại nhắc", max_length=10, choices=ReminderKind)
    audience = models.CharField("nhắc ai", max_length=10, choices=ReminderAudience)
    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )
    email = models.EmailField("thư điện tử", blank=True)
    due_on = models.DateField("trước ngày", null=True, blank=True)
    send_at = models.DateTimeField("nhắc lúc")
    planned_at = models.DateTimeField("ghi lúc", default=timezone.now)
    mail = models.ForeignKey(
        OutgoingMail, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thư gửi đi"
    )
    state = models.CharField(
        "tình trạng", max_length=10, choices=ReminderState, default=ReminderState.PLANNED
    )
    reason = models.CharField("lý do", max_length=200, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "nhắc báo cáo"
        verbose_name_plural = "nhắc báo cáo"
        ordering = ["send_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "cycle", "stage", "audience", "recipient"],
                name="reminder_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_sent_or_says_why",
                condition=Q(state__in=ENDED) & ~Q(reason="")
                | ~Q(state__in=ENDED) & Q(reason="", mail__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.obligation}: {self.stage}"
