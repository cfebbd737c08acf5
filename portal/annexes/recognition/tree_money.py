"""The money of a task with all rows that belong to it: rows that go on, items, rows by source."""

from decimal import Decimal
from typing import Any

from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.money import Money, RowMoney
from portal.annexes.recognition.rows import Line
from portal.annexes.recognition.words import sources_in


def read_all(money: Money, tree: Tree) -> None:
    """Reads the money of every row of the tree, and settles what its own sums tell."""
    for root in tree.roots:
        _read_node(money, root)
    for line in (*tree.totals, *tree.total_sources):
        money.read(line)
    money.settle(tree)


def _read_node(money: Money, node: Node) -> None:
    last = max([node.line.row, *(line.row for line in node.line.extra), *(line.row for line in node.sources)])
    if not node.line.heading:
        last = max([last, *(_last_row(child) for child in node.children)])
    for line in (node.line, *node.line.extra, *node.totals, *node.sources):
        money.read(line, until=last)
    for child in node.children:
        _read_node(money, child)


def _last_row(node: Node) -> int:
    return max(
        [
            node.line.row,
            *(line.row for line in node.line.extra),
            *(_last_row(child) for child in node.children),
        ]
    )


def budget_of(money: Money, node: Node) -> dict[str, Any] | None:
    """The budget of a task as plan documents have it; None where no money is printed for it."""
    own = money.rows[id(node.line)]
    details = _detail_lines(node)
    rows = [own, *(money.rows[id(line)] for line in details)]
    by_source = [(line, money.rows[id(line)]) for line in node.sources]
    if all(row.says_nothing for row in rows) and not by_source:
        return None
    total = money.total_of(own)
    parts = [_as_lines(money, row) for row in rows[1:]]
    own_lines = money.lines_of(own)
    if by_source:
        lines = [line for source_line, row in by_source for line in _by_source(money, source_line, row)]
    elif any(parts):
        inner = [line for several in parts for line in several]
        if own_lines or (total is not None and total != _together(inner)):
            lines = [*(own_lines or _as_lines(money, own)), *inner]
            total = total if own_lines and money.columns.total else None
        else:
            lines = inner
    else:
        lines = own_lines
    words = [text for row in (*rows, *(row for _, row in by_source)) if (text := money.words_of(row))]
    sources = list(dict.fromkeys(code for row in rows for code in money.sources_of(row)))
    return {
        "text": "; ".join(dict.fromkeys(words)) or None,
        "total": total,
        "sources": []
        if lines and all(line["sources"] for line in lines) and not own.source_text
        else sources,
        "lines": lines,
    }


def _detail_lines(node: Node) -> list[Line]:
    """Rows below the task's own that part its money: those that go on with it, and its items."""
    lines = list(node.line.extra)
    for child in node.children:
        lines += [child.line, *_detail_lines(child)]
    return lines


def _as_lines(money: Money, row: RowMoney) -> list[dict[str, Any]]:
    """The amounts of one detail row as lines."""
    lines = money.lines_of(row)
    if lines or row.says_nothing:
        return lines
    total = money.total_of(row)
    if total is None:
        return []
    return [{"year": None, "sources": money.sources_of(row), "amount": total}]


def _by_source(money: Money, line: Line, row: RowMoney) -> list[dict[str, Any]]:
    sources = [source.value for source in sources_in(line.title, money.spellings)[0]]
    lines = money.lines_of(row) or _as_lines(money, row)
    return [{**one, "sources": sources} for one in lines]


def _together(lines: list[dict[str, Any]]) -> Decimal | None:
    amounts = [line["amount"] for line in lines]
    return None if None in amounts else sum(amounts, Decimal(0))
