"""The ministry is told of events about versions that have been issued, whatever became of them since.

`agencies_log_event` asked if a version was a draft; there are more states now that are not issued (plans.0051).
"""

from django.db import migrations

REWRITE = """
DO $$
BEGIN
    EXECUTE replace(
        pg_get_functiondef('agencies_log_event'::regproc),
        $q$status <> 'draft'$q$, $q$status IN ('issued', 'amended', 'closed')$q$
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0041_history_kept")]

    operations = [migrations.RunSQL(REWRITE)]
