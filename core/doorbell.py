"""Tells the workers that something waits. The broker is only the doorbell: what waits is in PostgreSQL."""

import logging
import time
from collections.abc import Iterable

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Nobody waits for a broker that is away or hangs.
IMPATIENT = {
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 0,
}
SILENCE = 15  # seconds in which a broker that did not answer is left alone: the sweep rings for what waits
_silent_until: dict[str, float] = {}  # by broker, in the time of this process


def ring(job: str, identity: str) -> None:
    """Sends the message, once and without waiting. Where the broker is away a sweep sends it again."""
    ring_all(job, [identity])


def ring_all(job: str, identities: Iterable[str]) -> None:
    """Sends a message for each, over one connection; where the broker goes away the rest waits for the sweep.

    A broker that hangs costs one request a while some seconds, and not each one for each of its mails.
    """
    with current_app.connection_for_write(transport_options=IMPATIENT) as connection:
        broker = connection.as_uri()
        if time.monotonic() < _silent_until.get(broker, 0):
            return
        identity = ""
        try:
            for identity in identities:
                current_app.send_task(job, [identity], connection=connection, retry=False)
        except OperationalError as error:
            _silent_until[broker] = time.monotonic() + SILENCE
            logger.warning("%s %s waits for the sweep: the broker does not answer (%s)", job, identity, error)
