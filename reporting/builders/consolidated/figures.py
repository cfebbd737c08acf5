"""The figures of a year one by one, as rows for the database: of the facts and sums of which the tables are made."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from core.text import collapse
from plans.models import Indicator, OutputKind
from plans.targets import value_text
from reporting.builders.consolidated.agencies import Compliance
from reporting.builders.consolidated.facts import GroupFacts, Spent, TaskFacts, YearFacts, in_order
from reporting.builders.consolidated.tasks import PERCENT, STATES, counts, kind_sums
from reporting.enums import FigureKind
from reporting.targets import is_share, outcome_of, unit_of

DIFFERENT, UNREPORTED = "different", "unreported"
OWED, IN_TIME, LATE, PAPER, MISSING, ACCEPTED = "owed", "in_time", "late", "paper", "missing", "accepted"
WORDS = {"": DIFFERENT, None: UNREPORTED}


@dataclass(frozen=True)
class Figure:
    """What `ConsolidatedFigure` keeps of one figure; its fields are explained there."""

    kind: FigureKind
    component: str = ""
    word: str = ""
    output_kind: OutputKind | None = None
    indicator: Indicator | None = None
    sources: list[str] = field(default_factory=list)
    year: int | None = None
    unit: str = ""
    population: str = ""
    printed: str = ""
    planned: Decimal | int | None = None
    value: Decimal | int | None = None
    denominator: Decimal | None = None
    beside: Decimal | int | None = None
    unknown: int = 0


def figures_of(facts: YearFacts) -> list[Figure]:
    """All of them, always in the same order."""
    return [*_tasks(facts), *_outputs(facts), *_spent(facts), *_targets(facts), *_compliance(facts)]


def _by_component(facts: YearFacts) -> dict[str, list[GroupFacts]]:
    found = defaultdict(list)
    for group in facts.groups:
        found[group.code].append(group)
    return found


def _tasks(facts: YearFacts) -> Iterator[Figure]:
    for code, groups in _by_component(facts).items():
        counted = counts(task for group in groups for task in group.tasks)
        for state in (*STATES, "", None):
            if counted[state]:
                yield Figure(FigureKind.TASKS, code, WORDS.get(state, state), value=counted[state])


def _outputs(facts: YearFacts) -> Iterator[Figure]:
    for code, groups in _by_component(facts).items():
        tasks = [task for group in groups for task in group.tasks]
        reached, planned = kind_sums(tasks), _planned(tasks, facts.year.year)
        for kind, unit in reached | planned:
            sums = reached.get((kind, unit))
            yield Figure(
                FigureKind.OUTPUT, code, output_kind=kind, unit=unit, planned=planned.get((kind, unit)),
                value=sums and sums.reached, beside=sums and sums.beside, unknown=sums.open if sums else 0,
            )  # fmt: skip


def _planned(tasks: list[TaskFacts], year: int) -> dict[tuple[OutputKind, str], Decimal]:
    """What is printed for this year or for each year; what is printed for a longer time is not divided."""
    found: dict[tuple[OutputKind, str], Decimal] = {}
    for task in tasks:
        for one in task.printed.outputs:
            if one.per_year or one.year == year:
                key = one.kind, collapse(one.unit) or one.kind.unit
                if key[1] == PERCENT:
                    continue  # as in `kind_sums`
                found[key] = found.get(key, Decimal(0)) + one.quantity
    return found


def _spent(facts: YearFacts) -> Iterator[Figure]:
    code_of = {task.printed.place: group.code for group in facts.groups for task in group.tasks}
    found: dict[tuple[str, str], list[Spent]] = defaultdict(list)
    for one in facts.spent:
        if one.year == facts.year.year:
            found[code_of.get(one.place, ""), one.source].append(one)
    for code in dict.fromkeys(code for code, _ in found):
        for source in in_order(source for of, source in found if of == code):
            told = found[code, source]
            counted = [one.amount for one in told if one.is_counted]
            yield Figure(
                FigureKind.SPENT, code, sources=[source], year=facts.year.year, value=_sum(counted),
                beside=_sum([one.amount for one in told if not one.is_counted]), unknown=counted.count(None),
            )  # fmt: skip


def _targets(facts: YearFacts) -> Iterator[Figure]:
    for target, value in facts.targets:
        numerator, denominator = (value.numerator, value.denominator) if value else (None, None)
        wanted = (numerator, denominator) if is_share(target) else (numerator,)
        yield Figure(
            FigureKind.TARGET, word=outcome_of(target, numerator, denominator), indicator=target.indicator,
            year=target.year, unit=unit_of(target), printed=value_text(target), value=numerator,
            denominator=denominator if is_share(target) else None,
            population=(value.population if value else "") or target.population, unknown=wanted.count(None),
        )  # fmt: skip


def _compliance(facts: YearFacts) -> Iterator[Figure]:
    told = Compliance.of(facts)
    numbers = {
        OWED: told.owed, IN_TIME: told.in_time, LATE: told.late, PAPER: told.paper,
        MISSING: told.owed - told.received, ACCEPTED: told.accepted,
    }  # fmt: skip
    for word, number in numbers.items():
        yield Figure(FigureKind.COMPLIANCE, word=word, value=number)


def _sum(amounts: list[int | None]) -> int | None:
    """The known amounts together; None where none is known."""
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None
