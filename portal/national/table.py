"""A sheet as a table of a page: sorted by any column, sums at its foot, each cell with the head of its column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from agencies.models.province import bare_name
from core.sorting import sort_key
from portal.table_sort import Column, TableSort
from reporting.contents.workbook import Cell, Row, Sheet
from reporting.renderers.sheet_layout import cells_of, shown_as

NUMBERS = ("number", "money")


@dataclass(frozen=True)
class PageCell:
    """A cell as shown, with the head of its column for screens too narrow for heads."""

    text: str
    label: str
    is_number: bool
    is_unknown: bool
    span: int


class PageTable:
    """A table of the national report; `asked` is the order that the address names, of whichever table.

    The column N of the table KEY is called KEY-N there, from 1.
    """

    def __init__(self, key: str, sheet: Sheet, asked: str, query: Sequence[tuple[str, str]]):
        self.key, self.whole = key, sheet
        columns = [
            Column(
                column.title, partial(_value, number), f"{key}-{number + 1}", is_number=column.kind in NUMBERS,
                is_name=column.kind == "text",
            )
            for number, column in enumerate(sheet.columns)
        ]  # fmt: skip
        self.sort = TableSort(asked, columns, query)

    @property
    def title(self) -> str:
        return self.whole.title[0]

    @property
    def sheet(self) -> Sheet:
        """The table in the order asked for."""
        body = [row for row in self.whole.rows if row.style == "plain"]
        rest = [row for row in self.whole.rows if row.style != "plain"]
        return replace(self.whole, rows=(*self.sort.sorted(body), *rest))

    @property
    def is_empty(self) -> bool:
        return all(row.style == "note" for row in self.whole.rows)

    @property
    def rows(self) -> list[list[PageCell]]:
        return [self._shown(row) for row in self.sheet.rows if row.style == "plain"]

    @property
    def foot(self) -> list[list[PageCell]]:
        return [self._shown(row) for row in self.sheet.rows if row.style == "total"]

    def _shown(self, row: Row) -> list[PageCell]:
        return [
            PageCell(
                shown_as(cell, column.kind), column.title, column.kind in NUMBERS, cell.unknown, cell.span
            )
            for cell, column in zip(cells_of(row), self.whole.columns, strict=True)
        ]


def _value(number: int, row: Row):
    """What a row is sorted by in a column; None for what is not known, empty or no number among numbers."""
    cell: Cell = cells_of(row)[number]
    if cell.unknown or cell.value in (None, ""):
        return None
    if isinstance(cell.value, int | Decimal | date):
        return cell.value
    return None if cell.value == "–" else sort_key(bare_name(cell.value))
