"""What entries of the history say: labels of fields in Vietnamese, values as people write them, names instead of keys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from agencies.enums import HistoryOperation, Role
from agencies.models import Agency, HistoryEntry, Province, User
from agencies.models.visible import VisibleQuerySet
from budgets.enums import Source
from budgets.models import TaskBudget
from core import clock
from core.dates import format_date, format_partial
from core.numbers import format_million, format_number
from core.text import quoted
from plans.enums import VersionStatus
from plans.models import DecisionScan, PlanVersion, Target, VersionRow, VersionStep
from portal.history import library_words
from reporting.enums import YearDecisionKind
from reporting.models import Obligation, ReportingYear, YearDecision
from tasks.models import Task

EMPTY, SECRET, CHANGED_SECRET, GONE = "để trống", "không hiện", "đã đổi, không hiện", "không còn"
STARS = {"***": SECRET, "*** changed": CHANGED_SECRET}
# Columns by which a row is called, the best one first; its keys and numbers come last.
CALLED = (
    "full_name",
    "name",
    "title",
    "action",
    "heading",
    "label",
    "read_as",
    "text",
    "email",
    "finding_key",
    "file_name",
    "document_number",
    "slug",
    "code",
    "key",
)
# The columns of what a row hangs on, by which it is told from others of its kind.
PARENTS = (
    "task_budget_id",
    "row_id",
    "task_id",
    "objective_id",
    "section_id",
    "responsibility_id",
    "table_id",
)
# Models whose rows are called by another's name.
CALLED_BY_ANOTHER = {
    TaskBudget: "task__action",
    Target: "indicator__short_name",
    Obligation: "agency__name",
    ReportingYear: "year",
}
# What programs note for themselves, beside columns that cannot be edited.
TECHNICAL = {
    "data_digest",
    "claim_token",
    "lease_until",
    "heartbeat_at",
    "progress_done",
    "progress_total",
    "progress_label",
    "attempts",
    "queued_at",
    "started_at",
    "last_login",
    "key",
    "position",
}
# What the change itself says: when, by whom, in which version; the state led to is the row's name.
TOLD_BESIDE = {
    VersionStep: {"version", "province", "before", "after", "at", "by"},
    DecisionScan: {"version", "province", "added_at", "added_by"},
}
PARTIAL_DATES = {Task: ("start", "end")}
PARAMS = {
    "number": "số",
    "day": "ngày ký",
    "signer_authority": "quyền hạn ký",
    "signer_title": "chức vụ",
    "signer_name": "người ký",
}


@dataclass(frozen=True)
class FieldChange:
    """One field in words, before and after; a side that there was not is empty."""

    label: str
    before: str
    after: str


class Words:
    """The words for entries; what they refer to is read in one go for each kind of thing, as far as `reader` may see it."""

    def __init__(self, entries: Iterable[HistoryEntry], reader: User):
        self._tables = {model._meta.db_table: model for model in apps.get_models()}
        wanted: dict[type, set] = defaultdict(set)
        for entry in entries:
            wanted[User] |= {entry.actor_id, entry.person_id} - {None}
            wanted[Province] |= {entry.province_id} - {None}
            for side in (entry.before, entry.after):
                for column, value in (side or {}).items():
                    field = self._fields(entry.table_name).get(column)
                    if field is not None and field.is_relation and value is not None:
                        wanted[field.related_model].add(value)
        self._names = {model: _names(model, keys, reader) for model, keys in wanted.items()}

    def name(self, model: type, key) -> str:
        """The name of a row that the entries refer to."""
        return self._names.get(model, {}).get(key, GONE)

    def kind(self, table: str) -> str:
        """What the rows of a table are called: "nhiệm vụ"."""
        if table in library_words.KINDS:
            return library_words.KINDS[table]
        model = self._tables.get(table)
        return str(model._meta.verbose_name) if model else table

    def thing(self, entry: HistoryEntry) -> str:
        """What the entry is about: "nhiệm vụ “Tổ chức hội thảo”", "bản kế hoạch số 2"."""
        model = self._tables.get(entry.table_name)
        if model is None:
            return entry.table_name
        kind, row = self.kind(entry.table_name), entry.row
        if entry.table_name == "agencies_membership":
            return f"vai trò {_label(Role, row['role'])} của {self.name(User, row['user_id'])}"
        if model is PlanVersion:
            return f"{kind} số {row['number']}"
        if model is VersionStep:
            return f"{kind}: sang “{self.state(entry)}”"
        if model is Obligation:
            return f"{kind} của {quoted(self.name(Agency, row['agency_id']))}"
        if model is YearDecision:
            return f"{kind}: {_label(YearDecisionKind, row['kind'])}"
        called = next((quoted(str(row[name])) for name in CALLED if row.get(name)), "")
        number = str(row["number"]) if row.get("number") and "key" in row else ""
        year = f"năm {row['year']}" if row.get("year") else ""
        sources = ", ".join(_label(Source, one) for one in row.get("sources") or ()) if year else ""
        return " ".join(part for part in (kind, number, year, sources, called, self._of(model, row)) if part)

    def state(self, step: HistoryEntry) -> str:
        """The state into which a step of a version's life led."""
        return _label(VersionStatus, step.row["after"])

    def _of(self, model: type[models.Model], row: dict) -> str:
        """On what a row hangs: "của nhiệm vụ “Tổ chức hội thảo”"."""
        column = next((name for name in PARENTS if row.get(name)), None)
        field = self._fields(model._meta.db_table).get(column)
        if field is None:
            return ""
        return f"của {self.kind(field.related_model._meta.db_table)} {quoted(self.name(field.related_model, row[column]))}"

    def fields(self, entry: HistoryEntry) -> list[FieldChange]:
        """What changed, field by field; of a new or deleted row all that is filled in."""
        found, changed = [], set(entry.changed)
        for column, field in self._fields(entry.table_name).items():
            if column not in changed or not self._is_told(field, entry):
                continue
            sides = (entry.before, entry.after)
            words = ["" if side is None else self._value(field, side.get(column)) for side in sides]
            found.append(FieldChange(_field_label(field), *words))
        return found

    def _fields(self, table: str) -> dict[str, models.Field]:
        model = self._tables.get(table)
        return {field.attname: field for field in model._meta.concrete_fields} if model else {}

    def _is_told(self, field: models.Field, entry: HistoryEntry) -> bool:
        if field.primary_key or not field.editable or field.name in TECHNICAL:
            return False
        if field.name in TOLD_BESIDE.get(self._tables[entry.table_name], ()):
            return False
        if entry.operation != HistoryOperation.UPDATE:
            side = entry.row.get(field.attname)
            if side in (None, "", [], False):
                return False
        return not (
            issubclass(self._tables[entry.table_name], VersionRow) and field.name in ("version", "province")
        )

    def _value(self, field: models.Field, value) -> str:
        if value is None or value in ("", [], {}):
            return EMPTY
        if isinstance(value, str) and value in STARS:
            return STARS[value]
        if field.is_relation:
            return self.name(field.related_model, value)
        if field.flatchoices:
            words = library_words.VALUES if _is_of_library(field) else dict(field.flatchoices)
            return str(words.get(value, value))
        return _plain(field, value)


def _plain(field: models.Field, value) -> str:
    if field.name in PARTIAL_DATES.get(field.model, ()):
        return format_partial(value)
    match field:
        case models.BooleanField():
            return "có" if value else "không"
        case models.DateTimeField():
            return when(datetime.fromisoformat(value))
        case models.DateField():
            return format_date(date.fromisoformat(value))
        case models.DecimalField(decimal_places=0):
            return f"{format_million(Decimal(value))} triệu đồng"
        case models.DecimalField():
            return format_number(Decimal(str(value)))
        case ArrayField():
            return "; ".join(_label(Source, one) for one in value)
        case models.JSONField() if isinstance(value, list):
            return str(len(value))
        case models.JSONField():
            return "; ".join(_param(name, one) for name, one in value.items() if one)
    return str(value)


def _param(name: str, value) -> str:
    """What who asked for a document said: "ngày ký: 05/12/2018"."""
    words = format_date(date.fromisoformat(value)) if name == "day" else value
    return f"{PARAMS.get(name, name)}: {words}"


def when(moment: datetime) -> str:
    """As pages write it: 14:03 05/12/2018."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {format_date(local.date())}"


def _is_of_library(field: models.Field) -> bool:
    return field.model._meta.db_table in library_words.KINDS


def _field_label(field: models.Field) -> str:
    if _is_of_library(field):
        return library_words.LABELS.get(field.attname, field.attname)
    return str(field.verbose_name).removesuffix(" (đồng)")


def _label(choices: type[models.Choices], value: str) -> str:
    return dict(choices.choices).get(value, value)


def _names(model: type[models.Model], keys: set, reader: User) -> dict:
    """The names of rows by primary key; of those that the reader does not see there is none."""
    if model is Province:
        today = clock.today()
        found = Province.objects.in_bulk(keys)
        return {key: str(province.name_on(today)) for key, province in found.items()}
    rows = model._default_manager.filter(pk__in=keys)
    if isinstance(rows, VisibleQuerySet):
        rows = rows.visible_to(reader)
    if model in CALLED_BY_ANOTHER:
        return dict(rows.values_list("pk", CALLED_BY_ANOTHER[model]))
    if model is PlanVersion:
        return {key: f"bản số {number}" for key, number in rows.values_list("pk", "number")}
    called = [field.name for field in model._meta.concrete_fields if field.name in CALLED]
    named = rows.values_list("pk", *sorted(called, key=CALLED.index))
    kind = str(model._meta.verbose_name)
    return {key: next((str(name) for name in names if name), kind) for key, *names in named}
