"""How long a session of a browser lasts, and when a person has proved who she is.

Real time, as for everything that keeps strangers out: a demonstration's clock neither ends a session nor prolongs it.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

STARTED, USED = "started_at", "used_at"  # in the session, as seconds since 1970
NOTED_EVERY = timedelta(minutes=1)  # the use of a session is not written down more often


def begin(request, **signal) -> None:
    """Stamps a session when somebody signs in (a receiver of `user_logged_in`)."""
    request.session[STARTED] = request.session[USED] = timezone.now().timestamp()


def is_over(session) -> bool:
    """If a signed-in session has gone unused for too long, or has lasted too long; so has one without a stamp."""
    started, used = _moment(session, STARTED), _moment(session, USED)
    now = timezone.now()
    return now - used > settings.SESSION_IDLE or now - started > settings.SESSION_MAX


def note_use(request) -> None:
    """Remembers that the session is used, at most once a minute."""
    now = timezone.now()
    if now - _moment(request.session, USED) > NOTED_EVERY:
        request.session[USED] = now.timestamp()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def has_just_signed_in(session) -> bool:
    """If the person signed in so lately that nobody asks for her password again."""
    lately = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return timezone.now() - _moment(session, STARTED) < lately


def open_sessions(user) -> list[UserSession]:
    """The person's sessions that still work, the one used last first; the others are cleared away."""
    now = timezone.now()
    found = []
    for session in UserSession.objects.purge_and_list(user):
        idle, age = now - session.last_seen_at, now - session.created_at
        if idle > settings.SESSION_IDLE or age > settings.SESSION_MAX:
            session.end()
        else:
            found.append(session)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def forget_expired() -> None:
    """Forgets what has run out: sessions, from where they were used, and attempts that were counted."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM agencies_cache WHERE expires < now()")


def public_name(session: UserSession) -> str:
    """How pages name a session: neither its key, which opens it, nor its number."""
    return sha256(session.session_key.encode()).hexdigest()[:24]


def _moment(session, name: str) -> datetime:
    return datetime.fromtimestamp(session.get(name, 0), UTC)
