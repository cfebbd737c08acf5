"""Reading across apps."""

from dataclasses import dataclass

from agencies.models import ProvinceName
from budgets.findings import findings_of_all
from budgets.selectors import with_content
from core import clock
from plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class PlanOverview:
    """A plan on the list: its version in force, the names of its provinces, and what it holds."""

    version: PlanVersion
    province: ProvinceName
    current_province: ProvinceName | None
    tasks: int
    contradictions: int
    undecided: int


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
    contradictions = [finding for finding in findings if not finding.is_notice]
    successor, today = version.province.successor, clock.today()
    return PlanOverview(
        version=version,
        province=version.province.name_on(version.issued_on or today),
        current_province=successor.name_on(today) if successor else None,
        tasks=_task_count(version),
        contradictions=len(contradictions),
        undecided=len([finding for finding in contradictions if finding.decision is None]),
    )


def _task_count(version: PlanVersion) -> int:
    """Tasks of the task table, and the reportable items of the body where a plan has no table (Lạng Sơn)."""
    in_table = sum(len(group.tasks.all()) for group in version.taskgroup_rows.all())
    return in_table + sum(len(s.items.all()) for s in version.section_rows.all() if s.reportable)


def demo_provinces() -> list[str]:
    """The provinces that hold a plan, by slug: each gets demonstration accounts."""
    return sorted(set(Plan.objects.values_list("province__slug", flat=True)))
