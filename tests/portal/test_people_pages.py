"""Pages of administrators: people, a person, ending memberships, closing accounts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import User
from agencies.services import create_api_token, end_membership, rename_person
from tests.agencies.conftest import agency
from tests.factories import MembershipFactory, UserFactory
from tests.portal.addresses import NOBODYS
from tests.portal.pages import main_text

pytestmark = pytest.mark.django_db
OTHERS = [
    role for role in Role if role not in (Role.PROVINCE_ADMIN, Role.PORTAL_ADMIN, Role.FACILITY_REPORTER)
]


@pytest.fixture
def admin(person) -> User:
    return person(Role.PROVINCE_ADMIN, "ha-tinh")


@pytest.fixture
def browser(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def editor(person) -> User:
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


def page_of(user) -> str:
    return reverse("person", args=[user.public_id])


def names(answer) -> set[str]:
    return {row.user.full_name for row in answer.context["rows"]}


# Who may


@pytest.mark.parametrize("role", OTHERS)
def test_people_are_for_administrators(role, signed_in, editor):
    client = signed_in(role, None if role == Role.MINISTRY_OFFICIAL else "ha-tinh")
    for place in (reverse("people"), reverse("invite"), reverse("invitations"), page_of(editor)):
        assert client.get(place).status_code == 403
    assert client.post(reverse("person_close", args=[editor.public_id]), {"revision": 1}).status_code == 403
    membership = editor.memberships.get()
    ending = reverse("person_membership_end", args=[membership.public_id])
    assert client.post(ending, {"revision": 1}).status_code == 403
    assert "Người dùng" not in client.get("/").content.decode()


def test_the_people_of_another_province_are_not_found(person, browser):
    other = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    membership = other.memberships.get()

    assert browser.get(page_of(other)).status_code == 404
    assert browser.post(page_of(other), {"full_name": "X", "revision": 1}).status_code == 404
    for name in ("person_close", "person_reopen"):
        assert browser.post(reverse(name, args=[other.public_id]), {"revision": 1}).status_code == 404
    for public_id in (membership.public_id, NOBODYS):
        ending = reverse("person_membership_end", args=[public_id])
        assert browser.post(ending, {"revision": 1}).status_code == 404
    assert other.full_name not in browser.get(reverse("people")).content.decode()


# The list


def test_the_list_tells_role_agency_last_sign_in_and_state(browser, admin, editor):
    UserFactory()
    text = main_text(browser.get(reverse("people")))

    assert "2 người" in text
    for words in (editor.full_name, editor.email, "Chuyên viên Sở Công Thương Sở Công Thương , tỉnh Hà Tĩnh"):
        assert words in text
    assert f"{editor.email} Chuyên viên" in text
    assert "chưa lần nào đang dùng" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=dung thi", {"Đặng Thị Dung"}),
        ("?q=DANG", {"Đặng Thị Dung"}),
        ("?q=binh@", {"Lê Bình"}),
        ("?q=khong co", set()),
        ("?role=department_editor", {"Lê Bình"}),
        ("?state=closed", {"Đặng Thị Dung"}),
        ("?state=left", {"Phạm Thôi"}),
        ("?state=active", {"Lê Bình", "Quản Trị"}),
        ("?state=never", {"Lê Bình", "Phạm Thôi"}),
        ("?state=khac", {"Đặng Thị Dung", "Lê Bình", "Phạm Thôi", "Quản Trị"}),
    ],
)
def test_people_are_searched_and_filtered(query, expected, browser, admin):
    home = agency("ha-tinh")
    User.objects.filter(pk=admin.pk).update(full_name="Quản Trị")
    given = {"agency": home, "role": Role.DEPARTMENT_EDITOR}
    MembershipFactory(**given, user__full_name="Lê Bình", user__email="binh@hatinh.gov.vn")
    MembershipFactory(
        agency=home, role=Role.AGENCY_REPORTER, user__full_name="Đặng Thị Dung", user__is_active=False
    )
    former = MembershipFactory(agency=home, role=Role.AGENCY_REPORTER, user__full_name="Phạm Thôi")
    end_membership(former, revision=1, by=admin)

    assert names(browser.get(reverse("people") + query)) == expected


def test_the_portals_administrator_sees_everybody(signed_in, editor):
    nobody = UserFactory(full_name="Chưa Thuộc Đâu")
    answer = signed_in(Role.PORTAL_ADMIN).get(reverse("people"))

    assert {editor.full_name, nobody.full_name} <= names(answer)
    assert "chưa thuộc cơ quan nào" in main_text(answer)


def test_the_list_takes_as_many_queries_for_three_as_for_one(browser, django_assert_num_queries):
    browser.get(reverse("people"))
    for count in (1, 3):
        with django_assert_num_queries(12):
            assert len(browser.get(reverse("people")).context["rows"]) == count
        for _ in range(2):
            MembershipFactory(agency=agency("ha-tinh"))


# One person


def test_a_page_tells_of_a_person(browser, editor):
    text = main_text(browser.get(page_of(editor)))

    for words in (
        editor.email,
        "chưa lần nào",
        "Chuyên viên Sở Công Thương",
        "Cho thôi vai trò",
        "Đóng tài khoản",
    ):
        assert words in text


def test_ones_own_page_offers_neither_closing_nor_ending(browser, admin):
    text = main_text(browser.get(page_of(admin)))

    assert "Không tự đóng tài khoản của mình được" in text
    assert "Cho thôi vai trò" not in text


def test_a_name_is_changed_from_the_page(browser, editor):
    form = browser.get(page_of(editor)).context["form"]
    data = {
        "full_name": "Tên Mới",
        "initial-full_name": editor.full_name,
        "revision": form["revision"].value(),
    }
    answer = browser.post(page_of(editor), data, follow=True)

    assert "Đã ghi họ tên mới." in main_text(answer)
    assert User.objects.get(pk=editor.pk).full_name == "Tên Mới"


def test_an_old_page_shows_both_names_and_loses_nothing(browser, editor, person):
    other = person(Role.PORTAL_ADMIN)
    data = {"full_name": "Của Tôi", "initial-full_name": editor.full_name, "revision": 1}
    rename_person(editor, revision=1, by=other, full_name="Của Họ")
    answer = browser.post(page_of(editor), data)

    assert answer.status_code == 409
    text = main_text(answer)
    assert f"{other.full_name} vừa ghi trước bạn" in text
    assert "Họ và tên Của Tôi Của Họ thay bằng của bạn" in text
    assert User.objects.get(pk=editor.pk).full_name == "Của Họ"
    again = answer.context["form"]
    assert (again["full_name"].value(), again["revision"].value()) == ("Của Tôi", 2)

    data = {"full_name": "Của Tôi", "initial-full_name": "Của Họ", "revision": 2}
    assert browser.post(page_of(editor), data).status_code == 302
    assert User.objects.get(pk=editor.pk).full_name == "Của Tôi"


@pytest.mark.parametrize(
    "data", [{"full_name": "", "revision": 1}, {"full_name": "X"}, {"full_name": "a\0", "revision": 1}]
)
def test_what_cannot_be_is_told(data, browser, editor):
    answer = browser.post(page_of(editor), data)

    assert answer.status_code == 422
    assert "Cần sửa trước khi tiếp tục" in main_text(answer)


def test_a_membership_is_ended_from_the_page(browser, editor):
    membership = editor.memberships.get()
    create_api_token(User.objects.get(pk=editor.pk), name="Bảng tính")
    place = reverse("person_membership_end", args=[membership.public_id])
    text = main_text(browser.post(place, {"revision": 1}, follow=True))

    assert "Đã cho thôi vai trò." in text
    assert "Không còn vai trò nào" in text
    assert "Đã thôi" in text
    assert not editor.api_tokens.filter(revoked_at=None).exists()


def test_an_account_is_closed_and_opened_from_the_page(browser, editor):
    text = main_text(
        browser.post(reverse("person_close", args=[editor.public_id]), {"revision": 1}, follow=True)
    )
    assert "Đã đóng tài khoản." in text
    assert "Tài khoản đang đóng." in text
    text = main_text(
        browser.post(reverse("person_reopen", args=[editor.public_id]), {"revision": 2}, follow=True)
    )
    assert "Đã mở lại tài khoản." in text
    assert User.objects.get(pk=editor.pk).is_active


@pytest.mark.parametrize("revision", ["", "0", "x", "7"])
def test_a_decision_from_an_old_page_changes_nothing(revision, browser, editor):
    place = reverse("person_close", args=[editor.public_id])
    text = main_text(browser.post(place, {"revision": revision}, follow=True))

    assert "Hãy xem lại rồi quyết định." in text
    assert User.objects.get(pk=editor.pk).is_active


def test_who_belongs_elsewhere_too_is_the_portals(browser, editor):
    MembershipFactory(user=editor, agency=agency("kon-tum"))
    answer = browser.get(page_of(editor))

    assert "chỉ quản trị cổng đóng hay mở tài khoản" in main_text(answer)
    assert "Kon Tum" not in answer.content.decode()
    place = reverse("person_close", args=[editor.public_id])
    assert browser.post(place, {"revision": 1}).status_code == 403


def test_nothing_changes_by_following_a_link(browser, editor):
    membership = editor.memberships.get()
    for name, thing in (
        ("person_close", editor),
        ("person_reopen", editor),
        ("person_membership_end", membership),
        ("switch_membership", membership),
    ):
        assert browser.get(reverse(name, args=[thing.public_id])).status_code == 405


# Acting under one of several memberships


@pytest.fixture
def several(editor) -> User:
    MembershipFactory(user=editor, agency=agency("kon-tum", "so-tai-chinh"), role=Role.FINANCE_APPRAISER)
    return editor


def test_one_acts_under_one_membership_and_switches_without_signing_out(several, client):
    client.force_login(several)
    page = client.get("/").content.decode()
    assert "Đổi vai trò" in page
    [place] = re.findall(r'action="(/account/membership/[^"]+)"', page)
    assert [s.title for s in client.get("/").context["sections"]] == ["Sở Công Thương, tỉnh Hà Tĩnh"]

    answer = client.post(place, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert [s.template for s in answer.context["sections"]] == ["portal/home_finance.html"]
    assert "Cán bộ thẩm định Sở Tài chính, Sở Tài chính, tỉnh Kon Tum" in answer.content.decode()
    decide = "/plans/ha-tinh-2011/findings/decide/"
    assert client.post(decide, {"key": "x", "text": "Đã xem"}).status_code == 403


def test_only_ones_own_membership_in_force_is_chosen(several, person, admin, client):
    client.force_login(several)
    other = person(Role.PROVINCE_ADMIN, "kon-tum").memberships.get()
    ended = several.memberships.get(role=Role.DEPARTMENT_EDITOR)
    end_membership(ended, revision=1, by=admin)
    for public_id in (other.public_id, ended.public_id, NOBODYS):
        assert client.post(reverse("switch_membership", args=[public_id])).status_code == 404
    assert "membership" not in client.session


def test_one_membership_has_nothing_to_switch(editor, client):
    client.force_login(editor)
    page = client.get("/").content.decode()

    assert "Đổi vai trò" not in page
    assert "Chuyên viên Sở Công Thương, Sở Công Thương" in page


def test_the_account_page_tells_under_which_membership_a_token_works(several, client):
    create_api_token(User.objects.get(pk=several.pk), name="Bảng tính")
    client.force_login(several)

    text = main_text(client.get("/account/"))
    assert "Bảng tính Chuyên viên Sở Công Thương, Sở Công Thương" in text
    assert "Cán bộ thẩm định Sở Tài chính, Sở Tài chính, tỉnh Kon Tum" in text
