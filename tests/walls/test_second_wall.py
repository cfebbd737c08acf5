"""What PostgreSQL refuses by itself, whatever the portal asks: table by table, as each serving role."""

import random
import threading

import pytest
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection, connections, transaction
from psycopg.errors import InsufficientPrivilege

from agencies.models import Province
from core.scope import MINISTRY, WEB, WORKER, Scope, scoped
from plans.models import PlanVersion
from portal.catalogue.kinds import KINDS
from portal.checks import second_wall
from tests.walls.world import CANARIES, make_draft

HISTORY = "agencies_historyentry"
UNISSUED = "status IN ('draft', 'returned', 'submitted', 'approved')"
DRAFTS = f"SELECT id FROM plans_planversion WHERE {UNISSUED}"
# Tell of versions that others may read, and are only for their province all the same.
OF_THE_PROVINCE = {"reporting_reportrun", "plans_versionstep", "reporting_consolidation"}


def tables() -> list[str]:
    """The tables with row policies."""
    return [name for (name,) in query("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY relname")]


def columns(table: str) -> set[str]:
    return {
        name
        for (name,) in query(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''",
            table,
        )
    }


def query(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def hidden(table: str) -> str | None:
    """A condition for the rows of a table that other provinces do not see; None where it has no province."""
    has = columns(table)
    if "province_id" not in has:
        return None
    if "version_id" in has and table not in OF_THE_PROVINCE:
        return f"province_id = %s AND version_id IN ({DRAFTS})"
    special = {"plans_planversion": UNISSUED, "plans_plan": "current_version_id IS NULL"}
    special["agencies_agency"] = "kind = 'facility'"
    special["reporting_movedday"] = (
        f"plan_id IN (SELECT plan_id FROM plans_planversion WHERE id IN ({DRAFTS}))"
    )
    return f"province_id = %s AND {special.get(table, 'true')}"


def count(table: str, province: Province) -> int:
    return query(f"SELECT count(*) FROM {table} WHERE {hidden(table)}", province.pk)[0][0]


@pytest.fixture
def provinces(world) -> dict[str, Province]:
    return {slug: Province.objects.get(slug=slug) for slug in CANARIES}


def provincial() -> list[str]:
    return [table for table in tables() if hidden(table)]


def test_rows_of_one_province_are_not_seen_from_another(provinces):
    ours, theirs = provinces["ha-tinh"], provinces["kon-tum"]
    there = {table: count(table, theirs) for table in provincial()}
    filled = {table for table, number in there.items() if number}
    assert len(filled) > 25  # there is something to leak in nearly every table
    for role in (WEB, WORKER):
        # The worker takes everybody's runs, and reads no history.
        own = {"reporting_reportrun", HISTORY} if role == WORKER else set()
        with scoped(Scope(role, frozenset({ours.pk}))):
            assert {table for table in filled - own if count(table, theirs)} == set()
        with scoped(Scope(role, frozenset({theirs.pk}))):
            assert {table for table in filled - own if count(table, theirs) != there[table]} == set()


def test_the_ministry_sees_no_draft_and_writes_none(provinces):
    with scoped(Scope(MINISTRY)):
        for province in provinces.values():
            for table in provincial():
                if "version_id" in columns(table) or table.startswith(("plans_plan", "reporting_moved")):
                    assert count(table, province) == 0, table
                    with pytest.raises(DatabaseError), transaction.atomic():
                        query(f"INSERT INTO {table} DEFAULT VALUES")


def test_nothing_of_another_province_is_written(provinces):
    ours, theirs = provinces["ha-tinh"], provinces["kon-tum"]
    for table in set(provincial()) - {HISTORY}:  # whose writing is test_history_kept's
        if not (row := query(f"SELECT id FROM {table} WHERE {hidden(table)} LIMIT 1", theirs.pk)):
            continue
        with scoped(Scope(WEB, frozenset({ours.pk}))):
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                assert changed_by(f"{statement} WHERE id = %s", *row[0]) == [], table


def changed_by(statement: str, *values) -> list[tuple]:
    """The rows that a statement changes: none where a right to it is missing, any other fault is raised."""
    return written(f"WITH changed AS ({statement} RETURNING 1) TABLE changed", *values)


def written(sql: str, *values) -> list[tuple]:
    """What a statement gives back; nothing where the role has no right to it at all."""
    try:
        with transaction.atomic():
            return query(sql, *values)
    except DatabaseError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return []


def test_a_row_is_not_moved_or_added_to_another_province(provinces):
    ours, theirs = provinces["ha-tinh"], provinces["kon-tum"]
    moved = added = 0
    for table in provincial():
        names = sorted(columns(table) - {"id"})
        with scoped(Scope(WEB, frozenset({ours.pk}))):
            own = query(f"SELECT id FROM {table} WHERE {hidden(table)} LIMIT 1", ours.pk)
            if not own:
                continue
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                query(f"UPDATE {table} SET province_id = %s WHERE id = %s", theirs.pk, own[0][0])
            moved += isinstance(refusal.value.__cause__, InsufficientPrivilege)
            values = ", ".join("%s" if name == "province_id" else name for name in names)
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                query(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE id = %s",
                    theirs.pk,
                    own[0][0],
                )
            added += isinstance(refusal.value.__cause__, InsufficientPrivilege)
    assert min(moved, added) > 20


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_ministry_alone_writes_the_catalogue_and_deletes_nothing(kind, db):
    entry, table = kind.entries.first(), kind.model._meta.db_table
    names = [name for name in sorted(columns(table)) if name not in ("id", "public_id")]
    copy = {"number": "'x'", "code": "'x'", "period_end": "period_end + 1"}
    values = ", ".join(copy.get(name, name) for name in names)
    writes = {
        "change": f"UPDATE {table} SET source = 'x' WHERE id = {entry.pk} RETURNING 1",
        "add": f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE id = {entry.pk} "
        "RETURNING 1",
        "delete": f"DELETE FROM {table} WHERE id = {entry.pk} RETURNING 1",
    }
    allowed = {}
    for role in (WEB, WORKER, MINISTRY):
        with scoped(Scope(role, frozenset(Province.objects.values_list("pk", flat=True)))):
            assert query(f"SELECT count(*) FROM {table}")[0][0] == kind.model.objects.count() > 0
            allowed[role] = {name for name, sql in writes.items() if is_let_through(sql)}
    assert allowed == {WEB: set(), WORKER: set(), MINISTRY: {"change", "add"}}


def is_let_through(sql: str) -> bool:
    """If the role may do so; what it did is undone."""
    with transaction.atomic():
        found = written(sql)
        transaction.set_rollback(True)
    assert found in ([], [(1,)])
    return bool(found)


def test_a_moved_day_is_added_in_its_province_and_never_edited(provinces):
    table = "reporting_movedday"
    names = ", ".join(sorted(columns(table) - {"id"}))
    for slug, may in (("ha-tinh", True), ("kon-tum", False)):
        [(row,)] = query(
            f"SELECT id FROM {table} WHERE province_id = %s ORDER BY id LIMIT 1", provinces[slug].pk
        )
        with scoped(Scope(WEB, frozenset({provinces["ha-tinh"].pk}))):
            again = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = {row} RETURNING 1"
            assert is_let_through(again) == may
            assert not is_let_through(f"UPDATE {table} SET reason = 'x' WHERE id = {row} RETURNING 1")
            assert not is_let_through(f"DELETE FROM {table} WHERE id = {row} RETURNING 1")
    with pytest.raises(DatabaseError), transaction.atomic():
        query(f"DELETE FROM {table}")  # its owner neither


def test_without_a_scope_a_provincial_table_is_an_error_and_no_empty_page(provinces):
    filled = [table for table in provincial() if count(table, provinces["kon-tum"])]
    assert len(filled) > 25
    for table in filled:
        with transaction.atomic():
            query("SELECT set_config('role', %s, true)", WEB)
            with pytest.raises(DatabaseError), transaction.atomic():
                count(table, provinces["kon-tum"])
            transaction.set_rollback(True)


def test_a_scope_ends_with_its_transaction_also_when_that_fails(provinces):
    with pytest.raises(ZeroDivisionError), scoped(Scope(WEB, frozenset({provinces["ha-tinh"].pk}))):
        raise ZeroDivisionError
    assert query("SELECT current_user::text, current_setting('app.provinces', true)")[0][0] == "sxsh_owner"
    assert count("plans_planversion", provinces["kon-tum"]) == 2


def faults() -> list[str]:
    return [fault.msg for fault in run_checks(tags=[Tags.database], databases=["default"])]


def test_the_check_finds_a_table_without_policy_without_force_or_without_one_of_the_roles(db):
    assert faults() == []
    for fault in (
        "ALTER TABLE plans_plan DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE tasks_task NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY reads ON budgets_budgetline; DROP POLICY adds ON budgets_budgetline;"
        "DROP POLICY changes ON budgets_budgetline; DROP POLICY deletes ON budgets_budgetline",
    ):
        with transaction.atomic():
            query("SET CONSTRAINTS ALL IMMEDIATE")
            query(fault)
            assert len(faults()) == 1
            transaction.set_rollback(True)
    assert faults() == []


def test_the_check_refuses_the_owner_as_one_who_serves(db, settings):
    settings.DATABASE_ROLE = "web"
    assert [fault.id for fault in second_wall(databases=["default"])] == ["portal.E001"]
    with scoped(Scope(WEB)):
        assert second_wall(databases=["default"]) == []
        settings.IS_PRODUCTION = True  # where whoever signed in counts too
        assert [fault.id for fault in second_wall(databases=["default"])] == ["portal.E001"]


def test_a_plan_that_postgresql_keeps_shows_each_scope_its_own(db):
    """The same words on one connection, again and again: kept once, with the policies asked anew each time."""
    for slug in CANARIES:
        make_draft(slug, "nhap")
    own = [
        Scope(WEB, frozenset({pk}))
        for pk in Province.objects.filter(slug__in=CANARIES).values_list("pk", flat=True)
    ]
    drafts = PlanVersion.objects.filter(status="draft").values_list("province", flat=True)
    for scope in [*own, Scope(MINISTRY)] * 10:
        with scoped(scope):
            assert set(drafts.all()) == scope.provinces
    kept = query(
        "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%plans_planversion%status%'"
    )
    assert any(number for (number,) in kept)


def test_threads_that_abort_over_one_pool_see_no_foreign_row(cloned_database, django_db_blocker):
    """Connections go from one thread to the next, many after an error; none brings the former scope along."""
    usual = connections["default"]
    options = usual.settings_dict["OPTIONS"] | {"pool": {"min_size": 0, "max_size": 3, "timeout": 30}}
    settings = usual.settings_dict | {"NAME": cloned_database.rpartition("/")[2], "OPTIONS": options}
    wrong, looks = [], []

    def move():
        connections["walls"] = connections["default"] = type(usual)(settings, "walls")

    def work(seed: int, ids: list[int]):
        chance = random.Random(seed)
        move()
        for _ in range(30):
            mine = chance.choice(ids)
            try:
                with scoped(Scope(WEB, frozenset({mine}))):
                    seen = set(PlanVersion.objects.filter(status="draft").values_list("province", flat=True))
                    (looks if seen == {mine} else wrong).append(seen)
                    if chance.random() < 0.5:
                        query("SELECT 1 / 0" if chance.random() < 0.5 else "SELECT pg_sleep(0.001)")
                        raise LookupError
            except (DatabaseError, LookupError):
                pass
            finally:
                connection.close()

    connections.settings["walls"] = settings
    with django_db_blocker.unblock():
        move()
        try:
            for slug in CANARIES:
                make_draft(slug, "nhap")
            ids = list(Province.objects.filter(slug__in=CANARIES).values_list("pk", flat=True))
            connection.close()
            threads = [threading.Thread(target=work, args=[seed, ids]) for seed in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            connections["default"].close_pool()
            connections["default"] = usual
            del connections["walls"], connections.settings["walls"]
    assert (wrong, len(looks)) == ([], 240)
