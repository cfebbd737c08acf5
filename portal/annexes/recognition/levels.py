"""Which rows are phases, groups, tasks and items of tasks: the tree behind a flat table.

Offices number in every way: I / 1, A / I / 1, 1 / 1.1, "Nhóm 1" / 1, bold rows without any number, I to III and
then 4, 5. What tells a group is that it has no details of its own (who, when, what) and that deeper rows follow.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from portal.annexes.recognition.columns import DETAIL_ROLES, ColumnRole
from portal.annexes.recognition.numbering import Style
from portal.annexes.recognition.rows import Kind, Line, ends_open, says_group
from portal.annexes.recognition.words import fold, total_of, years_between

_TOTAL_ALONE = re.compile(r"^(?:cong|tong)(?: nhom| muc| phan| nhiem vu)?$")
_TOP = 10  # groups, or what stands above them
_TASK_DEPTH = 100  # headings stand above, tasks and their items below


@dataclass
class Node:
    """A phase, heading, task or item with what belongs to it."""

    line: Line
    depth: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)  # rows of sums of its children
    sources: list[Line] = field(default_factory=list)  # rows that part its amount by source

    @property
    def has_details(self) -> bool:
        return bool(self.line.details) or any(line.details for line in self.line.extra)


@dataclass
class Tree:
    """The rows of a table as a tree: roots in order, sums of the whole, amounts in words, and what stands below."""

    roots: list[Node] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    total_sources: list[Line] = field(default_factory=list)
    words: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)


def is_group(node: Node) -> bool:
    """Whether the row stands where groups do."""
    return node.depth < _TASK_DEPTH


def build(lines: list[Line]) -> Tree:
    """The tree of the rows."""
    _letters_or_roman(lines)
    _mark_continuations(lines)
    kept = _joined(lines)
    _mark_headings(kept)
    _mark_remarks(kept)
    return _nested(kept)


def _letters_or_roman(lines: list[Line]) -> None:
    """Single letters that could be Roman figures are letters where their neighbours in the alphabet stand too."""
    single = {line.number for line in lines if len(line.number) == 1 and line.number.isupper()}
    for line in lines:
        if line.number in ("C", "D", "L", "M") and line.style is Style.ROMAN:
            line.style = Style.LETTER
        if (
            line.number in ("I", "V", "X")
            and {chr(ord(line.number) - 1)} & single
            and not {"II", "III"} & {other.number for other in lines}
        ):
            line.style = Style.LETTER


def _mark_continuations(lines: list[Line]) -> None:
    """Rows without number that only carry on the text or the merged cell of the row above."""
    before: Line | None = None
    for line in lines:
        if line.kind is Kind.LINE and before is not None and before.kind in (Kind.LINE, Kind.MORE):
            label = line.label_column
            covered = label is not None and not line.label and line.shown(label) and not line.wide
            if (covered and not line.number) or (
                not line.number
                and line.style is Style.NONE
                and line.title
                and not line.wide
                and not line.bold
                and _goes_on(line, before)
            ):
                line.kind = Kind.MORE
        if line.kind in (Kind.LINE, Kind.PHASE, Kind.TOTAL):
            before = line


def _goes_on(line: Line, before: Line) -> bool:
    """Whether the row's text is the rest of the text above: it begins small, or that one could not end there."""
    if line.title[0].islower():
        return True
    return not line.sums and not line.own_details and ends_open(before.title)


def _joined(lines: list[Line]) -> list[Line]:
    """The rows with those that go on put into the row above."""
    kept: list[Line] = []
    for line in lines:
        if line.kind is Kind.MORE and kept and kept[-1].kind is Kind.LINE:
            kept[-1].extra.append(line)
        else:
            if line.kind is Kind.MORE:
                line.kind = Kind.LINE
            kept.append(line)
    return kept


def _mark_headings(lines: list[Line]) -> None:
    """Which rows are headings of groups (or of what stands above groups)."""
    body = [line for line in lines if line.kind is Kind.LINE]
    has_details = any(column.role in DETAIL_ROLES for line in body[:1] for column in line.columns)
    usual = Counter(line.style for line in body if line.details)
    task_style = usual.most_common(1)[0][0] if usual else None
    bold = sum(1 for line in body if line.bold)
    some_bold = 0 < bold < len(body)
    shallowest = min((line.style for line in body if line.number), default=Style.NONE)
    for position, line in enumerate(body):
        following = body[position + 1] if position + 1 < len(body) else None
        if _is_group_with_details(line, following, shallowest):
            line.heading = True
        if line.heading or not (line.title or line.number) or (line.own_details and not line.wide):
            continue
        if line.wide and line.title and line.style is not Style.DASH:
            line.heading = True
        elif line.style in (Style.DASH, Style.SMALL, Style.SMALL_2):
            continue
        elif says_group(line):
            line.heading = True
        elif following is None:
            continue
        elif (
            _opens(line, following, has_details)
            or (
                some_bold
                and line.bold
                and line.bare
                and not following.bold
                and (
                    line.style is Style.NONE
                    or line.style is not task_style
                    or not has_details
                    or _restarts(following)
                )
            )
            or (
                has_details
                and line.bare
                and line.style is Style.NONE
                and following.details
                and following.style is task_style is not Style.NONE
            )
            or _numbered_over_unnumbered(line, following, task_style, has_details)
            or (
                has_details
                and line.bare
                and line.style is task_style
                and _restarts(following)
                and following.style is line.style
                and following.details
            )
        ):
            line.heading = True


def _mark_remarks(lines: list[Line]) -> None:
    """Words across the table below its total, or after a star at its end, are remarks: no task stands under them."""
    end = len(lines)
    while end and (lines[end - 1].kind is Kind.FOOT or _is_remark(lines[end - 1])):
        end -= 1
    below_total = end > 0 and lines[end - 1].kind in (Kind.TOTAL, Kind.WORDS)
    for line in lines[end:]:
        if line.kind is Kind.LINE and (below_total or line.raw_title.startswith("*")):
            line.kind, line.heading = Kind.FOOT, False


def _is_remark(line: Line) -> bool:
    return line.kind is Kind.LINE and line.heading and bool(line.wide) and not line.number and not line.sums


def _is_group_with_details(line: Line, following: Line | None, shallowest: Style) -> bool:
    """Whether a row with who or when of its own is a group all the same: of the highest kind, with tasks below."""
    if following is None or not line.own_details or line.style is not shallowest or not following.own_details:
        return False
    return line.style < following.style <= Style.NUMBER_3


def _opens(line: Line, following: Line, has_details: bool) -> bool:
    """Whether the row opens a deeper level: its number is of a higher kind than that of the row after it."""
    deeper = (
        following.style > line.style and following.style not in (Style.NONE,) and line.style is not Style.NONE
    )
    if line.style is Style.ROMAN and following.style is Style.LETTER:
        deeper = True
    if not deeper or following.heading:
        return deeper and not has_details
    if following.style in (Style.DASH, Style.SMALL, Style.SMALL_2):
        return (
            bool(following.details)
            if has_details
            else following.style is not Style.DASH
            and bool(following.sums)
            and line.style in (Style.ROMAN, Style.LETTER)
        )
    if has_details:
        return line.bare
    return True


def _numbered_over_unnumbered(
    line: Line, following: Line, task_style: Style | None, has_details: bool
) -> bool:
    """Whether the row has the number of a group, in a table whose tasks have none."""
    if following.style is not Style.NONE:
        return False
    if has_details:
        return (
            line.bare and line.style <= Style.NUMBER and task_style is Style.NONE and bool(following.details)
        )
    return line.style in (Style.LETTER, Style.ROMAN)


def _restarts(line: Line) -> bool:
    return line.number in ("1", "1.1", "a", "A", "I")


def _nested(lines: list[Line]) -> Tree:
    tree = Tree()
    stack: list[Node] = []
    levels: dict[Style, int] = {}
    usual = Counter(
        line.style for line in lines if line.kind is Kind.LINE and line.details and not line.heading
    )
    task_style = usual.most_common(1)[0][0] if usual else Style.LETTER
    of_headings = {line.style for line in lines if line.heading and line.number and line.style < task_style}
    last: Node | None = None
    bare_totals: list[tuple[Line, Node]] = []
    for line in lines:
        if line.kind is Kind.FOOT:
            tree.foot.append(line)
        elif line.kind is Kind.WORDS:
            tree.words.append(line)
        elif line.kind is Kind.TOTAL:
            _place_total(tree, stack, line)
            if _TOTAL_ALONE.match(fold(line.raw_title)) and stack:
                bare_totals.append((line, stack[0]))
            last = None
        elif line.kind is Kind.SOURCE:
            if last is None:
                tree.total_sources.append(line)
            else:
                last.sources.append(line)
        else:
            beside_group = line.style in of_headings and bool(line.details)
            is_group = line.heading or (beside_group and levels.get(line.style, _TOP) == _TOP)
            if beside_group and not is_group:
                while stack and stack[-1].depth >= levels[line.style]:
                    stack.pop()
            node = Node(line, _depth(line, stack, levels, is_group))
            while stack and stack[-1].depth >= node.depth:
                stack.pop()
            if stack:
                node.parent = stack[-1]
                stack[-1].children.append(node)
            else:
                tree.roots.append(node)
            stack.append(node)
            last = node
    _give_to_groups(tree, bare_totals)
    return tree


def _give_to_groups(tree: Tree, totals: list[tuple[Line, Node]]) -> None:
    """Several rows that only say "Cộng" are the sums of the groups above them; the last of two in a row is the table's."""
    if len(totals) < 2:
        return
    for position, (line, group) in enumerate(totals):
        is_last = position == len(totals) - 1
        if is_last and totals[position - 1][1] is group:
            continue
        group.totals.append(line)
        tree.totals.remove(line)


def _place_total(tree: Tree, stack: list[Node], line: Line) -> None:
    """Sums of a group ("Cộng mục I") belong to it, all others to the table."""
    named = total_of(line.raw_title or line.own(line.filled[0]))
    if named:
        for node in reversed(stack):
            if node.line.number.upper() == named:
                node.totals.append(line)
                return
        for node in tree.roots:
            if node.line.number.upper() == named:
                node.totals.append(line)
                return
    if years := years_between(line.raw_title):
        for node in tree.roots:
            if node.line.phase and (node.line.phase.start, node.line.phase.end) == years:
                node.totals.append(line)
                return
    tree.totals.append(line)


def _depth(line: Line, stack: list[Node], levels: dict[Style, int], is_group: bool) -> int:
    """How deep the row stands. A kind of heading stands below the heading that it first follows without a task
    between, else beside the last one; tasks stand below all headings, by the kind of their number."""
    if line.kind is Kind.PHASE:
        return 0
    if is_group:
        if line.style not in levels:
            open_headings = [node for node in stack if node.line.heading and node.line.kind is not Kind.PHASE]
            if not open_headings:
                levels[line.style] = _TOP
            elif not open_headings[-1].children:
                levels[line.style] = open_headings[-1].depth + 10
            else:
                levels[line.style] = open_headings[-1].depth
        return levels[line.style]
    if line.style is Style.NONE:
        tasks = [node for node in stack if node.depth >= _TASK_DEPTH]
        if (
            tasks
            and not line.details
            and not line.number
            and tasks[0].has_details
            and not line.bold
            and ColumnRole.ACTION in {column.role for column in line.columns}
        ):
            return tasks[0].depth + 50 if not line.money else tasks[0].depth
        return tasks[0].depth if tasks else _TASK_DEPTH + Style.NUMBER
    return _TASK_DEPTH + int(line.style)
