"""Handing over: the mark before the end, the guard in its transaction, and what each answer makes of a mail."""

import threading
import time
import uuid
from datetime import timedelta

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models.functions import Now

from agencies import outbox
from agencies.enums import MailState, Role
from agencies.models import OutgoingMail
from agencies.outbox import handing, sweeping, writing
from core.scope import MINISTRY, WEB, Scope, scoped
from sxsh_portal import embedded_redis

SECRET = "chim-hoang-yen"
KIND = "test"


class Server:
    """A mail server that answers as it is told to, and calls `at_end` when a mail is whole."""

    def __init__(self):
        self.kept = []
        self.sender_answer = self.recipient_answer = self.end_answer = "250 OK"
        self.keeps = True
        self.at_end = self.at_recipient = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.at_recipient()
        self.hang_up = lambda: server.loop.call_soon_threadsafe(server.transport.abort)
        envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.at_end()
        if self.keeps:
            self.kept.append(envelope.content)
        if self.end_answer == "cut":
            server.transport.abort()
        return self.end_answer


@pytest.fixture
def server(settings):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=embedded_redis.free_port())
    controller.start()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """What the doorbell was rung for: the broker is no part of these tests."""
    calls = []
    for module in (writing, sweeping):
        monkeypatch.setattr(module, "ring", lambda job, identity: calls.append(identity))
    return calls


@pytest.fixture
def guarded(monkeypatch):
    """guarded(function) makes it the guard of the mails of these tests."""
    monkeypatch.setattr(handing, "_guards", {})
    return lambda function: outbox.guard(KIND, function)


def write(kind: str = "", recipient: str = "lan@example.vn", public_id=None) -> OutgoingMail:
    message = EmailMultiAlternatives("Thử gửi thư", f"Mở {SECRET}.\n", to=[recipient])
    return outbox.write(message, recipient, kind=kind, public_id=public_id)


def now_as(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


def row(mail: OutgoingMail):
    return OutgoingMail.objects.filter(pk=mail.pk)


def test_the_mark_is_committed_when_the_server_learns_that_the_mail_is_whole(
    server, on_clone, cloned_database
):
    mail, seen = write(), []

    def look():
        with psycopg.connect(cloned_database) as other:
            seen.extend(other.execute("SELECT handing_at, sent_at FROM agencies_outgoingmail").fetchall())

    server.at_end = look
    assert outbox.deliver(str(mail.public_id))

    [(handing_at, sent_at)] = seen
    assert handing_at
    assert sent_at is None
    assert now_as(mail).state == MailState.SENT


@pytest.mark.django_db
def test_a_line_that_begins_with_a_dot_does_not_end_the_mail(server):
    message = EmailMultiAlternatives("Dots", "a\n.\n..b\nend\n", to=["lan@example.vn"])
    mail = outbox.write(message, "lan@example.vn")
    assert outbox.deliver(str(mail.public_id))
    assert server.kept[0].endswith(b"\r\na\r\n.\r\n..b\r\nend\r\n")


@pytest.mark.django_db
def test_what_the_guard_refuses_is_not_handed_over(server, guarded):
    asked = []
    guarded(lambda mail: asked.append((mail.public_id, connection.in_atomic_block)) or "đã gửi báo cáo")
    mail = write(KIND)

    assert not outbox.deliver(str(mail.public_id))

    assert asked == [(mail.public_id, True)]
    assert server.kept == []
    mail = now_as(mail)
    assert (mail.state, mail.suppression, mail.text) == (MailState.SUPPRESSED, "đã gửi báo cáo", "")
    assert mail.handing_at is None
    assert not outbox.deliver(str(mail.public_id))


@pytest.mark.django_db
def test_a_server_that_hangs_up_after_the_mark_and_before_the_end_leaves_no_doubt(server, guarded):
    def hang_up(mail):
        server.hang_up()
        time.sleep(0.2)  # until it has reached the other end
        return ""

    guarded(hang_up)
    mail = write(KIND)

    assert not outbox.deliver(str(mail.public_id))

    mail = now_as(mail)
    assert (mail.state, mail.handing_at, server.kept) == (MailState.WAITING, None, [])
    guarded(lambda mail: "")
    row(mail).update(due_at=Now())
    assert outbox.deliver(str(mail.public_id))
    assert len(server.kept) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("fails", [True, False], ids=["it raises", "there is none"])
def test_without_its_guards_answer_a_mail_waits(server, guarded, fails):
    if fails:
        guarded(lambda mail: 1 // 0)
    mail = write(KIND)

    assert not outbox.deliver(str(mail.public_id))

    mail = now_as(mail)
    assert server.kept == []
    assert (mail.state, mail.handing_at, mail.claim_token) == (MailState.WAITING, None, None)
    assert SECRET in mail.text


def test_what_a_guard_locks_is_changed_after_the_mark_or_the_mail_is_not_sent(
    server, guarded, on_clone, cloned_database
):
    """Who sends her report at the same moment waits for the mark: both orders are possible, none between."""

    def look(mail):
        with psycopg.connect(cloned_database, autocommit=True) as other:
            other.execute("SET lock_timeout = '200ms'")
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM agencies_agency ORDER BY id LIMIT 1 FOR SHARE")
                [agency] = cursor.fetchone()
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("UPDATE agencies_agency SET note = 'x' WHERE id = %s", [agency])
        return ""

    guarded(look)
    mail = write(KIND)
    assert outbox.deliver(str(mail.public_id))


ANSWERS = {
    "later at the end": ({"end_answer": "451 4.3.0 later"}, MailState.WAITING, ""),
    "not ever at the end": ({"end_answer": "554 5.7.1 no"}, MailState.REFUSED, "554 5.7.1"),
    "cut at the end": ({"end_answer": "cut", "keeps": False}, MailState.IN_DOUBT, ""),
    "taken and cut": ({"end_answer": "cut"}, MailState.IN_DOUBT, ""),
    "no such person": ({"recipient_answer": "550 5.1.1 nobody"}, MailState.REFUSED, "550 5.1.1"),
    "no such person, plainly": ({"recipient_answer": "550 nobody"}, MailState.REFUSED, "550"),
    "person later": ({"recipient_answer": "450 4.2.1 later"}, MailState.WAITING, ""),
    "we are refused": ({"sender_answer": "550 5.7.1 who are you"}, MailState.WAITING, ""),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "state", "refusal"), ANSWERS.values(), ids=ANSWERS.keys())
def test_each_answer_makes_of_a_mail_what_it_says(server, rung, told, state, refusal):
    vars(server).update(told)
    mail = write()

    assert not outbox.deliver(str(mail.public_id))

    mail = now_as(mail)
    assert (mail.state, mail.refusal) == (state, refusal)
    assert (SECRET in mail.text) == (state != MailState.REFUSED)
    assert bool(mail.handing_at) == (state != MailState.WAITING and "recipient_answer" not in told)
    row(mail).filter(due_at__gt=Now()).update(due_at=Now())
    outbox.sweep_mails()
    assert rung == ([str(mail.public_id)] if state == MailState.WAITING else [])
    assert outbox.deliver(str(mail.public_id)) is False
    if state == MailState.IN_DOUBT:
        assert len(server.kept) == told.get("keeps", True), "never a second time"


@pytest.mark.django_db
def test_what_a_dead_worker_had_handed_over_is_in_doubt_and_what_it_had_not_is_sent(server, rung):
    handed, claimed, alive = write(), write(), write()
    for mail, left in ((handed, -1), (claimed, -1), (alive, 60)):
        row(mail).update(claim_token=uuid.uuid4(), lease_until=Now() + timedelta(seconds=left))
    row(handed).update(handing_at=Now())
    row(alive).update(handing_at=Now())

    outbox.sweep_mails()
    outbox.sweep_mails()

    assert [now_as(mail).state for mail in (handed, claimed, alive)] == [
        MailState.IN_DOUBT,
        MailState.WAITING,
        MailState.WAITING,
    ]
    assert rung == [str(claimed.public_id)] * 2
    assert [outbox.deliver(str(mail.public_id)) for mail in (handed, claimed, alive)] == [False, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("is_decided", [False, True], ids=["late", "too late"])
def test_an_answer_that_comes_after_the_doubt_is_believed_until_somebody_has_decided(
    server, on_clone, cloned_database, is_decided
):
    mail = write()

    def meanwhile():
        with psycopg.connect(cloned_database) as other:
            other.execute("UPDATE agencies_outgoingmail SET doubt_at = now(), lease_until = NULL")
            if is_decided:
                other.execute(
                    "UPDATE agencies_outgoingmail SET doubt_at = NULL, handing_at = NULL, claim_token = NULL"
                )

    server.at_end = meanwhile
    outbox.deliver(str(mail.public_id))

    assert now_as(mail).state == (MailState.WAITING if is_decided else MailState.SENT)


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_hands_nothing_over_and_notes_nothing(server, on_clone, cloned_database):
    mail, other_token = write(), uuid.uuid4()

    def meanwhile():
        with psycopg.connect(cloned_database) as other:
            other.execute("UPDATE agencies_outgoingmail SET claim_token = %s", [other_token])

    server.at_recipient = meanwhile

    assert not outbox.deliver(str(mail.public_id))
    assert server.kept == []
    mail = now_as(mail)
    assert (mail.claim_token, mail.handing_at, mail.state) == (other_token, None, MailState.WAITING)


@pytest.mark.django_db
def test_another_way_of_sending_is_marked_before_it_and_in_doubt_when_it_fails(settings, mailoutbox):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sent, broken = write(), write()
    assert outbox.deliver(str(sent.public_id))
    assert now_as(sent).handing_at
    assert mailoutbox[0].extra_headers["Message-ID"] == f"<{sent.public_id}@localhost>"

    settings.MAIL_DELIVERY_BACKEND = "tests.agencies.test_handing.Broken"
    assert not outbox.deliver(str(broken.public_id))
    assert now_as(broken).state == MailState.IN_DOUBT


class Broken:
    """A way of sending that ends nobody knows how."""

    def __init__(self, **_):
        pass

    def send_messages(self, messages):
        raise TimeoutError


@pytest.mark.django_db
def test_a_mail_with_an_id_of_its_own_is_written_once(rung, django_capture_on_commit_callbacks):
    public_id = uuid.uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        assert write(public_id=public_id) == write(public_id=public_id)
    assert rung == [str(public_id)]


FORBIDDEN = {
    "another recipient": ({}, {"recipient": "khac@example.vn"}),
    "a mark without a claim": ({}, {"handing_at": Now()}),
    "a second mark": (
        {"claim_token": uuid.UUID(int=1)},
        {"handing_at": Now() + timedelta(minutes=1)},
    ),
    "a claim of what is handed over": ({"claim_token": uuid.UUID(int=1)}, {"claim_token": uuid.UUID(int=2)}),
    "waiting again after the end": ({"sent_at": Now(), "text": ""}, {"sent_at": None}),
    "sent after it was given up": ({"given_up_at": Now(), "text": ""}, {"given_up_at": None}),
    "an end that keeps the text": ({}, {"sent_at": Now()}),
    "a doubt of what was never handed over": ({}, {"doubt_at": Now()}),
    "suppressed for no reason": ({}, {"suppressed_at": Now(), "text": ""}),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "change"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_refuses_what_no_mail_may_become(before, change):
    mail = write()
    row(mail).update(**before)
    if "claim_token" in before:
        row(mail).update(handing_at=Now())
    with pytest.raises(IntegrityError), transaction.atomic():
        row(mail).update(**change)


@pytest.mark.django_db
def test_a_mail_that_comes_back_is_refused_though_it_was_sent():
    mail = write()
    row(mail).update(sent_at=Now(), text="")
    row(mail).update(refused_at=Now(), refusal="5.1.1")
    assert now_as(mail).state == MailState.REFUSED
    assert not OutgoingMail.objects.sent().exists()


@pytest.mark.django_db
def test_a_province_reads_of_mails_to_its_people_and_nobody_reads_texts(person):
    """The second wall, without the first: columns and rows."""
    own, other = person(Role.PROVINCE_ADMIN, "ha-tinh"), person(Role.PROVINCE_ADMIN, "kon-tum")
    mails = {write(recipient=user.email.upper()).pk: user for user in (own, other)}
    provinces = frozenset({own.memberships.get().province_id})
    ids = OutgoingMail.objects.order_by("pk").values_list("pk", flat=True)

    with scoped(Scope(WEB, provinces=provinces)):
        assert [mails[pk] for pk in ids.all()] == [own]
        assert [bool(subject) for subject in ids.values_list("subject", flat=True)] == [True]
        refuses("text")
    with scoped(Scope(MINISTRY)):
        assert [mails[pk] for pk in ids.all()] == [own, other]
        refuses("text")
        refuses("subject")
    with scoped(Scope(WEB)):
        assert not ids.exists()


def refuses(column: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(OutgoingMail.objects.values_list(column))


@pytest.mark.django_db
def test_the_web_ends_doubts_of_its_people_alone(person):
    own, other = person(Role.PROVINCE_ADMIN, "ha-tinh"), person(Role.PROVINCE_ADMIN, "kon-tum")
    waiting, doubtful, foreign = (write(recipient=user.email) for user in (own, own, other))
    for mail in (doubtful, foreign):
        row(mail).update(claim_token=uuid.uuid4())
        row(mail).update(handing_at=Now(), doubt_at=Now())
    again = {"doubt_at": None, "handing_at": None, "claim_token": None}

    with scoped(Scope(WEB, provinces=frozenset({own.memberships.get().province_id}))):
        changed = [row(mail).update(**again) for mail in (waiting, doubtful, foreign)]

    assert changed == [0, 1, 0]


def test_two_workers_hand_over_what_each_has_claimed_at_the_same_time(server, on_clone):
    mails = [write() for _ in range(6)]

    def work(mine):
        on_clone()
        for mail in mine:
            outbox.deliver(str(mail.public_id))
        connection.close()

    threads = [threading.Thread(target=work, args=[order]) for order in (mails, mails[::-1], mails)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(server.kept) == len(mails)
    assert OutgoingMail.objects.sent().count() == len(mails)
