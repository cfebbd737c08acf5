"""What a person decided about a finding."""

from django.db import models
from django.utils import timezone

from agencies.models import Province, User
from plans.models import Plan, PlanVersion


class FindingDecision(models.Model):
    """A note on a finding: how the department reads it. It never changes a figure.

    A finding is computed, not stored; the decision refers to its `finding_key`, pins the version and
    keeps what was printed and computed at the time, so that it can be told when that changes. Notes
    are added, never edited: the newest counts. Written by `budgets.services.note_decision`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="finding_decisions", verbose_name="kế hoạch")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+", verbose_name="bản kế hoạch")
    finding_key = models.CharField("sai lệch", max_length=300)
    printed = models.TextField("đã in", blank=True)
    computed = models.TextField("đã tính", blank=True)
    text = models.TextField("ghi chú quyết định")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    decided_at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "quyết định về sai lệch"
        verbose_name_plural = "quyết định về sai lệch"
        ordering = ["plan", "finding_key", "-decided_at"]
        constraints = [
            models.CheckConstraint(name="finding_decision_has_text", condition=~models.Q(text="")),
        ]

    def __str__(self):
        return self.text
