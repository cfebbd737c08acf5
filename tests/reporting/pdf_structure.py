"""Reading the structure of a tagged PDF: what is painted under which mark, and the tree of elements with their words."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.reporting.pdf_reading import opened, squeezed

PAINTING = frozenset(("Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "BI"))


@dataclass(frozen=True)
class Mark:
    """A mark of a page's content: its tag, its number on the page if it has one, and what else it says."""

    tag: str
    mcid: int | None
    says: dict = field(compare=False)


@dataclass
class Element:
    """An element of the structure with what stands in it, in reading order: elements, and pieces as (page, MCID)."""

    kind: str
    item: pikepdf.Dictionary
    kids: list = field(default_factory=list)

    def all(self, kind: str) -> list["Element"]:
        """The elements of a kind at any depth, in reading order."""
        inner = [one for kid in self.kids if isinstance(kid, Element) for one in kid.all(kind)]
        return [self, *inner] if self.kind == kind else inner

    def pieces(self) -> Iterator[tuple[int, int]]:
        """What it says, in reading order."""
        for kid in self.kids:
            yield from kid.pieces() if isinstance(kid, Element) else [kid]


class Tagged:
    """A tagged PDF."""

    def __init__(self, file: bytes):
        self.file, self.pdf = file, opened(file)
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.notes: list[
            tuple[pikepdf.Dictionary, pikepdf.Dictionary]
        ] = []  # with the element that names each
        self.root = self.pdf.Root.StructTreeRoot
        (document,) = self.root.K
        self.document = self._read(document, self.root)

    def _read(self, item: pikepdf.Dictionary, parent: pikepdf.Dictionary) -> Element:
        assert item.P.objgen == parent.objgen
        element = Element(str(item.S).removeprefix("/"), item)
        for kid in item.K:
            if isinstance(kid, int):
                element.kids.append((self.pages[item.Pg.objgen], kid))
            elif kid.Type == "/OBJR":
                assert kid.Pg.objgen == item.Pg.objgen
                self.notes.append((kid.Obj, item))
            else:
                element.kids.append(self._read(kid, item))
        return element

    @cached_property
    def owners(self) -> dict[int, pikepdf.Object]:
        """What the parent tree says, by StructParents of pages and StructParent of links."""
        return dict(pikepdf.NumberTree(self.root.ParentTree).items())

    def painted(self, number: int) -> Iterator[tuple[Mark, ...]]:
        """Under which marks each thing on a page is painted, from the outermost."""
        marks: list[Mark] = []
        for operands, operator in pikepdf.parse_content_stream(self.pdf.pages[number]):
            match str(operator):
                case "BMC":
                    marks.append(Mark(str(operands[0]), None, {}))
                case "BDC":
                    marks.append(Mark(str(operands[0]), operands[1].get("/MCID"), dict(operands[1])))
                case "EMC":
                    marks.pop()
                case name if name in PAINTING:
                    yield tuple(marks)
        assert not marks

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """The words of each piece, as another program reads them."""
        found: dict[tuple[int, int], str] = {}
        for number, page in enumerate(pypdfium2.PdfDocument(self.file)):
            words = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
                piece = number, pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
                found[piece] = found.get(piece, "") + _text(item, words)
        return found

    def said(self, element: Element) -> str:
        """What is read aloud of an element, without white space: of a figure, its words instead of what it shows."""
        if element.kind == "Figure":
            return squeezed(str(element.item.Alt))
        return "".join(
            self.said(kid) if isinstance(kid, Element) else squeezed(self.texts.get(kid, ""))
            for kid in element.kids
        )


def _text(item: pypdfium2.PdfObject, words: pypdfium2.PdfTextPage) -> str:
    size = pdfium.FPDFTextObj_GetText(item.raw, words.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(
        item.raw, words.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw[: size - 2].decode("utf-16-le")
