"""Sums between the tables of a file: a budget table's rows are the sums of groups of the task table."""

from collections.abc import Iterable, Iterator

from portal.annexes.recognition.amounts import Figure
from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.money import Money
from portal.annexes.recognition.settling import Sum, settle
from portal.annexes.recognition.titles import alike


def settle_across(tables: Iterable[tuple[Tree, Money]]) -> None:
    """Settles open amounts of one table by those of the others.

    A difference raises no doubt here: one table may be for a year of the other's time.
    """
    known = list(tables)
    sums = [
        one
        for position, (tree, money) in enumerate(known)
        for other_tree, other in known[:position] + known[position + 1 :]
        for one in _sums(tree, money, other_tree, other)
    ]
    settle([*sums, *(one for _, money in known for one in money.sums)])


def _sums(tree: Tree, money: Money, other_tree: Tree, other: Money) -> Iterator[Sum]:
    if money.columns.total is None or other.columns.total is None:
        return
    nodes = list(_nodes(other_tree.roots))
    for node in _nodes(tree.roots):
        figure = (
            money.rows[id(node.line)].figure(money.columns.total) if id(node.line) in money.rows else None
        )
        if figure is None:
            continue
        for same in nodes:
            if alike(node.line.title, same.line.title):
                own = (
                    other.rows[id(same.line)].figure(other.columns.total)
                    if id(same.line) in other.rows
                    else None
                )
                parts = [own] if own else _below(same, other)
                if parts:
                    yield Sum(figure, tuple(parts))
    for line in tree.totals:
        figure = money.rows[id(line)].figure(money.columns.total)
        parts = [part for root in other_tree.roots for part in _below(root, other)]
        if figure and parts and not other_tree.totals:
            yield Sum(figure, tuple(parts))


def _below(node: Node, money: Money) -> list[Figure]:
    """The figures of the tasks under the node, or its own."""
    own = (
        money.rows[id(node.line)].figure(money.columns.total)
        if id(node.line) in money.rows and money.columns.total
        else None
    )
    if own:
        return [own]
    return [figure for child in node.children for figure in _below(child, money)]


def _nodes(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children)
