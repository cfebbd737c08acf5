"""Which cells of a row the plan tells, which have no place in it, and where a row is found."""

import re

from core.text import collapse
from portal.annexes.recognition.columns import MONEY_ROLES, TIME_ROLES, Column, ColumnRole
from portal.annexes.recognition.lists import joined
from portal.annexes.recognition.report import Place, Report
from portal.annexes.recognition.rows import Line

_TITLE = frozenset({ColumnRole.NUMBER, ColumnRole.ACTION})
_TOLD_ELSEWHERE = _TITLE | MONEY_ROLES | {ColumnRole.UNIT, ColumnRole.SOURCE}


def title_cells(line: Line) -> list[Column]:
    """The columns in which the row prints its number and title."""
    return [column for column in line.filled if column.role in _TITLE or column is line.wide]


def use_title(report: Report, line: Line) -> None:
    """Number and title of the row are told; words in the column of numbers that are none have no place."""
    for column in title_cells(line):
        if column.role is ColumnRole.NUMBER and line.has_stray and column is not line.wide:
            report.leave(line.place(column), collapse(line.own(column)))
        else:
            report.use(line.place(column))


def leave_title(report: Report, line: Line) -> None:
    """Number and title of the row have no place."""
    for column in title_cells(line):
        report.leave(line.place(column), collapse(line.own(column)))


def leave_rest(report: Report, line: Line, *, everything: bool = False) -> None:
    """What a heading or an item prints besides title and money has no place; `everything`: nor has any of it."""
    for column in line.filled:
        kept = column.role in _TOLD_ELSEWHERE or column is line.wide
        if not report.knows(line.place(column)) and (everything or not kept):
            report.leave(line.place(column), collapse(line.own(column)))


def leave_other(report: Report, line: Line) -> None:
    """What a task prints in columns of which the plan knows nothing has no place."""
    for column in line.filled:
        place = line.place(column)
        if column.role in TIME_ROLES | {ColumnRole.OTHER, ColumnRole.GROUP} and not report.knows(place):
            if re.search(r"\w", line.own(column)):
                report.leave(place, collapse(line.own(column)))
            else:
                report.use(place)


def place_of(line: Line) -> Place:
    """The cell by which the row is called: its title, else its first text, else its first column."""
    column = line.wide or (line.label_column if line.label else None) or next(iter(line.filled), None)
    if column is None:
        return Place(line.view.grid, line.row, line.columns[0].index if line.columns else 0)
    return line.place(column)


def title_of(line: Line) -> str:
    """The title of the row with what carries it on in the rows below; "" where it has none."""
    texts = [line.title, *(extra.title or extra.label for extra in line.extra)]
    return joined(" ".join(filter(None, texts)))
