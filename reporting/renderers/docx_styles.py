"""The styles of a Word document after Nghị định 30/2020/NĐ-CP, Phụ lục I, so that an official can edit what she gets.

Each kind of paragraph has a style of its own with a Vietnamese name; nothing is formatted by hand but words that
are marked in a comparison.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# Name: size in points, bold, italic, alignment, space before in points.
PARAGRAPHS = {
    "Quốc hiệu": (12, True, False, CENTRE, 0),
    "Tiêu ngữ": (13, True, False, CENTRE, 0),
    "Cơ quan chủ quản": (12, False, False, CENTRE, 0),
    "Cơ quan ban hành": (12, True, False, CENTRE, 0),
    "Tên loại văn bản": (14, True, False, CENTRE, 18),
    "Trích yếu": (14, True, False, CENTRE, 0),
    "Số, ký hiệu": (13, False, False, CENTRE, 12),
    "Kính gửi": (14, False, False, LEFT, 6),
    "Đề mục nhóm": (14, True, False, LEFT, 6),
    "Đề mục nhiệm vụ": (14, False, True, LEFT, 6),
    "Tên bảng": (14, True, False, LEFT, 14),
    "Tên biểu đồ": (12, True, False, CENTRE, 8),
    "Nguồn số liệu": (12, False, True, CENTRE, 2),
    "Nơi nhận": (12, True, True, LEFT, 12),
    "Danh sách nơi nhận": (11, False, False, LEFT, 0),
    "Tên phụ lục": (14, True, False, CENTRE, 0),
    "Tiêu đề phụ lục": (14, True, False, CENTRE, 0),
    "Dưới tên": (13, False, True, CENTRE, 0),
    "Đơn vị tính": (12, False, True, RIGHT, 6),
    "Địa danh, ngày tháng": (13, False, True, CENTRE, 12),
    "Chức vụ người ký": (14, True, False, CENTRE, 0),
    "Ghi chú dưới bảng": (12, False, True, LEFT, 3),
    "Đầu cột": (11, True, False, CENTRE, 0),
    "Ô bảng": (11, False, False, LEFT, 0),
    "Ô số": (11, False, False, RIGHT, 0),
    "Ô số đậm": (11, True, False, RIGHT, 0),
    "Ô số nghiêng": (11, False, True, RIGHT, 0),
    "Ô giữa": (11, False, False, CENTRE, 0),
    "Ô đậm": (11, True, False, LEFT, 0),
    "Ô nghiêng": (11, False, True, LEFT, 0),
    "Mục lục 1": (14, False, False, LEFT, 6),
    "Mục lục 2": (14, False, False, LEFT, 2),
    "Đầu phần": (11, True, False, CENTRE, 0),
    "Đầu nhóm": (11, True, False, LEFT, 0),
}
# Printed so, while the text stays as it is: who reads the file back gets it as it was.
IN_CAPITALS = ("Tiêu đề phụ lục",)
KEPT_WITH_NEXT = (
    "Đề mục nhóm",
    "Đề mục nhiệm vụ",
    "Tên bảng",
    "Tên biểu đồ",
    "Tên phụ lục",
    "Tiêu đề phụ lục",
    "Dưới tên",
    "Đơn vị tính",
    "Đầu cột",
    "Đầu phần",
    "Đầu nhóm",
)
# Titles in the body begin where its paragraphs begin.
INDENTED = ("Heading 1", "Heading 2", "Đề mục nhóm", "Đề mục nhiệm vụ")
# Lines of a table of contents: the page at the end of a row of dots.
ENTRIES = {"Mục lục 1": Mm(0), "Mục lục 2": Mm(8)}
TEXT_WIDTH = Mm(165)  # of an upright page
SPACE_AFTER = {"Dưới tên": 6, "Đơn vị tính": 2}


def set_styles(document: Document) -> None:
    """Gives a new document the decree's font and paragraphs."""
    normal = document.styles["Normal"]
    _set_font(normal, 14)
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(6), Pt(0)
    normal.paragraph_format.line_spacing = 1
    _set_language(normal)
    body = document.styles["Body Text"]
    body.paragraph_format.alignment, body.paragraph_format.first_line_indent = BOTH, Mm(12.7)
    body.paragraph_format.space_after = Pt(0)
    for level in (1, 2):
        heading = document.styles[f"Heading {level}"]
        _set_font(heading, 14, bold=True)
        heading.font.color.rgb = None
        heading.paragraph_format.space_before = Pt(8)
        heading.paragraph_format.keep_with_next = True
    for name, (size, bold, italic, alignment, before) in PARAGRAPHS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = normal, True
        _set_font(style, size, bold=bold, italic=italic)
        style.font.all_caps = name in IN_CAPITALS or None
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(SPACE_AFTER.get(name, 0))
        style.paragraph_format.keep_with_next = name in KEPT_WITH_NEXT
    for name in INDENTED:
        document.styles[name].paragraph_format.first_line_indent = Mm(12.7)
    for name, indent in ENTRIES.items():
        entry = document.styles[name].paragraph_format
        entry.left_indent, entry.right_indent = indent, Mm(12)  # no title below the numbers
        entry.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _set_font(style, size: int, *, bold: bool = False, italic: bool = False) -> None:
    """The font for every script: a theme's face would win over the name otherwise."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(style) -> None:
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "vi-VN")
    style.element.rPr.append(language)
