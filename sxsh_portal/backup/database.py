"""The database that is backed up or restored: how it is reached, and what is in it."""

import os
import subprocess
from dataclasses import dataclass, field, replace

import environ
import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sxsh_portal.backup.faults import BackupError
from sxsh_portal.databases import PASSES_ALL_POLICIES, PREPARED
from sxsh_portal.embedded_postgres import cluster
from sxsh_portal.processes import ending_with_parent

OURS = "schemaname NOT IN ('pg_catalog', 'information_schema')"


@dataclass(frozen=True)
class Address:
    """How libpq reaches a database."""

    name: str
    params: dict = field(repr=False)  # with the password

    @classmethod
    def of_the_portal(cls) -> "Address":
        """The database of the settings; starts the embedded PostgreSQL where it is that."""
        database = settings.DATABASES["default"]
        if database["ENGINE"].endswith("embedded_postgres"):
            params = cluster.ensure_running().connection_params()
            return cls(database["NAME"], params | {"options": PASSES_ALL_POLICIES})
        return cls(database["NAME"], _params(database))

    @classmethod
    def named(cls, text: str) -> "Address":
        """Of a postgresql:// address, or of a plain name on the server of the settings."""
        if "://" not in text:
            return replace(cls.of_the_portal(), name=text)
        database = environ.Env.db_url_config(text)
        return cls(database["NAME"], _params(database))

    def connect(self, **options) -> psycopg.Connection:
        """A connection. Raises psycopg's errors."""
        return psycopg.connect(**self.params, dbname=self.name, **options)

    def on_server(self, name: str) -> "Address":
        """Another database of the same server."""
        return replace(self, name=name)

    def run(self, program: str, *arguments: str) -> None:
        """Runs a program of PostgreSQL on this database; it ends when we do."""
        public = {key: value for key, value in self.params.items() if key != "password"}
        command = [program, f"--dbname={make_conninfo(**public, dbname=self.name)}", *arguments]
        secret = {"PGPASSWORD": self.params["password"]} if self.params.get("password") else {}
        done = subprocess.run(
            ending_with_parent(command),
            env=os.environ | secret,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        if done.returncode != 0:
            raise BackupError(f"{program} không làm được:\n{done.stderr.strip()}")


def _params(database: dict) -> dict:
    ours = {"pool", *PREPARED}  # which libpq does not know
    options = {key: value for key, value in database.get("OPTIONS", {}).items() if key not in ours}
    reached = {key: database.get(key.upper()) for key in ("host", "port", "user", "password")}
    return {key: value for key, value in reached.items() if value} | options


def server_major(connection: psycopg.Connection) -> int:
    """The major version of the server."""
    return connection.info.server_version // 10000


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """The number of rows of every table, by its name."""
    tables = connection.execute(
        f"SELECT schemaname, tablename FROM pg_tables WHERE {OURS} ORDER BY 1, 2"
    ).fetchall()
    return {
        f"{schema}.{table}": connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        ).fetchone()[0]
        for schema, table in tables
    }
