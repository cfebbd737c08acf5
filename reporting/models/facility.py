"""What a production facility reports: for each product, what it used per unit before and now, by what solutions."""

from django.db import models
from django.db.models import Q

from agencies.models.revised import Revised
from reporting.enums import Resource, ResourceUnit
from reporting.models.report import ReportRow


class ProductEntry(ReportRow, Revised):
    """What a facility's report says of one of its products (hiệu quả theo sản phẩm).

    `output` is made in the year, `baseline_output` in the year with which it is compared, both in `unit`; what was used
    for them are the rows of `ResourceEntry` below it. Savings are never stored, only what they are computed from
    (`reporting.savings`). Money in đồng. Empty is unknown, 0 is zero. `unread` keeps figures that cannot be read yet, as
    they were typed; `confirmed` the doubts about figures that the reporter has looked at and stands by. Whoever changes
    any row of it raises `revision` (`reporting.services.products`).
    """

    position = models.PositiveSmallIntegerField("thứ tự")
    product = models.CharField("sản phẩm", max_length=150, blank=True)
    unit = models.CharField("đơn vị sản phẩm", max_length=50, blank=True)
    baseline_year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    baseline_output = models.DecimalField(
        "sản lượng năm gốc", max_digits=18, decimal_places=3, null=True, blank=True
    )
    output = models.DecimalField("sản lượng năm nay", max_digits=18, decimal_places=3, null=True, blank=True)
    solutions = models.TextField("giải pháp đã áp dụng", blank=True)
    solution_count = models.PositiveSmallIntegerField("số giải pháp", null=True, blank=True)
    investment = models.DecimalField("đầu tư (đồng)", max_digits=18, decimal_places=0, null=True, blank=True)
    saved_money = models.DecimalField(
        "tiết kiệm được (đồng)", max_digits=18, decimal_places=0, null=True, blank=True
    )
    unread = models.JSONField("số chưa đọc được", default=dict, blank=True)
    confirmed = models.JSONField("chỗ nghi ngờ đã xác nhận", default=list, blank=True)

    class Meta:
        verbose_name = "hiệu quả theo sản phẩm"
        verbose_name_plural = "hiệu quả theo sản phẩm"
        ordering = ["report_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="productentry_once"),
            models.UniqueConstraint(fields=["id", "report", "province"], name="productentry_of_report"),
            models.CheckConstraint(
                name="productentry_not_negative",
                condition=(Q(baseline_output=None) | Q(baseline_output__gte=0))
                & (Q(output=None) | Q(output__gte=0))
                & (Q(investment=None) | Q(investment__gte=0))
                & (Q(saved_money=None) | Q(saved_money__gte=0)),
            ),
        ]

    def __str__(self):
        return self.product or f"sản phẩm {self.position + 1}"

    @property
    def place(self) -> str:
        """What evidence, remarks and faults call it: "product:0"."""
        return f"product:{self.position}"


class ResourceEntry(ReportRow):
    """How much of a resource a product took, in the baseline year and in the year of the report, in one unit (mức tiêu thụ).

    `name` tells materials apart. Empty is unknown, 0 is zero.
    """

    entry = models.ForeignKey(
        ProductEntry, models.CASCADE, related_name="resource_rows", verbose_name="hiệu quả theo sản phẩm"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    resource = models.CharField("loại tài nguyên", max_length=12, choices=Resource)
    name = models.CharField("tên", max_length=100, blank=True)
    unit = models.CharField("đơn vị", max_length=5, choices=ResourceUnit)
    baseline = models.DecimalField("năm gốc", max_digits=18, decimal_places=3, null=True, blank=True)
    current = models.DecimalField("năm nay", max_digits=18, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "mức tiêu thụ"
        verbose_name_plural = "mức tiêu thụ"
        ordering = ["entry_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="resourceentry_once"),
            models.CheckConstraint(
                name="resourceentry_not_negative",
                condition=(Q(baseline=None) | Q(baseline__gte=0)) & (Q(current=None) | Q(current__gte=0)),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """ "Điện", "Nguyên liệu: đất sét"."""
        return f"{self.get_resource_display()}: {self.name}" if self.name else self.get_resource_display()
