"""Addresses of signing in and of one's own account: of all that allauth has, what the portal offers."""

from allauth.account import views as account
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

from agencies import views

SERVICE = {"provider_id": settings.OIDC_PROVIDER_ID}

urlpatterns = [
    path(
        "login/",
        account.LoginView.as_view(
            extra_context={"sign_on": lambda: settings.OIDC_SERVER_URL and settings.OIDC_NAME}
        ),
        name="account_login",
    ),
    path("logout/", account.LogoutView.as_view(), name="account_logout"),
    path("reauthenticate/", account.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("password/change/", account.PasswordChangeView.as_view(), name="account_change_password"),
    # allauth leads there who has no password to change.
    path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reset/", account.PasswordResetView.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.PasswordResetDoneView.as_view(), name="account_reset_password_done"),
    path("password/reset/link/", views.open_reset_link, name="account_reset_link"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>set-password)/$",
        account.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/changed/",
        account.PasswordResetFromKeyDoneView.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/code/", AuthenticateView.as_view(), name="mfa_authenticate"),
    path("second-factor/", views.SecondFactorView.as_view(), name="mfa_index"),
    path("second-factor/set-up/", views.SetUpSecondFactorView.as_view(), name="mfa_activate_totp"),
    path("second-factor/switch-off/", DeactivateTOTPView.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/",
        GenerateRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        views.DownloadRecoveryCodesView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    path("oidc/login/", views.sign_on, name="openid_connect_login"),
    path("oidc/login/callback/", views.sign_on_callback, SERVICE, name="openid_connect_callback"),
]
