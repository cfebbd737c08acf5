"""Nobody accepts a report that she wrote in, also where another person wrote in the same part after her.

Rows below a report name who changed them last; who changed them before tells only the history.
"""

from django.db import migrations

WROTE = """
CREATE OR REPLACE FUNCTION reporting_wrote(asked_report bigint, asked_person bigint) RETURNS boolean
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
"""
BEFORE = """
CREATE OR REPLACE FUNCTION reporting_wrote(asked_report bigint, asked_person bigint) RETURNS boolean
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
    ) INTO found_any;
    PERFORM set_config('app.all_provinces', passed, true);
    RETURN found_any;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0122_order_by_key"), ("agencies", "0063_history_of_reports")]

    operations = [migrations.RunSQL(WROTE, BEFORE)]
