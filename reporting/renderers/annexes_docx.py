"""The sheets of a workbook as annexes of a Word document: the same tables, one landscape annex each."""

from collections.abc import Iterator

from docx.document import Document
from docx.text.paragraph import Paragraph

from reporting.contents.workbook import Cell, Kind, Row, Sheet, Workbook
from reporting.renderers.docx_document import (
    LANDSCAPE_WIDTH,
    add_paragraph,
    add_section,
    file_of,
    new_document,
)
from reporting.renderers.docx_tables import TableCell, add_row, add_table, plain
from reporting.renderers.progress import Progress
from reporting.renderers.sheet_layout import column_widths, millimetres_of, placed, shown, shown_as

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
SHADES = {"phase": "D9D9D9", "group": "F2F2F2", "total": "F2F2F2"}
HEADINGS = ("phase", "group")
BOLD = (*HEADINGS, "total")
LONG = 1200  # characters of a cell that may fill a page by itself
SIZES = ((130, 11), (170, 10), (10_000, 9))  # points of text for tables up to so many characters wide


def render(workbook: Workbook, progress: Progress = lambda done, total, label: None) -> bytes:
    """The DOCX file. `progress(done, total, label)` is told about each annex."""
    document = new_document(
        title=workbook.title, subject=workbook.subject, author=workbook.author, day=workbook.day
    )
    total = len(workbook.sheets)
    for number, sheet in enumerate(workbook.sheets):
        if number:
            add_section(document)
        write_annex(document, sheet, f"Phụ lục {ROMAN[number]}" if total > 1 else "Phụ lục")
        progress(number + 1, total, f"Phụ lục “{sheet.name}”")
    return file_of(document)


def write_annex(document: Document, sheet: Sheet, label: str, reference: str = "") -> Paragraph:
    """A sheet with its label ("Phụ lục I"), titles, unit, table and notes, where the document stands; gives the label.

    `reference` names the document that it belongs to, where that has a number: "(Kèm theo Báo cáo số ...)".
    """
    opening = add_paragraph(document, label, "Tên phụ lục")
    first, *others = sheet.title or (sheet.name,)
    add_paragraph(document, first, "Tiêu đề phụ lục")
    for line in filter(None, (reference, *others)):
        add_paragraph(document, line, "Dưới tên")
    write_sheet(document, sheet)
    return opening


def write_sheet(document: Document, sheet: Sheet) -> None:
    """A sheet's unit, table and notes."""
    if sheet.unit:
        add_paragraph(document, sheet.unit, "Đơn vị tính")
    _write_table(document, sheet)
    for note in sheet.notes:
        add_paragraph(document, note, "Ghi chú dưới bảng")


def _write_table(document: Document, sheet: Sheet) -> None:
    characters = column_widths(sheet)
    size = next(size for most, size in SIZES if sum(characters) <= most)
    table = add_table(document, millimetres_of(sheet, size, LANDSCAPE_WIDTH))
    titles = Row(tuple(column.title for column in sheet.columns))
    kinds = [column.kind for column in sheet.columns]
    for cells, _ in _rows(sheet.header or (titles,), kinds, is_head=True):
        add_row(table, cells, is_head=True, size=size)
    for cells, may_break in _rows(sheet.rows, kinds, is_head=False):
        add_row(table, cells, may_break=may_break, size=size)


def _rows(rows, kinds: list[Kind], *, is_head: bool) -> Iterator[tuple[list[TableCell], bool]]:
    """The cells of each row in their places, and whether the row may be broken: those that go on from above too."""
    below: dict[int, tuple[int, int]] = {}  # by column: how many rows it goes on for, and its span
    for row, line in placed(rows, len(kinds)):
        cells = {
            place.column: _cell(place.cell, kinds[place.column - 1], row.style, is_head=is_head)
            for place in line
        }
        cells |= {column: TableCell((), span, "continue") for column, (_, span) in below.items()}
        below = {column: (left - 1, span) for column, (left, span) in below.items() if left > 1}
        below |= {
            place.column: (place.cell.rowspan - 1, place.cell.span)
            for place in line
            if place.cell.rowspan > 1
        }
        yield (
            [cells[column] for column in sorted(cells)],
            any(len(shown(place.cell)) > LONG for place in line),
        )


def _cell(cell: Cell, kind: Kind, style: str, *, is_head: bool) -> TableCell:
    look = "Đầu cột" if is_head else _look(cell, kind, style)
    return TableCell(
        plain(shown_as(cell, kind), look),
        cell.span,
        "restart" if cell.rowspan > 1 else "",
        "D9D9D9" if is_head else SHADES.get(style, ""),
    )


def _look(cell: Cell, kind: Kind, style: str) -> str:
    if style in HEADINGS and cell.span > 1:
        return "Đầu nhóm"
    if kind in ("money", "number"):
        told = "Ô số đậm" if style in BOLD else "Ô số nghiêng" if cell.unknown else "Ô số"
        return "Ô giữa" if cell.span > 1 else told
    if kind in ("year", "date"):
        return "Ô giữa"
    return (
        "Ô đậm"
        if style in BOLD
        else "Ô nghiêng"
        if cell.unknown or style in ("note", "computed")
        else "Ô bảng"
    )
