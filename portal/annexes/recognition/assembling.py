"""Groups and tasks of a plan out of the tree of a task table."""

import re
from typing import Any

from core.text import collapse
from portal.annexes.recognition.columns import PARTY_ROLES, TIME_ROLES, Column, Role
from portal.annexes.recognition.components import components_of
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.lists import items, joined, without_marker
from portal.annexes.recognition.money import Money
from portal.annexes.recognition.numbering import Phase
from portal.annexes.recognition.outputs import OutputKind, read_outputs
from portal.annexes.recognition.parties import context_of, is_collective, read_parties
from portal.annexes.recognition.report import Place, Report
from portal.annexes.recognition.rows import Kind, Line
from portal.annexes.recognition.tables import Table
from portal.annexes.recognition.times import Time, from_limits, from_years, read_time
from portal.annexes.recognition.tree_money import budget_of
from portal.annexes.recognition.words import fold, plain
from plans.enums import Component

_TIME_LENGTH, _NUMBER_LENGTH = 200, 20  # what the plan document holds


_DITTO = re.compile(r"^\W*(?:n\W?t|nhu tren)\W*$|^[\"”“'’`]{1,4}$")


class Assembler:
    """Gathers the groups of all task tables of a file."""

    def __init__(self, report: Report, directory: Directory | None, kinds: tuple[OutputKind, ...]):
        self.report = report
        self.directory = directory
        self.kinds = kinds
        self.groups: list[dict[str, Any]] = []
        self.phases: list[Phase] = []
        self._above: dict[int, str] = {}

    def add(self, table: Table, tree: Tree, money: Money, phase: Phase | None) -> None:
        """Adds the groups of one table; `phase` is that of the whole table, where several tables have each their own."""
        reading = _TableReading(self, table, money)
        for root in tree.roots:
            if root.line.kind is Kind.PHASE and root.line.phase is not None:
                own = self._phase(root.line.phase)
                self.use(root.line)
                for child in root.children:
                    reading.root(child, own)
            else:
                reading.root(root, self._phase(phase) if phase else None)

    def _phase(self, phase: Phase) -> Phase:
        known = next((other for other in self.phases if other.code == phase.code), None)
        if known is None:
            self.phases.append(phase)
        return known or phase

    def use(self, line: Line) -> None:
        """Number and title of a row are in the plan."""
        for column in line.columns:
            if column.role in (Role.NUMBER, Role.ACTION) or column is line.wide:
                if line.own(column):
                    self.report.use(line.place(column))

    def group(self, number: str, title: str, phase: Phase | None, place: Place | None, above: str = "") -> dict[str, Any]:
        """The group with this number and title in the phase, known or new; `above` is the number of what stands over it."""
        for group in self.groups:
            if self._above[id(group)] == above and (group["number"] or "") == number and fold(group["title"]) == fold(title) and group["phase"] == (phase.code if phase else None):
                return group
        found = components_of(title)
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
            self.report.doubt(place, "component_unclear", text, [component.value for component in found or Component])
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
            inner: set[str] = {f"{group['key']}/{task['number']}" for task in group["tasks"] if task["number"]}
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

    def __init__(self, whole: Assembler, table: Table, money: Money):
        self.whole = whole
        self.report = whole.report
        self.table = table
        self.money = money
        self._loose: dict[str | None, dict[str, Any]] = {}
        self._numbers: dict[int, list[str]] = {}
        self._above: dict[int, str] = {}  # the last text of each column, for "nt" (như trên)

    def root(self, node: Node, phase: Phase | None) -> None:
        if node.line.heading:
            self._group(node, phase)
        elif node.depth < 100:
            self._group_and_task(node, phase)
        else:
            self._task(self._loose_group(node, phase), node)

    def _group(self, node: Node, phase: Phase | None, above: str = "") -> None:
        inner = [child for child in node.children if child.line.heading]
        if inner and len(inner) == len(node.children):
            place = self._place(node.line)
            self._leave_title(node.line)
            self.report.doubt(place, "level_dropped", f"“{node.line.title[:100]}” đứng trên các nhóm; kế hoạch không có cấp này.")
            self._leave_rest(node.line)
            for child in inner:
                self._group(child, phase, node.line.number)
            return
        group = self.whole.group(node.line.number, self._title(node.line), phase, self._place(node.line), above)
        self.whole.use(node.line)
        self._leave_rest(node.line)
        for child in node.children:
            if child.line.heading:
                self._group(child, phase, node.line.number)
            elif child.depth < 100:
                self._group_and_task(child, phase)
            else:
                self._task(group, child)

    def _group_and_task(self, node: Node, phase: Phase | None) -> None:
        """A row in the place of a group that has who and when of its own, and no tasks below."""
        title = self._title(node.line)
        group = self.whole.group(node.line.number, title, phase, self._place(node.line))
        self.report.doubt(self._place(node.line), "group_is_task", f"“{title[:100]}” được ghi là nhóm có một nhiệm vụ cùng tên.")
        self._task(group, node, number="")

    def _loose_group(self, node: Node, phase: Phase | None) -> dict[str, Any]:
        code = phase.code if phase else None
        if code not in self._loose:
            title = self.table.title or self.table.grid.name
            place = self._place(node.line)
            self._loose[code] = self.whole.group("", title, phase, place)
            self.report.doubt(place, "group_missing", f"Bảng không chia nhóm; các nhiệm vụ được xếp vào “{title[:100]}”.")
        return self._loose[code]

    def _task(self, group: dict[str, Any], node: Node, number: str | None = None) -> None:
        line = node.line
        lines = [line, *line.extra]
        action = joined(" ".join(filter(None, [line.title, *(extra.title or extra.label for extra in line.extra)])))
        for each in lines:
            self.whole.use(each)
        if not action:
            self.report.doubt(self._place(line), "action_missing", "Dòng có nội dung nhưng không có tên nhiệm vụ.")
            for each in lines:
                self._leave_rest(each, everything=True)
            return
        contents = [*self._listed(lines, Role.CONTENTS), *self._items(node)]
        results = self._listed(lines, Role.RESULTS)
        lead, coordinating = self._parties(lines)
        task = {
            "key": "",
            "number": self._number(group, line, line.number if number is None else number),
            "action": action,
            "contents": contents,
            "expected_results": results,
            "outputs": read_outputs([action, *contents, *results], self.whole.kinds),
            "lead": lead,
            "coordinating": coordinating,
            "time": self._time(lines).as_data(),
            "budget": budget_of(self.money, node) if self.money.exists else None,
            "note": self._note(lines),
        }
        group["tasks"].append(task)
        for each in lines:
            self._leave_other(each)

    def _number(self, group: dict[str, Any], line: Line, number: str) -> str | None:
        if not number:
            return None
        known = self._numbers.setdefault(id(group), [])
        column = next(line.of(Role.NUMBER), None)
        if number in known and column is not None and line.place(column).number is not None and re.fullmatch(r"\d+\.[1-9]", number):
            before = known[-1].rsplit(".", 1)
            mended = f"{before[0]}.{int(before[1]) + 1}" if len(before) == 2 and before[1].isdigit() else ""
            if mended and mended == f"{number}0":
                self.report.doubt(line.place(column), "number_mended", f"Ô ghi {number}; theo thứ tự đọc là {mended}.", [mended, number])
                number = mended
        if number in known:
            self.report.doubt(self._place(line), "number_repeated", f"Số {number} đã có trong nhóm này.")
        known.append(number)
        return number[:_NUMBER_LENGTH]

    def _listed(self, lines: list[Line], role: Role) -> list[str]:
        """The items in the columns of the role, of all rows of a task."""
        found: list[str] = []
        for column in lines[0].of(role):
            texts = [text for position, line in enumerate(lines) if (text := self._seen(line, column, first=position == 0))]
            found += items("\n".join(texts))
        return found

    def _items(self, node: Node) -> list[str]:
        """Rows below a task are its contents; who and when of theirs has no place."""
        found: list[str] = []
        for child in node.children:
            for line in (child.line, *child.line.extra):
                self.whole.use(line)
                if text := without_marker(line.title or line.label):
                    found.append(text)
                for column in line.of(Role.CONTENTS):
                    if line.own(column):
                        self.report.use(line.place(column))
                        found += items(line.own(column))
                self._leave_rest(line)
            found += self._items(child)
        return found

    def _seen(self, line: Line, column: Column, *, first: bool) -> str:
        """The text of a cell, also of one that comes down from the row above to the task's first row."""
        if line.own(column):
            self.report.use(line.place(column))
            if _DITTO.match(plain(line.own(column))):
                return self._above.get(column.index, "")
            self._above[column.index] = line.own(column)
            return line.own(column)
        return line.shown(column) if first and not line.wide else ""

    def _parties(self, lines: list[Line]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        lead: list[tuple[str, Place]] = []
        helping: list[tuple[str, Place]] = []
        for column in lines[0].of(*PARTY_ROLES):
            texts = [text for position, line in enumerate(lines) if (text := self._seen(line, column, first=position == 0))]
            if not texts or all(not re.search(r"\w", text) for text in texts):
                continue
            read = read_parties("\n".join(texts), leads=column.role is not Role.COORDINATING)
            place = lines[0].place(column)
            lead += [(name, place) for name in read.lead]
            helping += [(name, place) for name in read.coordinating]
        return self._linked(lead), self._linked(helping)

    def _linked(self, names: list[tuple[str, Place]]) -> list[dict[str, Any]]:
        """Parties with their agencies; a name that should be an agency's and is none raises a doubt."""
        found: list[dict[str, Any]] = []
        texts = [name for name, _ in names]
        for position, (name, place) in enumerate(names):
            if any(party["text"] == name for party in found):
                continue
            slug = None
            if self.whole.directory:
                slug = self.whole.directory.find(name, context=context_of(texts, position))
                if slug is None and not is_collective(name):
                    self.report.doubt(place, "unknown_agency", f"Danh bạ chưa có “{name}”.", self.whole.directory.suggestions(name))
            found.append({"text": name, "agency": slug})
        return found

    def _time(self, lines: list[Line]) -> Time:
        marks = [column for column in lines[0].of(Role.MARK)]
        if marks:
            years = []
            for column in marks:
                text = self._seen(lines[0], column, first=True)
                if re.search(r"\w|[✓✔√●•*]", text) and column.year:
                    years.append(column.year)
            if years:
                return from_years(sorted(set(years)))
        starts, ends = list(lines[0].of(Role.START)), list(lines[0].of(Role.END))
        if starts and ends:
            begin, end = self._seen(lines[0], starts[0], first=True), self._seen(lines[0], ends[0], first=True)
            if begin or end:
                return self._checked(from_limits(begin, end), lines[0], starts[0])
        texts: list[str] = []
        for column in lines[0].of(Role.TIME):
            for position, line in enumerate(lines):
                text = collapse(self._seen(line, column, first=position == 0))
                if re.search(r"\w", text) and text not in texts:
                    texts.append(text)
        column = next(lines[0].of(Role.TIME), None)
        if not texts or column is None:
            return Time()
        if len(texts) > 1 and all(read_time(text).start for text in texts):
            self.report.doubt(lines[0].place(column), "several_times", f"Nhiệm vụ có nhiều thời gian: {'; '.join(texts)}.", texts)
        return self._checked(read_time("; ".join(texts) if len(texts) > 1 else texts[0]), lines[0], column)

    def _checked(self, time: Time, line: Line, column: Column) -> Time:
        if time.start and time.end and time.start[: len(time.end)] > time.end[: len(time.start)]:
            self.report.doubt(line.place(column), "time_unclear", f"“{time.text}”: năm kết thúc trước năm bắt đầu.")
            return Time(time.text, None, None, time.every_year)
        if time.text and len(time.text) > _TIME_LENGTH:
            self.report.doubt(line.place(column), "text_cut", f"Thời gian dài hơn {_TIME_LENGTH} ký tự.")
            self.report.leave(line.place(column), time.text)
            return Time(time.text[:_TIME_LENGTH].strip(), time.start, time.end, time.every_year)
        return time

    def _note(self, lines: list[Line]) -> str | None:
        texts = []
        for column in lines[0].of(Role.NOTE):
            texts += [text for position, line in enumerate(lines) if (text := collapse(self._seen(line, column, first=position == 0)))]
        return "; ".join(dict.fromkeys(texts)) or None

    def _place(self, line: Line) -> Place:
        column = line.wide or (line.label_column if line.label else None) or (line.filled[0] if line.filled else None)
        if column is None:
            return Place(line.view.grid, line.row, self.table.block.left)
        return line.place(column)

    def _title(self, line: Line) -> str:
        return joined(" ".join(filter(None, [line.title, *(extra.title or extra.label for extra in line.extra)]))) or line.raw_title or line.number

    def _leave_title(self, line: Line) -> None:
        for column in line.filled:
            if column.role in (Role.NUMBER, Role.ACTION) or column is line.wide:
                self.report.leave(line.place(column), collapse(line.own(column)))

    def _leave_rest(self, line: Line, *, everything: bool = False) -> None:
        """What a heading or an item prints besides its title has no place in the plan."""
        for column in line.filled:
            kept = column.role in (Role.NUMBER, Role.ACTION, Role.AMOUNT, Role.QUANTITY, Role.UNIT_PRICE, Role.UNIT, Role.SOURCE) or column is line.wide
            used = (id(line.view.grid), line.row, column.index) in self.report.used
            if not used and (everything or not kept):
                self.report.leave(line.place(column), collapse(line.own(column)))

    def _leave_other(self, line: Line) -> None:
        for column in line.filled:
            place = line.place(column)
            used = (id(place.grid), place.row, place.column) in self.report.used
            if not used and column.role in (Role.OTHER, *TIME_ROLES, Role.GROUP):
                if re.search(r"\w", line.own(column)):
                    self.report.leave(place, collapse(line.own(column)))
                else:
                    self.report.use(place)
