"""Tables as they are written in a file, before texts in old fonts are converted and spaces tidied."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from portal.annexes.grid import Merge


class Piece(NamedTuple):
    """Some text with the font that it is written in, "" where the file does not tell."""

    text: str
    font: str = ""


@dataclass(slots=True)
class DraftCell:
    """A cell; its text is in pieces as the font changes."""

    pieces: tuple[Piece, ...]
    number: Decimal | None = None
    is_bold: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(piece.text for piece in self.pieces)


@dataclass(slots=True)
class DraftGrid:
    """A table; `cells` names what is filled by row and column, counted from 0."""

    name: str
    height: int
    width: int
    cells: dict[tuple[int, int], DraftCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    before: list[tuple[Piece, ...]] = field(default_factory=list)
    is_sheet: bool = True


@dataclass(slots=True)
class Draft:
    """All tables of a file, with what the person should know of them."""

    grids: list[DraftGrid] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # grid's name, address, text
