"""A forgotten password: a link by mail, which tells nobody whether an address has an account."""

import logging
import re

import pytest
from django.core import mail
from django.test import Client

from agencies.enums import Role
from agencies.models import User
from agencies.services import end_sessions
from tests.agencies.signing_in import (
    CODE,
    PASSWORD,
    is_signed_in,
    mails_to,
    sign_in,
    sign_in_wholly,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db
FORGOT = "/accounts/password/reset/"
NEW = "Mat-khau-moi-2026"
DEAD = "Liên kết không còn dùng được"


def ask(email: str):
    return Client().post(FORGOT, {"email": email}, follow=True)


def link_to(user: User) -> str:
    ask(user.email)
    return re.search(r"http://testserver(/\S+)", mails_to(user)[-1].body)[1]


def follow(link: str, password: str = NEW):
    """Follows a link and gives a new password where one is asked."""
    client = Client()
    form = client.get(link, follow=True)
    if DEAD in text_of(form):
        return form
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_link_leads_to_a_new_password_once():
    user = somebody()
    link = link_to(user)

    done = follow(link)

    assert "Hãy đăng nhập bằng mật khẩu vừa đặt." in text_of(done)
    assert sign_in(Client(), user, NEW).status_code == 302
    assert "form" in sign_in(Client(), user, PASSWORD).context
    assert DEAD in text_of(follow(link))
    assert mails_to(user)[-1].subject.startswith("Mật khẩu đã được đặt lại")


def test_the_mail_says_all_that_is_needed_as_text_and_html():
    user = somebody()
    link_to(user)
    [sent] = mails_to(user)
    [(html, kind)] = sent.alternatives

    assert sent.subject == "Đặt lại mật khẩu trên Cổng theo dõi kế hoạch sản xuất sạch hơn"
    assert kind == "text/html"
    for words in (f"Kính gửi {user}", user.email, "trong một giờ", "hãy bỏ qua thư"):
        assert words in sent.body
        assert words in html
    assert re.search(r'href="(http://testserver/[^"]+)"', html)[1] in sent.body


def test_an_address_without_account_looks_the_same_from_outside():
    user = somebody()
    known, unknown = ask(user.email), ask("khong-ai@example.vn")

    assert known.redirect_chain == unknown.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert known.content == unknown.content
    assert {sent.to[0] for sent in mail.outbox} == {user.email}


def test_too_many_questions_look_the_same_too():
    user = somebody()
    answers = {
        email: [ask(email).status_code for _ in range(4)] for email in (user.email, "khong-ai@example.vn")
    }

    assert list(answers.values()) == [[200, 200, 200, 429]] * 2


def test_a_closed_account_gets_no_link():
    user = somebody()
    link = link_to(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    sent = len(mail.outbox)

    assert "Nếu địa chỉ vừa nhập có tài khoản" in text_of(ask(user.email))
    assert len(mail.outbox) == sent
    assert DEAD in text_of(follow(link))


def test_a_demonstration_account_gets_no_link_in_production(settings):
    user = somebody()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    settings.DEMO_ACCOUNTS = False
    ask(user.email)

    assert mail.outbox == []


def test_a_link_ends_with_ones_sessions():
    user = somebody()
    link = link_to(user)
    end_sessions(user)

    assert DEAD in text_of(follow(link))


@pytest.mark.parametrize("secret", ["1-abc-def", f"{'z' * 30}-abc-def", "", "-", "1-", "á/-x-y", "1-a\0"])
def test_a_link_that_never_was_is_told_so(secret):
    assert DEAD in text_of(Client().get(f"{FORGOT}link/", {"ma": secret}, follow=True))


def test_no_log_holds_the_secret_of_a_link(caplog):
    link = link_to(somebody())
    with caplog.at_level(logging.INFO, logger="django_structlog"):
        follow(link)
    secret = link.rpartition("=")[2].partition("-")[2]

    assert "/accounts/password/reset/link/" in caplog.text
    assert len(secret) > 30
    assert secret not in caplog.text


def test_a_new_password_ends_all_sessions_and_does_not_pass_by_the_second_factor():
    user = somebody(Role.DEPARTMENT_APPROVER)
    client = sign_in_wholly(user)

    follow(link_to(user))

    assert not is_signed_in(client)
    assert sign_in(Client(), user, NEW).url == CODE


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ngan", "Mật khẩu quá ngắn: phải có ít nhất 12 ký tự."),
        ("password1234", "Mật khẩu này quá phổ biến."),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, reason):
    user = somebody()

    assert reason.lower() in text_of(follow(link_to(user), password)).lower()
    assert sign_in(Client(), user).status_code == 302
