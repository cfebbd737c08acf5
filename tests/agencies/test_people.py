"""What administrators change about people: names, memberships, accounts; and that nothing of them is deleted."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from rest_framework.test import APIClient

from agencies.enums import Role
from agencies.models import Membership, User
from agencies.rights import Right
from agencies.selectors import people_of
from agencies.services import (
    close_account,
    create_api_token,
    end_membership,
    may_look_after,
    rename_person,
    reopen_account,
)
from core import scope
from core.editing import StaleWriteError
from core.scope import Scope
from tests.agencies.conftest import agency
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(person) -> User:
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


# Whom an administrator looks after


def test_an_administrator_sees_the_people_of_her_provinces(person, admin, portal_admin, editor):
    other, heir = person(Role.DEPARTMENT_EDITOR, "kon-tum"), person(Role.PROVINCE_ADMIN, "quang-ngai")
    nobody = UserFactory()
    seen = {by: set(people_of(by)) for by in (admin, heir, portal_admin, editor)}

    assert seen[admin] == {admin, editor}
    assert seen[heir] == {heir, other}
    assert seen[portal_admin] >= {admin, heir, editor, other, nobody, portal_admin}
    assert seen[editor] == set()


def test_who_belongs_to_another_province_too_is_the_portals(admin, portal_admin, editor):
    MembershipFactory(user=editor, agency=agency("kon-tum"))
    for right in (Right.EDIT_PEOPLE, Right.CLOSE_ACCOUNTS):
        assert not may_look_after(admin, editor, right)
        assert may_look_after(portal_admin, editor, right)
    [shown] = [found for found in people_of(admin) if found == editor]
    assert [membership.agency for membership in shown.administered] == [agency("ha-tinh")]


def test_membership_elsewhere_is_noticed_behind_the_second_wall(admin, editor):
    MembershipFactory(user=editor, agency=agency("kon-tum"))
    ha_tinh = frozenset({agency("ha-tinh").province_id})
    with scope.scoped(Scope(provinces=ha_tinh, user=admin.pk)):
        assert {found.province_id for found in Membership.objects.filter(user=editor)} == ha_tinh
        assert not may_look_after(admin, editor, Right.CLOSE_ACCOUNTS)


# Names


def test_a_name_is_mended_with_who_and_when(admin, editor):
    rename_person(editor, revision=1, by=admin, full_name=" Nguyễn  Thị Sửa ")

    assert (editor.full_name, editor.revision, editor.changed_by) == ("Nguyễn Thị Sửa", 2, admin)
    assert editor.changed_at is not None


def test_a_name_that_somebody_else_changed_is_not_overwritten(admin, portal_admin, editor):
    rename_person(fresh(editor), revision=1, by=portal_admin, full_name="Nguyễn Thị Trước")
    with pytest.raises(StaleWriteError) as refused:
        rename_person(editor, revision=1, by=admin, full_name="Nguyễn Thị Sau")

    [one] = refused.value.differences
    assert (one.field, one.mine, one.theirs) == ("full_name", "Nguyễn Thị Sau", "Nguyễn Thị Trước")
    assert refused.value.current.changed_by == portal_admin
    assert fresh(editor).full_name == "Nguyễn Thị Trước"


def test_signing_in_does_not_count_as_a_change(editor, client):
    client.force_login(editor)

    assert fresh(editor).last_login is not None
    assert fresh(editor).revision == 1


# Leaving an agency


def test_leaving_an_agency_ends_access_at_once(editor, admin, client):
    _, secret = create_api_token(fresh(editor), name="Bảng tính")
    program = APIClient(headers={"Authorization": f"Bearer {secret}"})
    client.force_login(editor)
    place = "/plans/ha-tinh-2011/findings/decide/"
    assert program.get("/api/v1/plans/").status_code == 200
    assert client.post(place, {"key": "x", "text": "Đã xem"}).status_code == 422

    membership = editor.memberships.get()
    end_membership(membership, revision=membership.revision, by=admin)

    assert program.get("/api/v1/plans/").status_code == 401
    assert client.post(place, {"key": "x", "text": "Đã xem"}).status_code == 403
    assert "Bạn không còn thuộc cơ quan nào" in client.get("/").content.decode()
    assert membership.changed_by == admin


def test_a_token_of_another_membership_stays(editor, admin):
    other = MembershipFactory(user=editor, agency=agency("kon-tum"))
    acting = fresh(editor)
    acting.act_under(other.pk)
    token, _ = create_api_token(acting, name="Kon Tum")
    end_membership(editor.memberships.get(agency=agency("ha-tinh")), revision=1, by=admin)

    token.refresh_from_db()
    assert token.revoked_at is None
    assert fresh(editor).membership == other


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.DEPARTMENT_APPROVER, Role.MINISTRY_OFFICIAL])
def test_others_end_no_membership(role, person, editor):
    by = person(role, None if role == Role.MINISTRY_OFFICIAL else "kon-tum")
    with pytest.raises(PermissionDenied):
        end_membership(editor.memberships.get(), revision=1, by=by)


def test_nobody_ends_her_own_membership(admin):
    with pytest.raises(ValidationError, match="nhờ quản trị khác"):
        end_membership(admin.memberships.get(), revision=1, by=admin)


def test_an_administrator_of_a_province_ends_no_national_membership(admin, portal_admin):
    with pytest.raises(PermissionDenied):
        end_membership(portal_admin.memberships.get(), revision=1, by=admin)


def test_ending_twice_changes_nothing(editor, admin):
    membership = editor.memberships.get()
    end_membership(membership, revision=1, by=admin)
    ended_at = membership.ended_at
    end_membership(membership, revision=1, by=admin)

    assert Membership.objects.get(pk=membership.pk).ended_at == ended_at


# Accounts


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(editor, admin, client):
    _, secret = create_api_token(fresh(editor), name="Bảng tính")
    program = APIClient(headers={"Authorization": f"Bearer {secret}"})
    client.force_login(editor)
    close_account(editor, revision=1, by=admin)
    assert client.get("/plans/").status_code == 302
    assert program.get("/api/v1/plans/").status_code == 401

    reopen_account(editor, revision=2, by=admin)
    assert fresh(editor).is_active
    assert fresh(editor).may(Right.DECIDE_FINDINGS)
    assert program.get("/api/v1/plans/").status_code == 401  # tokens are made anew


def test_an_administrator_closes_only_who_is_her_provinces_alone(admin, portal_admin, editor):
    MembershipFactory(user=editor, agency=agency("kon-tum"))
    with pytest.raises(PermissionDenied, match="tỉnh khác"):
        close_account(editor, revision=1, by=admin)
    close_account(editor, revision=1, by=portal_admin)

    assert not fresh(editor).is_active
    with pytest.raises(PermissionDenied):
        reopen_account(editor, revision=2, by=admin)


def test_nobody_closes_herself_or_the_last_administrator(portal_admin, person):
    with pytest.raises(ValidationError, match="tự đóng"):
        close_account(portal_admin, revision=1, by=portal_admin)
    root = UserFactory(is_superuser=True)
    with pytest.raises(ValidationError, match="cuối cùng"):
        close_account(portal_admin, revision=1, by=root)
    with pytest.raises(ValidationError, match="cuối cùng"):
        end_membership(portal_admin.memberships.get(), revision=1, by=root)

    person(Role.PORTAL_ADMIN)
    close_account(portal_admin, revision=1, by=root)
    assert not fresh(portal_admin).is_active


def test_two_administrators_cannot_send_each_other_away_at_once(on_clone):
    home = agency(None, "bo-cong-thuong")
    first, second = (MembershipFactory(agency=home, role=Role.PORTAL_ADMIN).user for _ in range(2))
    start, told = Barrier(2), []

    def close(person: User, by: User) -> None:
        on_clone()
        start.wait(timeout=30)
        try:
            close_account(User.objects.get(pk=person.pk), revision=1, by=User.objects.get(pk=by.pk))
            told.append("closed")
        except ValidationError as error:
            told.append(error.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=close, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(told)[0] == "closed"
    assert "cuối cùng" in told[0] + told[1]
    assert User.objects.filter(pk__in=(first.pk, second.pk), is_active=True).count() == 1


# Nothing is deleted


@pytest.mark.parametrize("table", ["agencies_user", "agencies_membership", "agencies_invitation"])
@pytest.mark.parametrize("way", ["DELETE FROM", "TRUNCATE"])
@pytest.mark.parametrize("role", ["sxsh_owner", "sxsh_web", "sxsh_worker", "sxsh_ministry"])
def test_the_database_deletes_nobody(role, way, table, editor, invited):
    invited()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ROLE " + role)
        cursor.execute("SELECT set_config('app.provinces', '{}', true), set_config('app.user', '', true)")
    with pytest.raises(DatabaseError, match=r"never deleted|not truncated|permission denied"):
        _run(f"{way} {table}" + (" CASCADE" if way == "TRUNCATE" else ""))


@transaction.atomic
def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
