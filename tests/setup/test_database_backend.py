"""Django on the embedded cluster: with a pool and without, over a restart of the cluster, for every database."""

import copy
import subprocess

import pytest
from django.db import connection as default_connection
from django.db import connections

from sxsh_portal.embedded_postgres import cluster
from sxsh_portal.embedded_postgres.base import DatabaseWrapper

POOL = {"pool": {"min_size": 0, "max_size": 2, "timeout": 10}}


@pytest.fixture
def wrapper(home, monkeypatch, django_db_blocker):
    """wrapper(**settings) is a Django connection to a cluster of its own."""
    monkeypatch.setenv("SXSH_VAR_DIR", str(home.parent))
    made = []

    def make(**settings) -> DatabaseWrapper:
        blank = {"NAME": "sxsh_portal", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
        everything = copy.deepcopy(default_connection.settings_dict) | blank | settings
        alias = f"embedded_{len(made)}"
        made.append(DatabaseWrapper(everything, alias=alias))
        connections.settings[alias], connections[alias] = everything, made[-1]  # apps look it up by its alias
        return made[-1]

    with django_db_blocker.unblock():
        yield make
        for connection in made:
            connection.close()
            connection.close_pool()
            del connections[connection.alias], connections.settings[connection.alias]


def value(connection, query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("options", [{}, POOL], ids=["alone", "pooled"])
def test_connects_as_the_owner(wrapper, options):
    connection = wrapper(OPTIONS=options)

    assert connection.vendor == "postgresql"
    assert value(connection, "SELECT current_user || '@' || current_database()") == "sxsh_owner@sxsh_portal"


@pytest.mark.parametrize("options", [{}, POOL], ids=["alone", "pooled"])
def test_connects_again_after_the_cluster_was_killed(wrapper, options, kill, is_alive, wait_until):
    connection = wrapper(OPTIONS=options)
    former = value(connection, "SELECT pg_backend_pid()")
    connection.close()
    postmaster = cluster.ensure_running().pid
    kill(postmaster)
    wait_until(lambda: not is_alive(postmaster))

    connection.connect()
    if options:  # the pool may hand out the dead connection once, unless CONN_HEALTH_CHECKS is on
        connection.close_pool()
        connection.connect()

    assert value(connection, "SELECT pg_backend_pid()") != former


def test_a_pool_does_not_lead_to_the_former_port(wrapper, monkeypatch):
    connection = wrapper(OPTIONS=POOL)
    former = value(connection, "SELECT inet_server_port()")
    connection.close()
    cluster.stop()
    monkeypatch.setattr(cluster, "_ports_to_try", lambda home: iter([former + 1, former + 2, former + 3]))

    assert value(connection, "SELECT inet_server_port()") != former


def test_a_pool_does_not_lead_to_the_former_database(wrapper):
    connection = wrapper(OPTIONS=POOL)
    assert value(connection, "SELECT current_database()") == "sxsh_portal"
    connection.close()

    connection.settings_dict["NAME"] = "postgres"

    assert value(connection, "SELECT current_database()") == "postgres"


def test_a_test_database_is_made_cloned_and_dropped(wrapper):
    connection = wrapper(OPTIONS=POOL)
    with connection._nodb_cursor() as cursor:
        for command in (
            'CREATE DATABASE "test_sxsh_portal"',
            'CREATE DATABASE "test_sxsh_portal_gw0" WITH TEMPLATE "test_sxsh_portal"',
            'DROP DATABASE "test_sxsh_portal_gw0"',
            'DROP DATABASE "test_sxsh_portal"',
        ):
            cursor.execute(command)


def test_dbshell_opens_the_psql_of_the_cluster(wrapper):
    connection = wrapper()
    args, env = connection.client.settings_to_cmd_args_env(
        connection.settings_dict, ["-Atc", "SELECT current_database()"]
    )

    assert subprocess.check_output(args, env=env, text=True) == "sxsh_portal\n"
