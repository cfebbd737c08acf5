"""Money on sheets: the tables of `budgets.tables`, the printed tables beside what follows from them, and what
the plan says about its sources. All in triệu đồng; a figure is always a number, whatever stands around it.
"""

from collections.abc import Iterable
from decimal import Decimal

from budgets.enums import Axis, Source, source_names
from budgets.findings import TotalCheck
from budgets.models import BudgetLine, BudgetRow, BudgetTable, FundingSource
from budgets.tables import NONE_GIVEN, UNKNOWN, MoneyCell, MoneyRow, MoneyTable
from core.numbers import dong_to_million, format_million
from plans.models import PlanVersion
from reporting.builders.fields import Field, Record, columns, filled, head, line, nothing
from reporting.contents.workbook import Cell, Column, Row, RowStyle, Sheet

UNIT = "Đơn vị tính: triệu đồng"
LEGEND = (
    f"“{UNKNOWN}”: kế hoạch không cho số liệu nào. “{NONE_GIVEN}”: kế hoạch có số liệu, nhưng không có khoản nào "
    "ở cột này. Số 0 là số 0 in trong kế hoạch."
)


def money_sheet(table: MoneyTable, name: str, title: tuple[str, ...] = ()) -> Sheet:
    """A table of planned money, as the page shows it; the printed total below where it is another."""
    rows, phase = [], ""
    for row in table.rows:
        if row.phase != phase:
            phase = row.phase
            rows.append(Row((Cell(phase, span=len(table.columns) + 3),), "phase"))
        rows += _money_rows(row)
    rows += _money_rows(table.total, "total")
    if table.published is not None:
        rows += _published_rows(table)
    year = (f"Số liệu của năm {table.year}.",) if table.year else ()
    return Sheet(
        name=name,
        title=title,
        unit=UNIT,
        columns=(
            Column("TT", width=8),
            Column("Nội dung", width=60),
            *(Column(column, "money") for column in table.columns),
            Column("Tổng cộng", "money"),
        ),
        rows=tuple(rows),
        notes=(*year, LEGEND),
        frozen_columns=2,
    )


def _money_rows(row: MoneyRow, style: RowStyle = "plain") -> list[Row]:
    """The row's lines; number, label and total lie over all of them."""
    first, *others = row.lines or [[]]
    tall = len(others) + 1
    before = (Cell(row.number, rowspan=tall), Cell(row.label, rowspan=tall))
    total = _amount_or_unknown(row.total, rowspan=tall)
    return [
        Row((*before, *map(_money_cell, first), total), style),
        *(Row(tuple(map(_money_cell, cells)), style) for cells in others),
    ]


def _money_cell(cell: MoneyCell) -> Cell:
    """A number; what lies across columns stays text, or it would be added to the first of them."""
    if cell.state == "amount" and not cell.label:
        return Cell(dong_to_million(cell.amount), span=cell.span)
    return Cell(cell.text, span=cell.span, unknown=cell.state == "unknown")


def _published_rows(table: MoneyTable) -> list[Row]:
    wide = len(table.columns)

    def row(label: str, amount: Decimal, style: RowStyle) -> Row:
        return Row(("", Cell(label, span=wide + 1), dong_to_million(amount)), style)

    rows = [row("Tổng in trong kế hoạch", table.published, "total")]
    if table.total.total is not None:
        difference = table.published - table.total.total
        rows.append(row("Chênh lệch (tổng in trừ tổng tính)", difference, "computed"))
    return rows


def _amount_or_unknown(amount: Decimal | None, rowspan: int = 1) -> Cell:
    if amount is None:
        return Cell(UNKNOWN, rowspan=rowspan, unknown=True)
    return Cell(dong_to_million(amount), rowspan=rowspan)


# --- printed tables ---


def printed_table_sheet(table: BudgetTable, name: str, checks: Iterable[TotalCheck] = ()) -> Sheet:
    """A printed table in its own columns, with its total row as printed and, apart from it, as computed.

    `checks` (`budgets.findings.total_checks`) say below the table which printed figures differ.
    """
    records = [record for row in table.rows.all() for record in _row_records(row)]
    printed, computed = _printed_totals(table), _computed_totals(table)
    fields = filled(_table_fields(table), [*records, printed], always=("number", "label", "total"))
    rows = [line(fields, record) for record in records]
    if printed:
        label = table.total_label or "Tổng cộng"
        rows.append(line(fields, printed | {"label": f"{label} (in trong kế hoạch)"}, "total"))
    if table.complete and records:
        rows.append(line(fields, computed | {"label": "Tổng tính từ các dòng"}, "computed"))
        if difference := _differences(printed, computed):
            rows.append(line(fields, difference | {"label": "Chênh lệch (in trừ tính)"}, "computed"))
    return Sheet(
        name=name,
        title=(table.title,),
        unit=f"Đơn vị tính: {table.unit}",
        columns=columns(fields),
        header=head(fields),
        rows=tuple(rows) or (nothing(fields, "Bảng in không còn dòng nào."),),
        notes=_table_notes(table, checks),
        frozen_columns=2,
    )


def _table_fields(table: BudgetTable) -> list[Field]:
    lines = [item for row in table.rows.all() for item in row.lines.all()]
    sources = {item.sources[0] for item in lines if item.axis == Axis.SOURCE}
    years = {item.year for item in lines if item.axis == Axis.YEAR}
    totals = list(table.totals.all())
    sources |= {total.source for total in totals if total.axis == Axis.SOURCE}
    years |= {total.year for total in totals if total.axis == Axis.YEAR}
    return [
        Field("number", Column("TT", width=8)),
        Field("label", Column("Nội dung", width=60)),
        Field("total", Column("Tổng kinh phí", "money")),
        *(Field(s, Column(Source(s).label, "money"), "Trong đó") for s in Source.values if s in sources),
        *(Field(str(y), Column(f"Năm {y}", "money"), "Theo năm") for y in sorted(years)),
        Field("quantity", Column("Số lượng", "number"), "Chi tiết"),
        Field("unit", Column("Đơn vị", width=20), "Chi tiết"),
        Field("unit_price", Column("Đơn giá", "money"), "Chi tiết"),
        Field("amount", Column("Thành tiền", "money"), "Chi tiết"),
        Field("year", Column("Năm", "year"), "Chi tiết"),
        Field("sources", Column("Nguồn", width=24)),
        Field("by_source", Column("Cộng theo nguồn", "money"), "Cổng thông tin tính"),
        Field("by_year", Column("Cộng theo năm", "money"), "Cổng thông tin tính"),
        Field("by_line", Column("Cộng các khoản", "money"), "Cổng thông tin tính"),
    ]


def _row_records(row: BudgetRow) -> list[Record]:
    lines = list(row.lines.all())
    record = {
        "number": row.number,
        "label": row.label,
        "total": _amount_or_unknown(row.total),
        "sources": row.source_text or source_names(row.sources),
    }
    record |= _parts({_place(item): item.amount for item in lines if item.axis != Axis.LINE})
    details = [item for item in lines if item.axis == Axis.LINE]
    if known := [item.amount for item in details if item.amount is not None]:
        record["by_line"] = dong_to_million(sum(known))
    return [record, *map(line_record, details)]


def line_record(item: BudgetLine) -> Record:
    """The smallest printed amount with its calculation, where one is printed."""
    return {
        "quantity": item.quantity,
        "unit": item.unit,
        "unit_price": _million(item.unit_price),
        "amount": _amount_or_unknown(item.amount),
        "year": item.year,
        "sources": source_names(item.sources),
    }


def _place(item) -> str:
    """The name of the field in which a line or a total of an axis stands."""
    if item.axis == Axis.SOURCE:
        return getattr(item, "source", None) or item.sources[0]
    return str(item.year) if item.axis == Axis.YEAR else "total"


def _parts(amounts: dict[str, Decimal | None]) -> Record:
    """Amounts by source and by year as a record, with the sums that follow from them."""
    known = {name: amount for name, amount in amounts.items() if amount is not None}
    record: Record = {name: dong_to_million(amount) for name, amount in known.items()}
    for field, names in (
        ("by_source", set(Source.values)),
        ("by_year", set(known) - {*Source.values, "total"}),
    ):
        if parts := [amount for name, amount in known.items() if name in names]:
            record[field] = dong_to_million(sum(parts))
    return record


def _printed_totals(table: BudgetTable) -> Record:
    return _parts({_place(total): total.amount for total in table.totals.all()})


def _computed_totals(table: BudgetTable) -> Record:
    amounts: dict[str, Decimal] = {}
    for row in table.rows.all():
        printed = {_place(item): item.amount for item in row.lines.all() if item.axis != Axis.LINE}
        for name, amount in (printed | {"total": row.total}).items():
            if amount is not None:
                amounts[name] = amounts.get(name, 0) + amount
    return _parts(amounts)


def _differences(printed: Record, computed: Record) -> Record:
    both = [name for name in printed if name in computed]
    differing = {name: printed[name] - computed[name] for name in both if printed[name] != computed[name]}
    return differing


def _table_notes(table: BudgetTable, checks: Iterable[TotalCheck]) -> tuple[str, ...]:
    notes = []
    if table.amount_in_words:
        notes.append(f"Số tiền bằng chữ (in trong kế hoạch): {table.amount_in_words}.")
    if table.includes_dn is not None:
        notes.append(
            f"Tổng in {'đã gồm' if table.includes_dn else 'không gồm'} kinh phí của doanh nghiệp (DN)."
        )
    if not table.complete:
        notes.append("Bản gốc bị cắt: bảng chỉ có những dòng còn đọc được, nên không cộng các cột.")
    return (*notes, *(_check_note(check, table) for check in checks if _concerns(check, table)))


def _concerns(check: TotalCheck, table: BudgetTable) -> bool:
    return check.place.startswith(f"budget_tables/{table.key}/") and check.printed != check.computed


def _check_note(check: TotalCheck, table: BudgetTable) -> str:
    where = check.where.removeprefix(f"Bảng “{table.title}”, ")
    printed = f"bằng chữ “{check.printed_text}”" if check.in_words else format_million(check.printed)
    return f"Khác nhau – {where}: in {printed}; tính {format_million(check.computed)}."


def _million(dong: Decimal | None) -> Decimal | None:
    return None if dong is None else dong_to_million(dong)


# --- what the plan says about its sources ---

_FINANCING = (
    Field("clause", Column("Điều khoản", width=10)),
    Field("text", Column("Nội dung in", width=70)),
    Field("amount", Column("Số tiền in (triệu đồng)", "money")),
    Field("words", Column("Bằng chữ", width=24)),
    Field("sources", Column("Nguồn", width=14)),
    Field("sub_sources", Column("Nguồn chi tiết", width=26)),
)


def financing_sheet(version: PlanVersion) -> Sheet:
    """Every sentence of the plan on where its money comes from, with the amount where it prints one."""
    names = dict(FundingSource.objects.values_list("code", "name"))
    records = [
        {
            "clause": row.clause,
            "text": row.text,
            "amount": _million(row.amount),
            "words": row.amount_in_words,
            "sources": source_names(row.sources),
            "sub_sources": "; ".join(names.get(code, code) for code in row.sub_sources),
        }
        for row in version.financingstatement_rows.all()
    ]
    fields = filled(_FINANCING, records, always=("clause", "text"))
    rows = tuple(line(fields, record) for record in records)
    return Sheet(
        name="Quy định về nguồn",
        title=("Quy định về nguồn kinh phí",),
        columns=columns(fields),
        rows=rows or (nothing(fields, "Kế hoạch không nêu nguồn kinh phí."),),
    )
