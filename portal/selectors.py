"""Reading across apps."""

from dataclasses import dataclass

from agencies.models import ProvinceName
from budgets.enums import Source
from budgets.findings import Finding, findings_of_all
from budgets.selectors import with_content
from budgets.sums import PlannedMoney, planned_money
from core import clock
from core.numbers import format_million
from plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class PlanOverview:
    """A plan on the list: its version in force, the names of its provinces, and what it holds."""

    version: PlanVersion
    province: ProvinceName
    current_province: ProvinceName | None
    tasks: int
    money: PlannedMoney
    findings: list[Finding]

    @property
    def undecided(self) -> int:
        """Contradictions on which nobody has noted a decision."""
        return len(
            [finding for finding in self.findings if not finding.is_notice and finding.decision is None]
        )

    @property
    def total_million(self) -> str | None:
        return None if self.money.total is None else format_million(self.money.total)

    @property
    def published_million(self) -> str | None:
        """The printed total, where it is another number than the sum."""
        printed = self.money.published
        return None if printed in (None, self.money.total) else format_million(printed)

    @property
    def sources_million(self) -> list[str]:
        """One line a source, or a set of sources that the plan leaves unsplit: "NSĐP + DN 6.120"."""
        return [
            " + ".join(Source(source).label for source in sources) + " " + format_million(amount)
            for sources, amount in self.money.by_sources.items()
        ]


def plan_overview(user) -> list[PlanOverview]:
    """The plans in force that the person may see, by province."""
    versions = PlanVersion.objects.current().visible_to(user).order_by("province__sort_key", "plan__slug")
    versions = list(
        with_content(versions)
        .select_related("plan__programme", "province__successor")
        .prefetch_related("province__names", "province__successor__names")
    )
    findings = findings_of_all(versions)
    return [_overview(version, findings[version.pk]) for version in versions]


def _overview(version: PlanVersion, findings) -> PlanOverview:
    successor, today = version.province.successor, clock.today()
    return PlanOverview(
        version=version,
        province=version.province.name_on(version.issued_on or today),
        current_province=successor.name_on(today) if successor else None,
        tasks=_task_count(version),
        money=planned_money(version),
        findings=findings,
    )


def _task_count(version: PlanVersion) -> int:
    """Tasks of the task table, and the reportable items of the body where a plan has no table (Lạng Sơn)."""
    in_table = sum(len(group.tasks.all()) for group in version.taskgroup_rows.all())
    return in_table + sum(len(s.items.all()) for s in version.section_rows.all() if s.reportable)


def demo_provinces() -> list[str]:
    """The provinces that hold a plan, by slug: each gets demonstration accounts."""
    return sorted(set(Plan.objects.values_list("province__slug", flat=True)))
