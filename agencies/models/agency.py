"""Agencies: departments, committees, boards, stations, newspapers, and facilities as a kind of agency."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from agencies.enums import AgencyKind
from agencies.models.province import Province
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from core.dates import first_day, format_partial, last_day
from core.search import search_index, search_vector


class AgencyQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """The directory is public among signed-in users; facilities only within their province."""
        if user.sees_all_provinces:
            return self
        own = user.provinces_where(Right.SEE_FACILITIES)
        return self.exclude(Q(kind=AgencyKind.FACILITY) & ~Q(province__in=own))

    def own_of(self, user):
        """Those that belong to where the person acts: writing starts from them, another province's is not found."""
        return self if user.sees_all_provinces else self.filter(province__in=user.province_ids())

    def existing_on(self, day: date):
        """The agencies that had begun by that day and had not ended; a known year or month counts whole."""
        return self.filter(exists_from__lte=day.isoformat()).exclude(_ended(day))

    def ended_before(self, day: date):
        """The agencies whose last day has passed."""
        return self.filter(_ended(day))


def _ended(day: date) -> Q:
    """That the last day of a partial date is before the day: cut to its length, the day is a later one."""
    today = day.isoformat()
    cuts = Q()
    for length in (4, 7, 10):
        cuts |= Q(exists_to__regex=rf"^.{{{length}}}$", exists_to__lt=today[:length])
    return cuts


class Agency(Revised):
    """An agency or unit that a plan binds, or a facility. National ones have no province.

    Printed spellings are its aliases. It has a period of existence (a year where only the year is
    known) and successors by duty; the portal proposes them, the department decides. Administrators edit it
    (`agencies.services.directory`); what nobody edited here is renewed with the reference data.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name="tỉnh"
    )
    slug = models.SlugField("mã", max_length=100)
    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên tắt", max_length=100, blank=True)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    exists_from = models.CharField("tồn tại từ", max_length=10, blank=True)
    exists_to = models.CharField("tồn tại đến", max_length=10, blank=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    note = models.TextField("ghi chú", blank=True)
    sort_key = models.TextField("khóa sắp xếp", editable=False, db_collation="C")
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["province__sort_key", "sort_key"]
        indexes = [
            search_index("agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "slug"], name="agency_slug_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["id", "province"], name="agency_id_province"),
        ]

    def __str__(self):
        return self.name

    def has_begun_by(self, day: date) -> bool:
        """If its first day, as far as it is known, is not after the day."""
        return not self.exists_from or first_day(self.exists_from) <= day

    def has_ended_by(self, day: date) -> bool:
        """If its last day, as far as it is known, is before the day."""
        return bool(self.exists_to) and last_day(self.exists_to) < day

    @property
    def period_words(self) -> str:
        """Its period of existence as far as it is known: "đến 30/06/2025"; empty where nothing is."""
        begins = f"từ {format_partial(self.exists_from)}" if self.exists_from else ""
        ends = f"đến {format_partial(self.exists_to)}" if self.exists_to else ""
        return f"{begins} {ends}".strip()


class AgencyAlias(models.Model):
    """One spelling under which a source prints an agency."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases", verbose_name="cơ quan")
    text = models.CharField("cách viết", max_length=300)
    key = models.CharField("dạng so sánh", max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = "cách viết khác"
        verbose_name_plural = "cách viết khác"
        ordering = ["agency_id", "text"]
        constraints = [models.UniqueConstraint(fields=["agency", "text"], name="agency_alias_once")]

    def __str__(self):
        return self.text


class AgencySuccession(models.Model):
    """That one agency takes over another's duties, all of them or the named ones."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "đề xuất"
        DECIDED = "decided", "đã quyết định"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="successions", verbose_name="cơ quan")
    successor = models.ForeignKey(
        Agency, models.PROTECT, related_name="inheritances", verbose_name="đơn vị kế thừa"
    )
    duty = models.CharField("phần việc", max_length=300, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=Status, default=Status.PROPOSED)
    source = models.TextField("căn cứ", blank=True)

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        ordering = ["agency_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "successor", "duty"], name="agency_succession_once"),
            models.CheckConstraint(
                name="agency_not_own_successor", condition=~Q(agency=models.F("successor"))
            ),
        ]

    def __str__(self):
        return f"{self.agency} → {self.successor}"
