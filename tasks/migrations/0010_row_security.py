"""The second wall around tasks (docs/security.md): they are seen with the version on which they hang."""

from django.db import migrations

from plans.operations import seen_with_version

TABLES = ("tasks_task", "tasks_party", "tasks_output")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_integrity"), ("plans", "0010_row_security")]

    operations = [operation for table in TABLES for operation in seen_with_version(table)]
