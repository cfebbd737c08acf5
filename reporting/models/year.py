"""The reporting year of a plan, and what the department decided about who owes its reports."""

from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone

from agencies.models import Agency, Province, User
from agencies.models.visible import VisibleQuerySet
from plans.models import Plan, PlanVersion


class ReportingYearQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """The years of one's provinces; all for national roles. That reports are owed is no secret of any agency."""
        return self if user.sees_all_provinces else self.filter(province__in=user.province_ids())

    def opened(self):
        """Years for which reports can be written, locked ones too."""
        return self.filter(opened_at__isnull=False)


class ReportingYear(models.Model):
    """One year of a plan for which agencies report (kỳ báo cáo).

    Set to open by itself on `opens_on`, or opened by a person; from then on `version` is the wording that all its
    reports answer to, whatever is amended later. `data_until` is the last day whose figures a report tells; where it
    is after the day on which a report is due, figures come as "đến kỳ báo cáo" and "ước cả năm". Locked and opened
    again by the department; while it is locked nothing below it changes but what was unlocked by itself. `is_sample`
    marks invented figures for demonstration, which are never mixed with others. Written by
    `reporting.services.years`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reporting_years", verbose_name="kế hoạch")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    year = models.PositiveSmallIntegerField("năm báo cáo")
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản kế hoạch"
    )
    opens_on = models.DateField("tự mở ngày", null=True, blank=True)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người mở"
    )
    data_until = models.DateField("số liệu chốt đến hết ngày", null=True, blank=True)
    locked_at = models.DateTimeField("khóa lúc", null=True, blank=True)
    locked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người khóa"
    )
    lock_reason = models.TextField("lý do khóa", blank=True)
    is_sample = models.BooleanField("số liệu mẫu", default=False)

    objects = ReportingYearQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["plan", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="reporting_year_once"),
            models.UniqueConstraint(fields=["id", "province"], name="reporting_year_id_province"),
            models.CheckConstraint(
                name="reporting_year_opened_with_version",
                condition=Q(opened_at=None, version=None) | Q(opened_at__isnull=False, version__isnull=False),
            ),
            models.CheckConstraint(
                name="reporting_year_locked_with_reason",
                condition=Q(locked_at=None, locked_by=None, lock_reason="")
                | Q(locked_at__isnull=False, locked_by__isnull=False) & ~Q(lock_reason=""),
            ),
            models.CheckConstraint(
                name="reporting_year_data_until",
                condition=Q(data_until=None)
                | Q(data_until__year__gte=F("year"), data_until__year__lte=F("year") + 1),
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.year}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class OfProvinceQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """What the department decided, for those who work in its province."""
        return self.filter(province__in=user.province_ids())

    def holding_in(self, plan: Plan, year: int):
        """Decisions on a plan that hold in a year of it: those made in a sample year only in sample years."""
        sample = ReportingYear.objects.filter(plan=plan, year=year, is_sample=True)
        return self.filter(Q(is_sample=False) | Exists(sample), plan=plan)


class CollectiveDecision(models.Model):
    """Which agencies the department took the words of a collective to mean, in a plan ("UBND các huyện, thành phố").

    Remembered for the years that follow; a newer one replaces it, and none is ever edited. `text` is the collective's
    words, compared without case and marks (`key`). Without members it says that the words bind nobody in particular
    ("cơ quan tư vấn"). What was decided in a sample year (`is_sample`) holds in sample years alone. Written by
    `reporting.services.obligors`.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="collective_decisions", verbose_name="kế hoạch"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    text = models.TextField("tập thể in")
    key = models.CharField("dạng so sánh", max_length=500)
    is_sample = models.BooleanField("số liệu mẫu", default=False)
    members = models.ManyToManyField(
        Agency, through="CollectiveMember", related_name="+", verbose_name="cơ quan"
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc", default=timezone.now)

    objects = OfProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định về tập thể"
        verbose_name_plural = "quyết định về tập thể"
        ordering = ["plan", "decided_at", "id"]
        constraints = [models.UniqueConstraint(fields=["id", "province"], name="collective_id_province")]

    def __str__(self):
        return self.text


class CollectiveMember(models.Model):
    """One agency that a collective was taken to mean; added with the decision and never changed."""

    decision = models.ForeignKey(
        CollectiveDecision, models.CASCADE, related_name="member_rows", verbose_name="quyết định về tập thể"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")

    objects = OfProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan thuộc tập thể"
        verbose_name_plural = "cơ quan thuộc tập thể"
        ordering = ["decision_id", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "agency"], name="collective_member_once")]

    def __str__(self):
        return f"{self.agency}"


class HeirDecision(models.Model):
    """To whom the department gave a duty of an agency that has ended, in a plan.

    `place` is the task or clause that prints the agency; empty stands for all its duties in the plan. The newest
    decision counts, the one on the place before the one on all; none is ever edited. What was decided in a sample year
    (`is_sample`) holds in sample years alone. Written by `reporting.services.obligors`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="heir_decisions", verbose_name="kế hoạch")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name="cơ quan đã thôi hoạt động"
    )
    place = models.CharField("nơi in", max_length=120, blank=True)
    is_sample = models.BooleanField("số liệu mẫu", default=False)
    heir = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan nhận việc")
    reason = models.TextField("lý do", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc", default=timezone.now)

    objects = OfProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định giao việc kế thừa"
        verbose_name_plural = "quyết định giao việc kế thừa"
        ordering = ["plan", "decided_at", "id"]
        constraints = [
            models.CheckConstraint(name="heir_is_another", condition=~Q(agency=F("heir"))),
        ]

    def __str__(self):
        return f"{self.agency} → {self.heir}"
