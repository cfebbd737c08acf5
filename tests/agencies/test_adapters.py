"""Signing in and out: the right password, the wrong one, closed accounts, too many trials."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agencies.adapters import AccountAdapter
from agencies.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
PASSWORD = "Mat-khau-dung-2026"
MISMATCH = "Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại."
CLOSED = "Tài khoản này đã đóng. Hãy liên hệ quản trị của tỉnh."


@pytest.fixture
def account() -> User:
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def errors(answer) -> list[str]:
    return [error for errors in answer.context["form"].errors.values() for error in errors]


def test_the_page_asks_in_vietnamese(client):
    page = client.get(SIGN_IN)
    text = page.content.decode()

    assert page.status_code == 200
    for word in ("Đăng nhập", "Mật khẩu", "Địa chỉ thư điện tử"):
        assert word in text
    for word in ("Password", "Email", "Sign In", "Login"):
        assert f">{word}" not in text
        assert f'"{word}' not in text


def test_the_right_password_signs_in_and_leads_to_where_one_wanted_to_go(client, account):
    answer = sign_in(client, account.email.upper(), next="/account/")

    assert (answer.status_code, answer.url) == (302, "/account/")
    assert client.get("/account/").context["user"] == account
    assert client.session.get_expire_at_browser_close()


def test_signing_in_does_not_lead_to_another_host(client, account):
    answer = sign_in(client, account.email, next="//evil.example/")

    assert (answer.status_code, answer.url) == (302, "/")


def test_who_is_signed_in_already_goes_home(client, account):
    client.force_login(account)

    assert client.get(SIGN_IN).url == "/"


def test_a_wrong_password_is_refused_in_vietnamese(client, account):
    answer = sign_in(client, account.email, "Mat-khau-sai-2026")

    assert answer.status_code == 200
    assert errors(answer) == [MISMATCH]
    assert MISMATCH in answer.content.decode()
    assert not is_signed_in(client)


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client, account):
    unknown = sign_in(client, "khong-ai@example.vn")
    wrong = sign_in(client, account.email, "Mat-khau-sai-2026")

    assert errors(unknown) == errors(wrong) == [MISMATCH]


def test_nothing_entered_is_told_at_both_fields(client):
    assert errors(sign_in(client, "", "")) == ["Trường này là bắt buộc.", "Trường này là bắt buộc."]
    assert errors(sign_in(client, "khong-phai-dia-chi")) == ["Hãy nhập địa chỉ thư điện tử hợp lệ."]


def test_a_closed_account_is_told_so_but_only_with_its_password(client, account):
    account.is_active = False
    account.save()

    assert errors(sign_in(client, account.email)) == [CLOSED]
    assert errors(sign_in(client, account.email, "Mat-khau-sai-2026")) == [MISMATCH]
    assert not is_signed_in(client)


def test_a_demonstration_account_does_not_sign_in_in_production(client, account, settings):
    User.objects.filter(pk=account.pk).update(is_demo=True)
    settings.DEMO_ACCOUNTS = False

    assert errors(sign_in(client, account.email)) == [CLOSED]
    assert "_auth_user_id" not in client.session

    settings.DEMO_ACCOUNTS = True
    assert sign_in(client, account.email).status_code == 302
    assert is_signed_in(client)

    settings.DEMO_ACCOUNTS = False
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_session(client, account):
    sign_in(client, account.email)
    assert is_signed_in(client)

    User.objects.filter(pk=account.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_five_wrong_passwords_close_the_door_for_a_while(client, account):
    refusals = [errors(sign_in(client, account.email, f"sai {number}"))[0] for number in range(6)]
    other = UserFactory()
    other.set_password(PASSWORD)
    other.save()

    assert refusals == [MISMATCH] * 5 + ["Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."]
    assert errors(sign_in(client, account.email)) == refusals[-1:]
    assert not is_signed_in(client)
    assert sign_in(client, other.email).status_code == 302


def test_too_many_requests_are_refused_in_vietnamese(client):
    answers = [client.post(SIGN_IN, {}) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[-1].status_code == 429
    assert "Quá nhiều yêu cầu" in answers[-1].content.decode()
    assert "Too Many" not in answers[-1].content.decode()


def test_a_page_that_is_too_old_is_refused_in_vietnamese(account):
    answer = sign_in(Client(enforce_csrf_checks=True), account.email)

    assert answer.status_code == 403
    assert "Trang đã hết hạn" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()


def test_signing_out_asks_first_and_then_ends_the_session(client, account):
    client.force_login(account)

    assert "Kết thúc phiên làm việc" in client.get("/accounts/logout/").content.decode()
    assert is_signed_in(client)
    answer = client.post("/accounts/logout/")

    assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert not is_signed_in(client)


def test_nobody_registers_alone(rf):
    assert not AccountAdapter().is_open_for_signup(rf.get("/"))
    for name in ("account_signup", "socialaccount_signup", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
