"""Pages: what all have in common, one's own account, and those that say what went wrong."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.views import defaults
from rest_framework.test import APIClient

from agencies.enums import Role
from agencies.models import ApiToken
from agencies.services import MAX_TOKENS, create_api_token
from tests.factories import UserFactory
from tests.portal.addresses import NOBODYS, pages

pytestmark = pytest.mark.django_db
PUBLIC = {"account_login", "account_logout", "mfa_authenticate"}
FOR_WHO_FORGOT = {name for name in pages() if name.startswith("account_reset_")}
FOR_SIGN_ON = {"openid_connect_login", "openid_connect_callback"}  # tests/agencies/test_sign_on.py
FOR_INVITED = {"join"}  # tests/portal/test_join.py
FOR_PROGRAMS = {"health", "metrics"}  # tests/portal/test_status.py
ADDRESSES = pages()
OPEN = PUBLIC | FOR_WHO_FORGOT | FOR_SIGN_ON | FOR_INVITED | FOR_PROGRAMS


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def user(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Who is not signed in


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - OPEN))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_first_asks_to_sign_in(name, method, client):
    answer = getattr(client, method)(ADDRESSES[name])

    assert answer.status_code == 302
    assert unquote(answer.url) == f"/accounts/login/?next={unquote(ADDRESSES[name])}"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_signing_in_and_out_is_open_to_everybody(name, client):
    answer = client.get(ADDRESSES[name], follow=True)

    assert answer.status_code == 200
    assert "Đăng nhập" in text_of(answer)


# Every page


def test_the_portal_loads_nothing_from_elsewhere(browser):
    for name in ("home", "account", "plans", "search", "agencies", "provinces", "province"):
        page = browser.get(ADDRESSES[name]).content.decode()
        loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert len(loaded) >= 4
        assert re.findall(r"(?:https?:)?//\w[\w.-]*\.\w+", page) == []
        for place in loaded:
            assert finders.find(place.removeprefix("/static/")), place


# One's own account


def test_the_account_page_says_who_one_is(browser, user):
    text = text_of(browser.get("/account/"))

    for words in (
        user.full_name,
        user.email,
        "Chuyên viên Sở Công Thương, Sở Công Thương, tỉnh Hà Tĩnh",
        "Chưa có mã nào đang dùng.",
    ):
        assert words in text


def test_who_belongs_nowhere_is_told(client):
    client.force_login(UserFactory())

    assert "chưa thuộc cơ quan nào" in text_of(client.get("/account/"))


def test_a_new_token_shows_its_secret_once(browser, user):
    answer = browser.post("/account/", {"name": "Bảng tính"})
    [secret] = re.findall(r'class="secret">([^<]+)<', answer.content.decode())

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert ApiToken.objects.for_secret(secret).get().user == user
    again = browser.get("/account/").content.decode()
    assert "Bảng tính" in again
    assert secret not in again
    assert APIClient(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/plans/").status_code == 200


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "Hãy đặt tên gợi nhớ, ví dụ tên phần mềm sẽ dùng mã này."),
        ("\u200b", "Hãy đặt tên gợi nhớ, ví dụ tên phần mềm sẽ dùng mã này."),
        ("x" * 101, "Tên không quá 100 ký tự."),
        ("a\0b", "Có ký tự NUL."),
    ],
    ids=ascii,
)
def test_a_name_that_does_not_fit_is_told_at_the_field(name, reason, browser, user):
    answer = browser.post("/account/", {"name": name})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": [reason]}
    assert text_of(answer).count(reason) == 2  # on top, and at the field
    assert not user.api_tokens.exists()


def test_the_limit_of_tokens_is_told(browser, user):
    for number in range(MAX_TOKENS):
        create_api_token(user, name=f"Mã {number}")

    answer = browser.post("/account/", {"name": "Thừa"})

    assert answer.status_code == 422
    assert "Đã có 20 mã đang dùng" in text_of(answer)


def test_a_token_can_be_revoked(browser, user):
    token, secret = create_api_token(user, name="Bảng tính")
    assert "Bảng tính" in text_of(browser.get("/account/"))

    answer = browser.post(f"/account/tokens/{token.public_id}/revoke/", follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "Bảng tính" not in text_of(answer)
    assert not ApiToken.objects.for_secret(secret).exists()


def test_a_token_of_another_person_can_be_neither_seen_nor_revoked(browser):
    token, secret = create_api_token(UserFactory(), name="Của người khác")

    assert "Của người khác" not in text_of(browser.get("/account/"))
    for public_id in (token.public_id, NOBODYS):
        assert browser.post(f"/account/tokens/{public_id}/revoke/").status_code == 404
    assert ApiToken.objects.for_secret(secret).get() == token


def test_a_token_is_not_revoked_by_following_a_link(browser, user):
    token, secret = create_api_token(user, name="Bảng tính")

    assert browser.get(f"/account/tokens/{token.public_id}/revoke/").status_code == 405
    assert ApiToken.objects.for_secret(secret).exists()


def test_what_people_enter_is_shown_as_text(browser, user):
    create_api_token(user, name="<script>alert(1)</script>")

    assert "<script>" not in browser.get("/account/").content.decode()


# What went wrong


@pytest.mark.parametrize("signed_in_first", [True, False])
def test_a_page_that_is_not_there_is_told_in_vietnamese(signed_in_first, user, client):
    if signed_in_first:
        client.force_login(user)
    answer = client.get("/khong-co/")

    assert answer.status_code == 404
    assert "Không tìm thấy" in text_of(answer)
    assert ("Đăng xuất" in text_of(answer)) is signed_in_first


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("bad_request", "Yêu cầu không hợp lệ"),
        ("permission_denied", "Không có quyền"),
        ("page_not_found", "Không tìm thấy"),
        ("server_error", "Lỗi hệ thống"),
    ],
)
def test_pages_of_errors_are_in_vietnamese(name, title, rf, user):
    request = rf.get("/")
    request.user = user
    view = getattr(defaults, name)
    page = view(request) if name == "server_error" else view(request, Exception("An English reason"))

    assert f"<h1>{title}</h1>" in page.content.decode()
    assert '<html lang="vi">' in page.content.decode()
    assert "English" not in page.content.decode()


def test_the_page_of_an_error_needs_nothing_that_may_have_failed():
    template = (settings.BASE_DIR / "templates" / "500.html").read_text(encoding="utf-8")

    assert "extends" not in template
    assert "user" not in template


def test_another_host_is_refused_in_vietnamese(browser):
    answer = browser.get("/", headers={"Host": "khac.example"})

    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in text_of(answer)


# For who builds pages


def test_the_gallery_of_components_is_for_development_only(browser, settings):
    assert browser.get("/gallery/").status_code == 404

    settings.DEBUG = True
    answer = browser.get("/gallery/")
    assert answer.status_code == 200
    assert "Thư viện thành phần" in text_of(answer)
