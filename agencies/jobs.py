"""Jobs of the app, run by the Celery worker."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_expired_sessions() -> None:
    """Deletes sessions that have run out; daily. Running it twice changes nothing."""
    call_command("clearsessions")
