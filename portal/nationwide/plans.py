"""The plans in force side by side: one row for each, with its provinces' names, its tasks and its money."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.db.models import Prefetch

from budgets.findings import findings_of_all
from budgets.selectors import with_findings, with_money
from budgets.sums import PlannedMoney, planned_money
from core import clock
from core.numbers import format_million
from plans.enums import VersionStatus
from plans.models import PlanVersion, Section, SectionItem, TaskGroup
from portal.nationwide.choice import Choice

Coverage = Literal["whole", "partial", "year", "unknown"]


@dataclass(frozen=True)
class ProvincePlan:
    """A plan in force: the province that issued it under its name of that day, and who answers for it today.

    `inherited_by` is empty where the province goes on by itself.
    """

    version: PlanVersion
    province: str
    today: str
    inherited_by: str
    money: PlannedMoney

    @property
    def slug(self) -> str:
        return self.version.plan.slug

    @property
    def document(self) -> str:
        return self.version.document_number or "không in số"

    @property
    def period(self) -> str:
        return self.version.period

    @cached_property
    def groups(self) -> list[TaskGroup]:
        return list(self.version.taskgroup_rows.all())

    @cached_property
    def sections(self) -> list[Section]:
        """Sections of the body that are that plan's tasks (Lạng Sơn)."""
        return [section for section in self.version.section_rows.all() if section.reportable]

    @cached_property
    def tasks(self) -> int:
        return sum(len(group.tasks.all()) for group in self.groups) + sum(
            len(section.items.all()) for section in self.sections
        )

    @cached_property
    def total(self) -> int | None:
        return self.money.total

    @property
    def total_text(self) -> str:
        return "chưa rõ" if self.total is None else format_million(self.total)

    @property
    def published_text(self) -> str:
        """The total that the plan prints for the same money, "" where it prints none."""
        return "" if self.money.published is None else format_million(self.money.published)

    @property
    def prints_another_total(self) -> bool:
        return self.money.published is not None and self.money.published != self.total

    @cached_property
    def gaps(self) -> str:
        """What of a known money is not known, in words: groups or tasks without a figure, a table that is cut."""
        if self.total is None:
            return ""
        groups = [part.group for part in self.money.groups if part.total is None]
        parts = [f"{len(groups)} nhóm chưa rõ"] if groups else []
        if self.money.basis == "tasks":
            without = {group.pk for group in groups}
            tasks = [
                t for g in self.groups if g.pk not in without for t in g.tasks.all() if not _has_money(t)
            ]
            parts += [f"{len(tasks)} nhiệm vụ chưa rõ"] if tasks else []
        if self.money.table and not self.money.table.complete:
            parts.append("bảng kinh phí bị cắt")
        return ", ".join(parts)

    @property
    def coverage(self) -> Coverage:
        """How far the plan's money is known: of the whole period, in part, of one year only, not at all."""
        if self.total is None:
            return "unknown"
        if self.money.year:
            return "year"
        return "partial" if self.gaps else "whole"

    @property
    def coverage_text(self) -> str:
        if self.total is None:
            return "chưa rõ"
        reach = f"riêng năm {self.money.year}" if self.money.year else f"cả kỳ {self.period}"
        return f"{reach}; {self.gaps}" if self.gaps else reach


def plans_in_force(user, choice: Choice) -> list[ProvincePlan]:
    """The issued plans in force that the person may see and the choice admits, in the order of provinces."""
    sections = Section.objects.filter(reportable=True).defer("search_text", "search_vector")
    items = SectionItem.objects.defer("search_text", "search_vector")
    reportable = Prefetch("section_rows", sections.prefetch_related(Prefetch("items", items)))
    return province_plans(with_money(versions_in_force(user, choice)).prefetch_related(reportable))


def plans_with_findings(user, choice: Choice) -> list[tuple[ProvincePlan, int]]:
    """The same plans, each with its number of contradictions on which nobody has noted a decision."""
    plans = province_plans(with_findings(versions_in_force(user, choice)))
    findings = findings_of_all([plan.version for plan in plans])
    return [
        (plan, sum(not one.is_notice and one.decision is None for one in findings[plan.version.pk]))
        for plan in plans
    ]


def versions_in_force(user, choice: Choice):
    """A queryset of the issued versions in force that the person may see and the choice admits; no invented plans."""
    versions = PlanVersion.objects.current().visible_to(user)
    versions = versions.filter(status=VersionStatus.ISSUED, plan__is_sample=False)
    if choice.programme:
        versions = versions.filter(plan__programme__number__startswith=f"{choice.programme}/")
    if choice.region:
        versions = versions.filter(province__region=choice.region)
    if choice.year:
        versions = versions.filter(period_start__lte=choice.year, period_end__gte=choice.year)
    return versions.order_by("province__sort_key", "period_start", "plan__slug")


def province_plans(versions) -> list[ProvincePlan]:
    """The rows of a queryset of versions that has tasks, money and reportable sections loaded."""
    named = versions.select_related("plan__programme", "province__successor")
    return [_province_plan(version) for version in named]


def _province_plan(version: PlanVersion) -> ProvincePlan:
    province, today = version.province, clock.today()
    holder = province.answering_on(today)
    return ProvincePlan(
        version=version,
        province=str(version.province_name),
        today=str(holder.name_on(today)),
        inherited_by="" if holder == province else str(holder.name_on(today)),
        money=planned_money(version),
    )


def _has_money(task) -> bool:
    budget = getattr(task, "budget", None)
    return bool(budget) and (
        budget.total is not None or any(line.amount is not None for line in budget.lines.all())
    )
