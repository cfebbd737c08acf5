"""Jobs of the portal, run by the Celery worker."""

from celery import shared_task
from django.conf import settings

from agencies.models import Province
from core.scope import WORKER, Scope, scoped
from portal.importing.reading import read_import
from portal.importing.sweeping import sweep_files
from portal.links import report_page
from reporting.services import open_due_years


@shared_task
def read_annex(import_id: str) -> None:
    """Reads a file that somebody brings in; twice the same message reads it twice, which changes nothing."""
    read_import(import_id)


@shared_task
def sweep_imports() -> None:
    """Rings again for files that wait, and forgets those that nobody went on with. Running it twice changes nothing."""
    sweep_files()


@shared_task
def open_years() -> None:
    """Opens reporting years whose day has come; each minute. Running it twice changes nothing."""
    provinces = frozenset(Province.objects.values_list("pk", flat=True))
    with scoped(Scope(role=WORKER, provinces=provinces, request="open_years")):
        open_due_years(link=_public_address)


def _public_address(obligation) -> str:
    return f"{settings.PUBLIC_ADDRESS}{report_page(obligation)}" if settings.PUBLIC_ADDRESS else ""
