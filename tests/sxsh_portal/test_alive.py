"""What the health checks of containers say of web, worker and beat, and what deploy/run refuses."""

import http.server
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sxsh_portal import embedded_redis
from sxsh_portal.processes import ending_with_parent
from tests.sxsh_portal.test_settings import PLAIN, SAFE

ROOT = Path(__file__).resolve().parents[2]


def alive(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "sxsh_portal.alive", *arguments]
    environment = PLAIN | SAFE | environment
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60).returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 0), (400, 1), (500, 1)])
def test_web_lives_when_it_answers_under_the_name_of_the_portal(status, code):
    asked = []

    class Web(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert alive("web", WEB_BIND=f"127.0.0.1:{server.server_port}") == code
    assert asked == [("/health/", "sxsh.example")]


def test_web_that_does_not_listen_is_dead():
    assert alive("web", WEB_BIND=f"127.0.0.1:{embedded_redis.free_port()}") == 1


def test_worker_lives_while_it_answers_through_the_broker(tmp_path):
    with embedded_redis.running() as url:
        assert alive("worker", REDIS_URL=url) == 1
        with (tmp_path / "log").open("wb") as log:
            worker = subprocess.Popen(
                ending_with_parent([ROOT / "deploy" / "run", "worker"]),
                env=PLAIN | SAFE | {"REDIS_URL": url},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            deadline = time.monotonic() + 60
            while alive("worker", REDIS_URL=url) != 0:
                assert time.monotonic() < deadline, (tmp_path / "log").read_text()
                assert worker.poll() is None, (tmp_path / "log").read_text()
        finally:
            worker.terminate()
            worker.wait(timeout=40)


def test_worker_is_dead_without_its_broker():
    assert alive("worker", REDIS_URL=embedded_redis.url(embedded_redis.free_port())) == 1


def test_beat_lives_while_it_writes_its_notes(tmp_path):
    assert alive("beat", SXSH_VAR_DIR=str(tmp_path)) == 1
    notes = tmp_path / "celerybeat-schedule.db"
    notes.touch()
    assert alive("beat", SXSH_VAR_DIR=str(tmp_path)) == 0
    an_hour_ago = time.time() - 3600
    os.utime(notes, (an_hour_ago, an_hour_ago))
    assert alive("beat", SXSH_VAR_DIR=str(tmp_path)) == 1


@pytest.mark.parametrize("arguments", [[], ["mail"], ["web", "worker"]])
def test_an_unknown_part_is_refused(arguments):
    assert alive(*arguments) == 2


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        ([], SAFE, "Cách dùng"),
        (["web", "--bind=0.0.0.0:80"], SAFE, "Cách dùng"),
        (["worker"], {}, "hãy đặt SXSH_ENV=production"),
        (["beat"], {"SXSH_ENV": "development"}, "hãy đặt SXSH_ENV=production"),
    ],
)
def test_run_refuses_what_would_not_be_what_it_looks_like(arguments, environment, message):
    done = subprocess.run(
        [ROOT / "deploy" / "run", *arguments],
        env=PLAIN | environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, message in done.stderr) == (2, True)


def test_run_becomes_any_other_command():
    done = subprocess.run(
        [ROOT / "deploy" / "run", "python", "-c", "import sys; print(sys.prefix)"],
        cwd="/",
        env=PLAIN,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stdout.strip()) == (0, sys.prefix)
