"""A document that a person asked for, from the request to the kept file."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.visible import VisibleQuerySet, without_heading
from agencies.rights import Right
from core import clock
from core.dates import format_date
from plans.enums import Component
from plans.models import PlanVersion
from reporting.enums import (
    COMPARISONS,
    CONSOLIDATED,
    LIVE_STATUSES,
    NATIONAL,
    OPEN_STATUSES,
    ConsolidationKind,
    ReportKind,
    RunStatus,
)
from reporting.models.consolidation import Consolidation
from reporting.models.made import SHA256, Made


class ReportRunQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Runs asked for by one's own provinces (national ones: by the ministry), of versions one may see.

        A comparison tells of both its versions, so both must be seen; so must the consolidated report that one is of.
        A run with a heading is a paper that looks issued and is not signed yet: besides who asked for it,
        only the plan's department (or its successor's) and the committee's viewers see it.
        """
        offices = user.provinces_where(Right.SEE_HEADING)
        may_see = without_heading("params") | Q(requested_by=user) | Q(version__province__in=offices)
        asked_by = Q(province__in=user.province_ids())
        if user.sees_all_provinces:
            asked_by |= Q(province=None)
        seen = PlanVersion.objects.visible_to(user)
        also_seen = Q(compared_with=None) | Q(compared_with__in=seen)
        # One that was made while the report was written still says what was changed before the sending.
        as_sent = Q(consolidation__sent_at__lte=F("requested_at"))
        as_sent |= Q(consolidation__province__in=user.provinces_where(Right.CONSOLIDATE))
        of_year = Q(consolidation__in=Consolidation.objects.visible_to(user)) & as_sent
        of_plan = Q(version__in=seen) & also_seen & (Q(consolidation=None) | of_year)
        if user.sees_all_provinces and user.may(Right.READ_REPORTS):
            of_plan |= Q(kind__in=NATIONAL)
        return self.filter(asked_by, may_see, of_plan)

    def open(self):
        """Runs that wait or are being made."""
        return self.filter(status__in=OPEN_STATUSES)

    def with_names(self):
        """With all that a list shows of each run."""
        return self.select_related(
            "version__plan",
            "version__province",
            "compared_with",
            "consolidation__year",
            "province",
            "requested_by",
        ).defer("consolidation__contents")


class ReportRun(Made):
    """A document made by a job: asked for, queued, made by a worker, kept with its checksum.

    Failed and cancelled ones may be queued again by a person. A done run never changes, by a trigger; only that its
    file was found missing may be noted. `version` pins the wording, `data_digest` tells two requests of the
    same document: there is one live run of each. A comparison tells what differs from `compared_with` to `version`, two
    versions of one plan; other documents have one version. Those of a year are of one version of its `consolidation`.
    National ones have none of these: `params` holds the selection (`contents.national.Selection`).
    `province` is the one for which it was asked, which may be
    another than the plan's; empty for the ministry. Written by `reporting.services`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại tài liệu", max_length=20, choices=ReportKind)
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name="bản kế hoạch"
    )
    compared_with = models.ForeignKey(
        PlanVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="so với bản kế hoạch",
    )
    consolidation = models.ForeignKey(
        Consolidation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="báo cáo tổng hợp",
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh yêu cầu"
    )
    params = models.JSONField("thông tin người yêu cầu nhập", default=dict, blank=True)
    data_digest = models.CharField("dấu vết nội dung", max_length=64)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người yêu cầu")
    requested_at = models.DateTimeField("lúc yêu cầu", default=timezone.now, editable=False)

    progress_done = models.PositiveIntegerField("đã làm", default=0)
    progress_total = models.PositiveIntegerField("tổng số", default=0)
    progress_label = models.CharField("đang làm", max_length=200, blank=True)
    file_name = models.CharField("tên tệp", max_length=150)
    file_lost_at = models.DateTimeField("lúc thấy mất tệp", null=True, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta(Made.Meta):
        abstract = False
        verbose_name = "lần tạo tài liệu"
        verbose_name_plural = "lần tạo tài liệu"
        ordering = ["-requested_at", "-id"]
        indexes = [
            models.Index(
                fields=["status", "queued_at"], condition=Q(status__in=OPEN_STATUSES), name="reportrun_open"
            ),
            models.Index(fields=["province", "-requested_at", "-id"], name="reportrun_of_province"),
        ]
        constraints = [
            *Made.Meta.constraints,
            models.UniqueConstraint(
                fields=["province", "kind", "version", "data_digest"],
                condition=Q(status__in=LIVE_STATUSES, file_lost_at=None),
                nulls_distinct=False,
                name="reportrun_same_request_once",
            ),
            models.CheckConstraint(
                name="reportrun_two_versions_to_compare",
                condition=Q(kind__in=COMPARISONS, compared_with__isnull=False)
                & ~Q(compared_with=F("version"))
                | ~Q(kind__in=COMPARISONS) & Q(compared_with=None),
            ),
            models.CheckConstraint(
                name="reportrun_consolidated_of_a_year",
                condition=Q(kind__in=CONSOLIDATED, consolidation__isnull=False)
                | ~Q(kind__in=CONSOLIDATED) & Q(consolidation=None),
            ),
            models.CheckConstraint(
                name="reportrun_national_of_no_version",
                condition=Q(kind__in=NATIONAL, version=None, province=None)
                | ~Q(kind__in=NATIONAL) & Q(version__isnull=False),
            ),
            models.CheckConstraint(name="reportrun_digest", condition=Q(data_digest__regex=SHA256)),
            models.CheckConstraint(
                name="reportrun_progress", condition=Q(progress_done__lte=F("progress_total"))
            ),
            models.CheckConstraint(
                name="reportrun_file_when_done",
                condition=Q(status=RunStatus.DONE, checksum__regex=SHA256, size__isnull=False, size__gt=0)
                | ~Q(status=RunStatus.DONE) & Q(checksum="", size=None, file_lost_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.version or self.edition}"

    @property
    def plan_province(self) -> str:
        """The plan's province by the name of the day of issue."""
        return str(self.version.province_name) if self.version else "Toàn quốc"

    @property
    def edition(self) -> str:
        """Which of the province's plans: "2013-2020"; a later version with its number, a comparison with both."""
        if self.version is None:
            return ", ".join((f"năm {self.params['year']}", *self._narrowed()))
        period, number = self.version.period, self.version.number
        if self.consolidation:
            made = self.consolidation
            kind = made.kind_name.replace("báo cáo", "bản")
            return f"{period}, {made.time}, {kind} số {made.number}"
        if self.compared_with:
            return f"{period}, bản số {self.compared_with.number} và bản số {number}"
        return period if number == 1 else f"{period}, bản số {number}"

    def _narrowed(self) -> list[str]:
        """What a national report was narrowed to, as the person chose it."""
        asked = self.params
        region, component = asked.get("region"), asked.get("component")
        provinces = len(asked.get("provinces", ()))
        said = [
            asked.get("programme"),
            region and f"vùng {region}",
            component and f"hợp phần {Component(component).label}",
            provinces and f"{provinces} tỉnh, thành phố được chọn",
            asked.get("borders") == "63" and "địa giới 63 tỉnh, thành phố",
        ]
        return [one for one in said if one]

    @property
    def kind_words(self) -> str:
        """What it is; one of a report of a period is called after that report: "Báo cáo sơ kết (PDF)"."""
        words, made = self.get_kind_display(), self.consolidation
        if made is None or made.kind == ConsolidationKind.YEAR:
            return words
        return words.replace("tổng hợp năm", made.get_kind_display().removeprefix("báo cáo "))

    @property
    def subject(self) -> str:
        return f"{self.plan_province}, {self.edition}"

    @property
    def asked_for(self) -> str:
        """The province for which the document was asked; the ministry where it was none."""
        return str(self.province.name_on(clock.today())) if self.province else "Bộ Công Thương"

    @property
    def day(self) -> str:
        """The day of signing that was given, as officials write it."""
        return format_date(date.fromisoformat(self.params["day"])) if "day" in self.params else ""

    @property
    def signer(self) -> str:
        """Who signs, as far as it was given: "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC, Trần Văn A"."""
        given = (self.params.get(name) for name in ("signer_authority", "signer_title", "signer_name"))
        return ", ".join(text for text in given if text)

    @property
    def least_known_version(self) -> PlanVersion | None:
        """The version that fewest people may know of: of two the one that is not issued; none of a national report."""
        known = [one for one in (self.version, self.compared_with) if one]
        return next((one for one in known if one.is_unissued), self.version)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def has_file(self) -> bool:
        """Whether there is a file to download."""
        return self.status == RunStatus.DONE and self.file_lost_at is None

    @property
    def can_be_retried(self) -> bool:
        return self.status in (RunStatus.FAILED, RunStatus.CANCELLED) or self.file_lost_at is not None
