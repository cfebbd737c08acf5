"""/health/ and /metrics/: what they say, to whom, and that they answer when parts of the portal do not."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from health_check.exceptions import ServiceUnavailable

from agencies.enums import Role
from plans.models import Plan, PlanVersion
from portal.health import LONGEST_WAIT, Documents, Mails
from reporting.enums import ReportKind
from reporting.models import ReportRun
from sxsh_portal import embedded_redis
from sxsh_portal.processes import ending_with_parent
from tests.factories.mails import mail_in_doubt, mail_to

ROOT = Path(__file__).resolve().parents[2]
WELL = {
    "database": "ok",
    "migrations": "ok",
    "broker": "ok",
    "storage": "ok",
    "documents": "ok",
    "mails": "ok",
}
AT_ONCE = 20  # seconds: below two on a machine that has nothing else to do, and below the proxy's patience
ASK = """
import json, os, sys, time
import django
django.setup()
from django.test import Client
for _ in range(int(sys.argv[1])):
    started = time.monotonic()
    answer = Client(SERVER_NAME="localhost").get("/health/")
print(json.dumps([answer.status_code, answer.json(), time.monotonic() - started]), flush=True)
os._exit(0)  # without waiting for checks that hang
"""


@pytest.fixture
def stores(settings, tmp_path):
    """A broker that runs and a folder for documents."""
    settings.FILES_DIR = tmp_path / "files"
    with embedded_redis.running() as url:
        settings.REDIS_URL = url
        yield settings


@pytest.fixture(autouse=True)
def _forget_threads():
    """Threads of the checks keep no connection to a database that the test run will drop."""
    yield
    connections["default"].close_pool()


def asked_elsewhere(times: int = 1, **environment) -> tuple[int, dict, float]:
    """Status, answer and seconds of /health/, the last time, in a process with another environment."""
    result = subprocess.run(
        [sys.executable, "-c", ASK, str(times)],
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "sxsh_portal.settings", "SXSH_DATABASE_ROLE": "web"}
        | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    return tuple(json.loads(result.stdout.splitlines()[-1]))


# Health


@pytest.mark.django_db
def test_all_is_well(stores, client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "parts": WELL})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_without_the_broker_the_portal_serves_and_says_so(stores, client):
    stores.REDIS_URL = embedded_redis.url(embedded_redis.free_port())

    answer = client.get("/health/")

    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "parts": WELL | {"broker": "failing"}}


@pytest.mark.django_db
def test_without_a_folder_to_write_to_the_portal_serves_and_says_so(stores, client, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    stores.FILES_DIR = tmp_path / "file"

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["parts"]["storage"]) == (200, "failing")


def test_with_a_pending_migration_nothing_is_served(stores, cloned_database):
    with psycopg.connect(cloned_database, autocommit=True) as database:
        newest = "SELECT max(name) FROM django_migrations WHERE app = 'plans'"
        database.execute(f"DELETE FROM django_migrations WHERE app = 'plans' AND name = ({newest})")

    status, answer, _ = asked_elsewhere(DATABASE_URL=cloned_database, REDIS_URL=stores.REDIS_URL)

    assert (status, answer) == (503, {"status": "down", "parts": WELL | {"migrations": "failing"}})


def test_without_the_database_it_answers_503_at_once():
    url = f"postgresql://a:b@127.0.0.1:{embedded_redis.free_port()}/c"

    status, answer, seconds = asked_elsewhere(DATABASE_URL=url)

    assert (status, answer["status"]) == (503, "down")
    assert answer["parts"]["database"] == answer["parts"]["migrations"] == "failing"
    assert seconds < AT_ONCE


def test_a_database_and_a_broker_that_are_silent_do_not_hold_the_answer_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        status, answer, seconds = asked_elsewhere(
            DATABASE_URL=f"postgresql://a:b@127.0.0.1:{port}/c", REDIS_URL=embedded_redis.url(port)
        )

    assert (status, answer["parts"]["database"], answer["parts"]["broker"]) == (503, "failing", "failing")
    assert seconds < AT_ONCE


def test_a_part_that_hangs_takes_no_other_with_it(stores):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://a:b@127.0.0.1:{silent.getsockname()[1]}/c"
        _, answer, _ = asked_elsewhere(times=5, DATABASE_URL=url, REDIS_URL=stores.REDIS_URL)

    assert answer["parts"] == WELL | {
        "database": "failing",
        "migrations": "failing",
        "documents": "failing",
    } | {"mails": "failing"}


@pytest.mark.django_db
def test_people_read_a_page_and_strangers_learn_no_more_than_well_or_not(stores, client):
    stores.REDIS_URL = "redis://:mat-khau@127.0.0.1:1/0"

    page = client.get("/health/", headers={"Accept": "text/html,*/*;q=0.8"}).content.decode()
    data = client.get("/health/").content.decode()

    assert "Cổng đang phục vụ; một phần chưa hoạt động" in page
    assert [row.strip() for row in re.findall(r"<td>(.*?)</td>", page)].count("Hoạt động") == 5
    for text in (page, data):
        assert not re.search(r"mat-khau|127\.0\.0\.1|postgres|\d+\.\d+\.\d+", text.replace("vendor", ""))


@pytest.mark.django_db
def test_a_session_does_not_change_the_answer(stores, signed_in):
    assert signed_in("portal_admin").get("/health/").json()["status"] == "ok"


# Documents


@pytest.fixture
def waiting(person):
    """waiting(minutes) is a document that was asked for so long ago and is not made yet."""

    def make(minutes: int) -> ReportRun:
        official = person(Role.DEPARTMENT_EDITOR, "kon-tum")
        return ReportRun.objects.create(
            kind=ReportKind.PLAN_XLSX,
            version=PlanVersion.objects.current().get(plan__slug="kon-tum-2013"),
            province=official.active_memberships[0].province,
            data_digest="0" * 64,
            requested_by=official,
            queued_at=timezone.now() - timedelta(minutes=minutes),
        )

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [9, 11])
def test_a_document_that_waits_too_long_is_told(waiting, minutes):
    waiting(minutes)

    if minutes > LONGEST_WAIT.total_seconds() / 60:
        with pytest.raises(ServiceUnavailable, match="waits too long"):
            Documents().run()
    else:
        Documents().run()


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "minutes"), [("due", 9), ("due", 11), ("put off", 59), ("put off", 61)])
def test_a_mail_that_waits_too_long_is_told(state, minutes):
    since = timezone.now() - timedelta(minutes=minutes)
    due_at = since if state == "due" else timezone.now() + timedelta(minutes=5)
    mail_to("a@example.vn", created_at=since, due_at=due_at)

    if minutes in (11, 61):
        with pytest.raises(ServiceUnavailable, match="a mail is"):
            Mails().run()
    else:
        Mails().run()


@pytest.mark.django_db
def test_figures_tell_how_long_the_oldest_mail_waits(client):
    mail_to("a@example.vn", created_at=timezone.now() - timedelta(minutes=7))
    mail_in_doubt("b@example.vn")

    text = client.get("/metrics/").content.decode()

    assert '\nsxsh_mails{state="waiting"} 1.0\n' in text
    assert '\nsxsh_mails{state="in_doubt"} 1.0\n' in text
    assert 420 <= float(re.search(r'\nsxsh_mails_oldest_seconds{state="waiting"} ([\d.]+)', text)[1]) < 450


@pytest.mark.django_db
def test_figures_tell_how_long_the_oldest_document_waits(client, waiting):
    waiting(7)

    text = client.get("/metrics/").content.decode()

    assert '\nsxsh_runs{status="queued"} 1.0\n' in text
    assert '\nsxsh_runs{status="failed"} 0.0\n' in text
    assert 420 <= float(re.search(r'\nsxsh_runs_oldest_seconds{status="queued"} ([\d.]+)', text)[1]) < 450
    assert '\nsxsh_runs_oldest_seconds{status="running"} 0.0\n' in text


# Metrics


@pytest.mark.django_db
def test_figures_are_for_programs_on_this_machine(client, settings, tmp_path):
    settings.BACKUP_DIR = settings.FILES_DIR = tmp_path
    backup = tmp_path / "sxsh-20261122T010203Z"
    backup.mkdir()
    (backup / "manifest.json").write_text('{"time": "2026-11-22T01:02:03+00:00"}')
    client.get("/accounts/login/")

    answer = client.get("/metrics/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"\nsxsh_plans {float(Plan.objects.count())}\n" in text
    assert "\nsxsh_last_backup_timestamp_seconds 1.795309323e+09\n" in text
    assert re.search(r"\nsxsh_files_free_bytes \d", text)
    assert (
        'django_http_requests_latency_seconds_by_view_method_count{method="GET",view="account_login"}' in text
    )
    assert re.search(r'\ndjango_http_responses_total_by_status_total\{status="200"\} \d', text)
    assert "django_http_responses_total_by_charset" not in text  # nobody looks at it
    assert "django_migrations_applied_total{" not in text  # asking for them at every start is not worth it


@pytest.mark.django_db
@pytest.mark.parametrize(
    "request_", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": ""}]
)
def test_others_find_nothing(client, request_):
    assert client.get("/metrics/").status_code == 200
    assert client.get("/metrics/", **request_).status_code == 404


@pytest.mark.django_db
def test_with_a_token_set_it_is_needed_everywhere_and_enough(settings):
    settings.METRICS_TOKEN = "ma-theo-doi"
    far = Client(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="203.0.113.7")

    assert far.get("/metrics/", headers={"Authorization": "Bearer ma-theo-doi"}).status_code == 200
    assert far.get("/metrics/", headers={"Authorization": "Bearer ma-theo-dõi"}).status_code == 404
    assert Client().get("/metrics/").status_code == 404


@pytest.mark.django_db
def test_a_signed_in_person_is_no_monitor(signed_in):
    assert signed_in("portal_admin").get("/metrics/", REMOTE_ADDR="203.0.113.7").status_code == 404


def ask(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_figures_of_all_processes_of_gunicorn_are_added_up(cloned_database, tmp_path):
    port = embedded_redis.free_port()
    figures = tmp_path / "figures"
    figures.mkdir()
    (figures / "counter_1.db").write_bytes(b"of a process before this start")
    process = subprocess.Popen(
        ending_with_parent(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "sxsh_portal.wsgi"]
        ),
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": cloned_database,
            "SXSH_DATABASE_ROLE": "web",
            "PROMETHEUS_MULTIPROC_DIR": str(figures),
        }
        | {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(tmp_path / "log").open("wb"),
    )
    try:
        deadline = time.monotonic() + 60
        while len(list(figures.glob("counter_*.db"))) < 2 or not answers(port):
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.1)
        for _ in range(40):
            assert ask(port, "/accounts/login/")[0] == 200
        status, text = ask(port, "/metrics/")
    finally:
        process.terminate()
        process.wait(timeout=40)
    assert status == 200
    counted = re.search(
        r'_latency_seconds_by_view_method_count{method="GET",view="account_login"} (\d+)\.0', text
    )
    assert int(counted[1]) == 40
    assert re.search(r"\nsxsh_plans [1-9]", text)


def answers(port: int) -> bool:
    try:
        return ask(port, "/health/")[0] == 200
    except OSError:
        return False
