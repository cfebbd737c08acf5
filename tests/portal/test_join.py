"""Inviting from the pages, the list of invitations, and what who was invited sees and does."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Invitation, Membership, User
from tests.agencies.conftest import agency, mailed_secret
from tests.factories import AgencyFactory, MembershipFactory, UserFactory
from tests.portal.addresses import NOBODYS
from tests.portal.pages import main_text

pytestmark = pytest.mark.django_db
PASSWORD = "Mat-khau-rat-dai-2026"
GIVEN = {
    "email": "moi@hatinh.gov.vn",
    "full_name": "Trần Thị Mới",
    "agency": "Sở Công Thương, tỉnh Hà Tĩnh",
    "role": Role.DEPARTMENT_EDITOR.value,
}


@pytest.fixture
def browser(signed_in) -> Client:
    """The administrator of Hà Tĩnh."""
    return signed_in(Role.PROVINCE_ADMIN, "ha-tinh")


@pytest.fixture
def link(browser) -> str:
    """The link in the mail to who was invited into the department of Hà Tĩnh."""
    assert browser.post(reverse("invite"), GIVEN).status_code == 302
    return re.search(r"(/join/\S+)", mail.outbox[-1].body)[1]


# Inviting


def test_inviting_sends_a_mail_and_shows_the_invitation_that_waits(browser):
    answer = browser.post(reverse("invite"), GIVEN, follow=True)

    text = main_text(answer)
    assert "Đã gửi lời mời tới moi@hatinh.gov.vn." in text
    assert "Trần Thị Mới moi@hatinh.gov.vn Chuyên viên Sở Công Thương" in text
    assert "chờ nhận" in text
    [letter] = mail.outbox
    assert letter.to == ["moi@hatinh.gov.vn"]
    assert "//testserver/join/?loi-moi=" in letter.body


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sở Công Thương, tỉnh Hà Tĩnh", True),
        ("so cong thuong", True),
        ("khong co so nay", "Không có cơ quan này trong phạm vi bạn quản trị"),
        ("so", "cơ quan khớp: "),
        ("Sở Công Thương, tỉnh Kon Tum", "Không có cơ quan này"),
        ("-", "Không có cơ quan này"),
        ("", "Hãy chọn cơ quan."),
    ],
)
def test_an_agency_is_found_by_some_of_its_words(typed, found, browser):
    answer = browser.post(reverse("invite"), GIVEN | {"agency": typed})

    if found is True:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422
        assert found in main_text(answer)
        assert "Trần Thị Mới" in answer.content.decode()  # what was typed stays
        assert mail.outbox == []


def test_what_cannot_be_is_told_at_its_field(browser):
    answer = browser.post(reverse("invite"), GIVEN | {"agency": "so tai chinh", "email": "khong phai"})
    assert list(answer.context["form"].errors) == ["role"]
    answer = browser.post(reverse("invite"), GIVEN | {"email": "khong phai"})
    assert list(answer.context["form"].errors) == ["email"]
    answer = browser.post(reverse("invite"), {})
    assert set(answer.context["form"].errors) == {"email", "full_name", "agency", "role"}
    answer = browser.post(reverse("invite"), GIVEN | {"role": "portal_admin"})
    assert list(answer.context["form"].errors) == ["role"]


def test_a_province_is_offered_its_own_agencies(browser):
    labels = browser.get(reverse("invite")).context["form"].agencies

    assert "Sở Công Thương, tỉnh Hà Tĩnh" in labels
    assert {place.province.slug for place in labels.values()} == {"ha-tinh"}


# The list


def test_an_invitation_is_sent_again_and_revoked_from_the_list(browser, link):
    invitation = Invitation.objects.get()
    again = reverse("invitation_renew", args=[invitation.public_id])
    assert "liên kết cũ hết dùng được" in main_text(browser.post(again, follow=True))
    assert len(mail.outbox) == 2
    assert "Lời mời không còn dùng được" in main_text(Client().get(link, follow=True))

    text = main_text(browser.post(reverse("invitation_revoke", args=[invitation.public_id]), follow=True))
    assert "Đã thu hồi lời mời gửi moi@hatinh.gov.vn." in text
    assert "Không có lời mời nào đang chờ" in text
    assert "không gửi lại được" in main_text(browser.post(again, follow=True))
    assert len(mail.outbox) == 2


def test_invitations_of_another_province_are_not_found(browser, link, signed_in):
    other, invitation = signed_in(Role.PROVINCE_ADMIN, "kon-tum"), Invitation.objects.get()

    assert "moi@hatinh.gov.vn" not in other.get(reverse("invitations")).content.decode()
    for public_id in (invitation.public_id, NOBODYS):
        for name in ("invitation_renew", "invitation_revoke"):
            assert other.post(reverse(name, args=[public_id])).status_code == 404
    assert signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh").get(reverse("invitations")).status_code == 403


def test_the_list_takes_as_many_queries_for_three_as_for_one(browser, django_assert_num_queries):
    for number in range(3):
        browser.post(reverse("invite"), GIVEN | {"email": f"so{number}@x.vn"})
        if number in (0, 2):
            browser.get(reverse("invitations"))
            with django_assert_num_queries(11):
                assert len(browser.get(reverse("invitations")).context["open"]) == number + 1


# Who was invited


def test_the_secret_leaves_the_address_at_once(link):
    client = Client()
    answer = client.get(link)

    assert (answer.status_code, answer.url) == (302, "/join/")
    assert mailed_secret() not in client.get("/join/").content.decode()


def test_the_page_says_who_invites_where_to_as_what_until_when(browser, link):
    text = main_text(Client().get(link, follow=True))
    invitation = Invitation.objects.get()

    for words in (
        "Lời mời vào Sở Công Thương",
        "tỉnh Hà Tĩnh",
        "Chuyên viên Sở Công Thương",
        invitation.invited_by.full_name,
        timezone.localtime(invitation.expires_at).strftime("%d/%m/%Y"),
    ):
        assert words in text


def test_a_new_person_sets_a_password_and_signs_in(link):
    client = Client()
    page = client.get(link, follow=True)
    assert page.context["form"]["full_name"].value() == "Trần Thị Mới"
    data = {"full_name": "Trần Thị Mới", "password": PASSWORD, "repeated": PASSWORD}
    answer = client.post("/join/", data, follow=True)
    assert "Đã tạo tài khoản. Hãy đăng nhập" in main_text(answer)

    signed = client.post(
        "/accounts/login/", {"login": "moi@hatinh.gov.vn", "password": PASSWORD}, follow=True
    )
    assert "Chuyên viên Sở Công Thương, Sở Công Thương" in signed.content.decode()
    assert "Lời mời đã được nhận" in main_text(client.get(link, follow=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"repeated": "khac"}, "Hai lần nhập mật khẩu khác nhau"),
        ({"password": "ngan", "repeated": "ngan"}, "12"),
        ({"full_name": ""}, "Hãy nhập họ và tên."),
        ({"full_name": "a\u202eb"}, "ký tự điều khiển"),
    ],
    ids=ascii,
)
def test_what_cannot_be_is_told_to_who_joins(changes, words, link):
    client = Client()
    client.get(link)
    data = {"full_name": "Mới", "password": PASSWORD, "repeated": PASSWORD} | changes
    answer = client.post("/join/", data)

    assert answer.status_code == 422
    assert words in main_text(answer)
    assert not User.objects.filter(email="moi@hatinh.gov.vn").exists()


def test_who_has_an_account_signs_in_first_and_then_accepts(link):
    user = UserFactory(email="moi@hatinh.gov.vn")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    page = client.get(link, follow=True)
    assert "đã có tài khoản" in main_text(page)
    assert 'href="/accounts/login/?next=/join/"' in page.content.decode()

    login = {"login": user.email, "password": PASSWORD, "next": "/join/"}
    page = client.post("/accounts/login/", login, follow=True)
    assert page.redirect_chain[-1][0] == "/join/"
    assert "Nhận lời mời" in main_text(page)
    answer = client.post("/join/", follow=True)
    assert "Bạn đã là thành viên của Sở Công Thương." in main_text(answer)
    assert user.memberships.get().agency == agency("ha-tinh")


def test_who_joins_a_second_agency_acts_there_at_once(link):
    member = MembershipFactory(agency=agency("kon-tum"), user__email="moi@hatinh.gov.vn")
    client = Client()
    client.force_login(member.user)
    client.get(link)
    answer = client.post("/join/", follow=True)

    assert answer.context["acting"].agency == agency("ha-tinh")
    assert Membership.objects.active().filter(user=member.user).count() == 2


def test_another_person_is_told_to_sign_out(link, signed_in):
    client = signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")
    assert "gửi cho một địa chỉ thư khác" in main_text(client.get(link, follow=True))
    assert client.post("/join/").status_code == 422
    assert Invitation.objects.get().accepted_at is None


def test_a_facility_of_another_province_can_be_joined_by_link_alone(signed_in):
    """Before anybody is known, the second wall opens just the province of the invitation."""
    facility = AgencyFactory(province=agency("ha-tinh").province, kind="facility", name="Nhà máy Thử")
    browser = signed_in(Role.PROVINCE_ADMIN, "ha-tinh")
    given = GIVEN | {"agency": "Nhà máy Thử", "role": Role.FACILITY_REPORTER.value}
    assert browser.post(reverse("invite"), given).status_code == 302
    client = Client()
    text = main_text(client.get(f"/join/?loi-moi={mailed_secret()}", follow=True))
    assert "Lời mời vào Nhà máy Thử" in text
    client.post("/join/", {"full_name": "Mới", "password": PASSWORD, "repeated": PASSWORD})
    assert Membership.objects.get(agency=facility).user.email == "moi@hatinh.gov.vn"


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"expires_at": timezone.now()}, "Lời mời đã hết hạn"),
        ({"revoked_at": timezone.now()}, "Lời mời đã được thu hồi"),
    ],
    ids=["expired", "revoked"],
)
def test_links_that_no_longer_work_say_what_to_do(change, title, link):
    Invitation.objects.update(**change)
    client = Client()
    text = main_text(client.get(link, follow=True))

    assert title in text
    assert Invitation.objects.get().invited_by.full_name in text
    data = {"full_name": "Mới", "password": PASSWORD, "repeated": PASSWORD}
    assert client.post("/join/", data).status_code == 422
    assert not User.objects.filter(email="moi@hatinh.gov.vn").exists()


@pytest.mark.parametrize("query", ["", "?loi-moi=", "?loi-moi=khong-co", "?loi-moi=" + "x" * 500])
def test_a_link_that_never_was_says_what_to_do(query, client):
    answer = client.get("/join/" + query, follow=True)

    assert answer.status_code == 200
    assert "nhờ người mời gửi lại" in main_text(answer)
    assert client.post("/join/", {}).status_code == 422
