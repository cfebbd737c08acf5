"""Second factors: codes of an authenticator app (TOTP), with recovery codes for when it is lost.

Who has to have one: whoever holds a role of `NEEDS_SECOND_FACTOR` in any membership in force.
"""

import base64
import hashlib

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.conf import settings

from agencies.models import User
from agencies.rights import NEEDS_SECOND_FACTOR

# What programs are told.
SECOND_FACTOR_MISSING = (
    "Vai trò của bạn phải có xác thực hai bước. Hãy đăng nhập cổng bằng trình duyệt và bật xác thực hai bước."
)


def needs_second_factor(user: User) -> bool:
    """If the person must have a second factor: a superuser, or a role that asks for one."""
    return user.is_superuser or any(
        membership.role in NEEDS_SECOND_FACTOR for membership in user.active_memberships
    )


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def lacks_second_factor(user: User) -> bool:
    """If the person may do nothing until she has set up a second factor. Asks only for who needs one."""
    return needs_second_factor(user) and not has_second_factor(user)


def give_second_factor(user: User, secret: str) -> None:
    """Makes a known secret (base32) the person's second factor, if she has none: for demonstrations and tests."""
    if not has_second_factor(user):
        TOTP.activate(user, secret)


def remove_second_factor(user: User) -> bool:
    """Takes away the second factor with its recovery codes; False where there was none."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return deleted > 0


def cipher() -> Fernet:
    """What encrypts the secrets of second factors in the database, with a key made from SECOND_FACTOR_KEY."""
    digest = hashlib.sha256(b"second factor " + settings.SECOND_FACTOR_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
