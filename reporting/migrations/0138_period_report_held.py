"""Reports of a period are held as those of a year; their paragraphs are taken from reports of its years that were sent."""

from importlib import import_module

from django.db import migrations

from core.operations import counts_revisions, same_province

REPORTS, TEXTS = "reporting_consolidation", "reporting_consolidatedtext"
before = import_module("reporting.migrations.0121_consolidation_walls")
outdated = import_module("reporting.migrations.0131_outdated_walls")
BEFORE = before.HELD.replace(
    "    ELSIF OLD.status = 'sent' OR NEW.year_id",
    f"    {outdated.NOTED}\n    ELSIF OLD.status = 'sent' OR NEW.year_id",
)
HELD = (
    BEFORE.replace(
        "BEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.version_id",
        """BEGIN
    IF NEW.from_year IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM reporting_reportingyear JOIN plans_planversion ON plans_planversion.id = version_id
        WHERE reporting_reportingyear.id = NEW.year_id AND NEW.from_year BETWEEN period_start AND year
    ) THEN
        RAISE EXCEPTION 'a report from %, which is no year of the plan before its last', NEW.from_year
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.version_id""",
    )
    .replace(
        "OR NEW.province_id <> OLD.province_id OR NEW.number",
        "OR NEW.kind <> OLD.kind\n            OR NEW.province_id <> OLD.province_id OR NEW.number",
    )
    .replace(
        """        WHERE reporting_report.id = NEW.report_id AND reporting_consolidation.id = of
    ) THEN""",
        """        WHERE reporting_report.id = NEW.report_id AND reporting_consolidation.id = of
            AND reporting_consolidation.kind = 'year'
    ) AND NOT EXISTS (
        SELECT 1 FROM reporting_consolidation made
        JOIN reporting_reportingyear ends ON ends.id = made.year_id
        JOIN reporting_consolidation source ON source.kind = 'year' AND source.status = 'sent'
        JOIN reporting_reportingyear its ON its.id = source.year_id AND its.plan_id = ends.plan_id
            AND its.is_sample = ends.is_sample AND its.year BETWEEN made.from_year AND ends.year
        WHERE made.id = of AND source.id = NEW.taken_from_id
    ) THEN""",
    )
    .replace("'report % is not of the year', NEW.report_id", "'the source of paragraph % is not of the time', NEW.id")
)
OLD_REVISION = counts_revisions(TEXTS, "text", "source_text", "report_id")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0137_period_report")]

    operations = [
        migrations.RunSQL(before.DROP_HELD, BEFORE),
        migrations.RunSQL(HELD, before.DROP_HELD),
        same_province(TEXTS, "taken_from_id", REPORTS),
        migrations.RunSQL(OLD_REVISION.reverse_sql, OLD_REVISION.sql),
        counts_revisions(TEXTS, "text", "source_text", "report_id", "taken_from_id"),
    ]
