"""The national catalogue: without common indicators and output kinds nothing adds up across provinces.

Kept by the ministry (`plans.services.catalogue`); each entry names its source, because what is loaded first is
second-hand. Nothing is deleted: an entry ceases to be valid, and what plans say with it keeps its meaning.
"""

import uuid
from datetime import date
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models
from django.db.models import F, Q

from agencies.models.revised import Revised
from core.dates import format_date
from plans.enums import Component


class CatalogueQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        """The entries that hold on that day."""
        return self.exclude(valid_from__gt=day).exclude(valid_to__lt=day)

    def not_ended_by(self, day: date):
        """The entries that hold on that day or will: those that a new entry may refer to."""
        return self.exclude(valid_to__lt=day)

    def coming_on(self, day: date):
        """Those that hold only later than that day."""
        return self.filter(valid_from__gt=day)

    def ended_before(self, day: date):
        """Those whose last day has passed."""
        return self.filter(valid_to__lt=day)


class CatalogueEntry(Revised):
    """An entry of the catalogue holds from one day to another, both counted, and names where it was taken from.

    `is_reference` marks what the reference data know, by its code: they would bring it back under that.
    """

    public_id = models.UUIDField(
        "mã công khai", default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    is_reference = models.BooleanField("có trong dữ liệu tham chiếu", default=False, editable=False)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("có hiệu lực đến hết", null=True, blank=True)
    source = models.TextField("nguồn")

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True

    def has_begun_by(self, day: date) -> bool:
        """If its first day is not after the day."""
        return self.valid_from is None or self.valid_from <= day

    def has_ended_by(self, day: date) -> bool:
        """If its last day is before the day."""
        return self.valid_to is not None and self.valid_to < day

    @property
    def validity_words(self) -> str:
        """From when to when it holds: "từ 07/09/2009 đến hết 31/12/2020"."""
        begins = f"từ {format_date(self.valid_from)}" if self.valid_from else ""
        ends = f"đến hết {format_date(self.valid_to)}" if self.valid_to else ""
        return f"{begins} {ends}".strip() or "không giới hạn"

    def is_referred_to(self) -> bool:
        """If a plan, a draft too, or another entry refers to it; the database looks where its user may not."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT plans_is_referred_to(%s::regclass, %s)", [self._meta.db_table, self.pk])
            return cursor.fetchone()[0]


def validity(name: str) -> models.CheckConstraint:
    """The constraint that an entry does not end before it begins."""
    return models.CheckConstraint(name=f"{name}_validity", condition=Q(valid_from__lte=F("valid_to")))


class Programme(CatalogueEntry):
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
            models.CheckConstraint(name="programme_period", condition=Q(period_start__lte=F("period_end"))),
            validity("programme"),
        ]

    def __str__(self):
        return self.number

    @cached_property
    def component_names(self) -> dict[str, str]:
        """What the programme calls each component; the strategy's words where the catalogue has none of its own."""
        return dict(Component.choices) | dict(self.components.values_list("code", "name"))


class ProgrammeComponent(CatalogueEntry):
    """How a programme itself words one of the five components, to which task groups are mapped by its code."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="components", verbose_name="chương trình"
    )
    code = models.CharField("hợp phần để so sánh", max_length=10, choices=Component)
    name = models.TextField("tên trong chương trình")
    description = models.TextField("mô tả", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "hợp phần của chương trình"
        verbose_name_plural = "hợp phần của chương trình"
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programme_component_once"),
            validity("programme_component"),
        ]

    def __str__(self):
        return self.name


class Indicator(CatalogueEntry):
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
        constraints = [validity("indicator")]

    def __str__(self):
        return self.name


class NationalTarget(CatalogueEntry):
    """The value a programme sets for an indicator in a period; a single figure is a range of one."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="targets", verbose_name="chương trình"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    period_start = models.PositiveSmallIntegerField("từ năm")
    period_end = models.PositiveSmallIntegerField("đến năm")
    minimum = models.DecimalField("giá trị từ", max_digits=12, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField("giá trị đến", max_digits=12, decimal_places=3, null=True, blank=True)
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
            models.CheckConstraint(
                name="national_target_period", condition=Q(period_start__lte=F("period_end"))
            ),
            validity("national_target"),
        ]

    def __str__(self):
        return f"{self.programme}, {self.period}: {self.indicator.short_name}"

    @property
    def period(self) -> str:
        """ "2016-2020"."""
        return f"{self.period_start}-{self.period_end}"


class OutputKind(CatalogueEntry):
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
        constraints = [validity("output_kind")]

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
