"""How allauth behaves here: signing in, second factors, and sign-on by another service."""

import logging
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies.access import act_as
from agencies.backends import may_act
from agencies.devices import device_words
from agencies.mailing import send
from agencies.models import User
from agencies.second_factor import cipher, needs_second_factor
from agencies.services import log_sign_in, log_sign_out, note_failed_sign_in
from agencies.sessions import has_just_signed_in
from agencies.sign_in_words import ACCOUNT_ERRORS, MESSAGES, NOTICES, SECOND_FACTOR_ERRORS

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone: accounts are made for people by their administrator."""

    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_ERRORS

    def authenticate(self, request, **credentials):
        """allauth also gives closed accounts whose password is right, to send them to a page of their own."""
        user = super().authenticate(request, **credentials)
        if user is not None and not may_act(user):
            self.authentication_failed(request, **credentials)
            raise self.validation_error("account_inactive")
        return user

    def login(self, request, user):
        """From here on the request works in the scope of who has signed in.

        An account may have been closed since its password was given, before the code of the second factor.
        """
        if not may_act(user):
            messages.error(request, self.error_messages["account_inactive"])
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        act_as(user)
        log_sign_in(user)

    def pre_authenticate(self, request, **credentials):
        """An attempt that comes too soon after others is one in vain, too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self.authentication_failed(request, **credentials)
            raise

    def post_login(self, request, user, *, signal_kwargs, **more):
        """Who came by sign-on for the first time is tied to the service's id, now that all has been proved."""
        by_service = (signal_kwargs or {}).get("sociallogin")
        if by_service is not None and not _is_tied(by_service.account):
            by_service.connect(request, user)
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **more)

    def authentication_failed(self, request, **credentials):
        """For the account of that address, if there is one."""
        known = User.objects.filter(email=str(credentials.get("email", "")).lower()).values_list(
            "pk", flat=True
        )
        note_failed_sign_in(request, known.first())

    def logout(self, request):
        if request.user.is_authenticated:
            log_sign_out(request.user)
        super().logout(request)

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """The password is asked again before what changes how one signs in, unless she has just signed in."""
        return not has_just_signed_in(self.request.session)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """By password alone, whatever else there is."""
        return [{"id": "reauthenticate", "description": "Mật khẩu", "url": reverse("account_reauthenticate")}]

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("account")

    def add_message(self, request, level, message_template=None, message_context=None, **more):
        """Says it in our words (MESSAGES), or not at all."""
        if words := MESSAGES.get(message_template):
            messages.add_message(request, level, words.format(user=request.user))

    def get_reset_password_from_key_url(self, key: str) -> str:
        return f"{self.request.build_absolute_uri(reverse('account_reset_link'))}?ma={quote(key)}"

    def send_password_reset_mail(self, user, email, context) -> None:
        """A link, for accounts that may be used; whoever asked sees the same page in any case."""
        if may_act(user):
            send("password_reset", to=user.email, name=user, link=context["password_reset_url"])

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Tells a person what has been done to her account, from which device."""
        send(
            "account_notice",
            to=user.email,
            name=user,
            what=NOTICES[template_prefix],
            device=device_words(self.get_http_user_agent(self.request)),
            ip=self.get_client_ip(self.request),
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; who needs a second factor keeps it."""

    error_messages = DefaultMFAAdapter.error_messages | SECOND_FACTOR_ERRORS

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that no code fits, and a log line, where SECOND_FACTOR_KEY is another than it was."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("a second factor cannot be read: SECOND_FACTOR_KEY is not the one it was kept with")
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator) -> bool:
        return not needs_second_factor(authenticator.user)


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-on by a service of OpenID Connect lets in who has an account here, and makes none."""

    def pre_social_login(self, request, sociallogin) -> None:
        """Finds the account: by the service's own id of the person, the first time by an address it has verified."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(refused(request))
        user = sociallogin.user if sociallogin.is_existing else _by_verified_email(sociallogin)
        if user is None or not may_act(user):
            logger.warning("sign-on refused: no open account")
            note_failed_sign_in(request, user.pk if user else None)
            raise ImmediateHttpResponse(refused(request))
        sociallogin.user = user  # tied to the service's id when she is in (AccountAdapter.post_login)

    def populate_user(self, request, sociallogin, data):
        """What else the service says of a person is not kept: nobody reads it."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Whatever went wrong on the way: nobody is told more than what to do."""
        logger.warning("sign-on failed: %s", type(exception).__name__ if exception else error)
        note_failed_sign_in(request, None)
        raise ImmediateHttpResponse(refused(request, failed=True))

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        AccountAdapter().send_notification_mail(template_prefix, user, context)


def refused(request, *, failed: bool = False):
    """The page for who is not let in: the account is missing or closed, or (`failed`) the service did not answer."""
    return render(request, "account/sign_on_refused.html", {"failed": failed}, status=403)


def _is_tied(account: SocialAccount) -> bool:
    return SocialAccount.objects.filter(provider=account.provider, uid=account.uid).exists()


def _by_verified_email(sociallogin) -> User | None:
    """Somebody whom the service has not signed in before: once it has, only its own id of her counts."""
    verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified is True]
    known = SocialAccount.objects.filter(provider=sociallogin.account.provider)
    return User.objects.filter(email__in=verified).exclude(pk__in=known.values("user")).first()
