"""What browsers are told with every answer, and that no page needs what they are told to refuse."""

import re
from pathlib import Path

import pytest
from csp.middleware import CSPMiddleware
from django.db import connection
from django.http import HttpResponse

from agencies.enums import Role

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {
    "a page": "/plans/",
    "the sign-in": "/accounts/login/",
    "a place to go on to": "/account/?next=1",
    "nothing there": "/khong-co/",
    "the API": "/api/v1/plans/",
    "the API's nothing": "/api/v1/khong-co/",
    "the API's page": "/api/v1/docs/",
    "its script": "/api/v1/docs/?script=",
    "a workbook": "/plans/?download=xlsx",
    "a file of ours": "/static/css/portal.css",
    "the health": "/health/",
}
FORBIDDEN = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\bhx-on|\bhx-vals=.js:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("address", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "anonymous"])
def test_every_answer_says_what_to_refuse(is_signed_in, address, signed_in, client):
    browser = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh") if is_signed_in else client
    headers = browser.get(address).headers

    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'",) * 3
    assert (policy["script-src"], policy["style-src"], policy["form-action"]) == ("'self'",) * 3
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    features = dict(part.strip().split("=") for part in headers["Permissions-Policy"].split(","))
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(features)
    assert set(features.values()) == {"()"}
    assert "Access-Control-Allow-Origin" not in headers


def test_a_nonce_is_new_each_time_and_stands_in_the_policy(rf):
    seen = set()
    for _ in range(2):
        request = rf.get("/")
        middleware = CSPMiddleware(lambda asked: HttpResponse(str(asked.csp_nonce)))
        answer = middleware(request)
        seen.add(answer.content.decode())
        assert f"'nonce-{answer.content.decode()}'" in answer.headers["Content-Security-Policy"]
    assert len(seen) == 2


TEMPLATES = sorted(
    file
    for folder in ("templates", "core", "agencies", "plans", "tasks", "budgets", "reporting", "portal")
    for file in (ROOT / folder).rglob("*.html")
    # Mails and papers are no pages: programs that read mail know only styles that stand in it.
    if not {"mail", "pdf"} & set(file.relative_to(ROOT).parts)
)


def test_no_template_of_a_page_has_script_style_or_handler_in_it():
    assert len(TEMPLATES) > 50
    found = {file.name: FORBIDDEN.findall(file.read_text()) for file in TEMPLATES}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x()</script>",
        '<p style="a">',
        '<a onclick="x()">',
        '<a href="javascript:x">',
        "<style>a{}</style>",
    ],
)
def test_what_is_looked_for_would_be_found(markup):
    assert FORBIDDEN.search(markup)
    assert not FORBIDDEN.search(
        '<script src="/static/a.js"></script> <link rel="stylesheet"> <a data-on="x">'
    )


def test_an_answer_that_fails_says_it_too(signed_in, monkeypatch):
    browser = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plans_plan RENAME TO plans_plan_gone")
    answer = browser.get("/plans/")

    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
