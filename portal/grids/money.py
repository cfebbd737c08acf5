"""The money of a draft's tasks as a grid: groups and tasks, a total, and an amount for each year and set of sources."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from agencies.models import User
from budgets.enums import Source
from budgets.findings.totals import TotalCheck, total_checks
from budgets.models import FundingSource
from budgets.selectors import with_money
from budgets.services import save_task_money
from budgets.sums import set_of
from budgets.task_money import Line, MoneyColumn, SeveralLinesError, TaskMoney, added, task_money
from core.numbers import editable_million, format_million, format_number
from core.text import collapse, printable, unaccented
from plans.models import PlanVersion, TaskGroup
from plans.services import locked_draft
from portal.grids.batch import Cells, Change, Outcome, Reading, Refused, Value, apply, read_amounts
from portal.grids.calculations import Calculation, calculation_of, read_lines

TOTAL_ROW = "all"
GROUP = "group:"  # before the key of a group's row: no task's key looks so
SEPARATORS = re.compile(r"\s*(?:[+;,/&\n]|\bvà\b)\s*")
LONGEST_TEXT = 20_000


class MoneyCells(Cells):
    """The cells of the money grid over the tasks that a batch is about."""

    def __init__(self, moneys: dict[str, TaskMoney]):
        self.moneys = moneys

    def text(self, row: str, column: str) -> str:
        money = self.moneys[row]
        if column == "sources":
            return _source_text(money.sources)
        if column == "text":
            return money.text
        if column == "total":
            return _amount_text(money.total)
        return _cell_text(money.lines_of(_line_column(column)))

    def read(self, column: str, texts: Sequence[str]) -> list[Reading]:
        if column == "sources":
            return [self._read_sources(text) for text in texts]
        if column == "text":
            return [_read_text(text) for text in texts]
        if column == "total":
            return read_amounts(texts)
        _line_column(column)
        return read_lines(texts)

    def put(self, row: str, column: str, value: Any) -> None:
        money = self.moneys[row]
        if column in ("text", "sources", "total"):
            money.put(**{column: value})
            return
        try:
            if isinstance(value, Calculation):
                money.put_calculation(_line_column(column), value.quantity, value.unit, value.unit_price)
            else:
                money.put_amount(_line_column(column), value)
        except SeveralLinesError:
            raise ValueError("Ô này gồm nhiều khoản; hãy mở nhiệm vụ để sửa từng khoản.") from None

    @cached_property
    def _names(self) -> dict[str, str]:
        """The codes of sources by their codes, labels and spellings, unaccented."""
        names = {unaccented(name): source.value for source in Source for name in (source.value, source.label)}
        for found in FundingSource.objects.filter(parent=None):
            for name in (found.name, *found.aliases):
                names.setdefault(unaccented(collapse(name)), found.code)
        return names

    def _read_sources(self, text: str) -> Reading:
        words = [word for word in SEPARATORS.split(collapse(text)) if word]
        codes = [self._names.get(unaccented(word)) for word in words]
        if unknown := [word for word, code in zip(words, codes, strict=True) if code is None]:
            labels = ", ".join(source.label for source in Source)
            return Refused(
                f"Không có nguồn “{unknown[0][:60]}”. Hãy ghi {labels}; nhiều nguồn thì nối bằng dấu +."
            )
        found = list(dict.fromkeys(codes))
        return Value(found, _source_text(found))


def _line_column(key: str) -> MoneyColumn:
    try:
        return MoneyColumn.parse(key)
    except ValueError:
        raise KeyError(key) from None


def _read_text(text: str) -> Reading:
    try:
        words = printable(text)
    except ValueError as error:
        return Refused(f"Chữ {error}; hãy gõ lại.")
    if len(words) > LONGEST_TEXT:
        return Refused(f"Dài quá {format_number(LONGEST_TEXT)} ký tự.")
    return Value(words, words)


def _source_text(sources: Sequence[str]) -> str:
    return " + ".join(Source(source).label for source in sources)


def _amount_text(dong: int | None) -> str:
    return "" if dong is None else editable_million(dong)


def _cell_text(lines: list[Line]) -> str:
    """What a cell holds: "6"; "2 hội nghị x 3 = 6" where the plan prints how it comes about."""
    calculation = calculation_of(lines)
    return calculation.text if calculation else _amount_text(_sum(lines))


def _sum(lines: list[Line]) -> int | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts) if amounts else None


def write_money(version: PlanVersion, changes: list[Change], *, whole: bool, by: User) -> Outcome:
    """Writes what can be of the changes, in the transaction that runs; the rest is open.

    PermissionDenied and ValidationError as `locked_draft`; NothingWrittenError as `batch.apply`.
    """
    locked = locked_draft(version, by=by)
    moneys = task_money(locked, {change.row for change in changes})
    outcome = apply(changes, MoneyCells(moneys), whole=whole)
    save_task_money(locked, moneys.values())
    return outcome


class MoneyTable:
    """All money of a version as rows of finished texts; two queries for the tasks, one for the groups."""

    def __init__(self, version: PlanVersion):
        self.version = version
        self.tasks = task_money(version)
        groups = TaskGroup.objects.filter(version=version).order_by("position")
        self.groups = list(groups.values_list("pk", "key", "number", "title"))

    @cached_property
    def by_group(self) -> dict[int, list[TaskMoney]]:
        by_group = defaultdict(list)
        for money in self.tasks.values():
            by_group[money.group_id].append(money)
        return by_group

    @cached_property
    def columns(self) -> list[MoneyColumn]:
        """Those in which the plan says something."""
        found = {(line.year, set_of(line.sources)) for money in self.tasks.values() for line in money.lines}
        return sorted(MoneyColumn(year, sources) for year, sources in found)

    @property
    def years(self) -> list[int]:
        """Those of the period, and others to which the plan gives money."""
        period = range(self.version.period_start, self.version.period_end + 1)
        return sorted({*period, *(column.year for column in self.columns if column.year)})

    def rows(self) -> list[dict]:
        """Groups, each before its tasks, and the sum of all last."""
        rows = []
        for pk, key, number, title in self.groups:
            rows.append({"id": f"{GROUP}{key}", "kind": "group", "number": number, "name": title})
            rows += [_task_row(money) for money in self.by_group[pk]]
        return [*rows, {"id": TOTAL_ROW, "kind": "total", "number": "", "name": "Tổng cộng"}]

    def overview(self) -> list[dict]:
        """The rows with what the plan says in all of each, as people read it: the page without JavaScript."""
        rows, wholes = [], []
        for pk, key, number, title in self.groups:
            tasks = self.by_group[pk]
            wholes.append(_whole(tasks))
            rows.append(_overview(f"{GROUP}{key}", "group", number, title, wholes[-1]))
            for money in tasks:
                of_task = _overview(money.key, "task", money.number, money.action, _whole([money]))
                rows.append(of_task | {"sources": _source_text(money.sources)})
        return [*rows, _overview(TOTAL_ROW, "total", "", "Tổng cộng", added(wholes))]

    def sums(self, only: set[str] | None = None) -> dict[str, dict[str, str]]:
        """Computed cells by row: what each task counts for, and each column of groups and of the whole.

        `only`: the rows of these tasks, of their groups, and of the whole.
        """
        found, wholes = {}, []
        for pk, key, *_ in self.groups:
            tasks = self.by_group[pk]
            wholes.append(whole := _whole(tasks))
            if only is None or any(money.key in only for money in tasks):
                found[f"{GROUP}{key}"] = _texts(whole)
        for key, money in self.tasks.items():
            if only is None or key in only:
                found[key] = _texts(money.sums())
        return found | {TOTAL_ROW: _texts(added(wholes))}

    def details(self, keys: Collection[str]) -> dict[str, dict[str, str]]:
        """How amounts of the tasks with these keys come about, by row and column."""
        return {key: _details(self.tasks[key]) for key in keys if key in self.tasks}


def _task_row(money: TaskMoney) -> dict:
    row = {
        "id": money.key, "kind": "task", "number": money.number, "name": money.action,
        "text": money.text, "sources": _source_text(money.sources),
    }  # fmt: skip
    row |= _texts(money.amounts())
    for column in {line.column for line in money.lines if line.adds_up}:
        row[column.key] = _cell_text(money.lines_of(column))
    if details := _details(money):
        row["details"] = details
    return row


def _whole(tasks: Iterable[TaskMoney]) -> dict[str, int]:
    """What tasks count for together, and the sum of each of their columns."""
    return added(part for money in tasks for part in (money.sums(), money.amounts()))


def _overview(row: str, kind: str, number: str, name: str, whole: dict[str, int]) -> dict:
    shown = {column: format_million(whole[column]) for column in ("total", "sum") if column in whole}
    return {"id": row, "kind": kind, "number": number, "name": name} | shown


def _texts(amounts: dict[str, int]) -> dict[str, str]:
    return {key: editable_million(amount) for key, amount in amounts.items()}


def _details(money: TaskMoney) -> dict[str, str]:
    """How amounts come about, where the plan says so: "2 hội nghị x 3", by column; what is several ends in a word."""
    found: dict[tuple, list[Line]] = defaultdict(list)
    for line in money.lines:
        found[line.year, set_of(line.sources)].append(line)
    return {
        MoneyColumn(*column).key: "; ".join(map(_detail, lines))
        for column, lines in found.items()
        if len(lines) > 1 or lines[0].is_calculated
    }


def _detail(line: Line) -> str:
    quantity = "" if line.quantity is None else format_number(line.quantity)
    price = "" if line.unit_price is None else f"x {format_million(line.unit_price)}"
    amount = "chưa rõ" if line.amount is None else format_million(line.amount)
    calculation = " ".join(filter(None, (quantity, line.unit, price)))
    return f"{calculation} = {amount}" if calculation else amount


def marks(version: PlanVersion) -> dict[str, dict[str, list[str]]]:
    """What contradicts itself in the grid: messages by row and column, from the checks of totals (`budgets.findings`)."""
    loaded = with_money(PlanVersion.objects).get(pk=version.pk)
    places = _places(loaded)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for check in total_checks(loaded):
        if not check.agrees and check.place in places:
            row, column = places[check.place]
            found[row][column].append(_said(check))
    return found


def _said(check: TotalCheck) -> str:
    gap = check.printed - check.expected
    direction = "nhiều hơn" if gap > 0 else "ít hơn"
    return (
        f"{check.where}: ghi {format_million(check.printed)}, tính được {format_million(check.expected)} "
        f"({direction} {format_million(abs(gap))} triệu đồng)"
    )


def _places(version: PlanVersion) -> dict[str, tuple[str, str]]:
    """Where in the grid stands what a check is about: its place in the document -> row and column."""
    places, groups = {}, {}
    for group in version.taskgroup_rows.all():
        groups[group.pk] = group.key
        for task in group.tasks.all():
            place = f"tasks/{task.key}/budget"
            places[place] = task.key, "total"
            budget = getattr(task, "budget", None)
            for count, line in enumerate(budget.lines.all() if budget else (), start=1):
                places[f"{place}/lines/{count}"] = task.key, MoneyColumn(line.year, set_of(line.sources)).key
    for table in version.budgettable_rows.all():
        for count, row in enumerate(table.rows.all(), start=1):
            if row.group_id:
                place = f"budget_tables/{table.key}/rows/{row.number or count}/group"
                places[place] = f"{GROUP}{groups[row.group_id]}", "total"
    for statement in version.financingstatement_rows.all():
        places[f"financing/{statement.clause}/tasks"] = TOTAL_ROW, "total"
    return places
