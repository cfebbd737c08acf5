"""Jobs of the portal, run by the Celery worker."""

from celery import shared_task

from portal.importing.reading import read_import
from portal.importing.sweeping import sweep_files


@shared_task
def read_annex(import_id: str) -> None:
    """Reads a file that somebody brings in; twice the same message reads it twice, which changes nothing."""
    read_import(import_id)


@shared_task
def sweep_imports() -> None:
    """Rings again for files that wait, and forgets those that nobody went on with. Running it twice changes nothing."""
    sweep_files()
