"""Which entries of the history a page is about; each starts from what the person may see."""

from django.db.models import Q

from agencies.models import Agency, User
from agencies.models.history import HistoryEntry, HistoryEntryQuerySet
from plans.models import CatalogueEntry, Plan

TASKS = ("tasks_task", "plans_sectionitem")  # items of reportable sections are tasks, too
OBJECTIVES = ("plans_objective",)
# What hangs on a row: the columns by which, step by step.
BELOW = {TASKS: ("task_id", "task_budget_id"), OBJECTIVES: ("objective_id",)}
OF_DIRECTORY = ("agencies_agency", "agencies_agencyalias", "agencies_agencysuccession")


def of_plan(user: User, plan: Plan) -> HistoryEntryQuerySet:
    """Everything that was changed in a plan and all its versions, those that were deleted too, and in its reporting years."""
    changes = HistoryEntry.objects.visible_to(user).changes()
    versions = changes.filter(plan_id=plan.pk, table_name="plans_planversion").values("version_id")
    years = HistoryEntry.objects.of_years(plan.reporting_years.values_list("pk", flat=True)).values("pk")
    return changes.filter(Q(plan_id=plan.pk) | Q(version_id__in=versions) | Q(pk__in=years)).exclude(
        table_name="reporting_reportrun"
    )


def of_key(entries: HistoryEntryQuerySet, tables: tuple[str, ...], key: str) -> HistoryEntryQuerySet:
    """Of a plan's entries those about what has the key in its versions, with all that hangs on it."""
    rows = entries.filter(Q(after__key=key) | Q(before__key=key), table_name__in=tables)
    wanted, ids = Q(pk__in=rows.values("pk")), _ids(rows)
    for column in BELOW[tables]:
        below = Q(**{f"after__{column}__in": ids}) | Q(**{f"before__{column}__in": ids})
        wanted |= below
        ids = _ids(entries.filter(below, table_name="budgets_taskbudget"))
    return entries.filter(wanted)


def _ids(entries: HistoryEntryQuerySet) -> list[int]:
    return [int(row) for row in entries.order_by().values_list("row_id", flat=True).distinct()]


def of_agency(user: User, agency: Agency) -> HistoryEntryQuerySet:
    """What was changed about an agency in the directory."""
    entries = HistoryEntry.objects.visible_to(user).changes()
    return entries.filter(agency=agency, table_name__in=OF_DIRECTORY)


def of_entry(user: User, entry: CatalogueEntry) -> HistoryEntryQuerySet:
    """What was changed in an entry of the catalogue."""
    entries = HistoryEntry.objects.visible_to(user).changes()
    return entries.filter(table_name=entry._meta.db_table, row_id=str(entry.pk))
