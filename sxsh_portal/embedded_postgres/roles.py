"""The database roles of the embedded cluster and the database they work in.

New roles go into ROLES: a running cluster takes over a changed list at the next connection, passwords are made
for it by themselves. What each role is for stands in core/scope.py.
"""

import hashlib
from contextlib import suppress

from psycopg import Connection, sql
from psycopg.errors import DuplicateDatabase, UniqueViolation

SUPERUSER = "postgres"  # only this package signs in with it
OWNER_ROLE = "sxsh_owner"
FORMER_OWNER = "sxsh"  # the only role there was, before there were four
DATABASE = "sxsh_portal"

# CREATEDB is for the test databases. Nobody here passes row-level security, and nobody has another role's rights
# without becoming it.
COMMON = "NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
ROLES = {
    OWNER_ROLE: f"LOGIN CREATEDB {COMMON}",
    "sxsh_web": f"LOGIN NOCREATEDB {COMMON}",
    "sxsh_worker": f"LOGIN NOCREATEDB {COMMON}",
    "sxsh_ministry": f"NOLOGIN NOCREATEDB {COMMON}",
}
# Who may become whom. The owner only here: tests make their rows as the owner and ask as the others.
BECOMES = {
    "sxsh_web": ["sxsh_ministry"],
    "sxsh_worker": ["sxsh_ministry"],
    OWNER_ROLE: ["sxsh_web", "sxsh_worker", "sxsh_ministry"],
}


def fingerprint() -> str:
    """Changes whenever a cluster has to be provisioned again."""
    return hashlib.sha256(repr((ROLES, BECOMES, DATABASE)).encode()).hexdigest()[:16]


def provision(connection: Connection, passwords: dict[str, str]) -> None:
    """Brings roles and database of a cluster to what this module says; does no harm when repeated."""
    if _has_role(connection, FORMER_OWNER) and not _has_role(connection, OWNER_ROLE):
        connection.execute(
            sql.SQL("ALTER ROLE {} RENAME TO {}").format(
                sql.Identifier(FORMER_OWNER), sql.Identifier(OWNER_ROLE)
            )
        )
    for role, attributes in ROLES.items():
        connection.execute(
            sql.SQL("{verb} ROLE {role} WITH {attributes} PASSWORD {password}").format(
                verb=sql.SQL("ALTER" if _has_role(connection, role) else "CREATE"),
                role=sql.Identifier(role),
                attributes=sql.SQL(attributes),
                password=sql.Literal(passwords[role]),
            )
        )
    for role, others in BECOMES.items():
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(
                sql.SQL(", ").join(map(sql.Identifier, others)), sql.Identifier(role)
            )
        )
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        # A starter that was killed a moment ago may leave the server at making it.
        with suppress(DuplicateDatabase, UniqueViolation):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
                )
            )


def _has_role(connection: Connection, role: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone())
