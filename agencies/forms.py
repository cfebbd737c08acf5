"""Forms of one's own account, and of signing in where allauth's own are not enough."""

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as second_factors
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.cache import cache

from agencies.services import note_failed_sign_in


class ApiTokenForm(forms.Form):
    name = forms.CharField(
        label="Tên gợi nhớ",
        max_length=100,
        help_text="Ví dụ tên phần mềm hoặc bảng tính sẽ dùng mã này.",
        error_messages={
            "required": "Hãy đặt tên gợi nhớ, ví dụ tên phần mềm sẽ dùng mã này.",
            "max_length": "Tên không quá 100 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SecondFactorForm(AuthenticateForm):
    """A code is taken once, also while the tolerance for slow clocks would let it pass again."""

    def clean_code(self) -> str:
        try:
            return self._code_taken_once()
        except forms.ValidationError:
            note_failed_sign_in(context.request, self.user.pk)
            raise

    def _code_taken_once(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            taken = f"second-factor:{self.user.pk}:{normalize_user_code(code)}"
            lasts = second_factors.TOTP_PERIOD * (2 * second_factors.TOTP_TOLERANCE + 1)
            if not cache.add(taken, True, timeout=lasts):
                raise get_adapter().validation_error("incorrect_code")
        return code
