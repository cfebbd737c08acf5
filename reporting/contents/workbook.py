"""A workbook as plain values: sheets with heads, typed cells and what printing needs. No formula, ever.

Start at `Workbook`. A cell's value says its type: text stays text, whatever it begins with; int and Decimal
are numbers; a date is a day. Money stands in triệu đồng, as `core.numbers.dong_to_million` gives it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal | date | None
Kind = Literal["text", "number", "money", "year", "date"]
RowStyle = Literal["plain", "phase", "group", "total", "computed", "note"]


@dataclass(frozen=True)
class Cell:
    """A value that lies over several columns or rows, or looks otherwise than its row.

    `unknown` marks a word that stands where a figure should ("chưa rõ").
    """

    value: Value = None
    span: int = 1
    rowspan: int = 1
    unknown: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its head, what it holds, and how many characters wide it may become."""

    title: str
    kind: Kind = "text"
    width: int = 45


@dataclass(frozen=True)
class Row:
    """Cells from left to right, as in an HTML table: places covered by a cell above are left out."""

    cells: tuple[Cell | Value, ...]
    style: RowStyle = "plain"


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own.

    `title` lines stand above the table, the first one large; `unit` at its right ("Đơn vị tính: triệu
    đồng"); `notes` below. `header` is needed only for heads of several rows, else the columns' titles are
    the head. The head is frozen and repeated on each printed page; `frozen_columns` stay too. `filtered`
    offers Excel's filter, for tables without merged cells.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: tuple[str, ...] = ()
    unit: str = ""
    notes: tuple[str, ...] = ()
    header: tuple[Row, ...] = ()
    orientation: Literal["landscape", "portrait"] = "landscape"
    frozen_columns: int = 0
    filtered: bool = False


@dataclass(frozen=True)
class Workbook:
    """Sheets in their order. `day` is the content's own day: the same content is the same file."""

    title: str
    sheets: tuple[Sheet, ...]
    day: date
    subject: str = ""
    author: str = "Cổng thông tin sản xuất sạch hơn"
