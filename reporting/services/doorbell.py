"""Tells the workers that a run waits (core.doorbell)."""

import uuid

from core import doorbell

RENDER_JOB = "reporting.jobs.render_report"


def ring(public_id: uuid.UUID) -> None:
    """Sends the message that a run waits to be made."""
    doorbell.ring(RENDER_JOB, str(public_id))
