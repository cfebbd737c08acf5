"""Writes what was changed in the money of a draft's tasks: a constant number of statements, however many amounts."""

from collections.abc import Iterable

from django.db import connection

from budgets.enums import Axis
from budgets.models import BudgetLine, TaskBudget
from budgets.task_money import Line, TaskMoney
from plans.models import PlanVersion

STEP = 32  # between the positions of a task's lines, so that later ones find room
# Thousands of rows in one statement each; the ORM would need three times as long for it.
_ADD = """
    INSERT INTO budgets_budgetline
        (version_id, province_id, axis, position, task_budget_id, year, sources, amount, quantity, unit, unit_price)
    SELECT %s, %s, %s, new.position, new.budget, new.year, new.sources::varchar(10)[], new.amount,
        new.quantity, new.unit, new.unit_price
    FROM unnest(
        %s::int[], %s::bigint[], %s::int[], %s::text[], %s::numeric[], %s::numeric[], %s::text[], %s::numeric[]
    ) AS new(position, budget, year, sources, amount, quantity, unit, unit_price)
"""
_CHANGE = """
    UPDATE budgets_budgetline AS line SET amount = new.amount, position = new.position,
        quantity = new.quantity, unit = new.unit, unit_price = new.unit_price
    FROM unnest(%s::bigint[], %s::int[], %s::numeric[], %s::numeric[], %s::text[], %s::numeric[])
        AS new(id, position, amount, quantity, unit, unit_price)
    WHERE line.id = new.id
"""


def save_task_money(version: PlanVersion, moneys: Iterable[TaskMoney]) -> None:
    """Writes the changed totals, sources, texts and amounts of the tasks.

    The version must be locked and open for writing (`plans.services.locked_draft`), the money read since.
    """
    changed = [money for money in moneys if money.is_changed or money.removed or _written(money)]
    removed = [line.pk for money in changed for line in money.removed if line.pk]
    if removed:
        BudgetLine.objects.filter(pk__in=removed).delete()
    _save_budgets(version, changed)
    added = [(money, line) for money in changed for line in _placed(money) if line.pk is None]
    kept = [line for money in changed for line in _written(money) if line.pk]
    with connection.cursor() as cursor:
        if added:
            cursor.execute(
                _ADD,
                [
                    version.pk, version.province_id, Axis.LINE,
                    [line.position for _, line in added], [money.budget_id for money, _ in added],
                    [line.year for _, line in added], [f"{{{','.join(line.sources)}}}" for _, line in added],
                    *_said([line for _, line in added]),
                ],
            )  # fmt: skip
        if kept:
            cursor.execute(
                _CHANGE,
                [
                    [line.pk for line in kept],
                    [line.position for line in kept],
                    *_said(kept),
                ],
            )


def _said(lines: list[Line]) -> list[list]:
    """What lines say, column by column."""
    return [[getattr(line, name) for line in lines] for name in ("amount", "quantity", "unit", "unit_price")]


def _written(money: TaskMoney) -> list[Line]:
    return [line for line in money.lines if line.is_changed or line.pk is None]


def _save_budgets(version: PlanVersion, moneys: list[TaskMoney]) -> None:
    """A budget that says nothing any more goes, as in a document that has none."""
    empty = [money for money in moneys if money.budget_id and not money.says_something]
    new = [money for money in moneys if not money.budget_id and money.says_something]
    other = [money for money in moneys if money.budget_id and money.says_something and money.is_changed]
    if empty:
        TaskBudget.objects.filter(pk__in=[money.budget_id for money in empty]).delete()
    rows = [_budget(version, money) for money in (*new, *other)]
    for money, row in zip(new, TaskBudget.objects.bulk_create(rows[: len(new)]), strict=True):
        money.budget_id = row.pk
    if other:
        TaskBudget.objects.bulk_update(rows[len(new) :], ["text", "total", "sources"])


def _budget(version: PlanVersion, money: TaskMoney) -> TaskBudget:
    return TaskBudget(
        pk=money.budget_id, version=version, province_id=version.province_id, position=money.position,
        task_id=money.task_id, text=money.text, total=money.total, sources=money.sources,
    )  # fmt: skip


def _placed(money: TaskMoney) -> list[Line]:
    """The task's lines with positions that rise: new ones between their neighbours, or all anew where none is free."""
    before = 0
    for place, line in enumerate(money.lines):
        if line.position is None:
            after = next(
                (later.position for later in money.lines[place:] if later.position is not None), None
            )
            line.position = before + STEP if after is None else (before + after) // 2
        if line.position <= before or line.position > 32_000:
            return _numbered(money.lines)
        before = line.position
    return money.lines


def _numbered(lines: list[Line]) -> list[Line]:
    step = min(STEP, 32_000 // len(lines))
    for place, line in enumerate(lines, 1):
        line.is_changed |= line.position != place * step
        line.position = place * step
    return lines
