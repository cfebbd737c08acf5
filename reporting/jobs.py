"""Jobs of the app, run by the Celery worker."""

from celery import shared_task

from reporting import services


@shared_task
def render_report(run_id: str) -> None:
    """Makes the document of a run; twice the same message makes it once."""
    services.make_document(run_id)


@shared_task
def sweep_runs() -> None:
    """Finds runs that a lost message or a dead worker left behind. Running it twice changes nothing."""
    services.sweep_runs()
