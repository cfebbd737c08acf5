"""The tables of a file: what each tells, in which unit, and what its columns hold, by heads and by contents."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import Unit
from core.text import collapse
from portal.annexes.grid import Grid
from portal.annexes.recognition.amounts import Reader
from portal.annexes.recognition.columns import (
    DETAIL_ROLES,
    PARTY_ROLES,
    Column,
    ColumnRole,
    column_of,
    role_of,
)
from portal.annexes.recognition.heads import Block, blocks_of, is_repeated_head
from portal.annexes.recognition.mapping import Mapping, TableKind, TableMapping
from portal.annexes.recognition.numbering import number_in
from portal.annexes.recognition.parties import is_party
from portal.annexes.recognition.report import Place
from portal.annexes.recognition.times import read_time
from portal.annexes.recognition.view import View
from portal.annexes.recognition.words import fold, is_unit_line, plain, sources_in, unit_in

_PEOPLE = re.compile(
    r"\bho (?:va )?ten\b|\bchuc (?:vu|danh)\b|\bdien thoai\b|\bdia chi\b|\bemail\b|\bso ky hieu\b|\bngay ban hanh\b|\bten van ban\b"
)
_MONEY = re.compile(r"\b(?:kinh phi|du toan|von|ngan sach|thanh tien|tien|khai toan|kp)\b")
_TITLE_BEGINS = re.compile(
    r"^\W*(?:phu luc|phu bieu|bieu|bang|danh muc|du toan|tong hop|ke hoach|kinh phi|phan ky|khai toan|nhu cau|mot so nhiem vu|chi tiet|phan khai|phan bo|noi dung|cac nhiem vu|nhiem vu)\b"
)
_NO_TITLE = re.compile(
    r"^\W*(?:kem theo|ban hanh kem|phu luc\b.{0,12}$|phu bieu.{0,12}$|bieu (?:so )?.{0,6}$|cong hoa xa hoi|doc lap|ubnd tinh.{0,25}$|uy ban nhan dan.{0,25}$|so cong thuong$)"
)
_ANNEX = re.compile(r"^\W*(?P<annex>(?:phu luc|phu bieu|bieu)(?: so)?\s*[\divx]{1,4}\b)")
_MARK = re.compile(r"^[xX✓✔√*●•]+$")
_NEAR = 6  # how many paragraphs before a table may be its title


@dataclass
class Table:
    """A table of the file, maybe going on over several grids."""

    grid: Grid
    block: Block
    columns: tuple[Column, ...]
    kind: TableKind
    unit: Unit | None
    title: str
    annex: str
    lines_above: tuple[str, ...]
    parts: list[tuple[View, list[int]]] = field(default_factory=list)
    first_place: Place | None = None

    @property
    def head_rows(self) -> tuple[int, ...]:
        return tuple(row + 1 for row in self.block.head)

    def of(self, *roles: ColumnRole) -> list[Column]:
        return [column for column in self.columns if column.role in roles]

    def as_mapping(self) -> TableMapping:
        return TableMapping(
            self.grid.name, self.head_rows, self.columns, self.kind, self.unit, self.title, self.lines_above
        )


def find_tables(grids: tuple[Grid, ...], mapping: Mapping | None, spellings: dict[str, str]) -> list[Table]:
    """The tables of all grids in order. A grid without a head that fits the one before goes on with its table."""
    tables: list[Table] = []
    for grid in grids:
        view = View(grid)
        blocks = blocks_of(view, mapping.heads_in(grid.name) if mapping else None)
        if not blocks and tables and _goes_on(view, tables[-1]):
            tables[-1].parts.append((view, list(range(view.height))))
            continue
        for block in blocks:
            tables.append(_table(grid, block, mapping, spellings))
    return tables


def _goes_on(view: View, table: Table) -> bool:
    width = table.block.right - table.block.left + 1
    return (
        not view.grid.is_sheet
        and table.kind is not TableKind.OTHER
        and view.width == width == table.block.view.width
        and view.height > 0
    )


def _table(grid: Grid, block: Block, mapping: Mapping | None, spellings: dict[str, str]) -> Table:
    rows = [row for row in block.body if not is_repeated_head(block.view, row, block)]
    columns = tuple(
        column_of(index, block.path(index), spellings)
        for index in range(block.left, block.right + 1)
        if block.path(index) or any(block.view.own(row, index) for row in rows)
    )
    texts = _texts_above(grid, block)
    title, annex = _title(texts)
    unit = next(
        (unit for text in reversed(texts) if is_unit_line(text) and (unit := unit_in(text)) is not None), None
    )
    if unit is None:
        unit = next(
            (unit for text in reversed(texts) if "(" in text and (unit := unit_in(text)) is not None), None
        )
    columns = _by_contents(columns, block.view, rows, spellings)
    kind = _kind(columns, title, unit)
    if kind is TableKind.MONEY and not any(column.role is ColumnRole.ACTION for column in columns):
        label = next(column for column in columns if column.role in (ColumnRole.SOURCE, ColumnRole.TIME))
        columns = tuple(column.as_(ColumnRole.ACTION) if column is label else column for column in columns)
    table = Table(grid, block, columns, kind, unit, title, annex, tuple(texts), [(block.view, rows)])
    if mapping and (told := mapping.of(grid.name, table.head_rows, table.as_mapping().heads)):
        by_head = {fold(column.head): column for column in told.columns}
        at = {column.index: column for column in told.columns}
        table.columns = tuple(_told(column, at.get(column.index), by_head) for column in columns)
        table.kind, table.unit = told.kind, told.unit if told.unit is not None else unit
    return table


def _told(column: Column, at: Column | None, by_head: dict[str, Column]) -> Column:
    told = at if at and fold(at.head) == fold(column.head) else by_head.get(fold(column.head))
    if told is None:
        return column
    return Column(
        column.index, column.head, told.role, told.year, told.period, told.sources, told.unit, told.part
    )


def _texts_above(grid: Grid, block: Block) -> list[str]:
    view = block.view
    lines = [
        collapse(view.own(row, column))
        for row in block.above
        for column in view.filled[row]
        if block.left <= column <= block.right or len(view.filled[row]) == 1
    ]
    return [*map(collapse, grid.before[-_NEAR:]), *lines]


def _title(texts: list[str]) -> tuple[str, str]:
    """Title and number of the annex among the lines above a table."""
    begins = [position for position, text in enumerate(texts) if _TITLE_BEGINS.match(plain(text))]
    annexes = [position for position, text in enumerate(texts) if _ANNEX.match(plain(text))]
    first = annexes[-1] if annexes else begins[0] if begins else len(texts)
    annex = ""
    if annexes and (match := _ANNEX.match(plain(texts[first]))):
        annex = texts[first][match.start("annex") : match.end("annex")]
    chosen = [
        text
        for text in texts[first:]
        if not is_unit_line(text) and not _NO_TITLE.match(fold(text)) and len(text) < 400
    ]
    title = " ".join(chosen)
    if annex and title.startswith(annex):
        title = title[len(annex) :].lstrip(" .:-–") or title
    return title, annex


def _by_contents(
    columns: tuple[Column, ...], view: View, rows: list[int], spellings: dict[str, str]
) -> tuple[Column, ...]:
    """The columns with what only their cells can tell."""
    found = {column.index: column for column in columns}

    def texts(column: Column) -> list[str]:
        return [
            text
            for row in rows
            if (text := view.own(row, column.index)) and view.span(row, column.index) == 1
        ]

    def give(column: Column, role: ColumnRole) -> None:
        found[column.index] = found[column.index].as_(role)

    _money_by_contents(columns, texts, give, view, rows, spellings)
    quantities = [column for column in columns if column.role is ColumnRole.QUANTITY]
    for column in columns:
        if (
            column.role is ColumnRole.PARTIES
            and quantities
            and fold(column.head.split(" / ")[-1]) == "don vi"
            and not any(map(is_party, texts(column)))
        ):
            give(column, ColumnRole.UNIT)
    for column in columns:
        cells = texts(column)
        if column.role is ColumnRole.OTHER and len(cells) > 1 and column.head:
            if sum(map(is_party, cells)) >= 0.6 * len(cells):
                give(column, ColumnRole.PARTIES)
            elif sum(
                len(cell) < 40 and (read_time(cell).start is not None or read_time(cell).every_year)
                for cell in cells
            ) >= 0.7 * len(cells):
                give(column, ColumnRole.TIME)
    starts = [column for column in columns if column.role is ColumnRole.START]
    ends = [column for column in columns if column.role is ColumnRole.END]
    if bool(starts) != bool(ends):
        for column in starts or ends:
            give(column, ColumnRole.TIME)
    numbers = [column for column in columns if column.role is ColumnRole.NUMBER]
    for column in numbers[1:]:
        give(column, ColumnRole.OTHER)
    if not numbers and columns:
        first = found[columns[0].index]
        cells = texts(first)
        named = any(
            column.role in (ColumnRole.ACTION, ColumnRole.CONTENTS, ColumnRole.GROUP) for column in columns
        )
        if (not first.head and cells and named) or (
            first.role is ColumnRole.OTHER
            and cells
            and sum(number_in(cell) not in (None, "") for cell in cells) >= 0.7 * len(cells)
        ):
            give(first, ColumnRole.NUMBER)
    _name_label(found, view, rows, texts, give)
    return tuple(found[column.index] for column in columns)


def _money_by_contents(columns, texts, give, view: View, rows: list[int], spellings: dict[str, str]) -> None:
    amounts = [column for column in columns if column.role is ColumnRole.AMOUNT]
    for column in columns:
        cells = texts(column)
        figures = [cell for cell in cells if re.search(r"\d", cell)]
        marks = [cell for cell in cells if _MARK.match(cell)]
        amounts_alone = [cell for cell in figures if not sources_in(cell, spellings)[0]]
        if (column.role is ColumnRole.SOURCE and len(amounts_alone) > 0.5 * len(cells)) or (
            column.role is ColumnRole.MARK and len(figures) > len(marks)
        ):
            give(column, ColumnRole.AMOUNT)
        elif (
            column.role is ColumnRole.AMOUNT
            and column.year
            and not column.sources
            and not _MONEY.search(fold(column.head))
            and unit_in(column.head) is None
        ):
            years = [other for other in amounts if other.year and not other.sources]
            every = [cell for other in years for cell in texts(other)]
            if (
                every
                and all(_MARK.match(cell) or not re.search(r"\w", cell) for cell in every)
                and any(map(_MARK.match, every))
            ):
                give(column, ColumnRole.MARK)
        elif (
            column.role is ColumnRole.AMOUNT
            and not column.year
            and not column.sources
            and not figures
            and len(amounts) > 1
            and cells
        ):
            named = [cell for cell in cells if sources_in(cell, spellings)[0]]
            if len(named) > 0.5 * len(cells) and not marks:
                give(column, ColumnRole.SOURCE)


def _name_label(found: dict[int, Column], view: View, rows: list[int], texts, give) -> None:
    """Chooses the column with the tasks' names, and the one with names of groups if there is one."""
    columns = sorted(found.values(), key=lambda column: column.index)
    groups = [column for column in columns if column.role is ColumnRole.GROUP]
    actions = [column for column in columns if column.role is ColumnRole.ACTION]
    contents = [column for column in columns if column.role is ColumnRole.CONTENTS]
    if not actions and not contents and groups:
        give(groups[0], ColumnRole.ACTION)
        return
    labels = sorted([*actions, *contents], key=lambda column: column.index)
    if not labels:
        _any_label(found, texts, give)
        return
    first = labels[0]
    if not groups and len(labels) > 1 and _is_group_column(view, rows, first, labels[1], columns):
        give(first, ColumnRole.GROUP)
        labels = labels[1:]
        actions = [column for column in actions if column is not first]
    action = next(iter(actions), labels[0])
    for column in labels:
        give(column, ColumnRole.ACTION if column is action else ColumnRole.CONTENTS)
    if not groups and len(actions) > 1 and action.index != labels[0].index:
        return


def _is_group_column(
    view: View, rows: list[int], first: Column, second: Column, columns: list[Column]
) -> bool:
    """Whether the first of two labels names groups: it comes down over rows that are tasks of their own."""
    kinds = PARTY_ROLES | {ColumnRole.NUMBER, ColumnRole.TIME}
    below = [
        row
        for row in rows
        if not view.own(row, first.index) and view.own(row, second.index) and view.shown(row, first.index)
    ]
    own = [
        row for row in below if any(view.own(row, column.index) for column in columns if column.role in kinds)
    ]
    return (len(own) >= 2 and len(own) >= 0.5 * len(below)) or (len(own) == len(below) == 1 and len(rows) < 5)


def _any_label(found: dict[int, Column], texts, give) -> None:
    """Where no head names the tasks: the column of the longest texts, if enough of the rest is known."""
    known = [
        column
        for column in found.values()
        if column.role not in (ColumnRole.OTHER, ColumnRole.NUMBER, ColumnRole.NOTE)
    ]
    if len(known) < 2 or any(_PEOPLE.search(fold(column.head)) for column in found.values()):
        return
    others = [column for column in found.values() if column.role is ColumnRole.OTHER and texts(column)]
    if others:
        give(
            max(others, key=lambda column: sum(map(len, texts(column))) / len(texts(column))),
            ColumnRole.ACTION,
        )


def _kind(columns: tuple[Column, ...], title: str, unit: Unit | None) -> TableKind:
    roles = {column.role for column in columns}
    if any(_PEOPLE.search(fold(column.head)) for column in columns):
        return TableKind.OTHER
    money = bool(roles & {ColumnRole.AMOUNT, ColumnRole.UNIT_PRICE})
    evident = (
        unit is not None
        or any(
            column.unit is not None or column.sources or _MONEY.search(fold(column.head))
            for column in columns
        )
        or bool(_MONEY.search(fold(title)))
    )
    if ColumnRole.ACTION in roles:
        if roles & (DETAIL_ROLES - {ColumnRole.CONTENTS}) or (ColumnRole.CONTENTS in roles and not money):
            return TableKind.TASKS
        if money:
            return TableKind.MONEY if evident else TableKind.OTHER
        strong = any(
            column.role is ColumnRole.ACTION and role_of(column.head.split(" / ")[-1]) is ColumnRole.ACTION
            for column in columns
        )
        return TableKind.TASKS if strong and ColumnRole.NUMBER in roles else TableKind.OTHER
    if money and evident and roles & {ColumnRole.SOURCE, ColumnRole.TIME}:
        return TableKind.MONEY
    return TableKind.OTHER


def unit_by_size(table: Table) -> Unit:
    """The unit that amounts without one are likely in: đồng where all are large, else triệu đồng."""
    reader = Reader({})
    largest = Decimal(0)
    for view, rows in table.parts:
        for row in rows:
            for column in table.of(ColumnRole.AMOUNT):
                if view.own(row, column.index):
                    reader.read(view.place(row, column.index), Unit.MILLION)
    reader.finish()
    for figure in reader.figures:
        largest = max(largest, min(figure.candidates))
    return Unit.DONG if largest >= 1_000_000 else Unit.MILLION
