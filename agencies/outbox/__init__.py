"""The outbox: mails become rows (`OutboxBackend`, `write`), and a worker sends the rows (`deliver`, `sweep_mails`).

PostgreSQL is the truth. A worker claims a row by one conditional UPDATE with a lease; a mark is committed just before
the mail server is told that the mail is whole, in one transaction with the check whether it is still to be sent
(`guard`); what the server answers is noted after it. So a mail without a mark has not arrived and is tried again,
however its worker ended, and one with a mark and without an answer is in doubt: it is never blindly sent again.
The Message-ID is the row's, always the same, by which a relay's log knows the mail (docs/adr/0027-mail-outbox.md).
"""

from agencies.outbox.delivering import deliver
from agencies.outbox.handing import guard
from agencies.outbox.relay_log import settle_by_log
from agencies.outbox.sweeping import sweep_mails
from agencies.outbox.writing import DELIVER_JOB, OutboxBackend, write, write_all

__all__ = [
    "DELIVER_JOB",
    "OutboxBackend",
    "deliver",
    "guard",
    "settle_by_log",
    "sweep_mails",
    "write",
    "write_all",
]
