"""What the department counted for the plan's targets in a reporting year."""

from django.db import models
from django.db.models import Q

from agencies.models import Province
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.models import Target
from reporting.enums import ObligationBasis, ObligationState
from reporting.models.year import ReportingYear


class TargetValueQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of the provinces whose reports one reads; the ministry sees them once the province has settled them.

        They are settled when the year is locked or the department's own part was accepted.
        """
        if user.sees_all_provinces and user.may(Right.READ_REPORTS):
            own = Q(
                year__obligations__basis=ObligationBasis.OWN,
                year__obligations__state=ObligationState.ACCEPTED,
            )
            return self.filter(Q(year__locked_at__isnull=False) | own)
        return self.filter(province__in=user.provinces_where(Right.READ_REPORTS))


class TargetValue(Revised):
    """What the department counted for one target of the plan in a reporting year (số liệu theo mục tiêu).

    Begins when somebody first writes a figure, changes as long as the year is open, and stays when it is locked (held
    by the database; the lock of the department's own part opens it by itself). `target` belongs to the year's version.
    A share in percent has a numerator and a denominator, from which alone the percentage is computed; a target in
    another unit ("mô hình") has its number in `numerator` and no denominator. Empty is unknown, 0 is a confirmed zero.
    `population` is whom was counted, in the department's words, because provinces count different ones. Written by
    `reporting.services.target_values`; read against the target by `reporting.targets`.
    """

    year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="target_values", verbose_name="kỳ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name="giá trị mục tiêu")
    numerator = models.DecimalField("tử số", max_digits=18, decimal_places=3, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=18, decimal_places=3, null=True, blank=True)
    population = models.TextField("đối tượng đã tính", blank=True)
    source = models.TextField("nguồn số liệu", blank=True)
    note = models.TextField("ghi chú", blank=True)

    objects = TargetValueQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu theo mục tiêu"
        verbose_name_plural = "số liệu theo mục tiêu"
        ordering = ["year", "target"]
        constraints = [
            models.UniqueConstraint(fields=["year", "target"], name="target_value_once"),
            models.CheckConstraint(
                name="target_value_not_negative",
                condition=(Q(numerator=None) | Q(numerator__gte=0))
                & (Q(denominator=None) | Q(denominator__gt=0)),
            ),
        ]

    def __str__(self):
        return f"{self.target} {self.year.year}"
