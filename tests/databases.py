"""Databases of their own for tests that need commits: copies of a template with the five plans."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from core.scope import MINISTRY, WEB
from sxsh_portal.embedded_postgres import cluster

_clones = itertools.count()
HALF_DROPPED = -2  # how PostgreSQL marks a database whose drop was killed: it can only be dropped again


@contextmanager
def clone() -> Iterator[str]:
    """The address (DATABASE_URL) of a fresh copy of the template, dropped afterwards."""
    name = f"{template_name()}_{next(_clones)}"
    copy(template_name(), name)
    try:
        yield _url(name)
    finally:
        drop(name)


def template_name() -> str:
    """Each process of the test run has a template of its own."""
    return f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{settings.DATABASES['default']['NAME']}"


def _maintenance() -> psycopg.Connection:
    params = connection.get_connection_params() | {"dbname": "postgres"}
    reached = {key: params[key] for key in ("host", "port", "user", "password", "dbname") if params.get(key)}
    return psycopg.connect(**reached, autocommit=True)


def copy(source: str, target: str) -> None:
    """Makes the target a copy of the source."""
    connection.close()
    connections["default"].close_pool()  # nobody may be connected to what is copied
    with _maintenance() as maintenance:
        _drop_in(maintenance, target)
        maintenance.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source))
        )


def drop(name: str) -> None:
    """Drops the database, whoever is connected to it."""
    with _maintenance() as maintenance:
        _drop_in(maintenance, name)


def _drop_in(maintenance: psycopg.Connection, name: str) -> None:
    """Shuts programs out and ends their connections first. WITH (FORCE) would do so too, but fails where autovacuum,
    which belongs to the superuser, is at work; a plain DROP tells it to leave and waits.
    """
    found = maintenance.execute("SELECT datconnlimit FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if found is None:
        return
    database = sql.Identifier(name)
    if found != (HALF_DROPPED,):
        maintenance.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
    maintenance.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND backend_type = 'client backend'",
        (name,),
    )
    maintenance.execute(sql.SQL("DROP DATABASE {}").format(database))


def _url(name: str) -> str:
    params = connection.get_connection_params()
    return f"postgresql://{params['user']}:{params['password']}@{params['host']}:{params['port']}/{name}"


def signed_in(role: str, url: str) -> psycopg.Connection:
    """A connection of its own to the database at this address, signed in as a role of the embedded server.

    The ministry's role cannot sign in: as the portal does, the web signs in and becomes it.
    """
    signs_in = WEB if role == MINISTRY else role
    params = cluster.ensure_running().connection_params(signs_in)
    connection = psycopg.connect(**params, dbname=url.rpartition("/")[2], autocommit=True)
    if role == MINISTRY:
        connection.execute("SET ROLE sxsh_ministry")
    return connection
