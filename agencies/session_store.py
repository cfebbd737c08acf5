"""Where sessions are kept (SESSION_ENGINE): in PostgreSQL, as Django's own, so they are there when Redis is not."""

from django.contrib.sessions.backends import db
from django.db import connections, router
from django.utils import timezone

_READ = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Reads a session by one fixed statement. Every request does, and for Django's own each builds a query anew."""

    def _validate_session_key(self, key):
        """A key with a NUL, which a cookie can say and PostgreSQL cannot, is none."""
        return super()._validate_session_key(key) and "\0" not in key

    def _get_session_from_db(self):
        """The session's row; None where there is none (any more), and the key is then forgotten."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(_READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=self.session_key, session_data=row[0], expire_date=row[1])
