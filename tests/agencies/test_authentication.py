"""Who asks the API: programs with a bearer token, people with a session."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from agencies.backends import may_act
from agencies.enums import Role
from agencies.models import ApiToken
from agencies.services import create_api_token, revoke_api_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PLANS = "/api/v1/plans/"
WRONG = {"detail": "Mã truy cập không đúng hoặc đã bị thu hồi."}


@pytest.fixture
def token(person):
    """A token of a department editor of Hà Tĩnh, with its secret."""
    token, token.secret = create_api_token(person(Role.DEPARTMENT_EDITOR, "ha-tinh"), name="Excel")
    return token


def ask(authorization: str):
    return APIClient().get(PLANS, headers={"Authorization": authorization})


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_a_token_works(token, scheme):
    answer = ask(f"{scheme} {token.secret}")

    assert answer.status_code == 200
    assert answer.data["count"] == 5
    assert answer.renderer_context["request"].user == token.user


@pytest.mark.parametrize(
    "secret",
    ["", "sai", "sxsh_sai", "Hà Tĩnh".encode().decode("latin-1"), "a b", "\x7f", "x" * 5000, "' OR 1=1 --"],
    ids=ascii,
)
def test_a_wrong_token_does_not_work(token, secret):
    answer = ask(f"Bearer {secret}")

    assert (answer.status_code, answer.json()) == (401, WRONG)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_digest_of_a_token_is_no_token(token):
    assert ask(f"Bearer {token.digest}").status_code == 401


def test_a_revoked_token_does_not_work(token):
    assert ask(f"Bearer {token.secret}").status_code == 200

    revoke_api_token(token)

    answer = ask(f"Bearer {token.secret}")
    assert (answer.status_code, answer.json()) == (401, WRONG)


def test_a_token_of_a_closed_account_does_not_work(token):
    token.user.is_active = False
    token.user.save()

    answer = ask(f"Bearer {token.secret}")
    assert (answer.status_code, answer.json()) == (401, WRONG)


def test_a_token_of_a_demonstration_account_does_not_work_in_production(token, settings):
    token.user.is_demo = True
    token.user.save()
    assert ask(f"Bearer {token.secret}").status_code == 200

    settings.DEMO_ACCOUNTS = False

    answer = ask(f"Bearer {token.secret}")
    assert (answer.status_code, answer.json()) == (401, WRONG)


def test_a_wrong_token_is_refused_even_beside_a_session(token):
    client = APIClient(headers={"Authorization": "Bearer sai"})
    client.force_login(token.user)

    assert client.get(PLANS).status_code == 401


def test_the_day_of_last_use_is_kept(token):
    assert token.last_used_on is None

    ask(f"Bearer {token.secret}")
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()

    ApiToken.objects.update(last_used_on=timezone.localdate() - timedelta(days=1))
    ask(f"Bearer {token.secret}")
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


def test_the_day_of_last_use_is_written_once_a_day(token, django_assert_max_num_queries):
    ask(f"Bearer {token.secret}")
    with django_assert_max_num_queries(30) as captured:
        ask(f"Bearer {token.secret}")

    assert [query["sql"] for query in captured.captured_queries if query["sql"].startswith("UPDATE")] == []


def test_another_scheme_is_no_token():
    answer = ask("Basic bmd1b2k6bWF0LWtoYXU=")

    assert answer.status_code == 401
    assert answer.json() == {"detail": "Hãy đăng nhập hoặc gửi kèm mã truy cập."}


def test_a_session_works(signed_in):
    assert signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh").get(PLANS).status_code == 200


def test_what_a_session_changes_needs_its_csrf_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))
    decision = {"plan": "ha-tinh-2011", "key": "khong-co", "text": "Đã xem"}

    def note(**headers):
        return client.post("/api/v1/findings/decisions/", decision, "application/json", headers=headers)

    answer = note()
    assert answer.status_code == 403
    assert answer.json() == {"detail": "Thiếu mã chống giả mạo (CSRF) của phiên làm việc."}

    client.get("/account/")
    answer = note(**{"X-CSRFToken": client.cookies["csrftoken"].value})
    assert answer.status_code == 400
    assert answer.json() == {"key": ["Kế hoạch không có sai lệch này."]}


def test_what_a_token_changes_needs_no_csrf_token(token):
    client = APIClient(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token.secret}"})
    answer = client.post("/api/v1/findings/decisions/", {"plan": "ha-tinh-2011", "key": "x", "text": "x"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("is_active", "is_demo", "demo_accounts", "may"),
    [
        (True, False, False, True),
        (True, True, True, True),
        (True, True, False, False),
        (False, False, True, False),
    ],
)
def test_closed_accounts_and_those_of_demonstrations_in_production_do_nothing(
    settings, is_active, is_demo, demo_accounts, may
):
    settings.DEMO_ACCOUNTS = demo_accounts
    user = UserFactory(is_active=is_active, is_demo=is_demo)
    client = Client()
    client.force_login(user)

    assert may_act(user) is may
    assert client.get(PLANS).status_code == (200 if may else 401)
    assert client.get("/").status_code == (200 if may else 302)
