"""All rows that a consolidated report of a year is made of, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef

from budgets.enums import Source
from budgets.findings import Finding, findings_of
from budgets.selectors import with_content
from budgets.sums import PlannedMoney, planned_money
from plans.models import PlanVersion, Target
from reporting.enums import GroundKind, ObligationBasis, Progress, ReportStatus
from reporting.models import (
    ConsolidatedText,
    Difficulty,
    Obligation,
    ObligationGround,
    Report,
    ReportingYear,
    TargetValue,
    TaskEntry,
)
from reporting.obligors import is_untimed
from reporting.printed_tasks import ITEM, TASK, PrintedTask, load_output_kinds, printed_tasks
from tasks.enums import PartyRole
from tasks.models import Task


@dataclass(frozen=True)
class Answer:
    """What the accepted report of one agency says of one task; `is_lead` where the plan has it lead the task."""

    report: Report
    entry: TaskEntry
    is_lead: bool

    @property
    def agency(self) -> str:
        return str(self.report.obligation.agency)

    @property
    def progress(self) -> str:
        return Progress.NIL if self.report.is_nil else self.entry.progress

    def told(
        self, counted: Decimal | None, whole_year: Decimal | None
    ) -> tuple[Decimal | None, Decimal | None]:
        """A figure up to the report and the estimate of the whole year, as `told_figures` reads them."""
        return told_figures(
            counted, whole_year, is_nil=self.progress == Progress.NIL, is_trued_up=self.report.is_trued_up
        )

    @property
    def asks_estimates(self) -> bool:
        """If what is counted is not the whole year's yet."""
        return self.report.obligation.asks_estimates and not self.report.is_trued_up


@dataclass(frozen=True)
class TaskFacts:
    """A task of the year with the answers on it; `leads` are the parties as printed."""

    printed: PrintedTask
    leads: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def counted(self) -> tuple[Answer, ...]:
        """The answers whose figures are added up: of who leads the task; of a single other one where none leads."""
        leading = tuple(one for one in self.answers if one.is_lead)
        return leading or (self.answers if len(self.answers) == 1 else ())

    @property
    def is_led_jointly(self) -> bool:
        """If several agencies that lead the task report on it: each its own money, but maybe the same results."""
        return sum(one.is_lead for one in self.answers) > 1

    @property
    def progress(self) -> str | None:
        """How far the task is by who leads it; "" where they do not agree, None where nobody has reported."""
        told = {one.progress for one in self.counted or self.answers if one.progress}
        return None if not told else told.pop() if len(told) == 1 else ""


@dataclass(frozen=True)
class GroupFacts:
    """A group of the plan, or a reportable section of one without tasks; `key` finds its planned money.

    `component` is the programme's name of the component that `code` means.
    """

    key: int | None
    number: str
    title: str
    phase: str
    code: str
    component: str
    tasks: tuple[TaskFacts, ...]

    @property
    def name(self) -> str:
        """The title with the phase, where a plan lists its groups once for each: "Hỗ trợ kỹ thuật (Giai đoạn 2016-2017)"."""
        return f"{self.title.rstrip('.')} ({self.phase})" if self.phase else self.title


@dataclass(frozen=True)
class Spent:
    """Money of one source that an accepted report of some year gives for a task, in đồng; None is unknown."""

    year: int
    place: str
    source: str
    amount: int | None
    is_counted: bool


def told_figures(counted, whole_year, *, is_nil: bool, is_trued_up: bool) -> tuple:
    """What is counted, and what is estimated of the whole year, of a figure in a report; None is unknown.

    A report with the whole year's figures estimates nothing: what it gives for the whole year is counted. "Không phát
    sinh" is a confirmed zero.
    """
    if is_nil:
        return counted or Decimal(0), None
    if is_trued_up:
        return (counted if whole_year is None else whole_year), None
    return counted, whole_year


class YearFacts:
    """A reporting year as it stands. Reads what the connection's scope lets through."""

    def __init__(self, year: ReportingYear):
        self.year = year

    @classmethod
    def of_years(cls, years: list[ReportingYear]) -> "list[YearFacts]":
        """Those of several years of a plan, whose reports and versions are read in one go."""
        versions = {one.pk: one for one in _versions({one.version_id for one in years})}
        obligations, reports = _obligations(years), _accepted(years)
        found = [cls(one) for one in years]
        for facts in found:
            facts.version = versions[facts.year.version_id]
            facts.obligations = [one for one in obligations if one.year_id == facts.year.pk]
            facts.reports = [reports[one.pk] for one in facts.obligations if one.pk in reports]
        return found

    @classmethod
    def unopened(cls, year: int, like: "YearFacts") -> "YearFacts":
        """Those of a year of the plan for which nobody could report: its tasks, by the version of another year."""
        facts = cls(
            ReportingYear(
                plan_id=like.year.plan_id,
                year=year,
                version_id=like.version.pk,
                is_sample=like.year.is_sample,
            )
        )
        facts.version, facts.obligations, facts.reports = like.version, [], []
        return facts

    @cached_property
    def version(self) -> PlanVersion:
        [found] = _versions({self.year.version_id})
        return found

    @cached_property
    def obligations(self) -> list[Obligation]:
        """Those that stand, the department's own part first."""
        return _obligations([self.year])

    @cached_property
    def reports(self) -> list[Report]:
        """The accepted ones, in the order of `obligations`."""
        of = _accepted([self.year])
        return [of[one.pk] for one in self.obligations if one.pk in of]

    @property
    def basis(self) -> list[int]:
        """The reports that all of it rests on."""
        return [one.pk for one in self.reports]

    def has_source(self, row: ConsolidatedText) -> bool:
        """If the paragraph's agency has an accepted report: else it is not printed."""
        return row.report.obligation_id in self.report_of

    @cached_property
    def report_of(self) -> dict[int, Report]:
        """The accepted report by its obligation's primary key."""
        return {one.obligation_id: one for one in self.reports}

    @cached_property
    def answers(self) -> dict[str, tuple[Answer, ...]]:
        """By the task's place."""
        leads = {
            (one.pk, ground.place)
            for one in self.obligations
            for ground in one.grounds.all()
            if ground.kind == GroundKind.LEAD
        }
        found: dict[str, list[Answer]] = defaultdict(list)
        for report in self.reports:
            for entry in report.taskentry_rows.all():
                is_lead = (report.obligation_id, entry.place) in leads
                found[entry.place].append(Answer(report, entry, is_lead))
        return {place: tuple(answers) for place, answers in found.items()}

    @cached_property
    def groups(self) -> list[GroupFacts]:
        """The plan's groups with the tasks of the year, also those of other times of which something is reported."""
        in_plan = self._groups_of_tasks() or self._groups_of_items()
        places = [place for _, of_group in in_plan for place, _ in of_group]
        printed = printed_tasks(self.version, places, self.year.year)
        load_output_kinds(printed.values())
        return [
            GroupFacts(
                *about,
                tuple(
                    TaskFacts(printed[place], leads, self.answers.get(place, ()))
                    for place, leads in of_group
                    if place in printed
                ),
            )
            for about, of_group in in_plan
        ]

    @property
    def tasks(self) -> list[TaskFacts]:
        return [task for group in self.groups for task in group.tasks]

    @cached_property
    def money(self) -> PlannedMoney:
        return planned_money(self.version)

    @cached_property
    def spent(self) -> list[Spent]:
        """What accepted reports of this and all earlier years of the plan tell of money, by task and source."""
        leads = ObligationGround.objects.filter(
            obligation=OuterRef("report__obligation"), place=OuterRef("place"), kind=GroundKind.LEAD
        )
        rows = TaskEntry.objects.filter(
            report__status=ReportStatus.ACCEPTED,
            report__obligation__withdrawn_at=None,
            report__obligation__year__plan=self.year.plan_id,
            report__obligation__year__year__lte=self.year.year,
            report__obligation__year__is_sample=self.year.is_sample,
        ).annotate(leads=Exists(leads))
        fields = ("report__obligation__year__year", "place", "report", "leads", "progress")
        of_report = ("report__is_nil", "report__is_trued_up")
        of_money = ("moneyentry_rows__source", "moneyentry_rows__spent", "moneyentry_rows__estimate")
        return _counted(rows.order_by("pk").values_list(*fields, *of_report, *of_money))

    def spent_at(self, places: Iterable[str], *, year: int | None = None, source: str = "") -> list[Spent]:
        """Those of a year, by itself this one, at these places, from one source or all."""
        wanted, year = set(places), year or self.year.year
        return [
            one
            for one in self.spent
            if one.year == year and one.place in wanted and source in ("", one.source)
        ]

    @cached_property
    def years(self) -> set[int]:
        """The years of the plan that were opened for reporting."""
        rows = ReportingYear.objects.filter(plan=self.year.plan_id, is_sample=self.year.is_sample).opened()
        return set(rows.values_list("year", flat=True))

    @cached_property
    def targets(self) -> list[tuple[Target, TargetValue | None]]:
        """The targets of the year's version in printed order, with what was counted."""
        rows = Target.objects.filter(version=self.year.version_id).select_related(
            "indicator", "objective__phase"
        )
        values = {one.target_id: one for one in TargetValue.objects.filter(year=self.year)}
        ordered = rows.order_by("objective__position", "position")
        return [(target, values.get(target.pk)) for target in ordered]

    @cached_property
    def difficulties(self) -> list[Difficulty]:
        """Those that agencies raised of this year, with what was said about them, the oldest first."""
        rows = Difficulty.objects.filter(year=self.year).select_related("agency")
        return list(rows.prefetch_related("replies").order_by("raised_at", "pk"))

    @cached_property
    def findings(self) -> list[Finding]:
        return findings_of(self.version)

    def _groups_of_tasks(self) -> list[tuple[tuple, list]]:
        running = set(
            Task.objects.filter(version=self.version).running_in(self.year.year).values_list("pk", flat=True)
        )
        names, found = self.version.plan.programme.component_names, []
        for group in self.version.taskgroup_rows.all():
            tasks = [
                (f"{TASK}:{task.key}", _leads(task))
                for task in group.tasks.all()
                if task.pk in running
                or is_untimed(task, group.phase, self.year.year)
                or f"{TASK}:{task.key}" in self.answers
            ]
            phase = group.phase.title if group.phase else ""
            found.append(
                (
                    (
                        group.pk,
                        group.number,
                        group.title,
                        phase,
                        group.component,
                        names.get(group.component, ""),
                    ),
                    tasks,
                )
            )
        return found

    def _groups_of_items(self) -> list[tuple[tuple, list]]:
        """Of a plan without a task table: its reportable sections."""
        names = self.version.plan.programme.component_names
        return [
            (
                (
                    None,
                    section.number,
                    section.title,
                    "",
                    section.component,
                    names.get(section.component, ""),
                ),
                [(f"{ITEM}:{item.key}", ()) for item in section.items.all()],
            )
            for section in self.version.section_rows.all()
            if section.reportable
        ]


def _versions(keys: set[int]):
    versions = with_content(PlanVersion.objects).select_related("plan__programme", "province__successor")
    return versions.filter(pk__in=keys)


def _obligations(years: list[ReportingYear]) -> list[Obligation]:
    rows = Obligation.objects.filter(year__in=years).due().select_related("agency", "year")
    found = rows.prefetch_related("grounds").order_by("agency__sort_key")
    return sorted(found, key=lambda one: one.basis != ObligationBasis.OWN)


def _accepted(years: list[ReportingYear]) -> dict[int, Report]:
    """By the obligation's primary key."""
    rows = Report.objects.filter(
        obligation__year__in=years, obligation__withdrawn_at=None, status=ReportStatus.ACCEPTED
    )
    return {one.obligation_id: one for one in rows.with_content()}


def _leads(task: Task) -> tuple[str, ...]:
    return tuple(party.text for party in task.parties.all() if party.role == PartyRole.LEAD)


def _counted(rows) -> list[Spent]:
    """Which rows are added up, by the rule of `TaskFacts.counted`; an answer without money has a row without source."""
    rows, leading, reporting = list(rows), set(), defaultdict(set)
    for year, place, report, leads, *_ in rows:
        reporting[year, place].add(report)
        if leads:
            leading.add((year, place))
    return [
        Spent(
            year, place, source, _amount(*told, spent, estimate),
            leads if (year, place) in leading else len(reporting[year, place]) == 1,
        )
        for year, place, _, leads, *told, source, spent, estimate in rows
        if source
    ]  # fmt: skip


def _amount(progress: str, is_nil: bool, is_trued_up: bool, spent, estimate) -> int | None:
    is_nil = is_nil or progress == Progress.NIL
    amount, _ = told_figures(spent, estimate, is_nil=is_nil, is_trued_up=is_trued_up)
    return None if amount is None else int(amount)


def in_order(sources: Iterable[str]) -> list[str]:
    """Sources in their usual order."""
    named = set(sources)
    return [source for source in Source.values if source in named]
