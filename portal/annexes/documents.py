"""Tables of a DOCX as drafts, nested ones as tables of their own. python-docx opens the package.

The tree is walked by hand: python-docx's tables do not see what stands in content controls and tracked changes, and
looking cells up by them takes quadratic time. What counts is what is printed once all changes are accepted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.opc.exceptions import OpcError
from lxml.etree import XMLSyntaxError

from portal.annexes.docx_styles import Styles, W, on, value
from portal.annexes.drafts import Draft, DraftCell, DraftGrid, Piece
from portal.annexes.grid import Merge
from portal.annexes.limits import NESTING, TABLES, Tally
from portal.annexes.numbering import Numbering
from portal.annexes.refused import AnnexRefusedError
from portal.annexes.zip_check import DAMAGED, repacked

STRICT = (
    "Tệp được lưu theo kiểu “Strict Open XML” nên không đọc được. Hãy mở tệp bằng Word, lưu thành "
    "“Word Document (.docx)” thường rồi nộp lại."
)
# What holds blocks, rows, cells or runs without being printed itself; and what marks text as added.
_WRAPPERS = {
    f"{W}{name}"
    for name in (
        "sdt",
        "sdtContent",
        "customXml",
        "ins",
        "moveTo",
        "smartTag",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
}
_P, _TBL, _TR, _TC, _R = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r"))
_CHARACTERS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
}


def read_docx(parts: dict[str, bytes]) -> Draft:
    """The tables of a checked package."""
    if b"purl.oclc.org/ooxml/" in parts.get("_rels/.rels", b""):
        raise AnnexRefusedError(STRICT)
    try:
        document = docx.Document(repacked(parts))
        body = document.element.body
    except (OpcError, XMLSyntaxError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise AnnexRefusedError(DAMAGED) from error
    if body is None:
        raise AnnexRefusedError(DAMAGED)
    walk = _Walk(Styles(document.part), Numbering(document.part))
    walk.blocks(body, depth=0)
    return Draft(walk.grids)


@dataclass(slots=True)
class _Row:
    """A row of a table: its cells by the column where they begin, and the column after the last."""

    cells: dict[int, "_Spanning"] = field(default_factory=dict)
    width: int = 0


@dataclass(slots=True)
class _Spanning:
    cell: DraftCell
    span: int
    continues: bool  # it belongs to the cell above, of the same width


class _Walk:
    """Goes through the document in its order, which is also the order in which its numbering counts."""

    def __init__(self, styles: Styles, numbering: Numbering):
        self.grids: list[DraftGrid] = []
        self._styles = styles
        self._numbering = numbering
        self._tally = Tally()
        self._paragraphs: list[tuple[Piece, ...]] = []

    def blocks(self, parent, depth: int) -> None:
        """Paragraphs and tables outside of cells."""
        for node in _children(parent, (_P, _TBL)):
            if node.tag == _TBL:
                self._table(node, depth)
            elif paragraph := self._paragraph(node):
                self._tally.text("".join(piece.text for piece in paragraph.pieces))
                self._paragraphs.append(paragraph.pieces)

    def _table(self, table, depth: int) -> None:
        if depth >= NESTING:
            raise AnnexRefusedError(
                f"Trong tệp có bảng lồng nhau quá {NESTING} lớp. Hãy đưa các bảng bên trong ra ngoài rồi nộp lại."
            )
        if len(self.grids) >= TABLES:
            raise AnnexRefusedError(
                f"Tệp có hơn {TABLES} bảng. Hãy chỉ giữ các bảng nhiệm vụ và kinh phí rồi nộp lại."
            )
        grid = DraftGrid(f"Bảng {len(self.grids) + 1}", 0, 0, before=self._paragraphs, is_sheet=False)
        self.grids.append(grid)  # before the tables inside of it
        self._paragraphs = []
        rows: list[_Row] = []
        for node in _children(table, (_TR,)):
            if not _is_deleted_row(node):
                rows.append(self._row(node, rows[-1] if rows else _Row(), grid.name, depth))
                grid.width = max(grid.width, rows[-1].width)
                self._tally.within(grid.name, len(rows), grid.width)
        grid.height = len(rows)
        self._tally.table(grid.name, grid.height, grid.width)
        for number, row in enumerate(rows):
            for column, spanning in row.cells.items():
                if not spanning.cell.is_empty:
                    grid.cells[number, column] = spanning.cell
        grid.merges = list(_merges(rows))
        self._tally.filled(len(grid.cells))

    def _row(self, node, above: _Row, name: str, depth: int) -> _Row:
        row = _Row()
        properties = node.find(f"{W}trPr")
        row.width = value(properties, "gridBefore")
        for cell in _children(node, (_TC,)):
            properties = cell.find(f"{W}tcPr")
            span = max(1, value(properties, "gridSpan", 1))
            self._tally.within(name, 1, row.width + span)
            upper = above.cells.get(row.width)
            continues = _continues(properties, "vMerge") and upper is not None and upper.span == span
            read = self._cell(cell, depth, is_hidden=continues)
            if row.cells and _continues(properties, "hMerge"):
                list(row.cells.values())[-1].span += span
            else:
                row.cells[row.width] = _Spanning(read, span, continues)
            row.width += span
        return row

    def _cell(self, cell, depth: int, is_hidden: bool) -> DraftCell:
        """A cell: a line for each paragraph; tables inside of it become tables of their own."""
        lines = []
        for node in _children(cell, (_P, _TBL)):
            if node.tag == _TBL:
                self._table(node, depth + 1)
            elif line := self._paragraph(node, keeps_empty=bool(lines), counts=not is_hidden):
                lines.append(line)
        pieces: list[Piece] = []
        for line in lines:
            if pieces:
                pieces.append(Piece("\n"))
            pieces += line.pieces
        self._tally.text("".join(piece.text for piece in pieces))
        written = [line.is_bold for line in lines if not line.is_empty]
        return DraftCell(tuple(pieces), None, bool(written) and all(written))

    def _paragraph(self, paragraph, keeps_empty=False, counts=True) -> DraftCell | None:
        """The text of a paragraph with the number that Word prints before it; None where there is nothing.

        What lies hidden in a merged cell is not printed, so it does not count.
        """
        style = self._styles.of_paragraph(paragraph)
        pieces, bold = [], []
        for run in _runs(paragraph):
            text = _text_of(run)
            if not text:
                continue
            font, is_bold = self._styles.of_run(run, style)
            if text.strip():
                bold.append(is_bold)
            if pieces and pieces[-1].font == font:
                pieces[-1] = Piece(pieces[-1].text + text, font)
            else:
                pieces.append(Piece(text, font))
        if _is_deleted_mark(paragraph) and not pieces:
            return None
        if counts and (marker := self._numbering.marker(paragraph, style)):
            pieces.insert(0, Piece(f"{marker} "))
        if not pieces and not keeps_empty:
            return None
        return DraftCell(tuple(pieces), None, bool(bold) and all(bold))


def _children(parent, tags: tuple[str, ...]) -> Iterator:
    """The nearest nodes with these tags below a node, also inside of content controls and additions."""
    for node in parent:
        if node.tag in tags:
            yield node
        elif node.tag in _WRAPPERS:
            yield from _children(node, tags)


def _runs(paragraph) -> Iterator:
    yield from _children(paragraph, (_R,))


def _text_of(run) -> str:
    """The printed text of a run: no instructions of fields, no notes, nothing that floats beside the text."""
    texts = []
    for node in run:
        if node.tag == f"{W}t":
            texts.append(node.text or "")
        elif node.tag in _CHARACTERS:
            texts.append(_CHARACTERS[node.tag])
    return "".join(texts)


def _is_deleted_row(row) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and on(properties.find(f"{W}del"))


def _is_deleted_mark(paragraph) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _continues(properties, name: str) -> bool:
    """Whether a cell says that it belongs to the one above, or before."""
    node = None if properties is None else properties.find(f"{W}{name}")
    return node is not None and node.get(f"{W}val", "continue") == "continue"


def _merges(rows: list[_Row]) -> Iterator[Merge]:
    """Merged cells: a cell over several columns, and those below that continue it."""
    for number, row in enumerate(rows):
        for column, spanning in row.cells.items():
            if spanning.continues:
                continue
            bottom = number + 1
            while bottom < len(rows) and (below := rows[bottom].cells.get(column)) and below.continues:
                bottom += 1
            if bottom > number + 1 or spanning.span > 1:
                yield Merge(number, column, bottom - 1, column + spanning.span - 1)
