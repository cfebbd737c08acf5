"""What the requester of a document may give."""

from django import forms

from reporting.services import HIGHEST_NUMBER


class HeadingForm(forms.Form):
    """Number, day and signer of an official document; everything may stay empty."""

    number = forms.IntegerField(
        label="Số văn bản",
        required=False,
        min_value=1,
        max_value=HIGHEST_NUMBER,
        help_text="Để trống nếu văn thư chưa cấp số.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Số văn bản là số nguyên từ 1 đến {HIGHEST_NUMBER}."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label="Ngày ký",
        required=False,
        help_text="Ví dụ 05/12/2018. Để trống thì lấy ngày hôm nay.",
        error_messages={"invalid": "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/12/2018."},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    signer_authority = forms.CharField(
        label="Quyền hạn ký",
        required=False,
        help_text="Chỉ khi ký thay, ví dụ KT. GIÁM ĐỐC.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signer_title = forms.CharField(
        label="Chức vụ người ký",
        required=False,
        help_text="Ví dụ PHÓ GIÁM ĐỐC. Để trống thì ghi GIÁM ĐỐC.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signer_name = forms.CharField(
        label="Họ tên người ký", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
