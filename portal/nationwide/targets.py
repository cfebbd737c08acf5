"""Targets of provinces beside the national ones, indicator by indicator. Never ranked, never averaged.

Provinces count different populations (Kon Tum only facilities "có tiềm năng"), so each figure stands with its
printed population, and is marked as not directly comparable where that is another than the national one.
"""

from collections import defaultdict
from dataclasses import dataclass

from plans.models import Indicator, NationalTarget, Target
from plans.targets import beside, same_population, value_text
from portal.nationwide.plans import ProvincePlan


@dataclass(frozen=True)
class NationalFigure:
    """The value that a programme sets for a period."""

    target: NationalTarget

    @property
    def programme(self) -> str:
        return f"Quyết định {self.target.programme.number}"

    @property
    def period(self) -> str:
        return f"{self.target.period_start}-{self.target.period_end}"

    @property
    def value(self) -> str:
        return value_text(self.target)


@dataclass(frozen=True)
class ProvinceFigure:
    """A target of a plan, with the national one of its year where there is one."""

    plan: ProvincePlan
    target: Target
    national: NationalFigure | None

    @property
    def value(self) -> str:
        return value_text(self.target)

    @property
    def counts_the_same(self) -> bool:
        """Whether the printed population is the national one."""
        return self.national is not None and same_population(
            self.target.population, self.national.target.population
        )

    @property
    def comparison(self) -> str:
        """What may be said of province and nation, in words."""
        if self.national is None:
            return "không có mục tiêu quốc gia cùng kỳ"
        return "cùng đối tượng" if self.counts_the_same else "không so sánh trực tiếp"


@dataclass(frozen=True)
class IndicatorComparison:
    """An indicator: national figures, those of the plans in the order of provinces, and who sets none."""

    indicator: Indicator
    national: list[NationalFigure]
    figures: list[ProvinceFigure]
    without: list[ProvincePlan]

    @property
    def setting(self) -> int:
        """How many plans set the target."""
        return len({figure.plan.slug for figure in self.figures})


def target_comparison(plans: list[ProvincePlan]) -> list[IndicatorComparison]:
    """Every indicator that one of the plans has a target for, or the programmes that they answer."""
    nationals = defaultdict(list)
    programmes = {plan.version.plan.programme_id for plan in plans}
    for target in NationalTarget.objects.filter(programme__in=programmes).select_related("programme"):
        nationals[target.indicator_id].append(target)
    targets = _targets_of(plans)
    indicators = Indicator.objects.filter(pk__in={*nationals, *targets})
    return [_comparison(one, nationals[one.pk], targets[one.pk], plans) for one in indicators]


def _targets_of(plans: list[ProvincePlan]) -> dict[int, dict[int, list[Target]]]:
    """By indicator and version."""
    found: dict[int, dict[int, list[Target]]] = defaultdict(lambda: defaultdict(list))
    rows = Target.objects.filter(version__in=[plan.version.pk for plan in plans])
    for target in rows.order_by("objective__position", "position"):
        found[target.indicator_id][target.version_id].append(target)
    return found


def _comparison(
    indicator: Indicator,
    nationals: list[NationalTarget],
    targets: dict[int, list[Target]],
    plans: list[ProvincePlan],
) -> IndicatorComparison:
    figures = [
        ProvinceFigure(plan, target, _national_of(target, plan, nationals))
        for plan in plans
        for target in targets.get(plan.version.pk, ())
    ]
    without = [plan for plan in plans if plan.version.pk not in targets]
    return IndicatorComparison(indicator, [NationalFigure(one) for one in nationals], figures, without)


def _national_of(
    target: Target, plan: ProvincePlan, nationals: list[NationalTarget]
) -> NationalFigure | None:
    own = [one for one in nationals if one.programme_id == plan.version.plan.programme_id]
    found = beside(target, own, plan.version.period_end)
    return NationalFigure(found[0]) if found else None
