"""Difficulties are raised and answered in their province; their words never change, replies are only added."""

from django.db import migrations

from core.operations import IN_SCOPE, granted, keeps_history, never_deleted, row_security, same_province

RAISED, REPLIES = "reporting_difficulty", "reporting_difficultyreply"
READS = f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})"
NOBODY = "FOR SELECT TO sxsh_ministry USING (false)"
ADDS = f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})"
CHANGES = f"FOR UPDATE TO sxsh_web USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})"
HELD = """
CREATE FUNCTION reporting_hold_difficulty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' OR OLD.state = 'closed' THEN
        RAISE EXCEPTION 'difficulty % cannot be changed so', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_difficulty_held BEFORE UPDATE ON reporting_difficulty
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_difficulty();
"""
DROP_HELD = """
DROP TRIGGER reporting_difficulty_held ON reporting_difficulty;
DROP FUNCTION reporting_hold_difficulty();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0095_difficulty")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        same_province(RAISED, "plan_id", "plans_plan"),
        same_province(RAISED, "year_id", "reporting_reportingyear"),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", RAISED, REPLIES),
        granted("INSERT, UPDATE", "sxsh_web", RAISED),
        granted("INSERT", "sxsh_web", REPLIES),
        row_security(RAISED, reads=READS, ministry=NOBODY, adds=ADDS, changes=CHANGES),
        *never_deleted(RAISED),
        keeps_history(RAISED, province="province_id", plan="plan_id", agency="agency_id"),
        same_province(REPLIES, "difficulty_id", RAISED),
        row_security(REPLIES, reads=READS, ministry=NOBODY, adds=ADDS),
        *never_deleted(REPLIES),
        keeps_history(REPLIES, province="province_id"),
    ]
