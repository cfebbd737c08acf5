"""Entries of the catalogue for pages: the kinds, a list with counts, and all that is told of one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from agencies.models import User
from core import clock
from plans.models import CatalogueEntry, PlanVersion
from portal.catalogue.kinds import KINDS, Fact, Kind, entry_name, entry_url
from portal.catalogue.uses import uses_of
from portal.links import plan_page
from portal.selectors import plan_title

COMING, VALID, ENDED = "chưa có hiệu lực", "đang có hiệu lực", "đã hết hiệu lực"


@dataclass(frozen=True)
class KindRow:
    """A kind on the overview, with how many entries it has and how many of them hold today."""

    kind: Kind
    entries: int
    valid: int


@dataclass(frozen=True)
class EntryRow:
    """An entry on a list; `number` counts in the plans what its kind says."""

    kind: Kind
    entry: CatalogueEntry
    state: str
    plans: int
    number: int

    @property
    def name(self) -> str:
        return entry_name(self.entry)

    @property
    def url(self) -> str:
        return entry_url(self.entry)

    @property
    def has_ended(self) -> bool:
        return self.state == ENDED

    @property
    def is_valid(self) -> bool:
        return self.state == VALID

    @property
    def cells(self) -> list[tuple[Fact, str]]:
        return [(fact, fact.words(self.entry)) for fact in self.kind.columns]


@dataclass(frozen=True)
class EntryUse:
    """A plan that uses the entry, and how often."""

    title: str
    url: str
    number: int


@dataclass(frozen=True)
class EntrySheet:
    """All that a page tells of an entry: facts as label, words and link."""

    row: EntryRow
    facts: list[tuple[str, str, str]]
    uses: list[EntryUse]


def state_on(entry: CatalogueEntry, day: date) -> str:
    """Whether the entry holds on the day, in words."""
    if entry.has_ended_by(day):
        return ENDED
    return VALID if entry.has_begun_by(day) else COMING


def kind_rows() -> list[KindRow]:
    """The kinds of the catalogue, counted on the business date."""
    today = clock.today()
    rows = []
    for kind in KINDS.values():
        holds = Q(pk__in=kind.model.objects.valid_on(today).values("pk"))
        counts = kind.model.objects.aggregate(entries=Count("pk"), valid=Count("pk", filter=holds))
        rows.append(KindRow(kind, **counts))
    return rows


def entry_rows(kind: Kind, entries: Iterable[CatalogueEntry], user: User) -> list[EntryRow]:
    """Rows for entries of the kind, in a constant number of queries."""
    uses = uses_of(kind.model, user)
    return [_row(kind, entry, uses.get(entry.pk, Counter())) for entry in entries]


def _row(kind: Kind, entry: CatalogueEntry, used: Counter[int]) -> EntryRow:
    return EntryRow(kind, entry, state_on(entry, clock.today()), len(used), used.total())


def entry_sheet(kind: Kind, entry: CatalogueEntry, user: User) -> EntrySheet:
    """Everything about an entry of the kind's `entries`."""
    used = uses_of(kind.model, user).get(entry.pk, Counter())
    versions = (
        PlanVersion.objects.filter(pk__in=used)
        .select_related("plan", "province")
        .order_by("province__sort_key", "plan__slug")
    )
    return EntrySheet(
        row=_row(kind, entry, used),
        facts=[(fact.label, fact.words(entry), fact.url(entry)) for fact in kind.facts],
        uses=[
            EntryUse(plan_title(version), plan_page(version.plan.slug, kind.tab), used[version.pk])
            for version in versions
        ],
    )
