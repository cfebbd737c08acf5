"""Mails to people: a subject, a text and the same as HTML, from the templates of one name in `templates/mail/`.

They go to the outbox (`agencies.outbox`), in the running transaction; nobody waits for a mail server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from agencies.models import User

_silent = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Within it nobody is written to: what is done there has happened to nobody (invented years)."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def send_mail_to(recipient: User | str, template: str, context: dict | None = None) -> None:
    """Sends a person, or an address, the mail of that name: `templates/mail/NAME.txt` and `.html`.

    The first line of the text is its subject. In the templates the address is `recipient`.
    """
    if _silent.get():
        return
    address = recipient.email if isinstance(recipient, User) else recipient
    mail_to(address, template, context or {}).send()


def mail_to(address: str, template: str, context: dict) -> EmailMultiAlternatives:
    """That mail, written and not sent."""
    context = {"recipient": address} | context
    subject, _, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    mail = EmailMultiAlternatives(subject, text.strip() + "\n", to=[address])
    mail.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return mail


def send(template: str, *, to: str, **context) -> None:
    """`send_mail_to` with the context as keywords."""
    send_mail_to(to, template, context)
