"""Indicators against the national targets: numerators and denominators added up where they count the same, else it is said why not."""

from collections import Counter
from dataclasses import dataclass

from core.text import collapse
from plans.models import NationalTarget
from plans.targets import same_population, value_text
from reporting.builders.consolidated.unknown import open_cell
from reporting.builders.national.facts import ChosenPlan, NationalFacts, TargetFigure
from reporting.builders.national.words import added, sheet
from reporting.contents.workbook import Column, Row, Sheet
from reporting.enums import TargetOutcome
from reporting.targets import PERCENT, is_share, outcome_of, percent_of, unit_of

NATIONAL, BY_PROVINCE = "Chỉ tiêu quốc gia", "Chỉ tiêu theo tỉnh"
ADDED, UNKNOWN_FIGURE = "có", "chưa rõ số liệu"
NOTE = (
    "Tử số và mẫu số được cộng, không lấy bình quân các tỷ lệ. Chỉ cộng số liệu cùng đơn vị, cùng đối tượng tính và cùng kỳ "
    "với mục tiêu quốc gia; số liệu khác được nêu riêng theo tỉnh, kèm lý do không cộng."
)


@dataclass(frozen=True)
class Line:
    """What a sent report tells of a target; `national` is the one it answers, `obstacle` why it is not added to it."""

    plan: ChosenPlan
    figure: TargetFigure
    national: NationalTarget | None
    obstacle: str

    @property
    def is_added(self) -> bool:
        return not self.obstacle


def lines(facts: NationalFacts) -> list[Line]:
    """Each figure of the sent reports, in the catalogue's order of indicators and then by province."""
    order = {plan.version.pk: number for number, plan in enumerate(facts.plans)}
    found = []
    for one in facts.targets:
        plan = facts.told[one.consolidation]
        found.append((plan, one, _national_of(facts, plan, one)))
    answered = Counter((plan.version.pk, national.pk) for plan, _, national in found if national)
    told = [
        Line(
            plan,
            one,
            national,
            _obstacle(one, national, answered[plan.version.pk, national.pk] if national else 0),
        )
        for plan, one, national in found
    ]
    ranks = {one: rank for rank, one in enumerate(dict.fromkeys(line.figure.indicator for line in told))}
    return sorted(told, key=lambda line: (ranks[line.figure.indicator], order[line.plan.version.pk]))


def _national_of(facts: NationalFacts, plan: ChosenPlan, one: TargetFigure) -> NationalTarget | None:
    """The target of the plan's programme for the year of the report, if the plan's own target lies in its period."""
    by = one.year or plan.version.period_end
    key = (plan.version.plan.programme_id, one.indicator)
    answered = (
        national
        for national in facts.national_targets
        if (national.programme_id, national.indicator_id) == key
        and national.period_start <= by <= national.period_end
    )
    return next(answered, None)


def _obstacle(one: TargetFigure, national: NationalTarget | None, answers: int) -> str:
    if one.value is None or (one.unit == PERCENT and not one.denominator):
        return UNKNOWN_FIGURE
    if national is None:
        return "không có mục tiêu quốc gia cùng kỳ"
    if collapse(one.unit).lower() != collapse(unit_of(national)).lower():
        return "khác đơn vị"
    if not same_population(one.population, national.population):
        return "khác đối tượng tính" if one.population else "không ghi đối tượng tính"
    return "kế hoạch có nhiều mục tiêu cho chỉ tiêu này" if answers > 1 else ""


@dataclass(frozen=True)
class Sum:
    """A national target with what comparable reports tell of it, added up."""

    national: NationalTarget
    numerator: int | None
    denominator: int | None
    added: int
    left_out: int

    @property
    def outcome(self) -> TargetOutcome:
        return outcome_of(self.national, self.numerator, self.denominator)

    @property
    def result(self):
        """The share, from the sums; of other units the sum itself. None where nothing is known."""
        return percent_of(self.numerator, self.denominator) if is_share(self.national) else self.numerator


def sums(facts: NationalFacts) -> list[Sum]:
    """One for each national target of the year."""
    of_target: dict[int, list[Line]] = {}
    for line in lines(facts):
        if line.national:
            of_target.setdefault(line.national.pk, []).append(line)
    return [_sum(national, of_target.get(national.pk, [])) for national in facts.national_targets]


def _sum(national: NationalTarget, answers: list[Line]) -> Sum:
    taken = [line.figure for line in answers if line.is_added]
    denominator = added(one.denominator for one in taken) if is_share(national) else None
    return Sum(
        national, added(one.value for one in taken), denominator, len(taken), len(answers) - len(taken)
    )


def national_sheet(facts: NationalFacts) -> Sheet:
    """A row for each national target of the year."""
    columns = (
        Column("Chỉ tiêu", width=40), Column("Chương trình", width=16), Column("Giai đoạn", width=11),
        Column("Mục tiêu quốc gia", width=12), Column("Đối tượng tính", width=36), Column("Tử số", "number", 12),
        Column("Mẫu số", "number", 12), Column("Đạt được", "number", 11), Column("Đơn vị", width=12),
        Column("So với mục tiêu", width=16), Column("Số liệu được cộng", "number", 10),
        Column("Không cộng được", "number", 10),
    )  # fmt: skip
    rows = [
        Row(
            (
                one.national.indicator.name, one.national.programme.number, one.national.period, value_text(one.national),
                one.national.population, open_cell(one.numerator),
                open_cell(one.denominator) if is_share(one.national) else None, open_cell(one.result),
                unit_of(one.national), one.outcome.label, one.added, one.left_out,
            )
        )
        for one in sums(facts)
    ]  # fmt: skip
    return sheet(
        facts, NATIONAL, f"Chỉ tiêu so với mục tiêu quốc gia, năm {facts.year}", columns, rows, notes=(NOTE,)
    )


def province_sheet(facts: NationalFacts) -> Sheet:
    """A row for each target of a sent report, with the reason where it is not added up."""
    columns = (
        Column("Chỉ tiêu", width=30), Column("Tỉnh, thành phố", width=26), Column("Mục tiêu in", width=12),
        Column("Năm đạt", "year", 8), Column("Tử số", "number", 12), Column("Mẫu số", "number", 12),
        Column("Đạt được", "number", 11), Column("Đơn vị", width=12), Column("Đối tượng đã tính", width=36),
        Column("Cộng vào cả nước", width=12), Column("Vì sao không cộng", width=26),
    )  # fmt: skip
    rows = [_row(line) for line in lines(facts)]
    title = f"Chỉ tiêu theo tỉnh, năm {facts.year}"
    return sheet(facts, BY_PROVINCE, title, columns, rows, notes=(NOTE,), frozen=2)


def _row(line: Line) -> Row:
    one = line.figure
    is_percent = one.unit == PERCENT
    reached = percent_of(one.value, one.denominator) if is_percent else one.value
    return Row(
        (
            one.indicator_name, line.plan.name, one.printed, one.year, open_cell(one.value),
            open_cell(one.denominator) if is_percent else None, open_cell(reached), one.unit, one.population,
            ADDED if line.is_added else "không", line.obstacle,
        )
    )  # fmt: skip
