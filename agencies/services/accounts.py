"""What people change about accounts: API tokens, sessions, the first administrator."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Agency, ApiToken, Membership, User
from core.text import printable

MAX_TOKENS = 20
MINISTRY = "bo-cong-thuong"


@transaction.atomic
def create_api_token(user: User, *, name: str) -> tuple[ApiToken, str]:
    """Makes a token for a program that acts as this person. Returns it with its secret, shown only now.

    Raises ValidationError without a name or beyond MAX_TOKENS tokens in use.
    """
    try:
        name = printable(name)
    except ValueError as error:
        raise ValidationError({"name": f"Tên {error}; hãy nhập lại."}) from None
    if not name:
        raise ValidationError({"name": "Hãy đặt tên gợi nhớ, ví dụ tên phần mềm sẽ dùng mã này."})
    if len(name) > 100:
        raise ValidationError({"name": "Tên không quá 100 ký tự."})
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.valid().count() >= MAX_TOKENS:
        raise ValidationError({"name": f"Đã có {MAX_TOKENS} mã đang dùng; hãy thu hồi mã không còn cần."})
    secret = "sxsh_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, membership=user.membership, name=name, digest=ApiToken.digest_of(secret)
    )
    return token, secret


def revoke_api_token(token: ApiToken) -> None:
    """Ends a token at once. Ending it again changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def end_sessions(user: User) -> None:
    """Ends every session of a person for good, and every link to a new password that was sent to her."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str) -> User:
    """Makes an administrator of the portal, who belongs to the ministry. For whoever runs the server.

    Raises ValidationError for an address or name that cannot be, one that has an account already, a password
    that is too weak, or before the reference data are loaded.
    """
    try:
        name = printable(name)
    except ValueError as error:
        raise ValidationError({"name": f"Họ tên {error}; hãy nhập lại."}) from None
    user = User(email=email.strip().lower(), full_name=name)
    user.clean_fields(exclude=["password"])
    if User.objects.filter(email=user.email).exists():
        raise ValidationError({"email": f"Đã có tài khoản {user.email}."})
    validate_password(password, user)
    ministry = Agency.objects.filter(slug=MINISTRY, province=None).first()
    if ministry is None:
        raise ValidationError("Chưa có dữ liệu tham chiếu: hãy chạy manage.py prepare trước.")
    user.set_password(password)
    user.save()
    Membership.objects.create(user=user, agency=ministry, role=Role.PORTAL_ADMIN)
    return user
