"""Planned money as printed: budgets of tasks, budget tables with their rows, lines and totals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budgets.enums import Axis, Source
from plans.models import TaskGroup, VersionRow
from plans.models.base import keyed
from tasks.models import Task


def money(verbose_name: str, **options) -> models.DecimalField:
    """An amount in whole đồng."""
    return models.DecimalField(verbose_name, max_digits=18, decimal_places=0, **options)


def sources_field(verbose_name: str = "nguồn", max_length: int = 10) -> ArrayField:
    """A set of sources that the plan names together, in printed order."""
    return ArrayField(
        models.CharField(max_length=max_length), verbose_name=verbose_name, default=list, blank=True
    )


class FundingSource(models.Model):
    """A source of money, or a sub-source of the local budget, with the spellings that plans print."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="thuộc nguồn"
    )
    aliases = ArrayField(models.TextField(), verbose_name="cách viết", default=list, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "nguồn kinh phí"
        verbose_name_plural = "nguồn kinh phí"
        ordering = ["position"]

    def __str__(self):
        return self.name


class TaskBudget(VersionRow):
    """What the task table prints about a task's money; the sources are unsplit unless lines split them."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="budget", verbose_name="nhiệm vụ")
    text = models.TextField("chữ in", blank=True)
    total = money("tổng (đồng)", null=True, blank=True)
    sources = sources_field()

    class Meta(VersionRow.Meta):
        verbose_name = "kinh phí nhiệm vụ"
        verbose_name_plural = "kinh phí nhiệm vụ"

    def __str__(self):
        return self.text


class BudgetTable(VersionRow):
    """A printed table of money. `year` is null where it covers the whole period.

    `includes_dn`: the row totals count the enterprises' money; null where the table does not tell.
    """

    key = models.CharField("khóa", max_length=100)
    title = models.TextField("tên")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    unit = models.CharField("đơn vị tính in", max_length=50)
    includes_dn = models.BooleanField("tổng gồm kinh phí doanh nghiệp", null=True, blank=True)
    complete = models.BooleanField("đủ các dòng", default=True)
    amount_in_words = models.TextField("số tiền bằng chữ", blank=True)
    total_label = models.CharField("nhãn dòng tổng", max_length=100, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "bảng kinh phí"
        verbose_name_plural = "bảng kinh phí"
        constraints = [keyed("budgettable")]

    def __str__(self):
        return self.title


class BudgetRow(VersionRow):
    """A row of a budget table, for a group, a task or something of its own."""

    table = models.ForeignKey(BudgetTable, models.CASCADE, related_name="rows", verbose_name="bảng")
    number = models.CharField("số in", max_length=20, blank=True)
    label = models.TextField("nội dung")
    group = models.ForeignKey(
        TaskGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_rows",
        verbose_name="nhóm nhiệm vụ",
    )
    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="budget_rows", verbose_name="nhiệm vụ"
    )
    total = money("tổng in (đồng)", null=True, blank=True)
    sources = sources_field()
    source_text = models.TextField("nguồn in", blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "dòng kinh phí"
        verbose_name_plural = "dòng kinh phí"

    def __str__(self):
        return self.label


class BudgetLine(VersionRow):
    """The smallest printed amount: of a row or a task, in one year or the whole period, from one source
    or from a set that the plan leaves unsplit; quantity x unit price where printed."""

    row = models.ForeignKey(
        BudgetRow, models.CASCADE, null=True, blank=True, related_name="lines", verbose_name="dòng"
    )
    task_budget = models.ForeignKey(
        TaskBudget,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="kinh phí nhiệm vụ",
    )
    axis = models.CharField("cột", max_length=10, choices=Axis)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    sources = sources_field()
    amount = money("số tiền (đồng)", null=True, blank=True)
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50, blank=True)
    unit_price = money("đơn giá (đồng)", null=True, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "khoản kinh phí"
        verbose_name_plural = "khoản kinh phí"
        constraints = [
            models.CheckConstraint(
                name="budgetline_one_home",
                condition=Q(row__isnull=False, task_budget__isnull=True)
                | Q(row__isnull=True, task_budget__isnull=False),
            ),
            models.CheckConstraint(
                name="budgetline_sources", condition=Q(sources__contained_by=[s.value for s in Source])
            ),
        ]

    def __str__(self):
        return f"{self.amount}"


class PublishedTotal(VersionRow):
    """A figure of a table's total row, kept as printed beside the computed one."""

    table = models.ForeignKey(BudgetTable, models.CASCADE, related_name="totals", verbose_name="bảng")
    axis = models.CharField("cột", max_length=10, choices=Axis)
    source = models.CharField("nguồn", max_length=10, choices=Source, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    amount = money("số tiền (đồng)")

    class Meta(VersionRow.Meta):
        verbose_name = "tổng công bố"
        verbose_name_plural = "tổng công bố"

    def __str__(self):
        return f"{self.amount}"


class FinancingStatement(VersionRow):
    """A sentence of the plan on where its money comes from, with the amount where it prints one."""

    clause = models.CharField("điều khoản", max_length=50)
    text = models.TextField("chữ in")
    amount = money("số tiền (đồng)", null=True, blank=True)
    sources = sources_field()
    sub_sources = sources_field("nguồn chi tiết", max_length=20)
    amount_in_words = models.TextField("số tiền bằng chữ", blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "quy định về nguồn"
        verbose_name_plural = "quy định về nguồn"

    def __str__(self):
        return self.clause
