"""The planned money of a version, added up: by group and source, by source, by year.

A set of sources that the plan leaves unsplit stays a set; a group without a figure has none, which is not
zero. Where tasks have budgets they are what is added; otherwise the plan's table of groups by source. A
table that only repeats the same money year by year is shown by year, never added again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from budgets.enums import Axis, Source
from budgets.models import BudgetTable
from plans.models import PlanVersion, TaskGroup

_PLACES = {source: place for place, source in enumerate(Source.values)}
Sources = tuple[str, ...]  # in the order of Source: one set is one key, however it is printed


@dataclass(frozen=True)
class GroupMoney:
    """What is planned for a group, by source or unsplit set, in đồng; empty where the plan gives nothing.

    `by_year` has the years for which the plan gives the group an amount; they may be fewer than its years.
    """

    group: TaskGroup
    amounts: dict[Sources, int] = field(default_factory=dict)
    by_year: dict[int, int] = field(default_factory=dict)

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
    amounts, years = _task_amounts(groups)
    printed_years = _years_of_tables(version)
    if amounts:
        years = years or printed_years
        return PlannedMoney(
            "tasks", None, _group_money(groups, amounts, years), _all_groups(years), _stated_total(version)
        )
    for table in version.budgettable_rows.all():
        if amounts := _table_amounts(table):
            parts = _group_money(groups, amounts, printed_years)
            return PlannedMoney("table", table, parts, _all_groups(printed_years), _total_row(table))
    return PlannedMoney(None, None, _group_money(groups, {}, {}), {}, None)


def _group_money(groups: list[TaskGroup], amounts: dict, years: dict) -> list[GroupMoney]:
    return [
        GroupMoney(group, dict(amounts.get(group.pk, {})), dict(years.get(group.pk, {}))) for group in groups
    ]


def _all_groups(years: dict) -> dict[int, int]:
    sums = defaultdict(int)
    for by_year in years.values():
        for year, amount in by_year.items():
            sums[year] += amount
    return dict(sums)


def _task_amounts(groups: list[TaskGroup]) -> tuple[dict, dict]:
    """Amounts of groups by sources, and by year; both by the group's primary key."""
    amounts, years = _sums_of_sums(), _sums_of_sums()
    for group in groups:
        for task in group.tasks.all():
            if budget := getattr(task, "budget", None):
                for sources, year, amount in planned_parts(budget.total, budget.sources, budget.lines.all()):
                    amounts[group.pk][sources] += amount
                    if year:
                        years[group.pk][year] += amount
    return amounts, years


def planned_parts(
    total: int | None, sources: Collection[str], lines: Iterable
) -> Iterator[tuple[Sources, int | None, int]]:
    """What a task's budget counts for, as (sources, year or None, amount): its lines, and its total where it has none.

    A line has `year`, `sources` and `amount`; one that names no source has those of the budget.
    """
    given = [line for line in lines if line.amount is not None]
    for line in given:
        yield set_of(line.sources or sources), line.year, line.amount
    if not given and total is not None:
        yield set_of(sources), None, total


def set_of(sources: Collection[str]) -> Sources:
    """Sources as one key, whatever order they are printed in."""
    return tuple(sources) if len(sources) < 2 else tuple(sorted(set(sources), key=_PLACES.__getitem__))


def _sums_of_sums() -> defaultdict:
    return defaultdict(lambda: defaultdict(int))


def _table_amounts(table: BudgetTable) -> dict:
    amounts = _sums_of_sums()
    for row in table.rows.all():
        for line in row.lines.all():
            if row.group_id and line.axis == Axis.SOURCE and line.amount is not None:
                amounts[row.group_id][set_of(line.sources)] += line.amount
    return amounts


def _years_of_tables(version: PlanVersion) -> dict:
    """By group (None: a row for no group) and year as printed; of a table that is cut, the rows that are there."""
    years = _sums_of_sums()
    for table in version.budgettable_rows.all():
        for row in table.rows.all():
            for line in row.lines.all():
                if line.axis == Axis.YEAR and line.amount is not None:
                    years[row.group_id][line.year] += line.amount
    return years


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
