"""Who has reported: the provinces to the ministry, and within them the agencies as the sent reports tell it."""

from collections import Counter

from core.dates import HANOI
from reporting.builders.consolidated.figures import ACCEPTED, IN_TIME, LATE, MISSING, OWED, PAPER
from reporting.builders.national import money, tasks
from reporting.builders.national.facts import ChosenPlan, NationalFacts
from reporting.builders.national.words import NOT_SENT, PLACE, REPORT, TOTAL, UNIT, sheet
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import Progress

OVERVIEW, COMPLIANCE = "Tổng quan", "Tình hình báo cáo"
WORDS = {
    OWED: "Phải báo cáo", IN_TIME: "Đúng hạn", LATE: "Muộn", PAPER: "Bằng văn bản giấy", MISSING: "Chưa gửi",
    ACCEPTED: "Được duyệt",
}  # fmt: skip
NOTE = "Số cơ quan, đơn vị theo báo cáo tổng hợp mà tỉnh đã gửi; tỉnh chưa gửi thì chưa rõ, không phải là 0."


def total(facts: NationalFacts) -> Counter:
    """The obligations of all provinces by what they are."""
    return sum(facts.compliance.values(), Counter())


def compliance_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province: when it sent its report, and how its agencies reported to it."""
    columns = [PLACE, REPORT, Column("Gửi ngày", "date", 12), Column("Số gửi", width=26)]
    columns += [Column(words, "number", 11) for words in WORDS.values()]
    rows = []
    for place in facts.places:
        found = facts.compliance[place.slug]
        days = [one.sent_at.astimezone(HANOI).date() for one in place.sent]
        numbers = "\n".join(one.receipt_number for one in place.sent)
        sent = max(days) if days else Cell("chưa gửi", unknown=True)
        rows.append(
            Row((place.name, place.sent_words, sent, numbers, *_cells(found, is_sent=bool(place.told))))
        )
    words = f"{sum(bool(place.sent) for place in facts.places)}/{len(facts.places)} tỉnh"
    rows += (
        [Row((TOTAL, words, None, "", *_cells(total(facts), is_sent=bool(facts.told))), "total")]
        if rows
        else []
    )
    title = f"Tình hình báo cáo năm {facts.year}"
    return sheet(facts, COMPLIANCE, title, columns, rows, notes=(NOTE,))


def _cells(found: Counter, *, is_sent: bool) -> tuple:
    return tuple(found[word] for word in WORDS) if is_sent else (NOT_SENT,) * len(WORDS)


def overview_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province with the main figures of all other tables."""
    columns = [
        PLACE, Column("Kế hoạch", width=30), REPORT, Column("Nhiệm vụ trong năm", "number", 11),
        Column("Hoàn thành", "number", 11), Column("Kinh phí đã thực hiện", "money", 14),
        Column("Cơ quan phải báo cáo", "number", 11), Column("Đúng hạn", "number", 11),
    ]  # fmt: skip
    rows = []
    for place in facts.places:
        documents = "; ".join(
            f"{money.document_of(place, plan)} ({plan.version.period})" for plan in place.plans
        )
        figures = (NOT_SENT,) * 5
        if place.told:
            figures = _overview(facts, facts.tasks[place.slug], facts.compliance[place.slug], place.plans)
        rows.append(Row((place.name, documents, place.sent_words, *figures)))
    if rows:
        words = f"{sum(bool(place.sent) for place in facts.places)}/{len(facts.places)} tỉnh"
        figures = (NOT_SENT,) * 5
        if facts.told:
            figures = _overview(facts, sum(facts.tasks.values(), Counter()), total(facts), facts.plans)
        rows.append(Row((TOTAL, f"{len(facts.plans)} kế hoạch", words, *figures), "total"))
    title = f"Tổng quan các tỉnh, năm {facts.year}"
    return sheet(facts, OVERVIEW, title, columns, rows, unit=UNIT, notes=(NOTE,))


def _overview(facts: NationalFacts, counted: Counter, owed: Counter, plans: list[ChosenPlan]) -> tuple:
    states, spent = tasks.by_state(counted), money.spent_cell(facts, plans)
    return sum(states.values()), states[Progress.DONE], spent, owed[OWED], owed[IN_TIME]
