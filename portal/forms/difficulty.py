"""What people write about a difficulty: raising it, answering it, passing it on."""

from django import forms

from portal.forms.people import NOT_READABLE, UNKNOWN_CHOICE
from reporting.services.difficulties import LONGEST_NAME, LONGEST_TEXT


def _words(label: str, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        error_messages=NOT_READABLE | {"max_length": f"{label} không quá {LONGEST_TEXT} ký tự."},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RaiseForm(forms.Form):
    """A new difficulty; which plan it is about is chosen, or given by the page from which one comes."""

    plan = forms.ChoiceField(
        label="Kế hoạch", required=False, error_messages={"invalid_choice": UNKNOWN_CHOICE}
    )
    text = _words("Vướng mắc gì", "Việc gì không làm được, vì sao, đề nghị Sở Công Thương làm gì.", rows=6)

    def __init__(self, data=None, *, plans: list[tuple[str, str]], initial=None):
        super().__init__(data, initial=initial)
        self.fields["plan"].choices = [("", "Không riêng kế hoạch nào"), *plans]


class ReplyForm(forms.Form):
    """Words about a difficulty; to whom it is passed on, for the department."""

    text = _words("Nội dung")
    forwarded_to = forms.CharField(
        label="Chuyển đến",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Chỉ ghi khi chuyển, ví dụ: UBND tỉnh, Sở Tài chính.",
        error_messages=NOT_READABLE | {"max_length": f"Tên nơi nhận không quá {LONGEST_NAME} ký tự."},
    )
