"""Rows of budgets belong to their version's province and are immutable with it."""

from django.db import migrations

from core.operations import same_province
from plans.operations import frozen_when_issued

TABLES = ("budgets_taskbudget", "budgets_budgettable", "budgets_budgetrow", "budgets_budgetline", "budgets_publishedtotal", "budgets_financingstatement", )


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial"), ("plans", "0002_integrity")]

    operations = [
        same_province("budgets_findingdecision", "plan_id", "plans_plan"),
        same_province("budgets_findingdecision", "version_id", "plans_planversion"),
        *(operation for table in TABLES for operation in frozen_when_issued(table)),
    ]
