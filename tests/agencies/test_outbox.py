"""The outbox: a mail is written with what it tells, sent once by a worker, tried again, and blanked."""

import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.db import ProgrammingError, connection, transaction
from django.db.models.functions import Now

from agencies import outbox
from agencies.mailing import send_mail_to
from agencies.models import OutgoingMail
from agencies.outbox import sweeping, writing
from agencies.outbox.delivering import PAUSES
from core.scope import Scope, scoped
from sxsh_portal import embedded_redis
from tests.factories import UserFactory

SECRET_LINK = "https:" + "//sxsh.example/lien-ket-chim-hoang-yen/"


class Sink(Message):
    """A mail server that keeps what it gets, and refuses where it is told to."""

    def __init__(self):
        super().__init__()
        self.kept = []
        self.refuses = False
        self.delay = threading.Event()
        self.delay.set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if self.refuses:
            return f"451 {address} later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message):
        self.delay.wait(20)
        self.kept.append(message)


@pytest.fixture
def sink(settings):
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=embedded_redis.free_port())
    controller.start()
    settings.EMAIL_BACKEND = "agencies.outbox.OutboxBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


@pytest.fixture
def rung(monkeypatch):
    """What the doorbell was rung for: the broker is no part of these tests."""
    calls = []
    for module in (writing, sweeping):
        monkeypatch.setattr(module, "ring", lambda job, identity: calls.append((job, identity)))
    return calls


def write(recipient="lan@example.vn") -> OutgoingMail:
    send_mail_to(recipient, "test_mail", {"link": SECRET_LINK})
    return OutgoingMail.objects.latest("id")


@pytest.fixture(autouse=True)
def test_mail(settings, tmp_path):
    """A mail of the tests: subject, link."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "test_mail.txt").write_text(
        "Thử gửi thư\n\nMở {{ link }} giúp {{ recipient }}.\n", encoding="utf-8"
    )
    (folder / "test_mail.html").write_text('<p>Mở <a href="{{ link }}">liên kết</a></p>', encoding="utf-8")
    templates = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.TEMPLATES = templates


@pytest.mark.django_db
def test_a_mail_is_written_with_its_transaction_and_the_bell_rings_after_it(
    sink, rung, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mail = write(UserFactory(email="nga@example.vn"))
        assert rung == []

    assert (mail.recipient, mail.subject) == ("nga@example.vn", "Thử gửi thư")
    assert SECRET_LINK in mail.text
    assert SECRET_LINK in mail.html
    assert rung == [(outbox.DELIVER_JOB, str(mail.public_id))]
    assert sink.kept == []


@pytest.mark.django_db
def test_what_was_taken_back_leaves_no_mail(sink, rung):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_worker_sends_it_once_and_blanks_it(sink, rung):
    mail = write()

    assert outbox.deliver(str(mail.public_id))
    assert not outbox.deliver(str(mail.public_id))

    [sent] = sink.kept
    assert sent["To"] == "lan@example.vn"
    assert sent["Message-ID"] == f"<{mail.public_id}@localhost>"
    text, html = [part.get_payload(decode=True).decode() for part in sent.get_payload()]
    assert SECRET_LINK in text
    assert SECRET_LINK in html
    mail.refresh_from_db()
    assert (mail.text, mail.html, mail.attempts) == ("", "", 1)
    assert mail.sent_at


@pytest.mark.django_db
def test_a_server_that_is_away_or_refuses_is_tried_again_with_growing_pauses(sink, rung, settings, caplog):
    sink.refuses = True
    mail = write()
    pauses = []
    for _ in PAUSES:
        OutgoingMail.objects.update(due_at=Now())
        assert not outbox.deliver(str(mail.public_id))
        mail.refresh_from_db()
        with connection.cursor() as cursor:
            cursor.execute("SELECT due_at - statement_timestamp() FROM agencies_outgoingmail")
            pauses.append(round(cursor.fetchone()[0] / timedelta(minutes=1)))
        assert not outbox.deliver(str(mail.public_id)), "not before its time"

    assert pauses == list(PAUSES)
    assert mail.last_fault == "SMTPRecipientsRefused"
    assert "lan@example.vn" not in caplog.text

    settings.EMAIL_PORT = embedded_redis.free_port()  # nobody there
    OutgoingMail.objects.update(due_at=Now())
    assert not outbox.deliver(str(mail.public_id))
    mail.refresh_from_db()
    assert mail.last_fault == "ConnectionRefusedError"
    assert mail.given_up_at
    assert (mail.text, mail.html) == ("", "")
    assert not OutgoingMail.objects.due().exists()


@pytest.mark.django_db
def test_the_sweep_rings_for_what_is_due_and_for_what_a_dead_worker_left(sink, rung):
    waiting, later, held, lost, sent = [write() for _ in range(5)]
    change = OutgoingMail.objects.filter
    change(pk=later.pk).update(due_at=Now() + timedelta(minutes=1))
    change(pk=held.pk).update(lease_until=Now() + timedelta(minutes=1))
    change(pk=lost.pk).update(lease_until=Now() - timedelta(minutes=1))
    assert outbox.deliver(str(sent.public_id))

    outbox.sweep_mails()

    assert rung == [(outbox.DELIVER_JOB, str(mail.public_id)) for mail in (waiting, lost)]
    assert outbox.deliver(str(lost.public_id))
    assert not outbox.deliver(str(held.public_id))


def test_two_workers_at_once_send_it_once(sink, rung, on_clone):
    mail = write()
    sink.delay.clear()
    results = []

    def work():
        on_clone()
        results.append(outbox.deliver(str(mail.public_id)))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    threading.Timer(1, sink.delay.set).start()
    for thread in threads:
        thread.join(30)

    assert sorted(results) == [False, True]
    assert len(sink.kept) == 1


@pytest.mark.django_db
def test_the_web_adds_mails_and_reads_none(sink, rung):
    with scoped(Scope()):
        send_mail_to("lan@example.vn", "test_mail", {"link": SECRET_LINK})
        with (
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute("SELECT text FROM agencies_outgoingmail")
    assert OutgoingMail.objects.count() == 1
