"""Groups and tasks of a plan out of the tree of a task table."""

import re
from typing import Any

from plans.enums import Component
from portal.annexes.recognition.columns import ColumnRole
from portal.annexes.recognition.components import components_of
from portal.annexes.recognition.details import Details
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.levels import Node, Tree, is_group
from portal.annexes.recognition.money import Money
from portal.annexes.recognition.numbering import Phase
from portal.annexes.recognition.outputs import OutputKind, read_outputs
from portal.annexes.recognition.placing import (
    leave_other,
    leave_rest,
    leave_title,
    place_of,
    title_of,
    use_title,
)
from portal.annexes.recognition.report import Place, Report
from portal.annexes.recognition.rows import Kind, Line
from portal.annexes.recognition.tables import Table
from portal.annexes.recognition.tree_money import budget_of
from portal.annexes.recognition.words import fold
from portal.annexes.recognition.yearly import merged_into

_NUMBER_LENGTH = 20  # what the plan document holds


class Assembler:
    """Gathers the groups of all task tables of a file."""

    def __init__(self, report: Report, directory: Directory | None, kinds: tuple[OutputKind, ...]):
        self.report = report
        self.directory = directory
        self.kinds = kinds
        self.groups: list[dict[str, Any]] = []
        self.phases: list[Phase] = []
        self.places: list[tuple[dict[str, Any], str, range]] = []  # of groups and tasks: sheet, rows from 1
        self._above: dict[int, str] = {}

    def stands(self, piece: dict[str, Any], lines: list[Line]) -> None:
        """Remembers in which rows a group or task is printed."""
        rows = [line.row + 1 for line in lines]
        self.places.append((piece, lines[0].view.grid.name, range(min(rows), max(rows) + 1)))

    def add(
        self, table: Table, tree: Tree, money: Money, phase: Phase | None, year: int | None = None
    ) -> None:
        """Adds the groups of one table; `phase` or `year` is that of the whole table, where several tables have each
        their own. Tables of single years tell the same tasks again, each with its year's money."""
        reading = _TableReading(self, table, money, year)
        for root in tree.roots:
            if root.line.kind is Kind.PHASE and root.line.phase is not None:
                own = self._phase(root.line.phase)
                use_title(self.report, root.line)
                for child in root.children:
                    reading.root(child, own)
            else:
                reading.root(root, self._phase(phase) if phase else None)

    def _phase(self, phase: Phase) -> Phase:
        known = next((other for other in self.phases if other.code == phase.code), None)
        if known is None:
            self.phases.append(phase)
        return known or phase

    def group(
        self, number: str, title: str, phase: Phase | None, place: Place | None, above: str = ""
    ) -> dict[str, Any]:
        """The group with this number and title in the phase, known or new; `above` is the number of what stands over it."""
        for group in self.groups:
            if (
                self._above[id(group)] == above
                and (group["number"] or "") == number
                and fold(group["title"]) == fold(title)
                and group["phase"] == (phase.code if phase else None)
            ):
                return group
        found = components_of(title)
        if place is not None and (
            told := self.report.answers.components.get((place.grid.name, place.address))
        ):
            found = (Component(told),)
        group = {
            "key": "",
            "number": number[:_NUMBER_LENGTH] or None,
            "title": title,
            "phase": phase.code if phase else None,
            "component": found[0].value if len(found) == 1 else None,
            "tasks": [],
        }
        if len(found) != 1 and place is not None:
            text = f"Nhóm “{title[:100]}” thuộc hợp phần nào?"
            self.report.doubt(
                place, "component_unclear", text, [component.value for component in found or Component]
            )
        self.groups.append(group)
        self._above[id(group)] = above
        return group

    def finish(self) -> None:
        """Gives groups and tasks their keys."""
        numbers = [group["number"] for group in self.groups]
        keys: set[str] = set()
        for order, group in enumerate(self.groups, start=1):
            name = group["number"] or str(order)
            repeats = numbers.count(group["number"]) > 1
            front = [group["phase"], self._above[id(group)]] if repeats else []
            group["key"] = _unique("/".join(filter(None, [*front, name])), keys)
            inner: set[str] = {
                f"{group['key']}/{task['number']}" for task in group["tasks"] if task["number"]
            }
            taken: set[str] = set()
            for position, task in enumerate(group["tasks"], start=1):
                if task["number"] is None:
                    task["key"] = _unique(f"{group['key']}/{position}", taken, avoid=inner)
                else:
                    task["key"] = _unique(f"{group['key']}/{task['number']}", taken)


def _unique(key: str, taken: set[str], avoid: frozenset[str] | set[str] = frozenset()) -> str:
    number, name = 2, key
    while name in taken or name in avoid:
        name = f"{key}-{number}"
        number += 1
    taken.add(name)
    return name


class _TableReading:
    """Reads the tasks of one table into the assembler's groups."""

    def __init__(self, whole: Assembler, table: Table, money: Money, year: int | None):
        self.whole = whole
        self.report = whole.report
        self.table = table
        self.money = money
        self.year = year
        self._loose: dict[str | None, dict[str, Any]] = {}
        self._numbers: dict[int, list[str]] = {}
        self.details = Details(whole.report, whole.directory)

    def root(self, node: Node, phase: Phase | None) -> None:
        if node.line.heading:
            self._group(node, phase)
        elif is_group(node):
            self._group_and_task(node, phase)
        else:
            self._task(self._loose_group(node, phase), node)

    def _group(self, node: Node, phase: Phase | None, above: str = "") -> None:
        inner = [child for child in node.children if child.line.heading]
        if inner and len(inner) == len(node.children):
            place = place_of(node.line)
            leave_title(self.report, node.line)
            self.report.doubt(
                place,
                "level_dropped",
                f"“{node.line.title[:100]}” đứng trên các nhóm; kế hoạch không có cấp này.",
            )
            leave_rest(self.report, node.line)
            for child in inner:
                self._group(child, phase, node.line.number)
            return
        group = self.whole.group(
            node.line.number,
            (title_of(node.line) or node.line.raw_title or node.line.number),
            phase,
            place_of(node.line),
            above,
        )
        self.whole.stands(group, [node.line])
        use_title(self.report, node.line)
        leave_rest(self.report, node.line)
        for child in node.children:
            if child.line.heading:
                self._group(child, phase, node.line.number)
            elif is_group(child):
                self._group_and_task(child, phase)
            else:
                self._task(group, child)

    def _group_and_task(self, node: Node, phase: Phase | None) -> None:
        """A row in the place of a group that has who and when of its own, and no tasks below."""
        title = title_of(node.line) or node.line.raw_title or node.line.number
        group = self.whole.group(node.line.number, title, phase, place_of(node.line))
        self.report.doubt(
            place_of(node.line),
            "group_is_task",
            f"“{title[:100]}” được ghi là nhóm có một nhiệm vụ cùng tên.",
        )
        self._task(group, node, number="")

    def _loose_group(self, node: Node, phase: Phase | None) -> dict[str, Any]:
        code = phase.code if phase else None
        if code not in self._loose:
            title = self.table.title or self.table.grid.name
            place = place_of(node.line)
            self._loose[code] = self.whole.group("", title, phase, place)
            self.report.doubt(
                place, "group_missing", f"Bảng không chia nhóm; các nhiệm vụ được xếp vào “{title[:100]}”."
            )
        return self._loose[code]

    def _task(self, group: dict[str, Any], node: Node, number: str | None = None) -> None:
        line = node.line
        lines = [line, *line.extra]
        action = title_of(line)
        for each in lines:
            use_title(self.report, each)
        if not action:
            self.report.doubt(
                place_of(line), "action_missing", "Dòng có nội dung nhưng không có tên nhiệm vụ."
            )
            for each in lines:
                leave_rest(self.report, each, everything=True)
            return
        contents = [*self.details.listed(lines, ColumnRole.CONTENTS), *self.details.items_below(node)]
        results = self.details.listed(lines, ColumnRole.RESULTS)
        lead, coordinating = self.details.parties(lines)
        task = {
            "key": "",
            "number": self._number(group, line, line.number if number is None else number),
            "action": action,
            "contents": contents,
            "expected_results": results,
            "outputs": read_outputs([action, *contents, *results], self.whole.kinds),
            "lead": lead,
            "coordinating": coordinating,
            "time": self.details.time(lines).as_data(),
            "budget": budget_of(self.money, node) if self.money.columns.exist else None,
            "note": self.details.note(lines),
        }
        if self.year is None or not merged_into(group["tasks"], task, self.year):
            group["tasks"].append(task)
            self.whole.stands(task, lines)
        for each in lines:
            leave_other(self.report, each)

    def _number(self, group: dict[str, Any], line: Line, number: str) -> str | None:
        if not number:
            return None
        known = self._numbers.setdefault(id(group), [])
        column = next(line.of(ColumnRole.NUMBER), None)
        if (
            number in known
            and column is not None
            and line.place(column).number is not None
            and re.fullmatch(r"\d+\.[1-9]", number)
        ):
            before = known[-1].rsplit(".", 1)
            mended = f"{before[0]}.{int(before[1]) + 1}" if len(before) == 2 and before[1].isdigit() else ""
            if mended and mended == f"{number}0":
                self.report.doubt(
                    line.place(column),
                    "number_mended",
                    f"Ô ghi {number}; theo thứ tự đọc là {mended}.",
                    [mended, number],
                )
                number = mended
        if number in known:
            self.report.doubt(place_of(line), "number_repeated", f"Số {number} đã có trong nhóm này.")
        known.append(number)
        return number[:_NUMBER_LENGTH]
