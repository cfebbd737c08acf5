"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone: accounts are made for people by their administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại.",
        "account_inactive": "Tài khoản này đã đóng. Hãy liên hệ quản trị của tỉnh.",
        "too_many_login_attempts": "Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False
