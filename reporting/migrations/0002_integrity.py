"""Rows of reporting belong to their version's province and are immutable with it."""

from django.db import migrations

from plans.operations import frozen_when_issued

TABLES = (
    "reporting_reportingrule",
    "reporting_obligor",
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("plans", "0002_integrity")]

    operations = [operation for table in TABLES for operation in frozen_when_issued(table)]
