"""The comparison of two versions as a Word document that an official can edit and sign."""

from collections.abc import Iterator

from docx.document import Document

from reporting.contents.comparison import Comparison, Line, Part, Row
from reporting.renderers import comparison_tables as tables
from reporting.renderers.docx_document import (
    LANDSCAPE_WIDTH,
    add_heading,
    add_paragraph,
    add_signatures,
    file_of,
    new_document,
)
from reporting.renderers.docx_tables import Paragraph, Run, TableCell, add_row, add_table, plain
from reporting.renderers.grid import Grid
from reporting.renderers.progress import Progress

WIDTHS = (45, 87, 87, LANDSCAPE_WIDTH - 45 - 2 * 87)  # millimetres
PART, SUBJECT = "D9D9D9", "F2F2F2"
STYLES = {"figure": "Ô số", "middle": "Ô giữa"}


def render(comparison: Comparison, progress: Progress) -> bytes:
    """The DOCX file. `progress(done, total, label)` is told of each part of the plan."""
    total = len(comparison.parts) + 1
    progress(0, total, "Viết phần đầu bảng so sánh")
    document = new_document(
        title=f"Bảng so sánh: {comparison.title}, {comparison.province}",
        subject=comparison.plan,
        author=f"{comparison.issuing_body}, {comparison.parent_body}",
        day=comparison.day,
    )
    _write_head(document, comparison)
    _write_table(document, comparison, progress)
    add_signatures(document, comparison.place, "NGƯỜI LẬP BẢNG", "GIÁM ĐỐC")
    progress(total, total, "Xong")
    return file_of(document)


def _write_head(document: Document, comparison: Comparison) -> None:
    add_heading(document, comparison.parent_body, comparison.issuing_body)
    add_paragraph(document, "BẢNG SO SÁNH", "Tên loại văn bản")
    add_paragraph(document, comparison.title, "Trích yếu")
    add_paragraph(document, comparison.plan, "Dưới tên")
    document.add_heading("1. Hai bản được so sánh", 2)
    _write_grid(document, tables.editions(comparison), (52, 100, 100))
    document.add_heading("2. Tóm tắt", 2)
    for text in tables.summary(comparison):
        add_paragraph(document, f"- {text}", "Normal")
    _write_grid(document, tables.money(comparison), (84, 56, 56, 56))
    document.add_heading("3. Nội dung khác nhau", 2)


def _write_grid(document: Document, grid: Grid, widths: tuple[int, ...]) -> None:
    table = add_table(document, widths)
    add_row(table, (TableCell(plain(head, "Đầu cột")) for _, head in grid.heads), is_head=True)
    for row in grid.rows:
        cells = []
        for cell in row.cells:
            style = "Ô đậm" if row.css == "sum" and not cell.css else STYLES.get(cell.css, "Ô bảng")
            runs = tuple(Paragraph((Run(text),), style) for _, text in cell.paragraphs)
            cells.append(TableCell(runs))
        add_row(table, cells)


def _write_table(document: Document, comparison: Comparison, progress: Progress) -> None:
    if not comparison.parts:
        add_paragraph(document, "Hai bản có nội dung giống nhau.", "Body Text")
        return
    add_paragraph(document, tables.LEGEND, "Ghi chú dưới bảng")
    table = add_table(document, WIDTHS)
    heads = ("Mục", comparison.before.head, comparison.after.head, "Ghi chú")
    add_row(table, (TableCell(plain(head, "Đầu cột")) for head in heads), is_head=True)
    for number, part in enumerate(comparison.parts):
        progress(number + 1, len(comparison.parts) + 1, part.title)
        add_row(table, [TableCell(plain(part.title, "Đầu phần"), span=4, shade=PART)])
        for cells, may_break in _part_rows(part):
            add_row(table, cells, may_break=may_break)


def _part_rows(part: Part) -> Iterator[tuple[list[TableCell], bool]]:
    for subject in part.subjects:
        if subject.has_heading:
            yield [TableCell(plain(subject.name, "Đầu nhóm"), span=4, shade=SUBJECT)], False
        for row in subject.rows:
            yield _row_cells(row), row.is_long


def _row_cells(row: Row) -> list[TableCell]:
    note = (Paragraph((Run(f"{row.change.sign} {row.change}"),), "Ô đậm"),)
    sides = (TableCell(tuple(_paragraph(line) for line in side)) for side in (row.before, row.after))
    return [
        TableCell(plain(row.place)),
        *sides,
        TableCell((*note, *(plain(row.note) if row.note else ()))),
    ]


def _paragraph(line: Line) -> Paragraph:
    label = (Run(f"{line.label}: ", bold=True),) if line.label else ()
    return Paragraph((*label, *(Run(piece.text, piece.mark) for piece in line.pieces)))
