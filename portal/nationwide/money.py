"""Money by source, province by province, with what is unknown and what a sum leaves out.

A plan's cells are those of `budgets.tables`: unsplit sources lie across, a source that is not named has "–", a plan
without any figure "chưa rõ". Sums at the foot keep apart what does not belong together: money of whole
periods, and money that a plan gives for one year only.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from budgets.enums import Source
from budgets.sums import Sources
from budgets.tables import NO_SOURCE, MoneyCell, source_lines
from core.numbers import format_million
from portal.nationwide.plans import ProvincePlan

SOURCES = [*Source.values, ""]  # the last one: money of which the plan names no source
LABELS = {source.value: source.label for source in Source} | {"": NO_SOURCE}


@dataclass(frozen=True)
class _SourceLines:
    """Lines of cells under columns of sources."""

    columns: list[str]
    lines: list[list[MoneyCell]]

    @property
    def labelled(self) -> list[list[tuple[MoneyCell, str]]]:
        """Each cell with the head of its column, for a screen without heads; "" where it lies over several."""
        return [list(_with_labels(line, self.columns)) for line in self.lines]


@dataclass(frozen=True)
class MoneyLine(_SourceLines):
    """A plan's row."""

    plan: ProvincePlan

    def of(self, source: str) -> int | None:
        """What the plan gives from that source alone."""
        return self.plan.money.by_sources.get((source,) if source else ())


@dataclass(frozen=True)
class MoneyFoot(_SourceLines):
    """A sum over plans: its cells and total, and in words what is added."""

    label: str
    note: str
    total: int

    @property
    def total_text(self) -> str:
        return format_million(self.total)


@dataclass(frozen=True)
class MoneyComparison:
    """The lines of all plans, the sums of what is known, and the plans that no sum contains."""

    columns: list[str]
    lines: list[MoneyLine]
    feet: list[MoneyFoot]
    unknown: list[ProvincePlan]
    partial: list[ProvincePlan]

    @property
    def notes(self) -> list[str]:
        """What the sums do not contain, in words."""
        notes = []
        if self.unknown:
            names = ", ".join(plan.province for plan in self.unknown)
            notes.append(f"Không có trong tổng: {len(self.unknown)} kế hoạch chưa rõ kinh phí ({names}).")
        if self.partial:
            names = ", ".join(f"{plan.province}: {plan.coverage_text}" for plan in self.partial)
            notes.append(f"Chỉ rõ một phần: {len(self.partial)} kế hoạch ({names}).")
        if len(self.feet) > 1:
            notes.append("Kinh phí cả kỳ và kinh phí riêng một năm được cộng riêng, không cộng với nhau.")
        return notes


def source_columns(plans: list[ProvincePlan]) -> list[str]:
    """The four sources, and "" where a plan has money of which it names none."""
    return SOURCES if any(() in plan.money.by_sources for plan in plans) else SOURCES[:-1]


def money_lines(plans: list[ProvincePlan]) -> list[MoneyLine]:
    """One row for each plan."""
    columns = source_columns(plans)
    return [MoneyLine(columns, source_lines(plan.money.by_sources, columns), plan) for plan in plans]


def money_comparison(plans: list[ProvincePlan]) -> MoneyComparison:
    """The plans by source, and sums: whole periods together, each single year by itself."""
    by_year: dict[int | None, list[ProvincePlan]] = defaultdict(list)
    for plan in plans:
        if plan.total is not None:
            by_year[plan.money.year].append(plan)
    years = sorted(by_year, key=lambda year: (year is not None, year))
    columns = source_columns(plans)
    return MoneyComparison(
        columns=columns,
        lines=money_lines(plans),
        feet=[_foot(year, by_year[year], columns) for year in years],
        unknown=[plan for plan in plans if plan.total is None],
        partial=[plan for plan in plans if plan.total is not None and plan.coverage != "whole"],
    )


def _with_labels(line: list[MoneyCell], columns: list[str]) -> Iterator[tuple[MoneyCell, str]]:
    column = 0
    for cell in line:
        yield cell, LABELS[columns[column]] if cell.span == 1 and not cell.label else ""
        column += cell.span


def _foot(year: int | None, plans: list[ProvincePlan], columns: list[str]) -> MoneyFoot:
    sums: dict[Sources, int] = defaultdict(int)
    for plan in plans:
        for sources, amount in plan.money.by_sources.items():
            sums[sources] += amount
    label = f"Cộng riêng năm {year}" if year else "Cộng cả kỳ"
    return MoneyFoot(columns, source_lines(sums, columns), label, _note(year, plans), sum(sums.values()))


def _note(year: int | None, plans: list[ProvincePlan]) -> str:
    count = f"{len(plans)} kế hoạch"
    periods = sorted({plan.period for plan in plans})
    if year or len(periods) == 1:
        return count if year else f"{count}, kỳ {periods[0]}"
    return f"{count}, các kỳ khác nhau: {', '.join(periods)}"
