"""Money, the decisions on findings and the list of sources keep history (docs/security.md)."""

from django.db import migrations

from core.operations import ALWAYS, keeps_history
from plans.operations import keeps_history_of_version

TABLES = (
    "budgets_taskbudget",
    "budgets_budgettable",
    "budgets_budgetrow",
    "budgets_budgetline",
    "budgets_publishedtotal",
    "budgets_financingstatement",
)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0010_row_security"), ("plans", "0030_history")]

    operations = [
        *(keeps_history_of_version(table) for table in TABLES),
        keeps_history(
            "budgets_findingdecision", province="province_id", plan="plan_id", version="version_id"
        ),
        keeps_history("budgets_fundingsource", for_ministry=ALWAYS),
    ]
