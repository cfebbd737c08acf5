"""The signed paper of a consolidated report, with what stands on it."""

from django import forms

from portal.forms.fields import PrintedField
from reporting.services.signed_copies import LONGEST

DAY_WORDS = "Hãy ghi ngày trên bản đã ký theo dạng ngày/tháng/năm, ví dụ 05/01/2019."


class SignedCopyForm(forms.Form):
    """Number, day and signer as they stand on the paper, and the file."""

    document_number = PrintedField(
        "Số, ký hiệu", longest=LONGEST["document_number"][1], help_text="Như trên bản đã ký, ví dụ 12/BC-SCT."
    )
    document_day = forms.DateField(
        label="Ngày ký",
        help_text="Ví dụ 05/01/2019.",
        error_messages={"required": DAY_WORDS, "invalid": DAY_WORDS},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    signer_title = PrintedField(
        "Chức vụ người ký", longest=LONGEST["signer_title"][1], help_text="Ví dụ GIÁM ĐỐC."
    )
    signer_name = PrintedField("Họ tên người ký", longest=LONGEST["signer_name"][1])
    file = forms.FileField(
        label="Bản đã ký",
        help_text="Tệp PDF ký số hoặc bản quét, không quá 20 MB. Ký số trên chính tệp PDF cổng đã tạo thì cổng đối "
        "chiếu được.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "invalid": "Không nhận được tệp; hãy chọn lại.",
            "empty": "Tệp này rỗng; hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
