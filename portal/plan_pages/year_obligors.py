"""Who will owe, or owes, the reports of a year: what is unresolved first, then everybody by clause, with people."""

from dataclasses import dataclass

from django.db.models import Count

from agencies.enums import AgencyKind
from agencies.models import Agency, AgencySuccession, Province
from core import clock
from core.search import asked_words, search_words
from plans.models import PlanVersion
from portal.links import year_page
from portal.plan_pages.header import PlanPage
from portal.plan_pages.places import Places
from reporting.due_days import COLLECTOR
from reporting.models import HeirDecision, ReportingYear
from reporting.obligors import WITH_OBLIGORS, Collective, Ground, Heirless, Named, Obligors, obligors_of
from reporting.services import reporters, version_on


@dataclass(frozen=True)
class PlaceLink:
    """A place of the plan, in words, and where it is read."""

    words: str
    url: str


@dataclass(frozen=True)
class HeirlessRow:
    """An agency that has ended, with the places that name it and who may take its duties there."""

    agency: Agency
    places: list[tuple[str, PlaceLink]]
    proposals: list[AgencySuccession]


@dataclass(frozen=True)
class CollectiveRow:
    """Words that name nobody in particular, where they stand, and whom the department took them to mean."""

    collective: Collective
    places: list[PlaceLink]
    url: str

    @property
    def kinds_words(self) -> str:
        return ", ".join(kind.label for kind in self.collective.kinds)


@dataclass(frozen=True)
class NamedRow:
    """An agency that the plan names, with how many people can report for it and how many tasks it is about."""

    named: Named
    people: int

    @property
    def tasks(self) -> int:
        return len({ground.place for ground in self.named.grounds if ground.place.startswith("task:")})

    @property
    def inherited(self) -> list[Agency]:
        """For whom it stands."""
        return list(dict.fromkeys(one.inherited_from for one in self.named.grounds if one.inherited_from))

    @property
    def collectives(self) -> list[str]:
        """The words of collectives that were taken to mean it."""
        return list(dict.fromkeys(one.text for one in self.named.grounds if one.is_collective))


@dataclass(frozen=True)
class YearObligors:
    """The page. `row` is None, or not open, before the year is opened: then it is a preview."""

    row: ReportingYear | None
    year: int
    version: PlanVersion
    heirless: list[HeirlessRow]
    undecided: list[CollectiveRow]
    nobodys: list[CollectiveRow]
    decided: list[CollectiveRow]
    owed: list[NamedRow]
    not_bound: list[NamedRow]
    heirs: list[HeirDecision]

    @property
    def open_words(self) -> int:
        """How many collectives nobody has decided on."""
        return len(self.undecided) + len(self.nobodys)

    @property
    def unresolved(self) -> int:
        return len(self.heirless) + self.open_words

    @property
    def without_people(self) -> int:
        return sum(not one.people for one in self.owed)


def year_version(row: ReportingYear | None, page: PlanPage) -> PlanVersion:
    """The version that the year's reports answer to: the pinned one, before the opening the one that applies today."""
    pk = row.version_id if row and row.is_open else version_on(page.plan, clock.today()).pk
    loaded = PlanVersion.objects.prefetch_related(*WITH_OBLIGORS).select_related(
        "plan", "province__successor"
    )
    return loaded.get(pk=pk)


def year_obligors(page: PlanPage, row: ReportingYear | None, year: int) -> YearObligors:
    """Everything that the page tells, in a constant number of queries."""
    version = year_version(row, page)
    found = obligors_of(version, year, clock.today())
    places = Places(version)
    collectives = [_collective_row(one, places, page.plan.slug, year) for one in found.collectives]
    people = _people(found)
    open_ones = [one for one in collectives if one.collective.decision is None]
    heirs = HeirDecision.objects.holding_in(page.plan, year).select_related("agency", "heir", "decided_by")
    return YearObligors(
        row=row,
        year=year,
        version=version,
        heirless=[
            HeirlessRow(one.agency, _places(one.grounds, places), one.proposals) for one in found.heirless
        ],
        undecided=[one for one in open_ones if one.collective.kinds],
        nobodys=[one for one in open_ones if not one.collective.kinds],
        decided=[one for one in collectives if one.collective.decision],
        owed=[NamedRow(one, people.get(one.agency.pk, 0)) for one in found.owed],
        not_bound=[NamedRow(one, people.get(one.agency.pk, 0)) for one in found.not_bound],
        heirs=list(heirs.order_by("-decided_at", "-id")),
    )


def heirless_in(page: PlanPage, row: ReportingYear | None, year: int) -> list[Heirless]:
    """The agencies whose duties nobody has yet, for who decides about one of them."""
    return obligors_of(year_version(row, page), year, clock.today()).heirless


@dataclass(frozen=True)
class CollectiveChoice:
    """A collective to decide on: who is proposed, who else is there, and which other words may mean the same."""

    row: CollectiveRow
    proposed: list[Agency]
    others: list[Agency]
    same: list[CollectiveRow]

    @property
    def preset(self) -> list[Agency]:
        """What was decided before; of words for all districts all of them."""
        if decision := self.row.collective.decision:
            return list(decision.members.all())
        return self.proposed if self.row.collective.kinds == (AgencyKind.DISTRICT,) else []


def collective_choice(
    page: PlanPage, row: ReportingYear | None, year: int, key: str
) -> CollectiveChoice | None:
    """The collective with this key; None where the year's plan has none such."""
    version = year_version(row, page)
    places = Places(version)
    found = obligors_of(version, year, clock.today()).collectives
    rows = [_collective_row(one, places, page.plan.slug, year) for one in found]
    chosen = next((one for one in rows if one.collective.key == key), None)
    if chosen is None:
        return None
    kinds = chosen.collective.kinds
    there = [one for one in agencies_of(version.province) if one.slug != COLLECTOR]  # which reports to itself
    return CollectiveChoice(
        row=chosen,
        proposed=[one for one in there if one.kind in kinds],
        others=[one for one in there if one.kind not in kinds],
        same=[
            one
            for one in rows
            if one is not chosen and one.collective.decision is None and one.collective.kinds == kinds
        ],
    )


def agencies_of(province: Province) -> list[Agency]:
    """The agencies of the province, or of the one that answers for it, that are there today; not who gets the reports."""
    today = clock.today()
    there = Agency.objects.existing_on(today).filter(province=province.answering_on(today))
    return list(
        there.exclude(kind=AgencyKind.PEOPLE_COMMITTEE).select_related("province").order_by("sort_key")
    )


def narrowed(agencies: list[Agency], asked: str) -> list[Agency]:
    """Those whose name has all the words; all where none is asked."""
    words = set(asked_words(asked))
    return [one for one in agencies if words <= set(search_words(one.name).split())]


def _collective_row(collective: Collective, places: Places, slug: str, year: int) -> CollectiveRow:
    found = dict.fromkeys(naming.place for naming in collective.namings)
    return CollectiveRow(
        collective,
        [PlaceLink(places.words(one), places.url(one)) for one in found],
        year_page(slug, year, "plan_year_collective", key=collective.key),
    )


def _places(grounds: list[Ground], places: Places) -> list[tuple[str, PlaceLink]]:
    found = dict.fromkeys(ground.place for ground in grounds)
    return [(one, PlaceLink(places.words(one), places.url(one))) for one in found]


def _people(found: Obligors) -> dict[int, int]:
    """How many people can report, by agency."""
    agencies = [one.agency.pk for one in (*found.owed, *found.not_bound)]
    counted = (
        reporters().filter(agency__in=agencies).values_list("agency").annotate(Count("user", distinct=True))
    )
    return dict(counted.order_by())
