"""Tables of a document as cells of plain text: one template prints them all, escaped and with repeated heads."""

from collections.abc import Iterable
from dataclasses import dataclass

LINE, LONGEST_WHOLE = (
    10,
    550,
)  # characters: what a paragraph's last line leaves empty; a page of the narrowest column


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs of (class, text), over so many columns and rows."""

    paragraphs: tuple[tuple[str, str], ...]
    css: str = ""
    columns: str = "1"
    rows: str = "1"

    @property
    def text(self) -> str:
        """Its paragraphs as lines of one text."""
        return "\n".join(text for _, text in self.paragraphs)


@dataclass(frozen=True)
class Row:
    """A row of cells; `css` is "phase", "group", "sum", "long", or "rest" where a cell from above leads it."""

    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Grid:
    """Heads as (class that gives the column's width, text), and rows."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def cell(*texts: str, css: str = "", columns: int = 1, rows: int = 1) -> Cell:
    """A cell of one paragraph a text; empty texts give an empty cell."""
    return Cell(tuple(("", text) for text in texts if text), css, str(columns), str(rows))


def is_long(one: Cell) -> bool:
    """Whether the cell may fill a page by itself, however narrow its column is."""
    return sum(len(text) + LINE for _, text in one.paragraphs) > LONGEST_WHOLE


def numbered(rows: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows with their ordinal in a first cell."""
    return tuple(
        Row((cell(str(number), css="middle"), *cells), "long" if any(map(is_long, cells)) else "")
        for number, cells in enumerate(rows, 1)
    )
