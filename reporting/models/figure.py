"""The figures of a sent consolidated report, one a row, so that the database adds up provinces."""

from django.db import models
from django.db.models import Q

from agencies.models import Province
from agencies.models.visible import VisibleQuerySet
from budgets.models.money import sources_field
from plans.enums import Component
from plans.models import Indicator, OutputKind
from reporting.enums import FigureKind
from reporting.models.consolidation import Consolidation


def figure(verbose_name: str) -> models.DecimalField:
    """A count, a quantity or an amount in đồng; null is unknown."""
    return models.DecimalField(verbose_name, max_digits=21, decimal_places=3, null=True, blank=True)


class ConsolidatedFigureQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """The figures of the consolidated reports that the person may see."""
        return self.filter(consolidation__in=Consolidation.objects.visible_to(user))


class ConsolidatedFigure(models.Model):
    """One figure of a consolidated report as it was sent (số liệu báo cáo tổng hợp).

    Written by `send_consolidation` from the facts of which the report's `contents` are made, and never changed after it
    (held by the database). What each kind says:

    - tasks: `value` tasks of a component are `word` far (a `Progress`, "different" or "unreported");
    - output: of a kind of result and `unit`, `planned` is printed for the year, `value` reached, `unknown` places open;
    - spent: `value` đồng of the year from the one of `sources`, `unknown` sums open, `beside` told by coordinating agencies;
    - target: `value` (of a share its numerator) and `denominator` of an indicator, counted on `population`; `printed` is
      what the plan wants by `year`, `word` how it stands (a `TargetOutcome`);
    - compliance: `value` obligations are `word` (owed, in_time, late, paper, missing, accepted).

    What is planned has its home in the plan's budget lines and is not repeated here.
    """

    consolidation = models.ForeignKey(
        Consolidation, models.PROTECT, related_name="figures", verbose_name="báo cáo tổng hợp"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("loại số liệu", max_length=12, choices=FigureKind)
    component = models.CharField("hợp phần", max_length=10, choices=Component, blank=True)
    word = models.CharField("tình trạng", max_length=12, blank=True)
    output_kind = models.ForeignKey(
        OutputKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="loại kết quả"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu"
    )
    sources = sources_field()
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50, blank=True)
    population = models.TextField("đối tượng tính", blank=True)
    printed = models.TextField("mục tiêu in", blank=True)
    planned = figure("kế hoạch")
    value = figure("giá trị")
    denominator = figure("mẫu số")
    beside = figure("cơ quan phối hợp báo")
    unknown = models.PositiveIntegerField("số chỗ chưa rõ", default=0)

    objects = ConsolidatedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu báo cáo tổng hợp"
        verbose_name_plural = "số liệu báo cáo tổng hợp"
        ordering = ["consolidation_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "position"], name="consolidatedfigure_once"),
            models.CheckConstraint(
                name="consolidatedfigure_of_its_kind",
                condition=Q(kind=FigureKind.OUTPUT, output_kind__isnull=False, indicator=None)
                | Q(kind=FigureKind.TARGET, output_kind=None, indicator__isnull=False)
                | Q(
                    kind__in=(FigureKind.TASKS, FigureKind.SPENT, FigureKind.COMPLIANCE),
                    output_kind=None,
                    indicator=None,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"
