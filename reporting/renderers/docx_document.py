"""A Word document of an authority: page, heading, signatures, properties, and the bytes of its file.

Texts of users come in as text and nothing else: no field, no link and no picture is ever made of them, and the file
names nothing outside itself.
"""

from datetime import date, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from reporting.renderers.archive import timeless
from reporting.renderers.docx_styles import CENTRE, set_styles
from reporting.renderers.docx_tables import Run, write_runs
from reporting.renderers.sheet_text import clean_text

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)  # A4, millimetres
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
LANDSCAPE_WIDTH = LANDSCAPE[0] - LEFT - RIGHT  # what a table may take
SIGNATURE = Mm(28)


def new_document(*, title: str, subject: str, author: str, day: date) -> Document:
    """An empty landscape document with styles and properties; `day` is the content's own."""
    document = docx.Document()
    set_styles(document)
    properties, moment = document.core_properties, datetime.combine(day, time.min)
    properties.title, properties.subject = clean_text(title)[:255], clean_text(subject)[:255]
    properties.author = properties.last_modified_by = clean_text(author)[:255]
    properties.created = properties.modified = moment
    properties.language, properties.comments = "vi-VN", ""
    set_page(document.sections[0])
    return document


def add_section(document: Document) -> Section:
    """A new page with page numbers of its own from 1."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section)
    return section


def set_page(section: Section) -> None:
    """A4 landscape with the decree's margins; the number stands in the top margin from the second page on."""
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = (Mm(length) for length in LANDSCAPE)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    _add_page_number(paragraph)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)


def add_heading(document: Document, parent_body: str, issuing_body: str) -> None:
    """The bodies at the left, the nation at the right, each over a stroke."""
    widths = (100, LANDSCAPE_WIDTH - 100)
    cells = _two_cells(document, widths)
    _write(cells[0], (("Cơ quan chủ quản", parent_body.upper()), ("Cơ quan ban hành", issuing_body.upper())))
    _write(cells[1], (("Quốc hiệu", NATION), ("Tiêu ngữ", MOTTO)))
    for cell, width, stroke in zip(cells, widths, (30, 60), strict=True):
        _underline(cell.paragraphs[-1], (width - stroke) / 2)


def add_signatures(document: Document, place: str, left: str, right: str) -> None:
    """Who made the paper and who signs it, with room for both hands; the day is left to be written by hand."""
    cells = _two_cells(document, (LANDSCAPE_WIDTH / 2, LANDSCAPE_WIDTH / 2))
    day = f"{place}, ngày        tháng        năm           "
    _write(cells[0], (("Địa danh, ngày tháng", ""), ("Chức vụ người ký", left), ("Chức vụ người ký", "")))
    _write(cells[1], (("Địa danh, ngày tháng", day), ("Chức vụ người ký", right), ("Chức vụ người ký", "")))
    for cell in cells:
        cell.paragraphs[-1].paragraph_format.space_before = SIGNATURE


def add_paragraph(document: Document, text: str, style: str) -> None:
    """A paragraph of plain text."""
    write_runs(document.add_paragraph(style=style), [Run(text)])


def file_of(document: Document) -> bytes:
    """The file; the same content is the same bytes."""
    raw = BytesIO()
    document.save(raw)
    return timeless(raw)


def _two_cells(document: Document, widths: tuple[float, float]):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return table.rows[0].cells


def _write(cell, lines: tuple[tuple[str, str], ...]) -> None:
    for number, (style, text) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.style = style
        write_runs(paragraph, [Run(text)])


def _underline(paragraph, indent: float) -> None:
    """A stroke below, as the decree has it: the border of a narrow empty paragraph, so many millimetres from the edges."""
    stroke = paragraph._parent.add_paragraph(style=paragraph.style)
    stroke.paragraph_format.left_indent = stroke.paragraph_format.right_indent = Mm(indent)
    stroke.paragraph_format.line_spacing = Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    stroke._p.get_or_add_pPr().append(borders)


def _add_page_number(paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
