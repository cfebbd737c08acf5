"""New tasks from lines that were pasted below the last row of the task table: all of them are added, or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agencies.models import User
from plans.models import PlanVersion
from portal.drafting.changing import change_draft
from portal.drafting.choices import Choices
from portal.drafting.parts import PARTS, add
from portal.grids.batch import OLD_PAGE, BadBatchError, Refused
from portal.grids.money import GROUP
from portal.grids.tasks import COLUMNS, TaskCells, task_rows

MOST = 1_000  # lines at a time
CHANGED = "Cuối bảng vừa có thay đổi; hãy tải lại trang rồi dán các dòng còn thiếu."
NAMELESS = "Nhiệm vụ phải có nội dung."


@dataclass(frozen=True)
class NewRows:
    """Lines by column, and the last row that the person saw: a line that was sent twice is not added twice."""

    after: str
    rows: list[dict[str, str]]


def read_new_rows(data: Any) -> NewRows:
    """The lines of a request. BadBatchError for what is none."""
    after, rows = (data.get("after"), data.get("rows")) if isinstance(data, dict) else (None, None)
    if not isinstance(after, str) or not isinstance(rows, list) or not rows:
        raise BadBatchError(OLD_PAGE)
    if len(rows) > MOST:
        raise BadBatchError("Mỗi lần chỉ thêm được tối đa 1.000 nhiệm vụ; hãy dán từng phần.")
    for row in rows:
        if not isinstance(row, dict) or not set(row) <= set(COLUMNS):
            raise BadBatchError(OLD_PAGE)
        if not all(isinstance(text, str) for text in row.values()):
            raise BadBatchError(OLD_PAGE)
    return NewRows(after, rows)


def add_tasks(version: PlanVersion, new: NewRows, *, by: User) -> list[dict]:
    """Adds the lines as tasks at the end of the last group and returns their rows.

    BadBatchError, for the person, where a line cannot be a task or the table has another end by now; else raises
    what `change_draft` raises.
    """
    added: list[str] = []

    def change(data: dict) -> None:
        if new.after != _last_row(data):
            raise BadBatchError(CHANGED)
        group = data["groups"][-1]["key"]
        for row in new.rows:
            task = PARTS["tasks"].fresh() | {"number": row.get("number", "").strip()[:20] or None}
            added.append(add(PARTS["tasks"], data, task, parent=group))
        cells = TaskCells(data, Choices(version, data))
        for key, (column, value) in _values(new.rows, added, cells):
            cells.put(key, column, value)

    change_draft(version, change, by=by)
    return [row for row in task_rows(version) if row["id"] in set(added)]


def _last_row(data: dict) -> str:
    """The id of the last row of the table; empty where it has none."""
    if not data["groups"]:
        return ""
    group = data["groups"][-1]
    return group["tasks"][-1]["key"] if group["tasks"] else f"{GROUP}{group['key']}"


def _values(
    rows: list[dict[str, str]], keys: list[str], cells: TaskCells
) -> Iterator[tuple[str, tuple[str, Any]]]:
    """What the lines mean, by task and column. BadBatchError for a text that a cell does not take."""
    for place, (row, key) in enumerate(zip(rows, keys, strict=True), start=1):
        if not row.get("action", "").strip():
            raise BadBatchError(f"Dòng {place} trong phần thêm: {NAMELESS}")
        for column, text in row.items():
            [reading] = cells.read(column, [text])
            if isinstance(reading, Refused):
                raise BadBatchError(f"Dòng {place} trong phần thêm, cột {COLUMNS[column]}: {reading.message}")
            yield key, (column, reading.value)
