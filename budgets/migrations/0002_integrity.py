"""Rows of budgets belong to their version's province and are immutable with it."""

from django.db import migrations

from core.operations import same_province
from plans.operations import frozen_when_issued, same_version, version_anchor

TABLES = (
    "budgets_taskbudget",
    "budgets_budgettable",
    "budgets_budgetrow",
    "budgets_budgetline",
    "budgets_publishedtotal",
    "budgets_financingstatement",
)

PARENTS = (
    "budgets_taskbudget",
    "budgets_budgettable",
    "budgets_budgetrow",
)
CHILDREN = (
    ("budgets_taskbudget", "task_id", "tasks_task"),
    ("budgets_budgetrow", "table_id", "budgets_budgettable"),
    ("budgets_budgetrow", "group_id", "plans_taskgroup"),
    ("budgets_budgetrow", "task_id", "tasks_task"),
    ("budgets_budgetline", "row_id", "budgets_budgetrow"),
    ("budgets_budgetline", "task_budget_id", "budgets_taskbudget"),
    ("budgets_publishedtotal", "table_id", "budgets_budgettable"),
)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial"), ("tasks", "0002_integrity")]

    operations = [
        same_province("budgets_findingdecision", "plan_id", "plans_plan"),
        same_province("budgets_findingdecision", "version_id", "plans_planversion"),
        *(operation for table in TABLES for operation in frozen_when_issued(table)),
        *(version_anchor(table) for table in PARENTS),
        *(same_version(*child) for child in CHILDREN),
    ]
