"""What a national report is made of: plans, sent reports and their figures, in a constant number of queries.

Real and sample figures are never mixed. A year of which the country has a real report sent shows real ones alone; one
of which only sample reports were sent is sample as a whole, and so marked; a year of which nobody has sent anything shows
real plans, and sample ones only where there is no real plan. That is decided for the whole country, so that no choice of
provinces changes it.
"""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Sum

from agencies.models import Province
from agencies.models.province import bare_name
from core import clock
from core.sorting import sort_key
from plans.models import NationalTarget, OutputKind, PlanVersion
from reporting.builders.national.planned import Planned, kept_planned_of
from reporting.contents.national import Selection
from reporting.enums import ConsolidationKind, ConsolidationStatus, FigureKind
from reporting.models import ConsolidatedFigure, Consolidation

LAST_DAY_OF_63 = date(2025, 6, 30)


@dataclass(frozen=True)
class ChosenPlan:
    """A plan that covers the year: the version of its newest sent report, else the one in force; `sent` is that report."""

    version: PlanVersion
    sent: Consolidation | None

    @property
    def told(self) -> Consolidation | None:
        """The sent report by whose figures tables are made; None for one that was sent before figures were kept."""
        return self.sent if self.sent and self.sent.has_figures else None

    @cached_property
    def name(self) -> str:
        """The province that issued it, by the name of that day."""
        return str(self.version.province_name)

    @property
    def document(self) -> str:
        return self.version.document_number or "không in số"


@dataclass(frozen=True)
class TargetFigure:
    """What a sent report tells of a target, as `ConsolidatedFigure` explains it."""

    consolidation: int
    indicator: int
    indicator_name: str
    printed: str
    year: int | None
    value: Decimal | None
    denominator: Decimal | None
    unit: str
    population: str


@dataclass(frozen=True)
class Place:
    """A province in the borders that were chosen, with the plans that it answers for."""

    slug: str
    name: str
    plans: list[ChosenPlan] = field(default_factory=list)

    @property
    def sent(self) -> list[Consolidation]:
        return [plan.sent for plan in self.plans if plan.sent]

    @property
    def told(self) -> list[Consolidation]:
        """Those by whose figures tables are made."""
        return [plan.told for plan in self.plans if plan.told]

    @property
    def sent_words(self) -> str:
        """ "đã gửi", "chưa gửi", "1/2 đã gửi"; that a report was sent without figures."""
        if not self.sent:
            return "chưa gửi"
        words = (
            "đã gửi" if len(self.sent) == len(self.plans) else f"{len(self.sent)}/{len(self.plans)} đã gửi"
        )
        return words if len(self.told) == len(self.sent) else f"{words}, không kèm số liệu"


class NationalFacts:
    """The year's figures of the provinces that were selected. Reads what the connection's scope lets through."""

    def __init__(self, selection: Selection):
        self.selection, self.year, self.component = selection, selection.year, selection.component

    @cached_property
    def reports(self) -> list[Consolidation]:
        """Every sent report of this year and earlier ones, the newest version of each plan's year, without contents."""
        rows = Consolidation.objects.filter(
            kind=ConsolidationKind.YEAR, status=ConsolidationStatus.SENT, year__year__lte=self.year
        )
        figures = ConsolidatedFigure.objects.filter(consolidation=OuterRef("pk"))
        newest = rows.defer("contents").select_related("year").annotate(has_figures=Exists(figures))
        return list({one.year_id: one for one in newest.order_by("year", "number")}.values())

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """The plans of the country that cover the year, each by one version, in the order of provinces."""
        pinned = {plan: one.version_id for plan, one in self.counted.items()}
        covering = Q(period_start__lte=self.year, period_end__gte=self.year)
        current = PlanVersion.objects.current().issued().filter(covering)
        rows = PlanVersion.objects.filter(Q(pk__in=current.values("pk")) | Q(pk__in=pinned.values()))
        rows = rows.select_related("plan__programme", "province__successor")
        found = rows.order_by("province__sort_key", "period_start", "plan__slug")
        return [one for one in found if pinned.get(one.plan_id, one.pk) == one.pk]

    @cached_property
    def counted(self) -> dict[int, Consolidation]:
        """The sent reports of the year by plan: the real ones; where there is none, the sample ones."""
        of_year = [one for one in self.reports if one.year.year == self.year]
        are_samples = all(one.year.is_sample for one in of_year)
        return {one.year.plan_id: one for one in of_year if one.year.is_sample == are_samples}

    @cached_property
    def is_sample(self) -> bool:
        """Whether the whole report is made of sample figures."""
        if self.counted:
            return all(one.year.is_sample for one in self.counted.values())
        return bool(self.versions) and all(one.plan.is_sample for one in self.versions)

    @property
    def leaves_samples_out(self) -> bool:
        """Whether there are sample plans or sample reports of the year that are not counted."""
        samples = (one.plan.is_sample for one in self.versions)
        reports = (one.year.is_sample for one in self.reports if one.year.year == self.year)
        return not self.is_sample and (any(samples) or any(reports))

    @cached_property
    def plans(self) -> list[ChosenPlan]:
        """Those of the selection, in the order of provinces."""
        return [
            ChosenPlan(one, self.counted.get(one.plan_id))
            for one in self.versions
            if (self.is_sample or not one.plan.is_sample) and self._is_chosen(one)
        ]

    def _is_chosen(self, version: PlanVersion) -> bool:
        asked, province = self.selection, version.province
        return (
            asked.programme in ("", version.plan.programme.number)
            and asked.region in ("", province.region)
            and (not asked.provinces or province.slug in asked.provinces)
        )

    @cached_property
    def places(self) -> list[Place]:
        """The provinces of the borders that were chosen that have a plan here, in the order of their names."""
        found: dict[int, Place] = {}
        for plan in self.plans:
            holder = self.holder(plan.version.province)
            if holder.pk not in found:
                found[holder.pk] = Place(holder.slug, str(holder.name_on(self.borders_day)))
            found[holder.pk].plans.append(plan)
        return sorted(found.values(), key=lambda place: sort_key(bare_name(place.name)))

    @property
    def sent_places(self) -> list[Place]:
        """The provinces of which at least one report of the year was sent."""
        return [place for place in self.places if place.sent]

    @property
    def borders_day(self) -> date:
        """The day of whose borders and names provinces are."""
        if self.selection.borders == "63":
            return LAST_DAY_OF_63
        return max(clock.today(), LAST_DAY_OF_63 + timedelta(days=1))

    def holder(self, province: Province) -> Province:
        """The province itself, or who answers for it in the borders that were chosen."""
        return province.answering_on(self.borders_day)

    @cached_property
    def told(self) -> dict[int, ChosenPlan]:
        """The plans whose report was sent with figures, by its primary key."""
        return {plan.told.pk: plan for plan in self.plans if plan.told}

    @cached_property
    def planned(self) -> dict[int, Planned]:
        """The planned money by version."""
        return kept_planned_of([plan.version for plan in self.plans], self.component)

    # Figures of sent reports: what is asked for stands in the names.

    @cached_property
    def tasks(self) -> dict[str, Counter]:
        """By the slug of the place: how many tasks there are by (component, state)."""
        rows = (
            self._figures(FigureKind.TASKS)
            .order_by()
            .values_list("consolidation", "component", "word", "value")
        )
        return self._counted((report, (code, word), value) for report, code, word, value in rows)

    @cached_property
    def outputs(self) -> list[tuple]:
        """(report, kind, unit, planned, reached, beside, unknown), added up over components, in the catalogue's order."""
        rows = self._figures(FigureKind.OUTPUT).order_by(
            "output_kind__position", "output_kind", "unit", "consolidation"
        )
        return list(
            rows.values_list("consolidation", "output_kind", "unit").annotate(
                Sum("planned"), Sum("value"), Sum("beside"), Sum("unknown")
            )
        )

    @cached_property
    def output_kinds(self) -> dict[int, OutputKind]:
        return OutputKind.objects.in_bulk()

    @cached_property
    def spent(self) -> dict[tuple[int, int], dict[str, tuple[int | None, int, int | None]]]:
        """By plan and year, of this year and earlier ones: what was spent from each source, sums open, told beside."""
        plans = {plan.version.plan_id for plan in self.plans}
        of = {
            one.pk: (one.year.plan_id, one.year.year)
            for one in self.reports
            if one.has_figures and one.year.is_sample == self.is_sample and one.year.plan_id in plans
        }
        found: dict[tuple[int, int], dict] = {key: {} for key in of.values()}
        rows = self._figures(FigureKind.SPENT, of).order_by().values_list("consolidation", "sources")
        for report, sources, value, unknown, beside in rows.annotate(
            Sum("value"), Sum("unknown"), Sum("beside")
        ):
            found[of[report]][sources[0]] = (_whole(value), unknown, _whole(beside))
        return found

    @cached_property
    def targets(self) -> list["TargetFigure"]:
        """The figures of targets, in the catalogue's order of indicators."""
        rows = ConsolidatedFigure.objects.filter(kind=FigureKind.TARGET, consolidation__in=self.told)
        ordered = rows.order_by("indicator__position", "indicator", "consolidation", "position")
        names = [one.name for one in fields(TargetFigure)]
        return [
            TargetFigure(*row) for row in ordered.values_list(*names[:2], "indicator__short_name", *names[3:])
        ]

    @cached_property
    def national_targets(self) -> list[NationalTarget]:
        """Those of the year, of the programmes that the selected plans answer."""
        programmes = {plan.version.plan.programme_id for plan in self.plans}
        rows = NationalTarget.objects.filter(
            programme__in=programmes, period_start__lte=self.year, period_end__gte=self.year
        )
        return list(
            rows.select_related("indicator", "programme").order_by(
                "indicator__position", "programme__issued_on"
            )
        )

    @cached_property
    def compliance(self) -> dict[str, Counter]:
        """By the slug of the place: how many obligations are what."""
        rows = ConsolidatedFigure.objects.filter(kind=FigureKind.COMPLIANCE, consolidation__in=self.told)
        return self._counted(rows.order_by().values_list("consolidation", "word", "value"))

    def _counted(self, rows) -> dict[str, Counter]:
        slugs = {one.pk: place.slug for place in self.places for one in place.told}
        found = {place.slug: Counter() for place in self.places}
        for report, key, value in rows:
            found[slugs[report]][key] += int(value)
        return found

    def _figures(self, kind: FigureKind, reports=None):
        """Of the component that was chosen, of all where none was."""
        rows = ConsolidatedFigure.objects.filter(
            kind=kind, consolidation__in=self.told if reports is None else reports
        )
        return rows.filter(component=self.component) if self.component else rows


def _whole(amount) -> int | None:
    return None if amount is None else int(amount)
