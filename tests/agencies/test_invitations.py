"""Invitations: who invites whom where to, what becomes of one, and that it makes one membership."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agencies.enums import AgencyKind, InvitationState, Role
from agencies.models import Agency, AgencySuccession, Invitation, Membership, Province, User
from agencies.services import (
    accept_as_new_person,
    accept_invitation,
    find_invitation,
    invite,
    misfit,
    renew_invitation,
    revoke_invitation,
    roles_given_by,
)
from tests.agencies.conftest import agency, link, mailed_secret
from tests.conftest import AGENCY_OF_ROLE
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "Mat-khau-rat-dai-2026"
NATIONAL = (Role.MINISTRY_OFFICIAL, Role.PORTAL_ADMIN)


def province(slug: str) -> Province:
    return Province.objects.get(slug=slug)


# Who invites whom where to


def test_an_invitation_is_kept_without_its_secret_and_mailed_with_it(invited, admin):
    invitation, secret = invited()

    assert (invitation.email, invitation.state) == ("moi@hatinh.gov.vn", InvitationState.WAITING)
    assert invitation.province == province("ha-tinh")
    assert invitation.expires_at - invitation.sent_at == pytest.approx(
        timedelta(days=7), abs=timedelta(seconds=9)
    )
    assert secret not in str(list(Invitation.objects.values()))
    assert find_invitation(secret) == invitation
    [letter] = mail.outbox
    [(html, kind)] = letter.alternatives
    assert (letter.to, kind) == (["moi@hatinh.gov.vn"], "text/html")
    for text in (letter.body, html):
        for words in (
            link(secret),
            admin.full_name,
            "Sở Công Thương, tỉnh Hà Tĩnh",
            "Chuyên viên Sở Công Thương",
        ):
            assert words in text
    assert "Sở Công Thương" in letter.subject


@pytest.mark.parametrize("role", Role)
def test_only_administrators_invite(role, person, invited):
    if role == Role.FACILITY_REPORTER:
        facility = AgencyFactory(province=province("ha-tinh"), kind=AgencyKind.FACILITY)
        by = MembershipFactory(agency=facility, role=role).user
    else:
        by = person(role, None if role in NATIONAL else "ha-tinh")
    if role in (Role.PROVINCE_ADMIN, Role.PORTAL_ADMIN):
        assert invited(by=by)[0].invited_by == by
    else:
        with pytest.raises(PermissionDenied):
            invited(by=by)


@pytest.mark.parametrize(
    ("home", "to", "may"),
    [
        ("ha-tinh", "ha-tinh", True),
        ("ha-tinh", "kon-tum", False),
        ("quang-ngai", "kon-tum", True),  # which it took over
        ("kon-tum", "quang-ngai", False),
    ],
)
def test_a_province_invites_to_its_agencies_and_those_of_provinces_that_it_took_over(
    home, to, may, person, invited
):
    by = person(Role.PROVINCE_ADMIN, home)
    if may:
        assert invited(by=by, agency=agency(to))[0].province == province(to)
    else:
        with pytest.raises(PermissionDenied):
            invited(by=by, agency=agency(to))


def test_national_roles_are_given_by_the_portal_alone(admin, portal_admin, invited):
    for role in NATIONAL:
        with pytest.raises(PermissionDenied):
            invited(by=admin, agency=agency(None, "bo-cong-thuong"), role=role)
        invitation, _ = invited(
            by=portal_admin, agency=agency(None, "bo-cong-thuong"), role=role, email=f"{role}@moit.gov.vn"
        )
        assert invitation.province is None
    assert set(roles_given_by(admin)) == set(Role) - set(NATIONAL)
    assert set(roles_given_by(portal_admin)) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_a_role_fits_only_some_agencies(role):
    facility = AgencyFactory(province=province("ha-tinh"), kind=AgencyKind.FACILITY)
    home = None if role in NATIONAL else "ha-tinh"
    own = facility if role == Role.FACILITY_REPORTER else agency(home, AGENCY_OF_ROLE[role])
    fits = {
        place
        for place in Agency.objects.filter(province=facility.province) | Agency.objects.filter(province=None)
        if not misfit(role, place)
    }

    assert own in fits
    expected = {
        Role.DEPARTMENT_EDITOR: {"so-cong-thuong"},
        Role.DEPARTMENT_APPROVER: {"so-cong-thuong"},
        Role.FINANCE_APPRAISER: {"so-tai-chinh"},
        Role.FACILITY_REPORTER: {facility.slug},
        Role.PROVINCIAL_VIEWER: {"uy-ban-nhan-dan-tinh", "van-phong-uy-ban-nhan-dan-tinh"},
        Role.MINISTRY_OFFICIAL: {"bo-cong-thuong"},
        Role.PORTAL_ADMIN: {"bo-cong-thuong"},
    }
    if role in expected:
        assert {place.slug for place in fits} <= expected[role]
    else:
        assert facility not in fits
        assert {place.province for place in fits} == {facility.province}


def test_a_role_that_does_not_fit_is_told_at_the_field(invited):
    with pytest.raises(ValidationError) as refused:
        invited(agency=agency("ha-tinh", "so-tai-chinh"))

    assert refused.value.message_dict == {
        "role": [
            "Vai trò “Chuyên viên Sở Công Thương” chỉ có ở Sở Công Thương hoặc đơn vị kế thừa; "
            "hãy chọn vai trò hoặc cơ quan khác."
        ]
    }


def test_who_follows_the_department_has_its_roles():
    heir = AgencyFactory(province=province("ha-tinh"), name="Sở Kinh tế")
    assert misfit(Role.DEPARTMENT_EDITOR, heir)
    AgencySuccession.objects.create(agency=agency("ha-tinh"), successor=heir)
    assert not misfit(Role.DEPARTMENT_EDITOR, heir)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"email": "khong phai thu"}, "email", "không đúng"),
        ({"email": ""}, "email", "Hãy nhập thư điện tử"),
        ({"email": "a\u202eb@x.vn"}, "email", "ký tự điều khiển"),
        ({"full_name": " "}, "full_name", "Hãy nhập họ và tên"),
        ({"full_name": "x" * 151}, "full_name", "không quá 150 ký tự"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_what_cannot_be_is_told_at_its_field(changes, field, words, invited):
    with pytest.raises(ValidationError) as refused:
        invited(**changes)

    assert words in refused.value.message_dict[field][0]
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_nobody_is_invited_twice_or_to_what_she_has(invited):
    invited()
    with pytest.raises(ValidationError, match="đã được mời"):
        invited(email="moi@HATINH.gov.vn")
    member = MembershipFactory(agency=agency("ha-tinh"), role=Role.DEPARTMENT_EDITOR)
    with pytest.raises(ValidationError, match="đã có vai trò này"):
        invited(email=member.user.email)


# What becomes of one


def test_a_new_person_gets_an_account_and_the_membership(invited):
    invitation, secret = invited()
    membership = accept_as_new_person(secret, full_name="Trần Thị Mới", password=PASSWORD)

    user = User.objects.get(email="moi@hatinh.gov.vn")
    assert (membership.user, membership.role, membership.agency) == (user, invitation.role, invitation.agency)
    assert membership.province == invitation.province
    assert user.check_password(PASSWORD)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, user)


def test_who_has_an_account_joins_with_it(invited):
    user = UserFactory(email="moi@hatinh.gov.vn")
    _, secret = invited()
    with pytest.raises(ValidationError, match="đã có tài khoản"):
        accept_as_new_person(secret, full_name="Khác", password=PASSWORD)
    accept_invitation(secret, user=user)

    assert [membership.agency for membership in user.memberships.active()] == [agency("ha-tinh")]


def test_another_person_cannot_take_an_invitation(invited):
    invitation, secret = invited()
    with pytest.raises(ValidationError, match="địa chỉ thư khác"):
        accept_invitation(secret, user=UserFactory())

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WAITING


@pytest.mark.parametrize("password", ["ngan", "password123456", "moi@hatinh.gov.vn"])
def test_a_weak_password_is_refused_and_makes_no_account(password, invited):
    _, secret = invited()
    with pytest.raises(ValidationError) as refused:
        accept_as_new_person(secret, full_name="Trần Thị Mới", password=password)

    assert list(refused.value.message_dict) == ["password"]
    assert not User.objects.filter(email="moi@hatinh.gov.vn").exists()


def test_an_invitation_is_accepted_once(invited):
    user = UserFactory(email="moi@hatinh.gov.vn")
    _, secret = invited()
    accept_invitation(secret, user=user)
    with pytest.raises(ValidationError, match="không còn dùng được"):
        accept_invitation(secret, user=user)

    assert user.memberships.count() == 1


def test_expired_and_revoked_ones_cannot_be_accepted(invited, admin):
    user = UserFactory(email="moi@hatinh.gov.vn")
    invitation, secret = invited()
    Invitation.objects.update(expires_at=timezone.now())
    assert find_invitation(secret).state == InvitationState.EXPIRED
    with pytest.raises(ValidationError):
        accept_invitation(secret, user=user)

    renew_invitation(invitation, by=admin, link=link)
    renewed = mailed_secret()
    assert find_invitation(secret) is None
    assert find_invitation(renewed).state == InvitationState.WAITING
    revoke_invitation(invitation, by=admin)
    with pytest.raises(ValidationError):
        accept_invitation(renewed, user=user)
    with pytest.raises(ValidationError, match="không gửi lại được"):
        renew_invitation(invitation, by=admin, link=link)
    assert find_invitation(renewed).state == InvitationState.REVOKED
    assert not user.memberships.exists()


def test_only_who_could_invite_renews_and_revokes(invited, person):
    invitation, _ = invited()
    for by in (person(Role.PROVINCE_ADMIN, "kon-tum"), person(Role.DEPARTMENT_APPROVER, "ha-tinh")):
        with pytest.raises(PermissionDenied):
            renew_invitation(invitation, by=by, link=link)
        with pytest.raises(PermissionDenied):
            revoke_invitation(invitation, by=by)
        assert not Invitation.objects.visible_to(by).exists()


def test_a_link_that_never_was_opens_nothing():
    assert find_invitation("") is None
    assert find_invitation("x" * 43) is None


# What the database holds


def test_the_database_keeps_invitations_and_their_province(invited):
    invitation, _ = invited()
    for broken in ({"province": province("kon-tum")}, {"accepted_at": timezone.now()}, {"email": "A@B.vn"}):
        with pytest.raises(IntegrityError):
            _change(invitation, broken)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        invitation.delete()


@transaction.atomic
def _change(invitation: Invitation, broken: dict) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**broken)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# At once


def test_accepting_twice_at_once_makes_one_membership(on_clone):
    """Two browsers, one link: one gets the membership, the other is told that the link was used."""
    home = agency("ha-tinh")
    by = MembershipFactory(agency=home, role=Role.PROVINCE_ADMIN).user
    given = {"agency": home, "role": Role.DEPARTMENT_EDITOR, "email": "moi@hatinh.gov.vn", "full_name": "Mới"}
    invite(by=by, link=link, **given)
    secret, start, told = mailed_secret(), Barrier(4), []

    def follow() -> None:
        on_clone()
        start.wait(timeout=30)
        try:
            accept_as_new_person(secret, full_name="Mới", password=PASSWORD)
            told.append("joined")
        except ValidationError as error:
            told.append(error.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(told)[-1] == "joined"
    assert told.count("joined") == 1
    assert len(told) == 4
    assert Membership.objects.filter(user__email="moi@hatinh.gov.vn").count() == 1
