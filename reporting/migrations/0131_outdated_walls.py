"""A sent consolidated report takes one note more: that its figures are others since, once."""

from django.db import migrations

HELD = """
CREATE OR REPLACE FUNCTION reporting_hold_consolidation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.version_id IS DISTINCT FROM (SELECT version_id FROM reporting_reportingyear WHERE id = NEW.year_id) THEN
            RAISE EXCEPTION 'consolidated report of another version than that of its year'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.status <> 'writing' THEN
            RAISE EXCEPTION 'a consolidated report begins with being written' USING ERRCODE = 'restrict_violation';
        END IF;
    {sent}
    ELSIF OLD.status = 'sent' OR NEW.year_id <> OLD.year_id OR NEW.version_id <> OLD.version_id
            OR NEW.province_id <> OLD.province_id OR NEW.number <> OLD.number OR NEW.public_id <> OLD.public_id THEN
        RAISE EXCEPTION 'consolidated report % cannot be changed so', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NOTED = """ELSIF OLD.status = 'sent' AND OLD.outdated_at IS NULL AND NEW.outdated_at IS NOT NULL
            AND to_jsonb(NEW) - 'outdated_at' = to_jsonb(OLD) - 'outdated_at' THEN
        RETURN NEW;"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0130_outdated")]

    operations = [migrations.RunSQL(HELD.replace("{sent}", NOTED), HELD.replace("{sent}", ""))]
