"""The relay's log ends doubts and tells of mails that came back; lines as Postfix 3.7 writes them."""

import pytest

from agencies.models import OutgoingMail
from agencies.outbox import settle_by_log
from tests.factories.mails import mail_in_doubt, mail_sent

pytestmark = pytest.mark.django_db
WHEN = "Nov 30 01:09:51 relay postfix"


def named(mail, queue: str) -> str:
    return f"{WHEN}/cleanup[17502]: {queue}: message-id=<{mail.public_id}@sxsh.example>\n"


def taken(mail, queue: str) -> str:
    return (
        named(mail, queue) + f"{WHEN}/qmgr[17416]: {queue}: from=<a@x.vn>, size=318, nrcpt=1 (queue active)\n"
    )


def ended(queue: str, dsn: str, status: str) -> str:
    return (
        f"{WHEN}/smtp[17503]: {queue}: to=<la@y.vn>, relay=127.0.0.1[127.0.0.1]:25, delay=0.09, "
        f"delays=0.01/0.01/0.04/0.02, dsn={dsn}, status={status} (host 127.0.0.1[127.0.0.1] said: 550 5.1.1 la)\n"
    )


@pytest.fixture
def settled(settings, tmp_path):
    """settled(*lines) has the log of these lines read."""

    def settle(*lines: str) -> None:
        settings.RELAY_LOG = str(tmp_path / "mail.log")
        (tmp_path / "mail.log").write_text("".join(lines), encoding="utf-8")
        settle_by_log()

    return settle


@pytest.fixture
def around():
    """Mails that were sent before and after one that was handed over half an hour ago."""
    return mail_sent("truoc@example.vn", minutes_ago=60), mail_sent("sau@example.vn", minutes_ago=5)


def state_of(mail) -> str:
    mail.refresh_from_db()
    return mail.state


def test_a_mail_that_the_relay_took_is_sent(settled):
    mail = mail_in_doubt("a@example.vn")
    settled(taken(mail, "4FB4016C0BF"))
    assert (state_of(mail), mail.text) == ("sent", "")


def test_a_mail_that_the_relay_never_took_is_sent_again(settled, around):
    before, after = around
    cut, unknown = mail_in_doubt("a@example.vn"), mail_in_doubt("b@example.vn")
    settled(taken(before, "4FB4016C0B1"), named(cut, "5A9E916C0C2"), taken(after, "4FB4016C0B2"))
    for mail in (cut, unknown):
        assert (state_of(mail), mail.handing_at, mail.text) == ("waiting", None, "Chữ")


@pytest.mark.parametrize("told", ["nothing", "before only", "after only", "the other way round"])
def test_a_log_that_does_not_cover_the_moment_decides_nothing(told, settled, around):
    first, last = (taken(mail, f"4FB4016C0B{place}") for place, mail in enumerate(around))
    mail = mail_in_doubt("a@example.vn")
    lines = {
        "nothing": [],
        "before only": [first],
        "after only": [last],
        "the other way round": [last, first],
    }
    settled(*lines[told])
    assert state_of(mail) == "in_doubt"


def test_a_relay_that_only_reads_and_takes_nothing_decides_nothing(settled, around):
    before, after = around
    mail = mail_in_doubt("a@example.vn")
    settled(taken(before, "4FB4016C0B1"), named(mail, "5A9E916C0C2"), named(after, "4FB4016C0B2"))
    assert state_of(mail) == "in_doubt"


def test_a_mail_that_was_tried_again_shows_nothing_of_the_time_of_its_last_try(settled, around):
    before, after = around
    OutgoingMail.objects.filter(pk=after.pk).update(attempts=2)
    mail = mail_in_doubt("a@example.vn")
    settled(taken(before, "4FB4016C0B1"), taken(after, "4FB4016C0B2"))
    assert state_of(mail) == "in_doubt"


def test_a_mail_of_a_moment_ago_is_not_sent_again(settled, around):
    """Its line may still come."""
    mail = mail_in_doubt("a@example.vn", minutes_ago=1)
    settled(*(taken(one, f"4FB4016C0B{place}") for place, one in enumerate(around)))
    assert state_of(mail) == "in_doubt"


@pytest.mark.parametrize("make", [mail_in_doubt, mail_sent])
def test_a_mail_that_came_back_is_refused_with_the_code_and_without_the_address(make, settled):
    mail = make("la@example.vn", minutes_ago=30)
    settled(taken(mail, "5718516C0C1"), ended("5718516C0C1", "5.1.1", "bounced"))
    assert (state_of(mail), mail.refusal) == ("refused", "5.1.1")


def test_a_mail_that_the_relay_gave_up_is_refused(settled):
    mail = mail_sent("a@example.vn", minutes_ago=30)
    expired = f"{WHEN}/qmgr[17416]: 5718516C0C1: from=<a@x.vn>, status=expired, returned to sender\n"
    settled(taken(mail, "5718516C0C1"), expired)
    assert (state_of(mail), mail.refusal) == ("refused", "4.4.7")


def test_a_delivery_of_another_mail_under_the_same_name_of_a_queue_file_is_not_ones_own(settled):
    mail = mail_sent("a@example.vn", minutes_ago=30)
    other = f"{WHEN}/cleanup[17502]: 5718516C0C1: message-id=<202611300109.5718@relay.example.vn>\n"
    settled(taken(mail, "5718516C0C1"), other, ended("5718516C0C1", "5.1.1", "bounced"))
    assert state_of(mail) == "sent"


def test_without_a_log_and_with_one_that_cannot_be_read_nothing_changes(settings, tmp_path):
    mail = mail_in_doubt("a@example.vn")
    for place in ("", str(tmp_path / "none.log")):
        settings.RELAY_LOG = place
        settle_by_log()
    assert state_of(mail) == "in_doubt"
