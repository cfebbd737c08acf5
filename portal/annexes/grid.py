"""What a file of tables comes down to: grids of cells with text, exact numbers and merges."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a reader sees it; a struck-out or hidden one too."""

    text: str  # NFC, lines separated by "\n"; "" where empty
    number: Decimal | None = (
        None  # the exact typed number of a numeric cell, without float noise; None for text
    )
    is_bold: bool = False
    was: str = ""  # the text before its conversion from an old font; "" where nothing was converted


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells printed as one, which has the text of its top left cell. Counted from 0, all four inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: a sheet of a workbook, or a table of a document."""

    name: str  # the sheet's name; "Bảng 1", "Bảng 2" ... in a document
    rows: tuple[tuple[Cell, ...], ...]  # all of one length; what a merge covers are empty cells
    merges: tuple[Merge, ...]
    before: tuple[str, ...] = ()  # in a document: paragraphs between the table before and this one
    is_sheet: bool = True  # whether its cells are known by letter and number

    def address(self, row: int, column: int) -> str:
        """How people call the cell (both counted from 0): "C7" in a sheet, "hàng 7, cột 3" in a document."""
        if not self.is_sheet:
            return f"hàng {row + 1}, cột {column + 1}"
        return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be read."""

    grids: tuple[Grid, ...]
    converted_from: str = ""  # "TCVN3" or "VNI" where text was converted; "" otherwise
    notes: tuple[tuple[str, str, str], ...] = ()  # (grid's name, address or "", what the person should know)


def column_letters(column: int) -> str:
    """The letters of a sheet's column counted from 0: "A", "Z", "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
