"""The tables of the comparison pages as sheets: the same rows, typed numbers, money in triệu đồng."""

from decimal import Decimal

from budgets.tables import NONE_GIVEN, UNKNOWN, MoneyCell
from core.numbers import dong_to_million
from plans.enums import Component
from portal.nationwide.components import ComponentCell, ComponentRow
from portal.nationwide.money import LABELS, MoneyComparison, MoneyFoot, MoneyLine
from portal.nationwide.plans import ProvincePlan
from portal.nationwide.targets import IndicatorComparison
from portal.nationwide.tiles import Tile
from reporting.contents.workbook import Cell, Column, Row, Sheet, Value

UNIT = "Đơn vị tính tiền: triệu đồng"
PLAN_COLUMNS = (
    Column("Tỉnh ban hành", width=24),
    Column("Nay thuộc", width=24),
    Column("Văn bản"),
    Column("Kỳ", width=12),
)


def components_sheet(rows: list[ComponentRow], title: str, filters: str) -> Sheet:
    """A row for each plan, three columns for each component: tasks, money, headings as printed."""
    parts = [
        (
            Column(f"{label}: nhiệm vụ", "number", 11),
            Column(f"{label}: kinh phí", "money", 14),
            Column(f"{label}: nhóm như in"),
        )
        for label in Component.labels
    ]
    columns = (
        *PLAN_COLUMNS,
        Column("Tổng số nhiệm vụ", "number", 11),
        *(column for part in parts for column in part),
    )
    over = [Cell(column.title, rowspan=2) for column in columns[:5]]
    header = (
        Row((*over, *(Cell(label, span=3) for label in Component.labels))),
        Row(("Nhiệm vụ", "Kinh phí", "Nhóm như in") * len(parts)),
    )
    body = tuple(
        Row(
            (
                *_plan(row.plan),
                row.plan.tasks,
                *(v for code in Component.values for v in _component(row.cells[code])),
            )
        )
        for row in rows
    )
    return Sheet("Hợp phần", columns, body, _titles(title, filters), UNIT, header=header, frozen_columns=1)


def component_sheet(cells: list[ComponentCell], title: str, filters: str) -> Sheet:
    """A row for each task of one component, under the heading of its group."""
    columns = (
        Column("Tỉnh ban hành", width=24),
        Column("Nhóm như in"),
        Column("Số", width=8),
        Column("Nhiệm vụ", width=60),
        Column("Chủ trì"),
        Column("Thời gian", width=20),
    )
    rows = [
        Row((cell.plan.province, heading.text, *values))
        for cell in cells
        for heading in cell.headings
        for values in (
            *((task.number, task.action, task.leads, task.time_text) for task in heading.tasks),
            *((item.letter, item.text, "", "") for item in heading.items),
        )
    ]
    return Sheet("Nhiệm vụ", columns, tuple(rows), _titles(title, filters), frozen_columns=1, filtered=True)


def money_sheet(money: MoneyComparison, lines: list[MoneyLine], title: str, filters: str) -> Sheet:
    """The plans by source, in the order of the page, and the sums of what is known."""
    columns = (
        *PLAN_COLUMNS,
        *(Column(label, "money", 14) for label in map(LABELS.get, money.columns)),
        Column("Tổng tính", "money", 14),
        Column("Tổng in", "money", 14),
        Column("Phạm vi", width=30),
    )
    rows = [row for line in lines for row in _money_rows(line)]
    rows += [row for foot in money.feet for row in _foot_rows(foot)]
    return Sheet(
        "Kinh phí", columns, tuple(rows), _titles(title, filters), UNIT, tuple(money.notes), frozen_columns=1
    )


def targets_sheet(comparisons: list[IndicatorComparison], title: str, filters: str) -> Sheet:
    """A row for each national target, each target of a plan, and each plan that sets none."""
    columns = (
        Column("Chỉ tiêu", width=50),
        Column("Nơi đặt mục tiêu", width=28),
        Column("Năm, kỳ", width=12),
        Column("Từ", "number", 8),
        Column("Đến", "number", 8),
        Column("Đơn vị", width=10),
        Column("Đối tượng tính"),
        Column("Mục tiêu quốc gia cùng kỳ", width=16),
        Column("So sánh", width=26),
    )
    rows = [row for comparison in comparisons for row in _indicator_rows(comparison)]
    notes = ("Không xếp hạng: mỗi tỉnh có thể tính trên đối tượng khác nhau.",)
    return Sheet("Mục tiêu", columns, tuple(rows), _titles(title, filters), notes=notes, frozen_columns=2)


def map_sheet(tiles: list[Tile], title: str, filters: str) -> Sheet:
    """The table below the map."""
    columns = (
        Column("Tỉnh, thành phố", width=28),
        Column("Kế hoạch"),
        Column("Kỳ", width=14),
        Column("Số nhiệm vụ", "number", 11),
        Column("Kinh phí", "money", 14),
        Column("Phạm vi kinh phí"),
        Column("Sai lệch chưa có quyết định", "number", 14),
    )
    rows = tuple(Row(_tile(tile)) for tile in tiles)
    return Sheet("Bản đồ", columns, rows, _titles(title, filters), UNIT, frozen_columns=1)


def _titles(title: str, filters: str) -> tuple[str, ...]:
    return (title, f"Chỉ gồm: {filters}") if filters else (title,)


def _plan(plan: ProvincePlan) -> tuple[Value, ...]:
    return plan.province, plan.inherited_by, plan.document, plan.period


def _component(cell: ComponentCell) -> tuple[Cell | Value, ...]:
    if not cell.headings:
        return None, NONE_GIVEN, "không có nhóm riêng"
    titles = "\n".join([*cell.titles, f"(Kinh phí: {cell.money_note})"] if cell.money_note else cell.titles)
    return cell.tasks, _million(cell.total), titles


def _million(amount: int | None) -> Cell | Decimal:
    return Cell(UNKNOWN, unknown=True) if amount is None else dong_to_million(amount)


def _money_cell(cell: MoneyCell) -> Cell:
    """A number; what lies across columns stays text, or it would be added to the first of them."""
    if cell.state == "amount" and not cell.label:
        return Cell(dong_to_million(cell.amount), cell.span)
    return Cell(cell.text or None, cell.span, unknown=cell.state == "unknown")


def _money_rows(line: MoneyLine) -> list[Row]:
    plan, count = line.plan, len(line.lines)
    before = [Cell(value, rowspan=count) for value in _plan(plan)]
    total = Cell(UNKNOWN, rowspan=count, unknown=True)
    if plan.total is not None:
        total = Cell(dong_to_million(plan.total), rowspan=count)
    published = None if plan.money.published is None else dong_to_million(plan.money.published)
    after = [total, Cell(published, rowspan=count), Cell(plan.coverage_text, rowspan=count)]
    return _rows(before, line.lines, after, "plain")


def _foot_rows(foot: MoneyFoot) -> list[Row]:
    count = len(foot.lines)
    before = [Cell(f"{foot.label} ({foot.note})", span=4, rowspan=count)]
    after = [Cell(dong_to_million(foot.total), rowspan=count), Cell(rowspan=count), Cell(rowspan=count)]
    return _rows(before, foot.lines, after, "total")


def _rows(before: list[Cell], lines: list[list[MoneyCell]], after: list[Cell], style) -> list[Row]:
    """The first line with what stands at its sides over all lines, then the others."""
    first, *others = [[_money_cell(cell) for cell in line] for line in lines]
    return [Row((*before, *first, *after), style), *(Row(tuple(line), style) for line in others)]


def _indicator_rows(comparison: IndicatorComparison) -> list[Row]:
    name = comparison.indicator.name
    national = [
        Row(
            (
                name,
                f"Cả nước ({n.programme})",
                n.period,
                n.target.minimum,
                n.target.maximum,
                n.target.unit,
                n.target.population,
                "",
                "",
            ),
            "group",
        )
        for n in comparison.national
    ]
    figures = [
        Row((name, f.plan.province, str(f.target.year or f.plan.period), f.target.minimum, f.target.maximum, f.target.unit,
             f.target.population, f.national.value if f.national else "", f.comparison))
        for f in comparison.figures
    ]  # fmt: skip
    without = [Row((name, plan.province, plan.period, "không đặt mục tiêu")) for plan in comparison.without]
    return national + figures + without


def _tile(tile: Tile) -> tuple[Cell | Value, ...]:
    if not tile.plans:
        return (tile.name, tile.absence)
    documents = "; ".join(f"{plan.province}: {plan.document}" for plan in tile.plans)
    money = _million(tile.total) if tile.total is not None else Cell(tile.money_text, unknown=True)
    return tile.name, documents, tile.periods, tile.tasks, money, tile.money_words, tile.findings
