"""An address whose request fails after a sign-in did: what it wrote is taken back."""

from django.http import HttpResponse
from django.urls import path

from agencies.adapters import AccountAdapter
from sxsh_portal.urls import urlpatterns as usual


def fail(request) -> HttpResponse:
    AccountAdapter(request).authentication_failed(request, email=request.POST["login"])
    raise ZeroDivisionError


fail.login_required = False
urlpatterns = [*usual, path("fail/", fail, name="fail")]
