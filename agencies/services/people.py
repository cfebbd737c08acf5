"""What administrators change about people: names, memberships, accounts."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from agencies.enums import Role
from agencies.models import ApiToken, Membership, User
from agencies.rights import Right
from agencies.services.accounts import end_sessions
from agencies.services.texts import checked_text
from core.editing import change

LAST_ADMINISTRATOR = "Đây là quản trị cổng cuối cùng; hãy giao vai trò cho người khác trước."


@transaction.atomic
def rename_person(person: User, *, revision: int, by: User, full_name: str) -> None:
    """Mends somebody's name. Raises PermissionDenied, ValidationError, and StaleWriteError as `change` does."""
    if not may_look_after(by, person, Right.EDIT_PEOPLE):
        raise PermissionDenied("Bạn không được sửa họ tên của người này.")
    full_name = checked_text("full_name", "Họ và tên", full_name, longest=150, required=True)
    change(person, revision=revision, by=by, full_name=full_name)


@transaction.atomic
def end_membership(membership: Membership, *, revision: int, by: User) -> None:
    """Ends somebody's place at an agency at once: its API tokens too; open sessions lose it with the next request.

    One that has ended stays as it is. Raises PermissionDenied for who may not, ValidationError for one's own
    and for the last administrator of the portal, StaleWriteError as `change` does.
    """
    if not by.may(Right.END_MEMBERSHIPS, province=membership.province):
        raise PermissionDenied("Bạn không được cho thôi vai trò này.")
    if membership.user_id == by.pk:
        raise ValidationError("Không tự cho mình thôi vai trò được; hãy nhờ quản trị khác.")
    if membership.role == Role.PORTAL_ADMIN:
        _refuse_without_administrator(membership.user)
    if membership.ended_at is None:
        change(membership, revision=revision, by=by, ended_at=timezone.now())
    ApiToken.objects.filter(membership=membership, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def close_account(person: User, *, revision: int, by: User) -> None:
    """Closes an account: nobody signs in with it, its sessions end for good, tokens are revoked.

    Raises PermissionDenied for who may not, ValidationError for one's own and for the last administrator of the
    portal, StaleWriteError as `change` does.
    """
    _refuse_stranger(person, by)
    if person.pk == by.pk:
        raise ValidationError("Không tự đóng tài khoản của mình được; hãy nhờ quản trị khác.")
    _refuse_without_administrator(person)
    change(person, revision=revision, by=by, is_active=False)
    end_sessions(person)
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def reopen_account(person: User, *, revision: int, by: User) -> None:
    """Opens a closed account again, with the memberships that are still in force; tokens stay revoked.

    Raises PermissionDenied for who may not, StaleWriteError as `change` does.
    """
    _refuse_stranger(person, by)
    change(person, revision=revision, by=by, is_active=True)


def may_look_after(by: User, person: User, right: Right) -> bool:
    """If the right covers the whole person: a province's administrator only has who belongs to it alone."""
    if not by.may(right):
        return False
    return by.sees_all_provinces or not _belongs_beyond(person, by.province_ids())


def _belongs_beyond(person: User, provinces: set[int]) -> bool:
    """If somebody is a member of an agency outside of these provinces, which her administrator cannot see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_belongs_beyond(%s, %s)", [person.pk, sorted(provinces)])
        return cursor.fetchone()[0]


def _refuse_stranger(person: User, by: User) -> None:
    if not may_look_after(by, person, Right.CLOSE_ACCOUNTS):
        raise PermissionDenied(
            "Người này còn thuộc cơ quan của tỉnh khác hoặc trung ương nên chỉ quản trị cổng đóng, mở tài khoản được."
        )


def _refuse_without_administrator(leaving: User) -> None:
    """Keeps one administrator of the portal, also against two who send each other away at the same time."""
    administrators = (
        Membership.objects.active()
        .filter(role=Role.PORTAL_ADMIN, user__is_active=True)
        .select_for_update(of=("self", "user"))
        .order_by("pk")
    )
    people = {membership.user_id for membership in administrators.select_related("user")}
    if people == {leaving.pk}:
        raise ValidationError(LAST_ADMINISTRATOR)
