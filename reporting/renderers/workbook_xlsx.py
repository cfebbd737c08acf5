"""A workbook as XLSX by openpyxl: typed cells, frozen and repeated heads, ready to print, the same bytes
for the same content.

No text becomes a formula: every text is written as text, and what begins like a formula is marked so that
it stays one when it is edited. Numbers are written as decimal digits, never by way of a float; one that
has more digits than a spreadsheet keeps stands as text.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from core.numbers import format_number
from reporting.contents.workbook import Cell, Kind, Row, Sheet, Workbook
from reporting.renderers.archive import timeless
from reporting.renderers.progress import Progress
from reporting.renderers.sheet_layout import (
    Placed,
    column_widths,
    heights_in_lines,
    lines_in,
    placed,
    unbroken,
)
from reporting.renderers.sheet_text import clean_text, looks_live, sheet_names

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "Times New Roman"
SIZE = 12
LINE = 16  # points
MOST_DIGITS = 15  # that a spreadsheet keeps of a number
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree about the calendar
A4 = 9
LONGEST_TEXT_FORMAT = 255  # a longer text in the format "text" is shown as "####" by older Excels


def render(workbook: Workbook, progress: Progress = lambda done, total, label: None) -> bytes:
    """The XLSX file. `progress(done, total, label)` is told about each sheet. ValueError where content does
    not fit its table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book._fonts[0] = Font(name=FONT, size=SIZE, family=1)  # the body font, by which columns are measured
    names = sheet_names([sheet.name for sheet in workbook.sheets])
    for done, (sheet, name) in enumerate(zip(workbook.sheets, names, strict=True), start=1):
        _write_sheet(book.create_sheet(name), sheet, workbook.title)
        progress(done, len(names), f"Trang tính “{name}”")
    _set_properties(book, workbook)
    return _bytes(book)


def _write_sheet(target: Worksheet, sheet: Sheet, title: str) -> None:
    """From top to bottom; `row` is the next free row."""
    widths, row = column_widths(sheet), 1
    for number, width in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(number)].width = width
    for number, line in enumerate(sheet.title):
        row = _write_line(target, row, line, widths, _look("subtitle" if number else "title"))
    if sheet.unit:
        row = _write_line(target, row, sheet.unit, widths, _look("unit"))
    titles = Row(tuple(column.title for column in sheet.columns))
    body = _write_rows(target, row, sheet.header or (titles,), sheet, widths, head=True)
    target.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{body}"
    target.print_title_rows = f"{row}:{body - 1}"
    row = _write_rows(target, body, unbroken(sheet.rows, widths), sheet, widths)
    if sheet.filtered:
        target.auto_filter.ref = f"A{body - 1}:{get_column_letter(len(widths))}{row - 1}"
    for note in sheet.notes:
        row = _write_line(target, row, note, widths, _look("note"))
    _set_print(target, sheet, title)


def _write_line(target: Worksheet, row: int, text: str, widths: list[int], look: dict) -> int:
    """A line across the table, a long one in several rows; the row after it."""
    across = Row((Cell(text, span=len(widths)),))
    size = look["font"].size
    room = int(sum(widths) * SIZE * 4 / (size * 5))  # titles are often printed in wide capitals
    for part in unbroken((across,), widths):
        cell, text = target.cell(row, 1), part.cells[0].value
        _set_text(cell, text)
        _set_look(cell, look)
        if len(widths) > 1:
            target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
        target.row_dimensions[row].height = _points(lines_in(text, room), size)
        row += 1
    return row


def _points(lines: int, size: int = SIZE) -> int:
    return min(409, lines * LINE * size // SIZE + 4)


def _write_rows(
    target: Worksheet, first: int, rows: Sequence[Row], sheet: Sheet, widths: list[int], *, head: bool = False
) -> int:
    """The rows from `first` on; the row after them."""
    lines = list(placed(rows, len(widths)))
    room = [width - 1 for width in widths] if head else widths  # heads are bold
    heights = heights_in_lines([line for _, line in lines], room)
    for number, ((row, line), height) in enumerate(zip(lines, heights, strict=True), start=first):
        for place in line:
            kind = sheet.columns[place.column - 1].kind
            _write_cell(target, number, place, kind, "head" if head else row.style)
        if height > 1:
            target.row_dimensions[number].height = _points(height)
    return first + len(rows)


def _write_cell(target: Worksheet, row: int, place: Placed, kind: Kind, style: str) -> None:
    cell = place.cell
    written = target.cell(row, place.column)
    _set_look(written, _look(style, kind, merged=cell.span > 1, unknown=cell.unknown))
    _set_value(written, cell, kind)
    if cell.span > 1 or cell.rowspan > 1:
        target.merge_cells(
            start_row=row,
            start_column=place.column,
            end_row=row + cell.rowspan - 1,
            end_column=place.column + cell.span - 1,
        )


def _set_value(written, cell: Cell, kind: Kind) -> None:
    value = cell.value
    if isinstance(value, str):
        _set_text(written, value)
    elif isinstance(value, date):
        _set_day(written, value)
    elif value is not None:
        _set_number(written, value, kind)


def _set_text(written, value: str) -> None:
    text = clean_text(value)
    if not text:
        return
    written.value = text
    written.data_type = "s"  # openpyxl makes a formula of a text that begins with "="
    if len(text) <= LONGEST_TEXT_FORMAT:
        written.number_format = "@"
    written.quotePrefix = looks_live(text)


def _set_day(written, day: date) -> None:
    if day < FIRST_DAY:
        _set_text(written, f"{day:%d/%m/%Y}")
        return
    written.value = day
    written.number_format = "dd/mm/yyyy"


def _set_number(written, value: int | Decimal, kind: Kind) -> None:
    number = Decimal(value)
    digits = f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"
    if len(digits.replace(".", "").lstrip("-0")) > MOST_DIGITS:
        _set_text(written, format_number(number))
        return
    written.value = digits
    written.data_type = "n"
    written.number_format = _number_format(len(digits.partition(".")[2]), kind)


@cache
def _number_format(decimals: int, kind: Kind) -> str:
    """Groups of thousands and just the decimals there are; "#,##0.###" would show "2.040," for 2040."""
    whole = "0" if kind == "year" else "#,##0"
    return f"{whole}.{'0' * decimals}" if decimals else whole


@cache
def _look(style: str, kind: Kind = "text", *, merged: bool = False, unknown: bool = False) -> dict:
    """Font, fill, border and alignment of a cell."""
    side = Side(style="thin", color="FF9AA5A0")
    bold = style in ("head", "phase", "group", "total", "title")
    italic = unknown or style in ("unit", "note", "computed")
    fills = {"head": "FFDCE8E1", "phase": "FFE9EFEC", "group": "FFF3F6F4", "total": "FFF3F6F4"}
    fill = PatternFill("solid", fgColor=fills[style]) if style in fills else PatternFill()
    framed = style not in ("title", "subtitle", "unit", "note")
    middle = style in ("head", "title", "subtitle")
    return {
        "font": Font(
            name=FONT, family=1, size=14 if style == "title" else SIZE, bold=bold, italic=italic,
            color="FF5F6B66" if unknown else None,
        ),
        "fill": fill,
        "border": Border(left=side, right=side, top=side, bottom=side) if framed else Border(),
        "alignment": Alignment(
            horizontal=_horizontal(style, kind, merged), vertical="center" if middle else "top", wrap_text=True
        ),
    }  # fmt: skip


def _horizontal(style: str, kind: Kind, merged: bool) -> str:
    if style in ("head", "title", "subtitle"):
        return "center"
    if style == "unit":
        return "right"
    if kind in ("money", "number"):
        return "center" if merged else "right"
    return "center" if kind in ("year", "date") else "left"


def _set_look(written, look: dict) -> None:
    for name, value in look.items():
        setattr(written, name, value)


def _set_print(target: Worksheet, sheet: Sheet, title: str) -> None:
    """A4, as wide as the page, as many pages as it takes; head with titles, foot with page numbers."""
    setup = target.page_setup
    setup.paperSize, setup.orientation = A4, sheet.orientation
    setup.fitToWidth, setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.page_margins = PageMargins(left=0.5, right=0.5, top=0.8, bottom=0.8, header=0.4, footer=0.4)
    target.print_options.horizontalCentered = True
    head, foot = target.oddHeader, target.oddFooter
    head.left.text, head.right.text = _head_text(title, 120), _head_text(target.title, 31)
    foot.center.text = "Trang &P/&N"
    for part in (head.left, head.right, foot.center):
        part.font, part.size = f"{FONT},Regular", 10


def _head_text(text: str, length: int) -> str:
    """A page's head holds 255 characters; the sheet itself has the whole title."""
    line = " ".join(clean_text(text).split())
    return (line if len(line) <= length else f"{line[: length - 1]}…").replace("&", "&&")


def _set_properties(book: openpyxl.Workbook, workbook: Workbook) -> None:
    properties, moment = book.properties, datetime.combine(workbook.day, time.min)
    properties.title, properties.creator = clean_text(workbook.title), clean_text(workbook.author)
    properties.subject, properties.language = clean_text(workbook.subject) or None, "vi-VN"
    properties.lastModifiedBy = properties.creator
    properties.created = properties.modified = moment


def _bytes(book: openpyxl.Workbook) -> bytes:
    raw = BytesIO()
    ExcelWriter(book, ZipFile(raw, "w")).save()
    return timeless(raw)
