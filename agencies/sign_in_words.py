"""What signing in says: allauth's messages and mails in our words. What is not here is not said."""

# allauth's message -> what the next page says.
MESSAGES = {
    "account/messages/logged_in.txt": "Bạn đã đăng nhập: {user}.",
    "account/messages/logged_out.txt": "Bạn đã đăng xuất.",
    "account/messages/password_changed.txt": "Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc.",
    "mfa/messages/totp_activated.txt": "Đã bật xác thực hai bước.",
    "mfa/messages/totp_deactivated.txt": "Đã tắt xác thực hai bước.",
}

# allauth's mail -> what has happened to the account; each is a mail of `templates/mail/account_notice`.
NOTICES = {
    "account/email/password_changed": "Mật khẩu đã được đổi",
    "account/email/password_reset": "Mật khẩu đã được đặt lại",
    "mfa/email/totp_activated": "Xác thực hai bước đã được bật",
    "mfa/email/totp_deactivated": "Xác thực hai bước đã được tắt",
    "mfa/email/recovery_codes_generated": "Mã khôi phục mới đã được tạo",
    "socialaccount/email/account_connected": "Đã nối với dịch vụ đăng nhập một lần",
}

ACCOUNT_ERRORS = {
    "email_password_mismatch": "Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại.",
    "account_inactive": "Tài khoản này đã đóng. Hãy liên hệ quản trị của tỉnh.",
    "too_many_login_attempts": "Nhập sai quá nhiều lần. Hãy đợi vài phút rồi thử lại.",
    "rate_limited": "Nhập quá nhiều lần. Hãy đợi vài phút rồi thử lại.",
    "incorrect_password": "Mật khẩu không đúng. Hãy nhập lại.",
    "enter_current_password": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
    "invalid_password_reset": "Liên kết đặt lại mật khẩu không đúng hoặc không còn dùng được.",
}

SECOND_FACTOR_ERRORS = {
    "incorrect_code": "Mã không đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trong ứng dụng.",
    "cannot_delete_authenticator": "Vai trò của bạn phải có xác thực hai bước nên không tắt được.",
    "cannot_generate_recovery_codes": "Hãy bật xác thực hai bước trước khi tạo mã khôi phục.",
}
