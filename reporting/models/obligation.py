"""That one agency owes one report of a year: why, by when, and what was decided about it."""

import uuid
from datetime import UTC, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency, Province, User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from core import clock
from core.dates import HANOI
from reporting.enums import GroundKind, ObligationBasis, ObligationState, ObligorKind
from reporting.models.year import ReportingYear


class ObligationQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of one's own agency; of the whole province, or of all, for who reads reports there."""
        if user.sees_all_provinces and user.may(Right.READ_REPORTS):
            return self
        seen = []
        if user.membership and user.may(Right.REPORT):
            seen.append(Q(agency=user.membership.agency_id, province__in=user.province_ids()))
        if read := user.provinces_where(Right.READ_REPORTS):
            seen.append(Q(province__in=read))
        return self.any_of(seen)

    def due(self):
        """Those that still stand."""
        return self.filter(withdrawn_at__isnull=True)


class Obligation(models.Model):
    """That an agency owes the department one report of a year (nghĩa vụ báo cáo).

    Arises when the year is opened, from the plan's clauses, tasks and responsibilities (`ObligationGround`), or
    because the department asks for a report, with its reason. `clause` and `text` quote the clause that names the
    day; `before` is the first day that is late, with what was moved and extended (`reporting.services` keep it so),
    empty where the plan prints none: such a report is never late. The department's own part is an obligation to
    itself, without a day. `state`, the times at which reports were received (the first that was not recalled decides if it was in
    time) and if the last one came on paper are kept by the database from the reports' own rows. Withdrawn with a reason where it was a mistake, never deleted. While its year is locked
    nothing in it changes unless it was unlocked by itself.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    year = models.ForeignKey(
        ReportingYear, models.PROTECT, related_name="obligations", verbose_name="kỳ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="obligations", verbose_name="cơ quan")
    basis = models.CharField("căn cứ", max_length=10, choices=ObligationBasis)
    kind = models.CharField("đối tượng", max_length=12, choices=ObligorKind, blank=True)
    clause = models.CharField("điều khoản", max_length=50, blank=True)
    text = models.TextField("chữ in", blank=True)
    reason = models.TextField("lý do yêu cầu", blank=True)
    before = models.DateField("trước ngày", null=True, blank=True)
    made_at = models.DateTimeField("phát sinh lúc", default=timezone.now)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ObligationState, default=ObligationState.NOT_SENT, editable=False
    )
    first_received_at = models.DateTimeField("nhận lần đầu lúc", null=True, blank=True, editable=False)
    last_received_at = models.DateTimeField("nhận lần cuối lúc", null=True, blank=True, editable=False)
    is_paper = models.BooleanField("báo cáo giấy, nhập thay", default=False, editable=False)
    withdrawn_at = models.DateTimeField("thôi yêu cầu lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do thôi yêu cầu", blank=True)
    unlocked_at = models.DateTimeField("mở khóa riêng lúc", null=True, blank=True)
    unlock_reason = models.TextField("lý do mở khóa riêng", blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "nghĩa vụ báo cáo"
        verbose_name_plural = "nghĩa vụ báo cáo"
        ordering = ["year", "agency__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["year", "agency"], name="obligation_once"),
            models.UniqueConstraint(fields=["id", "province"], name="obligation_id_province"),
            models.CheckConstraint(
                name="obligation_quotes_its_clause",
                condition=~Q(basis=ObligationBasis.CLAUSE) | ~Q(clause="") & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="obligation_asked_with_reason",
                condition=~Q(basis=ObligationBasis.ASKED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="obligation_own_without_day",
                condition=~Q(basis=ObligationBasis.OWN) | Q(before=None),
            ),
            models.CheckConstraint(
                name="obligation_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="obligation_unlocked_with_reason",
                condition=Q(unlocked_at=None, unlock_reason="")
                | Q(unlocked_at__isnull=False) & ~Q(unlock_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.agency} {self.year.year}"

    @property
    def late_from(self) -> datetime | None:
        """The first moment that is late: 00:00 Hanoi time of the day before which the report is wanted."""
        return datetime.combine(self.before, time.min, HANOI).astimezone(UTC) if self.before else None

    def is_late_at(self, moment: datetime) -> bool:
        """If a report that comes at that moment is late."""
        return self.late_from is not None and moment >= self.late_from

    @property
    def is_late(self) -> bool:
        """If the first report that was not recalled came late; a report that has not come is late from its day on."""
        return self.is_late_at(self.first_received_at or clock.now())

    @property
    def last_day(self):
        """The last day on which a report is in time."""
        return self.before - timedelta(days=1) if self.before else None

    @property
    def asks_estimates(self) -> bool:
        """If the report is due before its year's data close: figures come up to the report, and as an estimate."""
        closes = self.year.data_until
        return self.before is not None and closes is not None and closes >= self.before

    @property
    def is_of_facility(self) -> bool:
        """If its report tells of savings at a production facility."""
        return self.kind == ObligorKind.FACILITY or self.agency.kind == AgencyKind.FACILITY

    @property
    def is_locked(self) -> bool:
        """If nothing in it may change now, by its year's lock."""
        return self.year.is_locked and self.unlocked_at is None


class OfObligationQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """What belongs to an obligation is seen with it."""
        return self.filter(obligation__in=Obligation.objects.visible_to(user))


class ObligationGround(models.Model):
    """One place where the plan names the agency that owes a report: a task, a responsibility, a clause.

    `place` is "task:KEY", "item:KEY" or "clause:NUMBER" of the year's version; `text` the words that name the agency,
    its own, those of a collective that the department took to mean it, or those of an agency (`inherited_from`) that
    it stands for.
    """

    obligation = models.ForeignKey(
        Obligation, models.CASCADE, related_name="grounds", verbose_name="nghĩa vụ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    kind = models.CharField("căn cứ", max_length=15, choices=GroundKind)
    place = models.CharField("nơi in", max_length=120)
    text = models.TextField("chữ in")
    is_collective = models.BooleanField("là tập thể", default=False)
    inherited_from = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kế thừa từ"
    )
    position = models.PositiveSmallIntegerField("thứ tự")

    objects = OfObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "căn cứ của nghĩa vụ"
        verbose_name_plural = "căn cứ của nghĩa vụ"
        ordering = ["obligation_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "kind", "place", "text"], name="obligation_ground_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"


class Extension(models.Model):
    """That the department gave one agency more time for one report, and why. Only added: the newest counts."""

    obligation = models.ForeignKey(
        Obligation, models.CASCADE, related_name="extensions", verbose_name="nghĩa vụ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    before = models.DateField("trước ngày")
    reason = models.TextField("lý do")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc", default=timezone.now)

    objects = OfObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["obligation_id", "decided_at", "id"]
        constraints = [models.CheckConstraint(name="extension_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.obligation}: {self.before}"
