"""What goes into the history beside changed rows: events; and the seals over all of it."""

import json

from django.db import connection

from agencies.enums import HistoryOperation
from agencies.models import User

_LOG = "SELECT agencies_log_event(%s, %s, %s, %s, %s, %s, %s, %s::jsonb)"


def log_sign_in(user: User) -> None:
    """That somebody has signed in; told to the administrators of every province that she belongs to."""
    _log(HistoryOperation.SIGN_IN, person=user.pk)


def log_sign_out(user: User) -> None:
    """That somebody has signed out, or ended one of her sessions."""
    _log(HistoryOperation.SIGN_OUT, person=user.pk)


def log_failed_sign_in(person: int | None) -> None:
    """That somebody tried in vain: for the account with this primary key, None where the address has no account.

    What was typed is not kept: it may be another service's address, or a password in the wrong field.
    """
    _log(HistoryOperation.SIGN_IN_FAILED, person=person)


def note_failed_sign_in(request, person: int | None) -> None:
    """Noted for `portal.middleware`, which logs it whatever becomes of the request's transaction."""
    request.failed_sign_ins = [*getattr(request, "failed_sign_ins", ()), person]


def log_download(
    by: User, *, about: tuple[str, str] = ("", ""), version: int | None = None, **detail: str
) -> None:
    """That somebody downloaded a file: of a row (table and primary key) or a table of a page, named in `detail`.

    `version` is the primary key of the plan's version that the file tells of: of a draft's who sees all provinces is
    not told. Without it `detail` is read by them, so it holds no words of a plan.
    """
    province = by.membership.province_id if by.membership else None
    _log(HistoryOperation.DOWNLOAD, *about, province=province, version=version, person=by.pk, detail=detail)


def _log(
    kind: HistoryOperation,
    table: str = "",
    row: str = "",
    *,
    province=None,
    version=None,
    person,
    detail=None,
) -> None:
    """Who acts, as which member and in which request, the database takes from the scope."""
    values = [kind.value, table, row, province, None, version, person, json.dumps(detail or {})]
    with connection.cursor() as cursor:
        cursor.execute(_LOG, values)


def seal_history() -> int:
    """Seals all entries that are there and not sealed yet; how many seals that took. For the worker and the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_seal_history()")
        return cursor.fetchone()[0]
