"""The second wall around documents and the rules of reports (docs/security.md).

A run is seen by the province for which it was asked, one of no province by the ministry's role. The worker takes
every run, and reads for it in the scope of the run's province. How many wait, and since when, is no secret of a
province: health and figures read it, for nobody in particular, by a function.
"""

from django.db import migrations

from core.operations import ALL_RIGHTS, IN_SCOPE, SERVING, granted, row_security, written_in_scope
from plans.operations import seen_with_version

COUNT_RUNS = """
CREATE FUNCTION reporting_count_runs(finished_after timestamptz)
RETURNS TABLE (status varchar, number bigint, oldest timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    RETURN QUERY SELECT run.status, count(*), min(run.queued_at) FROM public.reporting_reportrun AS run
        WHERE run.status IN ('queued', 'running') OR run.finished_at > finished_after
        GROUP BY run.status;
END $$;
REVOKE ALL ON FUNCTION reporting_count_runs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_count_runs TO sxsh_web, sxsh_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_run_kept"), ("plans", "0010_row_security")]

    operations = [
        *seen_with_version("reporting_reportingrule"),
        *seen_with_version("reporting_obligor"),
        granted(ALL_RIGHTS, SERVING, "reporting_reportrun"),
        row_security(
            "reporting_reportrun",
            reads=f"FOR SELECT TO sxsh_web USING ({IN_SCOPE})",
            worker="TO sxsh_worker USING (true)",
            ministry="TO sxsh_ministry USING (province_id IS NULL)",
            **written_in_scope("sxsh_web"),
        ),
        migrations.RunSQL(COUNT_RUNS, "DROP FUNCTION reporting_count_runs"),
    ]
