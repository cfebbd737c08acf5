"""The money of a plan: every budget table as printed, with the computed totals beside the printed ones."""

from dataclasses import dataclass

from budgets.enums import Axis, Source, source_names
from budgets.findings import TotalCheck, total_checks
from budgets.findings.money import sub_source_names
from budgets.models import BudgetRow, BudgetTable
from budgets.tables import NONE_GIVEN, UNKNOWN
from core.numbers import format_million
from portal.plan_pages.header import PlanPage
from portal.plan_pages.words import calculation

Column = tuple[str, str]  # axis and source or year; ("total", "")


@dataclass(frozen=True)
class PrintedCell:
    """What a cell shows under the head of its column; `differs` where the printed total is not the computed one."""

    column: str
    text: str
    differs: bool = False


@dataclass(frozen=True)
class PrintedRow:
    """A row as printed; `details` are its calculations, `source_text` the words of its source column."""

    number: str
    label: str
    cells: list[PrintedCell]
    source_text: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedTable:
    """A budget table in its printed columns. `computed` is the row of sums below the printed total row."""

    table: BudgetTable
    anchor: str
    columns: list[str]
    has_source_text: bool
    rows: list[PrintedRow]
    total: PrintedRow | None
    computed: PrintedRow | None


@dataclass(frozen=True)
class CheckRow:
    """A printed total beside the computed one, in words."""

    where: str
    printed: str
    computed: str
    agrees: bool


@dataclass(frozen=True)
class ClauseOfMoney:
    """A sentence of the plan on where its money comes from."""

    clause: str
    text: str
    amount: str
    sources: str
    amount_in_words: str


def printed_tables(page: PlanPage) -> list[PrintedTable]:
    """All budget tables of the plan in printed order."""
    checks = {check.place: check for check in total_checks(page.version)}
    tables = enumerate(page.version.budgettable_rows.all(), start=1)
    return [_table(table, f"bang-{number}", checks) for number, table in tables]


def check_rows(page: PlanPage) -> list[CheckRow]:
    """Every comparison of a printed total with its parts, agreeing or not."""
    return [
        CheckRow(
            where=check.where,
            printed=check.printed_text or _million(check.printed),
            computed=_million(check.expected),
            agrees=check.agrees,
        )
        for check in total_checks(page.version)
    ]


def clauses_of_money(page: PlanPage) -> list[ClauseOfMoney]:
    names = sub_source_names()
    return [
        ClauseOfMoney(
            clause=row.clause,
            text=row.text,
            amount="" if row.amount is None else format_million(row.amount),
            sources="; ".join(
                part
                for part in (source_names(row.sources), ", ".join(names.get(c, c) for c in row.sub_sources))
                if part
            ),
            amount_in_words=row.amount_in_words,
        )
        for row in page.version.financingstatement_rows.all()
    ]


def _table(table: BudgetTable, anchor: str, checks: dict[str, TotalCheck]) -> PrintedTable:
    rows, totals = list(table.rows.all()), list(table.totals.all())
    columns = _columns(rows, totals)
    published = {(total.axis, str(total.source or total.year or "")): total.amount for total in totals}
    sums = {
        column: checks.get(f"budget_tables/{table.key}/totals/{column[1] or 'total'}") for column in columns
    }
    return PrintedTable(
        table=table,
        anchor=anchor,
        columns=[_column_label(column) for column in columns],
        has_source_text=any(row.source_text or row.sources for row in rows),
        rows=[_row(row, columns) for row in rows],
        total=PrintedRow("", table.total_label or "Tổng cộng", [_cell(published, c) for c in columns])
        if published
        else None,
        computed=PrintedRow("", "Cộng các dòng", [_sum(column, sums[column]) for column in columns])
        if any(sums.values())
        else None,
    )


def _columns(rows: list[BudgetRow], totals) -> list[Column]:
    lines = [line for row in rows for line in row.lines.all()]
    sources = {line.sources[0] for line in lines if line.axis == Axis.SOURCE}
    sources |= {total.source for total in totals if total.axis == Axis.SOURCE}
    years = {line.year for line in lines if line.axis == Axis.YEAR}
    years |= {total.year for total in totals if total.axis == Axis.YEAR}
    has_total = any(row.total is not None for row in rows) or any(t.axis == Axis.TOTAL for t in totals)
    return [
        *([(Axis.TOTAL.value, "")] if has_total else []),
        *((Axis.SOURCE.value, source) for source in Source.values if source in sources),
        *((Axis.YEAR.value, str(year)) for year in sorted(years)),
    ]


def _column_label(column: Column) -> str:
    axis, name = column
    if axis == Axis.SOURCE:
        return Source(name).label
    return f"Năm {name}" if axis == Axis.YEAR else "Tổng"


def _row(row: BudgetRow, columns: list[Column]) -> PrintedRow:
    lines = list(row.lines.all())
    amounts = {
        (line.axis, line.sources[0] if line.axis == Axis.SOURCE else str(line.year)): line.amount
        for line in lines
        if line.axis != Axis.LINE
    } | {(Axis.TOTAL.value, ""): row.total}
    return PrintedRow(
        number=row.number,
        label=row.label,
        cells=[_cell(amounts, column) for column in columns],
        source_text=row.source_text or source_names(row.sources),
        details=tuple(_detail(line) for line in lines if line.axis == Axis.LINE),
    )


def _cell(amounts: dict, column: Column) -> PrintedCell:
    if column not in amounts:
        return PrintedCell(_column_label(column), NONE_GIVEN)
    return PrintedCell(_column_label(column), _million(amounts[column]))


def _sum(column: Column, check: TotalCheck | None) -> PrintedCell:
    label = _column_label(column)
    if check is None:
        return PrintedCell(label, NONE_GIVEN)
    return PrintedCell(label, _million(check.computed), not check.agrees)


def _detail(line) -> str:
    """ "2017, NSTW: 2 hội nghị x 3 = 6"."""
    label = ", ".join(part for part in (str(line.year or ""), source_names(line.sources)) if part)
    sum_text = " = ".join(part for part in (calculation(line), _million(line.amount)) if part)
    return ": ".join(part for part in (label, sum_text) if part)


def _million(amount) -> str:
    return UNKNOWN if amount is None else format_million(amount)
