"""Jobs of the portal, run by the Celery worker."""

from celery import shared_task

from agencies.models import Province
from core.scope import WORKER, Scope, scoped
from portal.importing.reading import read_import
from portal.importing.sweeping import sweep_files
from portal.links import public, reminder_links, report_page
from reporting import services


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
        services.open_due_years(link=_public_address)


@shared_task
def plan_reminders() -> None:
    """Writes the reminders that are due by now; each minute. Running it twice, or at once, writes none twice."""
    services.plan_reminders(links=reminder_links())


def _public_address(obligation) -> str:
    return public(report_page(obligation))
