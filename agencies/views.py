"""Pages of signing in that allauth does not have as we want them; the others are allauth's own, with our templates."""

import logging
from functools import wraps

import requests
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_not_required
from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DataError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from agencies.adapters import refused
from agencies.devices import device_words
from agencies.second_factor import needs_second_factor
from agencies.services import end_sessions, log_sign_out, note_failed_sign_in
from agencies.sessions import open_sessions, public_name

logger = logging.getLogger(__name__)
# What allauth lets through when a service is away, or answers otherwise than OpenID Connect has it.
SERVICE_FAULTS = (
    requests.RequestException,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    ImproperlyConfigured,
    DataError,
)
SHOWN = "recovery_codes_shown_at"  # in the session, when its person was shown her recovery codes
TO_KEEP = 10 * 60  # seconds in which they can be downloaded after that


class SaysIfRequired:
    """Tells the page if the person's role asks for a second factor (`is_required`)."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_required": needs_second_factor(self.request.user)}


class SecondFactorView(SaysIfRequired, IndexView):
    """If the second factor is on, and how many recovery codes are left."""


class SetUpSecondFactorView(SaysIfRequired, ActivateTOTPView):
    """Sets up the authenticator app. Whoever else is in by password alone, is out."""

    def form_valid(self, form):
        answer, user = super().form_valid(form), self.request.user
        end_sessions(user)
        user.refresh_from_db(fields=["session_epoch"])
        update_session_auth_hash(self.request, user)  # this session goes on
        return answer


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes, once. From then on the session may download them for ten minutes."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["can_view_codes"]:
            self.request.session[SHOWN] = timezone.now().timestamp()
        return context


class DownloadRecoveryCodesView(View):
    """The recovery codes as text, for who has just been shown them."""

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def get(self, request):
        if timezone.now().timestamp() - request.session.get(SHOWN, 0) > TO_KEEP:
            raise PermissionDenied
        kept = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES)
        codes = kept.wrap().get_unused_codes()
        text = render_to_string("account/recovery_codes.txt", {"codes": codes, "user": request.user})
        return HttpResponse(
            text,
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="ma-khoi-phuc.txt"'},
        )


class SessionsView(View):
    """One's own sessions, to look through and to end: one (`end`, its name) or all but this one (`end=others`)."""

    def get(self, request):
        sessions = [
            {
                "row": session,
                "name": public_name(session),
                "device": device_words(session.user_agent),
                "is_current": session.is_current(),
            }
            for session in open_sessions(request.user)
        ]
        return render(request, "account/sessions.html", {"sessions": sessions})

    def post(self, request):
        others = [session for session in open_sessions(request.user) if not session.is_current()]
        wanted = request.POST.get("end", "")
        ended = [session for session in others if wanted in ("others", public_name(session))]
        for session in ended:
            session.end()
            log_sign_out(request.user)
        messages.success(
            request,
            f"Đã kết thúc {len(ended)} phiên làm việc." if ended else "Không còn phiên nào để kết thúc.",
        )
        return redirect("usersessions_list")


@login_not_required
def open_reset_link(request):
    """The link of a mail. Its secret stands in the query, which no log keeps, and goes on in the session."""
    person, _, secret = request.GET.get("ma", "").partition("-")
    request.session[INTERNAL_RESET_SESSION_KEY] = secret[:100]
    person = person if person.isascii() and person.isalnum() else "0"
    return redirect("account_reset_password_from_key", uidb36=person[:20], key="set-password")


def told_if_the_service_fails(view):
    """Whatever is wrong with the service's answers: people are told, and nothing of it is kept."""

    @wraps(view)
    def told(request, **named):
        try:
            with transaction.atomic():
                return view(request, **named)
        except SERVICE_FAULTS as error:
            logger.warning("sign-on failed: %s", type(error).__name__)
            note_failed_sign_in(request, None)
            return refused(request, failed=True)

    return told


@login_not_required
@require_POST
@told_if_the_service_fails
def sign_on(request):
    """Sends the person to the service that she signs in with.

    By a page that leads on: browsers let no form of ours end elsewhere (`sxsh_portal.browser`), also by redirects.
    """
    answer = openid_connect.login(request, settings.OIDC_PROVIDER_ID)
    if answer.status_code != 302:
        return answer
    return render(request, "account/sign_on_leave.html", {"service": answer.url, "name": settings.OIDC_NAME})


@login_not_required
@told_if_the_service_fails
def sign_on_callback(request, provider_id):
    """Where the service sends the person back to."""
    return openid_connect.callback(request, provider_id)
