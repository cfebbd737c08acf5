"""What a task's cells say besides its name: contents, results, parties, time, note."""

import re
from dataclasses import replace
from typing import Any

from core.text import collapse
from portal.annexes.recognition.columns import PARTY_ROLES, Column, ColumnRole
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.levels import Node
from portal.annexes.recognition.lists import items, without_marker
from portal.annexes.recognition.parties import context_of, is_collective, read_parties
from portal.annexes.recognition.placing import leave_rest, use_title
from portal.annexes.recognition.report import Place, Report
from portal.annexes.recognition.rows import Line
from portal.annexes.recognition.times import Time, from_limits, from_years, read_time
from portal.annexes.recognition.words import fold, plain

_TIME_LENGTH = 200  # what the plan document holds
_DITTO = re.compile(r"^\W*(?:n\W?t|nhu tren)\W*$|^[\"”“'’`]{1,4}$")


class Details:
    """Reads the cells of the tasks of one table, from the top down."""

    def __init__(self, report: Report, directory: Directory | None):
        self.report, self.directory = report, directory
        self._above: dict[int, str] = {}  # the last text of each column, for "nt" (như trên)

    def listed(self, lines: list[Line], role: ColumnRole) -> list[str]:
        """The items in the columns of the role, of all rows of a task."""
        found: list[str] = []
        for column in lines[0].of(role):
            texts = [
                text
                for position, line in enumerate(lines)
                if (text := self._seen(line, column, first=position == 0))
            ]
            found += items("\n".join(texts))
        return found

    def items_below(self, node: Node) -> list[str]:
        """Rows below a task are its contents; who and when of theirs has no place."""
        found: list[str] = []
        for child in node.children:
            for line in (child.line, *child.line.extra):
                use_title(self.report, line)
                if text := without_marker(line.title or line.label):
                    found.append(text)
                for column in line.of(ColumnRole.CONTENTS):
                    if line.own(column):
                        self.report.use(line.place(column))
                        found += items(line.own(column))
                leave_rest(self.report, line)
            found += self.items_below(child)
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

    def parties(self, lines: list[Line]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        lead: list[tuple[str, Place]] = []
        helping: list[tuple[str, Place]] = []
        for column in lines[0].of(*PARTY_ROLES):
            texts = [
                text
                for position, line in enumerate(lines)
                if (text := self._seen(line, column, first=position == 0))
            ]
            if not texts or all(not re.search(r"\w", text) for text in texts):
                continue
            read = read_parties("\n".join(texts), leads=column.role is not ColumnRole.COORDINATING)
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
            if self.directory:
                slug = self.directory.find(name, context=context_of(texts, position))
                if slug is None and not is_collective(name):
                    self.report.doubt(
                        place,
                        "unknown_agency",
                        f"Danh bạ chưa có “{name}”.",
                        self.directory.suggestions(name),
                        about=name,
                    )
            found.append({"text": name, "agency": slug})
        return found

    def time(self, lines: list[Line]) -> Time:
        """When the task is done; a mark under "Hằng năm" beside other columns of time says that it is done each year."""
        time = self._time(lines)
        each = [column for column in lines[0].of(ColumnRole.TIME) if _is_each_year(column)]
        marked = any(re.search(r"\w", self._seen(lines[0], column, first=True)) for column in each)
        return replace(time, every_year=True) if marked else time

    def _time(self, lines: list[Line]) -> Time:
        marks = list(lines[0].of(ColumnRole.MARK))
        if marks:
            years = []
            for column in marks:
                text = self._seen(lines[0], column, first=True)
                if re.search(r"\w|[✓✔√●•*]", text) and column.year:
                    years.append(column.year)
            if years:
                return from_years(sorted(set(years)))
        starts, ends = list(lines[0].of(ColumnRole.START)), list(lines[0].of(ColumnRole.END))
        if starts and ends:
            begin, end = (
                self._seen(lines[0], starts[0], first=True),
                self._seen(lines[0], ends[0], first=True),
            )
            if begin or end:
                time = from_limits(begin, end)
                if printed := self._printed_times(lines):
                    time = replace(time, text="; ".join(printed))
                return self._checked(time, lines[0], starts[0])
        texts = self._printed_times(lines)
        column = next(lines[0].of(ColumnRole.TIME), None)
        if not texts or column is None:
            return Time()
        if len(texts) > 1 and all(read_time(text).start for text in texts):
            self.report.doubt(
                lines[0].place(column),
                "several_times",
                f"Nhiệm vụ có nhiều thời gian: {'; '.join(texts)}.",
                texts,
            )
        return self._checked(read_time("; ".join(texts) if len(texts) > 1 else texts[0]), lines[0], column)

    def _printed_times(self, lines: list[Line]) -> list[str]:
        texts: list[str] = []
        for column in (column for column in lines[0].of(ColumnRole.TIME) if not _is_each_year(column)):
            for position, line in enumerate(lines):
                text = collapse(self._seen(line, column, first=position == 0))
                if re.search(r"\w", text) and text not in texts:
                    texts.append(text)
        return texts

    def _checked(self, time: Time, line: Line, column: Column) -> Time:
        if time.start and time.end and time.start[: len(time.end)] > time.end[: len(time.start)]:
            self.report.doubt(
                line.place(column), "time_unclear", f"“{time.text}”: năm kết thúc trước năm bắt đầu."
            )
            return Time(time.text, None, None, time.every_year)
        if time.text and len(time.text) > _TIME_LENGTH:
            self.report.doubt(line.place(column), "text_cut", f"Thời gian dài hơn {_TIME_LENGTH} ký tự.")
            self.report.leave(line.place(column), time.text)
            return Time(time.text[:_TIME_LENGTH].strip(), time.start, time.end, time.every_year)
        return time

    def note(self, lines: list[Line]) -> str | None:
        texts = []
        for column in lines[0].of(ColumnRole.NOTE):
            texts += [
                text
                for position, line in enumerate(lines)
                if (text := collapse(self._seen(line, column, first=position == 0)))
            ]
        return "; ".join(dict.fromkeys(texts)) or None


def _is_each_year(column: Column) -> bool:
    return fold(column.head.split(" / ")[-1]) == "hang nam"
