"""The tables of money over the years of a period, in triệu đồng."""

from budgets.enums import Source, source_names
from reporting.builders.consolidated.facts import Spent, in_order
from reporting.builders.consolidated.money import (
    BY_GROUP,
    BY_SOURCE,
    LEGEND,
    NONE_TOLD,
    UNIT,
    places_of,
    planned_cell,
    spent_cell,
    spent_cells,
    sum_cells,
)
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.contents.workbook import Column, Row, Sheet

OF_PERIOD = "Kế hoạch trong kỳ: cộng số mà kế hoạch in riêng cho các năm của kỳ; kỳ là cả thời kỳ thì lấy số cả thời kỳ."


def group_money_sheet(facts: PeriodFacts) -> Sheet:
    """Planned of each group, for the whole plan and the period, beside what was spent by source."""
    sources = in_order(one.source for one in facts.spent_at())
    columns = (
        Column("TT", width=8),
        Column("Nhóm nhiệm vụ", width=44),
        Column("Kế hoạch cả thời kỳ", "money"),
        Column("Kế hoạch trong kỳ", "money"),
        *(Column(f"Đã thực hiện, {Source(source).label}", "money") for source in sources),
        Column("Đã thực hiện, cộng", "money"),
        Column("Số khoản chưa rõ", "number", 9),
        Column("Cơ quan phối hợp báo, không cộng", "money"),
    )
    money = facts.last.money
    planned = {part.group.pk: part for part in money.groups}
    rows = []
    for group in facts.groups:
        part = planned.get(group.key)
        total, by_year = (part.total, part.by_year) if part else (None, {})
        figures = (planned_cell(total), planned_cell(_of_period(facts, by_year, total)))
        spent = spent_cells(facts.spent_at(places_of(group)), sources)
        rows.append(Row((group.number, group.title, *figures, *spent)))
    figures = (planned_cell(money.total), planned_cell(_of_period(facts, money.by_year, money.total)))
    rows.append(Row(("", "Tổng cộng", *figures, *spent_cells(facts.spent_at(), sources)), "total"))
    title = (f"Kinh phí kế hoạch và đã thực hiện {facts.time} theo nhóm nhiệm vụ",)
    return Sheet(BY_GROUP, columns, tuple(rows), title, UNIT, (*LEGEND, OF_PERIOD), frozen_columns=2)


def source_sheet(facts: PeriodFacts) -> Sheet:
    """Planned of each source, or set that the plan leaves unsplit, beside what was spent of it in each year."""
    planned, spent = facts.last.money.by_sources, facts.spent_at()
    columns = (
        Column("Nguồn", width=30),
        Column("Kế hoạch cả thời kỳ", "money"),
        *(Column(f"Đã thực hiện {year}", "money") for year in facts.numbers),
        Column("Đã thực hiện, cộng", "money"),
        Column("Số khoản chưa rõ", "number", 9),
        Column("Cơ quan phối hợp báo, không cộng", "money"),
    )
    single = in_order([*(one[0] for one in planned if len(one) == 1), *(one.source for one in spent)])
    rows = []
    for source in single:
        of_source = [one for one in spent if one.source == source]
        about = (Source(source).label, planned_cell(planned.get((source,))))
        rows.append(Row((*about, *_by_year(facts, of_source), *sum_cells(of_source))))
    for sources in (one for one in planned if len(one) != 1):
        name = f"{source_names(sources)} (kế hoạch không tách)" if sources else "Không ghi nguồn"
        nothing = (NONE_TOLD,) * (len(facts.numbers) + 1)
        rows.append(Row((name, planned_cell(planned[sources]), *nothing, None, None)))
    total = ("Tổng cộng", planned_cell(facts.last.money.total))
    rows.append(Row((*total, *_by_year(facts, spent), *sum_cells(spent)), "total"))
    title = (f"Kinh phí kế hoạch và đã thực hiện {facts.time} theo nguồn",)
    return Sheet(BY_SOURCE, columns, tuple(rows), title, UNIT, LEGEND, frozen_columns=1)


def _by_year(facts: PeriodFacts, spent: list[Spent]):
    counted = [one for one in spent if one.is_counted]
    return (spent_cell([one for one in counted if one.year == year]) for year in facts.numbers)


def _of_period(facts: PeriodFacts, by_year: dict[int, int], total: int | None) -> int | None:
    """What the plan prints for the years of the period, in đồng; never a share of the whole."""
    version = facts.version
    if (version.period_start, version.period_end) == (facts.from_year, facts.year.year):
        return total
    if (only := facts.last.money.year) is not None:
        return total if only in facts.numbers else None
    printed = [by_year[year] for year in facts.numbers if year in by_year]
    return sum(printed) if printed else None
