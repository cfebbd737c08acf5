"""Bearer tokens for programs that use the API."""

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from agencies.backends import may_act
from agencies.models import ApiToken


class BearerTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer SECRET`. The day of last use is kept, so that unused tokens can be found."""

    def authenticate(self, request):
        scheme, _, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = ApiToken.objects.for_secret(secret.strip().decode("latin-1")).select_related("user").first()
        if token is None or not may_act(token.user):
            raise AuthenticationFailed("Mã truy cập không đúng hoặc đã bị thu hồi.")
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return token.user, token

    def authenticate_header(self, request):
        return "Bearer"
