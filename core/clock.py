"""The portal's business date and time: what day it is for plans, obligations and reminders.

A report is in time or late by Hanoi time, wherever the server stands. A demonstration can stand elsewhere:
with the setting SXSH_NOW (an ISO date or date and time, Hanoi time where no offset is given) each process
begins at that moment when it starts and runs on from there. Tests use `standing_at`. Production refuses
SXSH_NOW in the settings.

Not for sessions, tokens, leases, retries and history: those use real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.dates import HANOI

_PROCESS_START = datetime.now(UTC)
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The business moment, aware, in Hanoi time. ImproperlyConfigured where SXSH_NOW is no ISO date."""
    if standing := _standing.get():
        return standing
    real = datetime.now(HANOI)
    start = getattr(settings, "SXSH_NOW", None)
    return _setting_moment(start) + (real - _PROCESS_START) if start else real


def today() -> date:
    """The business date in Hanoi."""
    return now().date()


@contextmanager
def standing_at(moment: datetime | date | str) -> Iterator[datetime]:
    """Within it the clock stands still at that moment (a date: at its 00:00; no offset: Hanoi time).

    Holds for the current context only: other threads and worker processes do not see it; they take SXSH_NOW.
    """
    token = _standing.set(moment_of(moment))
    try:
        yield now()
    finally:
        _standing.reset(token)


def moment_of(moment: datetime | date | str) -> datetime:
    """The moment in Hanoi time: of a text in ISO form, a date at its 00:00. ValueError for another text."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return moment.astimezone(HANOI) if moment.tzinfo else moment.replace(tzinfo=HANOI)


@cache
def _setting_moment(text: str) -> datetime:
    try:
        return moment_of(text)
    except ValueError:
        raise ImproperlyConfigured(f"SXSH_NOW={text!r} is not an ISO date or date and time") from None
