"""The planned money of many versions at once, added up by the database: the rules of `budgets.sums`, in five queries at most.

An issued version never changes (held by the database), so each process keeps what it has added up of it: their home stays the
budget lines, which a process reads once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Exists, F, IntegerField, OuterRef, Sum, Value

from budgets.enums import Axis
from budgets.models import BudgetLine, TaskBudget
from budgets.sums import Sources, set_of
from plans.models import PlanVersion, TaskGroup

kept = LocMemCache("planned money of issued versions", {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 2000}})


@dataclass
class Planned:
    """The sums of one version, in đồng, as `budgets.sums.PlannedMoney` has them.

    `year` is the one year that all of it is for; None for the whole period. `by_year_sources` has only what the plan
    gives both for a year and from sources. `open_groups` are the groups without a figure.
    """

    basis: str = ""
    year: int | None = None
    by_sources: dict[Sources, int] = field(default_factory=lambda: defaultdict(int))
    by_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_year_sources: dict[tuple[int, Sources], int] = field(default_factory=lambda: defaultdict(int))
    open_groups: int = 0

    @property
    def total(self) -> int | None:
        return sum(self.by_sources.values()) if self.by_sources else None

    def of_year(self, year: int) -> int | None:
        """What is planned for the year; None where the plan does not say. The whole period is never divided."""
        return self.total if self.year == year else self.by_year.get(year)

    def of_year_from(self, year: int, sources: Sources) -> int | None:
        """What is planned for the year from these sources; None where the plan does not say."""
        if self.year == year:
            return self.by_sources.get(sources)
        return self.by_year_sources.get((year, sources))


def kept_planned_of(versions: Iterable[PlanVersion], component: str = "") -> dict[int, Planned]:
    """As `planned_of`; of issued versions no query where this process has added them up before."""
    keys = {
        f"{one.pk}-{one.created_at.isoformat()}-{component}": one.pk
        for one in versions
        if not one.is_unissued
    }
    known = {keys[key]: planned for key, planned in kept.get_many(keys).items()}
    if missing := [one.pk for one in versions if one.pk not in known]:
        added_up = planned_of(missing, component)
        kept.set_many({key: added_up[pk] for key, pk in keys.items() if pk in added_up})
        known |= added_up
    return known


def planned_of(versions: Collection[int], component: str = "") -> dict[int, Planned]:
    """The planned money of each version, by primary key; of the groups of one component, where one is given.

    What is added is decided for the whole version: where a task has an amount, budgets of tasks, else its first table.
    """
    found = {version: Planned() for version in versions}
    tasks = [*_task_lines(versions, component), *_task_totals(versions, component)]
    for version, code, sources, year, amount in tasks:
        found[version].basis = "tasks"
        if code == component:
            _add(found[version], sources, year, int(amount))
    with_years = {version for version, _, _, year, _ in tasks if year}
    in_table = _add_tables(found, with_years, component)
    for version, group, has_amount in _groups(versions, component):
        is_known = has_amount if found[version].basis == "tasks" else group in in_table
        found[version].open_groups += not is_known
    return found


def _add(money: Planned, sources: Collection[str], year: int | None, amount: int) -> None:
    money.by_sources[set_of(sources)] += amount
    if year:
        money.by_year[year] += amount
        money.by_year_sources[year, set_of(sources)] += amount


def _task_lines(versions: Collection[int], component: str):
    """The lines of tasks as (version, component, sources, year, sum); a line without sources has its budget's."""
    lines = BudgetLine.objects.filter(
        version__in=versions, task_budget__isnull=False, amount__isnull=False
    ).annotate(code=F("task_budget__task__group__component") if component else Value(""))
    rows = list(_summed(lines, F("sources")))
    unnamed = {version for version, _, sources, _, _ in rows if not sources}
    inherited = _summed(lines.filter(version__in=unnamed, sources=[]), F("task_budget__sources"))
    return [*(row for row in rows if row[2]), *inherited]


def _summed(lines, sources: F):
    rows = lines.annotate(named=sources).order_by().values_list("version", "code", "named", "year")
    return rows.annotate(total=Sum("amount"))


def _task_totals(versions: Collection[int], component: str):
    """The same of budgets whose lines have no amount: their totals, of no year."""
    given = BudgetLine.objects.filter(task_budget=OuterRef("pk"), amount__isnull=False)
    budgets = TaskBudget.objects.filter(~Exists(given), version__in=versions, total__isnull=False)
    rows = budgets.annotate(
        code=F("task__group__component") if component else Value(""), year=Value(None, IntegerField())
    )
    return rows.order_by().values_list("version", "code", "sources", "year").annotate(sum=Sum("total"))


def _add_tables(found: dict[int, Planned], with_years: set[int], component: str) -> set[int]:
    """Adds what tables print, where nothing of tasks is there; returns the groups with a figure in what was added."""
    lines = BudgetLine.objects.filter(
        version__in=found, row__isnull=False, axis__in=(Axis.SOURCE, Axis.YEAR), amount__isnull=False
    )
    rows = lines.order_by().values_list(
        "version", "row__table__position", "row__table", "row__table__year", "row__group", "row__group__component",
        "axis", "year", "sources",
    )  # fmt: skip
    summed = sorted(rows.annotate(total=Sum("amount")), key=lambda row: row[:3])
    added: dict[int, int] = {}
    for version, _, table, table_year, group, code, axis, _, sources, amount in summed:
        money = found[version]
        if (
            axis == Axis.SOURCE
            and group
            and money.basis != "tasks"
            and added.setdefault(version, table) == table
        ):
            money.basis, money.year = "table", table_year
            if not component or code == component:
                money.by_sources[set_of(sources)] += int(amount)
    for version, _, _, _, _, code, axis, year, _, amount in summed:
        is_asked = not component or code == component
        if axis == Axis.YEAR and is_asked and found[version].basis and version not in with_years:
            found[version].by_year[year] += int(amount)
    return {row[4] for row in summed if row[6] == Axis.SOURCE and added.get(row[0]) == row[2]}


def _groups(versions: Collection[int], component: str):
    """The groups as (version, group, whether a task of it has an amount)."""
    lines = BudgetLine.objects.filter(task_budget__task__group=OuterRef("pk"), amount__isnull=False)
    totals = TaskBudget.objects.filter(task__group=OuterRef("pk"), total__isnull=False)
    groups = TaskGroup.objects.filter(version__in=versions, **({"component": component} if component else {}))
    return groups.order_by().values_list("version", "pk", Exists(lines) | Exists(totals))
