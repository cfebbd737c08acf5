"""How people prove who they are."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator


class EmailBackend(AuthenticationBackend):
    """E-mail address and password. Demonstration accounts never sign in to a portal in service."""

    def user_can_authenticate(self, user) -> bool:
        return may_act(user)


class ResetTokens(PasswordResetTokenGenerator):
    """Links to a new password. They work once, and end with the person's sessions or when her account is closed."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)} {user.session_epoch} {may_act(user)}"


def may_act(user) -> bool:
    """If this account may be used at all, by session or by token."""
    return user.is_active and (settings.DEMO_ACCOUNTS or not user.is_demo)
