"""The sheets of the workbook, their heads, and how a cell is known again when the file comes back.

Rows are found by the key in their hidden first column, columns by their heads: people sort rows and widen columns. A
cell stands for one field of the page on which the same is typed: "progress" of a task, "o3-quantity", "mNSDP-spent", a
field of the general part. A hidden sheet says of which report the file is, and what stood in each cell when it was
given out: so the portal tells what was changed in the file from what was changed on the pages meanwhile.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from budgets.enums import Source
from core.numbers import Exact, UnreadableNumberError, format_number, read_number
from reporting.enums import Progress
from reporting.printed_tasks import PrintedTask
from reporting.report_faults import GENERAL

GUIDE, TASKS, OUTPUTS, MONEY, COMMON = "Hướng dẫn", "Nhiệm vụ", "Kết quả", "Kinh phí", "Chung"
IN_ORDER = (GUIDE, TASKS, OUTPUTS, MONEY, COMMON)
HIDDEN = "Dữ liệu của cổng"
KEY = "Mã dòng"  # the head of the hidden column
MARK = "sxsh-bao-cao"  # the first cell of the hidden sheet
NIL, NOT_NIL = "nil", "told"  # as the form of the general part names the choice
WORDS = {
    "progress": {str(label): value for value, label in Progress.choices},
    "is_nil": {"có nội dung để báo cáo": NOT_NIL, "không phát sinh": NIL},
}
TASK_HEADS = {
    "progress": "Mức độ thực hiện",
    "done": "Kết quả thực hiện trong năm",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất cho năm sau",
    "nil_reason": "Lý do không phát sinh",
}
COMMON_ROWS = {
    "is_nil": ("Trong cả năm, cơ quan", "Chọn trong danh sách."),
    "nil_reason": ("Lý do không phát sinh", "Ghi khi cả năm không phát sinh."),
    "general": ("Đánh giá chung", "Tình hình thực hiện các nhiệm vụ trong năm, vài câu là đủ."),
    "difficulties": ("Khó khăn, vướng mắc chung", ""),
    "proposals": ("Kiến nghị, đề xuất", ""),
    "paper_number": ("Số, ký hiệu văn bản", "Nếu báo cáo cũng được ký trên giấy, ví dụ 112/BC-STNMT."),
    "paper_date": ("Ngày văn bản", "Ví dụ 27/11/2018."),
}
FIGURE_HEADS = {
    ("quantity", False): "Số lượng",
    ("quantity", True): "Số lượng đến kỳ báo cáo",
    ("spent", False): "Đã thực hiện (triệu đồng)",
    ("spent", True): "Đã thực hiện đến kỳ báo cáo (triệu đồng)",
    ("estimate", True): "Ước cả năm",
}
COMMON_HEAD = "Nội dung ghi"
_FIGURE = re.compile(r"(o\d+|m[A-Z]+)-([a-z]+)")


@dataclass(frozen=True)
class Place:
    """Where a field of the draft stands: the sheet, the key of its row, the name of its column."""

    sheet: str
    row: str
    column: str


def place_of(place: str, field: str) -> Place:
    """The cell of a field of a task, or of the general part."""
    if place == GENERAL:
        return Place(COMMON, field, COMMON)
    if found := _FIGURE.fullmatch(field):
        row, column = found.groups()
        return Place(OUTPUTS if row.startswith("o") else MONEY, f"{place}#{row}", column)
    return Place(TASKS, place, field)


def columns_by_head(sheet: str) -> dict[str, str]:
    """The names of a sheet's columns by their heads, whichever of them the file has."""
    if sheet == TASKS:
        return {head: name for name, head in TASK_HEADS.items()}
    if sheet == COMMON:
        return {COMMON_HEAD: COMMON}
    return {head: name for (name, _), head in FIGURE_HEADS.items()}


def is_figure(field: str) -> bool:
    """If the field is a number; what of a row of results is chosen is none."""
    return bool(_FIGURE.fullmatch(field)) and not field.endswith("-kind")


def field_words(entry, field: str) -> str:
    """A field of a task, or with no entry of the general part, as people call it."""
    if entry is None:
        return COMMON_ROWS[field][0]
    if field in TASK_HEADS:
        return TASK_HEADS[field]
    row, _, column = field.partition("-")
    is_estimated = entry.report.obligation.asks_estimates
    head = FIGURE_HEADS.get((column, is_estimated), FIGURE_HEADS["estimate", True])
    head = entry.report.whole_year_words if column == "estimate" else head
    return f"{row_words(entry, row)}: {head[0].lower()}{head[1:]}"


def row_words(entry, row: str) -> str:
    """A row of figures: its kind of result, or its source."""
    if row.startswith("m"):
        return str(Source(row[1:]).label)
    rows = {f"o{one.position}": one for one in entry.outputentry_rows.all()}
    return rows[row].kind.name if row in rows else "Kết quả"


def task_words(place: str, task: PrintedTask | None) -> str:
    return task.label if task else f"Nhiệm vụ {place.partition(':')[2]}"


def word_of(field: str, value: str) -> str:
    """What people read for the value of a field; a figure that cannot be read as it was typed."""
    if is_figure(field):
        with suppress(UnreadableNumberError):
            reading = read_number(value)
            return format_number(reading.value) if isinstance(reading, Exact) else value
        return value
    for word, code in WORDS.get(field, {}).items():
        if code == value:
            return word
    return value
