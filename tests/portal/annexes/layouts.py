"""Grids and files of annexes for tests: rows as people write them, with merges and bold cells."""

from dataclasses import dataclass
from decimal import Decimal

from portal.annexes.grid import Cell, Grid, Merge, Opened


@dataclass(frozen=True)
class B:
    """A bold text."""

    text: str


@dataclass(frozen=True)
class W:
    """A text printed across several columns (bold, as headings are)."""

    text: str
    width: int
    is_bold: bool = True


@dataclass(frozen=True)
class D:
    """A text printed down over several rows."""

    text: str
    height: int
    width: int = 1


Value = str | int | Decimal | None | B | W | D


def sheet(
    *rows: list[Value], name: str = "Sheet1", before: tuple[str, ...] = (), is_sheet: bool = True
) -> Grid:
    """A grid of rows; what W and D cover is left out of the rows, as in HTML."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    covered: set[tuple[int, int]] = set()
    for r, values in enumerate(rows):
        c = 0
        for value in values:
            while (r, c) in covered:
                c += 1
            width = value.width if isinstance(value, W | D) else 1
            height = value.height if isinstance(value, D) else 1
            cells[r, c] = _cell(value)
            if width * height > 1:
                merges.append(Merge(r, c, r + height - 1, c + width - 1))
                covered |= {(r + dr, c + dc) for dr in range(height) for dc in range(width)}
            c += width
    height = len(rows)
    across = max([c for _, c in cells] + [m.right for m in merges]) + 1
    return Grid(
        name=name,
        rows=tuple(tuple(cells.get((r, c), Cell("")) for c in range(across)) for r in range(height)),
        merges=tuple(merges),
        before=before,
        is_sheet=is_sheet,
    )


def _cell(value: Value) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, B):
        return Cell(value.text, is_bold=True)
    if isinstance(value, W):
        return Cell(value.text, is_bold=value.is_bold)
    if isinstance(value, D):
        return Cell(value.text)
    if isinstance(value, int | Decimal):
        return Cell(str(value), Decimal(value))
    return Cell(value)


def opened(*grids: Grid) -> Opened:
    return Opened(tuple(grids))
