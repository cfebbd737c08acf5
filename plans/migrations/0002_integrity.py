"""Provinces equal along the tree, and issued versions immutable: held by the database."""

from django.db import migrations

from core.operations import same_province
from plans.operations import (
    FREEZE_FUNCTIONS,
    OWN_CURRENT_VERSION,
    frozen_when_issued,
    same_version,
    version_anchor,
)

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

PARENTS = (
    "plans_phase",
    "plans_objective",
    "plans_taskgroup",
    "plans_section",
    "plans_responsibility",
)
CHILDREN = (
    ("plans_objective", "phase_id", "plans_phase"),
    ("plans_target", "objective_id", "plans_objective"),
    ("plans_taskgroup", "phase_id", "plans_phase"),
    ("plans_sectionitem", "section_id", "plans_section"),
    ("plans_responsibleagency", "responsibility_id", "plans_responsibility"),
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        same_province("plans_planversion", "plan_id", "plans_plan"),
        FREEZE_FUNCTIONS,
        *(operation for table in TABLES for operation in frozen_when_issued(table)),
        *(version_anchor(table) for table in PARENTS),
        *(same_version(*child) for child in CHILDREN),
        OWN_CURRENT_VERSION,
    ]
