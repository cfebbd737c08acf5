"""A Word document of an authority: page, heading, signatures, properties, and the bytes of its file.

Texts of users come in as text and nothing else: no field, no link and no picture is ever made of them, and the file
names nothing outside itself.
"""

from datetime import date, datetime, time
from io import BytesIO
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reporting.renderers.archive import timeless
from reporting.renderers.docx_styles import CENTRE, set_styles
from reporting.renderers.docx_tables import Run, write_runs
from reporting.renderers.sheet_text import clean_text

# A shape of text, turned and behind the page's words, as Word itself writes a watermark.
_ACROSS = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape type="#_x0000_t136" alt="{text}" style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:84pt;'
    "rotation:330;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#dedede" stroked="f">'
    '<v:textpath style="font-family:&quot;Times New Roman&quot;;font-weight:bold" string="{text}"/></v:shape></w:pict>'
)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)  # A4, millimetres
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
LANDSCAPE_WIDTH = LANDSCAPE[0] - LEFT - RIGHT  # what a table may take
PORTRAIT_WIDTH = PORTRAIT[0] - LEFT - RIGHT
SIGNATURE = Mm(28)
HEADING_WIDTHS = (100, LANDSCAPE_WIDTH - 100)


def new_document(*, title: str, subject: str, author: str, day: date, is_portrait: bool = False) -> Document:
    """An empty document with styles and properties, landscape by itself; `day` is the content's own."""
    document = docx.Document()
    set_styles(document)
    properties, moment = document.core_properties, datetime.combine(day, time.min)
    properties.title, properties.subject = clean_text(title)[:255], clean_text(subject)[:255]
    properties.author = properties.last_modified_by = clean_text(author)[:255]
    properties.created = properties.modified = moment
    properties.language, properties.comments = "vi-VN", ""
    set_page(document.sections[0], is_portrait=is_portrait)
    return document


def add_section(document: Document, *, is_portrait: bool = False, goes_on: bool = False) -> Section:
    """A new page with page numbers of its own from 1, unless it `goes_on` with those before."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _flatten(next(one for one in document.element.body.iterchildren(qn("w:p"), reversed=True)))
    set_page(section, is_portrait=is_portrait, goes_on=goes_on)
    return section


def set_page(section: Section, *, is_portrait: bool = False, goes_on: bool = False) -> None:
    """A4 with the decree's margins; the number stands in the top margin from the second page on."""
    section.orientation = WD_ORIENTATION.PORTRAIT if is_portrait else WD_ORIENTATION.LANDSCAPE
    lengths = PORTRAIT if is_portrait else LANDSCAPE
    section.page_width, section.page_height = (Mm(length) for length in lengths)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = not goes_on
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    _add_page_number(paragraph)
    for numbering in section._sectPr.findall(qn("w:pgNumType")):  # taken over from the section before
        section._sectPr.remove(numbering)
    if not goes_on:
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.append(numbering)


def add_heading(
    document: Document, parent_body: str, issuing_body: str, widths: tuple[float, float] = HEADING_WIDTHS
) -> None:
    """The bodies at the left, the nation at the right, each over a stroke; `widths` of the two in millimetres."""
    cells = _two_cells(document, widths)
    bodies = (("Cơ quan chủ quản", parent_body.upper()), ("Cơ quan ban hành", issuing_body.upper()))
    _write(cells[0], tuple(one for one in bodies if one[1]))  # a ministry has none above it
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


def add_beside(
    document: Document,
    left: tuple[tuple[str, str], ...],
    right: tuple[tuple[str, str], ...],
    widths: tuple[float, float],
):
    """Paragraphs, each a style and a text, in two columns without lines; gives the two cells."""
    cells = _two_cells(document, widths)
    for cell, lines in zip(cells, (left, right), strict=True):
        _write(cell, lines)
    return cells


def add_paragraph(document: Document, text: str, style: str) -> Paragraph:
    """A paragraph of plain text, which it gives."""
    paragraph = document.add_paragraph(style=style)
    write_runs(paragraph, [Run(text)])
    return paragraph


def add_entry(document: Document, text: str, target: str, *, level: int = 1) -> None:
    """A line of a table of contents: leads to the bookmark `target` and names its page, which who opens the file fills in.

    Nobody knows the pages before the document is laid out; without `fill_fields_on_opening` Word leaves them empty.
    """
    paragraph = document.add_paragraph(style=f"Mục lục {level}")
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), target)
    paragraph._p.append(link)
    write_runs(paragraph, [Run(text), Run("\t")])
    page = OxmlElement("w:fldSimple")
    page.set(qn("w:instr"), f"PAGEREF {target} \\h")
    link.extend([*paragraph._p.r_lst, page])


def fill_fields_on_opening(document: Document) -> None:
    """Has Word fill in what only the laid out document tells."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.find(qn("w:compat")).addprevious(update)  # in the standard's order


def set_bookmark(paragraph, name: str, number: int) -> None:
    """Names the place of the paragraph; `number` is its own in the document."""
    for tag, attributes in (("w:bookmarkStart", {"w:name": name}), ("w:bookmarkEnd", {})):
        mark = OxmlElement(tag)
        for key, value in ({"w:id": str(number)} | attributes).items():
            mark.set(qn(key), value)
        paragraph._p.append(mark)


def add_picture(document: Document, png: bytes, width: int, alt: str) -> None:
    """A picture so many millimetres wide, with the text that stands for it; kept with the paragraph below."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(BytesIO(png), Mm(width))
    picture._inline.docPr.set("descr", clean_text(alt))


def file_of(document: Document) -> bytes:
    """The file; the same content is the same bytes."""
    raw = BytesIO()
    document.save(raw)
    return timeless(raw)


def _flatten(ends_section) -> None:
    """Leaves the paragraph that ends a section next to no height: on a full page it would begin an empty one."""
    spacing = ends_section.get_or_add_pPr().get_or_add_spacing()
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)


def _two_cells(document: Document, widths: tuple[float, float]):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # an office stays with its name
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


def mark_pages(section: Section, text: str) -> None:
    """The text across every page of the section, behind its words."""
    has_first = section.different_first_page_header_footer
    for header in (section.header, section.first_page_header) if has_first else (section.header,):
        header.is_linked_to_previous = False
        header.paragraphs[0].add_run()._r.append(
            parse_xml(_ACROSS.format(text=escape(text, {'"': "&quot;"})))
        )


def _add_page_number(paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
