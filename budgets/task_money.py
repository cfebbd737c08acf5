"""The money of tasks as people edit it: for each task a total, and an amount for each year and set of sources.

Read by two queries as light values, however many amounts there are; `budgets.services.save_task_money` writes back what
was changed. A task's amounts stay lines in the order of the plan document: those of a new column find their place
among the others, nothing else moves.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, total_ordering

from budgets.enums import Source, source_names
from budgets.models import BudgetLine
from budgets.sums import Sources, planned_parts, set_of
from plans.models import PlanVersion
from tasks.models import Task


@total_ordering
@dataclass(frozen=True)
class MoneyColumn:
    """Amounts of one year, or of the whole period (None), from one source or a set that is not split; or unnamed."""

    year: int | None
    sources: Sources

    @classmethod
    def parse(cls, key: str) -> "MoneyColumn":
        """The column of a key: "2019:NSTW", ":NSDP+DN" (whole period), "2019:" (no source). ValueError for others."""
        found = re.fullmatch(r"((?:19|20)[0-9]{2})?:([A-Z+]*)", key)
        year, names = found.groups() if found else ("", "?")
        sources = names.split("+") if names else []
        if not set(sources) <= set(Source.values):
            raise ValueError(f"no column: {key}")
        column = cls(int(year) if year else None, set_of(sources))
        if column.key != key:
            raise ValueError(f"no column: {key}")
        return column

    @property
    def key(self) -> str:
        return _key(self.year, self.sources)

    @property
    def label(self) -> str:
        """What people call it: "2019, NSĐP + DN"."""
        return f"{self.year or 'Cả giai đoạn'}, {source_names(self.sources) or 'không ghi nguồn'}"

    def __lt__(self, other: "MoneyColumn") -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple:
        return self.year or 0, len(self.sources) > 1, [Source.values.index(source) for source in self.sources]


@cache
def _key(year: int | None, sources: Sources) -> str:
    return f"{year or ''}:{'+'.join(sources)}"


@dataclass(slots=True)
class Line:
    """One printed amount (BudgetLine); `pk` is None for one that is new. Amounts in đồng."""

    year: int | None
    sources: list[str]
    amount: int | None
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: int | None = None
    pk: int | None = None
    position: int | None = None
    is_changed: bool = False

    @property
    def column(self) -> MoneyColumn:
        return MoneyColumn(self.year, set_of(self.sources))

    @property
    def is_calculated(self) -> bool:
        """If the plan prints how it comes about: quantity, unit or unit price."""
        return self.quantity is not None or self.unit_price is not None or bool(self.unit)

    @property
    def adds_up(self) -> bool:
        """If quantity and unit price are printed and give the amount."""
        if self.quantity is None or self.unit_price is None:
            return False
        return self.quantity * self.unit_price == self.amount


class SeveralLinesError(ValueError):
    """A cell holds several printed amounts: it cannot take one for all of them."""


@dataclass(slots=True)
class TaskMoney:
    """What a version says about one task's money, and what was changed in it since it was read."""

    task_id: int
    key: str
    number: str
    action: str
    group_id: int
    position: int
    budget_id: int | None
    text: str
    total: int | None
    sources: list[str]
    lines: list[Line] = field(default_factory=list)
    is_changed: bool = False
    removed: list[Line] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.text or self.sources or self.lines) or self.total is not None

    def lines_of(self, column: MoneyColumn) -> list[Line]:
        """The printed amounts that stand in the column."""
        return [line for line in self.lines if line.year == column.year and line.column == column]

    def put(self, **values) -> None:
        """Gives text, total (đồng) or sources."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.is_changed = True

    def put_amount(self, column: MoneyColumn, amount: int | None) -> None:
        """Gives the column's cell an amount in đồng; None takes it away, with the calculation that gives it.

        A printed calculation that gives another amount stays. SeveralLinesError where the cell holds several amounts.
        """
        found = self.lines_of(column)
        if len(found) > 1:
            raise SeveralLinesError(column.key)
        if not found and amount is not None:
            self._insert(Line(column.year, list(column.sources), amount))
        for line in found:
            if amount is None and (line.adds_up or not line.is_calculated):
                self.lines.remove(line)
                self.removed.append(line)
            elif line.amount != amount:
                line.amount, line.is_changed = amount, True

    def put_calculation(self, column: MoneyColumn, quantity: Decimal, unit: str, unit_price: int) -> None:
        """Gives the column's cell quantity x unit price (đồng), and the amount that comes of it; raises as `put_amount`."""
        self.put_amount(column, int(quantity * unit_price))
        [line] = self.lines_of(column)
        given = (quantity, unit, unit_price)
        if (line.quantity, line.unit, line.unit_price) != given:
            line.quantity, line.unit, line.unit_price = given
            line.is_changed = True

    def _insert(self, new: Line) -> None:
        later = (place for place, line in enumerate(self.lines) if line.column > new.column)
        self.lines.insert(next(later, len(self.lines)), new)

    def sums(self) -> dict[str, int]:
        """What the task counts for, computed: in all ("sum"), by year ("year:2019") and by sources ("source:NSTW")."""
        sums: dict[str, int] = defaultdict(int)
        for sources, year, amount in planned_parts(self.total, self.sources, self.lines):
            sums["sum"] += amount
            sums[f"source{_key(None, sources)}"] += amount
            if year:
                sums[f"year:{year}"] += amount
        return sums

    def amounts(self) -> dict[str, int]:
        """The amount of each of its columns that has one, by key; the total as "total"."""
        amounts: dict[str, int] = {} if self.total is None else {"total": self.total}
        for line in self.lines:
            if line.amount is not None:
                key = _key(line.year, set_of(line.sources))
                amounts[key] = amounts.get(key, 0) + line.amount
        return amounts


def added(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Amounts added up, column by column; a column in which nobody gives any is not there."""
    whole: dict[str, int] = defaultdict(int)
    for part in parts:
        for key, amount in part.items():
            whole[key] += amount
    return dict(whole)


def task_money(version: PlanVersion, keys: Collection[str] | None = None) -> dict[str, TaskMoney]:
    """The money of the version's tasks by key, in printed order; only of those with `keys` where they are given."""
    tasks = Task.objects.filter(version=version)
    lines = BudgetLine.objects.filter(version=version, task_budget__isnull=False)
    if keys is not None:
        tasks, lines = tasks.filter(key__in=keys), lines.filter(task_budget__task__key__in=keys)
    found = {money.key: money for money in _read_tasks(tasks)}
    by_budget = {money.budget_id: money for money in found.values() if money.budget_id}
    for budget_id, line in _read_lines(lines):
        by_budget[budget_id].lines.append(line)
    return found


def _read_tasks(tasks) -> Iterator[TaskMoney]:
    rows = tasks.order_by("group__position", "position").values_list(
        "pk", "key", "number", "action", "group_id", "position",
        "budget__pk", "budget__text", "budget__total", "budget__sources",
    )  # fmt: skip
    for *of_task, budget_id, text, total, sources in rows:
        yield TaskMoney(*of_task, budget_id, text or "", _dong(total), sources or [])


def _read_lines(lines) -> Iterator[tuple[int, Line]]:
    rows = lines.order_by("position").values_list(
        "task_budget_id", "year", "sources", "amount", "quantity", "unit", "unit_price", "pk", "position"
    )
    for budget_id, year, sources, amount, quantity, unit, unit_price, *of_row in rows:
        yield budget_id, Line(year, sources, _dong(amount), quantity, unit, _dong(unit_price), *of_row)


def _dong(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount)
