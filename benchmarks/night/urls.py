"""The portal's addresses, and one that answers a word: what the server itself takes, beside the pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

handler400 = "portal.views.errors.bad_request"
handler404 = "portal.views.errors.not_found"


@login_not_required
def bare(request):
    """A bare Django view, behind the same middleware as all others."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bare/", bare), path("", include("sxsh_portal.urls"))]
