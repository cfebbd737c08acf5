"""Provinces side by side by component, and by how far tasks are, as the sent reports tell it."""

from collections import Counter
from dataclasses import replace

from plans.enums import Component
from reporting.builders.consolidated.figures import DIFFERENT, UNREPORTED
from reporting.builders.consolidated.tasks import STATES
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.words import NO_COMPONENT, NOT_SENT, PLACE, REPORT, TOTAL, sheet
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import Progress

ALL_COMPONENTS = "Mọi hợp phần"
COMPONENTS, STATES_OF = "Theo hợp phần", "Mức độ thực hiện"
WORDS = {state: state.label.capitalize() for state in STATES} | {
    DIFFERENT: "Báo cáo khác nhau", UNREPORTED: "Chưa có báo cáo",
}  # fmt: skip
NOTE = (
    "Cộng số nhiệm vụ trong năm của các báo cáo tổng hợp đã gửi; tỉnh chưa gửi thì chưa rõ, không phải là 0."
)


def component_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province, for each component how many tasks there are and how many are done."""
    found = facts.tasks
    codes = [facts.component] if facts.component else list(Component.values)
    if any("" in {code for code, _ in one} for one in found.values()):
        codes.append("")
    names = dict(Component.choices) | {"": NO_COMPONENT}
    parts = [*((code, names[code]) for code in codes), *([] if len(codes) == 1 else [(None, ALL_COMPONENTS)])]
    columns = [PLACE, REPORT]
    for _, name in parts:
        columns += [Column(f"{name}: nhiệm vụ", "number", 11), Column(f"{name}: hoàn thành", "number", 11)]
    rows = [
        Row((place.name, place.sent_words, *_cells(found[place.slug], parts, is_sent=bool(place.told))))
        for place in facts.places
    ]
    total = sum(found.values(), Counter())
    rows += [Row((TOTAL, "", *_cells(total, parts, is_sent=bool(facts.told))), "total")] if rows else []
    title = f"Nhiệm vụ theo hợp phần, năm {facts.year}"
    made = sheet(facts, COMPONENTS, title, columns, rows, notes=(NOTE,))
    over = [Cell(column.title, rowspan=2) for column in columns[:2]]
    heads = Row((*over, *(Cell(name, span=2) for _, name in parts)))
    return replace(made, header=(heads, Row(("Nhiệm vụ", "Hoàn thành") * len(parts))))


def _cells(found: Counter, parts, *, is_sent: bool):
    for code, _ in parts:
        states = by_state(found, code)
        yield from (sum(states.values()), states[Progress.DONE]) if is_sent else (NOT_SENT, NOT_SENT)


def by_state(found: Counter, code: str | None = None) -> Counter:
    """The tasks of a component, of all for None, by state."""
    states = Counter()
    for (one, state), number in found.items():
        if code in (None, one):
            states[state] += number
    return states


def state_sheet(facts: NationalFacts) -> Sheet:
    """A row for each province: how many tasks of the year are how far."""
    columns = [PLACE, REPORT, Column("Nhiệm vụ trong năm", "number", 11)]
    columns += [Column(words, "number", 11) for words in WORDS.values()]
    rows, total = [], Counter()
    for place in facts.places:
        states = by_state(facts.tasks[place.slug])
        total += states
        rows.append(Row((place.name, place.sent_words, *_state_cells(states, is_sent=bool(place.told)))))
    rows += [Row((TOTAL, "", *_state_cells(total, is_sent=bool(facts.told))), "total")] if rows else []
    title = f"Mức độ thực hiện nhiệm vụ, năm {facts.year}"
    return sheet(facts, STATES_OF, title, columns, rows, notes=(NOTE,))


def _state_cells(states: Counter, *, is_sent: bool) -> tuple:
    numbers = (sum(states.values()), *(states[state] for state in WORDS))
    return numbers if is_sent else (NOT_SENT,) * len(numbers)


def total_states(facts: NationalFacts) -> Counter:
    """The tasks of all provinces by state."""
    return by_state(sum(facts.tasks.values(), Counter()))
