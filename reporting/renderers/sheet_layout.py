"""Where a sheet's cells lie, how wide its columns are, and which rows are too tall for one.

Excel shows at most 409 points of a row and keeps 32 767 characters of a cell; what is beyond is cut without
a word. So a row whose text would be taller goes on in further rows. Widths and lines are estimates in
characters of the body font, on the safe side: Vietnamese letters are narrower than digits.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from core.numbers import format_number
from reporting.contents.workbook import Cell, Column, Kind, Row, Sheet, Value

MOST_LINES = 24  # of 16 points in a row of 409
MOST_CHARACTERS = 32_767
NARROWEST = {"money": 10}
SHORT_HEAD = 8  # characters of a head that stand in one line
CONTINUED = "(tiếp)"
LEAST_TABLE = 70  # characters: a narrower table breaks its own title in pieces
POINT = 0.353  # millimetres
LONGEST_WORD = 18  # characters for which a column has room whatever it takes


@dataclass(frozen=True)
class Placed:
    """A cell with the column (from 1) in which it begins."""

    column: int
    cell: Cell


def cells_of(row: Row) -> list[Cell]:
    """The row's cells, plain values as cells of their own."""
    return [value if isinstance(value, Cell) else Cell(value) for value in row.cells]


def placed(rows: Sequence[Row], width: int) -> Iterator[tuple[Row, list[Placed]]]:
    """Each row with its cells in their places, in a table `width` columns wide; free places are filled.

    ValueError where a row has more cells than places, or a cell reaches below the last row.
    """
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, start=1):
        free = [column for column in range(1, width + 1) if (number, column) not in covered]
        line = []
        for cell in cells_of(row):
            place = free[: cell.span]
            if len(place) < cell.span or place[-1] - place[0] >= cell.span:
                raise ValueError(f"row {number} has more cells than the {width} columns hold: {row.cells}")
            free = free[cell.span :]
            line.append(Placed(place[0], cell))
            covered |= {(number + down, column) for down in range(1, cell.rowspan) for column in place}
        yield row, line + [Placed(column, Cell()) for column in free]
    if any(number > len(rows) for number, _ in covered):
        raise ValueError("a cell reaches below the last row of its table")


def shown(cell: Cell) -> str:
    """About what a reader sees in the cell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return format_number(value) if isinstance(value, int | Decimal) else value


def shown_as(cell: Cell, kind: Kind) -> str:
    """What is printed of a cell in a column of this kind: a year without a sign for thousands."""
    return str(cell.value) if kind == "year" and isinstance(cell.value, int) else shown(cell)


def millimetres_of(sheet: Sheet, size: int, width: float) -> list[float]:
    """A page's `width` for text of `size` points: each column's longest word, the rest shared out as the columns need it."""
    characters, words = column_widths(sheet), _longest_words(sheet)
    least = [4 + word * size * POINT / 2 for word in words]  # a letter is about half as wide as high
    if sum(least) > width:
        return [width * one / sum(least) for one in least]
    wished = [width * one / sum(characters) for one in characters]
    lacking = [max(0.001, wish - one) for wish, one in zip(wished, least, strict=True)]
    rest = width - sum(least)
    return [one + rest * lack / sum(lacking) for one, lack in zip(least, lacking, strict=True)]


def _longest_words(sheet: Sheet) -> list[int]:
    """For each column how many characters its longest word has, as far as room is made for it."""
    longest = [max(map(len, column.title.split()), default=1) for column in sheet.columns]
    for _, line in placed(sheet.rows, len(longest)):
        for place in line:
            if place.cell.span == 1:
                words = shown(place.cell).split() or [""]
                longest[place.column - 1] = max(longest[place.column - 1], *map(len, words))
    return [min(one, LONGEST_WORD) for one in longest]


def column_widths(sheet: Sheet) -> list[int]:
    """As wide as the longest line of a column needs, up to what the column may be.

    Words of a head are never split, and a number has all the room it needs: where it does not fit,
    spreadsheets show "####".
    """
    heads = [_head_width(column.title) for column in sheet.columns]
    texts, numbers = [0] * len(heads), [0] * len(heads)
    body = [place for _, line in placed(sheet.rows, len(heads)) for place in line]
    for place in (place for _, line in placed(sheet.header, len(heads)) for place in line):
        if place.cell.span == 1:
            _at_least(heads, place, _head_width(shown(place.cell)))
    for place in body:
        if place.cell.span == 1:
            _at_least(texts if isinstance(place.cell.value, str) else numbers, place, _longest_line(place))
    widths = [
        max(head + 2, number + 2, min(text + 2, column.width), NARROWEST.get(column.kind, 6))
        for head, number, text, column in zip(heads, numbers, texts, sheet.columns, strict=True)
    ]
    for place in body:
        if place.cell.span > 1 and not isinstance(place.cell.value, str):
            lacking = _longest_line(place) + 2 - _width_of(place, widths)
            for index in range(place.column - 1, place.column - 1 + place.cell.span):
                widths[index] += max(0, -(-lacking // place.cell.span))
    widest = max(range(len(widths)), key=lambda index: _room_for_text(sheet.columns[index]))
    widths[widest] += max(0, LEAST_TABLE - sum(widths))
    return widths


def unbroken(rows: Sequence[Row], widths: list[int]) -> list[Row]:
    """The rows with those that are too tall for Excel continued in further ones.

    Rows that cells lie over together stay as they are, for they share their height. ValueError for a text
    that does not fit into one cell there.
    """
    result, together = [], 0
    for row, line in placed(rows, len(widths)):
        tallest = max((place.cell.rowspan for place in line), default=1)
        if together or tallest > 1:
            _refuse_too_long(line)
            result.append(row)
        else:
            result += _continued(row, line, widths)
        together = max(together, tallest) - 1
    return result


def lines_in(text: str, width: int) -> int:
    """How many lines the text takes in a cell that many characters wide."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, len(_wrapped(paragraph, width))) for paragraph in text.split("\n"))


def heights_in_lines(rows: list[list[Placed]], widths: list[int]) -> list[int]:
    """How many lines each row needs: no spreadsheet looks into merged cells, and only Excel finds the height of the others.

    A cell over several rows takes its part in each.
    """
    heights = [1] * len(rows)
    for number, line in enumerate(rows):
        for place in line:
            lines = _lines_of(place, widths)
            for tied in range(number, number + place.cell.rowspan):
                heights[tied] = max(heights[tied], lines)
    return heights


def _lines_of(place: Placed, widths: list[int]) -> int:
    return -(-lines_in(shown(place.cell), _width_of(place, widths)) // place.cell.rowspan)


def _width_of(place: Placed, widths: list[int]) -> int:
    return sum(widths[place.column - 1 : place.column - 1 + place.cell.span])


def _continued(row: Row, line: list[Placed], widths: list[int]) -> list[Row]:
    parts = [_parts(place.cell.value, _width_of(place, widths)) for place in line]
    if (rows := max(map(len, parts))) == 1:
        return [row]
    if len(parts) > 1 and len(parts[0]) == 1:  # the first column says of the other rows that they go on
        parts[0] += [CONTINUED] * (rows - 1)
    return [
        Row(
            tuple(replace(place.cell, value=value) for place, value in zip(line, values, strict=True)),
            row.style,
        )
        for values in zip_longest(*parts)
    ]


def _parts(value: Value, width: int) -> list[Value]:
    """A long text in parts that a row can show, broken between lines or else between words."""
    if not isinstance(value, str) or lines_in(value, width) <= MOST_LINES:
        return [value]
    pieces = [
        piece
        for paragraph in value.split("\n")
        for piece in (_wrapped(paragraph, width * MOST_LINES * 4 // 5) or [""])
    ]
    parts, used = [pieces[0]], lines_in(pieces[0], width)
    for piece in pieces[1:]:
        lines = lines_in(piece, width)
        if used + lines <= MOST_LINES:
            parts[-1], used = f"{parts[-1]}\n{piece}", used + lines
        else:
            parts, used = [*parts, piece], lines
    return parts


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False)


def _refuse_too_long(line: list[Placed]) -> None:
    for place in line:
        if len(shown(place.cell)) > MOST_CHARACTERS:
            raise ValueError(
                f"{len(shown(place.cell))} ký tự trong một ô; bảng tính chỉ giữ {MOST_CHARACTERS}."
            )


def _room_for_text(column: Column) -> int:
    return column.width if column.kind == "text" else 0


def _head_width(title: str) -> int:
    return max(min(len(title), SHORT_HEAD), *map(len, title.split()), 0)


def _longest_line(place: Placed) -> int:
    return max(map(len, shown(place.cell).split("\n")))


def _at_least(lengths: list[int], place: Placed, length: int) -> None:
    lengths[place.column - 1] = max(lengths[place.column - 1], length)
