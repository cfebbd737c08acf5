"""The history: what was changed in which row, and what people did; and the seals that keep it from being rewritten.

Triggers write it (`core.operations.keeps_history`), for whatever way a row was changed; events come by the function
`agencies_log_event` (`agencies.services.history`). Nobody who serves may change it, and what the owner of the
database changed afterwards is found by `manage.py verify_history` (docs/adr/0022-history.md).
"""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Now

from agencies.enums import HistoryOperation
from agencies.models.agency import Agency
from agencies.models.province import Province
from agencies.models.user import Membership, User
from agencies.models.visible import VisibleQuerySet, without_heading
from agencies.rights import Right


def _named(to, label: str) -> models.ForeignKey:
    """A reference that the history keeps, whatever becomes of the row."""
    return models.ForeignKey(
        to,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=label,
    )


# Requests of documents with number or signer.
HEADED = Q(table_name="reporting_reportrun", operation__in=HistoryOperation.of_rows()) & ~without_heading(
    "after__params"
)

# What a consolidated report said before it was sent.
CONSOLIDATED = Q(table_name__in=("reporting_consolidation", "reporting_consolidatedtext"))
NOT_SENT = CONSOLIDATED & (Q(after=None) | ~Q(after__status="sent"))
# What an agency's report said before it was sent, or after it was recalled.
REPORT_NOT_SENT = Q(table_name="reporting_report") & (
    Q(after=None) | ~Q(after__status__in=("submitted", "returned", "accepted"))
)
# What hangs on a reporting year and has no column for its plan.
OF_YEAR = Q(table_name__in=("reporting_obligation", "reporting_yeardecision"))
# What is written in a report of a year; its other rows change with these.
OF_REPORT = Q(table_name__in=("reporting_taskentry", "reporting_productentry"))
OF_CATALOGUE = Q(
    table_name__in=(
        "plans_programme",
        "plans_programmecomponent",
        "plans_indicator",
        "plans_nationaltarget",
        "plans_outputkind",
    )
)


class HistoryEntryQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of the person's provinces, of their people and agencies; for national roles what tells no draft.

        Who writes no consolidated report sees nothing of it before it was sent, and nobody what an agency has not sent;
        who exports the log sees all.
        Who keeps the catalogue without seeing more sees those of its entries.
        """
        if not user.may(Right.SEE_HISTORY):
            return self.filter(OF_CATALOGUE) if user.may(Right.EDIT_CATALOGUE) else self.none()
        if user.sees_all_provinces:
            return self.filter(for_ministry=True)
        own = user.province_ids()
        of_people = Exists(_memberships_at_the_time(own))
        of_agencies = Q(agency__in=Agency.objects.filter(province__in=own).values("pk"))
        entries = self.filter(Q(province__in=own) | Q(province=None) & (of_people | of_agencies))
        if not (user.may(Right.CONSOLIDATE) or user.may(Right.EXPORT_LOG)):
            entries = entries.exclude(NOT_SENT)
        if not user.may(Right.EXPORT_LOG):
            entries = entries.exclude(REPORT_NOT_SENT)
        if user.may(Right.SEE_HEADING):
            return entries
        return entries.exclude(HEADED)

    def changes(self):
        """Changes of rows."""
        return self.filter(operation__in=HistoryOperation.of_rows())

    def events(self):
        """What people did without changing a row."""
        return self.exclude(operation__in=HistoryOperation.of_rows())

    def of_years(self, years):
        """Who owed reports of these reporting years (primary keys), and what was decided about them."""
        return (
            self.filter(OF_YEAR).alias(year=KT("after__year_id")).filter(year__in=[str(one) for one in years])
        )

    def unsealed(self):
        """Not covered by a seal yet."""
        return self.filter(seal=None)


def _memberships_at_the_time(provinces) -> models.QuerySet:
    """Memberships by which a person belonged to the provinces when an entry about her was written.

    Her account is made a moment before her first membership.
    """
    return Membership.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=OuterRef("at")),
        user=OuterRef("person"),
        province__in=provinces,
        started_at__lte=ExpressionWrapper(OuterRef("at") + timedelta(minutes=1), models.DateTimeField()),
    )


class HistoryEntry(models.Model):
    """One row as it was before and after a change, or one event; who, when, in which transaction and request.

    Append-only. `actor`, `membership` and `request` are what the scope said; `session_role` and `database_role`, as
    whom PostgreSQL knew the connection, cannot be made up. The references say what it is about, to find it again: the
    row's province, plan, version, agency and person. Secrets are stars; a changed one says so. `for_ministry` are those
    that tell nothing of a draft.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("lúc")
    transaction = models.BigIntegerField("giao dịch")
    began_at = models.DateTimeField("giao dịch bắt đầu")
    operation = models.CharField("thao tác", max_length=20, choices=HistoryOperation)
    table_name = models.CharField("bảng", max_length=63, blank=True)
    row_id = models.TextField("dòng", blank=True)
    province = _named(Province, "tỉnh")
    plan_id = models.BigIntegerField("kế hoạch", null=True)
    version_id = models.BigIntegerField("bản kế hoạch", null=True)
    agency = _named(Agency, "cơ quan")
    person = _named(User, "người liên quan")
    actor = _named(User, "người thực hiện")
    membership = _named(Membership, "tư cách")
    request = models.TextField("yêu cầu", blank=True)
    session_role = models.CharField("vai trò đăng nhập", max_length=63)
    database_role = models.CharField("vai trò cơ sở dữ liệu", max_length=63)
    for_ministry = models.BooleanField("Bộ được xem")
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    seal = models.ForeignKey(
        "agencies.HistorySeal",
        models.DO_NOTHING,
        null=True,
        related_name="entries",
        db_constraint=False,
        db_index=False,
        verbose_name="niêm phong",
    )

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "mục lịch sử"
        verbose_name_plural = "lịch sử"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["province", "id"], name="history_of_province"),
            models.Index(
                fields=["version_id"], name="history_of_version", condition=Q(version_id__isnull=False)
            ),
            models.Index(fields=["plan_id"], name="history_of_plan", condition=Q(plan_id__isnull=False)),
            models.Index(fields=["agency"], name="history_of_agency", condition=Q(agency__isnull=False)),
            models.Index(fields=["person"], name="history_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["province"], name="history_unsealed", condition=Q(seal__isnull=True)),
            models.Index(KT("after__year_id"), name="history_of_year", condition=OF_YEAR),
            models.Index(KT("after__report_id"), name="history_of_report", condition=OF_REPORT),
        ]
        constraints = [
            models.CheckConstraint(
                name="history_operation", condition=Q(operation__in=HistoryOperation.values)
            )
        ]

    def __str__(self):
        return f"{self.get_operation_display()} {self.table_name} {self.row_id}"

    @property
    def row(self) -> dict:
        """The row as it was last: after the change, or before it was deleted."""
        return self.after or self.before or {}

    @property
    def changed(self) -> list[str]:
        """The columns whose values differ; all for a new and for a deleted row."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


class HistorySeal(models.Model):
    """A SHA-256 over the last seal of the province and all its entries since: link of a chain.

    Provinces have a chain each, what belongs to none has one too. Written by the database's function
    `agencies_seal_history` each minute, which also notes in the entries by which seal they are covered: an entry that
    was committed late is in the next one.
    """

    id = models.BigAutoField(primary_key=True)
    province = _named(Province, "tỉnh")
    number = models.PositiveIntegerField("số")
    at = models.DateTimeField("lúc", db_default=Now())
    last_entry = models.BigIntegerField("mục cuối")
    count = models.PositiveIntegerField("số mục")
    previous = models.CharField("niêm phong trước", max_length=64, blank=True)
    hash = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "niêm phong"
        verbose_name_plural = "niêm phong"
        ordering = ["province", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "number"], name="history_seal_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.province_id or ''} {self.number}"
