"""One log line a request, as data; what nobody typed for a log never gets into one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from sxsh_portal.logs import without_secrets
from tests.sxsh_portal.test_settings import SAFE

ROOT = Path(__file__).resolve().parents[2]
CANARIES = ("mat-khau-chim-hoang-yen", "chim.hoang.yen", "sxsh_ChimHoangYenChimHoangYenChim")
REQUESTS = """
import json
import logging
import django
django.setup()
from django.test import Client
from agencies.models import User

secure = {"secure": True, "SERVER_NAME": "sxsh.example"}
client = Client(raise_request_exception=False)
sign_in = {"login": "chim.hoang.yen@example.vn", "password": "mat-khau-chim-hoang-yen"}
plain = client.get("/accounts/login/", SERVER_NAME="sxsh.example")
page = client.post("/accounts/login/?email=chim.hoang.yen@example.vn", sign_in, **secure)
token = {"HTTP_AUTHORIZATION": "Bearer sxsh_ChimHoangYenChimHoangYenChim"}
client.get("/api/v1/plans/?q=chim.hoang.yen@example.vn", **secure, **token)
client.get("/nowhere/?token=sxsh_ChimHoangYenChimHoangYenChim", **secure)
logging.getLogger("somebody").error("sent to %s", "chim.hoang.yen@example.vn")
client.get("/health/", secure=True, SERVER_NAME="chim.hoang.yen.example")
person = User.objects.create_user("chim.hoang.yen@example.vn", sign_in["password"], full_name="Lan")
client.post("/accounts/login/", sign_in, **secure)
given = {"HTTP_X_REQUEST_ID": "0f5c3d0e-6a5b-4a5f-9a6e-1c2d3e4f5a6b"}
client.get("/account/?x=1", **secure, **given)
client.get("/account/", **secure, HTTP_X_REQUEST_ID="not an id")
from django.db import connection
connection.cursor().execute("SET ROLE NONE; DROP TABLE agencies_apitoken CASCADE")
client.get("/account/", **secure)
try:
    User.objects.create_user("chim.hoang.yen@example.vn")
except Exception:
    logging.getLogger("portal").exception("twice")
told = {
    "to": plain.headers["Location"],
    "hsts": page.headers["Strict-Transport-Security"],
    "cookies": {name: {key: cookie[key] for key in cookie} for name, cookie in client.cookies.items()},
}
print(json.dumps({"person": str(person.public_id), "told": told}))
"""


@pytest.fixture
def in_production(cloned_database, tmp_path):
    """in_production(script) runs it in a portal in production: what it printed, as data, and what was logged."""
    with psycopg.connect(cloned_database) as database:
        assert database.execute("SELECT count(*) FROM agencies_apitoken").fetchone() == (0,)

    def run(script: str) -> tuple[dict, str]:
        result = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "sxsh_portal.settings"}
            | SAFE
            | {"DATABASE_URL": cloned_database, "DATABASE_WORKER_URL": "", "DATABASE_OWNER_URL": ""}
            | {"SXSH_DATABASE_ROLE": "web", "STATIC_ROOT": str(collected(tmp_path))},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout), result.stderr

    return run


def collected(folder: Path) -> Path:
    """A manifest by which production finds its static files: every name stands for itself."""

    static = [
        str(file.relative_to(ROOT / "static")) for file in (ROOT / "static").rglob("*") if file.is_file()
    ]
    vendor = ["vendor/bootstrap/css/bootstrap.min.css", "vendor/inter/index.css"]
    names = {name: name for name in [*static, *vendor]}
    (folder / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": names, "hash": ""}))
    return folder


def test_lines_of_production(in_production):
    found, text = in_production(REQUESTS)
    lines = [json.loads(line) for line in text.splitlines()]
    public_id = found["person"]
    requests = [line for line in lines if line["logger"] == "django_structlog.middlewares.request"]

    assert [(line["request"], line["code"]) for line in requests] == [
        ("POST /accounts/login/", 200),
        ("GET /api/v1/plans/", 401),
        ("GET /nowhere/", 404),
        ("GET /health/", 400),
        ("POST /accounts/login/", 302),
        ("GET /account/", 200),
        ("GET /account/", 200),
        ("GET /account/", 500),
    ]
    for line in requests[:-1]:
        assert line["duration_ms"] >= 0
        assert (line["event"], len(line["request_id"])) == ("request_finished", 36)
        assert line["level"] == ("info" if line["code"] < 400 else "warning")
    assert [line.get("user") for line in requests] == [None] * 4 + [public_id] * 4
    assert requests[5]["request_id"] == "0f5c3d0e-6a5b-4a5f-9a6e-1c2d3e4f5a6b"
    assert requests[6]["request_id"] != "not an id"
    assert (requests[7]["event"], requests[7]["level"]) == ("request_failed", "error")
    assert "UndefinedTable" in requests[7]["exception"]
    assert [line["event"] for line in lines if line["logger"] == "somebody"] == ["sent to [e-mail]"]
    twice = next(line for line in lines if line["event"] == "twice")
    assert "(email)=([e-mail]) already exists" in twice["exception"]
    assert [canary for canary in CANARIES if canary in text.replace("chim.hoang.yen.example", "")] == []
    assert found["told"]["to"] == "https:" + "//sxsh.example/accounts/login/"
    assert found["told"]["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert set(found["told"]["cookies"]) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in found["told"]["cookies"].values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert not {"ip", "user_agent", "remote_addr", "email"} & {key for line in lines for key in line}


SECRETS = """
import json, os, re
import django
django.setup()
import psycopg
from django.test import Client
from agencies.models import User
from tests.agencies.signing_in import CODE, SET_UP, SIGN_IN, code_now

secure = {"secure": True, "SERVER_NAME": "sxsh.example"}
owner = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
seen = {"address": "chim.hoang.yen@example.vn", "name": "Chim Hoàng Yến", "password": "Mat-khau-chim-hoang-yen"}
User.objects.create_user(seen["address"], "Mat-khau-cu-chim-hoang-yen", full_name=seen["name"])
client = Client(raise_request_exception=False)


def post(path, **data):
    return client.post(path, data, follow=True, **secure)


post("/accounts/password/reset/", email=seen["address"])
[mail] = owner.execute("SELECT text FROM agencies_outgoingmail").fetchone()
path, seen["link"] = re.search(r"//sxsh.example(/\\S+=)(\\S+)", mail).groups()
form = client.get(path + seen["link"], follow=True, **secure)
post(form.request["PATH_INFO"], password1=seen["password"], password2=seen["password"])
post(SIGN_IN, login=seen["address"], password="Mat-khau-sai-chim-hoang-yen")
post(SIGN_IN, login=seen["address"], password=seen["password"])
seen["session"] = client.cookies["__Host-sessionid"].value
page = client.get(SET_UP, **secure).content.decode()
seen["shared secret"] = re.search(r'class="secret">([A-Z2-7]{32})<', page)[1]
post(SET_UP, code="000000")
page = post(SET_UP, code=code_now(seen["shared secret"])).content.decode()
seen |= {f"recovery code {code}": code for code in re.findall(r"<li>(\\d{8})</li>", page)}
seen["token"] = re.search(r"sxsh_[\\w-]{16,}", post("/account/", name="bang tinh").content.decode())[0]
bearer = {"HTTP_AUTHORIZATION": f"Bearer {seen['token']}"}
assert Client().get("/api/v1/plans/", **secure, **bearer).status_code == 200
post("/accounts/logout/")
post(SIGN_IN, login=seen["address"], password=seen["password"])
post(CODE, code=next(code for name, code in seen.items() if name.startswith("recovery")))
seen["second session"] = client.cookies["__Host-sessionid"].value
kept = "SELECT string_agg(to_jsonb(h)::text, ' ') FROM agencies_historyentry h WHERE person_id IS NOT NULL"
owner.execute("SET app.all_provinces = 'on'")
print(json.dumps({"seen": seen, "kept": owner.execute(kept).fetchone()[0]}))
"""


def test_no_secret_of_signing_in_gets_into_a_line_or_into_the_history(in_production):
    found, text = in_production(SECRETS)
    seen = found["seen"]

    assert len(seen) >= 17
    assert text.count("request_finished") > 20
    assert [name for name, secret in seen.items() if secret in text] == []
    known = {"address", "name"}  # of the person, whose account the history is about
    assert {name for name, secret in seen.items() if secret in found["kept"]} == known


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("gửi lan.anh+1@so.gov.vn, xong", "gửi [e-mail], xong"),
        ("postgresql://sxsh:bi-mat@db:5432/x", "postgresql://sxsh:[...]@db:5432/x"),
        ("redis://:bi@mat@db/0", "redis://:[...]@db/0"),
        ("Authorization: Bearer abc.def", "Authorization: [token]"),
        ("mã sxsh_0123456789abcdefgh hết hạn", "mã [token] hết hạn"),
        ({"to": ["a@b.vn", 3, None, True]}, {"to": ["[e-mail]", 3, None, True]}),
        (ValueError("a@b.vn"), "[e-mail]"),
        ("job sxsh_plans 4/4.3", "job sxsh_plans 4/4.3"),
    ],
)
def test_secrets_are_taken_out_of_whatever_is_written(value, expected):
    assert without_secrets(value) == expected
