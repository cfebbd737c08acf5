"""Columns by name, and records that fill them: what the builders of sheets share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.contents.workbook import Cell, Column, Row, RowStyle

COVERED = object()  # the value of a place that a cell above covers
Record = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column and the name of its value in a record; neighbours with the same `over` share a head."""

    name: str
    column: Column
    over: str = ""


def filled(fields: Sequence[Field], records: Iterable[Record], always: Sequence[str] = ()) -> list[Field]:
    """The fields that any record fills, and those that stand always."""
    names = {name for record in records for name, value in record.items() if value not in (None, "")}
    return [field for field in fields if field.name in names or field.name in always]


def columns(fields: Sequence[Field]) -> tuple[Column, ...]:
    return tuple(field.column for field in fields)


def head(fields: Sequence[Field]) -> tuple[Row, ...]:
    """Two rows where columns share a head, else none: the titles are the head then."""
    if not any(field.over for field in fields):
        return ()
    upper: list[Cell] = []
    last = ""
    for field in fields:
        if field.over and field.over == last:
            upper[-1] = Cell(field.over, span=upper[-1].span + 1)
        else:
            upper.append(Cell(field.over) if field.over else Cell(field.column.title, rowspan=2))
        last = field.over
    return Row(tuple(upper)), Row(tuple(field.column.title for field in fields if field.over))


def line(fields: Sequence[Field], record: Record, style: RowStyle = "plain") -> Row:
    """A record as a row; what it does not say stays empty."""
    values = (record.get(field.name) for field in fields)
    return Row(tuple(value for value in values if value is not COVERED), style)


def heading(fields: Sequence[Field], number: str, title: str, style: RowStyle = "group") -> Row:
    """A row that heads the ones below it: its number in the first column, its title across the others."""
    if not number or len(fields) < 2:
        return Row((Cell(title, span=len(fields)),), style)
    return Row((number, Cell(title, span=len(fields) - 1)), style)


def nothing(fields: Sequence[Field], text: str) -> Row:
    """The one row of a table without rows, which says why."""
    return Row((Cell(text, span=len(fields)),), "note")


def listed(texts: Iterable[str]) -> str:
    """One text as it is, several as a list with dashes, as plans print them; so that they can be read back."""
    lines = list(texts)
    is_list = len(lines) > 1 or any(line.startswith("-") for line in lines)
    return "\n".join(f"- {text}" for text in lines) if is_list else "".join(lines)
