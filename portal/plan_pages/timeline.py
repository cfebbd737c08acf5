"""The tasks of a plan along its years."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core import clock
from portal.plan_pages.header import PlanPage
from portal.plan_pages.task_rows import TaskGroupRows, TaskRow, rows_of


@dataclass(frozen=True)
class TimeCell:
    """Some years of a row: a bar with its words, or a year in which nothing is planned (no text)."""

    text: str = ""
    span: int = 1
    is_yearly: bool = False


@dataclass(frozen=True)
class TimeRow:
    row: TaskRow
    cells: list[TimeCell]


@dataclass(frozen=True)
class TimeGroup:
    group: TaskGroupRows
    rows: list[TimeRow]


@dataclass(frozen=True)
class Timeline:
    """Years as columns, tasks with a time under their groups; tasks for which none is printed by themselves."""

    years: list[str]
    this_year: str
    groups: list[TimeGroup]
    timeless: list[TaskGroupRows]


def timeline(page: PlanPage, groups: list[TaskGroupRows]) -> Timeline:
    """The plan's period, and what tasks state beyond it."""
    rows = rows_of(groups)
    stated = [year for row in rows if row.years for year in row.years]
    first, last = min([page.version.period_start, *stated]), max([page.version.period_end, *stated])
    years = [str(year) for year in range(first, last + 1)]
    timed = [
        TimeGroup(group, [TimeRow(row, list(_cells(row, first, last))) for row in group.rows if row.years])
        for group in groups
    ]
    return Timeline(
        years=years,
        this_year=str(clock.today().year),
        groups=[group for group in timed if group.rows],
        timeless=[group for group in map(_without_time, groups) if group.rows],
    )


def _without_time(group: TaskGroupRows) -> TaskGroupRows:
    return replace(group, rows=tuple(row for row in group.rows if not row.years))


def _cells(row: TaskRow, first: int, last: int) -> Iterator[TimeCell]:
    start, end = row.years
    yield from [TimeCell()] * (start - first)
    yield TimeCell(row.time or f"{start}-{end}", end - start + 1, row.is_yearly)
    yield from [TimeCell()] * (last - end)
