"""`python -m sxsh_portal.alive web|worker|beat`: whether that part works, for the container's health check.

Ends with 0 when it does. Asks the part itself, and nothing else: whether its database or broker is there is
/health/'s business, and restarting a healthy part would not bring them back.
"""

import contextlib
import http.client
import os
import socket
import sys
import time

from django.conf import settings

from sxsh_portal.databases import VARIABLE

PATIENCE = 10  # seconds
OLDEST_SCHEDULE = 900  # seconds; beat writes its notes at least every five minutes


def web_answers() -> bool:
    """Whether gunicorn answers, with any page: 503 of /health/ means a missing database, not a missing web."""
    host, _, port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")
    name = settings.ALLOWED_HOSTS[0].lstrip(".")
    connection = http.client.HTTPConnection(host or "127.0.0.1", int(port), timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/health/", headers={"Host": name, "Accept": "application/json"})
        return connection.getresponse().status in (200, 503)


def worker_answers() -> bool:
    """Whether this machine's worker answers through the broker; also while it makes a document."""
    from sxsh_portal.celery import app

    return bool(app.control.ping(destination=[f"portal@{socket.gethostname()}"], timeout=PATIENCE / 2))


def beat_writes() -> bool:
    """Whether beat wrote its notes lately."""
    written = [path.stat().st_mtime for path in settings.VAR_DIR.glob("celerybeat-schedule*")]
    return bool(written) and time.time() - max(written) < OLDEST_SCHEDULE


# As whom a part reaches the database, so that its settings are complete here too.
ROLES = {"web": "web", "worker": "worker", "beat": "worker"}
PARTS = {"web": web_answers, "worker": worker_answers, "beat": beat_writes}


def main(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) != 1 or arguments[0] not in PARTS:
        print(f"Cách dùng: python -m sxsh_portal.alive {'|'.join(PARTS)}", file=sys.stderr)
        return 2
    os.environ.setdefault(VARIABLE, ROLES[arguments[0]])
    try:
        is_alive = PARTS[arguments[0]]()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if is_alive else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sxsh_portal.settings")
    sys.exit(main(sys.argv[1:]))
