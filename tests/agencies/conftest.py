"""What the tests of people and invitations share."""

import re
from collections.abc import Callable

import pytest
from django.core import mail

from agencies.enums import Role
from agencies.models import Agency, Invitation, User
from agencies.services import invite


def link(secret: str) -> str:
    return f"/join/?loi-moi={secret}"


def mailed_secret() -> str:
    """The secret of the link in the mail that was sent last."""
    return re.search(r"loi-moi=([\w-]+)", mail.outbox[-1].body)[1]


def agency(province: str | None, slug: str = "so-cong-thuong") -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


@pytest.fixture
def admin(person) -> User:
    """The administrator of Hà Tĩnh."""
    return person(Role.PROVINCE_ADMIN, "ha-tinh")


@pytest.fixture
def portal_admin(person) -> User:
    return person(Role.PORTAL_ADMIN)


@pytest.fixture
def invited(admin) -> Callable[..., tuple[Invitation, str]]:
    """invited(**changes) is an invitation into the department of Hà Tĩnh, with the secret that was mailed."""

    def make(**changes) -> tuple[Invitation, str]:
        given = {
            "by": admin,
            "agency": agency("ha-tinh"),
            "role": Role.DEPARTMENT_EDITOR,
            "email": "Moi@hatinh.gov.vn",
            "full_name": "Trần Thị Mới",
        }
        invitation = invite(**given | changes, link=link)
        return invitation, mailed_secret()

    return make
