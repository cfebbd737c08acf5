"""Reading people and invitations, for those who look after them."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from agencies.models import Agency, Invitation, Membership, User
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
    shown = memberships.select_related("agency", "province", "changed_by").prefetch_related("province__names")
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
        .prefetch_related("province__names")
        .order_by("province__sort_key", "sort_key")
    )


def listed_invitations(administrator: User) -> InvitationQuerySet:
    """The invitations that an administrator may see, with names, the newest first."""
    invitations = Invitation.objects.visible_to(administrator)
    return invitations.select_related("agency", "province", "invited_by").prefetch_related("province__names")
