"""What rows of libraries are called where people read the history: their models have no Vietnamese words of ours."""

KINDS = {
    "account_emailaddress": "địa chỉ thư điện tử",
    "mfa_authenticator": "xác thực hai bước",
    "socialaccount_socialaccount": "liên kết với dịch vụ đăng nhập một lần",
}
LABELS = {
    "user_id": "người dùng",
    "email": "địa chỉ",
    "verified": "đã xác nhận",
    "primary": "địa chỉ chính",
    "type": "loại",
    "data": "khóa",
    "created_at": "lúc bật",
    "provider": "dịch vụ",
    "uid": "mã người dùng ở dịch vụ",
}
VALUES = {"totp": "ứng dụng xác thực", "recovery_codes": "mã khôi phục", "webauthn": "khóa bảo mật"}
