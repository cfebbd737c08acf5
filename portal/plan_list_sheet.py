"""The list of plans as a sheet: what the page shows, typed."""

from budgets.tables import UNKNOWN
from core.numbers import dong_to_million
from portal.selectors import PlanOverview
from reporting.contents.workbook import Cell, Column, Row, Sheet, Value

COLUMNS = (
    Column("Tỉnh ban hành", width=30),
    Column("Nay thuộc", width=30),
    Column("Số, ký hiệu", width=20),
    Column("Ngày ban hành", "date", 14),
    Column("Từ năm", "year", 9),
    Column("Đến năm", "year", 9),
    Column("Chương trình", width=20),
    Column("Bản số", "number", 9),
    Column("Tình trạng", width=18),
    Column("Nhiệm vụ", "number", 10),
    Column("Tổng tính", "money", 14),
    Column("Tổng in", "money", 14),
    Column("Riêng năm", "year", 10),
    Column("Theo nguồn", width=35),
    Column("Sai lệch chưa quyết định", "number", 14),
)


def plan_list_sheet(plans: list[PlanOverview]) -> Sheet:
    """One row for each plan, in the order of the page; amounts in triệu đồng."""
    rows = tuple(Row(_cells(plan)) for plan in plans)
    title, unit = ("Kế hoạch của các tỉnh",), "Đơn vị tính kinh phí: triệu đồng"
    return Sheet("Kế hoạch", COLUMNS, rows, title, unit, frozen_columns=1, filtered=True)


def _cells(plan: PlanOverview) -> tuple[Cell | Value, ...]:
    version, figures = plan.version, plan.figures
    return (
        str(plan.province),
        str(plan.current_province or ""),
        version.document_number or "không in số",
        version.issued_on,
        version.period_start,
        version.period_end,
        version.plan.programme.number,
        version.number,
        plan.status_label + ("; số liệu mẫu" if version.plan.is_sample else ""),
        figures.tasks,
        Cell(UNKNOWN, unknown=True) if figures.total is None else dong_to_million(figures.total),
        "" if figures.published is None else dong_to_million(figures.published),
        figures.money_year,
        "; ".join(figures.sources_million),
        plan.undecided,
    )
