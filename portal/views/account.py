"""One's own account."""

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from agencies.access import MEMBERSHIP
from agencies.forms import ApiTokenForm
from agencies.models import ApiToken
from agencies.second_factor import has_second_factor
from agencies.services import create_api_token, revoke_api_token


class AccountView(View):
    """One's own account: memberships, sign-in and API tokens. A new token's secret is shown once, in the answer."""

    def get(self, request):
        return self._page(request, ApiTokenForm())

    @method_decorator(reauthentication_required)
    def post(self, request):
        form = ApiTokenForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            token, secret = create_api_token(request.user, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(request, form, status=422)
        return self._page(request, ApiTokenForm(), new_token=token, secret=secret)

    def _page(self, request, form, status=200, **extra):
        context = {
            "form": form,
            "has_second_factor": has_second_factor(request.user),
            "memberships": request.user.active_memberships,
            "tokens": request.user.api_tokens.filter(revoked_at=None).select_related("membership__agency"),
        }
        response = render(request, "portal/account.html", context | extra, status=status)
        response["Cache-Control"] = "no-store"
        return response


class SwitchMembershipView(View):
    """Chooses under which of one's own memberships to act, from here to the end of the session."""

    def post(self, request, public_id):
        chosen = get_object_or_404(request.user.memberships.active(), public_id=public_id)
        request.session[MEMBERSHIP] = str(chosen.public_id)
        return redirect("home")


class RevokeTokenView(View):
    """Ends one of one's own API tokens."""

    def post(self, request, public_id):
        revoke_api_token(get_object_or_404(ApiToken, user=request.user, public_id=public_id))
        return redirect("account")
