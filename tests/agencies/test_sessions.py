"""Sessions: how long they last, the list of one's own, and what ends them."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from agencies.devices import device_words
from agencies.enums import Role
from agencies.models import User
from agencies.services import close_account, reopen_account
from agencies.sessions import public_name
from tests.agencies.signing_in import PASSWORD, is_signed_in, sign_in_wholly, somebody, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SESSIONS = "/accounts/sessions/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def editor() -> User:
    return somebody(Role.DEPARTMENT_EDITOR)


def passes(client: Client, **since) -> None:
    """Makes the session's stamps older."""
    session = client.session
    for name, minutes in since.items():
        session[name] -= minutes * 60
    session.save()


def name_of(client: Client) -> str:
    return public_name(UserSession.objects.get(session_key=client.session.session_key))


def test_a_key_that_no_session_has_leads_to_signing_in():
    for key in ("khong-co-phien-nay", '"khong-co\\000phien"', "k" * 5000):
        client = Client(headers={"cookie": f"sessionid={key}"})
        assert client.get(SESSIONS).status_code == 302


# How long


@pytest.mark.parametrize(("minutes", "is_over"), [(119, False), (121, True)])
def test_a_session_that_nobody_uses_ends(minutes, is_over, editor):
    client = sign_in_wholly(editor)
    passes(client, used_at=minutes)

    answer = client.get("/", follow=True)

    assert ("Phiên làm việc đã hết hạn. Hãy đăng nhập lại." in text_of(answer)) is is_over
    assert is_signed_in(client) is not is_over


@pytest.mark.parametrize(("minutes", "is_over"), [(12 * 60 - 1, False), (12 * 60 + 1, True)])
def test_a_session_ends_however_much_it_is_used(minutes, is_over, editor):
    client = sign_in_wholly(editor)
    passes(client, started_at=minutes)

    assert is_signed_in(client) is not is_over


def test_limits_are_settings(editor, settings):
    client = sign_in_wholly(editor)
    passes(client, used_at=10)
    settings.SESSION_IDLE = timedelta(minutes=9)

    assert not is_signed_in(client)


def test_using_a_session_prolongs_it_and_is_noted_once_a_minute(editor, django_assert_num_queries):
    client = sign_in_wholly(editor)
    passes(client, used_at=100)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=100))
    client.get("/roles/")
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)
    noted = client.session["used_at"]

    client.get("/roles/")

    assert client.session["used_at"] == noted
    passes(client, used_at=100)
    assert is_signed_in(client)


def test_a_session_without_stamps_does_not_last(editor):
    client = sign_in_wholly(editor)
    session = client.session
    del session["started_at"]
    session.save()

    assert not is_signed_in(client)


def test_a_session_that_has_run_out_is_refused_by_the_api_too(editor):
    client = sign_in_wholly(editor)
    assert client.get("/api/v1/plans/").status_code == 200
    passes(client, used_at=121)

    assert client.get("/api/v1/plans/").status_code == 401


# The list


def test_the_list_names_devices_and_marks_this_one(editor):
    here = sign_in_wholly(editor, user_agent=WINDOWS)
    sign_in_wholly(editor, user_agent=IPHONE)
    sign_in_wholly(somebody(), user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")

    page = here.get(SESSIONS)
    rows = {row["device"]: row["is_current"] for row in page.context["sessions"]}

    assert rows == {"Chrome trên Windows": True, "Safari trên iPhone": False}
    assert "127.0.0.1" in text_of(page)
    assert text_of(page).count("phiên này") == 1
    assert here.session.session_key not in page.content.decode()


def test_one_session_is_ended_from_another(editor):
    here, there, third = (sign_in_wholly(editor) for _ in range(3))
    answer = here.post(SESSIONS, {"end": name_of(there)}, follow=True)

    assert "Đã kết thúc 1 phiên làm việc." in text_of(answer)
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_other_sessions_are_ended_at_once(editor):
    here, there, third = (sign_in_wholly(editor) for _ in range(3))

    here.post(SESSIONS, {"end": "others"})

    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, False]
    assert len(here.get(SESSIONS).context["sessions"]) == 1


def test_nobody_ends_sessions_of_others_or_her_own_by_mistake(editor):
    here, foreign = sign_in_wholly(editor), sign_in_wholly(somebody())
    for client in (here, foreign):
        answer = here.post(SESSIONS, {"end": name_of(client)}, follow=True)
        assert "Không còn phiên nào để kết thúc." in text_of(answer)
    here.post(SESSIONS, {"end": "không có"})

    assert is_signed_in(here)
    assert is_signed_in(foreign)


def test_sessions_that_are_over_are_not_listed(editor):
    here, there = sign_in_wholly(editor), sign_in_wholly(editor)
    UserSession.objects.filter(session_key=there.session.session_key).update(
        last_seen_at=timezone.now() - timedelta(minutes=121)
    )

    assert len(here.get(SESSIONS).context["sessions"]) == 1
    assert not is_signed_in(there)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Chrome trên Windows"),
        (WINDOWS + " Edg/140.0", "Microsoft Edge trên Windows"),
        (WINDOWS.replace("Chrome", "coc_coc_browser/140.0 Chrome"), "Cốc Cốc trên Windows"),
        (IPHONE, "Safari trên iPhone"),
        (IPHONE.replace("Version", "CriOS/140.0 Version"), "Chrome trên iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 15; SM-A155F) SamsungBrowser/28.0 Chrome/130.0",
            "Samsung Internet trên Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox trên máy Mac",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome trên ChromeOS"),
        ("curl/8.0", "Trình duyệt không rõ"),
        ("", "Trình duyệt không rõ"),
    ],
)
def test_a_device_is_named_in_words_that_people_know(user_agent, words):
    assert device_words(user_agent) == words


# What ends them


def test_changing_the_password_ends_the_other_sessions(editor):
    here, there = sign_in_wholly(editor), sign_in_wholly(editor)
    given = {"oldpassword": PASSWORD, "password1": "Mat-khau-moi-2026", "password2": "Mat-khau-moi-2026"}

    answer = here.post("/accounts/password/change/", given, follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc." in text_of(answer)
    assert [is_signed_in(client) for client in (here, there)] == [True, False]
    assert len(here.get(SESSIONS).context["sessions"]) == 1


def test_sessions_of_a_closed_account_do_not_come_back_when_it_is_opened_again(editor):
    client = sign_in_wholly(editor)
    admin = somebody(Role.PORTAL_ADMIN)

    close_account(editor, revision=editor.revision, by=admin)
    assert not is_signed_in(Client(headers={"cookie": f"sessionid={client.session.session_key}"}))
    reopen_account(editor, revision=editor.revision, by=admin)

    assert not is_signed_in(client)
    assert is_signed_in(sign_in_wholly(User.objects.get(pk=editor.pk)))


def test_the_password_is_asked_again_before_a_token_is_made(editor):
    client = sign_in_wholly(editor)
    passes(client, started_at=6)

    answer = client.post("/account/", {"name": "Bảng tính"})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not editor.api_tokens.exists()

    made = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/account/"})
    assert made.status_code == 200
    assert "chỉ hiện một lần" in text_of(made)
    assert editor.api_tokens.get().name == "Bảng tính"


def test_passwords_are_kept_as_argon2():
    assert somebody().password.startswith("argon2$")
    assert UserFactory().check_password("") is False


def test_who_has_no_password_to_change_is_led_to_a_new_one(editor):
    User.objects.filter(pk=editor.pk).update(password="!")
    client = Client()
    client.force_login(User.objects.get(pk=editor.pk))

    answer = client.get("/accounts/password/change/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/password/reset/"
    assert answer.status_code == 200
