"""Inviting people into agencies, and what becomes of an invitation.

Whoever follows the link has shown that she reads the mailbox. The link alone opens the invitation and, while it
is valid, one membership of its province: `opened` enters that scope for it (the second wall knows nobody yet).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agencies.enums import InvitationState
from agencies.mailing import send
from agencies.models import Agency, Invitation, Membership, User
from agencies.models.invitation import VALID_FOR
from agencies.rights import Right
from agencies.services.placing import may_give, misfit
from agencies.services.texts import checked_text
from core import scope
from core.scope import MINISTRY, WEB, Scope

OPEN_ONCE = "invitation_open_once"


@transaction.atomic
def invite(
    *, by: User, agency: Agency, role: str, email: str, full_name: str, link: Callable[[str], str]
) -> Invitation:
    """Makes an invitation and sends it. `link` gives the address that a secret leads to; only the mail has it.

    Raises PermissionDenied for who may not give this role at this agency; ValidationError, at the field, for an
    address or name that cannot be, a role that does not fit the agency, somebody who has the role there already,
    or is invited to it.
    """
    if not may_give(by, role, agency):
        raise PermissionDenied("Bạn không được mời người vào cơ quan này với vai trò này.")
    if fault := misfit(role, agency):
        raise ValidationError({"role": fault})
    email = _checked_email(email)
    full_name = checked_text("full_name", "Họ và tên", full_name, longest=150, required=True)
    members = Membership.objects.active().filter(user__email=email, agency=agency, role=role)
    if members.exists():
        raise ValidationError({"email": "Người này đã có vai trò này tại cơ quan; không cần mời nữa."})
    secret = Invitation.new_secret()
    given = {"agency": agency, "province": agency.province, "role": role, "email": email}
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                **given, full_name=full_name, invited_by=by, **_link(secret, timezone.now())
            )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != OPEN_ONCE:
            raise
        text = "Người này đã được mời với vai trò này; hãy gửi lại lời mời ở danh sách lời mời."
        raise ValidationError({"email": text}) from None
    send("invitation", to=invitation.email, invitation=invitation, link=link(secret))
    return invitation


@transaction.atomic
def renew_invitation(invitation: Invitation, *, by: User, link: Callable[[str], str]) -> None:
    """Sends an invitation again with a new link, valid for the whole time; the old one ends.

    Raises PermissionDenied for who may not, ValidationError where it was accepted or revoked meanwhile.
    """
    _refuse_bystander(invitation, by)
    secret = Invitation.new_secret()
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(sent_at=now, **_link(secret, now)):
        raise ValidationError("Lời mời đã được nhận hoặc đã thu hồi nên không gửi lại được.")
    invitation.refresh_from_db()
    send("invitation", to=invitation.email, invitation=invitation, link=link(secret))


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """Ends an invitation; one that has ended stays as it is. Raises PermissionDenied for who may not."""
    _refuse_bystander(invitation, by)
    Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now())
    invitation.refresh_from_db()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation of a link, whatever has become of it; None for a link that never was or was renewed."""
    with opened(secret) as invitation:
        return invitation


@contextmanager
def opened(secret: str) -> Iterator[Invitation | None]:
    """The invitation of a link, in its own scope, and locked against whoever follows the same link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agencies_invitation_place(%s)", [Invitation.digest_of(secret)])
        found = cursor.fetchone()
    if found is None:
        yield None
        return
    invitation, province = found
    running = scope.current() or Scope()
    own = Scope(
        role=WEB if province else MINISTRY,
        provinces=frozenset({province} - {None}),
        user=running.user,
        request=running.request,
    )
    with scope.scoped(own):
        rows = Invitation.objects.select_for_update(of=("self",))
        yield rows.select_related("agency", "province", "invited_by").get(pk=invitation)


def accept_invitation(secret: str, *, user: User) -> Membership:
    """Makes the signed-in person a member of the agency that invited her, once.

    Raises ValidationError where the invitation cannot be accepted any more, or was sent to another address.
    """
    with opened(secret) as invitation:
        _refuse_unusable(invitation)
        if invitation.email != user.email:
            raise ValidationError(
                "Lời mời được gửi cho một địa chỉ thư khác. Hãy đăng xuất rồi mở lại liên kết trong thư."
            )
        return _join(invitation, user)


def accept_as_new_person(secret: str, *, full_name: str, password: str) -> Membership:
    """Makes an account for who was invited, and its membership.

    Raises ValidationError where the invitation cannot be accepted any more, its address has an account already,
    or name or password cannot be.
    """
    with opened(secret) as invitation:
        _refuse_unusable(invitation)
        if has_account(invitation):
            raise ValidationError("Địa chỉ thư này đã có tài khoản. Hãy đăng nhập rồi nhận lời mời.")
        full_name = checked_text("full_name", "Họ và tên", full_name, longest=150, required=True)
        user = User(email=invitation.email, full_name=full_name)
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
        user.set_password(password)
        user.save()
        return _join(invitation, user)


def has_account(invitation: Invitation) -> bool:
    """If who was invited has an account already, an open or a closed one."""
    return User.objects.filter(email=invitation.email).exists()


def _join(invitation: Invitation, user: User) -> Membership:
    given = {"user": user, "agency": invitation.agency, "role": invitation.role}
    membership = Membership.objects.active().filter(**given).first()
    if membership is None:
        membership = Membership.objects.create(**given, province=invitation.province)
    Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now(), accepted_by=user)
    return membership


def _refuse_unusable(invitation: Invitation | None) -> None:
    if invitation is None or invitation.state != InvitationState.WAITING:
        raise ValidationError("Lời mời không còn dùng được. Hãy mở lại liên kết để xem phải làm gì.")


def _refuse_bystander(invitation: Invitation, by: User) -> None:
    if not (by.may(Right.INVITE) and may_give(by, invitation.role, invitation.agency)):
        raise PermissionDenied("Chỉ quản trị của tỉnh hoặc quản trị cổng được gửi lại hay thu hồi lời mời.")


def _link(secret: str, now: datetime) -> dict:
    return {"digest": Invitation.digest_of(secret), "expires_at": now + VALID_FOR}


def _checked_email(text: str) -> str:
    email = checked_text("email", "Thư điện tử", text, longest=254, required=True).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(
            {"email": "Địa chỉ thư không đúng; hãy ghi theo dạng ten@coquan.gov.vn."}
        ) from None
    return email
