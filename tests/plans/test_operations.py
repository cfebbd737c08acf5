"""What the database itself holds: issued versions do not change, rows stay in their province and version.

The tables are read from the database's own catalogue: a new table of version rows without its trigger or its
composite keys fails here, before anybody has thought of testing it.
"""

import copy

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import GeneratedField

from agencies.models import Province
from plans.enums import VersionStatus
from plans.models import Plan, PlanVersion, VersionRow
from portal.plan_document.loader import load_plan
from tests.factories import read_plan, whole_plan_data

VERSION_ROWS = [model for model in apps.get_models() if issubclass(model, VersionRow)]
PINS = {
    "budgets_findingdecision",
    "reporting_reportrun",
    "plans_versionstep",
    "reporting_consolidation",
    "plans_decisionscan",
    "reporting_reportingyear",
    "reporting_report",
}  # refer to a version without being part of it
# Belong to a province by themselves; everything else takes its province from a parent.
OWNERS = {
    "agencies_agency", "agencies_provincename", "plans_plan", "plans_annexmapping", "reporting_reportrun",
    "reporting_reminderstage", "reporting_renderedpart",
}  # fmt: skip
# An agency in a plan may be a national one, which has no province; a document may be asked for by anybody.
MAY_BE_ANOTHERS = {
    ("tasks_party", "agency_id"),
    ("plans_responsibleagency", "agency_id"),
    ("reporting_reportrun", "version_id"),
    (
        "reporting_reportrun",
        "consolidation_id",
    ),  # of the same version: reporting_reportrun_consolidation_of_version
    ("reporting_reportrun", "compared_with_id"),  # of the same plan: reportrun_versions_of_one_plan
    # Who reports on a plan may belong to the province that took its province over.
    ("reporting_obligation", "agency_id"),
    ("reporting_obligationground", "inherited_from_id"),
    ("reporting_collectivemember", "agency_id"),
    ("reporting_heirdecision", "agency_id"),
    ("reporting_heirdecision", "heir_id"),
    ("reporting_difficulty", "agency_id"),
    ("reporting_targetvalue", "target_id"),  # of the year's version: reporting_hold_target_value
}
BEFORE_EVERY_CHANGE_OF_A_ROW = 0b11111  # pg_trigger.tgtype: row, before, insert, delete, update


def catalogue(sql: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tables_with(column: str) -> set[str]:
    rows = catalogue(
        "SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_name)"
        " WHERE column_name = %s AND table_type = 'BASE TABLE' AND tables.table_schema = 'public'",
        column,
    )
    # The history names rows for ever, and is held to none of them.
    return {table for (table,) in rows if not table.startswith("agencies_history")}


def foreign_keys() -> set[tuple[str, tuple[str, ...], str]]:
    """Every foreign key: table, its columns, the table it refers to."""
    rows = catalogue(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, ARRAY(SELECT attname::text"
        " FROM unnest(conkey) WITH ORDINALITY AS part(number, place) JOIN pg_attribute"
        " ON attrelid = conrelid AND attnum = number ORDER BY place) FROM pg_constraint WHERE contype = 'f'"
    )
    return {(table, tuple(columns), parent) for table, parent, columns in rows}


def first_row(model, version):
    return model.objects.filter(version=version).first()


def _raw(sql: str, row, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=row._meta.db_table), [*parameters, row.pk])


def _insert(row) -> None:
    row = copy.copy(row)
    row._state.adding = True
    row.save(force_insert=True)


def _raw_insert(row) -> None:
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(fields))
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({places})", values)


CHANGES = {
    "save": lambda row: row.save(),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(position=row.position + 1),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["position"]),
    "delete": lambda row: row.delete(),
    "delete of a queryset": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "raw UPDATE": lambda row: _raw("UPDATE {table} SET position = position WHERE id = %s", row),
    "raw DELETE": lambda row: _raw("DELETE FROM {table} WHERE id = %s", row),
}
ADDITIONS = {
    "save": _insert,
    "bulk_create": lambda row: type(row).objects.bulk_create([copy.copy(row)]),
    "raw INSERT": _raw_insert,
}


def refused(change, row) -> bool:
    """Whether the database refuses the change because the version is issued; it is undone in any case."""
    try:
        with transaction.atomic():
            change(row)
            transaction.set_rollback(True)
    except IntegrityError as error:
        if "cannot be" not in str(error) and "cannot pass" not in str(error):
            raise
        return True
    return False


def taken_away(row):
    """The row, after it was deleted: so that it can be added again, whatever must stand only once."""
    _raw("DELETE FROM {table} WHERE id = %s", row)
    return row


@pytest.mark.django_db
def test_every_table_below_a_version_is_known_to_these_tests():
    below = {table for table, columns, parent in foreign_keys() if parent == "plans_planversion"
             and columns == ("version_id",)}  # fmt: skip
    assert below - PINS == {model._meta.db_table for model in VERSION_ROWS}
    assert len(VERSION_ROWS) >= 23


@pytest.mark.django_db
def test_every_table_below_a_version_has_the_trigger_enabled():
    guarded = catalogue(
        "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE proname = 'plans_refuse_change_below_issued_version' AND tgenabled = 'O' AND tgtype = %s",
        BEFORE_EVERY_CHANGE_OF_A_ROW,
    )
    assert {table for (table,) in guarded} == tables_with("version_id") - PINS


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_rows_of_an_issued_version_cannot_be_changed_or_deleted(change, issued):
    changed = [model.__name__ for model in VERSION_ROWS if not refused(change, first_row(model, issued))]
    assert changed == []


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS.keys())
def test_rows_cannot_be_added_to_an_issued_version(addition, issued):
    added = [model.__name__ for model in VERSION_ROWS if not refused(addition, first_row(model, issued))]
    assert added == []


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_rows_of_a_draft_can_be_changed_and_deleted(change, draft):
    """The same changes, so that what refuses them above is the issue and nothing else."""
    unchanged = [model.__name__ for model in VERSION_ROWS if refused(change, first_row(model, draft))]
    assert unchanged == []


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS.keys())
def test_rows_can_be_added_to_a_draft(addition, draft):
    for model in VERSION_ROWS:
        row = first_row(model, draft)
        assert not refused(lambda row: addition(taken_away(row)), row), model


def test_rows_cannot_be_moved_into_or_out_of_an_issued_version(issued, draft):
    def move_to(version):
        return lambda row: _raw("UPDATE {table} SET version_id = %s WHERE id = %s", row, version.pk)

    into = [m.__name__ for m in VERSION_ROWS if not refused(move_to(issued), first_row(m, draft))]
    out_of = [m.__name__ for m in VERSION_ROWS if not refused(move_to(draft), first_row(m, issued))]
    assert (into, out_of) == ([], [])


CHANGES_OF_A_VERSION = {
    "save": lambda version: version.save(),
    "update": lambda version: PlanVersion.objects.filter(pk=version.pk).update(title="KHÁC"),
    "back to draft": lambda version: PlanVersion.objects.filter(pk=version.pk).update(status="draft"),
    "raw UPDATE": lambda version: _raw("UPDATE {table} SET reason = 'x' WHERE id = %s", version),
    "raw DELETE": lambda version: _raw("DELETE FROM {table} WHERE id = %s", version),
}


@pytest.mark.parametrize("change", CHANGES_OF_A_VERSION.values(), ids=CHANGES_OF_A_VERSION.keys())
def test_an_issued_version_itself_cannot_be_changed_but_a_draft_can(change, issued, draft):
    issued.title = draft.title = "KHÁC"
    assert refused(change, issued)
    assert not refused(change, draft)


def test_a_draft_becomes_issued_and_is_closed_from_then_on(draft):
    PlanVersion.objects.filter(pk=draft.pk).update(status=VersionStatus.ISSUED)
    assert all(refused(CHANGES["update"], first_row(model, draft)) for model in VERSION_ROWS)


@pytest.mark.django_db
def test_every_table_of_a_province_takes_its_province_from_its_parents():
    """Beside each foreign key between two such tables stands the composite one that keeps them together."""
    provincial, versioned, keys = tables_with("province_id"), tables_with("version_id"), foreign_keys()
    alone = []
    for table, columns, parent in keys:
        if len(columns) > 1 or table not in provincial or parent not in provincial or table == parent:
            continue
        if (table, columns[0]) in MAY_BE_ANOTHERS or table == "plans_plan":
            continue
        together = "version_id" if {table, parent} <= versioned - PINS else "province_id"
        held = [key for key in keys if (key[0], key[1][0], key[2]) == (table, columns[0], parent)]
        if not any(together in key[1][1:] for key in held):
            alone.append((table, columns[0], parent))
    assert alone == []
    held = {table for table, columns, _ in keys if columns[1:] == ("province_id",)}
    assert provincial - OWNERS == held


def violated(sql: str, row, *parameters) -> str:
    """The name of the rule that a statement breaks at the end of the transaction; it is undone."""
    try:
        with transaction.atomic():
            _raw(sql, row, *parameters)
            connection.check_constraints()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


def test_no_row_stands_in_another_province_than_its_version(draft):
    other = Province.objects.get(slug="kon-tum")
    for model in [*VERSION_ROWS, PlanVersion]:
        row = draft if model is PlanVersion else first_row(model, draft)
        sql = "UPDATE {table} SET province_id = %s WHERE id = %s"
        assert violated(sql, row, other.pk).endswith("_same_province"), model
        assert violated(sql, row, draft.province_id) == ""


def test_no_membership_stands_in_another_province_than_its_agency(person):
    membership = person("department_editor", "ha-tinh").memberships.get()
    sql = "UPDATE {table} SET province_id = (SELECT id FROM agencies_province WHERE slug = %s) WHERE id = %s"
    assert violated(sql, membership, "kon-tum").endswith("_same_province")
    assert violated(sql, membership, "ha-tinh") == ""


def test_no_row_hangs_below_a_parent_of_another_version(draft):
    """Two drafts of one province: a child of the one cannot be put below a parent of the other."""
    data = whole_plan_data(slug="ha-tinh-2097", version={"number": 1, "kind": "original", "status": "draft"})
    data["groups"][0]["tasks"].insert(0, {"key": "1/1.0", "action": "Chưa có kinh phí"})
    other = load_plan(read_plan(data)).version
    tables = {model._meta.db_table: model for model in VERSION_ROWS}
    links = [key for key in foreign_keys() if {key[0], key[2]} <= set(tables) and len(key[1]) == 1]
    assert len(links) >= 15
    for table, (column,), parent in links:
        child = tables[table].objects.filter(version=draft, **{f"{column}__isnull": False}).first()
        sql = f"UPDATE {{table}} SET {column} = %s WHERE id = %s"
        assert violated(sql, child, first_row(tables[parent], other).pk).endswith("_same_version"), (
            table,
            column,
        )


def test_the_version_in_force_is_one_of_the_plans_own(issued, draft):
    sql = "UPDATE {table} SET current_version_id = %s WHERE id = %s"
    assert violated(sql, draft.plan, issued.pk) == "plans_plan_own_current_version"
    assert violated(sql, Plan.objects.get(pk=issued.plan_id), issued.pk) == ""


ADD_DRAFT = """
    INSERT INTO plans_planversion (plan_id, province_id, number, kind, status, amends, reason, created_at, title,
        subject, document_kind, document_number, place, issuer, signer_name, signer_title, signer_authority,
        period_start, period_end, legal_bases, recipients)
    SELECT plan_id, province_id, 9, 'amendment', 'draft', 1, 'thử', now(), title, subject, document_kind,
        document_number, place, issuer, signer_name, signer_title, signer_authority, period_start, period_end,
        legal_bases, recipients
    FROM plans_planversion LIMIT 1 RETURNING id
"""
ADD_ROW = """
    INSERT INTO plans_reading (version_id, province_id, position, place, printed, read_as, why)
    SELECT id, province_id, 1, 'x', '', '', 'y' FROM plans_planversion WHERE id = %s
"""
ISSUE = "UPDATE plans_planversion SET status = 'issued' WHERE id = %s"


def test_no_row_slips_into_a_version_while_it_is_being_issued(cloned_database):
    """Of two people, one adding a row and one issuing the version, the second waits for the first."""
    with psycopg.connect(cloned_database) as writer, psycopg.connect(cloned_database) as issuer:
        version = writer.execute(ADD_DRAFT).fetchone()
        writer.commit()
        for person in (writer, issuer):
            person.execute("SET lock_timeout = '200ms'")
            person.commit()
        writer.execute(ADD_ROW, version)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            issuer.execute(ISSUE, version)
        issuer.rollback()
        writer.commit()
        issuer.execute(ISSUE, version)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            writer.execute(ADD_ROW, version)
        writer.rollback()
        issuer.commit()
        with pytest.raises(psycopg.errors.RestrictViolation):
            writer.execute(ADD_ROW, version)
