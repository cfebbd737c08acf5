"""Whose rows a transaction may see and change: the second wall, behind `visible_to`.

PostgreSQL's row policies (in the migrations named `row_security`) ask for what is set here, for one
transaction: as which database role it works, for which provinces, and for whom. Where nothing was set a
provincial table raises an error, so that a forgotten scope is never an empty page that looks true.

The roles are four. The owner holds the tables and runs migrations and commands; web and worker serve; for
the ministry, web and worker become a role whose policies show what has been issued and no draft of any
province. The owner's connections pass every policy by `app.all_provinces`, which the settings give them
and which no other role's policy asks for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

OWNER, WEB, WORKER, MINISTRY = "sxsh_owner", "sxsh_web", "sxsh_worker", "sxsh_ministry"
SERVING = (WEB, WORKER, MINISTRY)

_SET = (
    "SELECT set_config('role', %s, true), set_config('app.provinces', %s, true), "
    "set_config('app.user', %s, true), set_config('app.membership', %s, true), "
    "set_config('app.request', %s, true)"
)
_UNSET = ("none", "", "", "", "")


@dataclass(frozen=True)
class Scope:
    """As which role, for which provinces (primary keys), for whom and in which request rows are used.

    `request` names a request's id, a command or a job; it stands in the history beside what was changed.
    """

    role: str = WEB
    provinces: frozenset[int] = frozenset()
    user: int | None = None
    membership: int | None = None
    request: str = ""

    def _values(self) -> tuple[str, ...]:
        provinces = "{" + ",".join(map(str, sorted(self.provinces))) + "}"
        return self.role, provinces, str(self.user or ""), str(self.membership or ""), self.request


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope | None:
    """The scope of the running transaction; None outside of any."""
    return _current.get()


def enter(scope: Scope) -> None:
    """Sets the scope until the transaction ends, or `scoped` around it does."""
    _set(scope._values())
    _current.set(scope)


@contextmanager
def scoped(scope: Scope, *, snapshot: bool = False) -> Iterator[None]:
    """One transaction in the scope; inside another one, the outer's scope returns afterwards.

    With `snapshot` everything is read as it is at one moment and nothing can be written.
    """
    outer = _current.get()
    try:
        with transaction.atomic(durable=snapshot):
            if snapshot:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            enter(scope)
            yield
    finally:
        _current.set(outer)
        if connection.in_atomic_block and not connection.needs_rollback:
            _set(outer._values() if outer else _UNSET)


def let_roles_connect() -> None:
    """Lets the serving roles, and nobody else, into this database; for its owner. Repeating it does no harm."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {name} TO {WEB}, {WORKER}")


def _set(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
