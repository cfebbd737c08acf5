"""Invitations, for administrators: inviting, the list, sending again, revoking."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agencies.models import Invitation
from agencies.rights import Right
from agencies.selectors import agencies_to_invite_to, listed_invitations
from agencies.services import invite, renew_invitation, revoke_invitation, roles_given_by
from portal.forms.people import InvitationForm
from portal.forms.revised import refuse
from portal.views.lists import page_of
from portal.views.people import AdministratorView

PEOPLE = "Người dùng"


class InvitationListView(AdministratorView):
    """The invitations that wait for an answer or have expired, then those that have ended."""

    def get(self, request):
        invitations = listed_invitations(request.user)
        context = {
            "open": invitations.open(),
            "page": page_of(request, invitations.ended()),
            "other_page": "?page=",
            "may_invite": request.user.may(Right.INVITE),
            "crumbs": [(PEOPLE, reverse("people")), ("Lời mời", "")],
        }
        return render(request, "people/invitations.html", context)


class InviteView(AdministratorView):
    """The form by which somebody is invited into an agency."""

    def get(self, request):
        return self._page(request, self._form(request))

    def post(self, request):
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            invitation = invite(by=request.user, link=link_of(request), **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
            return self._page(request, form, status=422)
        messages.success(request, f"Đã gửi lời mời tới {invitation.email}.")
        return redirect("invitations")

    def _form(self, request, *data, **options):
        if not request.user.may(Right.INVITE):
            raise PermissionDenied("Bạn không được mời người dùng.")
        agencies, roles = agencies_to_invite_to(request.user), roles_given_by(request.user)
        return InvitationForm(*data, agencies=agencies, roles=roles, **options)

    def _page(self, request, form, status=200):
        crumbs = [(PEOPLE, reverse("people")), ("Mời người dùng", "")]
        return render(request, "people/invite.html", {"form": form, "crumbs": crumbs}, status=status)


class RenewInvitationView(AdministratorView):
    """Sends an invitation again, with a new link."""

    def post(self, request, public_id):
        invitation = get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id)
        try:
            renew_invitation(invitation, by=request.user, link=link_of(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, f"Đã gửi lại lời mời tới {invitation.email}; liên kết cũ hết dùng được."
            )
        return redirect("invitations")


class RevokeInvitationView(AdministratorView):
    """Ends an invitation."""

    def post(self, request, public_id):
        invitation = get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id)
        revoke_invitation(invitation, by=request.user)
        messages.success(request, f"Đã thu hồi lời mời gửi {invitation.email}.")
        return redirect("invitations")


def link_of(request):
    """Makes the whole address of a link from its secret."""
    return lambda secret: request.build_absolute_uri(f"{reverse('join')}?loi-moi={secret}")
