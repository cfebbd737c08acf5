"""The form in which the department moves the day of a year's reports."""

from django import forms

from portal.forms.people import NOT_READABLE, UNKNOWN_CHOICE
from reporting.services import LONGEST_REASON


class MovedDayForm(forms.Form):
    """A decision on the day of a year's reports. What its values have to be is checked by `reporting.services`."""

    year = forms.TypedChoiceField(
        label="Năm báo cáo",
        coerce=int,
        error_messages={"required": "Hãy chọn năm.", "invalid_choice": UNKNOWN_CHOICE},
    )
    kind = forms.ChoiceField(
        label="Đối tượng", required=False, error_messages={"invalid_choice": UNKNOWN_CHOICE}
    )
    before = forms.CharField(
        label="Ngày mới",
        required=False,
        help_text="Ngày đầu tiên bị tính là muộn, như “trước ngày 20/12/2018”: gửi đến hết 19/12 là đúng hạn.",
        error_messages=NOT_READABLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_withdrawn = forms.BooleanField(label="Trở lại ngày in trong kế hoạch", required=False)
    reason = forms.CharField(
        label="Lý do",
        required=False,
        help_text=f"Hiện cùng ngày mới cho mọi cơ quan phải báo cáo; nhiều nhất {LONGEST_REASON} ký tự.",
        error_messages=NOT_READABLE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, years: list[int], kinds: list[tuple[str, str]], initial=None):
        super().__init__(data, initial=initial)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["kind"].choices = kinds
