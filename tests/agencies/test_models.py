"""Provinces over time, the directory of agencies, people and what they belong to."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import (
    Agency,
    AgencyAlias,
    AgencySuccession,
    ApiToken,
    Membership,
    Province,
    ProvinceName,
    User,
)
from agencies.rights import Right
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def province(slug: str) -> Province:
    return Province.objects.get(slug=slug)


def refused_by(constraint: str):
    """The block must end with the database refusing by that constraint."""
    return pytest.raises(IntegrityError, match=constraint)


# Provinces


@pytest.mark.parametrize(("day", "count"), [(date(2025, 6, 30), 63), (date(2025, 7, 1), 34)])
def test_sixty_three_provinces_became_thirty_four(day, count):
    assert Province.objects.existing_on(day).count() == count


def test_a_province_inherits_those_that_it_took_over():
    inherited = Province.objects.inherited_by(province("quang-ngai"))

    assert {found.slug for found in inherited} == {"quang-ngai", "kon-tum"}
    assert province("kon-tum").today == province("quang-ngai")
    assert province("quang-ngai").today == province("quang-ngai")


@pytest.mark.parametrize(
    ("slug", "day", "name", "code"),
    [
        ("an-giang", date(2016, 8, 1), "Tỉnh An Giang", "89"),
        ("an-giang", date(2025, 6, 30), "Tỉnh An Giang", "89"),
        ("an-giang", date(2025, 7, 1), "Tỉnh An Giang", "91"),
        ("kien-giang", date(2025, 6, 30), "Tỉnh Kiên Giang", "91"),
        ("kon-tum", date(2013, 10, 24), "Tỉnh Kon Tum", "62"),
        ("kon-tum", date(2026, 1, 1), "Tỉnh Kon Tum", "62"),  # the last it had
    ],
)
def test_a_name_and_code_hold_on_their_days(slug, day, name, code):
    held = province(slug).name_on(day)

    assert (held.name, held.code) == (name, code)


def test_a_province_without_names_has_none():
    assert Province.objects.create(slug="khong-ten", sort_key="khong ten").name_on(date(2026, 1, 1)) is None


def test_a_name_that_is_not_held_yet_is_not_given():
    new = Province.objects.create(slug="tinh-moi", sort_key="tinh moi")
    ProvinceName.objects.create(
        province=new, name="Tỉnh Mới", code="99", valid_from=date(2030, 1, 1), source=""
    )

    assert new.name_on(date(2029, 12, 31)) is None
    assert new.name_on(date(2030, 1, 1)).name == "Tỉnh Mới"


def test_a_province_that_ended_names_its_successor():
    with refused_by("province_ended_with_successor"):
        Province.objects.create(slug="da-het", sort_key="da het", ended_on=date(2025, 6, 30))


def test_a_province_has_one_name_from_a_day():
    kon_tum = province("kon-tum")
    with refused_by("province_name_once"):
        ProvinceName.objects.create(province=kon_tum, name="Tỉnh khác", code="62", valid_from=None, source="")


def test_a_name_does_not_end_before_it_begins():
    period = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}
    with refused_by("province_name_period"):
        ProvinceName.objects.create(province=province("kon-tum"), name="Tỉnh", code="62", source="", **period)


# Agencies


def test_a_slug_stands_once_in_a_province_and_once_among_the_national():
    AgencyFactory(province=province("ha-tinh"), slug="mot-so")
    AgencyFactory(province=province("lang-son"), slug="mot-so")
    AgencyFactory(province=None, slug="mot-so")
    for home in (province("ha-tinh"), None):
        with refused_by("agency_slug_once"), transaction.atomic():
            AgencyFactory(province=home, slug="mot-so")


def test_an_agency_has_a_spelling_once_and_does_not_succeed_itself():
    agency = AgencyFactory(province=province("ha-tinh"))
    AgencyAlias.objects.create(agency=agency, text="Sở X", key="so x")
    with refused_by("agency_alias_once"), transaction.atomic():
        AgencyAlias.objects.create(agency=agency, text="Sở X", key="so x")
    with refused_by("agency_not_own_successor"):
        AgencySuccession.objects.create(agency=agency, successor=agency)


def test_facilities_are_seen_only_in_their_province(person):
    facility = AgencyFactory(province=province("kon-tum"), kind=AgencyKind.FACILITY)
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    seen = {
        "own": person(Role.DEPARTMENT_EDITOR, "kon-tum"),
        "successor": person(Role.DEPARTMENT_EDITOR, "quang-ngai"),
        "ministry": person(Role.MINISTRY_OFFICIAL),
        "other": person(Role.DEPARTMENT_EDITOR, "ha-tinh"),
        "nowhere": UserFactory(),
        "anonymous": AnonymousUser(),
    }
    visible = {who: set(Agency.objects.visible_to(user)) for who, user in seen.items()}

    assert [who for who in seen if facility in visible[who]] == ["own", "successor", "ministry"]
    assert [who for who in seen if department not in visible[who]] == ["anonymous"]


# People


def test_an_account_is_its_e_mail_address_in_lower_case():
    user = User.objects.create_user(" Lan.Nguyen@HaTinh.GOV.vn".strip(), "Mat-khau-2026", full_name="Lan")

    assert user.email == "lan.nguyen@hatinh.gov.vn"
    assert user.check_password("Mat-khau-2026")
    assert str(user) == "Lan"
    with refused_by("user_email_lower"):
        User.objects.filter(pk=user.pk).update(email="Lan.Nguyen@hatinh.gov.vn")


def test_without_address_there_is_no_account_and_without_password_nobody_signs_in():
    with pytest.raises(ValueError, match="thư điện tử"):
        User.objects.create_user("", "Mat-khau-2026")
    assert not User.objects.create_user("moi@example.vn").has_usable_password()
    assert User.objects.create_superuser("goc@example.vn").is_superuser


def test_memberships_that_ended_give_nothing(person):
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    assert User.objects.get(pk=editor.pk).may(Right.DECIDE_FINDINGS)

    editor.memberships.update(ended_at=timezone.now())
    former = User.objects.get(pk=editor.pk)

    assert former.active_memberships == []
    assert not any(former.may(right) for right in Right)
    assert former.province_ids() == set()


def test_an_account_that_is_not_saved_belongs_nowhere():
    assert User().active_memberships == []
    assert User(is_superuser=True).sees_all_provinces


def test_what_a_province_takes_over_counts_from_the_next_request_on(person):
    user = person(Role.DEPARTMENT_EDITOR, "quang-ngai")
    before = user.province_ids()
    taken = Province.objects.create(
        slug="nhap-vao", sort_key="nhap vao", ended_on=date(2025, 6, 30), successor=user.membership.province
    )

    assert User.objects.get(pk=user.pk).province_ids() == before | {taken.pk}


@pytest.mark.parametrize(
    ("role", "home", "provinces"),
    [
        (Role.DEPARTMENT_EDITOR, "ha-tinh", {"ha-tinh"}),
        (Role.DEPARTMENT_EDITOR, "quang-ngai", {"quang-ngai", "kon-tum"}),
        (Role.DEPARTMENT_EDITOR, "kon-tum", {"kon-tum"}),
        (Role.MINISTRY_OFFICIAL, None, set()),
    ],
)
def test_people_belong_to_their_province_and_those_that_it_took_over(person, role, home, provinces):
    user = person(role, home)

    assert {found.slug for found in Province.objects.filter(pk__in=user.province_ids())} == provinces
    assert user.sees_all_provinces == (role == Role.MINISTRY_OFFICIAL)


def test_a_role_holds_in_its_province_and_in_those_that_it_took_over(person):
    kon_tum, quang_ngai = province("kon-tum"), province("quang-ngai")
    old, new = person(Role.DEPARTMENT_EDITOR, "kon-tum"), person(Role.DEPARTMENT_EDITOR, "quang-ngai")

    decide = Right.DECIDE_FINDINGS
    assert [new.may(decide, province=at) for at in (kon_tum, quang_ngai)] == [True, True]
    assert [old.may(decide, province=at) for at in (kon_tum, quang_ngai)] == [True, False]
    assert not new.may(Right.INVITE, province=quang_ngai)


def test_a_person_holds_a_role_at_an_agency_once_at_a_time():
    first = MembershipFactory(agency__province=province("ha-tinh"))
    same = {"user": first.user, "agency": first.agency}
    with refused_by("membership_active_once"), transaction.atomic():
        MembershipFactory(**same)
    Membership.objects.filter(pk=first.pk).update(ended_at=timezone.now())

    assert MembershipFactory(**same).pk != first.pk


@pytest.mark.parametrize(("role", "home"), [(Role.DEPARTMENT_EDITOR, None), (Role.PORTAL_ADMIN, "ha-tinh")])
def test_only_national_roles_have_no_province(role, home):
    agency = AgencyFactory(province=province(home) if home else None)
    with refused_by("membership_province_unless_national"):
        MembershipFactory(agency=agency, role=role)


def test_the_province_of_a_membership_is_that_of_its_agency():
    @transaction.atomic
    def join_from_elsewhere():
        MembershipFactory(agency=AgencyFactory(province=province("ha-tinh")), province=province("lang-son"))
        connection.check_constraints()  # as at the end of the transaction

    with refused_by("agencies_membership_agency_id_same_province"):
        join_from_elsewhere()


def test_a_token_is_found_by_its_secret_alone_and_only_the_digest_is_kept():
    token = ApiToken.objects.create(user=UserFactory(), name="Excel", digest=ApiToken.digest_of("bi-mat"))

    assert ApiToken.objects.for_secret("bi-mat").get() == token
    assert not ApiToken.objects.for_secret(token.digest).exists()
    assert "bi-mat" not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert str(token) == "Excel"


# What administrators look after


@pytest.fixture
def members():
    """A membership in each of four provinces, and a national one, by the province's slug."""
    made = {
        slug: MembershipFactory(agency=Agency.objects.get(province__slug=slug, slug="so-cong-thuong"))
        for slug in ("kon-tum", "quang-ngai", "ha-tinh", "an-giang")
    }
    ministry = Agency.objects.get(slug="bo-cong-thuong")
    return made | {None: MembershipFactory(agency=ministry, role=Role.MINISTRY_OFFICIAL)}


@pytest.mark.parametrize(
    ("role", "at", "seen"),
    [
        (Role.PROVINCE_ADMIN, "kon-tum", {"kon-tum"}),
        (Role.PROVINCE_ADMIN, "quang-ngai", {"quang-ngai", "kon-tum"}),
        (Role.PROVINCE_ADMIN, "ha-tinh", {"ha-tinh"}),
        (Role.PORTAL_ADMIN, None, {"kon-tum", "quang-ngai", "ha-tinh", "an-giang", None}),
        (Role.MINISTRY_OFFICIAL, None, set()),
        (Role.DEPARTMENT_APPROVER, "kon-tum", set()),
        (Role.PROVINCIAL_VIEWER, "kon-tum", set()),
    ],
)
def test_administrators_look_after_the_accounts_of_their_own_province(role, at, seen, members, person):
    administered = Membership.objects.administered_by(person(role, at))

    assert {slug for slug, member in members.items() if member in administered} == seen


def test_who_administers_one_province_and_works_in_another_looks_after_one(members, person):
    user = person(Role.PROVINCE_ADMIN, "kon-tum")
    MembershipFactory(user=user, agency=members["ha-tinh"].agency, role=Role.DEPARTMENT_EDITOR)
    user = User.objects.get(pk=user.pk)

    assert members["ha-tinh"] not in Membership.objects.administered_by(user)
    assert members["kon-tum"] in Membership.objects.administered_by(user)


def test_an_ended_administrator_looks_after_nobody(members, person):
    user = person(Role.PROVINCE_ADMIN, "kon-tum")
    Membership.objects.filter(user=user).update(ended_at=timezone.now())

    assert not Membership.objects.administered_by(User.objects.get(pk=user.pk)).exists()


def test_a_superuser_looks_after_everybody(members):
    user = UserFactory(is_superuser=True)

    assert Membership.objects.administered_by(user).count() == Membership.objects.count()


# The period of an agency


@pytest.mark.parametrize(
    ("exists_from", "exists_to", "day", "begun", "ended"),
    [
        ("", "", date(2025, 3, 1), True, False),
        ("", "2025-02-28", date(2025, 2, 28), True, False),
        ("", "2025-02-28", date(2025, 3, 1), True, True),
        ("", "2025-02", date(2025, 2, 28), True, False),
        ("", "2025-02", date(2025, 3, 1), True, True),
        ("", "2025", date(2025, 12, 31), True, False),
        ("", "2025", date(2026, 1, 1), True, True),
        ("2025-03-01", "", date(2025, 2, 28), False, False),
        ("2025-03-01", "", date(2025, 3, 1), True, False),
        ("2025", "", date(2024, 12, 31), False, False),
        ("2025", "", date(2025, 1, 1), True, False),
    ],
)
def test_an_agency_exists_within_its_period_as_far_as_it_is_known(exists_from, exists_to, day, begun, ended):
    one = AgencyFactory(exists_from=exists_from, exists_to=exists_to)

    assert (one.has_begun_by(day), one.has_ended_by(day)) == (begun, ended)
    assert (one in Agency.objects.existing_on(day)) == (begun and not ended)
    assert (one in Agency.objects.ended_before(day)) == ended


def test_the_period_is_told_as_far_as_it_is_known():
    assert AgencyFactory.build(exists_from="2025-05-02", exists_to="").period_words == "từ 02/05/2025"
    assert AgencyFactory.build(exists_from="2011", exists_to="2025").period_words == "từ 2011 đến 2025"
    assert AgencyFactory.build().period_words == ""
