"""How many mails wait, and since when, is no secret of a province: health and figures read it, by a function."""

from django.db import migrations

COUNT_MAILS = """
CREATE FUNCTION agencies_count_mails()
RETURNS TABLE (state varchar, number bigint, oldest timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    RETURN QUERY
        SELECT CASE WHEN mail.doubt_at IS NULL THEN 'waiting' ELSE 'in_doubt' END::varchar,
            count(*), min(coalesce(mail.doubt_at, mail.created_at))
        FROM public.agencies_outgoingmail AS mail
        WHERE mail.sent_at IS NULL AND mail.refused_at IS NULL AND mail.suppressed_at IS NULL
            AND mail.given_up_at IS NULL
        GROUP BY 1
        UNION ALL
        SELECT 'due', count(*), min(mail.due_at)
        FROM public.agencies_outgoingmail AS mail
        WHERE mail.sent_at IS NULL AND mail.refused_at IS NULL AND mail.suppressed_at IS NULL
            AND mail.given_up_at IS NULL AND mail.handing_at IS NULL AND mail.due_at < now()
            AND (mail.lease_until IS NULL OR mail.lease_until < now())
        HAVING count(*) > 0;
    PERFORM set_config('app.all_provinces', passed, true);
END $$;
REVOKE ALL ON FUNCTION agencies_count_mails FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agencies_count_mails TO sxsh_web, sxsh_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0061_mail_walls")]

    operations = [migrations.RunSQL(COUNT_MAILS, "DROP FUNCTION agencies_count_mails")]
