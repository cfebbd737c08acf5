"""What a plan prints about the tasks that a report answers: words, countable results and money of the year.

A place is "task:KEY", or "item:KEY" of a plan that has its tasks in the items of reportable sections (Lạng Sơn). Read
in a constant number of queries, from the version to which the report is pinned. An issued version never changes (held by
the database), so each process keeps what it has read of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Prefetch, prefetch_related_objects

from budgets.enums import Axis, Source, source_names
from budgets.models import BudgetLine
from core.numbers import format_million
from plans.models import PlanVersion, SectionItem
from tasks.models import Output, Task

TASK, ITEM = "task", "item"
kept = LocMemCache("printed tasks of issued versions", {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 10_000}})


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
    """A task as the plan prints it. `outputs` and `money` are those that concern the year of the report.

    What kind an output is of is for the ministry to name, so it is not kept: `load_output_kinds`.
    """

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
    wanted = list(filter(is_task, places))
    if version.is_unissued:
        found = _read(version, wanted)
    else:
        prefix = f"{version.pk}-{version.created_at.isoformat()}-"
        found = {
            key.removeprefix(prefix): one for key, one in kept.get_many(prefix + at for at in wanted).items()
        }
        if missing := [place for place in wanted if place not in found]:
            read = _read(version, missing)
            kept.set_many({prefix + place: one for place, one in read.items()})
            found |= read
    in_order = sorted(found.items(), key=lambda pair: pair[1][0])
    return {place: _in_year(task, year) for place, (_, task) in in_order}


def load_output_kinds(tasks: Iterable[PrintedTask]) -> None:
    """Has the kinds of the tasks' outputs at hand, in one query."""
    prefetch_related_objects([output for task in tasks for output in task.outputs], "kind")


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


# Where a task stands in its plan: items follow all tasks.
Order = tuple[bool, int, int]


def _read(version: PlanVersion, places: list[str]) -> dict[str, tuple[Order, PrintedTask]]:
    """The tasks with all that the plan prints for any year, and where they stand."""
    keys = {TASK: [], ITEM: []}
    for place in places:
        kind, _, key = place.partition(":")
        keys[kind].append(key)
    found = [*_tasks(version, keys[TASK]), *_items(version, keys[ITEM])]
    return {task.place: (order, task) for order, task in found}


def _tasks(version: PlanVersion, keys: list[str]) -> Iterator[tuple[Order, PrintedTask]]:
    if not keys:
        return
    lines = BudgetLine.objects.exclude(axis=Axis.TOTAL)
    rows = Task.objects.filter(version=version, key__in=keys).select_related("group", "budget")
    rows = rows.prefetch_related("outputs", "budget__lines", Prefetch("budget_rows__lines", queryset=lines))
    for task in rows:
        yield (False, task.group.position, task.position), _printed_task(task)


def _items(version: PlanVersion, keys: list[str]) -> Iterator[tuple[Order, PrintedTask]]:
    if not keys:
        return
    for item in SectionItem.objects.filter(version=version, key__in=keys).select_related("section"):
        yield (True, item.section.position, item.position), _printed_item(item)


def _printed_task(task: Task) -> PrintedTask:
    group = task.group
    return PrintedTask(
        place=f"{TASK}:{task.key}",
        number=task.number,
        title=task.action,
        group=f"{group.number}. {group.title}" if group.number else group.title,
        contents=tuple(task.contents),
        expected_results=tuple(task.expected_results),
        time=task.time_text or ("Hằng năm" if task.every_year else ""),
        outputs=tuple(task.outputs.all()),
        money=tuple(_planned(task)),
    )


def _printed_item(item: SectionItem) -> PrintedTask:
    section = item.section
    return PrintedTask(
        place=f"{ITEM}:{item.key}",
        number=item.letter,
        title=item.text,
        group=f"{section.number}. {section.title}" if section.number else section.title,
    )


def _in_year(task: PrintedTask, year: int) -> PrintedTask:
    """The task with what concerns the year."""
    return replace(
        task,
        outputs=tuple(one for one in task.outputs if _concerns(one, year)),
        money=tuple(one for one in task.money if one.year in (None, year)),
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
