"""Consolidated reports are written in their province until they are sent; then nothing in them changes, and the ministry reads.

What a sent one says stands in its `contents`: its paragraphs are never anything for the ministry.
"""

from django.db import migrations

from core.operations import (
    IN_SCOPE,
    counts_revisions,
    granted,
    keeps_history,
    never_deleted,
    row_security,
    same_province,
    written_in_scope,
)

REPORTS, TEXTS, RUNS = "reporting_consolidation", "reporting_consolidatedtext", "reporting_reportrun"
READS = f"FOR SELECT TO sxsh_web, sxsh_worker USING ({IN_SCOPE})"
HELD = """
CREATE FUNCTION reporting_hold_consolidation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.version_id IS DISTINCT FROM (SELECT version_id FROM reporting_reportingyear WHERE id = NEW.year_id) THEN
            RAISE EXCEPTION 'consolidated report of another version than that of its year'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.status <> 'writing' THEN
            RAISE EXCEPTION 'a consolidated report begins with being written' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.status = 'sent' OR NEW.year_id <> OLD.year_id OR NEW.version_id <> OLD.version_id
            OR NEW.province_id <> OLD.province_id OR NEW.number <> OLD.number OR NEW.public_id <> OLD.public_id THEN
        RAISE EXCEPTION 'consolidated report % cannot be changed so', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_consolidation_held BEFORE INSERT OR UPDATE ON reporting_consolidation
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_consolidation();

CREATE FUNCTION reporting_hold_consolidatedtext() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.consolidation_id ELSE NEW.consolidation_id END;
    found text;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.consolidation_id <> OLD.consolidation_id OR NEW.place <> OLD.place) THEN
        RAISE EXCEPTION 'a paragraph stays with its report' USING ERRCODE = 'restrict_violation';
    END IF;
    -- Waits for whoever is just sending it.
    SELECT status INTO found FROM reporting_consolidation WHERE id = of FOR SHARE;
    IF found = 'sent' THEN
        RAISE EXCEPTION 'consolidated report % was sent', of USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT 1 FROM reporting_report JOIN reporting_obligation ON reporting_obligation.id = obligation_id
        JOIN reporting_consolidation ON reporting_consolidation.year_id = reporting_obligation.year_id
        WHERE reporting_report.id = NEW.report_id AND reporting_consolidation.id = of
    ) THEN
        RAISE EXCEPTION 'report % is not of the year', NEW.report_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reporting_consolidatedtext_held BEFORE INSERT OR UPDATE OR DELETE ON reporting_consolidatedtext
    FOR EACH ROW EXECUTE FUNCTION reporting_hold_consolidatedtext();
"""
DROP_HELD = """
DROP TRIGGER reporting_consolidatedtext_held ON reporting_consolidatedtext;
DROP FUNCTION reporting_hold_consolidatedtext();
DROP TRIGGER reporting_consolidation_held ON reporting_consolidation;
DROP FUNCTION reporting_hold_consolidation();
"""
ONE_VERSION = "reporting_reportrun_consolidation_of_version"
OF_VERSION = (
    f"ALTER TABLE {RUNS} ADD CONSTRAINT {ONE_VERSION} FOREIGN KEY (consolidation_id, version_id) "
    f"REFERENCES {REPORTS} (id, version_id)"
)
WRITTEN = (
    "results", "petitions", "directions", "note", "document_number", "document_day", "signer_authority", "signer_title",
    "signer_name", "status",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reporting", "0120_consolidation")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        migrations.RunSQL(OF_VERSION, f"ALTER TABLE {RUNS} DROP CONSTRAINT {ONE_VERSION}"),
        same_province(REPORTS, "year_id", "reporting_reportingyear"),
        same_province(REPORTS, "version_id", "plans_planversion"),
        same_province(TEXTS, "consolidation_id", REPORTS),
        same_province(TEXTS, "report_id", "reporting_report"),
        granted("SELECT", "sxsh_web, sxsh_worker, sxsh_ministry", REPORTS, TEXTS),
        granted("INSERT, UPDATE", "sxsh_web", REPORTS),
        granted("INSERT, UPDATE, DELETE", "sxsh_web", TEXTS),
        row_security(
            REPORTS,
            reads=READS,
            ministry="FOR SELECT TO sxsh_ministry USING (status = 'sent')",
            adds=f"FOR INSERT TO sxsh_web WITH CHECK ({IN_SCOPE})",
            changes=f"FOR UPDATE TO sxsh_web USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        ),
        row_security(
            TEXTS,
            reads=READS,
            ministry="FOR SELECT TO sxsh_ministry USING (false)",
            **written_in_scope("sxsh_web"),
        ),
        *never_deleted(REPORTS),
        counts_revisions(REPORTS, *WRITTEN),
        counts_revisions(TEXTS, "text", "source_text", "report_id"),
        keeps_history(REPORTS, province="province_id", version="version_id", masked=["contents"]),
        keeps_history(TEXTS, province="province_id"),
    ]
