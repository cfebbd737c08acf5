"""Where the tables of a grid begin: their heads of one or several rows, and what stands above them."""

import re
from dataclasses import dataclass, field

from core.text import collapse
from portal.annexes.recognition.columns import ColumnRole, is_head_like, role_of
from portal.annexes.recognition.numbering import number_in
from portal.annexes.recognition.view import View
from portal.annexes.recognition.words import YEAR, is_total, is_unit_line, plain, sources_in

_COUNT = re.compile(r"^[(\[]?(?:\d{1,2}|[A-ZĐa-z])[)\]]?(?:\s*=.*)?$")
_TITLE = re.compile(
    r"^\W*(?:phu luc|phu bieu|bieu|bang|danh muc|du toan|tong hop|ke hoach|kinh phi|phan ky|khai toan|nhu cau|\(?kem theo|\(?ban hanh kem|don vi tinh"
    r"|dvt|mot so nhiem vu|chi tiet|phan khai|phan bo|bo sung)\b"
)
_DEEPEST_HEAD = 6


@dataclass
class Block:
    """A table in a grid: the rows and columns of its head, its body below, the lines above it."""

    view: View
    head: list[int]
    left: int
    right: int
    body: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    counts: int | None = None  # the row that numbers the columns

    def path(self, column: int) -> list[str]:
        """The texts of the column's head from the top down, each once."""
        texts: list[str] = []
        anchors: list[tuple[int, int]] = []
        for row in self.head:
            anchor = self._cell(row, column)
            if anchor is None or anchor in anchors:
                continue
            anchors.append(anchor)
            text = collapse(self.view.shown(*anchor))
            if text:
                texts.append(text)
        return texts

    def _cell(self, row: int, column: int) -> tuple[int, int] | None:
        """The head cell over the column in the row; where merges are missing, the one to the left that opens a block."""
        view = self.view
        if view.shown(row, column) or view.merge(row, column):
            return view.anchor(row, column)
        below = [lower for lower in self.head if lower > row]
        if not any(view.own(lower, column) for lower in below):
            return None
        for left in range(column - 1, self.left - 1, -1):
            if not any(view.own(lower, left) for lower in below):
                return None
            if view.shown(row, left):
                return view.anchor(row, left)
        return None

    def signature(self) -> tuple[str, ...]:
        """What tells whether another head is the same one again."""
        return tuple(plain(" ".join(self.path(column))) for column in range(self.left, self.right + 1))


def blocks_of(view: View, heads: list[list[int]] | None = None) -> list[Block]:
    """The tables of the grid from the top down, side by side from the left; `heads` where a person said them."""
    found = heads if heads is not None else _heads(view)
    blocks: list[Block] = []
    begin = 0
    for order, head in enumerate(found):
        end = found[order + 1][0] if order + 1 < len(found) else view.height
        above = _above(view, begin, head[0])
        if blocks and above:
            for block in blocks:
                block.body = [row for row in block.body if row not in above]
        counts = head[-1] + 1 if head[-1] + 1 < end and _is_count(view, head[-1] + 1) else None
        body = list(range(head[-1] + 1 + (counts is not None), end))
        for left, right in _sides(view, head):
            while (
                left > 0
                and (not blocks or blocks[-1].head is not head)
                and not any(view.shown(row, left - 1) for row in head)
                and _has_text(view, body, left - 1)
            ):
                left -= 1
            block = Block(view, head, left, right, list(body), above, counts)
            if same := next(
                (
                    b
                    for b in blocks
                    if (b.left, b.right) == (left, right) and b.signature() == block.signature()
                ),
                None,
            ):
                same.body += sorted({*above, *head, *([counts] if counts is not None else []), *body})
                continue
            blocks.append(block)
        begin = head[-1] + 1
    return blocks


def _has_text(view: View, rows: list[int], column: int) -> bool:
    return any(view.own(row, column) for row in rows)


def is_repeated_head(view: View, row: int, block: Block) -> bool:
    """Whether the row in a table's body prints its head (or the count of its columns) again."""
    columns = [column for column in view.filled[row] if block.left <= column <= block.right]
    if not columns:
        return False
    if _is_count(view, row):
        return True
    heads = {
        plain(view.own(head, column)) for head in block.head for column in range(block.left, block.right + 1)
    } - {""}
    return (
        len(heads) > 1
        and all(plain(view.own(row, column)) in heads for column in columns)
        and (len(columns) > 1 or role_of(view.own(row, columns[0])) is not None)
    )


def _heads(view: View) -> list[list[int]]:
    heads: list[list[int]] = []
    row = 0
    while row < view.height:
        if _begins_head(view, row):
            head = _extended(view, row, heads[-1][-1] + 1 if heads else 0)
            heads.append(head)
            row = head[-1] + 1
        else:
            row += 1
    return heads


def _begins_head(view: View, row: int) -> bool:
    """Whether the row reads like the head of a table: mostly head words, with at least two roles among them."""
    columns = view.filled[row]
    if len(columns) < 2:
        return False
    first = view.own(row, columns[0])
    if (re.fullmatch(r"\d+", first) and not YEAR.fullmatch(first)) or number_in(first):
        return False
    likely = _likely(view, row, columns)
    if likely is None:
        return False
    roles = {role_of(view.own(row, column)) for column in likely} - {None}
    names = bool(roles & {ColumnRole.ACTION, ColumnRole.CONTENTS, ColumnRole.GROUP})
    if is_total(first) and ColumnRole.NUMBER not in roles:
        return False
    if len(roles) < 2:
        tells_money = names or bool(roles & {ColumnRole.AMOUNT, ColumnRole.SOURCE, ColumnRole.TIME})
        return tells_money and _has_money_row(view, row)
    return names or bool(roles & {ColumnRole.NUMBER, ColumnRole.SOURCE, ColumnRole.TIME})


def _likely(view: View, row: int, columns: list[int]) -> list[int] | None:
    """The columns of the row with words of heads; None where these are less than two, or than most of it."""
    least = max(2, 0.6 * len(columns))
    likely: list[int] = []
    for position, column in enumerate(columns):
        if is_head_like(view.own(row, column)):
            likely.append(column)
        if len(likely) + len(columns) - position - 1 < least:
            return None
    return likely


def _has_money_row(view: View, row: int) -> bool:
    """Whether the row, or the one below, names years or sources in several cells."""
    for line in (row, row + 1):
        if line < view.height:
            texts = [view.own(line, column) for column in view.filled[line]]
            if sum(1 for text in texts if len(text) < 40 and (YEAR.search(text) or sources_in(text)[0])) >= 2:
                return True
    return False


def _extended(view: View, row: int, first: int) -> list[int]:
    """The rows of the head that has the row in it."""
    top, bottom = row, row
    while top > first and row - top < 3 and _is_upper(view, top - 1, row):
        top -= 1
    while bottom + 1 < view.height and bottom + 1 - top < _DEEPEST_HEAD:
        reach = max(
            (
                merge.bottom
                for r in range(top, bottom + 1)
                for c in range(view.width)
                if (merge := view.merge(r, c)) and merge.top >= top
            ),
            default=bottom,
        )
        if reach > bottom and reach - top < _DEEPEST_HEAD:
            bottom = reach
        elif _is_lower(view, bottom + 1, top, bottom):
            bottom += 1
        else:
            break
    return list(range(top, bottom + 1))


def _is_upper(view: View, row: int, main: int) -> bool:
    """Whether the row above a head belongs to it: head words over some of its columns, none over its first."""
    columns = view.filled[row]
    if not columns or columns[0] <= min(view.filled[main], default=0):
        return False
    texts = [view.own(row, column) for column in columns]
    if any(is_unit_line(text) for text in texts):
        return False
    return all(is_head_like(text) and (role_of(text) or YEAR.search(text)) for text in texts) and (
        len(columns) > 1 or view.span(row, columns[0]) > 1
    )


def _is_lower(view: View, row: int, top: int, bottom: int) -> bool:
    """Whether the row carries the head on: only words of heads, years or sources, and none below the label."""
    columns = view.filled[row]
    if not columns or _is_count(view, row):
        return False
    texts = [view.own(row, column) for column in columns]
    if not all(_is_sub_head(text) for text in texts):
        return False
    if (
        len(columns) >= 3
        and number_in(texts[0]) is None
        and set(map(plain, texts)).isdisjoint(plain(view.own(bottom, c)) for c in range(view.width))
    ):
        return True
    for column in range(view.width):
        head = " ".join(view.own(r, column) for r in range(top, bottom + 1) if view.own(r, column))
        if (
            head
            and role_of(head) in (ColumnRole.NUMBER, ColumnRole.ACTION, ColumnRole.CONTENTS)
            and view.own(row, column)
        ):
            return False
    return True


def _is_sub_head(text: str) -> bool:
    if number_in(text) and not YEAR.fullmatch(text.strip()):
        return False
    return is_head_like(text) or (bool(sources_in(text)[0]) and len(text) < 60)


def _is_count(view: View, row: int) -> bool:
    """Whether the row numbers the columns: (1) (2) (3), or A B 1 2 3=4+5."""
    texts = [view.own(row, column).replace("\n", "") for column in view.filled[row]]
    if len(texts) < 3 or not all(_COUNT.match(text) for text in texts):
        return False
    figures = [int(match[0]) for text in texts if (match := re.search(r"\d+", text))]
    return (
        len(figures) >= 2 and figures == sorted(set(figures)) and figures[-1] - figures[0] < 2 * len(figures)
    )


def _sides(view: View, head: list[int]) -> list[tuple[int, int]]:
    """The first and last columns of the tables that stand side by side under one row of heads."""
    heads = [column for column in range(view.width) if any(view.shown(row, column) for row in head)]
    starts = [heads[0]]
    for column in heads[1:]:
        texts = [view.own(row, column) for row in head if view.own(row, column)]
        begins = texts and role_of(texts[0]) is ColumnRole.NUMBER
        if begins and any(_label(view, head, other) for other in heads if starts[-1] <= other < column):
            starts.append(column)
    sides = []
    for order, start in enumerate(starts):
        last = starts[order + 1] - 1 if order + 1 < len(starts) else heads[-1]
        sides.append((start, max(column for column in heads if column <= last)))
    return sides


def _label(view: View, head: list[int], column: int) -> bool:
    return any(
        role_of(view.own(row, column)) in (ColumnRole.ACTION, ColumnRole.CONTENTS)
        for row in head
        if view.own(row, column)
    )


def _above(view: View, begin: int, head: int) -> list[int]:
    """The lines above a head that belong to it, from the top down.

    Above the first table all lines do; between two tables those after the last empty row, or from the first
    that reads like a title.
    """
    if begin == 0:
        return [row for row in range(head) if view.filled[row]]
    lines: list[int] = []
    for row in range(head - 1, begin - 1, -1):
        columns = view.filled[row]
        if not columns:
            if lines:
                return lines
            continue
        texts = [view.own(row, column) for column in columns]
        if len(columns) > 2 or is_total(texts[0]) or number_in(texts[0]):
            break
        lines.insert(0, row)
    titles = [
        row for row in lines if any(_TITLE.match(plain(view.own(row, column))) for column in view.filled[row])
    ]
    return [row for row in lines if titles and row >= titles[0]]
