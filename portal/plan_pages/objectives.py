"""The objectives of a plan beside the national targets of its programme: side by side, never ranked."""

from dataclasses import dataclass

from plans.models import Indicator, NationalTarget, Objective, Target
from plans.targets import beside, same_population, value_text
from portal.links import place
from portal.plan_pages.header import PlanPage


@dataclass(frozen=True)
class NationalRow:
    """A national target in words; its source, because the catalogue was compiled second-hand."""

    indicator: Indicator
    value: str
    period: str
    population: str
    source: str


@dataclass(frozen=True)
class TargetRow:
    """A target of the plan beside the national ones of the same indicator for its year."""

    indicator: Indicator
    value: str
    year: str
    population: str
    national: list[NationalRow]
    is_same_population: bool


@dataclass(frozen=True)
class ObjectiveRow:
    objective: Objective
    anchor: str
    heading: str
    targets: list[TargetRow]

    @property
    def values(self) -> str:
        """The figures in short: "Áp dụng 50%; Tiết kiệm 8-13%"."""
        return "; ".join(f"{row.indicator.short_name} {row.value}" for row in self.targets)


def objective_rows(page: PlanPage, national: list[NationalTarget]) -> list[ObjectiveRow]:
    """All objectives in printed order; `heading` names the phase, or general and specific where there is none."""
    return [
        ObjectiveRow(
            objective=objective,
            anchor=place("objective", objective.key),
            heading=objective.phase.title if objective.phase else objective.get_kind_display(),
            targets=[
                _target(target, beside(target, national, page.version.period_end))
                for target in objective.targets.all()
            ],
        )
        for objective in page.version.objective_rows.all()
    ]


def national_targets(page: PlanPage) -> list[NationalTarget]:
    """What the plan's programme aims at."""
    return list(page.plan.programme.targets.select_related("indicator"))


def not_taken_up(page: PlanPage, national: list[NationalTarget]) -> list[NationalRow]:
    """National targets of the plan's time for which the plan sets no value of its own."""
    objectives = page.version.objective_rows.all()
    own = {target.indicator_id for objective in objectives for target in objective.targets.all()}
    version = page.version
    return [
        _national(target)
        for target in national
        if target.indicator_id not in own
        and target.period_start <= version.period_end
        and target.period_end >= version.period_start
    ]


def _target(target: Target, national: list[NationalTarget]) -> TargetRow:
    return TargetRow(
        indicator=target.indicator,
        value=value_text(target),
        year=str(target.year) if target.year else "không ghi năm",
        population=target.population or "không ghi đối tượng",
        national=[_national(one) for one in national],
        is_same_population=all(same_population(target.population, one.population) for one in national),
    )


def _national(target: NationalTarget) -> NationalRow:
    period = f"{target.period_start}-{target.period_end}"
    return NationalRow(target.indicator, value_text(target), period, target.population, target.source)
