"""Changes of cells that are sent together: each is read, and is written, asked back, refused, or told to be stale."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from core.numbers import Ambiguous as AmbiguousNumber
from core.numbers import Unit, UnreadableNumberError, editable_number, million_to_dong, read_column

MOST = 20_000  # cells of one batch: 200 tasks x 10 years x 4 sources are 8 000
LONGEST = 20_000  # characters of a cell
LARGEST = 10**9  # triệu đồng, as in the plan document
OLD_PAGE = "Trang này đã cũ; hãy tải lại trang."


class BadBatchError(ValueError):
    """What was sent is no batch; the message is for the person."""


class NothingWrittenError(Exception):
    """A block that was to be written whole or not at all has cells that cannot be; `open` says which."""

    def __init__(self, answers: "list[Open]"):
        super().__init__()
        self.open = answers


@dataclass(frozen=True)
class Change:
    """What a person wants in a cell, and what she saw there."""

    row: str
    column: str
    seen: str
    text: str


@dataclass(frozen=True)
class Value:
    """A text that was read: the value to write, and the text as which the cell then travels."""

    value: Any
    text: str


@dataclass(frozen=True)
class Ambiguous:
    """A text with several meanings, each as the text that says it alone."""

    choices: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A text that cannot stand in the cell, and why, for the person."""

    message: str


Reading = Value | Ambiguous | Refused


@dataclass(frozen=True)
class Open:
    """A change that was not written. `choices`: what the text may mean; `theirs`: what somebody else wrote meanwhile."""

    row: str
    column: str
    text: str
    state: Literal["ambiguous", "refused", "stale"]
    message: str = ""
    choices: tuple[str, ...] = ()
    theirs: str = ""


class Cells(ABC):
    """The cells of a table as they stand in the database now, to be changed in memory."""

    @abstractmethod
    def text(self, row: str, column: str) -> str:
        """What stands in the cell, as it travels. KeyError where there is no such cell (any more)."""

    @abstractmethod
    def read(self, column: str, texts: Sequence[str]) -> list[Reading]:
        """What texts mean in the column; together, as a column of one hand."""

    @abstractmethod
    def put(self, row: str, column: str, value: Any) -> None:
        """Puts a value that was read into the cell. ValueError, for the person, where the cell takes none."""


@dataclass
class Outcome:
    """What became of a batch: cells that hold what was wanted now, by row, and what is open."""

    done: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    open: list[Open] = field(default_factory=list)


def read_batch(data: Any) -> tuple[list[Change], bool]:
    """The changes of a request and whether they are for all or nothing. BadBatchError for what is none."""
    changes = data.get("changes") if isinstance(data, dict) else None
    if not isinstance(changes, list):
        raise BadBatchError(OLD_PAGE)
    if len(changes) > MOST:
        raise BadBatchError("Mỗi lần chỉ ghi được tối đa 20.000 ô; hãy dán từng phần.")
    names = ("row", "column", "seen", "text")
    for change in changes:
        if not isinstance(change, dict) or set(change) != set(names):
            raise BadBatchError(OLD_PAGE)
        if not all(isinstance(value, str) for value in change.values()):
            raise BadBatchError(OLD_PAGE)
        if (
            "\x00" in change["row"] or "\x00" in change["column"]
        ):  # no key has it, and PostgreSQL takes no such text
            raise BadBatchError(OLD_PAGE)
    return [Change(**change) for change in changes], data.get("whole") is True


def apply(changes: Sequence[Change], cells: Cells, *, whole: bool) -> Outcome:
    """Reads the changes and puts those that can be into the cells; nothing is in the database yet.

    NothingWrittenError where `whole` was asked and one of them cannot be.
    """
    readings, outcome = _read(changes, cells), Outcome()
    for change, reading in zip(changes, readings, strict=True):
        answer = _apply_one(change, reading, cells)
        if isinstance(answer, Open):
            outcome.open.append(answer)
        else:
            outcome.done[change.row][change.column] = answer
    if whole and outcome.open:
        raise NothingWrittenError(outcome.open)
    return outcome


def _read(changes: Sequence[Change], cells: Cells) -> list[Reading]:
    places = defaultdict(list)
    for place, change in enumerate(changes):
        places[change.column].append(place)
    readings: list[Reading] = [Refused("")] * len(changes)
    for column, at in places.items():
        try:
            read = cells.read(column, [changes[place].text[: LONGEST + 1] for place in at])
        except KeyError:
            read = [Refused("Cột này không nhận giá trị.")] * len(at)
        for place, reading in zip(at, read, strict=True):
            readings[place] = reading
    return readings


def _apply_one(change: Change, reading: Reading, cells: Cells) -> Open | str:
    def still_open(state, **more) -> Open:
        return Open(change.row, change.column, change.text, state, **more)

    try:
        now = cells.text(change.row, change.column)
    except KeyError:
        return still_open("refused", message="Dòng này không còn trong kế hoạch; hãy tải lại trang.")
    if isinstance(reading, Refused):
        return still_open("refused", message=reading.message)
    if isinstance(reading, Ambiguous):
        return still_open("ambiguous", choices=reading.choices)
    if reading.text == now:
        return now
    if change.seen != now:
        return still_open("stale", theirs=now)
    try:
        cells.put(change.row, change.column, reading.value)
    except ValueError as error:
        return still_open("refused", message=str(error))
    return cells.text(change.row, change.column)


def read_amounts(texts: Sequence[str]) -> list[Reading]:
    """Amounts of a column in triệu đồng: whole đồng or None, never negative."""
    return [
        _amount(text, found) for text, found in zip(texts, read_column(texts, unit=Unit.MILLION), strict=True)
    ]


def _amount(text: str, found) -> Reading:
    if found is None:
        return Value(None, "")
    if isinstance(found, UnreadableNumberError):
        return Refused(str(found))
    if isinstance(found, AmbiguousNumber):
        return Ambiguous(tuple(editable_number(candidate) for candidate in found.candidates))
    if found.value < 0:
        return Refused("Không ghi số âm.")
    if found.value >= LARGEST:
        return Refused(
            "Số quá lớn: phải nhỏ hơn một tỷ triệu đồng. Có thể nhầm đơn vị: cột này tính bằng triệu đồng."
        )
    try:
        return Value(million_to_dong(found.value), editable_number(found.value))
    except ValueError as error:
        return Refused(f"{error} Hãy ghi tối đa sáu chữ số sau dấu phẩy.")
