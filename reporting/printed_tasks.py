"""What a plan prints about the tasks that a report answers: words, countable results and money of the year.

A place is "task:KEY", or "item:KEY" of a plan that has its tasks in the items of reportable sections (Lạng Sơn). Read
in a constant number of queries, from the version to which the report is pinned.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from budgets.enums import Axis, Source, source_names
from budgets.models import BudgetLine
from core.numbers import format_million
from plans.models import PlanVersion, SectionItem
from tasks.models import Output, Task

TASK, ITEM = "task", "item"


@dataclass(frozen=True)
class PlannedAmount:
    """Money that the plan prints for a task: of one year or the whole period, of one source or a set left unsplit.

    `amount` in đồng, None where none is printed.
    """

    year: int | None
    sources: tuple[str, ...]
    amount: int | None

    def __str__(self):
        when = f"năm {self.year}" if self.year else "cả giai đoạn"
        amount = "chưa rõ" if self.amount is None else f"{format_million(self.amount)} triệu đồng"
        return f"{when}, nguồn {source_names(self.sources) or 'không ghi'}: {amount}"


@dataclass(frozen=True)
class PrintedTask:
    """A task as the plan prints it. `outputs` and `money` are those that concern the year of the report."""

    place: str
    number: str
    title: str
    group: str
    contents: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    time: str = ""
    outputs: tuple[Output, ...] = ()
    money: tuple[PlannedAmount, ...] = ()

    @property
    def label(self) -> str:
        """ "Nhiệm vụ 4.3", "Khoản a"; without a printed number only what it is."""
        return f"{'Khoản' if self.place.startswith(ITEM) else 'Nhiệm vụ'} {self.number}".strip()

    @property
    def planned_sources(self) -> list[str]:
        """The sources that the plan names for it, in their usual order."""
        named = {source for one in self.money for source in one.sources}
        return [source for source in Source.values if source in named]

    def planned_of(self, source: str, year: int) -> int | None:
        """What is planned for the year from this source alone, in đồng; None where the plan does not say."""
        found = [one.amount for one in self.money if one.year == year and one.sources == (source,)]
        return sum(found) if found and None not in found else None


def is_task(place: str) -> bool:
    """If a report says something of this place as of a task."""
    return place.partition(":")[0] in (TASK, ITEM)


def printed_tasks(version: PlanVersion, places: Iterable[str], year: int) -> dict[str, PrintedTask]:
    """The tasks at these places, in the plan's order; a place that the version does not have is left out."""
    keys = {TASK: [], ITEM: []}
    for place in filter(is_task, places):
        kind, _, key = place.partition(":")
        keys[kind].append(key)
    found = [_printed_task(task, year) for task in _tasks(version, keys[TASK])]
    if keys[ITEM]:
        items = SectionItem.objects.filter(version=version, key__in=keys[ITEM]).select_related("section")
        found += [_printed_item(item) for item in items.order_by("section__position", "position")]
    return {one.place: one for one in found}


def target_words(output: Output) -> str:
    """A printed result as a report quotes it, with the time that it is for: "giai đoạn 2013-2020: “khoảng 20 DN”"."""
    if output.per_year:
        when = "mỗi năm: "
    elif output.year:
        when = f"năm {output.year}: "
    elif output.start and output.end and output.start != output.end:
        when = f"giai đoạn {output.start}-{output.end}: "
    else:
        when = ""
    return f"{when}“{output.text}”"


def _tasks(version: PlanVersion, keys: list[str]):
    if not keys:
        return []
    lines = BudgetLine.objects.exclude(axis=Axis.TOTAL)
    rows = Task.objects.filter(version=version, key__in=keys).select_related("group", "budget")
    return rows.prefetch_related(
        "outputs__kind",
        "budget__lines",
        Prefetch("budget_rows__lines", queryset=lines),
    ).order_by("group__position", "position")


def _printed_task(task: Task, year: int) -> PrintedTask:
    group = task.group
    return PrintedTask(
        place=f"{TASK}:{task.key}",
        number=task.number,
        title=task.action,
        group=f"{group.number}. {group.title}" if group.number else group.title,
        contents=tuple(task.contents),
        expected_results=tuple(task.expected_results),
        time=task.time_text or ("Hằng năm" if task.every_year else ""),
        outputs=tuple(one for one in task.outputs.all() if _concerns(one, year)),
        money=tuple(one for one in _planned(task) if one.year in (None, year)),
    )


def _printed_item(item: SectionItem) -> PrintedTask:
    section = item.section
    return PrintedTask(
        place=f"{ITEM}:{item.key}",
        number=item.letter,
        title=item.text,
        group=f"{section.number}. {section.title}" if section.number else section.title,
    )


def _concerns(output: Output, year: int) -> bool:
    """If a printed result is for the year, as far as the sentence itself names years."""
    if output.year:
        return output.year == year
    return (output.start or year) <= year <= (output.end or output.start or year)


def _planned(task: Task) -> list[PlannedAmount]:
    """What the task table prints for it, else its rows in the tables of money."""
    budget = getattr(task, "budget", None)
    found = []
    if budget:
        lines = budget.lines.all()
        found = [_amount(line.year, line.sources or budget.sources, line.amount) for line in lines]
        if not found and (budget.total is not None or budget.sources):
            found = [_amount(None, budget.sources, budget.total)]
    if not found:
        found = [
            _amount(line.year, line.sources or row.sources, line.amount)
            for row in task.budget_rows.all()
            for line in row.lines.all()
        ]
    return found


def _amount(year: int | None, sources: list[str], amount) -> PlannedAmount:
    return PlannedAmount(year, tuple(sources), None if amount is None else int(amount))
