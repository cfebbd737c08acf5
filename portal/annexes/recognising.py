"""Recognises the task and budget tables of a file: the plan document's groups and budget tables, doubts at cells.

Nothing here reads a database: the caller gives the agencies, the kinds of output and the spellings of sources as
plain values.
"""

import re
from dataclasses import dataclass
from typing import Any

from core.numbers import Unit
from core.text import collapse
from portal.annexes.companions import companions_of
from portal.annexes.grid import Opened
from portal.annexes.recognition.across import settle_across
from portal.annexes.recognition.assembling import Assembler
from portal.annexes.recognition.budget_tables import BudgetTable
from portal.annexes.recognition.columns import ColumnRole
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.levels import Node, Tree, build
from portal.annexes.recognition.mapping import Mapping, TableKind
from portal.annexes.recognition.money import Money
from portal.annexes.recognition.numbering import Phase, phase_in, split_number, style_of
from portal.annexes.recognition.outputs import OutputKind
from portal.annexes.recognition.placing import use_title
from portal.annexes.recognition.report import Answers, Doubt, Place, Report, Unplaced
from portal.annexes.recognition.rows import Kind, Line, read_lines
from portal.annexes.recognition.tables import Table, find_tables, unit_by_size
from portal.annexes.recognition.tree_money import read_all
from portal.annexes.recognition.words import UNIT_NAMES, YEAR, fold, is_unit_line, unit_in


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the portal knows of outputs, sources and components: kinds, and names with their codes.

    Spellings of sources are folded; `components` are the programmes' own names beside those of the strategy.
    """

    outputs: tuple[OutputKind, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    components: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file came to: parts of a plan document, what is doubtful, what has no place, how it was read.

    `places` tells in which rows (from 1) of which sheet the groups and tasks are printed, by key.
    """

    plan: dict[str, Any]
    doubts: tuple[Doubt, ...]
    unplaced: tuple[Unplaced, ...]
    mapping: Mapping
    places: tuple[tuple[str, str, range], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data, numbers as int or Decimal."""
        return {
            "plan": self.plan,
            "doubts": [doubt.as_data() for doubt in self.doubts],
            "unplaced": [unplaced.as_data() for unplaced in self.unplaced],
            "mapping": self.mapping.as_data(),
        }


def recognise(
    opened: Opened,
    *,
    directory: Directory | None = None,
    catalogue: Catalogue = Catalogue(),
    mapping: Mapping | None = None,
    answers: Answers | None = None,
) -> Recognised:
    """The plan's parts in the opened file.

    A `mapping` that a person corrected wins over what heads say, `answers` over what cells and titles leave open.
    """
    companions = companions_of(
        opened, {kind.name: kind.code for kind in catalogue.outputs}, dict(catalogue.components)
    )
    if companions:
        opened = companions.tables
        companions.teach(directory)
    report = Report(answers or Answers())
    spellings = dict(catalogue.sources)
    tables = find_tables(opened.grids, mapping, spellings)
    for table in tables:
        if companions and table.kind is TableKind.TASKS and not companions.is_task_table(table.grid):
            table.kind = TableKind.MONEY
    readings = [_Reading(table, report, spellings) for table in tables if table.kind is not TableKind.OTHER]
    settle_across((reading.tree, reading.money) for reading in readings)
    for reading in readings:
        reading.money.tell()
    _tasks_of_money(readings)
    assembler = Assembler(report, directory, catalogue.outputs)
    tasks = [reading for reading in readings if reading.table.kind is TableKind.TASKS]
    phases, years = _phases_of_tables(tasks), _years_of_tables(tasks)
    for reading, phase, year in zip(tasks, phases, years, strict=True):
        assembler.add(reading.table, reading.tree, reading.money, None if year else phase, year)
        reading.use_labels_of_sums()
    budgets = [
        BudgetTable(reading.table, reading.tree, reading.money, report)
        for reading in readings
        if reading.table.kind is TableKind.MONEY or reading.money.columns.uncrossed
    ]
    for budget in budgets:
        budget.read(assembler.groups)
        if not any(reading.money.columns.exist for reading in tasks):
            budget.fill_tasks()
    assembler.finish()
    taken: set[str] = set()
    plan = {
        "phases": [
            {"code": phase.code, "title": phase.title, "start": phase.start, "end": phase.end}
            for phase in assembler.phases
        ],
        "groups": assembler.groups,
        "budget_tables": [budget.as_data(taken) for budget in budgets],
    }
    _leave_the_rest(opened, tables, report)
    _tell_of_the_file(opened, report)
    return Recognised(
        companions.complete(plan) if companions else plan,
        tuple(report.doubts),
        tuple(report.unplaced),
        Mapping(tuple(table.as_mapping() for table in tables)),
        tuple((piece["key"], sheet, rows) for piece, sheet, rows in assembler.places),
    )


class _Reading:
    """One task or money table with its rows and money."""

    def __init__(self, table: Table, report: Report, spellings: dict[str, str]):
        self.table, self.report = table, report
        money = table.kind is TableKind.MONEY
        lines: list[Line] = []
        for order, (view, rows) in enumerate(table.parts):
            found = read_lines(view, rows, table.columns, money=money)
            found = self._with_groups_of_column(found)
            texts = table.lines_above if order == 0 else tuple(map(collapse, view.grid.before))
            lead = [] if money else self._lead_in(texts, found, view)
            lines += [*lead, *found]
        self.tree: Tree = build(lines)
        unit = self._unit()
        if table.of(ColumnRole.AMOUNT, ColumnRole.UNIT_PRICE):
            table.unit = unit
        self.money = Money(table.columns, unit, report, spellings)
        read_all(self.money, self.tree)

    def _unit(self) -> Unit:
        """The unit of the table; where none is printed the likely one, with a doubt."""
        table = self.table
        if table.unit is not None:
            return table.unit
        amounts = table.of(ColumnRole.AMOUNT)
        said = {column.unit for column in amounts} - {None}
        if len(said) == 1:
            return said.pop()  # type: ignore[return-value]
        for view, rows in table.parts:
            for row in rows[:3]:
                for column in view.filled[row]:
                    if (
                        is_unit_line(view.own(row, column))
                        and (unit := unit_in(view.own(row, column))) is not None
                    ):
                        return unit
        unit = unit_by_size(table)
        if amounts and any(column.unit is None for column in amounts) and self._has_figures():
            place = table.block.view.place(table.block.head[-1], amounts[0].index)
            names = list(UNIT_NAMES.values())
            self.report.doubt(
                place,
                "unit_missing",
                f"Bảng không ghi đơn vị tiền; số tiền được đọc là {UNIT_NAMES[unit]}.",
                names,
            )
        return unit

    def _has_figures(self) -> bool:
        """Whether amounts stand in the table without a unit of their own."""
        return any(
            re.search(r"\d", text) and not re.search(r"triệu|tỷ|tỉ|nghìn|ngàn|đồng|tr\.? ?đ", text.lower())
            for view, rows in self.table.parts
            for row in rows
            for column in self.table.of(ColumnRole.AMOUNT)
            if (text := view.own(row, column.index))
        )

    def _with_groups_of_column(self, lines: list[Line]) -> list[Line]:
        """Rows of their own for the groups that a column names beside the tasks."""
        columns = self.table.of(ColumnRole.GROUP)
        if not columns:
            return lines
        found: list[Line] = []
        last = ""
        for line in lines:
            text = collapse(line.shown(columns[0])) if line.kind is Kind.LINE else ""
            if text and text != last:
                found.append(_heading(line.view, line.row, text))
                last = text
            if line.own(columns[0]):
                self.report.use(line.place(columns[0]))
            found.append(line)
        return found

    def _lead_in(self, texts: tuple[str, ...], lines: list[Line], view) -> list[Line]:
        """A group (or phase) whose title stands above the head of the table, or before a table that goes on."""
        first = next((line for line in lines if line.kind in (Kind.LINE, Kind.PHASE)), None)
        if first is None or not texts:
            return []
        starts_group = (
            first.kind is Kind.PHASE
            or bool(first.wide)
            or (first.bare and bool(first.number) and not first.sums)
        )
        found: list[Line] = []
        for text in texts[-3:]:
            phase = phase_in(text)
            number, title = split_number(text)
            if phase is not None and first.kind is not Kind.PHASE and style_of(number) is not style_of(""):
                line = Line(
                    view, first.row, (), False, kind=Kind.PHASE, heading=True, title=phase.title, phase=phase
                )
                found.append(line)
            elif (
                number
                and not starts_group
                and not self.table.title.startswith(text)
                and phase is None
                and _names_group(text, title)
            ):
                found.append(_heading(view, first.row, text))
        return found

    def use_labels_of_sums(self) -> None:
        """What rows of sums and of sources say in words is told by their figures, which are compared or placed."""
        nodes = list(_nodes(self.tree.roots))
        totals = [line for node in nodes for line in (*node.totals, *node.sources)]
        for line in (*self.tree.totals, *self.tree.total_sources, *totals):
            use_title(self.report, line)


def _heading(view, row: int, text: str) -> Line:
    number, title = split_number(text)
    return Line(
        view, row, (), False, heading=True, number=number, title=title or text, style=style_of(number)
    )


def _names_group(text: str, title: str) -> bool:
    words = fold(title)
    return (
        len(text) < 250
        and len(words.split()) >= 3
        and not re.match(
            r"^(?:noi dung|nhiem vu (?:va|thuc hien|trong tam)|kinh phi|to chuc thuc hien|danh muc|ke hoach|muc tieu|muc dich|cac nhiem vu|phu luc|du toan|tong hop)\b",
            words,
        )
    )


def _nodes(nodes: list[Node]):
    for node in nodes:
        yield node
        yield from _nodes(node.children)


def _tasks_of_money(readings: list[_Reading]) -> None:
    """Where a file has money tables only, those with groups and their tasks are where the tasks stand."""
    if any(reading.table.kind is TableKind.TASKS for reading in readings):
        return
    for reading in readings:
        if any(
            node.line.heading and any(not child.line.heading for child in node.children)
            for node in _nodes(reading.tree.roots)
        ):
            reading.table.kind = TableKind.TASKS


def _phases_of_tables(tasks: list[_Reading]) -> list[Phase | None]:
    """The phase of each whole table, told by its title or its sheet, where several tables name different ones."""
    found: list[Phase | None] = []
    for reading in tasks:
        names = [*reversed(reading.table.lines_above[-4:]), reading.table.grid.name]
        found.append(next((phase for name in names if len(name) < 80 and (phase := phase_in(name))), None))
    codes = {phase.code for phase in found if phase}
    if len(tasks) < 2 or len(codes) < 2:
        return [None] * len(tasks)
    return found


def _years_of_tables(tasks: list[_Reading]) -> list[int | None]:
    """The year of each whole table, told by its title or its sheet, where each names one and no two the same."""
    found: list[int | None] = []
    for reading in tasks:
        years = YEAR.findall(reading.table.title) or YEAR.findall(reading.table.grid.name)
        dated = any(column.year for column in reading.table.columns)
        found.append(int(years[0]) if len(years) == 1 and not dated and reading.money.columns.exist else None)
    if len(found) < 2 or None in found or len(set(found)) < len(found):
        return [None] * len(found)
    return found


def _leave_the_rest(opened: Opened, tables: list[Table], report: Report) -> None:
    """Lists what no reading has used, row by row outside recognised tables, cell by cell inside."""
    inside: set[tuple[int, int]] = set()
    for table in tables:
        if table.kind is TableKind.OTHER:
            continue
        block = table.block
        for row in (*block.head, *block.above, *([block.counts] if block.counts is not None else [])):
            alone = row in block.above and len(block.view.filled[row]) == 1
            for column in range(block.view.width):
                if alone or block.left <= column <= block.right:
                    report.use(Place(table.grid, row, column))
        for view, rows in table.parts:
            inside |= {(id(view.grid), row) for row in rows}
            repeated = set(block.body) - set(rows) if view is block.view else set()
            for row in repeated:
                for column in range(block.left, block.right + 1):
                    report.use(Place(view.grid, row, column))
    for grid in opened.grids:
        for row, cells in enumerate(grid.rows):
            left = [
                Place(grid, row, column)
                for column, cell in enumerate(cells)
                if re.search(r"[^\W_]", cell.text) and (id(grid), row, column) not in report.used
            ]
            if not left:
                continue
            if (id(grid), row) in inside:
                for place in left:
                    report.unplaced.append(Unplaced(grid.name, place.address, collapse(place.text)))
            else:
                report.unplaced.append(
                    Unplaced(grid.name, left[0].address, " | ".join(collapse(place.text) for place in left))
                )


def _tell_of_the_file(opened: Opened, report: Report) -> None:
    """Doubts about the file itself: text converted from an old font, and what opening it noted."""
    for grid in opened.grids:
        converted = [
            Place(grid, r, c) for r, cells in enumerate(grid.rows) for c, cell in enumerate(cells) if cell.was
        ]
        if converted:
            was = collapse(grid.rows[converted[0].row][converted[0].column].was)
            text = f"{len(converted)} ô được chuyển từ phông {opened.converted_from or 'cũ'}; ô này vốn là “{was[:60]}”, nay là “{collapse(converted[0].text)[:60]}”."
            report.doubt(converted[0], "font_converted", text)
    for sheet, cell, message in opened.notes:
        report.doubts.append(Doubt(sheet, cell, "file_note", message))
