"""Addresses of the portal."""

from allauth.account.views import LoginView, LogoutView
from django.urls import include, path

urlpatterns = [
    path("accounts/login/", LoginView.as_view(), name="account_login"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("api/v1/", include("portal.api.urls")),
    path("runs/", include("reporting.urls")),
    path("", include("portal.urls")),
]

handler404 = "portal.views.errors.not_found"
