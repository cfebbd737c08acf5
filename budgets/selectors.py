"""Reading the content of versions in a constant number of queries."""

from django.db.models import Prefetch

from budgets.models import BudgetRow, TaskBudget
from plans.models import Objective, Responsibility, Section, SectionItem, Target, TaskGroup
from tasks.models import Output, Party, Task

SEARCHED = ("search_text", "search_vector")  # columns that no page shows


def with_content(versions):
    """A queryset of versions with plan, tasks and money loaded: what findings and sums are computed from."""
    tasks = Task.objects.prefetch_related(
        Prefetch("parties", Party.objects.select_related("agency")),
        Prefetch("outputs", Output.objects.select_related("kind")),
        Prefetch("budget", TaskBudget.objects.prefetch_related("lines")),
    )
    rows = BudgetRow.objects.select_related("group", "task").prefetch_related("lines")
    return versions.select_related("plan__province", "plan__programme").prefetch_related(
        "documentmention_rows",
        "annex_rows",
        "phase_rows",
        Prefetch(
            "objective_rows",
            Objective.objects.select_related("phase").prefetch_related(
                Prefetch("targets", Target.objects.select_related("indicator"))
            ),
        ),
        Prefetch(
            "taskgroup_rows",
            TaskGroup.objects.select_related("phase").prefetch_related(Prefetch("tasks", tasks)),
        ),
        "section_rows__items",
        "responsibility_rows__agencies__agency",
        Prefetch("budgettable_rows__rows", rows),
        "budgettable_rows__totals",
        "financingstatement_rows",
        "pastresult_rows__kind",
        "reading_rows",
    )


def with_money(versions, *of_tasks):
    """A queryset of versions with plan, groups, tasks and money: what `budgets.sums` needs, for many plans.

    Texts of tasks and what serves search only are left in the database. `of_tasks`: prefetches of more.
    """
    tasks = Task.objects.defer(*SEARCHED, "contents", "expected_results").prefetch_related(
        Prefetch("budget", TaskBudget.objects.prefetch_related("lines")), *of_tasks
    )
    groups = TaskGroup.objects.defer(*SEARCHED).select_related("phase")
    return versions.select_related("plan__province", "plan__programme").prefetch_related(
        Prefetch("taskgroup_rows", groups.prefetch_related(Prefetch("tasks", tasks))),
        "budgettable_rows__rows__lines",
        "budgettable_rows__totals",
        "financingstatement_rows",
    )


def with_findings(versions):
    """A queryset of versions with what `budgets.findings` is computed from, for many plans."""
    items = SectionItem.objects.defer(*SEARCHED)
    return with_money(versions, "outputs").prefetch_related(
        "documentmention_rows",
        "annex_rows",
        Prefetch("section_rows", Section.objects.defer(*SEARCHED).prefetch_related(Prefetch("items", items))),
        Prefetch("responsibility_rows", Responsibility.objects.defer(*SEARCHED)),
        "pastresult_rows",
    )
