"""The tables of money: planned and spent, by group, source and year, and each task's. In triệu đồng."""

from collections.abc import Sequence

from budgets.enums import Source, source_names
from core.numbers import dong_to_million
from reporting.builders.consolidated.facts import GroupFacts, Spent, YearFacts, in_order
from reporting.builders.consolidated.tasks import NO, YES, group_row, where
from reporting.builders.consolidated.unknown import NOT_PRINTED, UNKNOWN, UP_TO_REPORT, Unknowns, open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet

BY_GROUP, BY_SOURCE, BY_YEAR, BY_TASK = (
    "Kinh phí theo nhóm", "Kinh phí theo nguồn", "Kinh phí theo năm", "Kinh phí theo nhiệm vụ",
)  # fmt: skip
UNIT = "Đơn vị tính: triệu đồng"
NONE_TOLD = "–"
LEGEND = (
    "Đã thực hiện: cộng số của cơ quan chủ trì nhiệm vụ; số của cơ quan phối hợp có thể là cùng khoản ấy nên đứng riêng, "
    "không cộng. “chưa rõ”: báo cáo để trống; “–”: không báo cáo nào nêu nguồn này; “không ghi”: kế hoạch không ghi số. "
    "Khoản chưa rõ không tính là 0, nên tổng chỉ là phần đã biết.",
    UP_TO_REPORT,
)


def group_money_sheet(facts: YearFacts) -> Sheet:
    """Planned of each group, for the whole period and the year, beside what was spent by source."""
    year = facts.year.year
    sources = _sources(facts)
    columns = (
        Column("TT", width=8),
        Column("Nhóm nhiệm vụ", width=44),
        Column(planned_head(facts), "money"),
        Column(f"Kế hoạch năm {year}", "money"),
        *(Column(f"Đã thực hiện, {Source(source).label}", "money") for source in sources),
        Column("Đã thực hiện, cộng", "money"),
        Column("Số khoản chưa rõ", "number", 9),
        Column("Cơ quan phối hợp báo, không cộng", "money"),
    )
    planned = {part.group.pk: part for part in facts.money.groups}
    rows = []
    for group in facts.groups:
        part = planned.get(group.key)
        spent = facts.spent_at(places_of(group))
        of_year = _planned_of_year(facts, part.by_year, part.total) if part else None
        figures = (planned_cell(part.total if part else None), planned_cell(of_year))
        rows.append(Row((group.number, group.name, *figures, *spent_cells(spent, sources))))
    spent = [one for one in facts.spent if one.year == year]
    of_year = _planned_of_year(facts, facts.money.by_year, facts.money.total)
    figures = (planned_cell(facts.money.total), planned_cell(of_year))
    rows.append(Row(("", "Tổng cộng", *figures, *spent_cells(spent, sources)), "total"))
    title = (f"Kinh phí kế hoạch và đã thực hiện năm {year} theo nhóm nhiệm vụ",)
    return Sheet(BY_GROUP, columns, tuple(rows), title, UNIT, LEGEND, frozen_columns=2)


def source_sheet(facts: YearFacts) -> Sheet:
    """Planned of each source, or set that the plan leaves unsplit, beside what was spent of it in the year."""
    year, planned = facts.year.year, facts.money.by_sources
    columns = (
        Column("Nguồn", width=30), Column(planned_head(facts), "money"), *spent_columns(year),
    )  # fmt: skip
    single = in_order([*(s[0] for s in planned if len(s) == 1), *_sources(facts)])
    rows = [
        Row((Source(one).label, planned_cell(planned.get((one,))), *sum_cells(_of(facts, year, one))))
        for one in single
    ]
    for sources in (one for one in planned if len(one) != 1):
        name = f"{source_names(sources)} (kế hoạch không tách)" if sources else "Không ghi nguồn"
        rows.append(Row((name, planned_cell(planned[sources]), NONE_TOLD, None, None)))
    rows.append(Row(("Tổng cộng", planned_cell(facts.money.total), *sum_cells(_of(facts, year))), "total"))
    title = (f"Kinh phí kế hoạch và đã thực hiện năm {year} theo nguồn",)
    return Sheet(BY_SOURCE, columns, tuple(rows), title, UNIT, LEGEND, frozen_columns=1)


def year_sheet(facts: YearFacts, first: int | None = None) -> Sheet:
    """Planned and spent in each year of the plan, or from the first one given, up to this one."""
    columns = (
        Column("Năm", "year", 8), Column("Kế hoạch năm", "money"), *spent_columns(None), Column("Ghi chú", width=40),
    )  # fmt: skip
    rows = []
    for year in range(first or facts.version.period_start, facts.year.year + 1):
        by_year, total = facts.money.by_year, facts.money.total
        planned = total if facts.money.year == year else by_year.get(year)
        spent = _of(facts, year)
        note = "" if year in facts.years else "không có kỳ báo cáo trên cổng"
        told = sum_cells(spent) if note == "" else (open_cell(None), None, None)
        rows.append(Row((year, planned_cell(planned), *told, note)))
    title = (f"Kinh phí kế hoạch và đã thực hiện theo năm, đến năm {facts.year.year}",)
    return Sheet(BY_YEAR, columns, tuple(rows), title, UNIT, LEGEND, frozen_columns=1)


def task_money_sheet(facts: YearFacts, unknowns: Unknowns) -> Sheet:
    """What each report gives for each task and source, beside what the plan prints for the year from it alone."""
    year = facts.year.year
    columns = (
        Column("TT", width=8),
        Column("Nhiệm vụ", width=40),
        Column("Cơ quan", width=30),
        Column("Nguồn", width=9),
        Column(f"Kế hoạch năm {year}", "money"),
        Column("Đã thực hiện", "money"),
        Column("Ước cả năm", "money"),
        Column("Tính vào tổng", width=10),
    )
    rows = []
    for group in facts.groups:
        of_group = [row for task in group.tasks for row in _task_rows(task, year, unknowns)]
        rows += [group_row(group, len(columns)), *of_group] if of_group else []
    nothing = Row((Cell("Không báo cáo nào nêu kinh phí.", span=len(columns)),), "note")
    title = (f"Kinh phí theo nhiệm vụ, năm {year}",)
    return Sheet(BY_TASK, columns, tuple(rows) or (nothing,), title, UNIT, LEGEND, frozen_columns=2)


def _task_rows(task, year: int, unknowns: Unknowns):
    for answer in task.answers:
        counted = YES if answer in task.counted else NO
        for row in answer.entry.moneyentry_rows.all():
            spent, estimate = answer.told(row.spent, row.estimate)
            if spent is None:
                unknowns.add(
                    BY_TASK,
                    where(task),
                    answer.agency,
                    f"đã thực hiện, {Source(row.source).label}",
                    "báo cáo để trống",
                )
            planned = task.printed.planned_of(row.source, year)
            yield Row(
                (
                    task.printed.number, task.printed.title, answer.agency, Source(row.source).label, planned_cell(planned),
                    open_cell(_million(spent)), _million(estimate), counted,
                )
            )  # fmt: skip


def planned_head(facts: YearFacts) -> str:
    """What the planned money is for: the whole period, or the one year of which the plan gives figures."""
    only = facts.money.year
    return f"Kế hoạch (chỉ có số của năm {only})" if only else "Kế hoạch cả thời kỳ"


def spent_of_year(facts: YearFacts) -> list[Spent]:
    """What reports of the year tell of money."""
    return _of(facts, facts.year.year)


def spent_total(told: Sequence[Spent]) -> tuple[int | None, int]:
    """What is known to have been spent, in đồng, and of how many sums the amount is not known."""
    counted = [one for one in told if one.is_counted]
    return _sum(counted), sum(one.amount is None for one in counted)


def spent_columns(year: int | None) -> tuple[Column, ...]:
    """The heads of `sum_cells`."""
    when = f" năm {year}" if year else ""
    return (
        Column(f"Đã thực hiện{when}", "money"),
        Column("Số khoản chưa rõ", "number", 10),
        Column("Cơ quan phối hợp báo, không cộng", "money"),
    )


def _of(facts: YearFacts, year: int, source: str = "") -> list[Spent]:
    return [one for one in facts.spent if one.year == year and source in ("", one.source)]


def _sources(facts: YearFacts) -> list[str]:
    """The sources of which a report of the year tells."""
    return in_order(one.source for one in facts.spent if one.year == facts.year.year)


def places_of(group: GroupFacts) -> list[str]:
    """Those of its tasks."""
    return [task.printed.place for task in group.tasks]


def _planned_of_year(facts: YearFacts, by_year: dict[int, int], total: int | None) -> int | None:
    return total if facts.money.year == facts.year.year else by_year.get(facts.year.year)


def spent_cells(spent: Sequence[Spent], sources: Sequence[str]) -> tuple:
    """What was spent of each source, then `sum_cells`."""
    of_sources = (
        spent_cell([one for one in spent if one.is_counted and one.source == source]) for source in sources
    )
    return (*of_sources, *sum_cells(spent))


def sum_cells(spent: Sequence[Spent]) -> tuple:
    """What was spent, of how many sums the amount is not known, and what others report beside."""
    counted = [one for one in spent if one.is_counted]
    beside = _sum([one for one in spent if not one.is_counted])
    return spent_cell(counted), sum(one.amount is None for one in counted), _million(beside)


def spent_cell(counted: Sequence[Spent]):
    """The known amounts together, in triệu đồng."""
    if not counted:
        return NONE_TOLD
    return open_cell(_million(_sum(counted)), UNKNOWN)


def _sum(spent: Sequence[Spent]) -> int | None:
    """The known amounts together; None where none is known."""
    known = [one.amount for one in spent if one.amount is not None]
    return sum(known) if known else None


def planned_cell(amount: int | None):
    """In triệu đồng, or that nothing is printed."""
    return open_cell(_million(amount), NOT_PRINTED)


def _million(amount):
    return None if amount is None else dong_to_million(amount)
