"""Whether the parts of a running portal are well: what /health/ answers.

Only ok or not, by part: versions, hosts and reasons stand in the log. Without its database, or with one that
is not up to date, the portal serves nobody. Without the broker, the worker or the folder of documents people
still read; then it is degraded, and goes on serving.
"""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import structlog
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from redis import Redis
from redis.exceptions import RedisError

from agencies.selectors import count_mails
from reporting.enums import RunStatus
from reporting.selectors import count_runs

logger = structlog.get_logger(__name__)
LONGEST_WAIT = timedelta(minutes=10)  # a document or a mail takes seconds: nobody does them any more
LONGEST_REFUSAL = timedelta(hours=1)  # a server that puts mails off does so for minutes


class Part(HealthCheck):
    """A part that is looked at: `try_it` ends when it is well and raises when it is not."""

    name: str
    label: str  # what people read
    is_essential = False  # without it nothing can be served
    timeout = timedelta(milliseconds=500)  # to which the library adds a second

    def __repr__(self):
        return self.name

    def run(self):
        try:
            self.try_it()
        except (DatabaseError, RedisError, OSError) as error:
            raise ServiceUnavailable(f"{type(error).__name__}: {error}") from None


class Database(Part):
    """The database answers."""

    name, label, is_essential = "database", "Cơ sở dữ liệu", True

    def try_it(self):
        with connection.temporary_connection() as cursor:
            cursor.execute("SELECT 1")


class Migrations(Part):
    """No migration of this version of the portal is pending."""

    name, label, is_essential = "migrations", "Cấu trúc dữ liệu", True

    def try_it(self):
        with connection.temporary_connection():
            applied = MigrationRecorder(connection).applied_migrations()
        if not newest_migrations() <= set(applied):
            raise ServiceUnavailable("migrations are pending")


class Broker(Part):
    """The Redis-protocol server answers: jobs start at once."""

    name, label = "broker", "Hàng đợi công việc"

    def try_it(self):
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as broker:
            broker.ping()


class Storage(Part):
    """A document can be written."""

    name, label = "storage", "Kho tài liệu"

    def try_it(self):
        settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.FILES_DIR) as file:
            file.write(b"sxsh")


class Documents(Part):
    """No document waits longer than it should: worker and beat do their work."""

    name, label = "documents", "Tạo tài liệu"

    def try_it(self):
        with connection.temporary_connection():
            now = timezone.now()
            _, since = count_runs(finished_after=now).get(RunStatus.QUEUED, (0, now))
            if since < now - LONGEST_WAIT:
                raise ServiceUnavailable("a document waits too long")


class Mails(Part):
    """No mail waits longer than it should: a worker sends them, and the mail server takes them."""

    name, label = "mails", "Gửi thư"

    def try_it(self):
        with connection.temporary_connection():
            now, counted = timezone.now(), count_mails()
        for state, limit in (("due", LONGEST_WAIT), ("waiting", LONGEST_REFUSAL)):
            _, since = counted.get(state, (0, now))
            if since < now - limit:
                raise ServiceUnavailable(f"a mail is {state} too long")


PARTS = (Database, Migrations, Broker, Storage, Documents, Mails)
# A check that hangs goes on in its thread, nobody waits for it, and it takes no thread from other parts: a
# folder on a server that is silent must not look like a database that is.
_threads = {part: ThreadPoolExecutor(max_workers=2, thread_name_prefix=part.name) for part in PARTS}


@dataclass(frozen=True)
class Health:
    """What was found: each part with whether it is well."""

    parts: list[tuple[Part, bool]]

    @property
    def is_serving(self) -> bool:
        return all(well for part, well in self.parts if part.is_essential)

    @property
    def status(self) -> str:
        """In one word: ok, degraded (it serves, but somebody has to look) or down."""
        if not self.is_serving:
            return "down"
        return "ok" if all(well for _, well in self.parts) else "degraded"


def look() -> Health:
    """Looks at all parts at the same time, in less than two seconds."""
    results = async_to_sync(_results)()
    for result in results:
        if result.error:
            logger.warning("health_part_failing", part=result.check.name, reason=str(result.error))
    return Health([(result.check, result.error is None) for result in results])


async def _results() -> list:
    return await asyncio.gather(*(part().get_result(_threads[part]) for part in PARTS))


@cache
def newest_migrations() -> set[tuple[str, str]]:
    """The last migration of every app, by which a database is known to be up to date."""
    return set(MigrationLoader(None).graph.leaf_nodes())
