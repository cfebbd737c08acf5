"""The tasks of a plan as rows under their groups, as the annex has them.

A plan without a task table (Lạng Sơn) has its tasks in the items of its reportable sections: they are rows like
the others, with letters for numbers, without a named lead and without a time of their own.
"""

from dataclasses import dataclass, field, replace

from budgets.enums import source_names
from budgets.tables import UNKNOWN
from core.numbers import format_million
from core.search import asked_words
from plans.enums import Component
from plans.models import SectionItem
from portal.links import place
from portal.plan_pages.header import PlanPage
from portal.plan_pages.parties import Named, Parties, distinct
from tasks.enums import PartyRole
from tasks.models import Task


@dataclass(frozen=True)
class TaskRow:
    """A task with finished words. `task` is what the row was made of.

    `years` are the first and last year of its time, None where none is printed; `is_yearly` for tasks of every
    year of the plan.
    """

    task: Task | SectionItem
    number: str
    title: str
    url: str
    anchor: str
    leads: tuple[Named, ...] = ()
    coordinating: tuple[Named, ...] = ()
    time: str = ""
    years: tuple[int, int] | None = None
    is_yearly: bool = False
    money: str = ""
    sources: str = ""

    @property
    def key(self) -> str:
        return self.task.key

    @property
    def is_item(self) -> bool:
        """If it is an item of a reportable section."""
        return isinstance(self.task, SectionItem)

    def runs_in(self, year: int) -> bool:
        """As `TaskQuerySet.running_in`, for rows that are loaded."""
        return self.years is not None and self.years[0] <= year <= self.years[1]

    def concerns(self, party_key: str) -> bool:
        return any(party.key == party_key for party in (*self.leads, *self.coordinating))

    def has_words(self, asked: list[str]) -> bool:
        """If all the words stand in the task's text, the last one perhaps unfinished."""
        if not asked:
            return True
        words = self.task.search_text.split()
        last = asked[-1]
        return set(asked[:-1]) <= set(words) and any(word.startswith(last) for word in words)

    @property
    def summary(self) -> str:
        """How much the task's page has to say: "4 nội dung, 2 kết quả dự kiến, 1 chỉ tiêu định lượng"."""
        if self.is_item:
            return ""
        counts = (
            (len(self.task.contents), "nội dung"),
            (len(self.task.expected_results), "kết quả dự kiến"),
            (len(self.task.outputs.all()), "chỉ tiêu định lượng"),
        )
        return ", ".join(f"{count} {label}" for count, label in counts if count)


@dataclass(frozen=True)
class TaskGroupRows:
    """A group with its rows; `heading` stands above the first group of a phase or of a chapter."""

    number: str
    title: str
    heading: str
    component: str
    component_label: str
    anchor: str
    money: str = ""
    rows: tuple[TaskRow, ...] = field(default=())


def task_groups(page: PlanPage) -> list[TaskGroupRows]:
    """All groups with all tasks, in printed order; reportable sections after them."""
    return [*_table_groups(page), *_section_groups(page)]


def narrowed(
    groups: list[TaskGroupRows],
    *,
    agency: str = "",
    year: int | None = None,
    component: str = "",
    q: str = "",
) -> list[TaskGroupRows]:
    """The groups with the rows that fit all that is asked; groups without any are left out."""
    asked = asked_words(q)

    def fits(row: TaskRow) -> bool:
        return (
            (not agency or row.concerns(agency)) and (not year or row.runs_in(year)) and row.has_words(asked)
        )

    kept = [
        replace(group, rows=tuple(filter(fits, group.rows)))
        for group in groups
        if not component or group.component == component
    ]
    return [group for group in kept if group.rows]


def rows_of(groups: list[TaskGroupRows]) -> list[TaskRow]:
    return [row for group in groups for row in group.rows]


def named_parties(groups: list[TaskGroupRows]) -> list[Named]:
    """Everybody who leads or coordinates a task, once."""
    return distinct(party for row in rows_of(groups) for party in (*row.leads, *row.coordinating))


def named_components(groups: list[TaskGroupRows]) -> dict[str, str]:
    """The components that the groups belong to, by code, in the order of the list of components."""
    names = {group.component: group.component_label for group in groups}
    return {code: names[code] for code in Component.values if code in names}


def _table_groups(page: PlanPage) -> list[TaskGroupRows]:
    parties = Parties()
    totals = {part.group.pk: part.total for part in page.money.groups}
    return [
        TaskGroupRows(
            number=group.number,
            title=group.title,
            heading=group.phase.title if group.phase else "",
            component=group.component,
            component_label=page.version.component_name(group.component),
            anchor=place("group", group.key),
            money="" if totals[group.pk] is None else format_million(totals[group.pk]),
            rows=tuple(_row(page, task, parties) for task in group.tasks.all()),
        )
        for group in page.version.taskgroup_rows.all()
    ]


def _row(page: PlanPage, task: Task, parties: Parties) -> TaskRow:
    named = [(party.role, parties.named(party)) for party in task.parties.all()]
    budget = getattr(task, "budget", None)
    return TaskRow(
        task=task,
        number=task.number,
        title=task.action,
        url=page.url("task", task.key),
        anchor=place("task", task.key),
        leads=tuple(party for role, party in named if role == PartyRole.LEAD),
        coordinating=tuple(party for role, party in named if role == PartyRole.COORDINATING),
        time=task.time_text or ("Hằng năm" if task.every_year else ""),
        years=_years(task, page),
        is_yearly=task.every_year,
        money="" if budget is None else _amount(budget),
        sources="" if budget is None else source_names(budget.sources),
    )


def _years(task: Task, page: PlanPage) -> tuple[int, int] | None:
    """A task of which only the start is stated runs in that year."""
    if task.every_year:
        return page.version.period_start, page.version.period_end
    if not task.start:
        return None
    return int(task.start[:4]), int((task.end or task.start)[:4])


def _amount(budget) -> str:
    amounts = [line.amount for line in budget.lines.all() if line.amount is not None]
    total = sum(amounts) if amounts else budget.total
    return UNKNOWN if total is None else format_million(total)


def _section_groups(page: PlanPage) -> list[TaskGroupRows]:
    titles = {section.key: section.title for section in page.version.section_rows.all()}
    return [
        TaskGroupRows(
            number=section.number,
            title=section.title,
            heading=_chapter(section.key, titles),
            component=section.component,
            component_label=page.version.component_name(section.component),
            anchor=place("group", section.key),
            rows=tuple(
                TaskRow(
                    task=item,
                    number=item.letter,
                    title=item.text,
                    url=page.url("task", item.key),
                    anchor=place("task", item.key),
                )
                for item in section.items.all()
            ),
        )
        for section in page.version.section_rows.all()
        if section.reportable
    ]


def _chapter(key: str, titles: dict[str, str]) -> str:
    """The chapter around a section by its key: II.1 stands in II."""
    chapter = key.rpartition(".")[0]
    return f"{chapter}. {titles[chapter]}" if titles.get(chapter) else ""
