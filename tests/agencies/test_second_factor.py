"""Second factors: who has to have one, how it is set up, asked for, lost and kept."""

import base64
import logging
import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from agencies.enums import Role
from agencies.models import ApiToken, Membership, User
from agencies.rights import NEEDS_SECOND_FACTOR
from agencies.second_factor import has_second_factor, needs_second_factor
from agencies.services import create_api_token
from tests.agencies.signing_in import (
    CODE,
    SET_UP,
    code_now,
    is_signed_in,
    mails_to,
    sign_in,
    sign_in_wholly,
    somebody,
    text_of,
)
from tests.factories import TOTP_SECRET, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trong ứng dụng."


@pytest.fixture
def approver():
    return somebody(Role.DEPARTMENT_APPROVER)


@pytest.fixture
def newcomer():
    """An approver who has no second factor yet."""
    return somebody(Role.DEPARTMENT_APPROVER, second_factor=False)


def errors(answer) -> list[str]:
    return [error for errors in answer.context["form"].errors.values() for error in errors]


def shown_secret(answer) -> str:
    return re.search(r'class="secret">([A-Z2-7]{32})<', answer.content.decode())[1]


def set_up(client: Client) -> tuple[str, list[str]]:
    """Sets up a second factor as the page says. Gives its secret and the recovery codes."""
    secret = shown_secret(client.get(SET_UP))
    answer = client.post(SET_UP, {"code": code_now(secret)}, follow=True)
    return secret, re.findall(r"<li>(\d{8})</li>", answer.content.decode())


# Who has to have one


@pytest.mark.parametrize("role", Role)
def test_approvers_and_administrators_need_one_and_nobody_else(role):
    expected = role in {Role.DEPARTMENT_APPROVER, Role.PROVINCE_ADMIN, Role.PORTAL_ADMIN}

    assert (role in NEEDS_SECOND_FACTOR) is expected
    if role != Role.FACILITY_REPORTER:
        assert needs_second_factor(somebody(role)) is expected


def test_one_role_of_several_is_enough_while_it_lasts(approver):
    user = somebody(Role.DEPARTMENT_EDITOR)
    assert not needs_second_factor(user)
    other = MembershipFactory(
        user=user, agency=approver.membership.agency, role=Role.DEPARTMENT_APPROVER, with_second_factor=False
    )
    client = sign_in_wholly_without(user)

    assert client.get("/plans/").url == SET_UP

    Membership.objects.filter(pk=other.pk).update(ended_at="2026-01-01T00:00Z")
    assert client.get("/plans/").status_code == 200


def test_a_superuser_needs_one():
    assert needs_second_factor(UserFactory(is_superuser=True))


def sign_in_wholly_without(user) -> Client:
    client = Client()
    sign_in(client, user)
    return client


# Until she has it


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
@pytest.mark.parametrize("address", ["/", "/plans/", "/account/", "/accounts/sessions/", "/runs/"])
def test_without_it_every_page_leads_to_its_set_up(role, address):
    client = sign_in_wholly_without(somebody(role, second_factor=False))

    answer = client.get(address)
    page = client.get(answer.url)

    assert (answer.status_code, answer.url) == (302, SET_UP)
    assert "nên phải có xác thực hai bước trước khi làm việc khác" in text_of(page)


def test_without_it_nothing_is_written_either(newcomer):
    client = sign_in_wholly_without(newcomer)

    assert client.post("/account/", {"name": "Bảng tính"}).url == SET_UP
    assert not ApiToken.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/password/change/", SET_UP])
def test_without_it_one_can_leave_change_the_password_and_set_it_up(address, newcomer):
    assert sign_in_wholly_without(newcomer).get(address).status_code == 200


def test_without_it_the_api_says_so_to_a_session_and_to_a_token(newcomer):
    _token, secret = create_api_token(newcomer, name="Bảng tính")
    program = APIClient(headers={"Authorization": f"Bearer {secret}"})

    for client in (program, sign_in_wholly_without(newcomer)):
        answer = client.get("/api/v1/plans/")
        assert answer.status_code == 403
        assert "Vai trò của bạn phải có xác thực hai bước." in answer.json()["detail"]

    set_up(sign_in_wholly_without(newcomer))
    assert program.get("/api/v1/plans/").status_code == 200


# Setting it up


def test_setting_it_up_opens_the_portal_and_gives_recovery_codes(
    newcomer, django_capture_on_commit_callbacks
):
    client = sign_in_wholly_without(newcomer)

    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up(client)

    assert len(set(codes)) == 10
    assert client.get("/plans/").status_code == 200
    assert [sent.subject.split(" - ")[0] for sent in mails_to(newcomer)] == ["Xác thực hai bước đã được bật"]
    again = Client()
    assert sign_in(again, newcomer).url == CODE
    again.post(CODE, {"code": code_now(secret)})
    assert is_signed_in(again)


def test_setting_it_up_ends_the_sessions_in_which_no_code_was_given(newcomer):
    thief, owner = Client(), Client()
    for client in (thief, owner):
        sign_in(client, newcomer)

    set_up(owner)

    assert is_signed_in(owner)
    assert thief.get("/account/").url.startswith("/accounts/login/")
    assert thief.get("/api/v1/plans/").status_code == 401


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(newcomer):
    client = sign_in_wholly_without(newcomer)
    secret = shown_secret(client.get(SET_UP))

    answer = client.post(SET_UP, {"code": "000000" if code_now(secret) != "000000" else "111111"})

    assert errors(answer) == [WRONG_CODE]
    assert shown_secret(answer) == secret
    assert not has_second_factor(newcomer)


def test_the_page_shows_the_secret_as_a_picture_that_apps_read(newcomer):
    page = sign_in_wholly_without(newcomer).get(SET_UP)
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode())[1]

    assert b"<svg" in base64.b64decode(picture)
    assert page.context["totp_url"].startswith("otpauth://totp/")
    assert shown_secret(page) in page.context["totp_url"]


def test_the_secret_is_encrypted_where_it_is_kept(newcomer, settings, caplog):
    secret, codes = set_up(sign_in_wholly_without(newcomer))
    kept = [str(found.data) for found in Authenticator.objects.filter(user=newcomer)]

    assert len(kept) == 2
    assert not [word for word in (secret, *codes) for text in kept if word in text]

    settings.SECOND_FACTOR_KEY = "another"
    client = Client()
    sign_in(client, newcomer)
    with caplog.at_level(logging.ERROR):
        answer = client.post(CODE, {"code": code_now(secret)})
    assert errors(answer) == [WRONG_CODE]
    assert "SECOND_FACTOR_KEY" in caplog.text


# Signing in with it


def test_the_password_alone_signs_nobody_in(approver):
    client = Client()

    assert sign_in(client, approver).url == CODE
    assert not is_signed_in(client)
    assert client.get("/plans/").status_code == 302


def test_a_code_is_taken_once(approver):
    first, second = Client(), Client()
    code = code_now()
    for client in (first, second):
        sign_in(client, approver)
        answer = client.post(CODE, {"code": code})

    assert is_signed_in(first)
    assert errors(answer) == [WRONG_CODE]
    assert not is_signed_in(second)


def test_a_telephone_may_be_half_a_minute_slow_and_its_code_is_taken_once_all_the_same(approver):
    first, second = Client(), Client()
    code = code_now(steps=-1)
    for client in (first, second):
        sign_in(client, approver)
        client.post(CODE, {"code": code})

    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_an_old_code_is_refused(approver):
    client = Client()
    sign_in(client, approver)

    assert errors(client.post(CODE, {"code": code_now(steps=-3)})) == [WRONG_CODE]


def test_codes_cannot_be_tried_out(approver):
    client = Client()
    sign_in(client, approver)
    wrong = code_now(steps=-9)
    answers = [errors(client.post(CODE, {"code": wrong}))[0] for _ in range(6)]

    assert answers[:5] == [WRONG_CODE] * 5
    assert answers[5] == "Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."
    assert errors(client.post(CODE, {"code": code_now()})) == answers[5:]


def test_the_page_of_the_code_cannot_be_opened_by_anybody(client):
    assert client.get(CODE).url == "/accounts/login/"


def test_an_account_that_is_closed_before_the_code_is_given_stays_out(approver):
    client = Client()
    sign_in(client, approver)
    User.objects.filter(pk=approver.pk).update(is_active=False)

    answer = client.post(CODE, {"code": code_now()}, follow=True)

    assert "Tài khoản này đã đóng." in text_of(answer)
    User.objects.filter(pk=approver.pk).update(is_active=True)
    assert not is_signed_in(client)


# Recovery codes


def test_a_recovery_code_signs_in_once(newcomer):
    _secret, codes = set_up(sign_in_wholly_without(newcomer))
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, newcomer)
        client.post(CODE, {"code": codes[0]})

    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_recovery_codes_are_shown_once_and_can_be_downloaded_then(newcomer):
    client = sign_in_wholly_without(newcomer)
    _secret, codes = set_up(client)

    file = client.get("/accounts/second-factor/recovery-codes/download/")
    again = client.get("/accounts/second-factor/recovery-codes/")

    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "ma-khoi-phuc.txt" in file.headers["Content-Disposition"]
    text = file.content.decode()
    assert newcomer.email in text
    assert re.findall(r"^\d{8}$", text, re.M) == codes
    assert not [code for code in codes if code in again.content.decode()]
    assert "Còn 10 mã chưa dùng" in text_of(again)


def test_who_was_not_shown_the_codes_does_not_download_them(newcomer):
    set_up(sign_in_wholly_without(newcomer))
    other = Client()
    other.force_login(User.objects.get(pk=newcomer.pk))

    assert other.get("/accounts/second-factor/recovery-codes/download/").status_code == 403


def test_codes_are_downloaded_for_ten_minutes_only(newcomer):
    client = sign_in_wholly_without(newcomer)
    set_up(client)
    session = client.session
    session["recovery_codes_shown_at"] -= 601
    session.save()

    assert client.get("/accounts/second-factor/recovery-codes/download/").status_code == 403


def test_new_recovery_codes_take_the_place_of_the_old_ones(newcomer):
    client = sign_in_wholly_without(newcomer)
    _secret, old = set_up(client)

    page = client.post("/accounts/second-factor/recovery-codes/new/", follow=True).content.decode()
    new = re.findall(r"<li>(\d{8})</li>", page)

    assert len(set(new) - set(old)) == 10
    other = Client()
    sign_in(other, newcomer)
    other.post(CODE, {"code": old[0]})
    assert not is_signed_in(other)


# Switching it off, and losing it


def test_who_must_have_it_cannot_switch_it_off(approver):
    client = sign_in_wholly(approver)

    for answer in (
        client.get("/accounts/second-factor/switch-off/"),
        client.post("/accounts/second-factor/switch-off/"),
    ):
        assert "Vai trò của bạn phải có xác thực hai bước nên không tắt được." in text_of(answer)
    assert has_second_factor(approver)


def test_who_need_not_have_it_may_have_it_and_switch_it_off():
    editor = somebody(Role.DEPARTMENT_EDITOR)
    client = sign_in_wholly_without(editor)
    set_up(client)
    assert sign_in(Client(), editor).url == CODE

    client.post("/accounts/second-factor/switch-off/")

    assert not has_second_factor(editor)
    assert not Authenticator.objects.filter(user=editor).exists()
    assert is_signed_in(sign_in_wholly_without(editor))


@pytest.mark.parametrize(
    "address", [SET_UP, "/accounts/second-factor/switch-off/", "/accounts/second-factor/recovery-codes/new/"]
)
def test_the_password_is_asked_again_before_it_is_changed(address):
    editor = somebody(Role.DEPARTMENT_EDITOR)
    client = sign_in_wholly_without(editor)
    if address != SET_UP:
        set_up(client)
    session = client.session
    session["started_at"] -= 301
    session.save()

    answer = client.get(address)

    assert unquote(answer.url) == f"/accounts/reauthenticate/?next={address}"
    wrong = client.post("/accounts/reauthenticate/", {"password": "sai", "next": address})
    assert errors(wrong) == ["Mật khẩu không đúng. Hãy nhập lại."]
    right = client.post("/accounts/reauthenticate/", {"password": "Mat-khau-dung-2026", "next": address})
    assert (right.status_code, right.url) == (302, address)
    assert client.get(address).status_code == 200


def test_who_lost_everything_is_reset_by_the_operator(approver, caplog):
    client = sign_in_wholly(approver)

    with caplog.at_level(logging.WARNING):
        call_command("reset_second_factor", approver.email.upper())

    assert not is_signed_in(client)
    assert str(approver.public_id) in caplog.text
    assert approver.email not in caplog.text
    assert mails_to(approver)[-1].subject.startswith("Xác thực hai bước đã được gỡ")
    assert sign_in_wholly_without(approver).get("/plans/").url == SET_UP


def test_the_operator_is_told_where_there_is_nothing_to_reset():
    editor = somebody(Role.DEPARTMENT_EDITOR)
    for email, reason in (
        (editor.email, "chưa bật xác thực hai bước"),
        ("khong@example.vn", "Không có tài khoản"),
    ):
        with pytest.raises(CommandError, match=reason):
            call_command("reset_second_factor", email)


def test_the_factory_gives_a_second_factor_that_signs_in():
    assert len(base64.b32decode(TOTP_SECRET)) == 20
    assert is_signed_in(sign_in_wholly(somebody(Role.PORTAL_ADMIN)))
