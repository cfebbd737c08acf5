"""Stages are the department's, reminders the worker's: written once, afterwards only what became of them changes."""

from django.db import migrations

from core.operations import IN_SCOPE, counts_revisions, granted, keeps_history, never_deleted, row_security, same_province

STAGES, REMINDERS = "reporting_reminderstage", "reporting_reminder"
READS = f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})"
NOBODY = "FOR SELECT TO sxsh_ministry USING (false)"
HELD = """
CREATE FUNCTION reporting_hold_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - ARRAY['state', 'reason'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'reason']
        OR OLD.state IN ('superseded', 'suppressed')
    THEN
        RAISE EXCEPTION 'reminder % cannot be changed so', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_reminder_held BEFORE UPDATE ON reporting_reminder
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_reminder();
"""
DROP_HELD = """
DROP TRIGGER reporting_reminder_held ON reporting_reminder;
DROP FUNCTION reporting_hold_reminder();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0100_reminders")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", STAGES, REMINDERS),
        granted("INSERT, UPDATE", "sxsh_web", STAGES),
        granted("INSERT, UPDATE", "sxsh_worker", REMINDERS),
        row_security(
            STAGES,
            reads=READS,
            ministry=NOBODY,
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
            changes=f"FOR UPDATE TO sxsh_web USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(STAGES),
        counts_revisions(STAGES, "days", "is_on", "to_department"),
        keeps_history(STAGES, province="province_id"),
        same_province(REMINDERS, "obligation_id", "reporting_obligation"),
        row_security(
            REMINDERS,
            reads=READS,
            ministry=NOBODY,
            adds=f"FOR INSERT TO sxsh_worker WITH CHECK ({IN_SCOPE})",
            changes=f"FOR UPDATE TO sxsh_worker USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(REMINDERS),
    ]
