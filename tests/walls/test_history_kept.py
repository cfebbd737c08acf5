"""Nobody who serves rewrites, forges or switches off the history: each way is tried, signed in as each role."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from core.scope import MINISTRY, OWNER, SERVING, WEB, WORKER
from tests import databases
from tests.walls.ways import REFUSED, WITHOUT_EFFECT

# All of the history, and all by which it is kept.
STATE = """
SELECT (SELECT md5(string_agg(entry::text, '' ORDER BY id)) FROM agencies_historyentry AS entry WHERE id <= %(last)s),
    (SELECT md5(string_agg(seal::text, '' ORDER BY id)) FROM agencies_historyseal AS seal),
    (SELECT md5(string_agg(concat(tgrelid, tgname, tgfoid, tgenabled), '' ORDER BY tgrelid, tgname)) FROM pg_trigger),
    (SELECT md5(string_agg(concat(proname, prosrc, prosecdef, proconfig, proacl, proowner), '' ORDER BY proname))
        FROM pg_proc WHERE proname LIKE 'agencies_%%'),
    (SELECT md5(string_agg(concat(polname, polqual, polwithcheck, polroles), '' ORDER BY polname, polrelid))
        FROM pg_policy),
    (SELECT md5(string_agg(concat(relname, relowner, relacl, relrowsecurity, relforcerowsecurity), '' ORDER BY relname))
        FROM pg_class WHERE relname LIKE 'agencies_%%')
"""


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """A database with a sealed history: its address, the owner's connection and a person to change."""
    with django_db_blocker.unblock(), databases.clone() as url, databases.signed_in(OWNER, url) as owner:
        owner.execute("SELECT agencies_seal_history()")
        [[name]] = owner.execute("SELECT current_database()").fetchall()
        owner.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')  # as `let_roles_connect` does
        owner.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {WEB}, {WORKER}')
        [[person]] = owner.execute(
            "INSERT INTO agencies_user (public_id, email, full_name, password, is_superuser, is_active, is_demo, "
            "date_joined, revision, session_epoch) VALUES (gen_random_uuid(), 'mot@example.vn', 'Một', '!', false, true, false, "
            "now(), 1, 0) RETURNING id"
        ).fetchall()
        owner.execute("SELECT agencies_seal_history()")
        yield url, owner, person


@pytest.mark.parametrize("role", SERVING)
@pytest.mark.parametrize("way", [*REFUSED, *WITHOUT_EFFECT])
def test_nobody_who_serves_rewrites_forges_or_stops_the_history(way, role, portal):
    url, owner, person = portal
    name = f"{way} {role}"
    [[last]] = owner.execute("SELECT max(id) FROM agencies_historyentry").fetchall()
    before = owner.execute(STATE, {"last": last}).fetchall()

    with databases.signed_in(role, url) as connection:
        connection.execute("SET lock_timeout = '2s'; SET app.\"user\" = ''; SET app.provinces = '{}'")
        refusal = tried(connection, REFUSED.get(way) or WITHOUT_EFFECT[way])
        tried(connection, "ROLLBACK")
        connection.execute("UPDATE public.agencies_user SET full_name = %s WHERE id = %s", [name, person])

    assert (type(refusal) if way in REFUSED else refusal) == (
        InsufficientPrivilege if way in REFUSED else None
    )
    assert owner.execute(STATE, {"last": last}).fetchall() == before
    [entry] = owner.execute(
        "SELECT operation, row_id, after ->> 'full_name', session_role FROM agencies_historyentry WHERE id > %s",
        [last],
    ).fetchall()
    assert entry == ("update", str(person), name, WORKER if role == WORKER else WEB)


def tried(connection: psycopg.Connection, statements: str) -> psycopg.Error | None:
    """The refusal of one of the statements, None where all went through."""
    for statement in statements.split("; ") if "$$" not in statements else [statements]:
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            return error
    return None


def test_enough_ways_are_tried():
    assert len(REFUSED) + len(WITHOUT_EFFECT) >= 90


@pytest.mark.parametrize("role", [WEB, MINISTRY])
def test_only_the_worker_seals(role, portal):
    url, owner, _ = portal
    with databases.signed_in(role, url) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("SELECT agencies_seal_history()")
    with databases.signed_in(WORKER, url) as connection:
        connection.execute("SELECT agencies_seal_history()")
    assert owner.execute("SELECT count(*) FROM agencies_historyentry WHERE seal_id IS NULL").fetchone() == (
        0,
    )


@pytest.mark.parametrize("role", SERVING)
def test_also_who_may_make_temporary_tables_is_recorded_and_records_nothing_else(role, portal):
    """What fixed search paths and the function's rights hold, where a restored database lets everybody make them."""
    url, owner, person = portal
    [[name]] = owner.execute("SELECT current_database()").fetchall()
    owner.execute(f'GRANT TEMPORARY ON DATABASE "{name}" TO PUBLIC')
    try:
        with databases.signed_in(role, url) as connection:
            connection.execute("SET app.\"user\" = ''")
            connection.execute("CREATE TEMP TABLE agencies_historyentry (id bigint)")
            connection.execute("CREATE TEMP TABLE plans_plan (id bigint)")
            connection.execute(
                "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$"
            )
            with pytest.raises(InsufficientPrivilege):
                connection.execute(
                    "CREATE TRIGGER x AFTER INSERT ON plans_plan FOR EACH ROW "
                    "EXECUTE FUNCTION public.agencies_record_change('true', '', '', '', '', '')"
                )
            connection.execute("SET search_path = pg_temp, pg_catalog, public")
            [[last]] = owner.execute("SELECT max(id) FROM agencies_historyentry").fetchall()
            connection.execute("UPDATE public.agencies_user SET full_name = %s WHERE id = %s", [role, person])
            assert connection.execute("SELECT count(*) FROM agencies_historyentry").fetchone() == (0,)
    finally:
        owner.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
    found = "SELECT after ->> 'full_name', at > now() - interval '1 hour' FROM agencies_historyentry WHERE id > %s"
    assert owner.execute(found, [last]).fetchall() == [(role, True)]


def test_who_signed_in_to_the_database_is_kept_beside_what_the_scope_says(portal):
    """A known limit: whoever runs SQL as web may name another person; not another role."""
    url, owner, person = portal
    with databases.signed_in(WEB, url) as connection:
        connection.execute("SET app.\"user\" = '999'")
        connection.execute("UPDATE agencies_user SET full_name = 'Hai' WHERE id = %s", [person])
        connection.execute("SET ROLE sxsh_ministry")
        connection.execute("UPDATE agencies_user SET full_name = 'Ba' WHERE id = %s", [person])
    found = owner.execute(
        "SELECT actor_id, session_role, database_role FROM agencies_historyentry ORDER BY id DESC LIMIT 2"
    )
    assert found.fetchall() == [(999, WEB, MINISTRY), (999, WEB, WEB)]
