"""What the plans in force ask of an agency: the tasks it leads and coordinates, its responsibilities, its reports.

What a plan asks of an agency that has ended is asked of who took it over, with the name that is printed; whether that
succession is decided or only proposed is said. A clause for a collective ("các Sở, ban ngành liên quan") names nobody:
it is shown as such to those it may mean.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from agencies.collectives import may_mean
from agencies.enums import AgencyKind
from agencies.models import Agency
from agencies.succession import Inheritance, inheritances
from core import clock
from plans.models import PlanVersion, Responsibility, ResponsibleAgency
from portal.links import place, plan_page, task_page
from portal.selectors import AboutPlan, listed_versions
from reporting.due_days import COLLECTOR, WITH_DAYS, ReportDay, report_day_of, report_day_of_plan
from tasks.enums import PartyRole
from tasks.models import Party, Task


@dataclass(frozen=True)
class Printed:
    """Under which words the plan names the agency, and whose they were where it took somebody over."""

    text: str
    heir: Inheritance | None


@dataclass(frozen=True)
class AskedTask:
    """A task that the agency leads or coordinates; `is_running` in the year of the business date."""

    task: Task
    role: PartyRole
    printed: list[Printed]
    is_running: bool

    @property
    def url(self) -> str:
        return task_page(self.task.version.plan.slug, self.task.key)


@dataclass(frozen=True)
class AskedResponsibility:
    """A clause with its words; `printed` is empty where it is for a collective."""

    row: Responsibility
    printed: list[Printed]

    @property
    def url(self) -> str:
        return plan_page(
            self.row.version.plan.slug, "plan_responsibilities", place("responsibility", self.row.clause)
        )


@dataclass(frozen=True)
class PlanDuties(AboutPlan):
    """What one plan asks of the agency. `collects` is the day of the reports that are sent to it."""

    version: PlanVersion
    tasks: list[AskedTask] = field(default_factory=list)
    responsibilities: list[AskedResponsibility] = field(default_factory=list)
    report_day: ReportDay | None = None
    collects: ReportDay | None = None

    @property
    def leads(self) -> list[AskedTask]:
        return [asked for asked in self.tasks if asked.role == PartyRole.LEAD]

    @property
    def coordinates(self) -> list[AskedTask]:
        return [asked for asked in self.tasks if asked.role == PartyRole.COORDINATING]

    @property
    def running(self) -> list[AskedTask]:
        return [asked for asked in self.tasks if asked.is_running]

    @property
    def named(self) -> list[AskedResponsibility]:
        return [asked for asked in self.responsibilities if asked.printed]

    @property
    def collective(self) -> list[AskedResponsibility]:
        """Clauses for a collective, without the one that says no more than the reporting clause shown beside."""
        shown = [self.report_day.text] if self.report_day else None
        return [asked for asked in self.responsibilities if not asked.printed and asked.row.items != shown]


def duties_of(agency: Agency, user) -> list[PlanDuties]:
    """What the plans in force that the person may see ask of the agency, by plan, in a constant number of queries."""
    heirs = inheritances(agency)
    provinces = {agency.province_id, *(heir.agency.province_id for heir in heirs.values())} - {None}
    named = [agency.pk, *heirs]
    asking = Q(province__in=provinces)  # also by clauses for collectives, and by the day of its reports
    for rows in (Party.objects, ResponsibleAgency.objects):
        asking |= Q(pk__in=rows.filter(agency__in=named).values("version"))
    versions = listed_versions(user).filter(asking, plan__current_version__isnull=False)
    versions = {version.pk: version for version in versions.prefetch_related(*WITH_DAYS)}
    tasks = _tasks(agency, heirs, versions)
    clauses = _responsibilities(
        agency, heirs, versions, provinces if agency.has_begun_by(clock.today()) else ()
    )
    found = [
        _plan_duties(agency, version, tasks[pk], clauses[pk], version.province_id in provinces)
        for pk, version in versions.items()
    ]
    return [duties for duties in found if duties]


def _tasks(agency, heirs, versions) -> dict[int, list[AskedTask]]:
    """By version; a task once for each role, with all the words that name the agency in it."""
    parties = (
        Party.objects.filter(agency__in=[agency.pk, *heirs], version__in=versions)
        .select_related("task__group")
        .order_by("version", "task__group__position", "task__position", "role", "position")
    )
    named = defaultdict(list)
    for party in parties:
        named[party.task, party.role].append(Printed(party.text, heirs.get(party.agency_id)))
    running = Task.objects.filter(pk__in={task.pk for task, _ in named}).running_in(clock.today().year)
    running = set(running.values_list("pk", flat=True))
    found = defaultdict(list)
    for (task, role), printed in named.items():
        task.version = versions[task.version_id]
        found[task.version_id].append(AskedTask(task, role, printed, task.pk in running))
    return found


def _responsibilities(agency, heirs, versions, provinces) -> dict[int, list[AskedResponsibility]]:
    """By version: the clauses that name the agency, and those for a collective that may mean it."""
    rows = ResponsibleAgency.objects.filter(version__in=versions).select_related("responsibility")
    named, maybe = defaultdict(list), {}
    for row in rows.order_by("version", "responsibility__position", "position"):
        clause = row.responsibility
        if row.agency_id == agency.pk or row.agency_id in heirs:
            named[clause].append(Printed(row.text, heirs.get(row.agency_id)))
        elif row.agency_id is None and row.province_id in provinces and may_mean(row.text, agency.kind):
            maybe[clause] = []
    found = defaultdict(list)
    for clause, printed in sorted((maybe | named).items(), key=lambda item: item[0].position):
        clause.version = versions[clause.version_id]
        found[clause.version_id].append(AskedResponsibility(clause, printed))
    return found


def _plan_duties(
    agency: Agency,
    version: PlanVersion,
    tasks: list[AskedTask],
    clauses: list[AskedResponsibility],
    is_own_province: bool,
) -> PlanDuties | None:
    today = clock.today()
    takes_part = bool(tasks or any(asked.printed for asked in clauses))
    report_day = collects = None
    if is_own_province and agency.slug == COLLECTOR:
        collects = report_day_of_plan(version, today)
    elif is_own_province:
        report_day = report_day_of(version, agency.kind, today, takes_part=takes_part)
    asked = PlanDuties(version, tasks, clauses, report_day, collects)
    return asked if tasks or clauses or report_day or collects else None


def asked_of_kind(kind: AgencyKind, versions: Iterable[PlanVersion]) -> dict[int, list[AskedResponsibility]]:
    """The clauses for collectives that may mean agencies of that kind, by version."""
    versions = {version.pk: version for version in versions}
    rows = ResponsibleAgency.objects.filter(version__in=versions, agency=None).select_related(
        "responsibility"
    )
    found = defaultdict(list)
    for row in rows.order_by("version", "responsibility__position"):
        if may_mean(row.text, kind):
            row.responsibility.version = versions[row.version_id]
            found[row.version_id].append(AskedResponsibility(row.responsibility, []))
    return found
