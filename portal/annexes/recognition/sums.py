"""Every printed sum of a table: along its rows, down its columns, quantity times price."""

from budgets.enums import Source
from portal.annexes.recognition.amounts import Figure
from portal.annexes.recognition.columns import Column
from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.money_columns import MoneyColumns, RowMoney
from portal.annexes.recognition.rows import Line
from portal.annexes.recognition.settling import Sum


class Sums:
    """Finds the sums of one table; `rows` are its rows' money by the identity of their lines."""

    def __init__(self, columns: MoneyColumns, rows: dict[int, RowMoney]):
        self.columns, self.rows = columns, rows
        self.found: list[Sum] = []

    def find(self, tree: Tree) -> list[Sum]:
        """Finds every printed sum of the table: along its rows and down its columns."""
        for row in self.rows.values():
            self._sums_of_row(row)
        for column in self.columns.amounts:
            for root in tree.roots:
                self._sums_down(root, column)
            parts = [figure for root in tree.roots for figure in self._figures(root, column)]
            for line in tree.totals:
                self._sum(self.rows[id(line)].figure(column), parts)
            tops = [self.rows[id(line)].figure(column) for line in tree.totals]
            sources = [
                figure for line in tree.total_sources if (figure := self.rows[id(line)].figure(column))
            ]
            if tops and sources:
                self._sum(tops[0], sources)
        return self.found

    def _sums_down(self, node: Node, column: Column) -> None:
        parts = [figure for child in node.children for figure in self._figures(child, column)]
        own = self.rows[id(node.line)].figure(column) if id(node.line) in self.rows else None
        self._sum(own, parts)
        for line in node.totals:
            self._sum(self.rows[id(line)].figure(column), parts)
        by_source = [figure for line in node.sources if (figure := self.rows[id(line)].figure(column))]
        self._sum(own, by_source)
        for child in node.children:
            self._sums_down(child, column)

    def _figures(self, node: Node, column: Column) -> list[Figure]:
        """The figures of the column that stand for the node in a sum: its own, else those below it."""
        own = self._of(node.line, column)
        extra = [figure for line in node.line.extra for figure in self._of(line, column)]
        if own:
            return [*own, *extra]
        below = [figure for child in node.children for figure in self._figures(child, column)]
        if not below:
            below = [figure for line in node.totals for figure in self._of(line, column)]
        return [*extra, *below]

    def _of(self, line: Line, column: Column) -> list[Figure]:
        row = self.rows.get(id(line))
        return row.figures(column) if row else []

    def _sum(self, total: Figure | None, parts: list[Figure], apart: list[Figure] | None = None) -> None:
        if total and (parts or apart):
            self.found.append(Sum(total, tuple(parts), tuple(apart or ())))

    def _sums_of_row(self, row: RowMoney) -> None:
        def figures(columns: list[Column], keep) -> list[Figure]:
            return [figure for column in columns if keep(column) and (figure := row.figure(column))]

        def split(columns: list[Column], keep) -> tuple[list[Figure], list[Figure]]:
            own = figures(columns, lambda column: keep(column) and Source.DN not in column.sources)
            return own, figures(columns, lambda column: keep(column) and Source.DN in column.sources)

        total = row.figure(self.columns.total) if self.columns.total else None
        if self.columns.by_source:
            self._sum(
                total,
                *split(self.columns.by_one_source(), lambda column: True),
            )
        if self.columns.by_year or (self.columns.by_period and not self.columns.by_source):
            self._sum(total, figures([*self.columns.by_year, *self.columns.by_period], lambda column: True))
        elif self.columns.crossed and not self.columns.by_source:
            self._sum(total, *split(self.columns.crossed, lambda column: True))
        for column in self.columns.by_year:
            figure = row.figure(column)
            if figure:
                self._sum(
                    figure, *split(self.columns.crossed, lambda other, year=column.year: other.year == year)
                )
        for column in self.columns.by_source:
            figure = row.figure(column)
            if figure:
                self._sum(
                    figure,
                    figures(self.columns.crossed, lambda other, of=column.sources: other.sources == of),
                )
        for printed in row.cells.values():
            self._sum(printed.figure, [figure for _, figure in printed.parts])
        for column in self.columns.sources:
            if printed := row.cells.get(column.index):
                self._sum(total, [figure for share, figure in printed.parts if share.sources])
        for whole, parts in self.columns.parts:
            self._sum(row.figure(whole), figures(parts, lambda column: True))
        for column in self.columns.amounts:
            quantity, price = self.columns.count_of(row, column)
            figure = row.figure(column)
            if figure and quantity and price and quantity.figure and price.figure:
                self.found.append(Sum(figure, (quantity.figure, price.figure), is_product=True))
