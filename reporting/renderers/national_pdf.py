"""The national report as one PDF/A-3b, put together of parts; and the parts themselves, in the same process.

Joining lays nothing out: pages are copied, numbered in the top margin (Nghị định 30/2020/NĐ-CP, Phụ lục I: from the second
page on), listed in the outline and in the table of contents, and get our four faces as one program each. Untagged, or of
tagged parts as PDF/A-3a (`national_tags`).
"""

import json
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import ceil, floor

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, Stream, String

from reporting.contents.parts import Assembly, Part, Piece, Tagged
from reporting.renderers.assets import FONTS, font_bytes
from reporting.renderers.national_tags import DOTS, NUMBER, Structure, Untagged
from reporting.renderers.parts_pdf import OUTLINE, Layout
from reporting.renderers.progress import Progress

REGULAR = "Tinos"
PROGRAMS = dict(zip((REGULAR, "Tinos-Italic", "Tinos-Bold", "Tinos-Bold-Italic"), FONTS, strict=True))
SIZE = 14  # points of a page number
MARGINS = (30, 15)  # millimetres at the left and right, between which it is centred
FROM_TOP = 10  # millimetres: the middle of the top margin
MM = 72 / 25.4
MIDDLE = 0.33  # of the size: where the middle of a digit lies above its foot
LINK = "part:"  # begins the address of an entry of the table of contents
ABOVE_FOOT = 3.7  # points between the lower edge of a line of an entry and its foot
APART = 4  # points from one dot to the next and to the number, at least half of it to the title
DOT = 1.3  # points across
NUMBER_FONT = Name.SxshNumber
INTENT = "sRGB2014.icc"


def render(order: Part | Tagged | Assembly, progress: Progress) -> bytes:
    """A part's file, or the whole report. `progress(done, total, label)` is told of the joining."""
    if isinstance(order, Assembly):
        return assemble(order, progress)
    return _layout().part(order)


@cache
def _layout() -> Layout:
    """What lays out the parts of a process. What joining needs of the faces is made ready too, before anybody waits for it."""
    for face in PROGRAMS:
        _program_bytes(face)
    _digits()
    return Layout()


def assemble(order: Assembly, progress: Progress) -> bytes:
    """The report of all its pieces; the same pieces give the same bytes."""
    whole, total = pikepdf.new(), len(order.pieces) + 1
    faces, starts, outlines = Faces(whole), [], []
    tags = Structure(whole) if order.is_tagged else Untagged()
    for number, piece in enumerate(order.pieces):
        progress(number, total, "Ghép các phần thành một tệp")
        starts.append(len(whole.pages))
        with Pdf.open(piece.file) as part:
            outlines.append(json.loads(str(part.Root[f"/{OUTLINE}"])))
            whole.pages.extend(part.pages)
            tags.take(part, whole.pages[starts[-1] :])
        faces.put_in(Page(whole.pages[starts[-1]]))
    _number_pages(whole, faces, tags)
    _fill_contents(whole, faces, tags, order, starts)
    _write_outline(whole, order.pieces, starts, outlines)
    _declare(whole, order, tags.conformance)
    tags.write()
    file = BytesIO()
    whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    progress(total, total, "Xong")
    return file.getvalue()


class Faces:
    """Our faces in the whole: each program once, and a font for page numbers."""

    def __init__(self, whole: Pdf):
        self._whole, self._programs = whole, {}
        self._glyphs, self._width = _digits()
        self.numbers = self._number_font()

    def put_in(self, page: Page) -> None:
        """Gives the fonts of a part, all in the resources that its pages share, their programs."""
        fonts = page.obj.Resources.Font
        for font in fonts.values():
            face = str(font.BaseFont).partition("+")[2]
            below = font.DescendantFonts[0]
            font.BaseFont = below.BaseFont = below.FontDescriptor.FontName = Name(f"/{face}")
            below.FontDescriptor.FontFile2 = self._program(face)
        fonts[NUMBER_FONT] = self.numbers

    def text_of(self, number: int) -> tuple[str, float]:
        """A number as glyphs of the font for page numbers, and its width in points."""
        digits = str(number)
        return "".join(f"{self._glyphs[digit]:04x}" for digit in digits), len(
            digits
        ) * self._width * SIZE / 1000

    def _program(self, face: str) -> Stream:
        if face not in self._programs:
            compressed, length = _program_bytes(face)
            stream = Stream(self._whole, compressed, Filter=Name.FlateDecode, Length1=length)
            self._programs[face] = self._whole.make_indirect(stream)
        return self._programs[face]

    def _number_font(self) -> Dictionary:
        name = Name(f"/{REGULAR}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, FontFamily=String(REGULAR), Flags=4, ItalicAngle=0, Ascent=891,
            Descent=-216, CapHeight=891, StemV=80, FontBBox=[0, -216, 1000, 891], FontFile2=self._program(REGULAR),
        )  # fmt: skip
        widths = [item for glyph in self._glyphs.values() for item in (glyph, Array([self._width]))]
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity, W=Array(widths),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self._whole.make_indirect(descriptor),
        )  # fmt: skip
        pairs = "\n".join(f"<{glyph:04x}> <{ord(digit):04x}>" for digit, glyph in self._glyphs.items())
        unicode = (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\n"
            f"endcodespacerange\n{len(self._glyphs)} beginbfchar\n{pairs}\nendbfchar\nendcmap\n"
            "CMapName currentdict /CMap defineresource pop\nend\nend"
        )
        return self._whole.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self._whole.make_indirect(below)]),
                ToUnicode=Stream(self._whole, unicode.encode()),
            )
        )  # fmt: skip


@cache
def _program_bytes(face: str) -> tuple[bytes, int]:
    """A face's program compressed, and how long it is; once a process."""
    content = font_bytes()[PROGRAMS[face]]
    return zlib.compress(content), len(content)


@cache
def _digits() -> tuple[dict[str, int], int]:
    """The glyphs of the digits, and the width of each, in thousandths of the size."""
    with TTFont(BytesIO(font_bytes()[PROGRAMS[REGULAR]]), lazy=True) as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        glyphs = {digit: font.getGlyphID(names[ord(digit)]) for digit in "0123456789"}
        return glyphs, round(widths[names[ord("0")]][0] * 1000 / font["head"].unitsPerEm)


def _number(faces: Faces, number: int, right: float, foot: float) -> str:
    """What writes a number that ends at `right`."""
    glyphs, width = faces.text_of(number)
    return f"q BT {NUMBER_FONT} {SIZE} Tf 0 0 0 rg {right - width:.2f} {foot:.2f} Td <{glyphs}> Tj ET Q\n"


def _dots(left: float, right: float, edge: float, foot: float) -> str:
    """What draws dots between left and right: below each other in all lines, counted from `edge`."""
    last = edge - APART * ceil((edge - right) / APART + 1)
    first = last - APART * floor((last - left) / APART - 0.5)
    line = f"{last:.2f} {foot + DOT / 2:.2f} m {first:.2f} {foot + DOT / 2:.2f} l S"
    return f"q 0 G {DOT} w 1 J [0 {APART}] 0 d {line} Q\n" if first <= last else ""


def _write(page: Page, drawn: str) -> None:
    page.contents_add(drawn.encode(), prepend=True)  # what follows turns the page's axes round


def _write_over(page: Page, drawn: str) -> None:
    """As `_write`, over what is there: the mark of invented figures would hide it."""
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"Q\n{drawn}".encode())


def _number_pages(whole: Pdf, faces: Faces, tags: Untagged) -> None:
    for number, page in enumerate(whole.pages, 1):
        if number > 1:
            _, _, width, height = map(float, page.mediabox)
            middle = (MARGINS[0] * MM + width - MARGINS[1] * MM) / 2
            right = middle + faces.text_of(number)[1] / 2
            drawn = _number(faces, number, right, height - FROM_TOP * MM - SIZE * MIDDLE)
            _write(page, tags.printed(NUMBER, drawn))


def _fill_contents(whole: Pdf, faces: Faces, tags: Untagged, order: Assembly, starts: list[int]) -> None:
    """Writes the page of each entry, with dots before it, and has its links, one a line, lead there."""
    targets = [(one.entry, start) for start, one in zip(starts, order.pieces, strict=True) if one.entry]
    end = [*starts, len(whole.pages)][order.contents + 1]
    for page in list(whole.pages)[starts[order.contents] : end]:
        drawn = []
        for link, place, is_last in _links(page):
            entry, start = targets[place]
            target = whole.pages[start]
            del link["/A"]
            link.Dest = Array([target.obj, Name.XYZ, 0, target.mediabox[3], 0])
            link.F = 4  # printed, as PDF/A asks for
            tags.describe(link, f"{entry.title}, trang {start + 1}")
            if is_last:
                drawn += _end_of_entry(faces, tags, page, link, start + 1)
        if drawn:
            _write_over(page, "".join(drawn))


def _links(page: Page) -> Iterator[tuple[Dictionary, int, bool]]:
    """The links on a page, each with the place of its entry among all, and whether it is the last line of it."""
    links = list(page.obj.get("/Annots", []))
    places = [int(str(link.A.URI).removeprefix(LINK)) for link in links]
    for link, place, following in zip(links, places, [*places, None][1:], strict=True):
        yield link, place, place != following


def _end_of_entry(faces: Faces, tags: Untagged, page: Page, link: Dictionary, number: int) -> Iterator[str]:
    """What draws dots and page number behind an entry's last line, to which its link is made to reach."""
    edge = sorted_edges(page.mediabox)[2] - MARGINS[1] * MM
    left, lower, right, upper = sorted_edges(link.Rect)
    link.Rect = Array([left, lower, edge, upper])
    foot = lower + ABOVE_FOOT
    yield tags.printed(DOTS, _dots(right, edge - faces.text_of(number)[1], edge, foot))
    yield tags.said(page, link, _number(faces, number, edge, foot))


def sorted_edges(rectangle) -> tuple[float, float, float, float]:
    """Left, lower, right, upper."""
    left, one, right, other = map(float, rectangle)
    return min(left, right), min(one, other), max(left, right), max(one, other)


def _write_outline(whole: Pdf, pieces: tuple[Piece, ...], starts: list[int], outlines: list) -> None:
    """The entries of the table of contents, with the titles of their parts below; else a part's own titles."""
    with whole.open_outline() as outline:
        chapter = None
        for piece, start, titles in zip(pieces, starts, outlines, strict=True):
            if piece.entry is None:
                outline.root.extend(OutlineItem(title, start + page) for title, page, _ in titles)
                continue
            item = OutlineItem(piece.entry.title, start)
            item.children.extend(OutlineItem(title, start + page) for title, page, level in titles if level)
            item.is_closed = True
            if piece.entry.level == 1:
                chapter = item
            siblings = outline.root if chapter is item or chapter is None else chapter.children
            siblings.append(item)


def _declare(whole: Pdf, order: Assembly, conformance: str) -> None:
    """What the file says of itself: PDF/A-3 and how far, its colours, title and language."""
    profile = (files("weasyprint.pdf") / INTENT).read_bytes()
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String(INTENT), Info=String(INTENT),
        DestOutputProfile=Stream(whole, zlib.compress(profile), Filter=Name.FlateDecode, N=3),
    )  # fmt: skip
    whole.Root.OutputIntents = Array([whole.make_indirect(intent)])
    whole.Root.Lang = String("vi")
    whole.Root.PageMode = Name.UseOutlines
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["dc:title"] = order.title
        about["dc:creator"] = [order.author]
        about["dc:description"] = order.subject
        about["dc:language"] = ["vi"]
        about["pdf:Producer"] = "pikepdf"
        about["pdfaid:part"] = "3"
        about["pdfaid:conformance"] = conformance
