"""What a search found, for its page: by kind with counts, each hit with its address and the plan it stands in."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from agencies.models import Province
from core import clock
from core.search import Excerpt
from plans.models import PlanVersion
from portal.links import place, plan_page, task_page
from portal.search import KINDS, Hit, Kind, SearchResult, search
from portal.selectors import plan_title

FIRST_OF_A_KIND = 5
PAGE_SIZE = 50
TABS = {
    "group": "plan_tasks",
    "objective": "plan_objectives",
    "section": "plan_text",
    "item": "plan_text",
    "responsibility": "plan_responsibilities",
}


@dataclass(frozen=True)
class Place:
    """A hit with its address, and in which plan or province it stands."""

    where: str
    context: str
    url: str
    excerpt: Excerpt


@dataclass(frozen=True)
class KindOfPlace:
    """The hits of a kind that are shown, and how many there are."""

    code: str
    label: str
    count: int
    places: list[Place]


@dataclass(frozen=True)
class FoundPlaces:
    """The answer to a search; `kind` is the one looked at, None for all; `page` tells of its parts."""

    kind: Kind | None
    is_unknown_kind: bool
    total: int
    kinds: list[KindOfPlace]
    page: Page | None


def found_places(user, asked: str, kind_code: str, page: str) -> FoundPlaces:
    """Searches: the first hits of every kind, or a part of all hits of one kind."""
    kind = next((kind for kind in KINDS if kind.code == kind_code), None)
    result = search(user, asked, limit=0 if kind else FIRST_OF_A_KIND)
    part = None
    if kind:
        part = Paginator(range(result.counts.get(kind.code, 0)), PAGE_SIZE).get_page(page)
        wanted = frozenset({kind.code})
        skip = max(part.start_index() - 1, 0)
        hits = search(user, asked, kinds=wanted, limit=PAGE_SIZE, skip=skip).hits
        result = SearchResult(asked, result.counts, hits)
    return FoundPlaces(
        kind=kind,
        is_unknown_kind=bool(kind_code) and kind is None,
        total=sum(result.counts.values()),
        kinds=_by_kind(result),
        page=part,
    )


def _by_kind(result: SearchResult) -> list[KindOfPlace]:
    contexts = _contexts(result.hits)
    return [
        KindOfPlace(
            kind.code,
            kind.label,
            count,
            [_place(hit, contexts) for hit in result.hits if hit.kind == kind.code],
        )
        for kind in KINDS
        if (count := result.counts.get(kind.code))
    ]


def _contexts(hits: list[Hit]) -> dict[tuple[str | None, str | None], str]:
    """What people call the plans and provinces of hits."""
    plans = PlanVersion.objects.current().filter(plan__slug__in={hit.plan for hit in hits if hit.plan})
    named = plans.select_related("plan", "province")
    titles = {
        ("plan", version.plan.slug): plan_title(version) + (", số liệu mẫu" if version.plan.is_sample else "")
        for version in named
    }
    of_agencies = {hit.province for hit in hits if hit.plan is None}
    provinces = Province.objects.filter(slug__in=of_agencies - {None})
    return titles | {
        ("province", province.slug): str(province.name_on(province.ended_on or clock.today()))
        for province in provinces
    }


def _place(hit: Hit, contexts: dict) -> Place:
    about = ("plan", hit.plan) if hit.plan else ("province", hit.province)
    return Place(hit.where, contexts.get(about, "Trung ương"), address_of(hit), hit.excerpt)


def address_of(hit: Hit) -> str:
    """The page and the place on it where the hit stands."""
    if hit.kind == "agency":
        return reverse("agency", kwargs={"public_id": hit.key})
    if hit.kind == "plan":
        return plan_page(hit.plan)
    if hit.kind == "task":
        return task_page(hit.plan, hit.key)
    return plan_page(hit.plan, TABS[hit.kind], place(hit.kind, hit.key))
