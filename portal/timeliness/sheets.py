"""The two tables as sheets: the same rows, with numerator and denominator in columns of their own."""

from portal.timeliness.commended import Commended
from portal.timeliness.figures import Completeness, Figures
from reporting.contents.workbook import Column, Row, Sheet

SAMPLE = "SỐ LIỆU MẪU"
NUMBERS = (
    "Phải gửi", "Đã nhận", "Đúng hạn", "Muộn", "Chưa gửi", "Trong đó quá hạn", "Chờ xem xét", "Bị trả lại", "Đã duyệt",
    "Nhập thay báo cáo giấy",
)  # fmt: skip


def completeness_sheet(table: Completeness) -> Sheet:
    """A row for each line of the page, and their sum."""
    columns = (Column(table.head, width=35), *(Column(title, "number", 12) for title in NUMBERS))
    rows = [Row((one.label, *_numbers(one.figures))) for one in table.lines]
    rows.append(Row(("Tổng", *_numbers(table.total)), "total"))
    title = (table.title, *((SAMPLE,) if table.is_sample else ()))
    return Sheet("Tình hình báo cáo", columns, tuple(rows), title, frozen_columns=1)


def commended_sheet(listed: Commended) -> Sheet:
    """A row for each unit with its facts."""
    columns = (
        Column("Cơ quan, đơn vị", width=40),
        Column("Tỉnh", width=20),
        Column("Kế hoạch", width=30),
        Column("Thời hạn", width=18),
        Column("Nhận lần đầu", "date", 13),
        Column("Lần được duyệt", "number", 10),
        Column("Nhiệm vụ hoàn thành", "number", 12),
        Column("Nhiệm vụ có báo cáo", "number", 12),
        Column("Số liệu", width=20),
        Column("Tệp minh chứng", "number", 10),
    )
    rows = tuple(
        Row(
            (
                str(one.obligation.agency), one.province, one.plan, one.time_words, one.received_on,
                one.report.number, one.done, one.tasks, one.complete_words, one.files,
            )
        )
        for one in listed.units
    )  # fmt: skip
    title = (listed.title, *((SAMPLE,) if listed.is_sample else ()))
    return Sheet("Xét khen thưởng", columns, rows, title, frozen_columns=1, filtered=True)


def _numbers(one: Figures) -> tuple[int, ...]:
    return (
        one.owed, one.received, one.in_time, one.late, one.missing, one.overdue, one.waiting, one.returned,
        one.accepted, one.paper,
    )  # fmt: skip
