"""Tells the workers that a run waits. The broker is only the doorbell: the run itself is in PostgreSQL."""

import logging
import uuid

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

RENDER_JOB = "reporting.jobs.render_report"
# Nobody waits for a broker that is away or hangs.
IMPATIENT = {
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 0,
}


def ring(public_id: uuid.UUID) -> None:
    """Sends the message, once and without waiting. Where the broker is away the sweep sends it again."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as connection:
            current_app.send_task(RENDER_JOB, [str(public_id)], connection=connection, retry=False)
    except OperationalError as error:
        logger.warning("run %s waits for the sweep: the broker does not answer (%s)", public_id, error)
