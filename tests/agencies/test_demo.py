"""Demonstration accounts: every role in every province with a plan, and never in production."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from agencies.demo import demo_accounts, make_demo_accounts
from agencies.enums import NATIONAL_ROLES, AgencyKind, Role
from agencies.models import Agency, ApiToken, Membership, User
from agencies.rights import NEEDS_SECOND_FACTOR
from agencies.second_factor import remove_second_factor
from portal.selectors import demo_provinces
from tests.agencies.signing_in import code_now

FIVE = ["an-giang", "ha-tinh", "kon-tum", "lang-son", "ninh-binh"]


def test_every_role_has_an_account_in_every_province():
    accounts = demo_accounts(FIVE)
    held = {(account.role, account.province) for account in accounts}
    provincial = [role for role in Role if role not in NATIONAL_ROLES]

    assert held == {(role, slug) for role in provincial for slug in FIVE} | {
        (role, None) for role in NATIONAL_ROLES
    }
    assert len({account.email for account in accounts}) == len(accounts) == 37
    assert len({account.api_token for account in accounts}) == 37


def test_an_account_says_all_that_is_needed_to_try_it():
    [editor] = [found for found in demo_accounts(["ha-tinh"]) if found.role == Role.DEPARTMENT_EDITOR]

    assert editor.as_data() == {
        "email": "chuyenvien.hatinh@sxsh.example",
        "password": "Trinh-dien-2026",
        "totp_secret": None,
        "api_token": editor.api_token,
        "role": "department_editor",
        "agency": "so-cong-thuong",
        "province": "ha-tinh",
    }
    assert len(editor.api_token) > 40


def test_tokens_are_the_same_again_but_not_with_another_secret_key(settings):
    before = [account.api_token for account in demo_accounts(["ha-tinh"])]
    assert [account.api_token for account in demo_accounts(["ha-tinh"])] == before

    settings.SECRET_KEY = "another"
    assert not set(before) & {account.api_token for account in demo_accounts(["ha-tinh"])}


@pytest.mark.django_db
def test_accounts_are_made_as_they_are_listed():
    assert make_demo_accounts(FIVE) == 37

    for account in demo_accounts(FIVE):
        user = User.objects.get(email=account.email)
        membership = user.memberships.get()
        province = membership.province.slug if membership.province else None
        assert user.is_demo
        assert (membership.role, membership.agency.slug, province) == (
            account.role,
            account.agency,
            account.province,
        )
        assert ApiToken.objects.for_secret(account.api_token).get().user == user


@pytest.mark.django_db
def test_an_account_can_be_used_as_it_is_listed():
    make_demo_accounts(["ha-tinh"])
    account = demo_accounts(["ha-tinh"])[0]
    browser = Client()
    program = APIClient(headers={"Authorization": f"Bearer {account.api_token}"})

    browser.post("/accounts/login/", {"login": account.email, "password": account.password})

    assert browser.get("/account/").status_code == 200
    assert program.get("/api/v1/plans/").status_code == 200


@pytest.mark.django_db
def test_accounts_that_need_a_second_factor_have_the_published_one_again_and_again():
    make_demo_accounts(["ha-tinh"])
    [approver] = [found for found in demo_accounts(["ha-tinh"]) if found.role == Role.DEPARTMENT_APPROVER]
    user = User.objects.get(email=approver.email)
    remove_second_factor(user)

    assert make_demo_accounts(["ha-tinh"]) == 0

    assert {found.role for found in demo_accounts(FIVE) if found.totp_secret} == NEEDS_SECOND_FACTOR
    browser = Client()
    browser.post("/accounts/login/", {"login": approver.email, "password": approver.password})
    browser.post("/accounts/second-factor/code/", {"code": code_now(approver.totp_secret)})
    assert browser.get("/account/").status_code == 200


@pytest.mark.django_db
def test_only_missing_accounts_are_made_and_others_left_alone():
    assert make_demo_accounts(["ha-tinh"]) == 9
    user = User.objects.get(email="chuyenvien.hatinh@sxsh.example")
    User.objects.filter(pk=user.pk).update(full_name="Đổi tên")

    assert make_demo_accounts(["ha-tinh"]) == 0
    assert make_demo_accounts(["ha-tinh", "lang-son"]) == 7

    user.refresh_from_db()
    assert user.full_name == "Đổi tên"
    assert Membership.objects.filter(user__is_demo=True).count() == 16


@pytest.mark.django_db
def test_a_facility_that_is_not_in_the_directory_is_made_and_marked():
    make_demo_accounts(["ha-tinh", "lang-son"])
    made = Agency.objects.filter(is_demo=True)

    assert {(agency.province.slug, agency.slug, agency.kind) for agency in made} == {
        ("ha-tinh", "co-so-trinh-dien", AgencyKind.FACILITY),
        ("lang-son", "co-so-trinh-dien", AgencyKind.FACILITY),
    }


@pytest.mark.django_db
def test_an_agency_that_the_province_does_not_have_is_not_invented():
    with pytest.raises(ImproperlyConfigured, match="không có cơ quan so-cong-thuong"):
        make_demo_accounts(["bac-kan"])

    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_production_has_none(settings):
    settings.DEMO_ACCOUNTS = False
    for use in (demo_accounts, make_demo_accounts):
        with pytest.raises(ImproperlyConfigured, match="SXSH_ENV=production"):
            use(FIVE)

    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_the_provinces_are_those_that_hold_a_plan():
    assert demo_provinces() == FIVE


@pytest.mark.django_db
def test_a_token_that_was_revoked_or_lost_is_given_again():
    make_demo_accounts(["kon-tum"])
    first, second = demo_accounts(["kon-tum"])[:2]
    ApiToken.objects.for_secret(first.api_token).update(revoked_at=timezone.now())
    ApiToken.objects.for_secret(second.api_token).delete()
    assert not ApiToken.objects.for_secret(first.api_token).exists()

    assert make_demo_accounts(["kon-tum"]) == 0

    for account in (first, second):
        assert ApiToken.objects.for_secret(account.api_token).get().user.email == account.email
