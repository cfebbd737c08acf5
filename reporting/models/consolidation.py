"""The province's consolidated report of a year or of a period: its versions, and the paragraphs taken from other reports."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.models import PlanVersion
from reporting.enums import ConsolidationKind, ConsolidationStatus
from reporting.models.report import Report
from reporting.models.year import ReportingYear

SIGNS = {ConsolidationKind.YEAR: "TH", ConsolidationKind.INTERIM: "SK", ConsolidationKind.FINAL: "TK"}


class ConsolidationQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """All versions for who writes them; what was sent for who reads reports in the province, and for the ministry."""
        sent = Q(status=ConsolidationStatus.SENT)
        if user.sees_all_provinces and user.may(Right.READ_REPORTS):
            return self.filter(sent)
        written = Q(province__in=user.provinces_where(Right.CONSOLIDATE))
        return self.filter(written | sent & Q(province__in=user.provinces_where(Right.READ_REPORTS)))


class Consolidation(Revised):
    """One version of the province's consolidated report of a year (báo cáo tổng hợp), or of a period of the plan.

    Of a period (`kind`; báo cáo sơ kết, tổng kết) it goes from `from_year` to `year`, and is put together of the years'
    own that were sent. Written by the department from the accepted reports, then sent to the province's committee and the ministry. A sent
    version never changes, nor what is below it (held by the database): `contents` is all that it says (as
    `reporting.contents.frozen` writes it), `digest` the checksum of that. `results`, `petitions` and `directions` are
    the department's own words; `outdated_at` alone is noted later, when what it was made of changes
    (`reporting.services.outdated`); `note` says why it goes on without reports that are missing, and is printed. The
    heading may stay open for the clerk. Written by `reporting.services.consolidations`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="consolidations", verbose_name="kỳ báo cáo"
    )
    kind = models.CharField(
        "loại báo cáo", max_length=10, choices=ConsolidationKind, default=ConsolidationKind.YEAR
    )
    from_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+", verbose_name="bản kế hoạch")
    number = models.PositiveSmallIntegerField("bản số")
    status = models.CharField(
        "tình trạng", max_length=10, choices=ConsolidationStatus, default=ConsolidationStatus.WRITING
    )
    started_at = models.DateTimeField("bắt đầu lúc", default=timezone.now)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")

    results = models.TextField("kết quả chung", blank=True)
    petitions = models.TextField("kiến nghị", blank=True)
    directions = models.TextField("phương hướng", blank=True)
    note = models.TextField("lý do tổng hợp khi còn thiếu báo cáo", blank=True)

    document_number = models.PositiveIntegerField("số văn bản", null=True, blank=True)
    document_day = models.DateField("ngày ký", null=True, blank=True)
    signer_authority = models.CharField("quyền hạn ký", max_length=200, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=200, blank=True)

    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )
    contents = models.JSONField("nội dung đã gửi", null=True, blank=True)
    digest = models.CharField("dấu kiểm tra", max_length=64, blank=True)
    outdated_at = models.DateTimeField("số liệu đã thay đổi từ lúc", null=True, blank=True)

    objects = ConsolidationQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "number"], name="consolidation_number_once"),
            models.CheckConstraint(
                name="consolidation_period",
                condition=Q(kind=ConsolidationKind.YEAR, from_year=None)
                | Q(kind__in=(ConsolidationKind.INTERIM, ConsolidationKind.FINAL), from_year__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["year", "kind"],
                condition=Q(status=ConsolidationStatus.WRITING),
                name="consolidation_one_at_work",
            ),
            models.UniqueConstraint(fields=["id", "province"], name="consolidation_id_province"),
            models.UniqueConstraint(fields=["id", "version"], name="consolidation_id_version"),
            models.CheckConstraint(
                name="consolidation_sent_whole",
                condition=Q(
                    status=ConsolidationStatus.WRITING,
                    sent_at=None,
                    sent_by=None,
                    contents=None,
                    digest="",
                    outdated_at=None,
                )
                | Q(
                    status=ConsolidationStatus.SENT,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    contents__isnull=False,
                )
                & ~Q(digest=""),
            ),
        ]

    def __str__(self):
        of = "" if self.kind == ConsolidationKind.YEAR else f", {self.get_kind_display()} từ {self.from_year}"
        return f"{self.year}{of}, bản số {self.number}"

    @property
    def is_of_period(self) -> bool:
        return self.kind != ConsolidationKind.YEAR

    @property
    def time(self) -> str:
        """The time that it is about: "năm 2018", "giai đoạn 2013 - 2015"."""
        if self.is_of_period:
            return f"giai đoạn {self.from_year} - {self.year.year}"
        return f"năm {self.year.year}"

    @property
    def title(self) -> str:
        """ "báo cáo tổng hợp năm 2018", "báo cáo sơ kết giai đoạn 2013 - 2015"."""
        return f"{self.kind_name} {self.time}"

    @property
    def kind_name(self) -> str:
        """ "báo cáo tổng hợp", "báo cáo sơ kết"."""
        return self.get_kind_display().removesuffix(" năm")

    @property
    def is_sent(self) -> bool:
        return self.status == ConsolidationStatus.SENT

    @property
    def receipt_number(self) -> str:
        """The number by which a sent version is known: "TH-2018-1A2B3C4D-1"; of a period "SK-...", "TK-..."."""
        return f"{SIGNS[self.kind]}-{self.year.year}-{self.public_id.hex[:8].upper()}-{self.number}"


class OfConsolidationQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """The paragraphs are seen by who writes the report; others read what was sent in its `contents`."""
        return self.filter(province__in=user.provinces_where(Right.CONSOLIDATE))


class ConsolidatedText(Revised):
    """One paragraph of a consolidated report that was proposed from another report (đoạn báo cáo tổng hợp).

    Of a year's it is from an agency's accepted `report`, of a period's from the report of a year that was sent
    (`taken_from`). `place` is "task:KEY", "item:KEY", or "general" for what the agency says of the whole year. `text` is the
    department's to edit; `source_text` stays what the source said when it was taken. Emptied, it is left out.
    """

    consolidation = models.ForeignKey(
        Consolidation, models.PROTECT, related_name="texts", verbose_name="báo cáo tổng hợp"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    place = models.CharField("phần", max_length=120)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="báo cáo nguồn"
    )
    taken_from = models.ForeignKey(
        Consolidation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="báo cáo tổng hợp nguồn",
    )
    text = models.TextField("nội dung", blank=True)
    source_text = models.TextField("nội dung ở nguồn")

    objects = OfConsolidationQuerySet.as_manager()

    class Meta:
        verbose_name = "đoạn của báo cáo tổng hợp"
        verbose_name_plural = "đoạn của báo cáo tổng hợp"
        ordering = ["consolidation", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consolidation", "place", "report"], name="consolidatedtext_once"
            ),
            models.UniqueConstraint(
                fields=["consolidation", "place", "taken_from"], name="consolidatedtext_once_a_year"
            ),
            models.CheckConstraint(
                name="consolidatedtext_one_source",
                condition=Q(report__isnull=False, taken_from=None) | Q(report=None, taken_from__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.place}: {self.text[:50]}"

    @property
    def source_key(self) -> tuple[str, str, int]:
        """Place and source, whichever version of the source it is from."""
        return source_key(self.place, self.report, self.taken_from)

    @property
    def is_edited(self) -> bool:
        return self.text != self.source_text


def source_key(place: str, report: Report | None, taken_from: Consolidation | None) -> tuple[str, str, int]:
    """What tells a paragraph from others: where it stands, and whose report of which year it is from."""
    if report is not None:
        return place, "obligation", report.obligation_id
    return place, "year", taken_from.year_id
