"""What a department finds on its desk about a plan: what is due, what runs, what is undecided, what is incomplete."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from budgets.findings import Finding, findings_of_all
from budgets.selectors import with_content
from budgets.sums import PlannedMoney, planned_money
from budgets.tables import UNKNOWN, MoneyTable, money_by_source, money_by_year
from core import clock
from core.numbers import format_million
from plans.enums import AnnexStatus
from plans.models import PlanVersion
from portal.figures import task_count
from portal.home.years import YearCard
from portal.links import plan_page
from portal.selectors import AboutPlan
from reporting.due_days import WITH_DAYS, ReportDay, report_day_of_plan, report_days
from tasks.enums import PartyRole
from tasks.models import Task

SHOWN_FINDINGS = 5


@dataclass(frozen=True)
class Gap:
    """Something that the plan leaves out or that was hard to read, and where to look."""

    text: str
    url: str


@dataclass(frozen=True)
class PlanDesk(AboutPlan):
    """A plan as its department needs it today. `running` and `ending` count tasks of the year.

    `years` are the reporting years that run, for whom the desk is made.
    """

    version: PlanVersion
    report_day: ReportDay | None
    obligors: list[ReportDay]
    tasks: int
    year: int
    running: int
    ending: int
    untimed: int
    undecided: list[Finding]
    gaps: list[Gap]
    years: list[YearCard] = field(default_factory=list)

    @property
    def first_undecided(self) -> list[Finding]:
        return self.undecided[:SHOWN_FINDINGS]

    @property
    def urls(self) -> dict[str, str]:
        """The plan's tabs by the name of their address."""
        tabs = ("plan_timeline", "plan_findings", "plan_responsibilities", "plan_files")
        return {tab: plan_page(self.version.plan.slug, tab) for tab in tabs}


@dataclass(frozen=True)
class MoneyDesk(AboutPlan):
    """A plan's money as an appraiser needs it: the tables, what is not split, what is not known."""

    version: PlanVersion
    money: PlannedMoney
    by_source: MoneyTable
    by_year: MoneyTable

    @property
    def total(self) -> str:
        return self.by_source.total.total_text

    @property
    def unsplit(self) -> str:
        """What stands for several sources together, in triệu đồng; "chưa rõ" where the plan gives no figure."""
        if self.money.total is None:
            return UNKNOWN
        return format_million(sum(amount for s, amount in self.money.by_sources.items() if len(s) != 1))

    @property
    def unknown_groups(self) -> int:
        return sum(group.total is None for group in self.money.groups)


def desks(versions) -> list[PlanDesk]:
    """The desk of each version, in a constant number of queries."""
    loaded = list(with_content(versions).select_related("province__successor").prefetch_related(*WITH_DAYS))
    today = clock.today()
    findings, running, ending = findings_of_all(loaded), *_tasks_of_year(loaded, today)
    return [
        PlanDesk(
            version=version,
            report_day=report_day_of_plan(version, today),
            obligors=report_days(version, today),
            tasks=task_count(version),
            year=today.year,
            running=running[version.pk],
            ending=ending[version.pk],
            untimed=len([task for task in _tasks(version) if _is_untimed(task)]) or _items(version),
            undecided=[one for one in findings[version.pk] if not one.is_notice and one.decision is None],
            gaps=gaps_of(version),
        )
        for version in loaded
    ]


def money_desks(versions) -> list[MoneyDesk]:
    """The money of each version, in a constant number of queries."""
    loaded = with_content(versions).select_related("province")
    return [_money_desk(version) for version in loaded]


def _money_desk(version: PlanVersion) -> MoneyDesk:
    money = planned_money(version)
    return MoneyDesk(version, money, money_by_source(money), money_by_year(money, version))


def gaps_of(version: PlanVersion) -> list[Gap]:
    """What is incomplete in a version that comes from `with_content`, each with the place to look at."""

    def gap(text: str, tab: str) -> Gap:
        return Gap(text, plan_page(version.plan.slug, tab))

    found = []
    if not version.document_number:
        found.append(gap("Văn bản không in số, ký hiệu", "plan_document"))
    if not version.issued_on:
        found.append(gap("Văn bản không in ngày ban hành", "plan_document"))
    for annex in version.annex_rows.all():
        if annex.status != AnnexStatus.PRESENT:
            name = annex.number or annex.title or "Phụ lục"
            found.append(gap(f"{name}: {annex.get_status_display()}", "plan_document"))
    money, tasks = planned_money(version), _tasks(version)
    counted = (
        (sum(group.total is None for group in money.groups), "nhóm nhiệm vụ không có kinh phí", "plan_money"),
        (sum(not _has_lead(task) for task in tasks), "nhiệm vụ không ghi cơ quan chủ trì", "plan_tasks"),
        (sum(_is_untimed(task) for task in tasks), "nhiệm vụ không ghi thời gian", "plan_tasks"),
        (_items(version), "nhiệm vụ trong phần lời, không ghi chủ trì và thời gian", "plan_text"),
        (len(version.reading_rows.all()), "chỗ bản gốc khó đọc, đã ghi cách đọc", "plan_document"),
    )
    return found + [gap(f"{count} {text}", tab) for count, text, tab in counted if count]


def _tasks(version: PlanVersion) -> list[Task]:
    return [task for group in version.taskgroup_rows.all() for task in group.tasks.all()]


def _items(version: PlanVersion) -> int:
    """Tasks that stand in the body as lettered items, which name neither lead nor time (Lạng Sơn)."""
    return sum(len(section.items.all()) for section in version.section_rows.all() if section.reportable)


def _has_lead(task: Task) -> bool:
    return any(party.role == PartyRole.LEAD for party in task.parties.all())


def _is_untimed(task: Task) -> bool:
    return not (task.start or task.end or task.every_year)


def _tasks_of_year(versions: Iterable[PlanVersion], today: date) -> tuple[Counter, Counter]:
    """How many tasks of each version run in the year, and how many of them end in it."""
    rows = Task.objects.filter(version__in=[version.pk for version in versions]).running_in(today.year)
    found = list(rows.values_list("version", "end"))
    return (
        Counter(version for version, _ in found),
        Counter(version for version, end in found if end.startswith(str(today.year))),
    )
