"""A finished document is kept as it is: the database refuses to change or delete its row."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION reporting_refuse_change_of_done_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'done' AND NOT (
        -- All that may still be said of it: that its file was found missing.
        TG_OP = 'UPDATE' AND OLD.file_lost_at IS NULL AND NEW.file_lost_at IS NOT NULL
        AND to_jsonb(NEW) - 'file_lost_at' = to_jsonb(OLD) - 'file_lost_at'
    ) THEN
        RAISE EXCEPTION 'report run % is done and cannot be changed', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reporting_reportrun_kept BEFORE UPDATE OR DELETE ON reporting_reportrun
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse_change_of_done_run();
"""
UNFREEZE = """
DROP TRIGGER reporting_reportrun_kept ON reporting_reportrun;
DROP FUNCTION reporting_refuse_change_of_done_run();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_report_run")]

    operations = [migrations.RunSQL(FREEZE, UNFREEZE)]
