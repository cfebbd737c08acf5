"""Sign-on by a service of OpenID Connect: against another Django process (`provider`), over real HTTP."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from agencies.enums import Role
from agencies.models import HistoryEntry, User
from tests.agencies.provider import CLIENT_ID, PEOPLE
from tests.agencies.service import CALLBACK, SECRET, faulty_service, running_service
from tests.agencies.signing_in import CODE, code_now, is_signed_in, mails_to, somebody, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
START = "/accounts/oidc/login/"
NO_ACCOUNT = "không có tài khoản đang dùng nào ứng với địa chỉ thư đã xác minh"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with running_service(tmp_path_factory.mktemp("provider"), "http://testserver") as address:
        yield address


def led_to(answer) -> str:
    """Where the page leads on to, by itself and by its link."""
    page = answer.content.decode()
    [itself] = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert f'href="{itself}"' in page
    return html.unescape(itself)


def offer(settings, address: str, secret: str = SECRET) -> None:
    """Sets the portal up for the service at this address, as OIDC_* do."""
    settings.OIDC_NAME, settings.OIDC_SERVER_URL = "Đăng nhập của tỉnh", address
    app = {
        "provider_id": settings.OIDC_PROVIDER_ID,
        "name": settings.OIDC_NAME,
        "client_id": CLIENT_ID,
        "secret": secret,
    }
    options = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": options | {"APPS": [app | {"settings": {"server_url": address}}]}
    }


@pytest.fixture
def sign_on(address, settings) -> Callable:
    """sign_on("mai") goes all the way as a browser does: the client of the portal, and the last answer."""
    offer(settings, address)

    def go(name: str, client: Client | None = None, email: str = "", query: str = ""):
        client = client or Client()
        there = requests.Session()
        there.get(f"{address}/as/{name}/", params={"email": email} if email else None)
        asked = client.post(START + query)
        back = there.get(led_to(asked), allow_redirects=False).headers["Location"]
        return client, client.get(back.removeprefix("http://testserver"))

    return go


@pytest.fixture
def mai() -> User:
    user = somebody(Role.DEPARTMENT_EDITOR)
    User.objects.filter(pk=user.pk).update(email=PEOPLE["mai"][0])
    return User.objects.get(pk=user.pk)


def test_who_has_an_account_is_let_in_by_her_verified_address(sign_on, mai):
    client, answer = sign_on("mai")

    assert (answer.status_code, answer.url) == (302, "/")
    assert is_signed_in(client)
    assert client.get("/account/").context["user"] == mai
    assert SocialAccount.objects.get().user == mai
    assert mails_to(mai)[-1].subject.startswith("Đã nối với dịch vụ đăng nhập một lần")
    assert User.objects.count() == 1


def test_the_next_time_only_the_services_own_id_counts(sign_on, mai):
    sign_on("mai")
    User.objects.filter(pk=mai.pk).update(email="doi-dia-chi@hatinh.gov.vn")

    client, _ = sign_on("mai")
    assert is_signed_in(client)
    assert client.get("/account/").context["user"] == mai

    other, answer = sign_on("mai-khac", email="doi-dia-chi@hatinh.gov.vn")
    assert answer.status_code == 403
    assert not is_signed_in(other)


@pytest.mark.parametrize("name", ["nguoi-la", "chua-xac-minh"])
def test_who_has_no_account_or_no_verified_address_is_told_what_to_do(name, sign_on):
    if name == "chua-xac-minh":
        UserFactory(email=PEOPLE[name][0])
    people = User.objects.count()

    client, answer = sign_on(name)

    assert answer.status_code == 403
    assert NO_ACCOUNT in text_of(answer)
    assert "Hãy nhờ quản trị của tỉnh mời bạn" in text_of(answer)
    assert not is_signed_in(client)
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_let_in_the_first_time_nor_later(sign_on, mai):
    User.objects.filter(pk=mai.pk).update(is_active=False)
    assert sign_on("mai")[1].status_code == 403
    assert not SocialAccount.objects.exists()

    User.objects.filter(pk=mai.pk).update(is_active=True)
    sign_on("mai")
    User.objects.filter(pk=mai.pk).update(is_active=False)
    client, answer = sign_on("mai")
    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_the_second_factor_is_asked_all_the_same(sign_on):
    approver = somebody(Role.DEPARTMENT_APPROVER)
    User.objects.filter(pk=approver.pk).update(email=PEOPLE["lan"][0])

    client, answer = sign_on("lan")
    assert answer.url == CODE
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()  # nothing is proved yet

    client.post(CODE, {"code": code_now()})
    assert is_signed_in(client)
    assert SocialAccount.objects.get().user == approver


def test_an_id_that_another_service_gave_opens_nothing(sign_on, mai):
    sign_on("mai")
    SocialAccount.objects.update(provider="oidc-of-another")
    User.objects.filter(pk=mai.pk).update(email="khac@hatinh.gov.vn")

    client, answer = sign_on("mai")

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_who_is_refused_stands_in_the_log(sign_on, mai):
    User.objects.filter(pk=mai.pk).update(is_active=False)
    sign_on("mai")
    sign_on("nguoi-la")

    failed = HistoryEntry.objects.filter(operation="sign_in_failed").order_by("pk")
    assert [entry.person_id for entry in failed] == [mai.pk, None]


def test_the_question_carries_pkce_and_a_state_of_its_own(address, settings):
    offer(settings, address)
    asked = [parse_qs(urlsplit(led_to(Client().post(START))).query) for _ in range(2)]

    for query in asked:
        assert query["code_challenge_method"] == ["S256"]
        assert query["redirect_uri"] == ["http://testserver" + CALLBACK]
        assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked[0]["state"] != asked[1]["state"]
    assert asked[0]["code_challenge"] != asked[1]["code_challenge"]


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(sign_on, mai):
    sign_on("mai")
    thief = Client()

    answer = thief.get("/accounts/oidc/login/callback/", {"code": "x", "state": "y"})

    assert answer.status_code == 403
    assert "không trả lời hoặc lần đăng nhập đã bị hủy" in text_of(answer)
    assert not is_signed_in(thief)


@pytest.mark.parametrize("query", ["?process=connect", "?process=redirect"])
def test_nothing_but_signing_in_is_done(query, sign_on, mai):
    somebody_else = Client()
    somebody_else.force_login(somebody())

    _, answer = sign_on("mai", somebody_else, query=query)

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_service_that_does_not_know_the_portal_or_is_away_is_told(sign_on, address, settings, mai):
    offer(settings, address, secret="sai")
    client, refused = sign_on("mai")
    offer(settings, "http://127.0.0.1:9")

    for answer in (refused, client.post(START)):
        assert answer.status_code == 403
        assert "Dịch vụ đăng nhập một lần không trả lời" in text_of(answer)
    assert not is_signed_in(client)


FAULTY = {
    "no data": (b"<html>", {}),
    "a list": (b"[]", {}),
    "nothing": (b"null", {}),
    "nothing in it": (b"{}", {}),
    "no id": (None, {"email": "mai@hatinh.gov.vn"}),
    "an id too long": (None, {"sub": "x" * 300}),
    "an id with a NUL": (None, {"sub": "a\0b"}),
}


def come_and_go(client: Client):
    """Goes to the service, where it can be found, and comes back with a code: the client, and the last answer."""
    asked = client.post(START)
    if asked.status_code == 200:
        state = parse_qs(urlsplit(led_to(asked)).query)["state"][0]
        asked = client.get(CALLBACK, {"code": "x", "state": state})
    return client, asked


@pytest.mark.parametrize("fault", FAULTY)
def test_whatever_a_service_answers_people_are_told(fault, settings, mai):
    configuration, person = FAULTY[fault]
    with faulty_service(configuration, person) as address:
        offer(settings, address)
        client, asked = come_and_go(Client())

    assert asked.status_code == 403
    assert "Không đăng nhập được" in text_of(asked)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_what_else_a_service_says_of_a_person_is_not_kept(settings, mai):
    person = {"sub": "7", "name": "a\0b", "email": "mai@hatinh.gov.vn", "email_verified": True}
    with faulty_service(None, person) as address:
        offer(settings, address)
        for _ in range(2):
            client, _ = come_and_go(Client())
            assert is_signed_in(client)
    assert SocialAccount.objects.get().extra_data == {}


def test_a_service_that_goes_away_on_the_way_is_told(settings, mai):
    with faulty_service(None, {"sub": "7"}) as address:
        offer(settings, address)
        client = Client()
        state = parse_qs(urlsplit(led_to(client.post(START))).query)["state"][0]

    answer = client.get(CALLBACK, {"code": "x", "state": state})
    assert answer.status_code == 403
    assert "Dịch vụ đăng nhập một lần không trả lời" in text_of(answer)


def test_the_sign_in_page_offers_the_service_where_there_is_one(client, address, settings):
    assert START not in client.get("/accounts/login/").content.decode()
    offer(settings, address)

    page = client.get("/accounts/login/?next=/runs/").content.decode()

    assert "Đăng nhập của tỉnh" in page
    assert page.count('value="/runs/"') == 2  # of both forms


def test_without_a_service_there_is_nothing(client):
    assert client.post(START).status_code == 404
    assert client.get(START).status_code == 405
