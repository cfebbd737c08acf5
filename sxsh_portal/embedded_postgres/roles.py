"""The database roles of the embedded cluster and the database they work in.

New roles go into ROLES (row-level security will want one for the ministry, one that only reads): a running
cluster takes over a changed list at the next connection, passwords are made for it by themselves.
"""

import hashlib

from psycopg import Connection, sql

SUPERUSER = "postgres"  # only this package signs in with it
APP_ROLE = "sxsh"
DATABASE = "sxsh_portal"

# CREATEDB is for the test databases. Nobody here passes row-level security.
ROLES = {
    APP_ROLE: "LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}


def fingerprint() -> str:
    """Changes whenever a cluster has to be provisioned again."""
    return hashlib.sha256(repr((ROLES, DATABASE)).encode()).hexdigest()[:16]


def provision(connection: Connection, passwords: dict[str, str]) -> None:
    """Brings roles and database of a cluster to what this module says; does no harm when repeated."""
    for role, attributes in ROLES.items():
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        connection.execute(
            sql.SQL("{verb} ROLE {role} WITH {attributes} PASSWORD {password}").format(
                verb=sql.SQL("ALTER" if exists else "CREATE"),
                role=sql.Identifier(role),
                attributes=sql.SQL(attributes),
                password=sql.Literal(passwords[role]),
            )
        )
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(APP_ROLE))
        )
