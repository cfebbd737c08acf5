"""The rows of a table's body, each with what it shows of itself: number, title, details, sums."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from core.text import collapse
from portal.annexes.recognition.columns import DETAIL_ROLES, MONEY_ROLES, Column, ColumnRole
from portal.annexes.recognition.numbering import (
    Phase,
    Style,
    is_group_name,
    is_named,
    number_in,
    phase_in,
    split_number,
    style_of,
)
from portal.annexes.recognition.report import Place
from portal.annexes.recognition.view import View
from portal.annexes.recognition.words import fold, is_source, is_total, plain

_FOOT = re.compile(
    r"^\W*(?:noi nhan|nguoi lap|lap bieu|tm\b|kt\b|t m\b|chu tich|pho chu tich|giam doc|thu truong|ky ten|\(ky|da ky|uy ban nhan dan tinh\b.{0,30}$|\(chu ky"
    r"|[^,]{2,40}, ngay .{0,4} ?thang .{0,4} ?nam|nguoi ky|xac nhan cua|phe duyet$|ke toan)"
)
_REMARK = re.compile(r"^\W*(?:ghi chu|luu y|chu thich)\s*:|^\*+\s*(?:ghi chu|luu y)")
_IN_WORDS = re.compile(
    r"^\W*(?:(?:so tien|tong kinh phi|tong cong|viet)?\s*\(?(?:viet )?bang chu\)?)\s*:?\s*"
)
_INCLUDING = re.compile(r"^\W*(?:trong do|gom|bao gom|chia ra|cu the)\W*")


_NAMED_NUMBER = re.compile(
    r"^(?:nhóm|nhiệm vụ|nv|mục|phần|dự án|đề án|hoạt động|hđ|nội dung|nd)\W*([IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[A-H])\W*$",
    re.IGNORECASE,
)
_FIGURES = frozenset(
    [
        "khong",
        "mot",
        "hai",
        "ba",
        "bon",
        "nam",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "tram",
        "linh",
        "le",
        "nghin",
        "ngan",
        "trieu",
        "ty",
        "ti",
        "dong",
        "chan",
        "tu",
        "lam",
        "nham",
        "viet",
    ]
)


class Kind(Enum):
    """What a row is by itself."""

    PHASE = "phase"
    LINE = "line"  # a heading, a task or an item of one
    MORE = "more"  # goes on with the row above
    TOTAL = "total"
    SOURCE = "source"  # how much of the amount above comes from one source
    WORDS = "words"  # an amount in words
    FOOT = "foot"  # signatures, remarks below the table


@dataclass
class Line:
    """One row of a table."""

    view: View
    row: int
    columns: tuple[Column, ...]
    money: bool  # whether the table tells money only
    kind: Kind = Kind.LINE
    heading: bool = False
    number: str = ""
    title: str = ""
    style: Style = Style.NONE
    phase: Phase | None = None
    has_stray: bool = False  # whether the column of numbers holds words that are no number
    extra: list["Line"] = field(default_factory=list)  # rows that go on with this one

    def place(self, column: Column) -> Place:
        return self.view.place(self.row, column.index)

    def own(self, column: Column) -> str:
        return self.view.own(self.row, column.index)

    def shown(self, column: Column) -> str:
        """What a reader sees in the column, from a cell above too; not what is printed across from another column."""
        if self.view.anchor(self.row, column.index)[1] != column.index:
            return ""
        return self.view.shown(self.row, column.index)

    def of(self, *roles: ColumnRole) -> Iterator[Column]:
        return (column for column in self.columns if column.role in roles)

    @cached_property
    def filled(self) -> list[Column]:
        """Columns in which a text of this row begins."""
        return [column for column in self.columns if self.own(column)]

    @cached_property
    def label_column(self) -> Column | None:
        return next(self.of(ColumnRole.ACTION), None)

    @cached_property
    def label(self) -> str:
        return self.own(self.label_column) if self.label_column else ""

    @cached_property
    def wide(self) -> Column | None:
        """The column of a text that is printed across the table, or stands alone in the row before its label."""
        if not self.filled:
            return None
        first = self.filled[0]
        total = self.columns[-1].index - self.columns[0].index + 1
        span = self.view.span(self.row, first.index)
        label = self.label_column
        covers = label is not None and first.index <= label.index < first.index + span
        before = [
            column
            for column in self.filled[1:]
            if column.role not in MONEY_ROLES and column.role is not ColumnRole.SOURCE
        ]
        if before and not (len(before) == 1 and covers and not self.own(label)):
            return None
        if span >= 2 and (span >= 0.5 * total or covers) and (first.role is ColumnRole.NUMBER or covers):
            return first
        if span == 1 and first.role is ColumnRole.NUMBER and number_in(self.own(first)) is None:
            return first
        return None

    @cached_property
    def details(self) -> list[Column]:
        """Columns of who, when, what besides the label that are filled, by this row or a cell that comes down to it."""
        if self.wide:
            return [
                column for column in self.filled if column.role in DETAIL_ROLES and column is not self.wide
            ]
        return [column for column in self.of(*DETAIL_ROLES) if self.shown(column)]

    @cached_property
    def own_details(self) -> list[Column]:
        return [column for column in self.details if self.own(column)]

    @cached_property
    def sums(self) -> list[Column]:
        return [column for column in self.of(*MONEY_ROLES) if self.own(column)]

    @property
    def bare(self) -> bool:
        return not self.details

    @cached_property
    def bold(self) -> bool:
        cells = [
            column for column in self.filled if column.role in (ColumnRole.NUMBER, ColumnRole.ACTION)
        ] or self.filled[:1]
        return bool(cells) and all(
            self.view.grid.rows[self.row][column.index].is_bold
            for column in cells
            if number_in(self.own(column)) in (None, "") or column.role is ColumnRole.NUMBER
        )

    @property
    def named(self) -> bool:
        return is_named(self.raw_title)

    @cached_property
    def raw_title(self) -> str:
        """The title as it stands, with the number where both stand in one cell."""
        if self.wide:
            return collapse(self.own(self.wide))
        return collapse(self.label)


def read_lines(view: View, rows: list[int], columns: tuple[Column, ...], *, money: bool) -> list[Line]:
    """The rows of a body with what each is by itself; empty rows are left out."""
    lines: list[Line] = []
    ended = False
    found = [line for row in rows if (line := Line(view, row, columns, money)).filled]
    for line in found:
        _name(line)
    labels = [
        line.title
        for line in found
        if line.title and not is_total(line.title) and not _INCLUDING.fullmatch(plain(line.title))
    ]
    by_source = bool(labels) and all(is_source(label) for label in labels)
    for line in found:
        ended = ended or _is_foot(line)
        if ended:
            line.kind = Kind.FOOT
        else:
            line.kind = _kind(line, lines, by_source)
        lines.append(line)
    return lines


def _name(line: Line) -> None:
    """Finds number and title of the row."""
    if line.wide:
        text = line.raw_title
        line.number, line.title = split_number(text)
        line.style = style_of(line.number)
        return
    column = next(line.of(ColumnRole.NUMBER), None)
    printed = collapse(line.own(column)) if column else ""
    number = number_in(printed)
    if number is None:
        match = _NAMED_NUMBER.match(printed)
        number = match[1] if match else ""
        line.has_stray = match is None
    title = line.raw_title
    if not number or style_of(number) is Style.DASH:
        inside, rest = split_number(title)
        if inside and (column is None or not number):
            number, title = inside, rest
    else:
        inside, rest = split_number(title)
        if inside == number and rest:
            title = rest
    line.number, line.title, line.style = number, title, style_of(number)
    if not line.number and re.match(r"^[-–+*•]\s*\S", title):
        line.style = Style.DASH
    if line.style is Style.DASH:
        line.number = ""
        line.title = re.sub(r"^[-–+*•]+\s*", "", title)


def _kind(line: Line, before: list[Line], by_source: bool) -> Kind:
    first = line.filled[0]
    text = line.raw_title or (
        collapse(line.own(first)) if first.role in (ColumnRole.NUMBER, ColumnRole.GROUP) else ""
    )
    if line.bare or line.money:
        if text and is_total(text) and (line.bare or not line.own_details):
            return Kind.TOTAL
        phase = phase_in(text)
        if phase and (line.wide or not line.sums or not line.money):
            line.phase, line.heading = phase, True
            return Kind.PHASE
        if _is_in_words(text) and not line.sums and before:
            return Kind.WORDS
        if (
            not by_source
            and before
            and text
            and line.style in (Style.DASH, Style.NONE)
            and is_source(_INCLUDING.sub("", plain(text)) or text)
            and any(re.search(r"\d|^[xX✓]$", line.own(column)) for column in line.sums)
        ):
            return Kind.SOURCE
        if _INCLUDING.fullmatch(plain(text)) and before and not line.sums:
            return Kind.SOURCE
    if not line.number and not line.raw_title and before:
        return Kind.MORE
    return Kind.LINE


def _is_in_words(text: str) -> bool:
    """Whether the text is an amount in words."""
    if _IN_WORDS.match(plain(text)):
        return True
    words = fold(text).split()
    return 3 <= len(words) <= 40 and "dong" in words and set(words) <= _FIGURES


def amount_in_words(text: str) -> str:
    """The words of an amount without what leads up to them ("Bằng chữ:")."""
    match = _IN_WORDS.match(plain(text))
    body = collapse(text)
    return (body[match.end() :] if match else body).strip(" :./()") or body


def _is_foot(line: Line) -> bool:
    texts = [line.own(column) for column in line.filled]
    if line.own_details and line.number:
        return False
    if any(re.search(r"\d", line.own(column)) for column in line.sums):
        return False
    if any(_FOOT.match(plain(text)) and len(text) < 120 for text in texts):
        return line.bare or all(_FOOT.match(plain(text)) or len(text) < 40 for text in texts)
    return len(texts) == 1 and bool(_REMARK.match(plain(texts[0])))


def ends_open(text: str) -> bool:
    """Whether the text cannot be the end of a title: it ends with a comma, a hyphen or a word that wants another."""
    return bool(
        re.search(
            r"[,\-–(/]$|\b(?:và|của|cho|các|về|tại|trong|với|để|theo|những|từ|đến|do|cơ|doanh|công|sản|môi|khoa|cơ sở|phát)$",
            text,
        )
    )


def says_group(line: Line) -> bool:
    """Whether the row calls itself a group of tasks."""
    return is_group_name(line.raw_title)


def same_words(one: str, other: str) -> bool:
    return fold(one) == fold(other)
