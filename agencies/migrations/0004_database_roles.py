"""The four roles of the database (core.scope), where they are not there yet, and the schema opened to them.

The embedded PostgreSQL and deploy/postgres-roles.sh make them with the right to sign in. Made here they cannot
sign in: whoever migrates becomes them, which is for development with one address alone. Roles belong to the
server, so nothing is undone when this migration is.
"""

from django.db import migrations

MAKE = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['sxsh_owner', 'sxsh_web', 'sxsh_worker', 'sxsh_ministry'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', name);
            EXECUTE format('GRANT %I TO CURRENT_USER', name);
        END IF;
    END LOOP;
    IF NOT pg_has_role('sxsh_web', 'sxsh_ministry', 'MEMBER') THEN
        GRANT sxsh_ministry TO sxsh_web;
    END IF;
    IF NOT pg_has_role('sxsh_worker', 'sxsh_ministry', 'MEMBER') THEN
        GRANT sxsh_ministry TO sxsh_worker;
    END IF;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sxsh_web, sxsh_worker, sxsh_ministry;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_acting_membership")]

    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
