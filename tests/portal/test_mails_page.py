"""The administrator's page of mails that did not arrive, and her decisions about those in doubt."""

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from agencies.enums import Role
from agencies.models import MailDecision
from agencies.services import invite
from portal.mails import WHAT_TO_DO
from tests.agencies.conftest import agency
from tests.factories import MembershipFactory
from tests.factories.mails import mail_in_doubt, mail_to
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db
MAILS = "/people/mails/"


@pytest.fixture
def admin(signed_in):
    return signed_in(Role.PROVINCE_ADMIN, "ha-tinh")


@pytest.fixture
def address(person) -> str:
    """Of somebody in Hà Tĩnh."""
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh").email


def decide(client, mail, answer):
    return client.post(f"{MAILS}{mail.public_id}/", {"answer": answer}, follow=True)


def test_without_such_mails_the_page_says_so(admin):
    assert MAILS in links_of(admin.get("/people/"))
    assert "Không có thư nào chưa đến" in main_text(admin.get(MAILS))


def test_each_mail_tells_what_became_of_it_and_what_to_do(admin, address):
    mail_in_doubt(address)
    mail_to(address, kind="reminder", refused_at=Now(), refusal="550 5.1.1")
    mail_to(address, given_up_at=Now())
    mail_to(address, suppressed_at=Now(), suppression="báo cáo đã gửi, hoặc không còn phải gửi")
    mail_to(address)  # waits
    page = admin.get(MAILS)
    text = main_text(page)
    for words in (
        *WHAT_TO_DO.values(),
        "nhắc báo cáo",
        "550 5.1.1",
        "báo cáo đã gửi, hoặc không còn phải gửi",
    ):
        assert words in text
    assert text.count(address) == 4 + 2  # and on the two buttons
    assert "Thử" not in text


def test_a_mail_that_has_arrived_is_noted_with_who_says_so(admin, address):
    mail = mail_in_doubt(address)
    assert "Đã ghi là thư đã đến" in main_text(decide(admin, mail, "arrived"))
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("sent", "")
    decision = MailDecision.objects.get()
    assert (decision.answer, decision.by.memberships.get().role) == ("arrived", Role.PROVINCE_ADMIN)


def test_a_mail_is_sent_again_once(admin, address):
    mail = mail_in_doubt(address)
    assert "Thư được gửi lại" in main_text(decide(admin, mail, "send_again"))
    mail.refresh_from_db()
    assert (mail.state, mail.handing_at, mail.text) == ("waiting", None, "Chữ")
    assert decide(admin, mail, "send_again").status_code == 404
    assert MailDecision.objects.count() == 1


def test_what_ended_meanwhile_and_odd_answers_change_nothing(admin, address):
    refused = mail_to(address, refused_at=Now(), refusal="550")
    assert "không còn ở tình trạng" in main_text(decide(admin, refused, "send_again"))
    mail = mail_in_doubt(address)
    assert "Hãy chọn" in main_text(decide(admin, mail, "nothing"))
    assert not MailDecision.objects.exists()


def test_mails_to_other_provinces_and_other_roles_stay_away(admin, signed_in, person):
    other = mail_in_doubt(person(Role.DEPARTMENT_EDITOR, "an-giang").email)
    stranger = mail_in_doubt("nguoi-la@example.vn")
    for mail in (other, stranger):
        assert mail.recipient not in main_text(admin.get(MAILS))
        assert decide(admin, mail, "arrived").status_code == 404
    portal = signed_in(Role.PORTAL_ADMIN)
    assert {other.recipient, stranger.recipient} <= set(main_text(portal.get(MAILS)).split())
    decide(portal, stranger, "arrived")
    stranger.refresh_from_db()
    assert stranger.state == "sent"
    assert signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh").get(MAILS).status_code == 403


def invited_into_ha_tinh(person, email: str) -> None:
    given = {
        "agency": agency("ha-tinh"),
        "role": Role.AGENCY_REPORTER,
        "email": email,
        "full_name": "Lê Thị Mới",
    }
    invite(by=person(Role.PROVINCE_ADMIN, "ha-tinh"), link=str, **given)


def test_inviting_somebody_of_another_province_shows_none_of_her_mails(admin, person):
    stranger = person(Role.DEPARTMENT_EDITOR, "an-giang")
    mail = mail_in_doubt(stranger.email)
    invited_into_ha_tinh(person, stranger.email)
    assert stranger.email not in main_text(admin.get(MAILS))
    MembershipFactory(user=stranger, agency=agency("ha-tinh"), role=Role.AGENCY_REPORTER)
    assert stranger.email not in main_text(admin.get(MAILS))
    assert decide(admin, mail, "send_again").status_code == 404


def test_mails_to_who_is_invited_are_seen_and_to_who_has_left_no_more(admin, person):
    left = MembershipFactory(agency=agency("ha-tinh"), role=Role.AGENCY_REPORTER, ended_at=timezone.now())
    invited_into_ha_tinh(person, "moi@hatinh.vn")
    for address in (left.user.email, "moi@hatinh.vn"):
        mail_in_doubt(address)
    text = main_text(admin.get(MAILS))
    assert "moi@hatinh.vn" in text
    assert left.user.email not in text


@pytest.mark.parametrize("mails", [1, 3])
def test_the_page_costs_the_same_for_each_number_of_mails(mails, admin, address, django_assert_num_queries):
    for _ in range(mails):
        mail_in_doubt(address)
    with django_assert_num_queries(11):
        admin.get(MAILS)
