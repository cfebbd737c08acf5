"""Whether the database would stop a forgotten filter: asked before web and worker serve, and by `manage.py check`.

Every table of the portal is either provincial, with row policies that hold its owner too, or stands in OPEN_TABLES
with the reason why it needs none. The other question here, whether everything that people enter keeps history, is
`portal.kept`'s.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from core.scope import OWNER, SERVING
from portal.kept import history_faults

# Of the tables that people's data lie in those without row policies.
OPEN_TABLES = {
    "names of provinces, public": {"agencies_province", "agencies_provincename"},
    "read before anybody is known; the first wall's": {"agencies_user", "agencies_apitoken"},
    "read before anybody is known, always for one person; of allauth and Django": {
        "account_emailaddress",
        "account_emailconfirmation",
        "django_session",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
        "usersessions_usersession",
    },
    "counts of attempts by address, forgotten within a day; of no province": {"agencies_cache"},
    "numbers and hashes; no serving role may read or write them": {"agencies_historyseal"},
    "the ministry's catalogue, public": {
        "plans_programme",
        "plans_programmecomponent",
        "plans_indicator",
        "plans_nationaltarget",
        "plans_outputkind",
        "plans_law",
        "budgets_fundingsource",
    },
}
OURS = ("agencies", "plans", "tasks", "budgets", "reporting")
_ROLES = """
SELECT rolname, rolsuper, rolbypassrls FROM pg_roles
WHERE rolname = current_user OR rolname = session_user AND %s
"""
_TABLES = """
SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner),
    ARRAY(SELECT role::regrole::text FROM pg_policy, unnest(polroles) AS role WHERE polrelid = pg_class.oid)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""


@register(Tags.database)
def second_wall(app_configs=None, databases=None, **options) -> list[Error]:
    """Every fault of the roles and policies of the databases that are asked about."""
    return [fault for alias in databases or () for fault in _faults(connections[alias])]


def _faults(connection) -> Iterator[Error]:
    is_owner = settings.DATABASE_ROLE == "owner"
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = {name: about for name, *about in cursor.fetchall()}
        if is_owner and not _is_built(cursor, tables):
            return  # whoever migrates is about to build it
        # In development one address may serve everybody: then the role counts that the connection became.
        cursor.execute(_ROLES, [settings.IS_PRODUCTION])
        roles = [] if is_owner else cursor.fetchall()
    owners = {owner for _, owner, _ in tables.values()} | {OWNER}
    for name, is_super, bypasses in roles:
        if is_super or bypasses or name in owners:
            yield Error(
                f"vai trò {name} của cơ sở dữ liệu bỏ qua được phân quyền theo dòng: hãy dùng {', '.join(SERVING[:2])}",
                id="portal.E001",
            )
    yield from _table_faults(tables)
    for fault in history_faults(connection):
        yield Error(f"{fault}: hãy chạy manage.py prepare", id="portal.E003")


def _is_built(cursor, tables: dict) -> bool:
    if "django_migrations" not in tables:
        return False
    cursor.execute("SELECT app, name FROM django_migrations")
    return MigrationLoader(None).disk_migrations.keys() <= set(cursor.fetchall())


def _table_faults(tables: dict) -> Iterator[Error]:
    open_tables = set().union(*OPEN_TABLES.values())
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        name = model._meta.db_table
        if name in open_tables:
            continue
        is_forced, _, roles = tables.get(name, (False, "", []))
        if not is_forced or not set(SERVING) <= set(roles):
            yield Error(
                f"bảng {name} thiếu chính sách phân quyền theo dòng cho {', '.join(SERVING)}: hãy chạy manage.py prepare",
                id="portal.E002",
            )
