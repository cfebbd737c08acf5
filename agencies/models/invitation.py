"""Invitations into an agency, by e-mail."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.enums import NATIONAL_ROLES, InvitationState, Role
from agencies.models.agency import Agency
from agencies.models.province import Province
from agencies.models.user import User
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right

VALID_FOR = timedelta(days=7)


class InvitationQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """Those of the provinces of which the person sees the people; all for the portal's administrator."""
        if not user.may(Right.SEE_PEOPLE):
            return self.none()
        return self if user.sees_all_provinces else self.filter(province__in=user.province_ids())

    def open(self):
        """Neither accepted nor revoked; some of them may have expired and can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def ended(self):
        """Accepted or revoked."""
        return self.exclude(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """That somebody may join an agency with a role, by a link that was sent to her e-mail address.

    Life: waiting -> accepted | revoked; expired after VALID_FOR, until it is sent again with a new link. The
    link's secret is kept as SHA-256 only. `province` is the agency's. Written by `agencies.services.invitations`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="tỉnh"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invitations", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=30, choices=Role)
    email = models.EmailField("thư điện tử")
    full_name = models.CharField("họ và tên", max_length=150)
    digest = models.CharField("dấu vết", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="invitations_sent", verbose_name="người mời"
    )
    created_at = models.DateTimeField("ngày mời", default=timezone.now)
    sent_at = models.DateTimeField("lần gửi cuối", default=timezone.now)
    expires_at = models.DateTimeField("hết hạn")
    accepted_at = models.DateTimeField("ngày nhận", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name="người nhận",
    )
    revoked_at = models.DateTimeField("ngày thu hồi", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "agency", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                name="invitation_email_lower", condition=Q(email=models.functions.Lower("email"))
            ),
            models.CheckConstraint(
                name="invitation_province_unless_national",
                condition=Q(role__in=sorted(NATIONAL_ROLES), province__isnull=True)
                | (~Q(role__in=sorted(NATIONAL_ROLES)) & Q(province__isnull=False)),
            ),
            models.CheckConstraint(
                name="invitation_ends_once", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.email} - {self.get_role_display()} - {self.agency}"

    @property
    def province_name(self) -> str:
        """The province, to stand after the agency's name; empty where that tells it, and for national ones."""
        return self.province.beside(self.agency.name) if self.province else ""

    @property
    def state(self) -> InvitationState:
        """Where it is in its life now."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.WAITING

    @staticmethod
    def new_secret() -> str:
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
