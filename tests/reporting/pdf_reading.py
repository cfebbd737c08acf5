"""Reading a produced PDF back: pages, words with their boxes, sizes and faces, ruling lines, structure."""

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Letter:
    """A printed character: its box in points from the bottom left, its size, its face."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    face: str


@dataclass(frozen=True)
class PrintedCell:
    """A ruled cell of a table with its text, without white space; edges in whole points."""

    left: int
    top: int
    text: str


@dataclass
class PageView:
    """A page of a PDF as a reader sees it."""

    width: float
    height: float
    letters: list[Letter] = field(repr=False)
    boxes: list[tuple[float, float, float, float]] = field(repr=False)

    @cached_property
    def text(self) -> str:
        return squeezed("".join(letter.char for letter in self.letters))

    def line_of(self, text: str) -> list[Letter]:
        """The letters that print the text, wherever white space stands; fails where it is not on the page."""
        printed = [letter for letter in self.letters if not letter.char.isspace()]
        place = "".join(letter.char for letter in printed).find(squeezed(text))
        assert place >= 0, f"{text!r} is not on the page"
        return printed[place : place + len(squeezed(text))]


def squeezed(text: str) -> str:
    """The text NFC without white space: line ends and justified gaps say nothing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def pages_of(pdf: bytes) -> list[PageView]:
    document = pypdfium2.PdfDocument(pdf)
    return [_page(page) for page in document]


def text_of(pages: list[PageView]) -> str:
    """All pages one after the other, without the page numbers in the top margin."""
    return "".join(
        squeezed("".join(x.char for x in page.letters if not in_top_margin(page, x))) for page in pages
    )


def in_top_margin(page: PageView, letter: Letter) -> bool:
    return letter.bottom > page.height - 20 * MM


def parts_of(pages: list[PageView]) -> list[list[PageView]]:
    """The pages of the body and of each annex: a part begins where no page number is printed."""
    parts: list[list[PageView]] = []
    for page in pages:
        if not any(in_top_margin(page, letter) for letter in page.letters):
            parts.append([])
        parts[-1].append(page)
    return parts


def _page(page: pypdfium2.PdfPage) -> PageView:
    return PageView(*page.get_size(), list(_letters(page)), list(_boxes(page)))


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code == 0 or pdfium.FPDFText_IsGenerated(text, index) == 1:
            yield Letter(" ", 0, 0, 0, 0, 0, "")
            continue
        name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text, index, name, 100, flags)
        size = pdfium.FPDFText_GetFontSize(text, index)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        box = text.get_charbox(index)
        char = "-" if pdfium.FPDFText_IsHyphen(text, index) == 1 else chr(code)
        yield Letter(char, *box, size * abs(matrix.d), name.value.decode())


def _boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Filled or stroked paths: the ruling lines of tables and the rules of the heading."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        yield item.get_bounds()


def cells_of(page: PageView) -> list[PrintedCell]:
    """The ruled cells of a page, line by line from the top, each line from the left.

    A cell's borders are drawn within its own box, which is how the boxes of cells are known from single lines.
    """
    drawn = {tuple(map(round, box)) for box in page.boxes if box[2] - box[0] > 5 < box[3] - box[1]}
    ordered = sorted(drawn, key=lambda box: (-box[3], box[0]))
    return [PrintedCell(box[0], box[3], _text_within(page, box)) for box in ordered]


def _text_within(page: PageView, box: tuple[int, int, int, int]) -> str:
    left, bottom, right, top = box
    inside = [
        letter.char
        for letter in page.letters
        if left < (letter.left + letter.right) / 2 < right and bottom < (letter.bottom + letter.top) / 2 < top
    ]
    return squeezed("".join(inside))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Dictionary]:
    """All structure elements with a tag, in no order."""
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == pikepdf.Name("/StructElem")
        and item.get("/S") == pikepdf.Name(f"/{tag}")
    ]
