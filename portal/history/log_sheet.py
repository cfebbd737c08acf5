"""The log as a sheet: a row for each changed row or event, what was counted on the page in one."""

from collections.abc import Iterator

from portal.history.changes import Change, RowChange
from portal.history.words import when
from reporting.contents.workbook import Column, Row, Sheet

LONGEST = 5000  # changes; a longer log is told in parts
COLUMNS = (
    Column("Lúc", width=18),
    Column("Người thực hiện", width=26),
    Column("Vai trò", width=34),
    Column("Việc", width=40),
    Column("Nội dung", width=70),
    Column("Tỉnh", width=22),
    Column("Mã yêu cầu", width=38),
)


def log_sheet(changes: list[Change], asked: list[str], *, is_cut: bool) -> Sheet:
    """The changes, newest first, with what was asked; `is_cut` says that there are older ones."""
    rows = tuple(Row(cells) for change in changes for cells in _rows(change))
    notes = [f"Đang lọc: {'; '.join(asked)}."] if asked else []
    if is_cut:
        notes.append(
            f"Chỉ có {LONGEST} thay đổi mới nhất; hãy thu hẹp khoảng thời gian để tải phần trước đó."
        )
    return Sheet(
        "Nhật ký", COLUMNS, rows, ("Nhật ký của cổng",), notes=tuple(notes), frozen_columns=1, filtered=True
    )


def _rows(change: Change) -> Iterator[tuple[str, ...]]:
    head, tail = (when(change.at), change.who, change.role), (change.province, change.request)
    if not change.rows:
        yield (*head, change.title, "; ".join(change.counts), *tail)
    for row in change.rows:
        yield (*head, f"{row.operation} {row.thing}".strip(), _told(row), *tail)


def _told(row: RowChange) -> str:
    return "; ".join(
        f"{field.label}: {field.before} → {field.after}"
        if field.before and field.after
        else f"{field.label}: {field.before or field.after}"
        for field in row.fields
    )
