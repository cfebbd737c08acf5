"""Provinces over time, for pages: who was merged into whom, when, by which resolution, under which names and codes."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet

from agencies.models import Agency, Province, ProvinceName
from core import clock
from portal.selectors import PlanOverview, listed_versions, plan_overviews


@dataclass(frozen=True)
class ProvinceRow:
    """A province as it was on one day; `parts` are those that it took over, `now` is who took it over."""

    province: Province
    name: ProvinceName | None
    now: ProvinceName | None
    parts: list[tuple[Province, ProvinceName | None]]
    plans: int
    inherited_plans: int


@dataclass(frozen=True)
class ProvinceList:
    """The provinces of one list, and from (or until) which day that list holds."""

    rows: list[ProvinceRow]
    day: date


@dataclass(frozen=True)
class ProvinceSheet:
    """All that the portal knows of a province."""

    province: Province
    name: ProvinceName | None
    names: list[ProvinceName]
    predecessors: list[tuple[Province, ProvinceName | None]]
    successor_name: ProvinceName | None
    has_ended: bool
    merger_source: str
    plans: list[PlanOverview] = field(default_factory=list)
    inherited: list[PlanOverview] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)


def last_day_before_merger() -> date | None:
    """The last day of the provinces that ended last; None where none has."""
    return Province.objects.aggregate(day=Max("ended_on"))["day"]


def former_provinces(user) -> ProvinceList:
    """The provinces as they were on the last day before the merger."""
    day = last_day_before_merger() or clock.today()
    return ProvinceList(_rows(user, day, name_day=day), day)


def current_provinces(user) -> ProvinceList:
    """The provinces since the merger, under their names of today."""
    merged = last_day_before_merger()
    day = merged + timedelta(days=1) if merged else clock.today()
    return ProvinceList(_rows(user, day, name_day=max(day, clock.today())), day)


def _rows(user, day: date, *, name_day: date) -> list[ProvinceRow]:
    provinces = _named(Province.objects.existing_on(day))
    plans = dict(
        listed_versions(user).order_by().values_list("province").annotate(Count("plan", distinct=True))
    )
    return [_row(province, day, name_day, plans) for province in provinces]


def _row(province: Province, day: date, name_day: date, plans: dict[int, int]) -> ProvinceRow:
    parts = [part for part in province.predecessors.all() if part.ended_on < day]
    return ProvinceRow(
        province=province,
        name=province.name_on(name_day),
        now=_successor_name(province, name_day),
        parts=[(part, part.name_on(part.ended_on)) for part in parts],
        plans=plans.get(province.pk, 0),
        inherited_plans=sum(plans.get(part.pk, 0) for part in parts),
    )


def _named(provinces: QuerySet[Province]) -> QuerySet[Province]:
    return provinces.select_related("successor").prefetch_related(
        "names", "successor__names", "predecessors__names"
    )


def province_sheet(slug: str, user) -> ProvinceSheet:
    """Everything about one province; Province.DoesNotExist for an unknown one."""
    province, today = _named(Province.objects.all()).get(slug=slug), clock.today()
    has_ended = bool(province.ended_on and province.ended_on < today)
    plans = plan_overviews(listed_versions(user).filter(province__in=Province.objects.inherited_by(province)))
    agencies = Agency.objects.visible_to(user).filter(province=province)
    return ProvinceSheet(
        province=province,
        name=province.name_on(province.ended_on if has_ended else today),
        names=list(province.names.all()),
        predecessors=[(part, part.name_on(part.ended_on)) for part in province.predecessors.all()],
        successor_name=_successor_name(province, today),
        has_ended=has_ended,
        merger_source=_merger_source(province),
        plans=[plan for plan in plans if plan.version.province_id == province.pk],
        inherited=[plan for plan in plans if plan.version.province_id != province.pk],
        agencies=list(agencies.order_by("sort_key")),
    )


def _successor_name(province: Province, today: date) -> ProvinceName | None:
    """Under its first name after the merger, or under that of today."""
    if province.successor is None:
        return None
    return province.successor.name_on(max(today, province.ended_on + timedelta(days=1)))


def _merger_source(province: Province) -> str:
    """The resolution by which this province, or those that it took over, changed hands."""
    merged = [province] if province.successor else list(province.predecessors.all())
    if not merged:
        return ""
    heir, first_day = province.successor or province, merged[0].ended_on + timedelta(days=1)
    return next((name.source for name in heir.names.all() if name.valid_from == first_day), "")
