"""Provinces side by side by the five component projects, and one component with all that provinces do in it.

Every province numbers and orders its groups differently; a group's own number and title are shown as printed.
A plan without task table (Lạng Sơn) is compared by the sections of its body that are its tasks.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from core.numbers import format_million
from plans.enums import Component
from plans.models import SectionItem
from portal.nationwide.plans import ProvincePlan
from tasks.enums import PartyRole
from tasks.models import Party, Task


@dataclass(frozen=True)
class Heading:
    """A group of the task table, or a section that is one, as printed."""

    number: str
    title: str
    phase: str
    tasks: list[Task]
    items: list[SectionItem]
    total: int | None

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def count(self) -> int:
        return len(self.tasks) + len(self.items)

    @property
    def total_text(self) -> str:
        return "chưa rõ" if self.total is None else format_million(self.total)


@dataclass(frozen=True)
class ComponentCell:
    """What one plan has for one component: its headings; no heading where the plan has no such group."""

    plan: ProvincePlan
    headings: list[Heading]

    @property
    def tasks(self) -> int | None:
        """The number of tasks; None where the plan has no group for the component."""
        return sum(one.count for one in self.headings) if self.headings else None

    @cached_property
    def total(self) -> int | None:
        """The money of the groups that have a figure; None where none has."""
        known = [one.total for one in self.headings if one.total is not None]
        return sum(known) if known else None

    @property
    def unknown(self) -> int:
        """How many groups have no figure."""
        return sum(one.total is None for one in self.headings)

    @property
    def money_text(self) -> str:
        return "chưa rõ" if self.total is None else format_million(self.total)

    @property
    def money_note(self) -> str:
        """What the money leaves out, in words."""
        if self.total is None:
            return ""
        parts = [f"riêng năm {self.plan.money.year}" if self.plan.money.year else ""]
        parts += [f"{self.unknown} nhóm chưa rõ" if self.unknown else ""]
        return ", ".join(part for part in parts if part)

    @property
    def titles(self) -> list[str]:
        """The headings' own words, each once: a plan with phases prints a group in each of them."""
        return list(dict.fromkeys(one.text for one in self.headings))


@dataclass(frozen=True)
class ComponentRow:
    """A plan's row: a cell for each component in the strategy's order."""

    plan: ProvincePlan
    cells: dict[str, ComponentCell]


def component_rows(plans: list[ProvincePlan]) -> list[ComponentRow]:
    """One row for each plan."""
    return [
        ComponentRow(plan, {code: component_cell(plan, code) for code in Component.values}) for plan in plans
    ]


def component_cell(plan: ProvincePlan, component: str) -> ComponentCell:
    """What a plan has for one component."""
    groups = [
        Heading(
            number=part.group.number,
            title=part.group.title,
            phase=part.group.phase.title if part.group.phase else "",
            tasks=list(part.group.tasks.all()),
            items=[],
            total=part.total,
        )
        for part in plan.money.groups
        if part.group.component == component
    ]
    sections = [
        Heading(section.number, section.title, "", [], list(section.items.all()), None)
        for section in plan.sections
        if section.component == component
    ]
    return ComponentCell(plan, groups + sections)


def component_cells(plans: list[ProvincePlan], component: str) -> list[ComponentCell]:
    """One component in the plans that have something for it; each task has `leads`, who leads it as printed."""
    cells = [cell for plan in plans if (cell := component_cell(plan, component)).headings]
    tasks = {task.pk: task for cell in cells for heading in cell.headings for task in heading.tasks}
    leads = defaultdict(list)
    parties = Party.objects.filter(task__in=tasks, role=PartyRole.LEAD).order_by("task", "position")
    for task, text in parties.values_list("task", "text"):
        leads[task].append(text)
    for task in tasks.values():
        task.leads = "; ".join(leads[task.pk])
    return cells
