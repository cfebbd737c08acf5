"""Rows of tasks belong to their version's province and are immutable with it."""

from django.db import migrations

from plans.operations import frozen_when_issued

TABLES = ("tasks_task", "tasks_party", "tasks_output", )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("plans", "0002_integrity")]

    operations = [operation for table in TABLES for operation in frozen_when_issued(table)]
