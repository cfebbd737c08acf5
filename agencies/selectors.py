"""Reading people, invitations and mails, for those who look after them."""

from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from agencies.models import Agency, Invitation, Membership, OutgoingMail, User
from agencies.models.invitation import InvitationQuerySet
from agencies.rights import Right


def people_of(administrator: User) -> QuerySet[User]:
    """The people whom an administrator looks after, with their memberships in her provinces, ended ones too.

    The portal's administrator also sees who belongs to no agency yet.
    """
    memberships = Membership.objects.administered_by(administrator)
    people = User.objects.all()
    if not administrator.sees_all_provinces or not administrator.may(Right.SEE_PEOPLE):
        people = people.filter(Exists(memberships.filter(user=OuterRef("pk"))))
    shown = memberships.select_related("agency", "province", "changed_by")
    return people.prefetch_related(
        Prefetch("memberships", shown.order_by("-ended_at", "pk"), to_attr="administered")
    ).order_by("full_name", "email")


def agencies_to_invite_to(administrator: User) -> QuerySet[Agency]:
    """The agencies into which an administrator may invite people: those of her provinces, or all."""
    if not administrator.may(Right.INVITE):
        return Agency.objects.none()
    agencies = Agency.objects.visible_to(administrator).own_of(administrator)
    return (
        agencies.defer("search_text", "search_vector")
        .select_related("province")
        .order_by("province__sort_key", "sort_key")
    )


def listed_invitations(administrator: User) -> InvitationQuerySet:
    """The invitations that an administrator may see, with names, the newest first."""
    invitations = Invitation.objects.visible_to(administrator)
    return invitations.select_related("agency", "province", "invited_by")


# What is read of mails: never their texts, which hold secret links, nor subjects, which name what is not issued.
OF_MAILS = (
    "public_id", "kind", "recipient", "created_at", "attempts", "last_fault", "handing_at", "sent_at", "doubt_at",
    "refused_at", "refusal", "suppressed_at", "suppression", "given_up_at",
)  # fmt: skip


def mails_not_arrived(administrator: User) -> QuerySet[OutgoingMail]:
    """The mails to the people whom an administrator looks after, which did not or may not have arrived, newest first.

    The database shows each administrator those to people and invitations of her provinces.
    """
    if not administrator.may(Right.DECIDE_MAILS):
        return OutgoingMail.objects.none()
    mails = OutgoingMail.objects.not_arrived().only(*OF_MAILS)
    return mails.order_by(F("doubt_at").desc(nulls_last=True), "-created_at", "-id")


def count_mails() -> dict[str, tuple[int, datetime]]:
    """How many mails wait, are due (in no worker's hands) and in doubt, and since when; of all provinces together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, number, oldest FROM agencies_count_mails()")
        return {state: (number, oldest) for state, number, oldest in cursor.fetchall()}
