"""Tables of a Word document: written cell by cell, with heads that repeat and rows that stay whole on a page.

python-docx finds a cell anew at each look, which takes quadratic time; so rows and cells are made one after the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from reporting.renderers.sheet_text import clean_text

MARGINS = {"top": Mm(0.5), "left": Mm(1), "bottom": Mm(0.5), "right": Mm(1)}  # in a cell


@dataclass(frozen=True)
class Run:
    """Words of a paragraph; "gone" is struck through, "new" bold and underlined."""

    text: str
    mark: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Runs in one of the styles of `docx_styles`."""

    runs: tuple[Run, ...]
    style: str = "Ô bảng"


@dataclass(frozen=True)
class TableCell:
    """Paragraphs over so many columns; `merge` says whether it begins or goes on with a cell over several rows."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    merge: str = ""  # "restart", "continue"
    shade: str = ""  # a colour as hexadecimal digits


def plain(text: str, style: str = "Ô bảng") -> tuple[Paragraph, ...]:
    """A paragraph for each line of the text."""
    return tuple(Paragraph((Run(line),), style) for line in text.split("\n"))


def add_table(document: Document, widths: Sequence[float]) -> Table:
    """An empty table with columns of these widths in millimetres, with lines around every cell."""
    table = document.add_table(rows=0, cols=len(widths))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _set_cell_margins(table)
    return table


def add_row(
    table: Table,
    cells: Iterable[TableCell],
    *,
    is_head: bool = False,
    may_break: bool = False,
    size: int = 11,
) -> None:
    """A row at the end. A head is repeated on every page; a row is not broken by a page's end unless it `may_break`."""
    widths = [column.width for column in table.columns]
    row = table._tbl.add_tr()
    properties = row.get_or_add_trPr()
    if not may_break:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    place = 0
    for cell in cells:
        _add_cell(table, row, cell, sum(widths[place : place + cell.span]), size)
        place += cell.span


def write_runs(paragraph, runs: Iterable[Run], size: int | None = None) -> None:
    """The runs into a paragraph of python-docx, without characters that XML or a reader must not get."""
    for run in runs:
        written = paragraph.add_run(clean_text(run.text))
        written.bold = True if run.bold or run.mark == "new" else None
        written.font.strike = True if run.mark == "gone" else None
        written.underline = True if run.mark == "new" else None
        written.font.size = Pt(size) if size else None


def _add_cell(table: Table, row, cell: TableCell, width: int, size: int) -> None:
    element = row._add_tc()
    element.width = width
    properties = element.get_or_add_tcPr()
    if cell.span > 1:
        element.grid_span = cell.span
    if cell.merge:
        element.vMerge = cell.merge
    if cell.shade:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", cell.shade)):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)
    wrapped = _Cell(element, table)
    paragraphs = cell.paragraphs if cell.merge != "continue" else ()
    for number, given in enumerate(paragraphs or (Paragraph(()),)):
        paragraph = wrapped.paragraphs[0] if not number else wrapped.add_paragraph()
        # The style's id as python-docx makes it: `paragraph.style` would read all styles anew for each cell.
        paragraph._p.style = given.style.replace(" ", "")
        write_runs(paragraph, given.runs, size if size != 11 else None)


def _set_cell_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, length in MARGINS.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(length.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
