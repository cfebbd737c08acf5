"""The structure of the whole national report, joined of its parts', for who has it read aloud (PDF/A-3a).

A part brings a tree of elements, and a list that says of each piece of its pages, and of each link, to which element it
belongs (`part_tags`). Here all trees get one root, and the lists become one. What joining draws itself is marked as said or
as printed alone. `Untagged` is what joining asks where there is no structure.
"""

from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Page, Pdf, String

NUMBER = "/Artifact <</Type /Pagination /Subtype /Header>>"  # marks of what is printed and not read
DOTS = "/Artifact <</Type /Layout>>"


class Untagged:
    """A report without a structure: nothing is marked, nothing is added."""

    conformance = "B"

    def take(self, part: Pdf, pages: Iterable[Page]) -> None:
        """Adds what a part says of its text; `pages` are its pages in the whole, to which they were copied before."""

    def printed(self, mark: str, drawn: str) -> str:
        """What is drawn, as something that is not read."""
        return drawn

    def said(self, page: Page, link: Dictionary, drawn: str) -> str:
        """What is drawn on a page, as something that the link says, too."""
        return drawn

    def describe(self, link: Dictionary, words: str) -> None:
        """Tells in words where a link of the table of contents leads."""

    def write(self) -> None:
        """Puts the structure into the file, when all parts are in."""


class Structure(Untagged):
    """The tree of the whole."""

    conformance = "A"

    def __init__(self, whole: Pdf):
        self._whole = whole
        self._document = self._element(Name.Document)
        self._owners: list = []  # of a page's pieces in their order, or of a link; by their numbers in the file
        self._entries: dict[tuple, Dictionary] = {}  # the paragraphs of the table of contents

    def take(self, part: Pdf, pages: Iterable[Page]) -> None:
        tree, first = self._whole.copy_foreign(part.Root.StructTreeRoot), len(self._owners)
        self._owners.extend(list(tree.ParentTree.Nums)[1::2])  # numbered from 0 without a gap
        for page in pages:
            page.obj.StructParents += first
            for link in page.obj.get("/Annots", []):
                link.StructParent += first
        own = tree.K[0]
        own.S, own.P = Name.Part, self._document
        self._document.K.append(own)

    def printed(self, mark: str, drawn: str) -> str:
        return f"{mark} BDC\n{drawn}EMC\n" if drawn else ""

    def said(self, page: Page, link: Dictionary, drawn: str) -> str:
        pieces, element = self._owners[page.obj.StructParents], self._owners[link.StructParent]
        number = len(pieces)
        element.K.append(number)
        pieces.append(element)
        return f"/Span <</MCID {number}>> BDC\n{drawn}EMC\n"

    def describe(self, link: Dictionary, words: str) -> None:
        link.Contents = String(words)
        paragraph = self._owners[link.StructParent].P
        self._entries[paragraph.objgen] = paragraph

    def write(self) -> None:
        if self._entries:
            self._list_entries()
        numbered = [item for pair in enumerate(self._owners) for item in pair]
        root = self._whole.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._whole.make_indirect(Dictionary(Nums=Array(numbered))),
                ParentTreeNextKey=len(self._owners),
            )
        )
        self._document.P = self._whole.Root.StructTreeRoot = root
        self._whole.Root.MarkInfo = Dictionary(Marked=True)

    def _list_entries(self) -> None:
        """The paragraphs become the items of a table of contents in the part that they stand in."""
        part = next(iter(self._entries.values())).P
        contents = self._element(Name.TOC, part)
        for paragraph in self._entries.values():
            paragraph.P = item = self._element(Name.TOCI, contents)
            item.K.append(paragraph)
            contents.K.append(item)
        part.K = Array([*(one for one in part.K if one.objgen not in self._entries), contents])

    def _element(self, kind: Name, parent: Dictionary | None = None) -> Dictionary:
        about = Dictionary(Type=Name.StructElem, S=kind, K=Array())
        if parent is not None:
            about.P = parent
        return self._whole.make_indirect(about)
