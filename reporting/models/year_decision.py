"""What the department decided about a reporting year and its reports: by whom, when and why."""

from django.db import models
from django.db.models import Q

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from reporting.enums import YearDecisionKind
from reporting.models.obligation import Obligation
from reporting.models.year import ReportingYear


class YearDecisionQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those on a report are seen with it; those on the year by who reads reports in the province."""
        readable = Q(province__in=user.provinces_where(Right.READ_REPORTS))
        return self.filter(readable | Q(obligation__in=Obligation.objects.visible_to(user)))


class YearDecision(models.Model):
    """One decision on a reporting year, or on one report of it (`obligation`): opened, locked, asked for, withdrawn ...

    The reason is asked wherever something is taken away or opened again. Only added, by `reporting.services`; more time
    for one agency has a table of its own (`Extension`). What opened by itself on its day has nobody's name. `at` is the
    business moment.
    """

    year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="decisions", verbose_name="kỳ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    obligation = models.ForeignKey(
        Obligation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="nghĩa vụ báo cáo",
    )
    kind = models.CharField("quyết định", max_length=15, choices=YearDecisionKind)
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định"
    )
    at = models.DateTimeField("lúc")

    objects = YearDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định về kỳ báo cáo"
        verbose_name_plural = "quyết định về kỳ báo cáo"
        ordering = ["year_id", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}"
