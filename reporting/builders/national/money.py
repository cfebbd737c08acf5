"""Money by source, province and year: planned from the budget lines of issued plans, spent as sent reports tell it.

Sources that a plan leaves unsplit stay together in a column of their own. Money of a whole period is not added to money
that a plan gives for one year, nor divided by years.
"""

from collections import defaultdict
from collections.abc import Iterable

from budgets.enums import Source, source_names
from budgets.sums import Sources
from budgets.tables import NO_SOURCE
from reporting.builders.national.facts import ChosenPlan, NationalFacts, Place
from reporting.builders.national.planned import Planned
from reporting.builders.national.words import (
    NO_REPORT,
    NONE_NAMED,
    NOT_SENT,
    PLACE,
    REPORT,
    TOTAL,
    UNIT,
    added,
    money,
    planned,
    sheet,
)
from reporting.contents.workbook import Cell, Column, Row, Sheet

PLANS, OF_YEAR, BY_YEAR = "Kinh phí kế hoạch", "Kinh phí của năm", "Kinh phí theo năm"
SINGLE = [(source.value,) for source in Source]
LEGEND = (
    "“chưa rõ”: kế hoạch hoặc báo cáo không cho số; “–”: không nêu nguồn này; “không ghi”: kế hoạch không in số cho năm. "
    "Chỗ chưa rõ không tính là 0, nên tổng chỉ là phần đã biết. Kế hoạch cho cả kỳ không chia ra năm; nguồn mà kế hoạch "
    "không tách đứng ở cột riêng."
)
SPENT = "Đã thực hiện: số của cơ quan chủ trì trong báo cáo tổng hợp đã gửi; tỉnh chưa gửi thì chưa rõ."


def source_label(sources: Sources) -> str:
    """ "NSTW"; "NSĐP + DN (không tách)"; "Không ghi nguồn"."""
    if not sources:
        return NO_SOURCE
    return source_names(sources) + (" (không tách)" if len(sources) > 1 else "")


def _columns_of(several: Iterable[Iterable[Sources]]) -> list[Sources]:
    """The single sources, then each set that occurs, then none named."""
    sets = {sources for one in several for sources in one} - set(SINGLE)
    return [*SINGLE, *sorted(sets, key=lambda one: (not one, one))]


def plan_sheet(facts: NationalFacts) -> Sheet:
    """A row for each plan: its money by source, of the whole period or of the one year that it gives."""
    moneys = facts.planned
    sources = _columns_of(one.by_sources for one in moneys.values())
    columns = [
        PLACE, Column("Kế hoạch", width=30), Column("Kỳ", width=11),
        *(Column(source_label(one), "money", 13) for one in sources), Column(TOTAL, "money", 13),
        Column("Phạm vi", width=30),
    ]  # fmt: skip
    rows, sums = [], defaultdict(list)
    for place in facts.places:
        for plan in place.plans:
            found = moneys[plan.version.pk]
            rows.append(
                Row(
                    (
                        place.name, document_of(place, plan), plan.version.period,
                        *(_source_cell(found, one) for one in sources), money(found.total), _scope(plan, found),
                    )
                )
            )  # fmt: skip
            if found.total is not None:
                sums[found.year].append(found)
    for year in sorted(sums, key=lambda one: (one is not None, one)):
        rows.append(_plan_total(year, sums[year], sources))
    title = "Kinh phí kế hoạch theo nguồn"
    return sheet(facts, PLANS, title, columns, rows, unit=UNIT, notes=(LEGEND,))


def document_of(place: Place, plan: ChosenPlan) -> str:
    """ "835/QĐ-UBND của tỉnh Kon Tum": whose it is where another province answers for it now."""
    return (
        plan.document
        if plan.name == place.name
        else f"{plan.document} của {plan.version.province_name.in_sentence}"
    )


def _source_cell(found: Planned, sources: Sources):
    if found.total is None:
        return money(None)
    return money(found.by_sources[sources]) if sources in found.by_sources else NONE_NAMED


def _scope(plan: ChosenPlan, found: Planned) -> str:
    if found.total is None:
        return "chưa rõ"
    reach = f"riêng năm {found.year}" if found.year else f"cả kỳ {plan.version.period}"
    return reach + (f"; {found.open_groups} nhóm chưa rõ" if found.open_groups else "")


def _plan_total(year: int | None, moneys: list[Planned], sources: list[Sources]) -> Row:
    label = f"{TOTAL} riêng năm {year}" if year else f"{TOTAL} cả kỳ"
    amounts = (added(one.by_sources.get(source) for one in moneys) for source in sources)
    cells = (NONE_NAMED if amount is None else money(amount) for amount in amounts)
    total = sum(one.total for one in moneys)
    return Row((Cell(label), f"{len(moneys)} kế hoạch", "", *cells, money(total), ""), "total")


def year_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province: what plans give for the year by source, beside what was spent of it."""
    year, moneys = facts.year, facts.planned
    of_year = [key[1] for one in moneys.values() for key in one.by_year_sources if key[0] == year]
    of_year += [sources for one in moneys.values() if one.year == year for sources in one.by_sources]
    sources = [one for one in _columns_of([of_year]) if one in of_year]
    columns = [
        PLACE, *(Column(f"Kế hoạch, {source_label(one)}", "money", 12) for one in sources),
        Column("Kế hoạch năm, cộng", "money", 12), REPORT,
        *(Column(f"Đã thực hiện, {one.label}", "money", 12) for one in Source),
        Column("Đã thực hiện, cộng", "money", 12), Column("Số khoản chưa rõ", "number", 9),
        Column("Cơ quan phối hợp báo, không cộng", "money", 12),
    ]  # fmt: skip
    rows = [
        Row((place.name, *_year_cells(facts, place.plans, sources, place.sent_words)))
        for place in facts.places
    ]
    rows += [Row((TOTAL, *_year_cells(facts, facts.plans, sources, "")), "total")] if rows else []
    title = f"Kinh phí kế hoạch và đã thực hiện năm {year} theo nguồn"
    return sheet(facts, OF_YEAR, title, columns, rows, unit=UNIT, notes=(LEGEND, SPENT))


def _year_cells(facts: NationalFacts, plans: list[ChosenPlan], sources: list[Sources], words: str) -> tuple:
    moneys = [facts.planned[plan.version.pk] for plan in plans]
    named = (added(one.of_year_from(facts.year, source) for one in moneys) for source in sources)
    given = (NONE_NAMED if amount is None else money(amount) for amount in named)
    whole = planned(added(one.of_year(facts.year) for one in moneys))
    told = [facts.spent[plan.version.plan_id, facts.year] for plan in plans if plan.told]
    if not told:
        return (*given, whole, words, *(NOT_SENT,) * (len(SINGLE) + 3))
    spent = (_spent_cell([one[source.value] for one in told if source.value in one]) for source in Source)
    every = [figures for one in told for figures in one.values()]
    unknown, beside = sum(one[1] for one in every), added(one[2] for one in every)
    return (
        *given,
        whole,
        words,
        *spent,
        _spent_cell(every),
        unknown,
        None if beside is None else money(beside),
    )


def _spent_cell(figures: list[tuple]):
    return money(added(amount for amount, *_ in figures)) if figures else NONE_NAMED


def _spent(facts: NationalFacts, plans: list[ChosenPlan]) -> list[tuple]:
    """What sent reports of the year tell of each source: (amount, sums open, told beside)."""
    told = (facts.spent[plan.version.plan_id, facts.year] for plan in plans if plan.told)
    return [figures for one in told for figures in one.values()]


def spent_cell(facts: NationalFacts, plans: list[ChosenPlan]):
    """What was spent in the year, as a cell; "–" where no report names any source."""
    return _spent_cell(_spent(facts, plans))


def spent_total(facts: NationalFacts) -> tuple[int | None, int]:
    """What is known to have been spent in the year by the reports that were sent, and how many sums are open."""
    every = _spent(facts, facts.plans)
    return added(amount for amount, *_ in every), sum(open_sums for _, open_sums, _ in every)


def years_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province and year of which a plan gives money or a report was sent; a sum for each year."""
    columns = [
        PLACE, Column("Năm", "year", 8), Column("Kế hoạch năm", "money", 14), Column("Đã thực hiện", "money", 14),
        Column("Số khoản chưa rõ", "number", 10),
    ]  # fmt: skip
    rows = [
        Row((place.name, year, *cells))
        for place in facts.places
        for year in _years(facts, place.plans)
        if (cells := _cells_of(facts, place.plans, year))
    ]
    rows += [
        Row((TOTAL, year, *cells), "total")
        for year in _years(facts, facts.plans)
        if (cells := _cells_of(facts, facts.plans, year))
    ]
    title = f"Kinh phí theo tỉnh và năm, đến năm {facts.year}"
    return sheet(facts, BY_YEAR, title, columns, rows, unit=UNIT, notes=(LEGEND, SPENT), frozen=2)


def _years(facts: NationalFacts, plans: list[ChosenPlan]) -> range:
    first = min((plan.version.period_start for plan in plans), default=facts.year)
    return range(first, facts.year + 1)


def _cells_of(facts: NationalFacts, plans: list[ChosenPlan], year: int) -> tuple | None:
    amount = added(facts.planned[plan.version.pk].of_year(year) for plan in plans)
    told = [facts.spent[key] for plan in plans if (key := (plan.version.plan_id, year)) in facts.spent]
    if amount is None and not told:
        return None
    every = [figures for one in told for figures in one.values()]
    if not told:
        return planned(amount), NO_REPORT, NO_REPORT
    return planned(amount), _spent_cell(every), sum(one[1] for one in every)
