"""People and their memberships are never deleted, what people edit counts its revisions; the second wall around invitations.

A link opens one invitation before anybody is known, and a province's administrator closes an account only where
it belongs nowhere else: both ask about rows that their scope does not show, by functions that answer no more.
"""

from django.db import migrations

from core.operations import (
    IN_SCOPE,
    REVISION_FUNCTIONS,
    SERVING,
    counts_revisions,
    granted,
    never_deleted,
    row_security,
    same_province,
    written_in_scope,
)

LOCAL = "sxsh_web, sxsh_worker"
# The owner's policy asks for app.all_provinces, no other role's does.
LOOK_BEYOND = """
CREATE FUNCTION agencies_invitation_place(asked varchar) RETURNS TABLE (invitation bigint, province bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    before text := coalesce(current_setting('app.all_provinces', true), '');
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true);
    RETURN QUERY SELECT id, province_id FROM public.agencies_invitation WHERE digest = asked;
    PERFORM set_config('app.all_provinces', before, true);
END $$;

CREATE FUNCTION agencies_belongs_beyond(person bigint, provinces bigint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    before text := coalesce(current_setting('app.all_provinces', true), '');
    found boolean;
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true);
    found := EXISTS (
        SELECT FROM public.agencies_membership
        WHERE user_id = person AND ended_at IS NULL
            AND (province_id IS NULL OR province_id <> ALL (provinces))
    );
    PERFORM set_config('app.all_provinces', before, true);
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION agencies_invitation_place, agencies_belongs_beyond FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agencies_invitation_place, agencies_belongs_beyond TO sxsh_web, sxsh_worker, sxsh_ministry;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0020_invitations")]

    operations = [
        REVISION_FUNCTIONS,
        counts_revisions(
            "agencies_agency",
            "province_id",
            "slug",
            "name",
            "short_name",
            "kind",
            "exists_from",
            "exists_to",
            "note",
        ),
        counts_revisions("agencies_user", "full_name", "email", "is_active"),
        counts_revisions("agencies_membership", "agency_id", "province_id", "role", "started_at", "ended_at"),
        *never_deleted("agencies_user"),
        *never_deleted("agencies_membership"),
        *never_deleted("agencies_invitation"),
        same_province("agencies_invitation", "agency_id", "agencies_agency"),
        granted("SELECT, INSERT, UPDATE", SERVING, "agencies_invitation"),
        row_security(
            "agencies_invitation",
            reads=f"FOR SELECT TO {LOCAL} USING ({IN_SCOPE})",
            ministry="TO sxsh_ministry USING (true)",
            **written_in_scope(LOCAL),
        ),
        migrations.RunSQL(
            LOOK_BEYOND,
            "DROP FUNCTION agencies_belongs_beyond; DROP FUNCTION agencies_invitation_place",
        ),
    ]
