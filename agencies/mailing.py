"""Mails to people: a subject, a text and the same as HTML, from the templates of one name in `templates/mail/`."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send(template: str, *, to: str, **context) -> None:
    """Sends a mail. The first line of the text is its subject. Raises OSError where no mail server takes it."""
    subject, _, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    mail = EmailMultiAlternatives(subject, text.strip(), to=[to])
    mail.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    mail.send()
