"""Plans, all that hangs on their versions, and the catalogue keep history (docs/security.md).

The ministry's role reads of a plan what tells no word of a draft: that a version was issued as it stood.
"""

from django.db import migrations

from core.operations import ALWAYS, keeps_history
from plans.operations import keeps_history_of_version

TABLES = (
    "plans_documentmention",
    "plans_annex",
    "plans_phase",
    "plans_objective",
    "plans_target",
    "plans_taskgroup",
    "plans_section",
    "plans_sectionitem",
    "plans_responsibility",
    "plans_responsibleagency",
    "plans_pastresult",
    "plans_reading",
)
CATALOGUE = (
    "plans_programme",
    "plans_indicator",
    "plans_nationaltarget",
    "plans_outputkind",
    "plans_law",
)


def only(column: str) -> str:
    """That an update changes nothing but the column."""
    return f"to_jsonb(OLD) - '{column}' = to_jsonb(NEW) - '{column}'"


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_row_security"), ("agencies", "0041_history_kept")]

    operations = [
        keeps_history(
            "plans_plan",
            province="province_id",
            plan="id",
            for_ministry={
                "INSERT": "NEW.current_version_id IS NOT NULL",
                "UPDATE": "NEW.current_version_id IS NOT NULL "
                f"AND (OLD.current_version_id IS NOT NULL OR {only('current_version_id')})",
                "DELETE": "OLD.current_version_id IS NOT NULL",
            },
        ),
        keeps_history(
            "plans_planversion",
            province="province_id",
            plan="plan_id",
            version="id",
            for_ministry={
                "INSERT": "NEW.status <> 'draft'",
                "UPDATE": f"NEW.status <> 'draft' AND (OLD.status <> 'draft' OR {only('status')})",
                "DELETE": "OLD.status <> 'draft'",
            },
        ),
        *(keeps_history_of_version(table) for table in TABLES),
        *(keeps_history(table, for_ministry=ALWAYS) for table in CATALOGUE),
    ]
