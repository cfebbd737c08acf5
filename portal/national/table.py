"""A sheet as a table of a page: sorted by any column, sums at its foot, each cell with the head of its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from django.urls import reverse

from agencies.models.province import bare_name
from core.sorting import sort_key
from portal.links import consolidated_name
from portal.table_sort import Column, TableSort
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.words import REPORT
from reporting.contents.workbook import Cell, Row, Sheet
from reporting.enums import ConsolidationKind
from reporting.renderers.sheet_layout import cells_of, shown_as

NUMBERS = ("number", "money")
Links = tuple[tuple[str, str], ...]


def report_links(facts: NationalFacts) -> dict[str, Links]:
    """The pages of the sent reports by the name of the province, each with the name of who issued its plan."""
    name = consolidated_name(ConsolidationKind.YEAR, "version")
    return {
        place.name: tuple(
            (plan.name, reverse(name, args=[plan.version.plan.slug, facts.year, plan.sent.number]))
            for plan in place.plans
            if plan.sent
        )
        for place in facts.places
    }


@dataclass(frozen=True)
class PageCell:
    """A cell as shown, with the head of its column for screens too narrow for heads."""

    text: str
    label: str
    is_number: bool
    is_unknown: bool
    span: int
    links: Links = ()  # the sent reports that the cell is about: words, address


class PageTable:
    """A table of the national report; `asked` is the order that the address names, of whichever table.

    The column N of the table KEY is called KEY-N there, from 1. `reports` leads from a province's row to its reports.
    """

    def __init__(
        self,
        key: str,
        sheet: Sheet,
        asked: str,
        query: Sequence[tuple[str, str]],
        reports: Mapping[str, Links],
    ):
        self.key, self.whole, self.reports = key, sheet, reports
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
        cells = cells_of(row)
        links = self.reports.get(cells[0].value, ())
        return [
            PageCell(
                shown_as(cell, column.kind), column.title, column.kind in NUMBERS, cell.unknown, cell.span,
                links if column == REPORT else (),
            )
            for cell, column in zip(cells, self.whole.columns, strict=True)
        ]  # fmt: skip


def _value(number: int, row: Row):
    """What a row is sorted by in a column; None for what is not known, empty or no number among numbers."""
    cell: Cell = cells_of(row)[number]
    if cell.unknown or cell.value in (None, ""):
        return None
    if isinstance(cell.value, int | Decimal | date):
        return cell.value
    return None if cell.value == "–" else sort_key(bare_name(cell.value))
