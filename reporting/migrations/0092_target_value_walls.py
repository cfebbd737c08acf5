"""Figures of targets are read and written in their province as long as the year is open; the ministry reads settled ones."""

from django.db import migrations

from core.operations import (
    IN_SCOPE,
    counts_revisions,
    granted,
    keeps_history,
    never_deleted,
    row_security,
    same_province,
)

TABLE = "reporting_targetvalue"
SETTLED = (
    "EXISTS (SELECT 1 FROM reporting_reportingyear WHERE reporting_reportingyear.id = year_id "
    "AND locked_at IS NOT NULL) OR EXISTS (SELECT 1 FROM reporting_obligation "
    "WHERE reporting_obligation.year_id = reporting_targetvalue.year_id AND basis = 'own' AND state = 'accepted')"
)
HELD = """
CREATE FUNCTION reporting_hold_target_value() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.year_id <> OLD.year_id OR NEW.target_id <> OLD.target_id) THEN
        RAISE EXCEPTION 'the figures of a target stay with its year' USING ERRCODE = 'restrict_violation';
    END IF;
    -- Waits for whoever is just locking the year.
    SELECT version_id, locked_at INTO found FROM reporting_reportingyear WHERE id = NEW.year_id FOR SHARE;
    IF NOT EXISTS (SELECT 1 FROM plans_target WHERE id = NEW.target_id AND version_id = found.version_id) THEN
        RAISE EXCEPTION 'target % is not of the version of year %', NEW.target_id, NEW.year_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF found.locked_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM reporting_obligation
        WHERE year_id = NEW.year_id AND basis = 'own' AND unlocked_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'year % is locked', NEW.year_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_targetvalue_held BEFORE INSERT OR UPDATE ON reporting_targetvalue
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_target_value();
"""
DROP_HELD = """
DROP TRIGGER reporting_targetvalue_held ON reporting_targetvalue;
DROP FUNCTION reporting_hold_target_value();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0091_target_value")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        same_province(TABLE, "year_id", "reporting_reportingyear"),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", TABLE),
        granted("INSERT, UPDATE", "sxsh_web", TABLE),
        row_security(
            TABLE,
            reads=f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})",
            ministry=f"FOR SELECT TO sxsh_ministry USING ({SETTLED})",
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
            changes=f"FOR UPDATE TO sxsh_web USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(TABLE),
        counts_revisions(TABLE, "numerator", "denominator", "population", "source", "note"),
        keeps_history(TABLE, province="province_id"),
    ]
