"""How people prove who they are."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class EmailBackend(AuthenticationBackend):
    """E-mail address and password. Demonstration accounts never sign in to a portal in service."""

    def user_can_authenticate(self, user) -> bool:
        return may_act(user)


def may_act(user) -> bool:
    """If this account may be used at all, by session or by token."""
    return user.is_active and (settings.DEMO_ACCOUNTS or not user.is_demo)
