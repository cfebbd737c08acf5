"""Rows of tasks belong to their version's province and are immutable with it."""

from django.db import migrations

from plans.operations import frozen_when_issued, same_version, version_anchor

TABLES = (
    "tasks_task",
    "tasks_party",
    "tasks_output",
)

PARENTS = ("tasks_task",)
CHILDREN = (
    ("tasks_task", "group_id", "plans_taskgroup"),
    ("tasks_party", "task_id", "tasks_task"),
    ("tasks_output", "task_id", "tasks_task"),
)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("plans", "0002_integrity")]

    operations = [
        *(operation for table in TABLES for operation in frozen_when_issued(table)),
        *(version_anchor(table) for table in PARENTS),
        *(same_version(*child) for child in CHILDREN),
    ]
