"""Jobs of the app, run by the Celery worker."""

from celery import shared_task

from agencies.models import Province
from core.scope import WORKER, Scope, scoped
from plans import services


@shared_task
def bring_into_force() -> None:
    """Puts amendments in force on their day; each minute. Running it twice changes nothing."""
    provinces = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(role=WORKER, provinces=provinces, request="bring_into_force")):
        services.bring_into_force()
