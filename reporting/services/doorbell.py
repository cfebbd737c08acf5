"""Tells the workers that a run waits, or parts of the national report (core.doorbell)."""

import uuid

from core import doorbell

RENDER_JOB = "reporting.jobs.render_report"
PARTS_JOB = "reporting.jobs.render_parts"
PREPARE_JOB = "reporting.jobs.prepare_parts"
MOST_HELPERS = 8  # workers that are called to one report; each takes one part after the other


def ring(public_id: uuid.UUID) -> None:
    """Sends the message that a run waits to be made."""
    doorbell.ring(RENDER_JOB, str(public_id))


def ring_for_parts(count: int) -> None:
    """Calls workers to parts that wait, not more than there are parts."""
    doorbell.ring_all(PARTS_JOB, ["all"] * min(count, MOST_HELPERS))


def ring_for_chapters(year: int, province: str) -> None:
    """Sends the message that a province's chapters of a year may be another now."""
    doorbell.ring(PREPARE_JOB, f"{year}/{province}")
