"""Tables that are sorted by a link in the head of a column: `?sort=total`, `?sort=-total`, without JavaScript.

A column of numbers begins with the largest. What has no value (unknown) stands last in both directions. `components/table_heads.html` shows the heads.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: what its head says and the value to sort by; None for a row that has none.

    `is_number` stands at the right; `is_name` rises from A to Z.
    """

    label: str
    value: Callable[[Row], Any] | None = None
    key: str = ""
    unit: str = ""
    is_number: bool = False
    is_name: bool = False


@dataclass(frozen=True)
class Head:
    """A head as shown: `order` is the value of aria-sort, `url` sorts by it, the other way round if it is sorted."""

    label: str
    unit: str
    is_number: bool
    url: str
    order: str


@dataclass(frozen=True)
class SortChoice:
    """An entry of a list of orders, for screens too narrow for heads."""

    value: str
    label: str
    is_chosen: bool


class TableSort(Generic[Row]):
    """The order asked for; without one, or by an unknown one, rows keep their own order.

    `query` is what else the page's address says, by name or as pairs, and stays in the links of the heads.
    """

    def __init__(
        self, asked: str, columns: list[Column[Row]], query: Mapping[str, str] | Sequence[tuple[str, str]]
    ):
        self.query, self.columns = query, columns
        self.column = next((c for c in columns if c.value and c.key == asked.removeprefix("-")), None)
        self.is_descending = asked.startswith("-")
        self.is_refused = bool(asked) and self.column is None

    @property
    def asked(self) -> str:
        """The order in force as the query string writes it, "" for the rows' own."""
        return f"{'-' if self.is_descending else ''}{self.column.key}" if self.column else ""

    def sorted(self, rows: list[Row]) -> list[Row]:
        """The rows in the order asked for; equal ones keep their order, those without a value stand last."""
        if self.column is None:
            return rows
        value = self.column.value
        known = [row for row in rows if value(row) is not None]
        unknown = [row for row in rows if value(row) is None]
        return sorted(known, key=value, reverse=self.is_descending) + unknown

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    @property
    def choices(self) -> list[SortChoice]:
        """Every order for a select."""
        named = [
            (f"{sign}{column.key}", f"{column.label}: {word}")
            for column in self.columns
            if column.value
            for sign, word in (("", _words(column)[0]), ("-", _words(column)[1]))
        ]
        return [SortChoice(value, label, value == self.asked) for value, label in named]

    def _head(self, column: Column) -> Head:
        if not column.value:
            return Head(column.label, column.unit, column.is_number, "", "")
        order = ""
        if column is self.column:
            order = "descending" if self.is_descending else "ascending"
        falls_next = order == "ascending" or (column.is_number and order != "descending")
        next_order = f"-{column.key}" if falls_next else column.key
        pairs = self.query.items() if isinstance(self.query, Mapping) else self.query
        others = [(name, value) for name, value in pairs if name != "sort"]
        url = "?" + urlencode([*others, ("sort", next_order)])
        return Head(column.label, column.unit, column.is_number, url, order)


def _words(column: Column) -> tuple[str, str]:
    return ("A đến Z", "Z đến A") if column.is_name else ("tăng dần", "giảm dần")
