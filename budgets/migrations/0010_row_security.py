"""The second wall around money (docs/security.md): it is seen with the version on which it hangs.

So is what a department decided on a finding.
"""

from django.db import migrations

from core.operations import SERVING, granted
from plans.operations import seen_with_version

TABLES = (
    "budgets_taskbudget",
    "budgets_budgettable",
    "budgets_budgetrow",
    "budgets_budgetline",
    "budgets_publishedtotal",
    "budgets_financingstatement",
    "budgets_findingdecision",
)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_integrity"), ("plans", "0010_row_security")]

    operations = [
        granted("SELECT", SERVING, "budgets_fundingsource"),
        *(operation for table in TABLES for operation in seen_with_version(table)),
    ]
