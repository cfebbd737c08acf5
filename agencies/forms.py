"""Forms of one's own account."""

from django import forms


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
