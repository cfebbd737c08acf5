"""What happens around every request."""

import re
import time
import uuid
from functools import cached_property

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, get_contextvars

from agencies import sessions
from agencies.access import MEMBERSHIP, act_under
from agencies.second_factor import SECOND_FACTOR_MISSING, lacks_second_factor
from agencies.services import log_failed_sign_in
from core import scope
from core.scope import Scope

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
API = "/api/"
# What stays open to who still has to set up her second factor: that, and what brings her there or away.
WITHOUT_SECOND_FACTOR = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_link",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_activate_totp",
    "health",
    "metrics",
}
# They say whether the database is there: they cannot begin by opening a transaction in it.
OUTSIDE_TRANSACTION = ("health", "metrics")


def log_id() -> str:
    """The id of the running request, as log lines and history name it."""
    return get_contextvars().get("request_id", "")


class RequestLogMiddleware(RequestMiddleware):
    """One log line a request: its id, person, method, path, status and time; no address, query or e-mail.

    The id is the proxy's (X-Request-Id), so that its line can be found too, or a new one.
    """

    def prepare(self, request):
        given = request.headers.get("X-Request-Id", "")
        bind_contextvars(request_id=given if UUID.fullmatch(given) else str(uuid.uuid4()))
        request.log_started = time.monotonic()

    def handle_response(self, request, response):
        bind_contextvars(duration_ms=round((time.monotonic() - request.log_started) * 1000))
        super().handle_response(request, response)

    @staticmethod
    def format_request(request):
        return f"{request.method} {request.path}"

    @staticmethod
    def bind_user_id(request):
        """Names the person where the request has already found out; asks the database for nobody."""
        user = request.__dict__.get("user")
        if isinstance(user, SimpleLazyObject):
            user = request.__dict__.get("_cached_user")
        if user is not None and user.is_authenticated:
            bind_contextvars(user=str(user.public_id))


class PrivateAnswersMiddleware:
    """No answer to a person or program is kept by a browser or a proxy, unless its view says otherwise.

    Office computers are shared: after signing out, going back must not show a page again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SessionLimitsMiddleware:
    """Signs out who has not used the portal for SESSION_IDLE_MINUTES, or signed in SESSION_MAX_HOURS ago."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.session_key and request.user.is_authenticated:
            if sessions.is_over(request.session):
                logout(request)
                if not request.path.startswith(API):
                    messages.warning(request, "Phiên làm việc đã hết hạn. Hãy đăng nhập lại.")
            else:
                sessions.note_use(request)
        return self.get_response(request)


class RequestTransactionMiddleware:
    """One transaction around view and rendering: a request is done whole or not at all.

    It works in the scope of the person who asks (core.scope), of nobody where she has not signed in. Templates are
    rendered inside it, and any exception (also 404 and 403, also one that the API turned into its answer) takes back
    what was written; that somebody failed to sign in stays.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def paths_outside(self) -> set[str]:
        return {reverse(name) for name in OUTSIDE_TRANSACTION}

    def __call__(self, request):
        if request.path in self.paths_outside:
            return self.get_response(request)
        if "\0" in request.path:
            raise Http404  # nothing has such a name, and PostgreSQL cannot even be asked for it
        try:
            return self._within_transaction(request)
        finally:
            for person in getattr(request, "failed_sign_ins", ()):  # kept whatever became of the request
                with scope.scoped(Scope(request=log_id())):
                    log_failed_sign_in(person)

    def _within_transaction(self, request):
        request.has_failed = False
        user, made_by = request.user, log_id()
        with scope.scoped(
            Scope(user=user.pk, request=made_by)
        ):  # in which a person's memberships can be read
            if user.is_authenticated:
                act_under(user, request.session.get(MEMBERSHIP, ""))
            response = self.get_response(request)
            request.has_failed |= getattr(response, "exception", False)  # set by Django REST framework
            if request.has_failed or response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    # Bearer tokens and sign-in find out later who asks, and enter the scope then (agencies.access).

    def process_exception(self, request, exception):
        request.has_failed = True  # rolled back at the end: the error page may still read


class SecondFactorMiddleware:
    """Whoever must have a second factor and has none is led to its set-up; programs are told so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, keywords):
        """Inside the transaction, whose scope shows the person's memberships."""
        if request.resolver_match.url_name in WITHOUT_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if not lacks_second_factor(request.user):
            return None
        if request.path.startswith(API):
            return JsonResponse({"detail": SECOND_FACTOR_MISSING}, status=403)
        return redirect("mfa_activate_totp")
