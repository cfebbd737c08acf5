"""What the history keeps of changed rows, by whatever way; what it never keeps; events; who reads it."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client

from agencies.enums import HistoryOperation, Role
from agencies.models import Agency, AgencyAlias, ApiToken, HistoryEntry, User
from agencies.services import create_api_token, end_membership
from core.operations import keeps_history
from core.scope import MINISTRY, WEB, Scope, scoped
from plans.models import Objective, Plan, PlanVersion
from portal.catalogue.kinds import KINDS
from portal.kept import WITHOUT_HISTORY, history_faults
from tasks.models import Party
from tests.agencies.conftest import agency
from tests.agencies.signing_in import CODE, PASSWORD, code_now, somebody
from tests.factories import AgencyFactory, MembershipFactory, UserFactory
from tests.walls.world import make_draft

pytestmark = pytest.mark.django_db


def entries(**about) -> list[HistoryEntry]:
    """The entries about something, the oldest first."""
    return list(HistoryEntry.objects.filter(**about).order_by("pk"))


def of(table: str, row) -> list[HistoryEntry]:
    return entries(table_name=table, row_id=str(row.pk))


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def draft() -> PlanVersion:
    return make_draft("ha-tinh", "nhap")


# Rows


def test_a_row_is_kept_as_it_was_before_and_after_with_who_and_when(person):
    editor = person(Role.PROVINCE_ADMIN, "ha-tinh")
    made = AgencyFactory(province=editor.membership.province, name="Trạm khuyến công")
    acting = Scope(WEB, frozenset(editor.province_ids()), editor.pk, editor.membership.pk, "yeu-cau-1")
    with scoped(acting):
        Agency.objects.filter(pk=made.pk).update(name="Trung tâm khuyến công")
    with scoped(acting):
        made.delete()
    added, changed, deleted = of("agencies_agency", made) if made.pk else entries(agency__isnull=False)[-3:]

    assert [entry.operation for entry in (added, changed, deleted)] == ["insert", "update", "delete"]
    assert (added.before, added.after["name"]) == (None, "Trạm khuyến công")
    assert (changed.before["name"], changed.after["name"]) == ("Trạm khuyến công", "Trung tâm khuyến công")
    assert set(changed.changed) == {"name", "revision"}
    assert (deleted.before["name"], deleted.after) == ("Trung tâm khuyến công", None)
    assert (added.actor_id, changed.actor_id) == (None, editor.pk)
    assert (changed.membership, changed.request) == (editor.membership, "yeu-cau-1")
    assert (changed.database_role, changed.province_id) == (WEB, made.province_id)
    assert added.at < changed.at < deleted.at


def test_bulk_changes_and_plain_sql_are_kept_row_by_row(draft):
    parties = Party.objects.filter(version=draft)
    before = HistoryEntry.objects.count()
    number = parties.update(text="một")
    assert number > 1
    Party.objects.bulk_update([Party(pk=party.pk, text="hai") for party in parties], ["text"])
    run(f"UPDATE tasks_party SET text = 'ba' WHERE version_id = {draft.pk}")
    run(f"DELETE FROM tasks_party WHERE version_id = {draft.pk}")
    assert HistoryEntry.objects.count() == before + 4 * number
    kept = entries(table_name="tasks_party", version_id=draft.pk)[-4 * number :]
    assert [entry.row["text"] for entry in kept] == [
        text for text in ("một", "hai", "ba", "ba") for _ in range(number)
    ]


def test_what_changes_nothing_is_no_entry(draft):
    before = HistoryEntry.objects.count()
    Objective.objects.filter(version=draft).update(text=F("text"))
    User.objects.filter(pk=UserFactory().pk).update(last_login="2026-01-01T00:00:00Z")
    assert HistoryEntry.objects.count() == before + 1  # the new person


def test_secrets_are_stars_and_a_changed_one_says_so():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    MembershipFactory(user=user, agency=agency("ha-tinh"))
    token, secret = create_api_token(user, name="máy")
    kept = entries(person=user)
    password = next(entry for entry in kept if entry.before and "password" in entry.changed)

    assert (password.before["password"], password.after["password"]) == ("***", "*** changed")
    assert of("agencies_apitoken", token)[0].after["digest"] == "***"
    told = str([[entry.before, entry.after] for entry in kept])
    assert "argon2" not in told
    assert ApiToken.digest_of(secret) not in told


def test_what_hangs_on_a_version_is_found_by_it_and_a_person_by_what_is_about_her(draft):
    assert {entry.province for entry in entries(version_id=draft.pk)} == {draft.province}
    assert {entry.row["plan_id"] for entry in entries(plan_id=draft.plan_id) if "plan_id" in entry.row} == {
        draft.plan_id
    }
    member = MembershipFactory(agency=agency("ha-tinh"))
    tables = {entry.table_name for entry in entries(person=member.user)}
    assert tables == {"agencies_user", "agencies_membership"}
    assert entries(agency=member.agency)[-1].table_name == "agencies_membership"


def test_a_table_with_history_is_not_truncated_even_by_its_owner():
    for table in ("tasks_party", "agencies_agencyalias", "agencies_historyentry", "agencies_historyseal"):
        with pytest.raises(DatabaseError, match="truncated"), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE agencies_historyentry SET request = 'x'",
        "DELETE FROM agencies_historyentry",
        "UPDATE agencies_historyentry SET seal_id = 1, request = 'x'",
    ],
)
def test_the_owner_too_only_adds_while_triggers_are_on(change):
    UserFactory()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        run(change)


# Tables


def test_every_table_keeps_history_or_says_why_not():
    assert history_faults() == []
    listed = set().union(*WITHOUT_HISTORY.values())
    assert listed <= set(connection.introspection.table_names())


def update_trigger(rest: str) -> str:
    """The trigger for changed tasks made anew, otherwise than the migration makes it."""
    return (
        "DROP TRIGGER tasks_task_history_update ON tasks_task; "
        f"CREATE TRIGGER tasks_task_history_update AFTER UPDATE ON tasks_task FOR EACH ROW {rest}"
    )


CHANGED = "WHEN (OLD.* IS DISTINCT FROM NEW.* AND ((false) IS NOT TRUE)) EXECUTE FUNCTION"
RECORDED = "agencies_record_change('false', 'province_id', '', 'version_id', '', '')"
ELSEWHERE = (
    "CREATE SCHEMA elsewhere; CREATE FUNCTION elsewhere.agencies_record_change() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN NULL; END $$; "
)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("tasks_task", "DROP TRIGGER tasks_task_history_update ON tasks_task"),
        ("tasks_task", "DROP TRIGGER tasks_task_history_insert ON tasks_task"),
        ("tasks_task", "DROP TRIGGER tasks_task_history_delete ON tasks_task"),
        ("tasks_task", "DROP TRIGGER tasks_task_history_truncate ON tasks_task"),
        ("tasks_task", "ALTER TABLE tasks_task DISABLE TRIGGER tasks_task_history_update"),
        ("tasks_task", "ALTER TABLE tasks_task ENABLE REPLICA TRIGGER tasks_task_history_update"),
        ("plans_planversion", "DROP TRIGGER plans_planversion_history_update ON plans_planversion"),
        ("plans_planversion", "DROP TRIGGER plans_planversion_history_update_told ON plans_planversion"),
        ("tasks_task", update_trigger(f"WHEN (false) EXECUTE FUNCTION {RECORDED}")),
        ("tasks_task", update_trigger(f"{CHANGED} {RECORDED.replace('version_id', '')}")),
        ("tasks_task", ELSEWHERE + update_trigger(f"{CHANGED} elsewhere.{RECORDED}")),
        (
            "tasks_task",
            f"{ELSEWHERE} {update_trigger(f'{CHANGED} elsewhere.{RECORDED}')}; SET LOCAL search_path = elsewhere, public",
        ),
        ("agencies_historyentry", "ALTER TABLE agencies_historyentry DISABLE TRIGGER USER"),
        ("agencies_historyseal", "DROP TRIGGER agencies_historyseal_kept ON agencies_historyseal"),
    ],
)
def test_a_table_that_stopped_to_keep_history_is_named(table, fault):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(fault)
    [told] = history_faults()
    assert told.startswith(f"bảng {table} không giữ lịch sử")


def test_a_trigger_made_anew_as_it_was_is_no_fault():
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(update_trigger(f"{CHANGED} {RECORDED}"))
    assert history_faults() == []


def test_a_new_table_fails_until_it_keeps_history_or_has_a_reason(monkeypatch):
    monkeypatch.delitem(WITHOUT_HISTORY, "of Django, written by migrations alone")
    assert history_faults() == ["bảng django_content_type không giữ lịch sử"]


def test_an_operation_says_what_it_does_not_know():
    with pytest.raises(TypeError, match="colour"):
        keeps_history("plans_plan", colour="green")


# Events


@pytest.fixture
def member(person) -> User:
    user = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    user.set_password(PASSWORD)
    user.save()
    cache.clear()  # trials are counted there
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def events(user: User | None = None) -> list[HistoryEntry]:
    return list(HistoryEntry.objects.events().filter(person=user).order_by("pk"))


def test_signing_in_and_out_are_events(client, member):
    sign_in(client, member.email)
    client.post("/accounts/logout/")
    came, left = events(member)
    assert [came.operation, left.operation] == [HistoryOperation.SIGN_IN, HistoryOperation.SIGN_OUT]
    assert {came.actor, left.actor} == {member}
    assert (came.province, came.membership) == (None, member.membership)


def test_a_failed_sign_in_names_the_account_and_not_what_was_typed(client, member):
    sign_in(client, member.email.upper(), "sai-mat-khau-dai")
    sign_in(client, "la@example.vn", "sai-mat-khau-dai")
    [known] = events(member)
    [unknown] = events(None)
    assert (known.operation, known.actor) == (HistoryOperation.SIGN_IN_FAILED, None)
    assert (unknown.operation, unknown.after) == (HistoryOperation.SIGN_IN_FAILED, {})
    assert "la@example.vn" not in str(vars(unknown))


def test_a_wrong_code_of_the_second_step_is_a_failed_sign_in(client):
    approver = somebody(Role.DEPARTMENT_APPROVER)
    assert sign_in(client, approver.email).url == CODE
    client.post(CODE, {"code": "000000"})
    assert [entry.operation for entry in events(approver)] == [HistoryOperation.SIGN_IN_FAILED]
    client.post(CODE, {"code": code_now()})
    assert [entry.operation for entry in events(approver)][1:] == [HistoryOperation.SIGN_IN]


def test_sessions_that_are_ended_from_another_are_signed_out(client, member):
    for browser in (Client(), client):
        sign_in(browser, member.email)
    client.post("/accounts/sessions/", {"end": "others"})
    assert [entry.operation for entry in events(member)][2:] == [HistoryOperation.SIGN_OUT]


def test_who_has_a_closed_account_failed_too(client, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    sign_in(client, member.email)
    assert [entry.operation for entry in events(member)] == [HistoryOperation.SIGN_IN_FAILED]


def test_a_failed_sign_in_stays_though_the_request_is_taken_back(client, member, settings):
    settings.ROOT_URLCONF = "tests.agencies.failing_urls"
    client.raise_request_exception = False
    assert client.post("/fail/", {"login": member.email}).status_code == 500
    assert [entry.operation for entry in events(member)] == [HistoryOperation.SIGN_IN_FAILED]


def test_a_downloaded_table_and_a_document_are_events(signed_in):
    client = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    assert client.get("/plans/?download=xlsx").status_code == 200
    [event] = HistoryEntry.objects.events()
    assert (event.operation, event.after) == (HistoryOperation.DOWNLOAD, {"name": "Kế hoạch của các tỉnh"})
    assert event.province.slug == "ha-tinh"


# Who reads


def seen(user: User) -> set[int]:
    """Primary keys of the entries that both walls let the person read."""
    role = MINISTRY if user.sees_all_provinces else WEB
    with scoped(Scope(role, frozenset(user.province_ids()), user.pk, user.membership.pk)):
        return set(HistoryEntry.objects.visible_to(user).values_list("pk", flat=True))


def in_database(user: User) -> set[int]:
    """Those that the second wall alone lets her read."""
    role = MINISTRY if user.sees_all_provinces else WEB
    with scoped(Scope(role, frozenset(user.province_ids()), user.pk, user.membership.pk)):
        return set(HistoryEntry.objects.values_list("pk", flat=True))


def test_both_walls_show_the_same_to_who_may(person, draft):
    make_draft("kon-tum", "nhap")
    stranger = MembershipFactory(agency=agency("kon-tum")).user
    AgencyAlias.objects.create(agency=agency("kon-tum"), text="SCT", key="sct")
    for admin in (person(Role.PROVINCE_ADMIN, "ha-tinh"), person(Role.PORTAL_ADMIN)):
        mine = MembershipFactory(agency=agency("ha-tinh")).user
        alias, _ = AgencyAlias.objects.get_or_create(agency=agency("ha-tinh"), text="SCT HT", key="sct ht")
        assert seen(admin) == in_database(admin)
        about = HistoryEntry.objects.in_bulk(seen(admin)).values()
        people = {entry.person_id for entry in about}
        assert mine.pk in people
        assert (stranger.pk in people) == admin.sees_all_provinces
        assert str(alias.pk) in {
            entry.row_id for entry in about if entry.table_name == "agencies_agencyalias"
        }
        assert ({entry.version_id for entry in about} >= {draft.pk}) == (not admin.sees_all_provinces)


def test_who_has_no_right_reads_none(person, draft):
    for role in (Role.AGENCY_REPORTER, Role.FINANCE_APPRAISER):
        assert seen(person(role, "ha-tinh")) == set()
    assert seen(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))


def test_who_keeps_the_catalogue_reads_the_history_of_its_entries_alone(person, draft):
    of_catalogue = HistoryEntry.objects.filter(
        table_name__in=[kind.model._meta.db_table for kind in KINDS.values()]
    )
    assert of_catalogue.count() > 50
    assert seen(person(Role.MINISTRY_OFFICIAL)) == set(of_catalogue.values_list("pk", flat=True))


def test_the_ministry_reads_that_a_plan_was_issued_and_nothing_of_a_draft(person, draft):
    portal_admin = person(Role.PORTAL_ADMIN)
    readable = HistoryEntry.objects.in_bulk(in_database(portal_admin)).values()
    of_plans = [entry for entry in readable if entry.plan_id or entry.version_id]
    assert {entry.table_name for entry in of_plans} == {"plans_plan", "plans_planversion"}
    issued = set(PlanVersion.objects.exclude(status="draft").values_list("pk", flat=True))
    assert {entry.version_id for entry in of_plans if entry.version_id} == issued
    # The wording changes while it is issued: what it was before is a draft's.
    PlanVersion.objects.filter(pk=draft.pk).update(status="issued", title="Tên mới")
    Plan.objects.filter(pk=draft.plan_id).update(current_version=draft)
    assert draft.pk not in {
        entry.version_id for entry in HistoryEntry.objects.in_bulk(in_database(portal_admin)).values()
    }


def test_permission_changes_are_told_in_the_province_of_the_membership(person):
    admin = person(Role.PROVINCE_ADMIN, "ha-tinh")
    membership = MembershipFactory(agency=agency("ha-tinh"), role=Role.DEPARTMENT_EDITOR)
    with scoped(Scope(WEB, frozenset(admin.province_ids()), admin.pk, admin.membership.pk)):
        end_membership(membership, revision=1, by=admin)
    ended = of("agencies_membership", membership)[-1]
    assert (ended.actor, ended.person, ended.province) == (admin, membership.user, membership.province)
    assert "ended_at" in ended.changed
    assert ended.pk in seen(admin)
