"""The money part of the plan report: the figures of `budgets.tables`, and the budget tables as printed."""

from decimal import Decimal

from budgets.enums import Axis, Source, source_names
from budgets.models import BudgetLine, BudgetRow, BudgetTable
from budgets.sums import PlannedMoney, planned_money
from budgets.tables import NO_SOURCE, NONE_GIVEN, MoneyRow, MoneyTable, money_by_source, money_by_year
from core.numbers import format_million, format_number
from plans.models import PlanVersion
from reporting.contents import plan_report as contents


def build_money(version: PlanVersion) -> contents.Money:
    """The planned money of a version that comes from `budgets.selectors.with_content`."""
    money = planned_money(version)
    by_source = money_by_source(money)
    return contents.Money(
        year=str(money.year or ""),
        total=by_source.total.total_text,
        published=by_source.published_text,
        unknown_groups=tuple(part.group.title for part in money.groups if part.total is None),
        bars=_bars(money),
        by_source=_table(by_source),
        by_year=_table(money_by_year(money, version)),
        statements=tuple(
            contents.Fact(row.clause, row.text) for row in version.financingstatement_rows.all()
        ),
        printed=tuple(_printed(table) for table in version.budgettable_rows.all()),
    )


def _bars(money: PlannedMoney) -> tuple[contents.Bar, ...]:
    order = {source: place for place, source in enumerate(Source.values)}
    sums = sorted(money.by_sources.items(), key=lambda item: (len(item[0]), [order[s] for s in item[0]]))
    return tuple(
        contents.Bar(
            source_names(sources) + (" (không tách)" if len(sources) > 1 else "") or NO_SOURCE,
            int(amount),
            format_million(amount),
        )
        for sources, amount in sums
    )


def _table(table: MoneyTable) -> contents.MoneyTable:
    rows = tuple(_row(row) for row in table.rows)
    return contents.MoneyTable(tuple(table.columns), rows, _row(table.total), table.published_text)


def _row(row: MoneyRow) -> contents.MoneyRow:
    lines = tuple(
        tuple(contents.MoneyCell(cell.text, cell.state, cell.span) for cell in line) for line in row.lines
    )
    return contents.MoneyRow(row.number, row.label, row.phase, lines, row.total_text)


# Tables as printed


def _printed(table: BudgetTable) -> contents.PrintedTable:
    rows, totals = list(table.rows.all()), list(table.totals.all())
    lines = [line for row in rows for line in row.lines.all()]
    named = {s for line in lines if _is_source(line) for s in line.sources} | {t.source for t in totals}
    sources = [source for source in Source.values if source in named]
    years = sorted(
        {line.year for line in lines if _is_year(line)} | {t.year for t in totals if t.axis == Axis.YEAR}
    )
    origin = any(row.source_text or row.sources for row in rows)
    columns = ["TT", "Nội dung", *(Source(s).label for s in sources), *map(str, years), "Tổng"]
    return contents.PrintedTable(
        title=table.title,
        remarks=tuple(_remarks(table)),
        columns=(*columns, "Nguồn") if origin else tuple(columns),
        numeric=(False, False, *[True] * (len(columns) - 2), *[False] * origin),
        rows=tuple(_printed_row(row, sources, years, origin) for row in rows),
        total=_printed_total(table, totals, sources, years, origin) if totals else (),
    )


def _remarks(table: BudgetTable):
    yield f"Đơn vị tính: {table.unit}" + (f"; năm {table.year}" if table.year else "")
    if table.amount_in_words:
        yield f"Số tiền bằng chữ như in: {table.amount_in_words}"
    if not table.complete:
        yield "Bản nguồn chỉ còn phần đầu của bảng này; phần bị cắt chưa rõ."
    if table.includes_dn is not None:
        counted = "đã gồm" if table.includes_dn else "không gồm"
        yield f"Tổng in {counted} kinh phí của doanh nghiệp (DN)."


def _is_source(line: BudgetLine) -> bool:
    return line.axis == Axis.SOURCE and len(line.sources) == 1


def _is_year(line: BudgetLine) -> bool:
    return line.axis == Axis.YEAR and line.year is not None


def _printed_row(row: BudgetRow, sources: list[str], years: list[int], origin: bool) -> tuple[str, ...]:
    lines = list(row.lines.all())
    by_source = {line.sources[0]: line.amount for line in lines if _is_source(line)}
    by_year = {line.year: line.amount for line in lines if _is_year(line)}
    rest = [f"- {line_text(line)}" for line in lines if not _is_source(line) and not _is_year(line)]
    return (
        row.number,
        "\n".join((row.label, *rest)),
        *(_amount(by_source.get(source)) for source in sources),
        *(_amount(by_year.get(year)) for year in years),
        _amount(row.total),
        *([row.source_text or source_names(row.sources)] if origin else []),
    )


def _printed_total(table: BudgetTable, totals: list, sources: list, years: list, origin: bool) -> tuple:
    by_source = {total.source: total.amount for total in totals if total.axis == Axis.SOURCE}
    by_year = {total.year: total.amount for total in totals if total.axis == Axis.YEAR}
    whole = next((total.amount for total in totals if total.axis == Axis.TOTAL), None)
    return (
        "",
        table.total_label or "Tổng cộng",
        *(_amount(by_source.get(source)) for source in sources),
        *(_amount(by_year.get(year)) for year in years),
        _amount(whole),
        *[""] * origin,
    )


def _amount(amount: Decimal | None) -> str:
    return NONE_GIVEN if amount is None else format_million(amount)


def line_text(line: BudgetLine, unknown: str = NONE_GIVEN) -> str:
    """A calculation as printed: "2 hội nghị x 3 = 6 (NSTW, năm 2019)"; `unknown` for an amount that is not."""
    quantity = "" if line.quantity is None else format_number(line.quantity)
    count = f"{quantity} {line.unit}".strip()
    price = format_million(line.unit_price) if line.unit_price is not None else ""
    product = " x ".join(part for part in (count, price) if part)
    about = ", ".join(
        part for part in (source_names(line.sources), f"năm {line.year}" if line.year else "") if part
    )
    amount = unknown if line.amount is None else format_million(line.amount)
    figures = " = ".join(part for part in (product, amount) if part)
    return f"{figures}{f' ({about})' if about else ''}"
