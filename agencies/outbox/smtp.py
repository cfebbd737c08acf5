"""SMTP with a step just before the final dot: until then a server must not deliver the mail (RFC 5321, 4.1.1.4)."""

import re
import select
import smtplib
import ssl
from collections.abc import Callable

from django.core.mail.backends.smtp import EmailBackend

_LINE_BEGINS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
TAKEN = 250


class NotEndedError(smtplib.SMTPServerDisconnected):
    """The connection ended before the final dot was sent: no server takes such a mail."""


class MarkingBackend(EmailBackend):
    """Django's SMTP backend; `before_end` is called when all of a mail but its final dot was sent.

    What that raises is raised, and the connection is cut without the dot.
    """

    def __init__(self, *, before_end: Callable[[], None], **options):
        super().__init__(**options)
        self._before_end = before_end

    @property
    def connection_class(self):
        kind = _MarkingSSL if self.use_ssl else _Marking
        return lambda *place, **options: kind(*place, before_end=self._before_end, **options)

    def _close_connection(self, connection):
        """What happens while saying goodbye changes nothing about the mail."""
        try:
            super()._close_connection(connection)
        except (OSError, smtplib.SMTPException):
            connection.close()


class _MarksTheEnd:
    def __init__(self, *place, before_end: Callable[[], None], **options):
        self._before_end = before_end
        super().__init__(*place, **options)

    def data(self, msg: bytes) -> tuple[int, bytes]:
        """As `smtplib.SMTP.data`, with the step; of the answers that take the mail all are 250."""
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        text = _LINE_BEGINS_WITH_DOT.sub(b"..", msg)
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        try:
            self._refuse_if_gone()
            self._before_end()
            self._refuse_if_gone()
        except BaseException:
            self.close()  # nothing else may follow in this connection: it would be part of the mail
            raise
        self.send(b".\r\n")
        code, answer = self.getreply()
        return (TAKEN if 200 <= code < 300 else code), answer

    def _refuse_if_gone(self) -> None:
        """A server that speaks or hangs up before the end does not take the mail: seen here, it leaves no doubt.

        Under TLS a socket may be readable for other reasons.
        """
        if not isinstance(self.sock, ssl.SSLSocket) and select.select([self.sock], [], [], 0)[0]:
            raise NotEndedError("the server ended the mail before its end")


class _Marking(_MarksTheEnd, smtplib.SMTP):
    pass


class _MarkingSSL(_MarksTheEnd, smtplib.SMTP_SSL):
    pass
