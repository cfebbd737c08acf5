"""Nobody accepts a report that she wrote in, the general part of it too: asked of the history, held by the database.

Rows below a report name who changed them last; who changed them before, and who wrote the general part, a column of
the report, only the history tells. What an earlier version of the same report took along counts with it.
"""

from django.db import migrations

# Columns of steps: who takes one, and who looks at a report, writes nothing in it.
WROTE = """
CREATE FUNCTION reporting_wrote(asked_report bigint, asked_person bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
    of_steps text[] := ARRAY['status', 'review_began_at', 'revision', 'changed_at', 'changed_by_id'];
    found_any boolean;
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    SELECT EXISTS (
        SELECT 1 FROM public.reporting_report
        WHERE id = asked_report AND asked_person IN (started_by_id, sent_by_id)
    ) OR EXISTS (
        SELECT 1 FROM public.reporting_taskentry WHERE report_id = asked_report AND changed_by_id = asked_person
    ) OR EXISTS (
        SELECT 1 FROM public.reporting_productentry WHERE report_id = asked_report AND changed_by_id = asked_person
    ) OR EXISTS (
        SELECT 1 FROM public.reporting_report AS this
        JOIN public.reporting_report AS earlier
            ON earlier.obligation_id = this.obligation_id AND earlier.number <= this.number
        JOIN public.agencies_historyentry AS entry
            ON entry.version_id = earlier.version_id AND entry.table_name = 'reporting_report'
            AND entry.row_id = earlier.id::text
        WHERE this.id = asked_report AND entry.actor_id = asked_person
          AND (entry.operation = 'insert'
               OR entry.operation = 'update' AND entry.before - of_steps IS DISTINCT FROM entry.after - of_steps)
    ) OR EXISTS (
        SELECT 1 FROM public.reporting_report AS this
        JOIN public.reporting_report AS earlier
            ON earlier.obligation_id = this.obligation_id AND earlier.number <= this.number
        JOIN public.agencies_historyentry AS entry
            ON entry.after ->> 'report_id' = earlier.id::text
            AND entry.table_name IN ('reporting_taskentry', 'reporting_productentry')
        WHERE this.id = asked_report AND entry.actor_id = asked_person
    ) INTO found_any;
    PERFORM set_config('app.all_provinces', passed, true);
    RETURN found_any;
END $$;
REVOKE ALL ON FUNCTION reporting_wrote FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_wrote TO sxsh_web, sxsh_worker;

CREATE FUNCTION reporting_refuse_own_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint := nullif(current_setting('app.user', true), '')::bigint;
BEGIN
    IF current_user IN ('sxsh_web', 'sxsh_worker') AND (person IS NULL OR public.reporting_wrote(OLD.id, person)) THEN
        RAISE EXCEPTION 'report % cannot be accepted by who wrote it', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_report_four_eyes BEFORE UPDATE OF status ON reporting_report
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status = 'accepted')
    EXECUTE FUNCTION reporting_refuse_own_acceptance();
"""
DROP = """
DROP TRIGGER reporting_report_four_eyes ON reporting_report;
DROP FUNCTION reporting_refuse_own_acceptance();
DROP FUNCTION reporting_wrote(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0097_sample_decisions"), ("agencies", "0050_issued_once")]

    operations = [migrations.RunSQL(WROTE, DROP)]
