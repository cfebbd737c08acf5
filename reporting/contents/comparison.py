"""What differs between two versions of a plan, as the table that officials know ("bảng so sánh"): plain values.

The builder fills it (`reporting.builders.comparison`); page, PDF and DOCX print it. Texts of the plan are verbatim.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

LINE_END = 20  # characters: what a paragraph's last line leaves empty
LONGEST_WHOLE = 700  # characters: a third of a landscape page
NOT_SAID = "–"
Mark = Literal["", "gone", "new"]


class Change(StrEnum):
    """What became of a place; the value is the word that people read, `sign` the shape that stands before it."""

    ADDED = "Bổ sung"
    REMOVED = "Bãi bỏ"
    CHANGED = "Sửa đổi"
    MOVED = "Chuyển vị trí"

    @property
    def sign(self) -> str:
        return {"ADDED": "+", "REMOVED": "−", "CHANGED": "≠", "MOVED": "»"}[self.name]

    @property
    def css(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Piece:
    """Words of a text that stand on both sides, or on one alone: "gone" is before, "new" after."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Line:
    """A paragraph of a cell; `label` names what it says where a cell says several things."""

    pieces: tuple[Piece, ...]
    label: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Row:
    """A place that differs: its name, what stands there before and after, and a remark ("tăng 120 triệu đồng")."""

    place: str
    change: Change
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    note: str = ""

    @property
    def is_long(self) -> bool:
        """Whether a side may fill a page of paper by itself, so that its row cannot be kept whole."""
        return any(
            sum(len(line.text) + LINE_END for line in side) > LONGEST_WHOLE
            for side in (self.before, self.after)
        )


@dataclass(frozen=True)
class Subject:
    """A thing that has a name of its own (a task, an objective) with its rows; without a name, rows that have none."""

    name: str
    change: Change
    rows: tuple[Row, ...]
    is_task: bool = False

    @property
    def has_heading(self) -> bool:
        """Whether its name stands above its rows: not where there is none, or where the one row bears it."""
        return bool(self.name) and self.rows[0].place != self.name


@dataclass(frozen=True)
class Part:
    """A part of the plan, with what differs in it in printed order."""

    title: str
    subjects: tuple[Subject, ...]

    @property
    def changes(self) -> int:
        return sum(len(subject.rows) for subject in self.subjects)


@dataclass(frozen=True)
class Edition:
    """One of the two versions: `facts` say which ("Bản số 2", its kind, document, reason)."""

    number: int
    head: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TaskCounts:
    """How many tasks (of a plan without a task table: reportable items) there are, and what became of them.

    A task that was both moved and changed counts as changed.
    """

    before: int
    after: int
    added: int
    removed: int
    changed: int
    moved: int

    @property
    def sentence(self) -> str:
        """ "28 nhiệm vụ, trước đó 27: bổ sung 2, bãi bỏ 1, sửa đổi 3, chuyển vị trí 0"."""
        return (
            f"{self.after} nhiệm vụ, trước đó {self.before}: bổ sung {self.added}, bãi bỏ {self.removed}, "
            f"sửa đổi {self.changed}, chuyển vị trí {self.moved}"
        )


@dataclass(frozen=True)
class MoneyLine:
    """A source (or sources that the plan does not split) and the sums before and after, as people read them."""

    source: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side. `changes` is how many rows differ; the last line of `money` is the total.

    `parent_body`, `issuing_body` and `place` are those of the department that answers for the plan today; `day` is the
    contents' own, when the later of both versions was entered: the same contents are the same file.
    """

    plan: str
    province: str
    before: Edition
    after: Edition
    tasks: TaskCounts
    money: tuple[MoneyLine, ...]
    parts: tuple[Part, ...]
    parent_body: str
    issuing_body: str
    place: str
    day: date

    @property
    def title(self) -> str:
        return f"Nội dung bản số {self.after.number} so với bản số {self.before.number}"

    @property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """What is said of each version: its name, of the one before and of the one after."""
        before, after = dict(self.before.facts), dict(self.after.facts)
        return tuple(
            (label, before.get(label, NOT_SAID), after.get(label, NOT_SAID))
            for label in dict.fromkeys([*before, *after])
        )

    @property
    def changes(self) -> int:
        return sum(part.changes for part in self.parts)
