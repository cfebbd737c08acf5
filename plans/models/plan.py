"""A plan and its versions."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.models import Province, ProvinceName, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from plans.enums import ISSUED_ONCE, UNISSUED, WRITABLE, DocumentKind, VersionKind, VersionStatus
from plans.models.catalogue import Programme


class PlanQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Issued plans for everyone signed in; a plan still being written only for its province."""
        return self.filter(
            Q(current_version__isnull=False) | Q(province__in=user.provinces_where(Right.READ_DRAFTS))
        )


class Plan(models.Model):
    """The action plan of a province under a programme, through all its versions.

    `current_version` is the issued version in force; null while the first one is being written. `is_sample` marks an
    invented plan: shown as "Số liệu mẫu" wherever anything of it is told, never counted with real ones.
    """

    slug = models.SlugField("mã", max_length=100, unique=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="plans", verbose_name="tỉnh")
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="plans", verbose_name="chương trình"
    )
    current_version = models.ForeignKey(
        "plans.PlanVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bản đang áp dụng",
    )
    is_sample = models.BooleanField("số liệu mẫu", default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["province__sort_key", "slug"]
        constraints = [models.UniqueConstraint(fields=["id", "province"], name="plan_id_province")]

    def __str__(self):
        return self.slug


class PlanVersionQuerySet(VisibleQuerySet):
    def current(self):
        """The version in force of each plan."""
        return self.filter(pk=F("plan__current_version"))

    def issued(self):
        """Versions that have been issued, whatever became of them since."""
        return self.filter(status__in=ISSUED_ONCE)

    def unissued(self):
        """Versions that are being written, wait for approval or to be issued; a plan has one at most."""
        return self.filter(status__in=UNISSUED)

    def seen_by(self, user):
        """Issued versions for everyone signed in; others only for their province."""
        drafts = Q(province__in=user.provinces_where(Right.READ_DRAFTS))
        return self.filter(Q(status__in=ISSUED_ONCE) | drafts)

    def in_force_by(self, day: date):
        """Issued versions that applied from that day or an earlier one; of each plan, the first was in force on it.

        A version without a day from which it applies counts from its day of issue, one without either never. Where two
        begin on one day the later number counts: it mends the earlier one.
        """
        since = Coalesce("in_force_from", "issued_on")
        return (
            self.issued().annotate(since=since).filter(since__lte=day).order_by("plan", "-since", "-number")
        )


class PlanVersion(models.Model):
    """One wording of a plan: the original, an amendment, or a mended transcription of a printed one.

    Life: draft -> submitted -> returned | approved -> issued -> amended | closed, or discarded, by the table of `plans.transitions`
    and the services of `plans.services`; what has been issued elsewhere comes by `portal.plan_document.loader`. What
    is not draft or returned is immutable with every row below it, by triggers of the database: corrections of an
    issued version are new versions. A plan has one version at a time that is not issued yet.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="kế hoạch")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    number = models.PositiveSmallIntegerField("bản số")
    kind = models.CharField("loại bản", max_length=15, choices=VersionKind, default=VersionKind.ORIGINAL)
    status = models.CharField("tình trạng", max_length=15, choices=VersionStatus, default=VersionStatus.DRAFT)
    amends = models.PositiveSmallIntegerField("sửa đổi bản số", null=True, blank=True)
    in_force_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    reason = models.TextField("lý do", blank=True)
    created_at = models.DateTimeField("ngày nhập", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhập"
    )

    title = models.TextField("tên kế hoạch")
    subject = models.TextField("trích yếu quyết định", blank=True)
    document_kind = models.CharField("loại văn bản", max_length=10, choices=DocumentKind)
    document_number = models.CharField("số, ký hiệu", max_length=50, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place = models.CharField("nơi ban hành", max_length=100, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer_name = models.CharField("người ký", max_length=150)
    signer_title = models.CharField("chức vụ người ký", max_length=200)
    signer_authority = models.CharField("thẩm quyền ký", max_length=200, blank=True)
    period_start = models.PositiveSmallIntegerField("từ năm")
    period_end = models.PositiveSmallIntegerField("đến năm")
    legal_bases = ArrayField(models.TextField(), verbose_name="căn cứ", default=list, blank=True)
    recipients = ArrayField(models.TextField(), verbose_name="nơi nhận", default=list, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản kế hoạch"
        verbose_name_plural = "bản kế hoạch"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["id", "province"], name="version_id_province"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status__in=UNISSUED), name="version_one_being_written"
            ),
            models.CheckConstraint(name="version_period", condition=Q(period_start__lte=F("period_end"))),
            models.CheckConstraint(
                name="version_amends_unless_original",
                condition=Q(kind=VersionKind.ORIGINAL, amends__isnull=True)
                | (~Q(kind=VersionKind.ORIGINAL) & Q(amends__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.plan} (bản {self.number})"

    @property
    def is_writable(self) -> bool:
        """If people may change its content now."""
        return self.status in WRITABLE

    @property
    def is_unissued(self) -> bool:
        """If it has never been issued, so that only its province may read it."""
        return self.status not in ISSUED_ONCE

    @property
    def applies_from(self) -> date | None:
        """Since when it applies, as far as that is known (`PlanVersionQuerySet.in_force_by`)."""
        return self.in_force_from or self.issued_on

    @property
    def period(self) -> str:
        """ "2013-2020"."""
        return f"{self.period_start}-{self.period_end}"

    def component_name(self, code: str) -> str:
        """What the plan's programme calls a component; nothing for none."""
        return self.plan.programme.component_names[code] if code else ""

    @property
    def province_name(self) -> ProvinceName:
        """The province by the name of the day of issue; where none is printed, of the first day that is known."""
        day = self.issued_on or self.in_force_from or date(self.period_start, 1, 1)
        return self.province.name_on(day)
