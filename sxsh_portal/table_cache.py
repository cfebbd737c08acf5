"""The cache as a table, changed by one statement at a time.

Django's own counts all rows, looks, opens a savepoint and writes, for each change: 30 of 60 statements of a sign-in.
"""

import base64
import pickle
from datetime import UTC, datetime
from random import random

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

COUNTED = 1 / 500  # of the changes: then rows beyond MAX_ENTRIES are taken out
_INSERT = "INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)"
_REPLACE = (
    f"{_INSERT} ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
STATEMENTS = {
    "set": _REPLACE,
    "add": f"{_REPLACE} WHERE kept.expires < clock_timestamp()",
    "touch": "UPDATE {table} SET expires = %(expires)s"
    " WHERE cache_key = %(key)s AND expires >= clock_timestamp()",
}


class TableCache(DatabaseCache):
    """For PostgreSQL, on the table of LOCATION; what has expired is forgotten by a daily job, too."""

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        connection = connections[router.db_for_write(self.cache_model_class)]
        seconds = self.get_backend_timeout(timeout)
        given = {
            "key": key,
            "value": base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii"),
            "expires": datetime.max.replace(tzinfo=UTC)
            if seconds is None
            else datetime.fromtimestamp(seconds, UTC),
        }
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(STATEMENTS[mode].format(table=table), given)
            is_changed = cursor.rowcount > 0
            if random() < COUNTED:
                self._take_out_surplus(connection, cursor, table)
        return is_changed

    def _take_out_surplus(self, connection, cursor, table: str) -> None:
        cursor.execute(f"SELECT count(*) FROM {table}")
        [number] = cursor.fetchone()
        if number > self._max_entries:
            self._cull(connection.alias, cursor, timezone.now(), number)
