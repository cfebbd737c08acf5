"""Tasks keep history (docs/security.md)."""

from django.db import migrations

from plans.operations import keeps_history_of_version

TABLES = ("tasks_task", "tasks_party", "tasks_output")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_row_security"), ("plans", "0030_history")]

    operations = [keeps_history_of_version(table) for table in TABLES]
