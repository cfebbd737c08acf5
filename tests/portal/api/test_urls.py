"""What holds for every address of the API. New routes are found in the URLconf by themselves."""

import pytest
from django.urls import get_resolver
from rest_framework.test import APIClient

from agencies.enums import Role
from agencies.services import create_api_token
from tests.portal.api.routes import ROOT, address, reading_routes, route_names

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete", "options", "head")


def test_the_routes_are_found():
    assert len(route_names()) >= 15
    assert set(route_names()) - set(reading_routes()) == {"finding-decisions"}
    outside = [found for found in get_resolver().url_patterns if str(found.pattern) != ROOT]
    assert [found.name for found in outside if str(found.pattern).startswith("api")] == []


@pytest.mark.parametrize("name", route_names())
@pytest.mark.parametrize("method", METHODS)
def test_nobody_is_answered_without_saying_who_asks(name, method):
    answer = getattr(APIClient(), method)(address(name))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    if method != "head" and name not in ("schema", "docs"):
        assert answer.json() == {"detail": "Hãy đăng nhập hoặc gửi kèm mã truy cập."}


@pytest.mark.parametrize("name", reading_routes())
def test_who_says_so_is_answered_by_token_and_by_session(name, person):
    is_for_ministry = name == "national-report"
    user = person(Role.MINISTRY_OFFICIAL) if is_for_ministry else person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    _token, secret = create_api_token(user, name="Excel")
    program = APIClient(headers={"Authorization": f"Bearer {secret}"})
    browser = APIClient()
    browser.force_login(user)
    asked = {"q": "kinh te"} if name == "search" else {}

    by_token, by_session = (client.get(address(name), asked) for client in (program, browser))

    assert (by_token.status_code, by_session.status_code) == (200, 200)
    if name != "docs":  # has a CSRF token of its own
        assert by_token.content == by_session.content


@pytest.mark.parametrize(
    "name", sorted({*reading_routes()} - {"docs"})
)  # that page has a CSRF token of its own
def test_what_has_not_changed_is_not_sent_again(name, api):
    client = api(Role.MINISTRY_OFFICIAL)
    asked = {"q": "kinh te"} if name == "search" else {}
    first = client.get(address(name), asked)
    again = client.get(address(name), asked, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(address(name), asked, headers={"If-None-Match": '"khac"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("name", route_names())
def test_what_a_route_does_not_do_is_refused(name, api):
    answer = api(Role.PORTAL_ADMIN).delete(address(name))

    assert answer.status_code == 405


@pytest.mark.parametrize("name", [name for name in reading_routes() if name not in ("schema", "docs")])
def test_answers_are_json_in_vietnamese_letters(name, api):
    asked = {"q": "kinh te"} if name == "search" else {}
    answer = api(Role.MINISTRY_OFFICIAL).get(address(name), asked)

    assert answer.headers["Content-Type"] == "application/json"
    assert b"\\u" not in answer.content


def test_an_answer_changes_when_the_data_change(api, person):
    client = api(Role.DEPARTMENT_EDITOR, "ha-tinh")
    before = client.get("/api/v1/findings/", {"plan": "ha-tinh-2011"})
    [finding, *_] = before.json()["results"]
    client.post(
        "/api/v1/findings/decisions/", {"plan": "ha-tinh-2011", "key": finding["key"], "text": "Đã xem"}
    )

    after = client.get(
        "/api/v1/findings/",
        {"plan": "ha-tinh-2011"},
        headers={"If-None-Match": before.headers["ETag"]},
    )
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
