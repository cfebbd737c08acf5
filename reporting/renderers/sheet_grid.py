"""A sheet of a workbook as a table of a printed page: the same cells, the same words, columns as wide as they need."""

from dataclasses import dataclass

from reporting.contents.workbook import Kind, Sheet
from reporting.contents.workbook import Row as SheetRow
from reporting.renderers.grid import Cell, Row, cell, is_long
from reporting.renderers.sheet_layout import column_widths, millimetres_of, placed, shown_as

SIZES = ((130, "11pt"), (170, "10pt"), (10_000, "9pt"))  # of text, for tables up to so many characters wide
CSS = {"phase": "phase", "group": "group", "total": "sum", "computed": "note", "note": "note"}


@dataclass(frozen=True)
class SheetGrid:
    """Widths of columns as classes (`pdf.COLUMN_WIDTHS`), the rows of the head, and the body; `size` of the text."""

    widths: tuple[str, ...]
    size: str
    head: tuple[Row, ...]
    rows: tuple[Row, ...]


def sheet_grid(sheet: Sheet, width: float) -> SheetGrid:
    """The sheet in a page `width` millimetres wide."""
    characters = sum(column_widths(sheet))
    size = next(size for most, size in SIZES if characters <= most)
    titles = SheetRow(tuple(column.title for column in sheet.columns))
    kinds = [column.kind for column in sheet.columns]
    widths = millimetres_of(sheet, int(size.removesuffix("pt")), width)
    return SheetGrid(
        tuple(f"mm-{int(one)}" for one in widths),
        size,
        tuple(_rows(sheet.header or (titles,), kinds)),
        tuple(_rows(sheet.rows, kinds)),
    )


def _rows(rows, kinds: list[Kind]):
    for row, line in placed(rows, len(kinds)):
        cells = tuple(_cell(place.cell, kinds[place.column - 1]) for place in line)
        is_rest = not line or line[0].column > 1
        css = (CSS.get(row.style, ""), "long" if any(map(is_long, cells)) else "", "rest" if is_rest else "")
        yield Row(cells, " ".join(filter(None, css)))


def _cell(one, kind: Kind) -> Cell:
    look = "figure" if kind in ("money", "number") else "middle" if kind in ("year", "date") else ""
    if one.span > 1 and look == "figure":
        look = "middle"
    if one.unknown:
        look = f"{look} note".strip()
    return cell(*shown_as(one, kind).split("\n"), css=look, columns=one.span, rows=one.rowspan)
