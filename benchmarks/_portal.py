"""The portal's web server in processes of its own, on a database of its own, as production runs it; on loopback."""

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from sxsh_portal import embedded_redis
from sxsh_portal.embedded_postgres import cluster
from sxsh_portal.processes import ending_with_parent

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "sxsh_bench_pages"
PATIENCE = 120  # seconds
BARE = "/bare/"  # a view of the same processes that does nothing
QUERIES = "X-Queries"  # how many queries an answer took


@contextlib.contextmanager
def serving(*, sample: tuple[str, ...], now: str) -> Iterator[int]:
    """The port of the portal with the sample, whose clock stands at `now`. This process works on the same database."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sxsh-bench-")))
        port = embedded_redis.free_port()
        os.environ |= {
            "DATABASE_URL": stack.enter_context(_database()),
            "SXSH_NOW": now,
            "STATIC_ROOT": f"{folder}/static",
        }
        _command("prepare")
        _command("make_sample", *sample)
        _command("collectstatic", "--noinput", "--verbosity", "0")
        stack.enter_context(_web(port))
        _wait_for(port)
        yield port


@contextlib.contextmanager
def _database() -> Iterator[str]:
    """The address of the database given, which gets the sample; else of a new one of the embedded server, dropped at the end."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    params, name = cluster.ensure_running().connection_params(), sql.Identifier(DATABASE)
    with psycopg.connect(**params, dbname="postgres", autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield f"postgresql://{params['user']}:{params['password']}@{params['host']}:{params['port']}/{DATABASE}"
        finally:
            _close_connections()
            maintenance.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (DATABASE,)
            )
            maintenance.execute(sql.SQL("DROP DATABASE {}").format(name))


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()


def _environment(role: str) -> dict:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks._settings", "SXSH_DATABASE_ROLE": role}


def _command(*arguments: str) -> None:
    """Runs manage.py as the owner; what it says goes to standard error."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=_environment("owner"), stdout=sys.stderr, check=True
    )  # fmt: skip


@contextlib.contextmanager
def _web(port: int) -> Iterator[None]:
    command = "-m gunicorn --config deploy/gunicorn.conf.py --log-level warning benchmarks._wsgi"
    process = subprocess.Popen(
        ending_with_parent([sys.executable, *command.split()]),
        cwd=ROOT, env=_environment("web") | {"WEB_BIND": f"127.0.0.1:{port}"},
        stdin=subprocess.DEVNULL, stdout=sys.stderr,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("The web server does not answer.")
