"""The Django database backend: Django's own for PostgreSQL, on a cluster that starts when it is needed.

`DATABASES["default"]["USER"]` may name one of `roles.ROLES`; without it connections are the owner's.
"""

import time

from django.db.backends.postgresql import base, client
from django.db.backends.postgresql.psycopg_any import errors

from sxsh_portal.embedded_postgres import cluster, roles
from sxsh_portal.embedded_postgres.account import program

RECOVERY_TIMEOUT = 60  # seconds
RETRY_PAUSE = 0.1


def connection_params(settings_dict: dict) -> dict:
    """How to reach the cluster, started first if it does not run."""
    return cluster.ensure_running().connection_params(settings_dict["USER"] or roles.OWNER_ROLE)


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, with the psql that belongs to the cluster."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        params = connection_params(settings_dict)
        reachable = {key.upper(): str(params[key]) for key in ("host", "port", "user", "password")}
        args, env = super().settings_to_cmd_args_env(settings_dict | reachable, parameters)
        return [str(program("psql")), *args[1:]], env


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded cluster."""

    client_class = DatabaseClient

    def get_connection_params(self):
        return super().get_connection_params() | connection_params(self.settings_dict)

    def get_new_connection(self, conn_params):
        self._leave_misleading_pool(conn_params)
        deadline = time.monotonic() + RECOVERY_TIMEOUT
        while True:
            try:
                return super().get_new_connection(conn_params)
            except base.Database.OperationalError as error:
                if not _is_passing(error) or time.monotonic() > deadline:
                    raise
            time.sleep(RETRY_PAUSE)
            conn_params = self.get_connection_params()

    def _leave_misleading_pool(self, conn_params) -> None:
        """Drops a pool made for another port (the cluster was started anew) or another database.

        The latter happens in tests: a connection opened before the test database was made would otherwise
        lead all tests to the real one.
        """
        pool = self._connection_pools.get(self.alias)
        if pool is None or self.alias == base.NO_DB_ALIAS:
            return
        if any(pool.kwargs[key] != conn_params[key] for key in ("port", "dbname", "user")):
            self._connection_pools.pop(self.alias, None)
            pool.close()


def _is_passing(error) -> bool:
    """Whether the server is starting, recovering or just gone, so that the next try may succeed."""
    if isinstance(error, errors.CannotConnectNow | errors.AdminShutdown | errors.CrashShutdown):
        return True
    words = ("starting up", "in recovery mode", "shutting down", "not yet accepting", "Connection refused")
    return any(word in str(error) for word in words)
