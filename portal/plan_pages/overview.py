"""A plan at a glance: what is asked of whom, by when, for how much."""

from collections import Counter
from dataclasses import dataclass

from budgets.findings import Finding
from core import clock
from core.numbers import format_million
from portal.links import place
from portal.plan_pages.days import moved_now
from portal.plan_pages.document import reporting_day, reporting_rule
from portal.plan_pages.header import PlanPage
from portal.plan_pages.parties import Named
from portal.plan_pages.task_rows import TaskGroupRows, TaskRow, rows_of

SHOWN_TASKS = 6
SHOWN_FINDINGS = 3


@dataclass(frozen=True)
class GroupSummary:
    """A group with who leads most of its tasks."""

    group: TaskGroupRows
    leader: Named | None
    led: int


@dataclass(frozen=True)
class Overview:
    """`running` are tasks of this year, `more_running` how many there are beyond those shown."""

    groups: list[GroupSummary]
    tasks: int
    total: str
    published: str
    money_year: str
    reporting_day: str
    moved: list[str]
    this_year: str
    running: list[TaskRow]
    more_running: int
    findings: list[tuple[Finding, str]]

    @property
    def has_money(self) -> bool:
        return any(summary.group.money for summary in self.groups)


def overview(page: PlanPage, groups: list[TaskGroupRows]) -> Overview:
    rows, year, money, rule = rows_of(groups), clock.today().year, page.money, reporting_rule(page)
    running = [row for row in rows if row.runs_in(year)]
    waiting = [finding for finding in page.findings if not finding.is_notice and finding.decision is None]
    differs = money.published not in (None, money.total)
    return Overview(
        groups=[_summary(group) for group in groups],
        tasks=len(rows),
        total="" if money.total is None else format_million(money.total),
        published=format_million(money.published) if differs else "",
        money_year=str(money.year or ""),
        reporting_day=reporting_day(rule.before) if rule else "",
        moved=moved_now(page),
        this_year=str(year),
        running=running[:SHOWN_TASKS],
        more_running=max(len(running) - SHOWN_TASKS, 0),
        findings=[
            (f, f"{page.url('plan_findings')}#{place('finding', f.key)}") for f in waiting[:SHOWN_FINDINGS]
        ],
    )


def _summary(group: TaskGroupRows) -> GroupSummary:
    leads = [party for row in group.rows for party in row.leads]
    counts = Counter(party.key for party in leads)
    if not counts:
        return GroupSummary(group, None, 0)
    key, led = counts.most_common(1)[0]
    return GroupSummary(group, next(party for party in leads if party.key == key), led)
