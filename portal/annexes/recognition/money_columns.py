"""What the money columns of a table are for: totals, years, sources, and which of them are sums of others."""

from collections import defaultdict
from dataclasses import dataclass, field

from budgets.enums import Source
from portal.annexes.recognition.amounts import Figure, Printed
from portal.annexes.recognition.columns import Column, ColumnRole, role_of
from portal.annexes.recognition.report import Place
from portal.annexes.recognition.words import fold

_WHOLE_OF_LEVEL = frozenset(
    {"nsdp", "ns dp", "ngan sach dia phuong", "ns dia phuong", "dia phuong", "nsnn dia phuong"}
)


@dataclass
class RowMoney:
    """What one row prints in the money columns; `shared` are amounts printed once for several tasks."""

    cells: dict[int, Printed] = field(default_factory=dict)  # by column
    shared: dict[int, str] = field(default_factory=dict)
    quantities: dict[int, Printed] = field(default_factory=dict)
    prices: dict[int, Printed] = field(default_factory=dict)
    unit: str = ""
    unit_place: Place | None = None
    source_places: list[Place] = field(default_factory=list)
    source_text: str = ""
    spare_words: list[str] = field(
        default_factory=list
    )  # what further columns of the whole amount say in words
    sources: tuple[Source, ...] = ()

    @property
    def says_nothing(self) -> bool:
        texts = self.source_text or self.spare_words
        return not (self.cells or self.shared or self.quantities or self.prices or texts)

    def figure(self, column: Column) -> Figure | None:
        printed = self.cells.get(column.index)
        return printed.figure if printed else None

    def figures(self, column: Column) -> list[Figure]:
        """The amount of the column, or its parts where the cell prints these alone."""
        printed = self.cells.get(column.index)
        if printed is None:
            return []
        return [printed.figure] if printed.figure else [figure for _, figure in printed.parts]


def _is_unknown_part(column: Column, amounts: list[Column]) -> bool:
    """Whether the column is a part that its words do not explain: its neighbours under one head name sources, years."""
    *above, own = column.head.split(" / ")
    return (
        bool(above)
        and role_of(own) is None
        and any((other.sources or other.year) and other.head.split(" / ")[:-1] == above for other in amounts)
    )


class MoneyColumns:
    """The money columns of one table.

    `total` is the column of the whole amount; `spare` are further ones, which a plan has no room for. `finest` are the
    smallest amounts: by year and source where the table crosses them. `parts` are columns that others add up.
    """

    def __init__(self, columns: tuple[Column, ...]):
        amounts = [column for column in columns if column.role is ColumnRole.AMOUNT]
        years = [column.year for column in amounts if column.year]
        periods = {column.period for column in amounts if column.period and column.year is None}
        # Parts of the time; one period over all years is the whole of it.
        self.periods = {
            period
            for period in periods
            if len(periods) > 1 or not all(period[0] <= year <= period[1] for year in years)
        }
        totals = [column for column in amounts if self._is_total(column)]
        named = [
            column for column in totals if fold(column.head.split(" / ")[-1]).startswith(("tong", "cong"))
        ]
        joint = [
            column
            for column in amounts
            if len(column.sources) > 1 and column.year is None and fold(column.head).startswith("tong")
        ]
        whole = [column for column in totals if not _is_unknown_part(column, amounts)]
        self.total = next(iter([*named, *whole, *joint]), None)
        self.amounts = [column for column in amounts if column is self.total or column not in totals]
        self.spare = [column for column in totals if column is not self.total]
        self.quantities = [column for column in columns if column.role is ColumnRole.QUANTITY]
        self.prices = [column for column in columns if column.role is ColumnRole.UNIT_PRICE]
        self.unit = next((column for column in columns if column.role is ColumnRole.UNIT), None)
        self.sources = [column for column in columns if column.role is ColumnRole.SOURCE]
        self.parts: list[tuple[Column, list[Column]]] = []
        self._sort()

    @property
    def exist(self) -> bool:
        """Whether the table has columns of money at all."""
        return bool(self.amounts or self.quantities or self.prices or self.sources)

    def _is_total(self, column: Column) -> bool:
        return column.year is None and not column.sources and column.period not in self.periods

    def _sort(self) -> None:
        """Tells sums (of a year, of a source) from the finest amounts."""
        rest = [column for column in self.amounts if column is not self.total]
        for column in [column for column in rest if len(column.sources) > 1]:
            parts = [
                other
                for other in rest
                if other.year == column.year
                and len(other.sources) == 1
                and set(other.sources) <= set(column.sources)
            ]
            if len({source for other in parts for source in other.sources}) == len(column.sources):
                self.parts.append((column, parts))
                rest.remove(column)
        self._joint = {whole.index for whole, _ in self.parts}
        groups: dict[tuple, list[Column]] = defaultdict(list)
        for column in rest:
            groups[
                (column.year, column.period if column.period in self.periods else None, column.sources)
            ].append(column)
        fine: list[Column] = []
        for several in groups.values():
            whole = [column for column in several if column.part in _WHOLE_OF_LEVEL]
            if len(several) > 1 and len(whole) == 1:
                parts = [column for column in several if column is not whole[0]]
                self.parts.append((whole[0], parts))
                fine += parts
            else:
                fine += several
        crossed = [column for column in fine if column.year and column.sources]
        by_year = [column for column in fine if column.year and not column.sources]
        by_source = [column for column in fine if not column.year and column.sources]
        self.by_period = [column for column in fine if not column.year and not column.sources]
        if crossed:
            years = {column.year for column in crossed}
            sources = {source for column in crossed for source in column.sources}
            self.finest = [
                *crossed,
                *(column for column in by_year if column.year not in years),
                *(column for column in by_source if not set(column.sources) & sources),
            ]
        else:
            self.finest = list(by_year or by_source)
        self.uncrossed = bool(by_year and by_source and not crossed)
        self.finest += self.by_period
        self.by_year, self.by_source, self.crossed = by_year, by_source, crossed

    def by_one_source(self) -> list[Column]:
        """The columns of a source for the whole time, sums rather than their parts."""
        wholes = {whole.index for whole, _ in self.parts} - self._joint
        parts = {
            part.index for whole, several in self.parts for part in several if whole.index not in self._joint
        }
        return [
            column
            for column in self.amounts
            if column is not self.total
            and column.index not in self._joint
            and not column.year
            and column.sources
            and (column.index in wholes or column.index not in parts)
        ]

    def count_of(self, row: RowMoney, column: Column) -> tuple[Printed | None, Printed | None]:
        """Quantity and price that make the amount of the column."""
        if column.sources or column.role is not ColumnRole.AMOUNT:
            return None, None
        same = [other for other in self.quantities if other.year == column.year]
        if not same and column is self.total and not any(other.year for other in self.quantities):
            same = self.quantities
        prices = [other for other in self.prices if other.year == column.year] or [
            other for other in self.prices if other.year is None
        ]
        quantity = row.quantities.get(same[0].index) if same else None
        price = row.prices.get(prices[0].index) if prices else None
        return quantity, price
