"""What was recognised of a file, as a person sees and corrects it: which table, which column holds what.

A corrected mapping goes back into recognition. It is found again by sheet and head rows, in next year's file by the
words of the heads.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from budgets.enums import Source
from core.numbers import Unit
from portal.annexes.grid import column_letters
from portal.annexes.recognition.columns import Column, ColumnRole
from portal.annexes.recognition.words import UNIT_NAMES, fold


class TableKind(StrEnum):
    """What a table tells."""

    TASKS = "tasks"
    MONEY = "money"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table: where its head stands (rows counted from 1, as people do), what its columns hold."""

    sheet: str
    head_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    kind: TableKind
    unit: Unit | None
    title: str = ""
    above: tuple[str, ...] = ()  # the lines above the table, its title among them

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(fold(column.head) for column in self.columns)

    def as_data(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "title": self.title or None,
            "above": list(self.above),
            "head_rows": list(self.head_rows),
            "kind": self.kind.value,
            "unit": UNIT_NAMES[self.unit] if self.unit is not None else None,
            "columns": [_column_data(column) for column in self.columns],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `as_data` gives; ValueError or KeyError for anything else."""
        return cls(
            str(data["sheet"]),
            tuple(int(row) for row in data["head_rows"]),
            tuple(_column_from(column) for column in data["columns"]),
            TableKind(data["kind"]),
            _unit_from(data.get("unit")),
            str(data.get("title") or ""),
            tuple(map(str, data.get("above") or ())),
        )


@dataclass(frozen=True, slots=True)
class Mapping:
    """The tables of a file in order."""

    tables: tuple[TableMapping, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {"tables": [table.as_data() for table in self.tables]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(tuple(TableMapping.from_data(table) for table in data["tables"]))

    def heads_in(self, sheet: str) -> list[list[int]] | None:
        """The rows of heads (counted from 0) that the mapping tells of a sheet; None where it tells nothing."""
        heads = sorted(
            {tuple(row - 1 for row in table.head_rows) for table in self.tables if table.sheet == sheet}
        )
        return [list(head) for head in heads] or None

    def of(self, sheet: str, head_rows: tuple[int, ...], heads: tuple[str, ...]) -> TableMapping | None:
        """The table at this place, or one with the same heads."""
        same = [table for table in self.tables if table.heads == heads]
        here = [table for table in same if table.sheet == sheet and table.head_rows == head_rows]
        return next(iter(here or same), None)


def _column_data(column: Column) -> dict[str, Any]:
    return {
        "column": column_letters(column.index),
        "head": column.head,
        "role": column.role.value,
        "year": column.year,
        "period": list(column.period) if column.period else None,
        "source": [source.value for source in column.sources],
        "unit": UNIT_NAMES[column.unit] if column.unit is not None else None,
        "part": column.part or None,
    }


def _column_from(data: dict[str, Any]) -> Column:
    index = 0
    for letter in str(data["column"]):
        index = index * 26 + ord(letter) - ord("A") + 1
    period = data.get("period")
    return Column(
        index - 1,
        str(data.get("head") or ""),
        ColumnRole(data["role"]),
        int(data["year"]) if data.get("year") else None,
        (int(period[0]), int(period[1])) if period else None,
        tuple(Source(source) for source in data.get("source") or ()),
        _unit_from(data.get("unit")),
        str(data.get("part") or ""),
    )


def _unit_from(name: str | None) -> Unit | None:
    if name is None:
        return None
    return {text: unit for unit, text in UNIT_NAMES.items()}[name]
