"""Writing what a report says of a task, and of the year in general; as often as one likes until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.models import User
from budgets.enums import Source
from core import clock, editing
from core.editing import StaleWriteError
from plans.models import OutputKind
from reporting.models import MoneyEntry, OutputEntry, Remark, Report, TaskEntry
from reporting.services.entry_rows import save_as_next, write_row
from reporting.services.report_drafts import locked_draft

LONGEST_TEXT = 20_000  # characters of one text of a report
MOST_OUTPUTS = 40  # rows of countable results of one task
ENTRY_TEXTS = ("progress", "done", "difficulties", "proposals", "nil_reason")
REPORT_FIELDS = ("general", "difficulties", "proposals", "is_nil", "nil_reason", "paper_number", "paper_date")


@dataclass(frozen=True)
class GivenOutput:
    """A row of countable results as it was filled in; without `kind` a row that answers no printed result goes."""

    kind: OutputKind | None
    quantity: Decimal | None
    estimate: Decimal | None


@dataclass(frozen=True)
class GivenMoney:
    """What was spent from one source, in đồng; None is unknown."""

    spent: int | None
    estimate: int | None


@dataclass(frozen=True)
class GivenEntry:
    """All that is said of a task: texts by the names of ENTRY_TEXTS, results by position, money by source.

    `unread` are figures that cannot be read, as typed, by their field; what is readable is written all the same.
    """

    texts: Mapping[str, str]
    outputs: Mapping[int, GivenOutput] = field(default_factory=dict)
    money: Mapping[str, GivenMoney] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_entry(entry: TaskEntry, given: GivenEntry, *, revision: int, by: User) -> TaskEntry:
    """Writes all that is said of one task; nothing where it stands so already.

    Raises StaleWriteError when the entry is no longer at `revision`, ValidationError for texts or rows beyond all
    measure and for a report that is not open; PermissionDenied for others than its agency.
    """
    locked_draft(entry.report, by=by)
    current = TaskEntry.objects.select_for_update().get(pk=entry.pk)
    if current.revision != revision:
        raise StaleWriteError(current, dict(given.texts))
    _refuse_beyond_measure(given)
    values = {**given.texts, "unread": dict(given.unread)}
    is_changed = bool(editing.differences(current, values))
    is_changed |= _write_outputs(current, given.outputs)
    is_changed |= _write_money(current, given.money)
    return save_as_next(current, values, by=by) if is_changed else current


@transaction.atomic
def save_general(report: Report, *, revision: int, by: User, **values) -> Report:
    """Writes fields of REPORT_FIELDS; raises as `save_entry`."""
    locked = locked_draft(report, by=by)
    for name, value in values.items():
        if name not in REPORT_FIELDS:
            raise ValueError(name)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise ValidationError({name: f"Nội dung không quá {LONGEST_TEXT} ký tự."})
    editing.change(locked, revision=revision, by=by, **values)
    return locked


@transaction.atomic
def take_last_year(entry: TaskEntry, last: TaskEntry, *, by: User) -> TaskEntry:
    """Copies last year's texts where the entry says nothing yet; figures are never taken over."""
    locked_draft(entry.report, by=by)
    current = TaskEntry.objects.select_for_update().get(pk=entry.pk)
    wanted = {
        name: getattr(last, name)
        for name in ("done", "difficulties", "proposals")
        if not getattr(current, name) and getattr(last, name)
    }
    return save_as_next(current, wanted, by=by) if wanted else current


@transaction.atomic
def answer_remark(remark: Remark, text: str, *, by: User, report: Report) -> Remark:
    """Answers the department's remark on an earlier version, while `report`, the draft after it, is prepared.

    ValidationError where nothing is said or it was answered before.
    """
    locked_draft(report, by=by)
    current = Remark.objects.select_for_update().get(pk=remark.pk)
    text = text.strip()
    if current.answer:
        raise ValidationError("Nhận xét này đã được trả lời.")
    if not text or len(text) > LONGEST_TEXT:
        raise ValidationError(f"Hãy ghi câu trả lời, không quá {LONGEST_TEXT} ký tự.")
    current.answer, current.answered_at, current.answered_by = text, clock.now(), by
    current.save()
    return current


def _refuse_beyond_measure(given: GivenEntry) -> None:
    for name, text in given.texts.items():
        if len(text) > LONGEST_TEXT:
            raise ValidationError({name: f"Nội dung không quá {LONGEST_TEXT} ký tự."})
    if any(len(text) > 200 for text in given.unread.values()):
        raise ValidationError("Ô số có nội dung quá dài; hãy ghi lại.")


def _write_outputs(entry: TaskEntry, given: Mapping[int, GivenOutput]) -> bool:
    """Brings the rows to what was given; rows of which nothing was given stay. If anything changed."""
    rows = {row.position: row for row in entry.outputentry_rows.all()}
    is_changed = False
    for position, one in given.items():
        row = rows.get(position)
        if row is None:
            is_changed |= _add_output(entry, position, one, len(rows))
        elif not row.target and one.kind is None:
            row.delete()
            is_changed = True
        else:
            values = {"quantity": one.quantity, "estimate": one.estimate}
            if not row.target:
                values |= {"kind_id": one.kind.pk, "unit": one.kind.unit}
            is_changed |= write_row(row, values)
    return is_changed


def _add_output(entry: TaskEntry, position: int, one: GivenOutput, count: int) -> bool:
    if one.kind is None:
        return False
    if count >= MOST_OUTPUTS or not 0 <= position <= 1000:
        raise ValidationError(f"Một nhiệm vụ có nhiều nhất {MOST_OUTPUTS} dòng kết quả.")
    OutputEntry.objects.create(
        report_id=entry.report_id, province_id=entry.province_id, entry=entry, position=position, kind=one.kind,
        unit=one.kind.unit, quantity=one.quantity, estimate=one.estimate,
    )  # fmt: skip
    return True


def _write_money(entry: TaskEntry, given: Mapping[str, GivenMoney]) -> bool:
    rows = {row.source: row for row in entry.moneyentry_rows.all()}
    is_changed = False
    for source, one in given.items():
        if source in rows:
            is_changed |= write_row(rows[source], {"spent": one.spent, "estimate": one.estimate})
        elif one.spent is not None or one.estimate is not None:
            MoneyEntry.objects.create(
                report_id=entry.report_id, province_id=entry.province_id, entry=entry, source=source,
                position=Source.values.index(source), spent=one.spent, estimate=one.estimate,
            )  # fmt: skip
            is_changed = True
    return is_changed
