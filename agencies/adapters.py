"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter

from agencies.access import act_as
from agencies.backends import may_act
from agencies.models import User
from agencies.services import log_sign_in, log_sign_out


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone: accounts are made for people by their administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại.",
        "account_inactive": "Tài khoản này đã đóng. Hãy liên hệ quản trị của tỉnh.",
        "too_many_login_attempts": "Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại.",
    }

    def authenticate(self, request, **credentials):
        """allauth also gives closed accounts whose password is right, to send them to a page of their own."""
        user = super().authenticate(request, **credentials)
        if user is not None and not may_act(user):
            self.authentication_failed(request, **credentials)
            raise self.validation_error("account_inactive")
        return user

    def login(self, request, user):
        """From here on the request works in the scope of who has signed in."""
        super().login(request, user)
        act_as(user)
        log_sign_in(user)

    def authentication_failed(self, request, **credentials):
        """Noted for `portal.middleware`, which writes it down whatever becomes of the request's transaction."""
        known = User.objects.filter(email=str(credentials.get("email", "")).lower()).values_list(
            "pk", flat=True
        )
        request.failed_sign_ins = [*getattr(request, "failed_sign_ins", ()), known.first()]

    def logout(self, request):
        if request.user.is_authenticated:
            log_sign_out(request.user)
        super().logout(request)

    def is_open_for_signup(self, request) -> bool:
        return False
