"""What the tests of signing in share: a person with a password, her telephone, and how she signs in."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from agencies.enums import Role
from agencies.models import Agency, User
from tests.factories import TOTP_SECRET, MembershipFactory, UserFactory

SIGN_IN = "/accounts/login/"
CODE = "/accounts/second-factor/code/"
SET_UP = "/accounts/second-factor/set-up/"
PASSWORD = "Mat-khau-dung-2026"


def somebody(role: str = "", *, province: str | None = "ha-tinh", second_factor: bool = True) -> User:
    """A person with PASSWORD; with a role she belongs to the department, or to the ministry without a province."""
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    if role:
        national = role in (Role.PORTAL_ADMIN, Role.MINISTRY_OFFICIAL)
        agency = Agency.objects.get(
            slug="bo-cong-thuong" if national else "so-cong-thuong",
            province__slug=None if national else province,
        )
        MembershipFactory(user=user, agency=agency, role=role, with_second_factor=second_factor)
    return user


def code_now(secret: str = TOTP_SECRET, *, steps: int = 0) -> str:
    """What the app on the telephone shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client: Client, user: User, password: str = PASSWORD, **more):
    """Gives the password; who has a second factor is then asked for the code."""
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def sign_in_wholly(user: User, **headers) -> Client:
    """A browser in which the person has signed in, with the code where one is asked."""
    client = Client(headers=headers)
    if sign_in(client, user).url == CODE:
        client.post(CODE, {"code": code_now()})
    assert is_signed_in(client)
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session and client.get("/roles/").status_code == 200


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def mails_to(user: User) -> list:
    return [sent for sent in mail.outbox if sent.to == [user.email]]
