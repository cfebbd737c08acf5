"""Days of reporting years that the department moved."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet
from plans.models import Plan
from reporting.enums import ObligorKind


class MovedDayQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of the plans that the person may see: by when one has to report is for everybody."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class MovedDay(models.Model):
    """That the reports of one year of a plan are wanted by another day than the plan prints, and why.

    For one kind of obligor, or for all (`kind` empty). `before` is the first day that is late, as in the plan; without
    it the printed day holds again. Decided by the department without an amendment of the plan; never edited: the newest
    decision for a kind, or for all, counts. Written by `reporting.services.move_day`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="moved_days", verbose_name="kế hoạch")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    year = models.PositiveSmallIntegerField("năm báo cáo")
    kind = models.CharField("đối tượng", max_length=12, choices=ObligorKind, blank=True)
    before = models.DateField("trước ngày", null=True, blank=True)
    reason = models.TextField("lý do")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc", default=timezone.now)

    objects = MovedDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày báo cáo đã dời"
        verbose_name_plural = "ngày báo cáo đã dời"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(name="moved_day_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="moved_day_in_its_year_or_the_next",
                condition=Q(before=None) | Q(before__year__gte=F("year"), before__year__lte=F("year") + 1),
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.year}: {self.before}"

    @property
    def who(self) -> str:
        """Whom it concerns: "UBND cấp huyện", "mọi đối tượng"."""
        return self.get_kind_display() if self.kind else "mọi đối tượng"
