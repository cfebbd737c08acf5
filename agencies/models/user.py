"""Users, the agencies they belong to with a role, and their API tokens."""

import hashlib
import uuid
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies.enums import NATIONAL_ROLES, Role
from agencies.models.agency import Agency
from agencies.models.province import Province
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right, holds, reaches

ANYWHERE = object()


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields):
        """A person who signs in with this e-mail address; without password nobody can sign in yet."""
        if not email:
            raise ValueError("Cần địa chỉ thư điện tử.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Revised):
    """A person. The e-mail address is the account; what they may do comes from memberships.

    Accounts are closed (`is_active`), never deleted (a trigger refuses it): names stand under reports and
    decisions.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("thư điện tử", unique=True)
    full_name = models.CharField("họ và tên", max_length=150)
    is_active = models.BooleanField("đang dùng", default=True)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)
    date_joined = models.DateTimeField("ngày tạo", default=timezone.now)
    session_epoch = models.PositiveIntegerField("đợt phiên làm việc", default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["full_name", "email"]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower", condition=Q(email=models.functions.Lower("email"))
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_session_auth_hash(self) -> str:
        """What every session of hers carries: it dies with her password, and when the epoch is raised."""
        return salted_hmac(
            "agencies.User.session", f"{self.session_epoch} {self.password}", algorithm="sha256"
        ).hexdigest()

    @cached_property
    def active_memberships(self) -> list["Membership"]:
        """The memberships in force, with agency and province; none for an account that is not saved."""
        if self.pk is None:
            return []
        taken_over = Province.objects.filter(successor=OuterRef("province")).order_by().values("pk")
        memberships = self.memberships.active().select_related("agency", "province").order_by()
        found = memberships.annotate(taken_over=ArraySubquery(taken_over))
        return sorted(found, key=lambda one: one.pk)  # cheaper here, for every request asks

    @cached_property
    def membership(self) -> "Membership | None":
        """The membership under which the person acts: all rights come from it alone.

        The first of those in force, until `act_under` chooses; None for who belongs to no agency (any more).
        """
        return self.active_memberships[0] if self.active_memberships else None

    def act_under(self, chosen: str | int) -> None:
        """Chooses the membership to act under, by public id or primary key; one that is not in force is ignored."""
        for membership in self.active_memberships:
            if chosen in (membership.pk, str(membership.public_id)):
                self.membership = membership

    @property
    def sees_all_provinces(self) -> bool:
        return self.is_superuser or bool(self.membership and self.membership.role in NATIONAL_ROLES)

    def province_ids(self) -> set[int]:
        """The province this person acts in, with those that it has taken over."""
        if self.membership is None or self.membership.province is None:
            return set()
        return {self.membership.province_id, *self.membership.taken_over}

    def may(self, right: Right, *, province: Province | object | None = ANYWHERE) -> bool:
        """If the person, as the member under whom she acts, has the right.

        With `province` for that one, which may have been merged into hers; with None for what belongs to no
        province; without it anywhere at all.
        """
        if province is ANYWHERE:
            return any(holds(role, right) for role in self._roles)
        heirs = {province.pk, province.successor_id} - {None} if province else set()
        is_own = bool(self.membership) and self.membership.province_id in heirs
        return any(reaches(role, right, is_own=is_own, is_national=province is None) for role in self._roles)

    def provinces_where(self, right: Right) -> set[int]:
        """The provinces (primary keys) in which a provincial role gives the right; national ones reach all."""
        return self.province_ids() if self.may(right) else set()

    @property
    def _roles(self) -> list[str]:
        """The roles in which the person acts now; a superuser is an administrator of the portal."""
        acting = [self.membership.role] if self.membership else []
        return [*acting, Role.PORTAL_ADMIN] if self.is_superuser else acting


class MembershipQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """One's own and those of one's provinces; all for national roles."""
        if user.sees_all_provinces:
            return self
        return self.filter(Q(user=user) | Q(province__in=user.province_ids()))

    def active(self):
        return self.filter(ended_at__isnull=True)

    def administered_by(self, user: User):
        """What an administrator looks after: the portal's all, a province's those of it and of those it took over."""
        if not user.may(Right.SEE_PEOPLE):
            return self.none()
        return self if user.sees_all_provinces else self.filter(province__in=user.province_ids())


class Membership(Revised):
    """That a person belongs to an agency with a role.

    Begins with an accepted invitation; ended, never deleted (a trigger refuses it). Written by
    `agencies.services`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="người dùng")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name="cơ quan")
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="tỉnh"
    )
    role = models.CharField("vai trò", max_length=30, choices=Role)
    started_at = models.DateTimeField("bắt đầu", default=timezone.now)
    ended_at = models.DateTimeField("kết thúc", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "tư cách thành viên"
        verbose_name_plural = "tư cách thành viên"
        ordering = ["user_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_active_once",
            ),
            models.CheckConstraint(
                name="membership_province_unless_national",
                condition=Q(role__in=sorted(NATIONAL_ROLES), province__isnull=True)
                | (~Q(role__in=sorted(NATIONAL_ROLES)) & Q(province__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.user} - {self.get_role_display()} - {self.agency}"

    @property
    def province_name(self) -> str:
        """The province, to stand after the agency's name; empty where that tells it, and for national ones."""
        return self.province.beside(self.agency.name) if self.province else ""


class ApiTokenQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at__isnull=True, user__is_active=True)

    def for_secret(self, secret: str):
        return self.valid().filter(digest=ApiToken.digest_of(secret))


class ApiToken(models.Model):
    """A secret with which a program acts as a person. Only its SHA-256 is kept; it is shown once.

    It works under the membership in which it was made, and ends with it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name="người dùng")
    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="api_tokens",
        verbose_name="tư cách thành viên",
    )
    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("tên gợi nhớ", max_length=100)
    digest = models.CharField("dấu vết", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("ngày tạo", default=timezone.now)
    last_used_on = models.DateField("lần dùng cuối", null=True, blank=True)
    revoked_at = models.DateTimeField("ngày thu hồi", null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "mã truy cập API"
        verbose_name_plural = "mã truy cập API"
        ordering = ["-created_at"]

    def __str__(self):
        return self.name

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
