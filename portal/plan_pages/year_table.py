"""A year's obligations as a sheet: what the page shows, typed."""

from django.utils import timezone

from portal.plan_pages.years import YearSheet
from reporting.contents.workbook import Column, Row, Sheet

COLUMNS = (
    Column("Cơ quan, đơn vị", width=45),
    Column("Căn cứ", width=40),
    Column("Lý do Sở yêu cầu", width=40),
    Column("Trước ngày", "date", 13),
    Column("Dời, gia hạn", width=40),
    Column("Tình trạng", width=14),
    Column("Muộn", width=8),
    Column("Nhận lần đầu", "date", 14),
    Column("Nhiệm vụ", "number", 10),
    Column("Người báo cáo", "number", 12),
)


def year_table(sheet: YearSheet, title: str) -> Sheet:
    """One row for each obligation that the page shows."""
    rows = []
    for one in sheet.rows:
        obligation = one.obligation
        received = obligation.first_received_at
        rows.append(
            Row(
                (
                    str(obligation.agency),
                    one.basis_words,
                    obligation.reason,
                    obligation.before,
                    one.changed_words,
                    "thôi yêu cầu" if obligation.withdrawn_at else obligation.get_state_display(),
                    "muộn" if one.is_late else "",
                    timezone.localtime(received).date() if received else None,
                    one.tasks,
                    one.people,
                )
            )
        )
    mark = ("SỐ LIỆU MẪU",) if sheet.row.is_sample else ()
    return Sheet("Kỳ báo cáo", COLUMNS, tuple(rows), (title, *mark), frozen_columns=1, filtered=True)
