"""Signed papers are added to consolidated reports that were sent, by their province; everybody who reads these reads them."""

from django.db import migrations

from core.operations import IN_SCOPE, granted, keeps_history, never_deleted, row_security, same_province

COPIES = "reporting_signedcopy"
HELD = """
CREATE FUNCTION reporting_hold_signedcopy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'signed copy % cannot be changed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM reporting_consolidation WHERE id = NEW.consolidation_id AND status = 'sent') THEN
        RAISE EXCEPTION 'consolidated report % was not sent', NEW.consolidation_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_signedcopy_held BEFORE INSERT OR UPDATE ON reporting_signedcopy
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_signedcopy();
"""
DROP_HELD = """
DROP TRIGGER reporting_signedcopy_held ON reporting_signedcopy;
DROP FUNCTION reporting_hold_signedcopy();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0135_signed_copy")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        same_province(COPIES, "consolidation_id", "reporting_consolidation"),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", COPIES),
        granted("INSERT", "sxsh_web", COPIES),
        row_security(
            COPIES,
            reads=f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})",
            ministry="FOR SELECT TO sxsh_ministry USING (true)",
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
        ),
        *never_deleted(COPIES),
        keeps_history(COPIES, province="province_id"),
    ]
