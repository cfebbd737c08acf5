"""The planned money of a version as tables of cells: the one form that page, PDF and workbook show.

Three things that are not the same stay apart. An amount, also 0, is what the plan gives. "chưa rõ" stands
where it gives a group no figure at all. "–" stands where it gives figures, but none from this source or in
this year. Sources that the plan leaves unsplit are one cell across their columns and name themselves; an
amount of which it names no source has a column of its own; an amount that is not told by year lies across
the years. Amounts are in đồng; `text` shows triệu đồng.
"""

from dataclasses import dataclass
from typing import Literal

from budgets.enums import Source, source_names
from budgets.sums import GroupMoney, PlannedMoney, Sources
from core.numbers import format_million
from plans.models import PlanVersion

UNKNOWN = "chưa rõ"
NONE_GIVEN = "–"
NO_SOURCE = "Không ghi nguồn"
CellState = Literal["amount", "none_given", "unknown", "empty"]


@dataclass(frozen=True)
class MoneyCell:
    """A cell of a line: from its column on over `span` columns; `label` names unsplit sources."""

    state: CellState
    span: int = 1
    amount: int | None = None
    label: str = ""

    @property
    def text(self) -> str:
        """What people read: "1.390", "NSĐP + DN: 6.120", "–", "chưa rõ", or nothing."""
        if self.state == "amount":
            return (
                f"{self.label}: {format_million(self.amount)}" if self.label else format_million(self.amount)
            )
        return {"none_given": NONE_GIVEN, "unknown": UNKNOWN, "empty": ""}[self.state]


@dataclass(frozen=True)
class MoneyRow:
    """A group's or the total's row: one line of cells, and one more for each amount that lies across.

    `total` is None where the plan gives nothing.
    """

    number: str
    label: str
    phase: str
    lines: list[list[MoneyCell]]
    total: int | None

    @property
    def total_text(self) -> str:
        return UNKNOWN if self.total is None else format_million(self.total)


@dataclass(frozen=True)
class MoneyTable:
    """Rows of groups under columns of sources or years, the computed total last. Unit: triệu đồng.

    `published` is the total that the plan prints for the same money, where it is another number.
    """

    columns: list[str]
    rows: list[MoneyRow]
    total: MoneyRow
    published: int | None
    year: int | None

    @property
    def published_text(self) -> str:
        return "" if self.published is None else format_million(self.published)


def money_by_source(money: PlannedMoney) -> MoneyTable:
    """Groups by source; only the sources that the plan names have a column, and what has none the last."""
    named = {source for sources in money.by_sources for source in sources or ("",)}
    columns = [source for source in (*Source.values, "") if source in named]
    rows = [_row(part, source_lines(part.amounts, columns), part.total) for part in money.groups]
    lines = source_lines(money.by_sources, columns)
    titles = [Source(source).label if source else NO_SOURCE for source in columns]
    return _table(money, titles, rows, lines)


def money_by_year(money: PlannedMoney, version: PlanVersion) -> MoneyTable:
    """Groups by the years of the plan; what the plan does not tell by year lies across them.

    A year beyond the plan's period has a column too where the plan gives it money.
    """
    own = {money.year} if money.year else set(money.by_year)
    years = sorted({*range(version.period_start, version.period_end + 1), *own})
    missing = "unknown" if money.year else "none_given"  # a table for one year says nothing of the others

    def lines(by_year: dict[int, int], total: int | None) -> list[list[MoneyCell]]:
        if money.year:
            by_year = {} if total is None else {money.year: total}
        return _year_lines(by_year, total, years, missing)

    rows = [_row(part, lines(part.by_year, part.total), part.total) for part in money.groups]
    total = lines(money.by_year, money.total)
    return _table(money, [str(year) for year in years], rows, total)


def _table(money: PlannedMoney, columns: list[str], rows: list[MoneyRow], lines: list) -> MoneyTable:
    published = None if money.published == money.total else money.published
    total = MoneyRow("", "Tổng cộng", "", lines, money.total)
    return MoneyTable(columns, rows, total, published, money.year)


def _row(part: GroupMoney, lines: list[list[MoneyCell]], total: int | None) -> MoneyRow:
    phase = part.group.phase.title if part.group.phase else ""
    return MoneyRow(part.group.number, part.group.title, phase, lines, total)


def source_lines(amounts: dict[Sources, int], columns: list[str]) -> list[list[MoneyCell]]:
    """The lines of one row by source: what is known of single sources, then one line for each unsplit set.

    `columns` are values of `Source`; without amounts one unknown cell lies across them.
    """
    if not amounts:
        return _across("unknown", columns)
    single = {"".join(sources): amount for sources, amount in amounts.items() if len(sources) < 2}
    lines = [_line(single, columns)] if single else []
    return lines + [_unsplit(s, amount, columns) for s, amount in amounts.items() if len(s) > 1]


def _year_lines(
    by_year: dict[int, int], total: int | None, years: list[int], missing: CellState
) -> list[list[MoneyCell]]:
    """Years that print more than the total leave no rest: the difference is a finding, not an amount."""
    if total is None and not by_year:
        return _across("unknown", years)
    lines = [_line(by_year, years, missing)] if by_year else []
    rest = (total or 0) - sum(by_year.values())
    if rest > 0 or not lines:
        lines.append([MoneyCell("amount", len(years), rest, "Chưa phân theo năm")])
    return lines


def _line(amounts: dict, columns: list, missing: CellState = "none_given") -> list[MoneyCell]:
    return [
        MoneyCell("amount", 1, amounts[column]) if column in amounts else MoneyCell(missing)
        for column in columns
    ]


def _across(state: CellState, columns: list) -> list[list[MoneyCell]]:
    return [[MoneyCell(state, len(columns))]] if columns else []


def _unsplit(sources: Sources, amount: int, columns: list[str]) -> list[MoneyCell]:
    """From the first to the last of the set's columns."""
    places = [columns.index(source) for source in sources]
    first, last = min(places), max(places)
    before, after = [MoneyCell("empty")] * first, [MoneyCell("empty")] * (len(columns) - last - 1)
    return [*before, MoneyCell("amount", last - first + 1, amount, source_names(sources)), *after]
