"""Provinces equal along the tree, and issued versions immutable: held by the database."""

from django.db import migrations

from core.operations import same_province
from plans.operations import FREEZE_FUNCTIONS, frozen_when_issued

TABLES = (
    "plans_annex",
    "plans_documentmention",
    "plans_objective",
    "plans_pastresult",
    "plans_phase",
    "plans_reading",
    "plans_responsibility",
    "plans_responsibleagency",
    "plans_section",
    "plans_sectionitem",
    "plans_target",
    "plans_taskgroup",
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        same_province("plans_planversion", "plan_id", "plans_plan"),
        FREEZE_FUNCTIONS,
        *(operation for table in TABLES for operation in frozen_when_issued(table)),
    ]
