"""Jobs of the app, run by the Celery worker."""

from celery import shared_task

from agencies import outbox, services, sessions


@shared_task
def clear_expired_sessions() -> None:
    """Forgets sessions and counted attempts that have run out; daily. Running it twice changes nothing."""
    sessions.forget_expired()


@shared_task
def deliver_mail(public_id: str) -> None:
    """Sends a mail of the outbox; twice the same message sends it once."""
    outbox.deliver(public_id)


@shared_task
def sweep_mails() -> None:
    """Finds mails that a pause, a lost message or a dead worker left behind. Running it twice changes nothing."""
    outbox.sweep_mails()


@shared_task
def read_relay_log() -> None:
    """Ends doubts about mails, and notes those that came back, by the relay's log; twice it changes nothing."""
    outbox.settle_by_log()


@shared_task
def seal_history() -> None:
    """Seals what was added to the history; each minute. Running it twice seals nothing twice."""
    services.seal_history()
