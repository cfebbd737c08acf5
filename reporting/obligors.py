"""Who owes the reports of one year of a plan, by which words of it; and what has to be decided before that is known.

A plan names agencies as parties of tasks and in its responsibilities; one of its clauses (`Obligor`) says who of them
reports, the narrower clause first (`due_days.bound_by`). Where none binds an agency nothing arises: the department may
ask. Words for a collective mean whom the department decided (`CollectiveDecision`). An agency that has ended by the
day is followed by its only decided successor for all duties; else by whom the department chose (`HeirDecision`); it is
never followed silently. The collector owes nothing to itself, but has its own part. Prefetch `WITH_OBLIGORS`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from agencies.collectives import collective_key, kinds_meant
from agencies.enums import AgencyKind
from agencies.models import Agency, AgencySuccession, Province
from agencies.succession import has_ended
from plans.models import Plan, PlanVersion
from reporting.due_days import COLLECTOR, WITH_DAYS, DueDay, bound_by, due_day
from reporting.enums import GroundKind, ObligationBasis, ObligorKind
from reporting.models import CollectiveDecision, HeirDecision, Obligor
from tasks.enums import PartyRole
from tasks.models import Task

WITH_OBLIGORS = (
    *WITH_DAYS,
    "taskgroup_rows__phase",
    "taskgroup_rows__tasks__parties__agency__province",
    "responsibility_rows__agencies__agency__province",
)
_ROLES = {PartyRole.LEAD: GroundKind.LEAD, PartyRole.COORDINATING: GroundKind.COORDINATING}
_BY_WEIGHT = {kind: number for number, kind in enumerate(GroundKind.values)}


@dataclass(frozen=True)
class Naming:
    """One place where the plan names somebody: an agency, or a collective (`agency` None)."""

    kind: GroundKind
    place: str
    text: str
    agency: Agency | None


@dataclass(frozen=True)
class Ground:
    """One place that makes an agency a party of the plan, as `ObligationGround` keeps it."""

    kind: GroundKind
    place: str
    text: str
    is_collective: bool = False
    inherited_from: Agency | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What stands once in an obligation."""
        return self.kind, self.place, self.text


@dataclass
class Named:
    """An agency that the plan names, by all the places; `obligor` is the clause that binds it, `day` when."""

    agency: Agency
    grounds: list[Ground] = field(default_factory=list)
    obligor: Obligor | None = None
    day: DueDay | None = None
    is_collector: bool = False

    @property
    def basis(self) -> ObligationBasis | None:
        """None where nothing is owed by itself."""
        if self.is_collector:
            return ObligationBasis.OWN
        return ObligationBasis.CLAUSE if self.obligor else None


@dataclass(frozen=True)
class Collective:
    """Words that name nobody in particular, with the places where they stand, and the decision on them."""

    text: str
    key: str
    namings: list[Naming]
    decision: CollectiveDecision | None

    @property
    def kinds(self) -> tuple[AgencyKind, ...]:
        """The kinds of agency that they may mean."""
        return kinds_meant(self.text)


@dataclass(frozen=True)
class Heirless:
    """An agency that has ended, whose duties at these places nobody has yet; `proposals` say who may take them."""

    agency: Agency
    grounds: list[Ground]
    proposals: list[AgencySuccession]


@dataclass(frozen=True)
class Obligors:
    """The answer: who owes, whom no clause binds, and what is open. By name."""

    owed: list[Named]
    not_bound: list[Named]
    collectives: list[Collective]
    heirless: list[Heirless]

    @property
    def open_collectives(self) -> list[Collective]:
        return [one for one in self.collectives if one.decision is None]

    @property
    def unresolved(self) -> int:
        """How many questions the department has still to answer."""
        return len(self.open_collectives) + len(self.heirless)


def obligors_of(version: PlanVersion, year: int, day: date) -> Obligors:
    """Who owes the reports of the year, as things stand on the day. In a constant number of queries."""
    namings = _namings(version, year)
    collectives = _collectives(version.plan, year, namings)
    heirs = _Heirs(version.plan, year, day)
    meant = {one.key: list(one.decision.members.all()) for one in collectives if one.decision}
    named: dict[int, Named] = {}
    collector = collector_of(version.province, day)
    if collector:
        named[collector.pk] = Named(collector, is_collector=True)
    without: dict[Agency, list[Ground]] = defaultdict(list)
    for naming in namings:
        agencies = [naming.agency] if naming.agency else meant.get(collective_key(naming.text), ())
        for agency in agencies:
            heir = (
                collector if collector and _was_collector(agency, version) else heirs.of(agency, naming.place)
            )
            inherited = agency if heir != agency else None
            ground = Ground(naming.kind, naming.place, naming.text, naming.agency is None, inherited)
            if heir is None:
                without[agency].append(ground)
            else:
                _add(named.setdefault(heir.pk, Named(heir)), ground)
    for one in named.values():
        _bind(version, one, year)
    by_name = sorted(named.values(), key=lambda one: (not one.is_collector, one.agency.sort_key))
    return Obligors(
        owed=[one for one in by_name if one.basis],
        not_bound=[one for one in by_name if not one.basis],
        collectives=collectives,
        heirless=[
            Heirless(agency, grounds, heirs.proposals[agency.pk])
            for agency, grounds in sorted(without.items(), key=lambda item: item[0].sort_key)
        ],
    )


def collector_of(province: Province, day: date) -> Agency | None:
    """The department to which the reports of the province's plans go on that day."""
    holder = province.answering_on(day)
    return Agency.objects.filter(province=holder, slug=COLLECTOR).select_related("province").first()


def _was_collector(agency: Agency, version: PlanVersion) -> bool:
    return agency.slug == COLLECTOR and agency.province_id == version.province_id


def _add(named: Named, ground: Ground) -> None:
    if ground.key not in {one.key for one in named.grounds}:
        named.grounds.append(ground)


def _bind(version: PlanVersion, named: Named, year: int) -> None:
    """The clause that binds it, which is a ground too; in order of weight."""
    if not named.is_collector and (obligor := bound_by(version, named.agency.kind)):
        named.obligor, named.day = obligor, due_day(version, obligor, year)
        _add(named, Ground(GroundKind.CLAUSE, f"clause:{obligor.clause}", obligor.get_kind_display()))
    named.grounds.sort(key=lambda ground: _BY_WEIGHT[ground.kind])


def _namings(version: PlanVersion, year: int) -> list[Naming]:
    """Everybody whom tasks of the year and responsibilities name, and clauses for a kind that none of these name."""
    found, running = (
        [],
        set(Task.objects.filter(version=version).running_in(year).values_list("pk", flat=True)),
    )
    for group in version.taskgroup_rows.all():
        for task in group.tasks.all():
            if task.pk in running or is_untimed(task, group.phase, year):
                found += [
                    Naming(_ROLES[party.role], f"task:{task.key}", party.text, party.agency)
                    for party in task.parties.all()
                ]
    for row in version.responsibility_rows.all():
        found += [
            Naming(GroundKind.RESPONSIBILITY, f"clause:{row.clause}", one.text, one.agency)
            for one in row.agencies.all()
        ]
    return found + _clauses_alone(version, {naming.place for naming in found if naming.agency is None})


def is_untimed(task: Task, phase, year: int) -> bool:
    """If nothing says that the task is of other years: no time is printed, and its phase covers the year."""
    return not (task.start or task.end or task.every_year) and (
        phase is None or phase.start <= year <= phase.end
    )


def _clauses_alone(version: PlanVersion, told: set[str]) -> list[Naming]:
    """Clauses for all of a kind whose words stand in no responsibility: their own kind is the collective."""
    return [
        Naming(GroundKind.CLAUSE, place, row.get_kind_display(), None)
        for row in version.obligor_rows.all()
        if row.kind != ObligorKind.PARTY and (place := f"clause:{row.clause}") not in told
    ]


def _collectives(plan: Plan, year: int, namings: list[Naming]) -> list[Collective]:
    """Each collective once, in printed order, with the newest decision on it."""
    decided = {
        row.key: row
        for row in CollectiveDecision.objects.holding_in(plan, year).prefetch_related("members__province")
    }
    by_key: dict[str, list[Naming]] = defaultdict(list)
    for naming in namings:
        if naming.agency is None:
            by_key[collective_key(naming.text)].append(naming)
    return [Collective(found[0].text, key, found, decided.get(key)) for key, found in by_key.items()]


class _Heirs:
    """Who stands for an agency on a day, at a place of the plan."""

    def __init__(self, plan: Plan, year: int, day: date):
        self._day = day
        self._decided = {
            (row.agency_id, row.place): row.heir
            for row in HeirDecision.objects.holding_in(plan, year).select_related("heir__province")
        }
        self.proposals: dict[int, list[AgencySuccession]] = defaultdict(list)
        rows = AgencySuccession.objects.select_related("successor__province")
        for row in rows.order_by("agency", "id"):
            self.proposals[row.agency_id].append(row)

    def of(self, agency: Agency, place: str) -> Agency | None:
        """The agency itself as long as it is there; None where nobody has decided who follows it."""
        seen: set[int] = set()
        while agency is not None and has_ended(agency, self._day):
            if agency.pk in seen:
                return None
            seen.add(agency.pk)
            agency = self._next(agency, place)
        return agency

    def _next(self, agency: Agency, place: str) -> Agency | None:
        for asked in (place, ""):
            if heir := self._decided.get((agency.pk, asked)):
                return heir
        rows = self.proposals[agency.pk]
        if len(rows) == 1 and not rows[0].duty and rows[0].status == AgencySuccession.Status.DECIDED:
            return rows[0].successor
        return None
