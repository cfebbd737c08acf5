"""Figures of a consolidated report are written while it is being sent, seen like it, and never changed."""

from django.db import migrations

from core.operations import IN_SCOPE, granted, never_deleted, row_security, same_province

FIGURES, REPORTS = "reporting_consolidatedfigure", "reporting_consolidation"
HELD = f"""
CREATE FUNCTION reporting_hold_consolidatedfigure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a figure of a consolidated report never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    -- Waits for whoever is just sending it.
    SELECT status INTO found FROM {REPORTS} WHERE id = NEW.consolidation_id FOR SHARE;
    IF found = 'sent' THEN
        RAISE EXCEPTION 'consolidated report % was sent', NEW.consolidation_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {FIGURES}_held BEFORE INSERT OR UPDATE ON {FIGURES}
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_consolidatedfigure();
"""
DROP_HELD = f"""
DROP TRIGGER {FIGURES}_held ON {FIGURES};
DROP FUNCTION reporting_hold_consolidatedfigure();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0150_consolidated_figure")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        same_province(FIGURES, "consolidation_id", REPORTS),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", FIGURES),
        granted("INSERT", "sxsh_web", FIGURES),
        row_security(
            FIGURES,
            reads=f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})",
            ministry=f"FOR SELECT TO sxsh_ministry USING (consolidation_id IN (SELECT id FROM {REPORTS} WHERE status = 'sent'))",
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(FIGURES),
    ]
