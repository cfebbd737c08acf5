"""How the API knows who asks: bearer tokens of programs, sessions of people."""

from django.utils import timezone
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from agencies.access import act_as
from agencies.backends import may_act
from agencies.models import ApiToken
from agencies.second_factor import SECOND_FACTOR_MISSING, lacks_second_factor


class BearerTokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer SECRET`. The day of last use is kept, so that unused tokens can be found.

    Tokens of who lacks the second factor that she must have rest until she has it.
    """

    def authenticate(self, request):
        scheme, _, secret = authentication.get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = ApiToken.objects.for_secret(secret.strip().decode("latin-1")).select_related("user").first()
        if token is None or not may_act(token.user) or not self._acts_under(token):
            raise AuthenticationFailed("Mã truy cập không đúng hoặc đã bị thu hồi.")
        if lacks_second_factor(token.user):
            raise PermissionDenied(SECOND_FACTOR_MISSING)
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return token.user, token

    def _acts_under(self, token: ApiToken) -> bool:
        """Enters the scope of the token's membership; False where that has ended."""
        act_as(token.user, token.membership_id)
        acting = token.user.membership
        return token.membership_id == (acting.pk if acting else None)

    def authenticate_header(self, request):
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a browser; what changes something needs its CSRF token."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except PermissionDenied:  # in English, with Django's own reason
            raise PermissionDenied("Thiếu mã chống giả mạo (CSRF) của phiên làm việc.") from None
