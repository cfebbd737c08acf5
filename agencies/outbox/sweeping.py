"""What a pause, a lost message or a dead worker left behind."""

import logging

from django.db.models.functions import Now

from agencies.models import OutgoingMail
from agencies.outbox.writing import DELIVER_JOB
from core.doorbell import ring

logger = logging.getLogger(__name__)

# A sweep, each half minute: about what a worker hands over until the next one. More would fill the broker with the same
# messages; with fewer the reminders of a morning on which Redis died would go out for half an hour.
RINGS = 250


def sweep_mails() -> None:
    """Puts in doubt what a dead worker had handed over, and rings again for what is due. Idempotent."""
    if stranded := OutgoingMail.objects.stranded().update(doubt_at=Now(), lease_until=None):
        logger.warning("%s mails are in doubt: their worker ended while handing them over", stranded)
    due = OutgoingMail.objects.due().order_by("due_at").values_list("public_id", flat=True)
    for public_id in due[:RINGS]:
        ring(DELIVER_JOB, str(public_id))
