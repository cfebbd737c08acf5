"""The national catalogue: without common indicators and output kinds nothing adds up across provinces.

Kept by the ministry; each entry names its source, because what is loaded first is second-hand.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Validity(models.Model):
    """An entry of the catalogue holds from one day to another and names where it was taken from."""

    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    source = models.TextField("nguồn")

    class Meta:
        abstract = True


class Programme(Validity):
    """A programme or strategy of the Prime Minister that provinces answer with a plan (1419, 889)."""

    number = models.CharField("số, ký hiệu", max_length=50, unique=True)
    title = models.TextField("trích yếu")
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    period_start = models.PositiveSmallIntegerField("từ năm")
    period_end = models.PositiveSmallIntegerField("đến năm")

    class Meta:
        verbose_name = "chương trình, chiến lược"
        verbose_name_plural = "chương trình, chiến lược"
        ordering = ["issued_on"]
        constraints = [
            models.CheckConstraint(name="programme_period", condition=Q(period_start__lte=F("period_end")))
        ]

    def __str__(self):
        return self.number


class Indicator(Validity):
    """What an objective measures (chỉ tiêu). Provinces count different populations: never ranked."""

    code = models.SlugField("mã", max_length=50, unique=True)
    name = models.TextField("tên")
    short_name = models.CharField("tên ngắn", max_length=100)
    unit = models.CharField("đơn vị", max_length=50)
    numerator = models.TextField("tử số", blank=True)
    denominator = models.TextField("mẫu số", blank=True)
    description = models.TextField("lưu ý khi so sánh", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["position"]

    def __str__(self):
        return self.name


class NationalTarget(Validity):
    """The value a programme sets for an indicator in a period; a single figure is a range of one."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="targets", verbose_name="chương trình"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    period_start = models.PositiveSmallIntegerField("từ năm")
    period_end = models.PositiveSmallIntegerField("đến năm")
    minimum = models.DecimalField("từ", max_digits=12, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField("đến", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50)
    population = models.TextField("đối tượng tính", blank=True)

    class Meta:
        verbose_name = "mục tiêu quốc gia"
        verbose_name_plural = "mục tiêu quốc gia"
        ordering = ["programme", "period_start", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "indicator", "period_start", "period_end"], name="national_target_once"
            ),
            models.CheckConstraint(name="national_target_range", condition=Q(minimum__lte=F("maximum"))),
        ]

    def __str__(self):
        return f"{self.programme}: {self.indicator}"


class OutputKind(models.Model):
    """A countable result of a task in the ministry's catalogue (hội nghị, lớp tập huấn, phóng sự ...)."""

    code = models.SlugField("mã", max_length=50, unique=True)
    name = models.CharField("tên", max_length=200)
    unit = models.CharField("đơn vị tính", max_length=50)
    definition = models.TextField("định nghĩa", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "loại kết quả"
        verbose_name_plural = "loại kết quả"
        ordering = ["position"]

    def __str__(self):
        return self.name


class Law(models.Model):
    """A legal document that plans cite, with the day it ceased to apply, where that is known."""

    number = models.CharField("số, ký hiệu", max_length=50, unique=True)
    title = models.TextField("tên")
    issued_on = models.DateField("ngày ban hành")
    expired_on = models.DateField("ngày hết hiệu lực", null=True, blank=True)
    replaced_by = models.CharField("văn bản thay thế", max_length=300, blank=True)
    spellings = ArrayField(models.TextField(), verbose_name="cách các kế hoạch dẫn", default=list, blank=True)
    source = models.TextField("nguồn", blank=True)

    class Meta:
        verbose_name = "văn bản pháp luật"
        verbose_name_plural = "văn bản pháp luật"
        ordering = ["issued_on", "number"]

    def __str__(self):
        return f"{self.title} {self.number}"
