"""What an outline of a version consists of."""

from dataclasses import dataclass
from decimal import Decimal

from budgets.tables import UNKNOWN
from core.numbers import format_million

NOTHING = "không có"
AT_ISSUE = "ghi khi ban hành"  # of what a version gets on the day on which it is issued


@dataclass(frozen=True)
class Field:
    """Something that is said about a thing. `absent` is what people read where it is not said.

    The lines of a list are compared one by one, with a place of their own each. `amount` is money in đồng, for the
    remark by how much it rose. `moves`: another value means that the thing stands elsewhere.
    """

    name: str
    lines: tuple[str, ...]
    absent: str = NOTHING
    amount: Decimal | None = None
    is_list: bool = False
    moves: bool = False


@dataclass(frozen=True)
class Thing:
    """A thing of the plan. `key` is the same in every version; without one it is found again by its words.

    `under` is the key of the thing below which it stands; `is_task` that it is counted as a task. Without a name its
    fields stand by themselves.
    """

    key: str
    name: str
    fields: tuple[Field, ...]
    under: str = ""
    is_task: bool = False

    @property
    def words(self) -> str:
        return "\n".join(line for field in self.fields for line in field.lines)


@dataclass(frozen=True)
class OutlinePart:
    """A part of the plan with its things in printed order."""

    title: str
    things: tuple[Thing, ...]


def text(name: str, value: str | None, absent: str = NOTHING, **more) -> Field:
    """A field of one text; nothing for an empty one."""
    return Field(name, (value,) if value else (), absent, **more)


def listing(name: str, lines) -> Field:
    """A field of several lines."""
    return Field(name, tuple(lines), is_list=True)


def money(name: str, amount: Decimal | None) -> Field:
    """An amount in triệu đồng; "chưa rõ" where the plan gives none."""
    shown = () if amount is None else (f"{format_million(amount)} triệu đồng",)
    return Field(name, shown, UNKNOWN, amount)


def flag(name: str, value: bool | None) -> Field:
    return Field(name, () if value is None else ("có" if value else "không",), UNKNOWN)
