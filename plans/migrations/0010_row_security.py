"""The second wall around plans (docs/security.md): issued ones are read by all, drafts in their province alone."""

from django.db import migrations

from core.operations import ALL_RIGHTS, IN_SCOPE, SERVING, granted, row_security, written_in_scope
from plans.operations import seen_with_version

LOCAL = "sxsh_web, sxsh_worker"
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


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_integrity"), ("agencies", "0005_row_security")]

    operations = [
        granted("SELECT", SERVING, *CATALOGUE),
        granted(ALL_RIGHTS, LOCAL, "plans_plan", "plans_planversion"),
        granted("SELECT", "sxsh_ministry", "plans_plan", "plans_planversion"),
        row_security(
            "plans_plan",
            reads=f"FOR SELECT TO {LOCAL} USING (current_version_id IS NOT NULL OR {IN_SCOPE})",
            ministry="FOR SELECT TO sxsh_ministry USING (current_version_id IS NOT NULL)",
            **written_in_scope(LOCAL),
        ),
        row_security(
            "plans_planversion",
            reads=f"FOR SELECT TO {LOCAL} USING (status <> 'draft' OR {IN_SCOPE})",
            ministry="FOR SELECT TO sxsh_ministry USING (status <> 'draft')",
            **written_in_scope(LOCAL),
        ),
        *(operation for table in TABLES for operation in seen_with_version(table)),
    ]
