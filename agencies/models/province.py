"""Provinces, whose names, codes and borders have a period of validity.

One row stands for one continuing legal name: 63 rows, of which 29 ended on 2025-06-30 and name the
province that took them over. A code means nothing without its list (91 was Kiên Giang and is An Giang
now), so names and codes are rows with a validity of their own.
"""

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.core.cache.backends.locmem import LocMemCache
from django.db import models
from django.db.models import F, Q

from core import clock

TITLES = ("Tỉnh ", "Thành phố ")
# Every page asks for names of provinces, which change only with reference data, so each process reads them once. What a
# province took over is read each time: rights come from it.
kept_names = LocMemCache("names of provinces", {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 1000}})


class ProvinceQuerySet(models.QuerySet):
    def existing_on(self, day: date):
        """The provinces that existed on that day: 63 until 2025-06-30, 34 after it."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def inherited_by(self, province: "Province"):
        """The province itself and those that it took over."""
        return self.filter(Q(pk=province.pk) | Q(successor=province))


class Province(models.Model):
    """A province or city under the central government, from the lists of 63 and of 34.

    Changed only by loading reference data. A plan keeps the province that issued it; who follows it
    today is that province's successor.
    """

    slug = models.SlugField("mã", unique=True)
    region = models.CharField("vùng", max_length=40, blank=True)
    ended_on = models.DateField("ngày kết thúc", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="tỉnh kế thừa",
    )
    sort_key = models.TextField("khóa sắp xếp", db_index=True, editable=False, db_collation="C")

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = "tỉnh, thành phố"
        verbose_name_plural = "tỉnh, thành phố"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="province_ended_with_successor",
                condition=Q(ended_on__isnull=True, successor__isnull=True)
                | Q(ended_on__isnull=False, successor__isnull=False),
            )
        ]

    def __str__(self):
        return self.slug

    def name_on(self, day: date) -> "ProvinceName | None":
        """The name and code in force on that day; the last one held if the province had ended by then."""
        names = self._kept_names()
        valid = [
            name
            for name in names
            if (name.valid_from is None or name.valid_from <= day)
            and (name.valid_to is None or name.valid_to >= day)
        ]
        if valid:
            return valid[0]
        held = [name for name in names if name.valid_to and name.valid_to < day]
        return held[-1] if held else None

    def _kept_names(self) -> list["ProvinceName"]:
        names = kept_names.get(self.pk)
        if names is None:
            of_all = defaultdict(list)
            for name in ProvinceName.objects.all():
                of_all[name.province_id].append(name)
            kept_names.set_many(of_all)
            names = of_all[self.pk]
        return names

    def answering_on(self, day: date) -> "Province":
        """The province that answers for this one on that day: itself as long as it exists, then its successor."""
        return self.successor if self.ended_on and self.ended_on < day else self

    @cached_property
    def with_predecessors(self) -> set[int]:
        """The primary keys of the province and of those that it took over."""
        return {self.pk, *self.predecessors.values_list("pk", flat=True)}

    def beside(self, agency_name: str) -> str:
        """What stands after the name of one of its agencies: "tỉnh Kon Tum"; empty where that name tells it."""
        today = clock.today()
        name = self.name_on(min(self.ended_on or today, today))
        return "" if name is None or name.bare in agency_name else name.in_sentence

    @property
    def today(self) -> "Province":
        """The province that answers for this one now: its successor, or itself."""
        return self.successor or self


class ProvinceName(models.Model):
    """A title and code of a province from one day to another, with the resolution that gave it."""

    province = models.ForeignKey(Province, models.CASCADE, related_name="names", verbose_name="tỉnh")
    name = models.CharField("tên", max_length=100)
    code = models.CharField("mã số", max_length=2)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "tên tỉnh"
        verbose_name_plural = "tên tỉnh"
        ordering = ["province_id", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "valid_from"], name="province_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="province_name_period",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def in_sentence(self) -> str:
        """The name inside a sentence: "tỉnh Kon Tum", "thành phố Huế"."""
        return self.name[0].lower() + self.name[1:]

    @property
    def bare(self) -> str:
        """The name without its title: "Kon Tum"."""
        return bare_name(self.name)


def bare_name(name: str) -> str:
    """A province's name without its title, by which people look it up: "Kon Tum"."""
    return next((name.removeprefix(title) for title in TITLES if name.startswith(title)), name)
