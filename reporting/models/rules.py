"""What a plan says about its yearly reports."""

from django.db import models
from django.db.models import Q

from plans.models import VersionRow
from reporting.enums import ObligorKind

MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class ReportingRule(VersionRow):
    """The day that a plan names: a report is in time before this day (month-day, exclusive)."""

    before = models.CharField("trước ngày", max_length=5, blank=True)
    text = models.TextField("điều khoản in")

    class Meta(VersionRow.Meta):
        verbose_name = "quy định báo cáo"
        verbose_name_plural = "quy định báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["version"], name="reportingrule_once"),
            models.CheckConstraint(
                name="reportingrule_before", condition=Q(before="") | Q(before__regex=MONTH_DAY)
            ),
        ]

    def __str__(self):
        return self.before


class Obligor(VersionRow):
    """A kind of agency that owes a yearly report, with its clause and day (empty where none is printed)."""

    kind = models.CharField("đối tượng", max_length=12, choices=ObligorKind)
    before = models.CharField("trước ngày", max_length=5, blank=True)
    clause = models.CharField("điều khoản", max_length=50)
    text = models.TextField("chữ in")

    class Meta(VersionRow.Meta):
        verbose_name = "đối tượng phải báo cáo"
        verbose_name_plural = "đối tượng phải báo cáo"
        constraints = [
            models.CheckConstraint(name="obligor_before", condition=Q(before="") | Q(before__regex=MONTH_DAY))
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.clause})"
