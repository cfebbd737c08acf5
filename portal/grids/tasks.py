"""The task table of a draft as a grid: texts, parties and results of tasks. Written as a change of the plan document."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agencies.models import User
from core.dates import read_period
from core.numbers import format_number
from core.text import collapse
from plans.models import PlanVersion, TaskGroup
from portal.drafting.changing import change_draft
from portal.drafting.choices import Choices
from portal.grids.batch import Cells, Change, Outcome, Reading, Refused, Value, apply
from portal.grids.money import GROUP
from portal.plan_document.schema import Text, Text20, Text200
from tasks.enums import PartyRole
from tasks.models import Party, Task

COLUMNS = {
    "number": "Số",
    "action": "Nhiệm vụ",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "time": "Thời gian",
    "expected_results": "Kết quả dự kiến",
    "note": "Ghi chú",
}
_TEXTS = {name: (TypeAdapter(kind), longest) for name, kind, longest in (
    ("number", Text20, 20), ("action", Text, 20_000), ("time", Text200, 200), ("note", Text, 20_000),
    ("lead", Text, 20_000), ("coordinating", Text, 20_000), ("expected_results", Text, 20_000),
)}  # fmt: skip
_LISTS = ("lead", "coordinating", "expected_results")  # one entry a line
_MARKER = re.compile(r"^[-+*•–]\s+")


class TaskCells(Cells):
    """The cells of the task table over a plan document (plain data), which `put` alters."""

    def __init__(self, data: dict, choices: Choices):
        self.tasks = {task["key"]: task for group in data["groups"] for task in group["tasks"]}
        self.choices = choices

    def text(self, row: str, column: str) -> str:
        return _cell(self.tasks[row], column)

    def read(self, column: str, texts: Sequence[str]) -> list[Reading]:
        adapter, longest = _TEXTS[column]
        return [_read(column, text, adapter, longest) for text in texts]

    def put(self, row: str, column: str, value: Any) -> None:
        task = self.tasks[row]
        if column in ("lead", "coordinating"):
            task[column] = self._parties(value, task)
        elif column == "time":
            task["time"] = _time(value)
        else:
            task[column] = value

    def _parties(self, words: list[str], task: dict) -> list[dict]:
        """Parties by their words: those that the task has stay as they are, others are agencies that have this name."""
        known = {party["text"]: party["agency"] for party in (*task["lead"], *task["coordinating"])}
        parties = []
        for line in words:
            for text in [line] if line in known else filter(None, map(collapse, line.split(";"))):
                parties.append({"text": text, "agency": known.get(text, self._agency(text))})
        return parties

    def _agency(self, words: str) -> str | None:
        return self.choices.agency_by_name.get(words.casefold())


def _cell(task: dict, column: str) -> str:
    if column == "time":
        return task["time"]["text"] or ""
    value = task[column]
    if column == "expected_results":
        return "\n".join(value)
    if column in ("lead", "coordinating"):
        return "\n".join(party["text"] for party in value)
    return value or ""


def _read(column: str, text: str, adapter: TypeAdapter, longest: int) -> Reading:
    lines = [_MARKER.sub("", line.strip()) for line in text.splitlines()] if column in _LISTS else [text]
    try:
        read = [adapter.validate_python(line) for line in lines if collapse(line)]
    except ValidationError as error:
        if error.errors()[0]["type"] == "string_too_long":
            return Refused(f"Dài quá {format_number(longest)} ký tự; hãy rút ngắn.")
        return Refused("Có ký tự điều khiển không in được; hãy gõ lại.")
    if column in _LISTS:
        return Value(read, "\n".join(read))
    if not read and column == "action":
        return Refused("Nhiệm vụ phải có nội dung. Muốn bỏ nhiệm vụ, hãy xóa ở danh sách nhiệm vụ.")
    return Value(read[0] if read else None, read[0] if read else "")


def _time(text: str | None) -> dict:
    """The time that words name, where they name years, months or every year; else the words alone."""
    start, end = read_period(text or "") or (None, None)
    every_year = bool(re.search(r"\bh[àằ]ng năm\b", (text or "").casefold()))
    return {"text": text, "start": _partial(start), "end": _partial(end), "every_year": every_year}


def _partial(text: str | None) -> int | str | None:
    return int(text) if text and text.isdecimal() else text


def write_tasks(version: PlanVersion, changes: list[Change], *, whole: bool, by: User) -> Outcome:
    """Writes what can be of the changes; the rest is open. Raises what `change_draft` and `batch.apply` raise."""
    outcome = Outcome()

    def change(data: dict) -> None:
        nonlocal outcome
        cells = TaskCells(data, Choices(version, data))
        outcome = apply(changes, cells, whole=whole)
        for row, columns in outcome.done.items():  # parties in one line stand in several then
            outcome.done[row] = {column: cells.text(row, column) for column in columns}

    change_draft(version, change, by=by)
    return outcome


def task_rows(version: PlanVersion) -> list[dict]:
    """Groups, each before its tasks, with the cells of `COLUMNS`; three queries."""
    parties: dict[tuple[int, str], list[str]] = {}
    for task_id, role, text in (
        Party.objects.filter(version=version).order_by("position").values_list("task_id", "role", "text")
    ):
        parties.setdefault((task_id, role), []).append(text)
    by_group: dict[int, list[dict]] = {}
    for task in (
        Task.objects.filter(version=version).order_by("position").defer("search_text", "search_vector")
    ):
        row = {
            "id": task.key, "kind": "task", "number": task.number, "name": task.action, "action": task.action,
            "lead": "\n".join(parties.get((task.pk, PartyRole.LEAD), [])),
            "coordinating": "\n".join(parties.get((task.pk, PartyRole.COORDINATING), [])),
            "time": task.time_text, "expected_results": "\n".join(task.expected_results), "note": task.note,
        }  # fmt: skip
        by_group.setdefault(task.group_id, []).append(row)
    rows = []
    for group in TaskGroup.objects.filter(version=version).order_by("position"):
        rows.append(
            {"id": f"{GROUP}{group.key}", "kind": "group", "number": group.number, "name": group.title}
        )
        rows += by_group.get(group.pk, [])
    return rows
