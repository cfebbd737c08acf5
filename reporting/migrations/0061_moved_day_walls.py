"""Moved days are read with their plan, added in its province and never edited; they keep history."""

from django.db import migrations

from core.operations import (
    IN_SCOPE,
    SERVING,
    granted,
    keeps_history,
    never_deleted,
    row_security,
    same_province,
)

TABLE = "reporting_movedday"


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0060_moved_day"),
        ("plans", "0010_row_security"),
        ("agencies", "0041_history_kept"),
    ]

    operations = [
        same_province(TABLE, "plan_id", "plans_plan"),
        granted("SELECT", SERVING, TABLE),
        granted("INSERT", "sxsh_web", TABLE),
        row_security(
            TABLE,
            reads=f"FOR SELECT TO {SERVING} USING (plan_id IN (SELECT id FROM plans_plan))",
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(TABLE),
        keeps_history(TABLE, province="province_id", plan="plan_id"),
    ]
