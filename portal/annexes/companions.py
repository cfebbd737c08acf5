"""Annexes that the portal itself made: what stands beside their task table, so that reading them back loses nothing.

The task table is read as anybody's. The tables beside it (docs/plan-document.md, "Annexes as files") say what its
words leave open: component and phase of each group, which agency a wording means, outputs and lines of money. Tables
that only tell what follows from others (sums, findings, the document) are no part of a plan and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from budgets.enums import Source
from core.numbers import Style, read_number
from core.text import collapse
from plans.enums import Component
from portal.annexes.grid import Grid, Opened
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.words import fold

TASKS = ("TT", "Nội dung hành động")
GROUPS = ("TT", "Nhóm nhiệm vụ")
PARTIES = ("Chữ in trong kế hoạch", "Cơ quan trong danh bạ", "Mã trong danh bạ")
OUTPUTS = ("Chữ in", "Loại kết quả")
LINES = ("TT nhiệm vụ", "Nhiệm vụ", "Thành tiền")
# Titles of what follows from other tables, or belongs to other parts of a plan.
OTHER_TITLES = frozenset(
    map(
        fold,
        (
            "Kinh phí theo nhóm nhiệm vụ và nguồn", "Kinh phí theo nhóm nhiệm vụ và năm",
            "Quy định về nguồn kinh phí", "Mục tiêu của kế hoạch", "Kết quả kỳ trước nêu trong kế hoạch",
            "Tổ chức thực hiện", "Sai lệch trong văn bản kế hoạch",
        ),
    )
)  # fmt: skip
DOCUMENT = ("Mục", "Nội dung")
COMPUTED, COMPUTED_SUM = "Cổng thông tin tính", "Tổng tính từ các dòng"
PRINTED = " (in trong kế hoạch)"  # after the label of a printed total
IN_WORDS = re.compile(r"^Số tiền bằng chữ \(in trong kế hoạch\): (?P<words>.+)\.$")
IS_CUT = "Bản gốc bị cắt:"
HEAD_ROWS = 8  # in which the head of such a table stands
_COMPONENTS = {component.label: component.value for component in Component}
_SOURCES = {source.label: source.value for source in Source}
Record = dict[str, Any]


@dataclass(frozen=True)
class Companions:
    """What the tables beside the task table say; `tables` are what recognition has to read."""

    tables: Opened
    groups: list[Record]
    parties: list[Record]
    outputs: list[Record]
    lines: list[Record]
    money_notes: list[Record]  # what the notes below each printed table of money say of it
    kinds: dict[str, str]
    components: dict[str, str]

    @staticmethod
    def is_task_table(grid: Grid) -> bool:
        """If the grid is the table of tasks; any other that recognition has to read is one of money."""
        return _head_row(grid, TASKS) is not None

    def teach(self, directory: Directory | None) -> None:
        """Which agency a wording means, where the directory has that agency."""
        for record in self.parties:
            text, slug = record["Chữ in trong kế hoạch"], record["Mã trong danh bạ"]
            if directory and text and slug and directory.knows(slug):
                directory.learn(text, slug)

    def complete(self, plan: Record) -> Record:
        """The plan with what the tables say of groups and tasks that stand in the task table too."""
        waiting = list(self.groups)
        for group in plan["groups"]:
            said = next((one for one in waiting if _is(one, group)), None)
            if said:
                waiting.remove(said)
                group["component"] = self.components.get(said.get("Hợp phần") or "", group["component"])
        for task, records in self._by_task(plan, self.outputs):
            task["outputs"] = [found for record in records if (found := self._output(record))]
        for task, records in self._by_task(plan, self.lines):
            if records:
                budget = task["budget"] or {"text": None, "total": None, "sources": []}
                task["budget"] = budget | {"lines": [_line(record) for record in records]}
        for table in plan["budget_tables"]:
            if table["totals"] and table["totals"]["label"]:
                table["totals"]["label"] = table["totals"]["label"].removesuffix(PRINTED)
        if len(plan["budget_tables"]) == len(self.money_notes):
            for table, said in zip(plan["budget_tables"], self.money_notes, strict=True):
                table |= said
        return plan

    def _by_task(self, plan: Record, records: list[Record]) -> Iterator[tuple[Record, list[Record]]]:
        """Each task with its records."""
        titles = {phase["code"]: phase["title"] for phase in plan["phases"]}
        for group in plan["groups"]:
            name, phase = f"{group['number'] or ''} {group['title']}".strip(), titles.get(group["phase"])
            for task in group["tasks"]:
                own = (name, task["number"], task["action"])
                yield (
                    task,
                    [
                        record
                        for record in records
                        if (record["Nhóm nhiệm vụ"], record["TT nhiệm vụ"], record["Nhiệm vụ"]) == own
                        and record.get("Giai đoạn") in (None, phase)
                    ],
                )

    def _output(self, record: Record) -> Record | None:
        kind, quantity = self.kinds.get(record["Loại kết quả"] or ""), _number(record.get("Số lượng"))
        if kind is None or quantity is None:
            return None
        years = {
            name: _year(record.get(head))
            for name, head in (("year", "Năm"), ("start", "Từ năm"), ("end", "Đến năm"))
        }
        return {
            "text": record["Chữ in"], "kind": kind, "quantity": quantity, "unit": record.get("Đơn vị"), **years,
            "per_year": bool(record.get("Mỗi năm")), "approximate": bool(record.get("Khoảng")),
        }  # fmt: skip


def companions_of(opened: Opened, kinds: dict[str, str], components: dict[str, str]) -> Companions | None:
    """The tables beside the task table of annexes that the portal made; None for any other file.

    `kinds` are the codes of output kinds by their names, `components` those of components by a programme's names.
    """
    found: dict[tuple[str, ...], list[Record]] = {}
    left: list[Grid] = []
    notes: list[Record] = []
    for grid, following in zip(opened.grids, (*opened.grids[1:], None), strict=True):
        if _is_other(grid):
            continue
        head = next(
            (head for head in (GROUPS, PARTIES, OUTPUTS, LINES) if _head_row(grid, head) is not None), None
        )
        if head and _head_row(grid, TASKS) is None:
            found[head] = _records(grid, head)
        else:
            left.append(_as_printed(grid))
            if _head_row(grid, TASKS) is None:
                below = following.before if following else ()
                notes.append(_notes([*(cell.text for row in grid.rows for cell in row), *below]))
    has_tasks = any(_head_row(grid, TASKS) is not None for grid in left)
    if not has_tasks or GROUPS not in found or not any("Hợp phần" in record for record in found[GROUPS]):
        return None
    parts = [found.get(head, []) for head in (GROUPS, PARTIES, OUTPUTS, LINES)]
    return Companions(replace(opened, grids=tuple(left)), *parts, notes, kinds, _COMPONENTS | components)


def _notes(texts: list[str]) -> Record:
    """What the notes below a printed table say of it: its amount in words, and that only a part of it is left."""
    words = next((match["words"] for text in texts if (match := IN_WORDS.match(collapse(text)))), None)
    is_cut = any(collapse(text).startswith(IS_CUT) for text in texts)
    return ({"amount_in_words": words} if words else {}) | ({"complete": False} if is_cut else {})


def _as_printed(grid: Grid) -> Grid:
    """A printed table of money without what the portal computed beside it, and its notes below."""
    if _head_row(grid, TASKS) is not None:
        return grid
    columns = [
        place for row in grid.rows[:HEAD_ROWS] for place, cell in enumerate(row) if cell.text == COMPUTED
    ]
    right = min(columns, default=len(grid.rows[0]) if grid.rows else 0)
    below = 0
    for number, row in enumerate(grid.rows):
        if any(cell.text == COMPUTED_SUM for cell in row):
            break
        if any(cell.text for cell in row[1:right]):
            below = number + 1
    merges = tuple(
        replace(merge, right=min(merge.right, right - 1), bottom=min(merge.bottom, below - 1))
        for merge in grid.merges
        if merge.left < right and merge.top < below
    )
    return replace(grid, rows=tuple(row[:right] for row in grid.rows[:below]), merges=merges)


def _is_other(grid: Grid) -> bool:
    titles = {fold(cell.text) for row in grid.rows[:2] for cell in row} | {fold(text) for text in grid.before}
    return bool(titles & OTHER_TITLES) or _head_row(grid, DOCUMENT) is not None


def _head_row(grid: Grid, head: tuple[str, ...]) -> int | None:
    """The row in which all words of the head stand, in this order."""
    for number, row in enumerate(grid.rows[:HEAD_ROWS]):
        texts = [collapse(cell.text) for cell in row]
        places = [texts.index(word) for word in head if word in texts]
        if len(places) == len(head) and places == sorted(places):
            return number
    return None


def _records(grid: Grid, head: tuple[str, ...]) -> list[Record]:
    """The rows below the head, by its words; a cell that says nothing is None."""
    at = _head_row(grid, head)
    names = [collapse(cell.text) for cell in grid.rows[at]]
    return [
        {name: _value(cell) for name, cell in zip(names, row, strict=True) if name}
        for row in grid.rows[at + 1 :]
        if any(cell.text for cell in row[1:])  # a note below stands alone
    ]


def _value(cell) -> Decimal | str | None:
    if cell.number is not None:
        return cell.number
    text = collapse(cell.text)
    return None if text in ("", "chưa rõ") else text


def _is(said: Record, group: Record) -> bool:
    number = said["TT"]
    return (None if number is None else str(number), said["Nhóm nhiệm vụ"]) == (
        group["number"],
        group["title"],
    )


def _line(record: Record) -> Record:
    words = record.get("Nguồn")
    return {
        "year": _year(record.get("Năm")),
        "sources": [_SOURCES[name] for name in words.split(" + ") if name in _SOURCES] if words else [],
        "amount": _number(record["Thành tiền"]),
        "quantity": _number(record.get("Số lượng")),
        "unit": record.get("Đơn vị"),
        "unit_price": _number(record.get("Đơn giá")),
    }


def _number(value: Decimal | str | None) -> int | Decimal | None:
    """A number as the portal writes it: typed in a workbook, in the Vietnamese style in a document."""
    if isinstance(value, str):
        try:
            reading = read_number(value, style=Style.VIETNAMESE)
        except ValueError:
            return None
        value = getattr(reading, "value", None)
    return int(value) if value is not None and value == value.to_integral_value() else value


def _year(value: Decimal | str | None) -> int | None:
    number = _number(value)
    return number if isinstance(number, int) else None
