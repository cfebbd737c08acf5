"""Jobs of the app, run by the Celery worker."""

from celery import shared_task

from reporting import services


@shared_task
def render_report(run_id: str) -> None:
    """Makes the document of a run; twice the same message makes it once."""
    services.make_document(run_id)


@shared_task
def render_parts(which: str) -> None:
    """Makes parts of national reports until none waits. Twice at once makes none twice."""
    services.make_parts()


@shared_task
def prepare_parts(place: str) -> None:
    """Has the chapters of a province ("2018/kon-tum") made before they are asked for. Running it twice changes nothing."""
    year, _, province = place.partition("/")
    services.prepare_parts(int(year), province)


@shared_task
def tend_parts() -> None:
    """Has parts made that are another by now, forgets those that nobody needs. Running it twice changes nothing."""
    services.tend_parts()


@shared_task
def sweep_runs() -> None:
    """Finds runs that a lost message or a dead worker left behind. Running it twice changes nothing."""
    services.sweep_runs()
