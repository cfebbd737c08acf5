"""The money of one table: what its rows say, with what is open settled by the sums, as plan documents have it."""

import re
from decimal import Decimal
from typing import Any

from budgets.enums import Source
from core.numbers import Unit, format_number
from core.text import collapse
from core.words import words_to_number
from portal.annexes.recognition.amounts import Figure, Printed, Reader, fits, tidy
from portal.annexes.recognition.columns import Column, ColumnRole
from portal.annexes.recognition.levels import Tree
from portal.annexes.recognition.money_columns import MoneyColumns, RowMoney
from portal.annexes.recognition.report import Report
from portal.annexes.recognition.rows import Line, amount_in_words
from portal.annexes.recognition.settling import Sum, settle
from portal.annexes.recognition.sums import Sums
from portal.annexes.recognition.words import YEAR, sources_in


class Money:
    """The money of one table: reads rows, settles what is open by the sums, tells what does not agree."""

    def __init__(self, columns: tuple[Column, ...], unit: Unit, report: Report, spellings: dict[str, str]):
        self.columns = MoneyColumns(columns)
        self.unit = unit
        self.report = report
        self.reader = Reader(spellings)
        self.spellings = spellings
        self.rows: dict[int, RowMoney] = {}
        self.sums: list[Sum] = []

    # Reading

    def read(self, line: Line, *, until: int | None = None) -> RowMoney:
        """The money of a row; `until` is the last row of its task, beyond which a merged amount is shared."""
        row = RowMoney()
        if not line.columns:  # a heading from beside or above the table: the row's money is its task's
            self.rows[id(line)] = row
            return row
        for column in self.columns.amounts:
            self._read_amount(line, column, row, until or line.row)
        for columns, found in ((self.columns.quantities, row.quantities), (self.columns.prices, row.prices)):
            for column in columns:
                if line.own(column):
                    unit = Unit.MILLION if column.role is ColumnRole.QUANTITY else column.unit or self.unit
                    if printed := self.reader.read(line.place(column), unit):
                        found[column.index] = printed
        if self.columns.unit and line.own(self.columns.unit):
            row.unit_place = line.place(self.columns.unit)
            row.unit = collapse(line.own(self.columns.unit))
        self._read_sources(line, row)
        for column in self.columns.spare:
            if re.search(r"[^\W\d_]{2}", text := collapse(line.own(column))):
                row.spare_words.append(text)
                self.report.use(line.place(column))
        self.rows[id(line)] = row
        return row

    def _read_amount(self, line: Line, column: Column, row: RowMoney, until: int) -> None:
        merge = line.view.merge(line.row, column.index)
        if line.own(column):
            printed = self.reader.read(line.place(column), column.unit or self.unit)
            if printed:
                row.cells[column.index] = printed
            if printed and merge and merge.bottom > until:
                row.shared[column.index] = printed.text
        elif merge and merge.top < line.row and line.shown(column):
            row.shared[column.index] = collapse(line.shown(column))

    def _read_sources(self, line: Line, row: RowMoney) -> None:
        for column in self.columns.sources:
            text = collapse(line.shown(column)) if not line.wide else line.own(column)
            if not text:
                continue
            row.source_places.append(line.place(column))
            if line.own(column) and re.search(r"\d", YEAR.sub(" ", text)):
                unit = (self.columns.total.unit if self.columns.total else None) or self.unit
                if printed := self.reader.read(line.place(column), unit):
                    row.cells[column.index] = printed
            sources = sources_in(text, self.spellings)[0]
            row.source_text = "; ".join(filter(None, (row.source_text, text)))
            row.sources = tuple(dict.fromkeys((*row.sources, *sources)))
            if not sources and text not in "-–—":
                self.report.doubt(
                    line.place(column), "unknown_source", f"Không rõ “{text}” là nguồn nào.", list(Source)
                )

    def settle(self, tree: Tree) -> None:
        """Settles what is open by the table's own sums, once all rows are read."""
        self.reader.finish()
        self._hear_answers()
        self._hear_words(tree)
        self.sums = Sums(self.columns, self.rows).find(tree)
        settle(self.sums)

    def tell(self) -> None:
        """Raises doubts at amounts that stay open, at sums that do not agree, at cells that cannot be read."""
        for figure in self.reader.figures:
            if figure.value is None:
                shown = " hoặc ".join(format_number(value) for value in figure.candidates)
                self.report.doubt(
                    figure.place,
                    "ambiguous_number",
                    f"“{figure.text}” là {shown}?",
                    [tidy(value) for value in figure.candidates],
                )
        for one in self.sums:
            for figure in one.figures():
                if not figure.is_wordy and not one.is_product:
                    self.report.use(figure.place)
            self._compare(one)
        self._tell_problems()

    def _hear_answers(self) -> None:
        """What the person chose among the readings of a cell is what the cell says."""
        for figure in self.reader.figures:
            chosen = self.report.answers.amounts.get((figure.place.grid.name, figure.place.address), ())
            if left := tuple(value for value in figure.candidates if value in chosen):
                figure.candidates = left

    def _hear_words(self, tree: Tree) -> None:
        """An amount in words below the table tells how its total is to be read, where that is open."""
        for line in tree.words:
            try:
                told = Decimal(words_to_number(amount_in_words(line.raw_title))).scaleb(-6)
            except ValueError:
                continue
            for total in tree.totals:
                figure = self.rows[id(total)].figure(self.columns.total) if self.columns.total else None
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
        for column in (*self.columns.amounts, *self.columns.sources):
            printed = row.cells.get(column.index)
            for part, figure in printed.parts if printed else ():
                amount = self._kept(printed, figure)
                lines.append(
                    {
                        "year": part.year or column.year,
                        "sources": [source.value for source in part.sources or column.sources],
                        "amount": amount,
                    }
                )
        columns = self.columns.finest or (
            [self.columns.total] if self.columns.total and (row.quantities or row.prices) else []
        )
        for column in columns:
            printed = row.cells.get(column.index)
            quantity, price = self.columns.count_of(row, column)
            if (printed is None or not (printed.figure or printed.mark)) and not (quantity and column.year):
                continue
            if (printed and printed.mark and not column.year) or column.index in row.shared:
                continue
            if printed and printed.mark:
                self.report.use(printed.place)
            sources = column.sources or (printed.sources if printed else ()) or row.sources
            line: dict[str, Any] = {
                "year": column.year,
                "sources": [source.value for source in sources],
                "amount": self.value(printed),
            }
            if quantity or price:
                line["quantity"] = self.value(quantity)
                line["unit"] = row.unit[:50] or None
                if row.unit_place:
                    self.report.use(row.unit_place)
                line["unit_price"] = self.value(price)
            lines.append(line)
            if column.period in self.columns.periods and column.year is None and printed:
                self.report.doubt(
                    printed.place,
                    "period_amount",
                    f"Số tiền của giai đoạn {column.period[0]}-{column.period[1]}, không ghi được theo năm.",
                )
        return lines

    def value(self, printed: Printed | None) -> int | Decimal | None:
        """The amount of a cell, None where it is open or cannot be kept."""
        return self._kept(printed, printed.figure) if printed and printed.figure else None

    def _kept(self, printed: Printed, figure: Figure | None) -> int | Decimal | None:
        self.report.use(printed.place)
        if figure is None or figure.value is None:
            return None
        if not fits(figure.value):
            self.report.doubt(
                printed.place,
                "unreadable_number",
                f"“{printed.text}” không ghi được: số âm, quá lớn hoặc lẻ dưới một đồng.",
            )
            return None
        return tidy(figure.value)

    def total_of(self, row: RowMoney) -> int | Decimal | None:
        """The printed total of a row; where the only amount column is one year's, that amount."""
        column = self.columns.total or (
            self.columns.finest[0]
            if len(self.columns.amounts) == 1 and self.columns.finest and not self.columns.spare
            else None
        )
        if column is None or column.index in row.shared:
            return None
        return self.value(row.cells.get(column.index))

    def words_of(self, row: RowMoney) -> str | None:
        """What the money cells say besides numbers, and amounts that are printed for several tasks together."""
        wordy = [
            printed
            for printed in (*row.cells.values(), *row.quantities.values(), *row.prices.values())
            if printed.words
        ]
        texts = [printed.words for printed in wordy] + list(row.shared.values()) + row.spare_words
        for printed in (*wordy, *(row.cells[index] for index in row.shared if index in row.cells)):
            self.report.use(printed.place)
        if row.source_text and not row.sources:
            texts.append(row.source_text)
        return "; ".join(dict.fromkeys(texts)) or None

    def sources_of(self, row: RowMoney) -> list[str]:
        """Sources that the row names without parting the money: in words, or by a mark under them."""
        for place in row.source_places:
            self.report.use(place)
        sources = list(row.sources)
        for column in self.columns.amounts:
            printed = row.cells.get(column.index)
            if printed:
                sources += printed.sources
                if printed.mark and column.sources:
                    self.report.use(printed.place)
                    sources += column.sources
        return list(dict.fromkeys(source.value for source in sources))

    def _tell_problems(self) -> None:
        """Doubts at cells whose text has figures that are no amount, and at amounts printed for several tasks."""
        for row in self.rows.values():
            for printed in (*row.cells.values(), *row.quantities.values(), *row.prices.values()):
                if printed.problem:
                    self.report.doubt(
                        printed.place,
                        "unreadable_number",
                        f"“{printed.text}” không đọc được thành một số tiền.",
                    )
            for index, text in row.shared.items():
                printed = row.cells.get(index)
                if printed:
                    candidates = (
                        [tidy(value) for value in printed.figure.candidates] if printed.figure else []
                    )
                    self.report.doubt(
                        printed.place,
                        "shared_amount",
                        f"“{text}” in chung cho nhiều nhiệm vụ; hãy chia cho từng nhiệm vụ.",
                        candidates,
                    )
