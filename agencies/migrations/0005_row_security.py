"""The second wall around people and agencies (docs/security.md).

Tables of users, their tokens and sessions carry no policy: they are read before anybody is known, and rights on
them are the first wall's. A membership is read by its own person, which is how the scope is found, and in its
province. The directory is public but for facilities.
"""

from django.db import migrations

from core.operations import (
    ALL_RIGHTS,
    IN_SCOPE,
    IS_USER,
    SERVING,
    granted,
    row_security,
    written_in_scope,
)

LOCAL = "sxsh_web, sxsh_worker"
OWN = f"id IN (SELECT agency_id FROM agencies_membership WHERE {IS_USER})"  # before the scope is found
OF_DIRECTORY = "agency_id IN (SELECT id FROM agencies_agency)"
OF_OWN_AGENCY = f"agency_id IN (SELECT id FROM agencies_agency WHERE {IN_SCOPE})"


def beside_agency(table: str) -> migrations.RunSQL:
    """What hangs on an agency is seen with it and written in its province; national ones by the ministry's role."""
    return row_security(
        table,
        reads=f"FOR SELECT TO {LOCAL} USING ({OF_DIRECTORY})",
        ministry="TO sxsh_ministry USING (true)",
        **written_in_scope(LOCAL, OF_OWN_AGENCY),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_database_roles"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        granted(
            "SELECT",
            SERVING,
            "agencies_province",
            "agencies_provincename",
            "django_content_type",
            "django_migrations",
            "auth_group",
            "auth_permission",
            "auth_group_permissions",
            "agencies_user_groups",
            "agencies_user_user_permissions",
        ),
        granted(
            ALL_RIGHTS,
            SERVING,
            "agencies_agency",
            "agencies_agencyalias",
            "agencies_agencysuccession",
            "account_emailaddress",
            "account_emailconfirmation",
            "django_session",
        ),
        # Who has acted here stays named: accounts are closed, memberships ended, tokens revoked.
        granted(
            "SELECT, INSERT, UPDATE", SERVING, "agencies_user", "agencies_membership", "agencies_apitoken"
        ),
        row_security(
            "agencies_agency",
            reads=f"FOR SELECT TO {LOCAL} USING (kind <> 'facility' OR {IN_SCOPE} OR {OWN})",
            ministry="TO sxsh_ministry USING (true)",
            **written_in_scope(LOCAL),
        ),
        beside_agency("agencies_agencyalias"),
        beside_agency("agencies_agencysuccession"),
        row_security(
            "agencies_membership",
            reads=f"FOR SELECT TO {LOCAL} USING ({IS_USER} OR {IN_SCOPE})",
            ministry="TO sxsh_ministry USING (true)",
            **written_in_scope(LOCAL),
        ),
    ]
