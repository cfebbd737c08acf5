"""The money of a table's rows: what each amount column is for, what rows say, and the sums in which amounts stand."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budgets.enums import Source
from core.numbers import Unit, format_number
from core.text import collapse
from core.words import words_to_number
from portal.annexes.recognition.amounts import Figure, Printed, Reader, Sum, fits, settle, tidy
from portal.annexes.recognition.columns import Column, Role
from portal.annexes.recognition.levels import Node, Tree
from portal.annexes.recognition.report import Report
from portal.annexes.recognition.rows import Line, amount_in_words
from portal.annexes.recognition.words import fold, sources_in

_WHOLE_OF_LEVEL = frozenset({"nsdp", "ns dp", "ngan sach dia phuong", "ns dia phuong", "dia phuong", "nsnn dia phuong"})


@dataclass
class RowMoney:
    """What one row prints in the money columns; `shared` are amounts printed once for several tasks."""

    cells: dict[int, Printed] = field(default_factory=dict)  # by column
    shared: dict[int, str] = field(default_factory=dict)
    quantities: dict[int, Printed] = field(default_factory=dict)
    prices: dict[int, Printed] = field(default_factory=dict)
    unit: str = ""
    source_text: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def says_nothing(self) -> bool:
        return not (self.cells or self.shared or self.quantities or self.prices or self.source_text)

    def figure(self, column: Column) -> Figure | None:
        printed = self.cells.get(column.index)
        return printed.figure if printed else None


class Money:
    """The money of one table: reads rows, settles what is open by the sums, tells what does not agree."""

    def __init__(self, columns: tuple[Column, ...], unit: Unit, report: Report, spellings: dict[str, str]):
        self.unit = unit
        self.report = report
        self.reader = Reader(spellings)
        self.spellings = spellings
        amounts = [column for column in columns if column.role is Role.AMOUNT]
        periods = {column.period for column in amounts if column.period and column.year is None}
        self.by_period = len(periods) > 1
        totals = [column for column in amounts if self._is_total(column)]
        named = [column for column in totals if fold(column.head.split(" / ")[-1]).startswith(("tong", "cong"))]
        joint = [column for column in amounts if len(column.sources) > 1 and column.year is None and fold(column.head).startswith("tong")]
        self.total = (named or totals or joint or [None])[0]
        self.amounts = [column for column in amounts if column is self.total or column not in totals]
        self.spare = [column for column in totals if column is not self.total]
        self.quantities = [column for column in columns if column.role is Role.QUANTITY]
        self.prices = [column for column in columns if column.role is Role.UNIT_PRICE]
        self.unit_column = next((column for column in columns if column.role is Role.UNIT), None)
        self.source_columns = [column for column in columns if column.role is Role.SOURCE]
        self.rows: dict[int, RowMoney] = {}
        self.sums: list[Sum] = []
        self._tops: dict[tuple[int | None, tuple[Source, ...]], Column] = {}
        self._finest: list[Column] = []
        self._sort_columns()

    @property
    def exists(self) -> bool:
        """Whether the table has columns of money at all."""
        return bool(self.amounts or self.quantities or self.prices or self.source_columns)

    def _is_total(self, column: Column) -> bool:
        return column.year is None and not column.sources and not (self.by_period and column.period)

    def _sort_columns(self) -> None:
        """Tells sums (of a year, of a source) from the finest amounts."""
        rest = [column for column in self.amounts if column is not self.total]
        self._parts: list[tuple[Column, list[Column]]] = []
        for column in [column for column in rest if len(column.sources) > 1]:
            parts = [other for other in rest if other.year == column.year and len(other.sources) == 1 and set(other.sources) <= set(column.sources)]
            if len({source for other in parts for source in other.sources}) == len(column.sources):
                self._parts.append((column, parts))
                rest.remove(column)
        self._joint = {whole.index for whole, _ in self._parts}
        groups: dict[tuple, list[Column]] = defaultdict(list)
        for column in rest:
            groups[(column.year, column.period if self.by_period else None, column.sources)].append(column)
        fine: list[Column] = []
        for key, several in groups.items():
            whole = [column for column in several if column.part in _WHOLE_OF_LEVEL]
            if len(several) > 1 and len(whole) == 1:
                parts = [column for column in several if column is not whole[0]]
                self._parts.append((whole[0], parts))
                fine += parts
                self._tops[(key[0], key[2])] = whole[0]
            else:
                fine += several
                if len(several) == 1:
                    self._tops[(key[0], key[2])] = several[0]
        crossed = [column for column in fine if column.year and column.sources]
        by_year = [column for column in fine if column.year and not column.sources]
        by_source = [column for column in fine if not column.year and column.sources]
        loose = [column for column in fine if not column.year and not column.sources]
        if crossed:
            years = {column.year for column in crossed}
            sources = {source for column in crossed for source in column.sources}
            self._finest = [
                *crossed,
                *(column for column in by_year if column.year not in years),
                *(column for column in by_source if not set(column.sources) & sources),
            ]
        else:
            self._finest = by_year or by_source
        self.uncrossed = by_source if by_year and by_source and not crossed else []
        self._finest += loose
        self.by_year, self.by_source, self.crossed = by_year, by_source, crossed

    # Reading

    def read(self, line: Line, *, until: int | None = None) -> RowMoney:
        """The money of a row; `until` is the last row of its task, beyond which a merged amount is shared."""
        row = RowMoney()
        for column in self.amounts:
            self._read_amount(line, column, row, until or line.row)
        for column in self.spare:
            if line.own(column):
                self.report.leave(line.place(column), collapse(line.own(column)))
        for columns, found in ((self.quantities, row.quantities), (self.prices, row.prices)):
            for column in columns:
                if line.own(column):
                    self.report.use(line.place(column))
                    unit = Unit.MILLION if column.role is Role.QUANTITY else column.unit or self.unit
                    if printed := self.reader.read(line.place(column), unit):
                        found[column.index] = printed
        if self.unit_column and line.own(self.unit_column):
            self.report.use(line.place(self.unit_column))
            row.unit = collapse(line.own(self.unit_column))
        self._read_sources(line, row)
        self.rows[id(line)] = row
        return row

    def _read_amount(self, line: Line, column: Column, row: RowMoney, until: int) -> None:
        merge = line.view.merge(line.row, column.index)
        if line.own(column):
            self.report.use(line.place(column))
            printed = self.reader.read(line.place(column), column.unit or self.unit)
            if printed:
                row.cells[column.index] = printed
            if printed and merge and merge.bottom > until:
                row.shared[column.index] = printed.text
        elif merge and merge.top < line.row and line.shown(column):
            row.shared[column.index] = collapse(line.shown(column))

    def _read_sources(self, line: Line, row: RowMoney) -> None:
        for column in self.source_columns:
            text = collapse(line.shown(column)) if not line.wide else line.own(column)
            if not text:
                continue
            self.report.use(line.place(column))
            sources, rest = sources_in(text, self.spellings)
            row.source_text = "; ".join(filter(None, (row.source_text, text)))
            row.sources = tuple(dict.fromkeys((*row.sources, *sources)))
            if not sources and text not in "-–—":
                self.report.doubt(line.place(column), "unknown_source", f"Không rõ “{text}” là nguồn nào.", list(Source))

    # Sums

    def add_sums(self, tree: Tree) -> None:
        """Finds every printed sum of the table: along its rows and down its columns."""
        for row in self.rows.values():
            self._sums_of_row(row)
        for column in [*self.amounts]:
            for root in tree.roots:
                self._sums_down(root, column)
            parts = [figure for root in tree.roots for figure in self._figures(root, column)]
            for line in tree.totals:
                self._sum(self.rows[id(line)].figure(column), parts)
            tops = [self.rows[id(line)].figure(column) for line in tree.totals]
            sources = [figure for line in tree.total_sources if (figure := self.rows[id(line)].figure(column))]
            if tops and sources:
                self._sum(tops[0], sources)

    def _sums_down(self, node: Node, column: Column) -> None:
        parts = [figure for child in node.children for figure in self._figures(child, column)]
        own = self.rows[id(node.line)].figure(column) if id(node.line) in self.rows else None
        extra = [figure for line in node.line.extra if id(line) in self.rows and (figure := self.rows[id(line)].figure(column))]
        self._sum(own, parts or (extra if node.line.label_column and self._is_whole(node, column) else []))
        for line in node.totals:
            self._sum(self.rows[id(line)].figure(column), parts)
        by_source = [figure for line in node.sources if (figure := self.rows[id(line)].figure(column))]
        self._sum(own, by_source)
        for child in node.children:
            self._sums_down(child, column)

    def _is_whole(self, node: Node, column: Column) -> bool:
        return False

    def _figures(self, node: Node, column: Column) -> list[Figure]:
        """The figures of the column that stand for the node in a sum: its own, else those below it."""
        own = self.rows[id(node.line)].figure(column) if id(node.line) in self.rows else None
        extra = [figure for line in node.line.extra if id(line) in self.rows and (figure := self.rows[id(line)].figure(column))]
        if own:
            return [own, *extra]
        below = [figure for child in node.children for figure in self._figures(child, column)]
        for line in node.totals if not below else ():
            figure = self.rows[id(line)].figure(column)
            below += [figure] if figure else []
        return [*extra, *below]

    def _sum(self, total: Figure | None, parts: list[Figure], apart: list[Figure] | None = None) -> None:
        if total and (parts or apart):
            self.sums.append(Sum(total, tuple(parts), tuple(apart or ())))

    def _sums_of_row(self, row: RowMoney) -> None:
        def figures(columns: list[Column], keep) -> list[Figure]:
            return [figure for column in columns if keep(column) and (figure := row.figure(column))]

        def split(columns: list[Column], keep) -> tuple[list[Figure], list[Figure]]:
            own = figures(columns, lambda column: keep(column) and Source.DN not in column.sources)
            return own, figures(columns, lambda column: keep(column) and Source.DN in column.sources)

        total = row.figure(self.total) if self.total else None
        if self.by_source:
            self._sum(total, *split(self._tops_of(lambda column: not column.year and column.sources), lambda column: True))
        if self.by_year:
            self._sum(total, figures(self.by_year, lambda column: True))
        elif self.crossed and not self.by_source:
            self._sum(total, *split(self.crossed, lambda column: True))
        for column in self.by_year:
            figure = row.figure(column)
            if figure:
                self._sum(figure, *split(self.crossed, lambda other, year=column.year: other.year == year))
        for column in self.by_source:
            figure = row.figure(column)
            if figure:
                self._sum(figure, figures(self.crossed, lambda other, of=column.sources: other.sources == of))
        for printed in row.cells.values():
            self._sum(printed.figure, [figure for _, figure in printed.parts])
        for whole, parts in self._parts:
            self._sum(row.figure(whole), figures(parts, lambda column: True))
        for column in self.amounts:
            quantity, price = self._count_of(row, column)
            figure = row.figure(column)
            if figure and quantity and price and quantity.figure and price.figure:
                self.sums.append(Sum(figure, (quantity.figure, price.figure), is_product=True))

    def _tops_of(self, keep) -> list[Column]:
        wholes = {whole.index for whole, _ in self._parts} - self._joint
        parts = {part.index for whole, several in self._parts for part in several if whole.index not in self._joint}
        return [column for column in self.amounts if column is not self.total and column.index not in self._joint and keep(column) and (column.index in wholes or column.index not in parts)]

    def _count_of(self, row: RowMoney, column: Column) -> tuple[Printed | None, Printed | None]:
        """Quantity and price that make the amount of the column."""
        if column.sources or column.role is not Role.AMOUNT:
            return None, None
        same = [other for other in self.quantities if other.year == column.year]
        if not same and column is self.total and not any(other.year for other in self.quantities):
            same = self.quantities
        prices = [other for other in self.prices if other.year == column.year] or [other for other in self.prices if other.year is None]
        quantity = row.quantities.get(same[0].index) if same else None
        price = row.prices.get(prices[0].index) if prices else None
        return quantity, price

    def decide(self, tree: Tree) -> None:
        """Settles what is open, then raises doubts at amounts that stay open and at sums that do not agree."""
        self.reader.finish()
        self._hear_words(tree)
        self.add_sums(tree)
        settle(self.sums)
        for figure in self.reader.figures:
            if figure.value is None:
                shown = " hoặc ".join(format_number(value) for value in figure.candidates)
                self.report.doubt(figure.place, "ambiguous_number", f"“{figure.text}” là {shown}?", [tidy(value) for value in figure.candidates])
        for one in self.sums:
            self._compare(one)

    def _hear_words(self, tree: Tree) -> None:
        """An amount in words below the table tells how its total is to be read, where that is open."""
        for line in tree.words:
            try:
                told = Decimal(words_to_number(amount_in_words(line.raw_title))).scaleb(-6)
            except ValueError:
                continue
            for total in tree.totals:
                figure = self.rows[id(total)].figure(self.total) if self.total else None
                if figure and told in figure.candidates:
                    figure.candidates = (told,)

    def _compare(self, one: Sum) -> None:
        computed = one.computed()
        if one.total.value is None or computed is None:
            return
        values = {id(figure): figure.value for figure in one.figures() if figure.value is not None}
        if not one.agrees(values):
            text = f"Ô in {format_number(one.total.value)}, tính được {format_number(computed)} (triệu đồng)."
            self.report.doubt(one.total.place, "total_differs", text, [tidy(one.total.value), tidy(computed)])

    # What a row says, as plan documents have it

    def lines_of(self, row: RowMoney) -> list[dict[str, Any]]:
        """The smallest amounts of a row: by year and source, with quantity and price where printed."""
        lines = []
        for column in self.amounts:
            printed = row.cells.get(column.index)
            for sources, figure in printed.parts if printed else ():
                amount = self._kept(printed, figure)
                lines.append({"year": column.year, "sources": [source.value for source in sources], "amount": amount})
        columns = self._finest or ([self.total] if self.total and (row.quantities or row.prices) else [])
        for column in columns:
            printed = row.cells.get(column.index)
            quantity, price = self._count_of(row, column)
            if (printed is None or not (printed.figure or printed.mark)) and not (quantity and column.year):
                continue
            if printed and printed.mark and not column.year or column.index in row.shared:
                continue
            sources = column.sources or (printed.sources if printed else ()) or row.sources
            line: dict[str, Any] = {"year": column.year, "sources": [source.value for source in sources], "amount": self.value(printed)}
            if quantity or price:
                line["quantity"] = self.value(quantity)
                line["unit"] = row.unit[:50] or None
                line["unit_price"] = self.value(price)
            lines.append(line)
            if self.by_period and column.period and column.year is None and printed:
                self.report.doubt(printed.place, "period_amount", f"Số tiền của giai đoạn {column.period[0]}-{column.period[1]}, không ghi được theo năm.")
        return lines

    def value(self, printed: Printed | None) -> int | Decimal | None:
        """The amount of a cell, None where it is open or cannot be kept."""
        return self._kept(printed, printed.figure) if printed else None

    def _kept(self, printed: Printed, figure: Figure | None) -> int | Decimal | None:
        if figure is None or figure.value is None:
            return None
        if not fits(figure.value):
            self.report.doubt(printed.place, "unreadable_number", f"“{printed.text}” không ghi được: số âm, quá lớn hoặc lẻ dưới một đồng.")
            return None
        return tidy(figure.value)

    def total_of(self, row: RowMoney) -> int | Decimal | None:
        """The printed total of a row; where the only amount column is one year's, that amount."""
        column = self.total or (self._finest[0] if len(self.amounts) == 1 and self._finest else None)
        if column is None or column.index in row.shared:
            return None
        return self.value(row.cells.get(column.index))

    def words_of(self, row: RowMoney) -> str | None:
        """What the money cells say besides numbers, and amounts that are printed for several tasks together."""
        texts = [printed.words for printed in row.cells.values() if printed.words]
        texts += list(row.shared.values())
        texts += [printed.words for printed in (*row.quantities.values(), *row.prices.values()) if printed.words]
        if row.source_text and not row.sources:
            texts.append(row.source_text)
        return "; ".join(dict.fromkeys(texts)) or None

    def sources_of(self, row: RowMoney) -> list[str]:
        """Sources that the row names without parting the money: in words, or by a mark under them."""
        sources = list(row.sources)
        for column in self.amounts:
            printed = row.cells.get(column.index)
            if printed:
                sources += printed.sources
                if printed.mark and column.sources:
                    sources += column.sources
        return list(dict.fromkeys(source.value for source in sources))

    def tell_problems(self) -> None:
        """Doubts at cells whose text has figures that are no amount, and at amounts printed for several tasks."""
        for row in self.rows.values():
            for printed in (*row.cells.values(), *row.quantities.values(), *row.prices.values()):
                if printed.problem:
                    self.report.doubt(printed.place, "unreadable_number", f"“{printed.text}” không đọc được thành một số tiền.")
            for index, text in row.shared.items():
                printed = row.cells.get(index)
                if printed:
                    candidates = [tidy(value) for value in printed.figure.candidates] if printed.figure else []
                    self.report.doubt(printed.place, "shared_amount", f"“{text}” in chung cho nhiều nhiệm vụ; hãy chia cho từng nhiệm vụ.", candidates)
