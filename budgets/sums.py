"""The planned money of a version, added up: by group and source, by source, by year.

A set of sources that the plan leaves unsplit stays a set; a group without a figure has none, which is not
zero. Where tasks have budgets they are what is added; otherwise the plan's table of groups by source. A
table that only repeats the same money year by year is shown by year, never added again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from budgets.enums import Axis
from budgets.models import BudgetTable
from plans.models import PlanVersion, TaskGroup

Sources = tuple[str, ...]


@dataclass(frozen=True)
class GroupMoney:
    """What is planned for a group, by source or unsplit set, in đồng; empty where the plan gives nothing."""

    group: TaskGroup
    amounts: dict[Sources, int] = field(default_factory=dict)

    @property
    def total(self) -> int | None:
        return sum(self.amounts.values()) if self.amounts else None


@dataclass(frozen=True)
class PlannedMoney:
    """The sums of a version. `basis` says what was added: budgets of tasks, or a table (`table`).

    `published` is the total that the plan itself prints for the same money, where it prints one.
    """

    basis: Literal["tasks", "table"] | None
    table: BudgetTable | None
    groups: list[GroupMoney]
    by_year: dict[int, int]
    published: int | None

    @property
    def year(self) -> int | None:
        """The one year that the money is for; None for the whole period."""
        return self.table.year if self.table else None

    @property
    def by_sources(self) -> dict[Sources, int]:
        sums: dict[Sources, int] = defaultdict(int)
        for group in self.groups:
            for sources, amount in group.amounts.items():
                sums[sources] += amount
        return dict(sums)

    @property
    def total(self) -> int | None:
        return sum(self.by_sources.values()) if self.by_sources else None


def planned_money(version: PlanVersion) -> PlannedMoney:
    """Adds up a version that comes from `budgets.selectors.with_content`; no query of its own."""
    groups = list(version.taskgroup_rows.all())
    amounts, by_year = _task_amounts(groups)
    if amounts:
        years = by_year or _years_of_tables(version)
        return PlannedMoney("tasks", None, _group_money(groups, amounts), years, _stated_total(version))
    for table in version.budgettable_rows.all():
        if amounts := _table_amounts(table):
            years = _years_of_tables(version)
            return PlannedMoney("table", table, _group_money(groups, amounts), years, _total_row(table))
    return PlannedMoney(None, None, _group_money(groups, {}), {}, None)


def _group_money(groups: list[TaskGroup], amounts: dict[int, dict[Sources, int]]) -> list[GroupMoney]:
    return [GroupMoney(group, dict(amounts.get(group.pk, {}))) for group in groups]


def _task_amounts(groups: list[TaskGroup]) -> tuple[dict, dict]:
    amounts, by_year = defaultdict(lambda: defaultdict(int)), defaultdict(int)
    for group in groups:
        for task in group.tasks.all():
            budget = getattr(task, "budget", None)
            lines = [line for line in budget.lines.all() if line.amount is not None] if budget else []
            for line in lines:
                amounts[group.pk][tuple(line.sources or budget.sources)] += line.amount
                if line.year:
                    by_year[line.year] += line.amount
            if budget and not lines and budget.total is not None:
                amounts[group.pk][tuple(budget.sources)] += budget.total
    return amounts, dict(by_year)


def _table_amounts(table: BudgetTable) -> dict:
    amounts = defaultdict(lambda: defaultdict(int))
    for row in table.rows.all():
        for line in row.lines.all():
            if row.group_id and line.axis == Axis.SOURCE and line.amount is not None:
                amounts[row.group_id][tuple(line.sources)] += line.amount
    return amounts


def _years_of_tables(version: PlanVersion) -> dict[int, int]:
    """By year as printed; of a table that is cut these are the years of the rows that are there."""
    by_year = defaultdict(int)
    for table in version.budgettable_rows.all():
        for row in table.rows.all():
            for line in row.lines.all():
                if line.axis == Axis.YEAR and line.amount is not None:
                    by_year[line.year] += line.amount
    return dict(by_year)


def _stated_total(version: PlanVersion) -> int | None:
    """The amount that the body states for all sources together."""
    stated = [
        row
        for row in version.financingstatement_rows.all()
        if row.amount is not None and len(row.sources) > 1
    ]
    return stated[0].amount if len(stated) == 1 else None


def _total_row(table: BudgetTable) -> int | None:
    return next((total.amount for total in table.totals.all() if total.axis == Axis.TOTAL), None)
