"""Tables of a document as cells of plain text: one template prints them all, escaped and with repeated heads."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs of (class, text), over so many columns and rows."""

    paragraphs: tuple[tuple[str, str], ...]
    css: str = ""
    columns: str = "1"
    rows: str = "1"


@dataclass(frozen=True)
class Row:
    """A row of cells; `css` is "phase", "group" or "sum" for rows that are no ordinary ones."""

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


def numbered(rows: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows with their ordinal in a first cell."""
    return tuple(Row((cell(str(number), css="middle"), *cells)) for number, cells in enumerate(rows, 1))
