"""Addresses of the portal."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("agencies.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("runs/", include("reporting.urls")),
    path("", include("portal.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler404 = "portal.views.errors.not_found"
