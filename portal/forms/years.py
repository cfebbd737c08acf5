"""What the department fills in about reporting years. What the values have to be is checked by `reporting.services`."""

from datetime import date

from django import forms

from agencies.models import Agency
from portal.forms.life import IssueDayField
from portal.forms.people import NOT_READABLE, UNKNOWN_CHOICE, agency_label, find_agency
from reporting.services import LONGEST_YEAR_REASON

CUT_OFF_HINT = (
    "Báo cáo kể số liệu đến hết ngày này. Từ năm 2019 báo cáo định kỳ hằng năm chốt ngày 14/12 (Nghị định "
    "09/2019/NĐ-CP, Điều 12); để trống nếu kỳ này không chốt số liệu."
)
CUT_OFF_SINCE = 2019


def reason_field(help_text: str = "") -> forms.CharField:
    """Why something is decided, in a few lines."""
    return forms.CharField(
        label="Lý do",
        required=False,
        help_text=help_text or f"Cơ quan liên quan đọc được; nhiều nhất {LONGEST_YEAR_REASON} ký tự.",
        error_messages=NOT_READABLE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def day_field(label: str, help_text: str = "", **options) -> IssueDayField:
    return IssueDayField(label, help_text=help_text, **options)


class CutOffForm(forms.Form):
    """Up to which day the figures of the year are told."""

    data_until = day_field("Số liệu chốt đến hết ngày", CUT_OFF_HINT)


class OpenYearForm(CutOffForm):
    """Opening a year: now, or by itself on a day to come."""

    opens_on = day_field("Tự mở vào ngày", "Chỉ ghi khi muốn cổng tự mở vào một ngày sau này.")

    @staticmethod
    def usual_cut_off(year: int) -> date | None:
        """By the rule for yearly reports; None for the years before it."""
        return date(year, 12, 14) if year >= CUT_OFF_SINCE else None


class YearReasonForm(forms.Form):
    """A decision that needs no more than its reason."""

    reason = reason_field()


class ExtensionForm(forms.Form):
    """More time for one agency."""

    before = day_field(
        "Ngày mới",
        "Ngày đầu tiên bị tính là muộn, như “trước ngày 20/12/2018”: gửi đến hết 19/12 là đúng hạn.",
        required_words="Hãy ghi ngày mới.",
    )
    reason = reason_field()


class AgencyNamedForm(forms.Form):
    """One agency of a list, by its name; `agencies` are those of the list, by what they are called."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=500,
        help_text="Gõ vài từ trong tên, không cần dấu, hoặc chọn trong danh sách gợi ý.",
        error_messages=NOT_READABLE
        | {"required": "Hãy chọn cơ quan.", "max_length": "Không có cơ quan này."},
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, agencies: list[Agency], **options):
        super().__init__(data, **options)
        self.agencies = {agency_label(agency): agency for agency in agencies}

    def clean_agency(self) -> Agency:
        return find_agency(self.cleaned_data["agency"], self.agencies, "ở tỉnh này")


class AskForm(AgencyNamedForm):
    """Asking for a report that no clause makes an agency owe."""

    reason = reason_field("Ví dụ: cơ sở được hỗ trợ đánh giá nhanh năm nay. Cơ quan được yêu cầu đọc được.")
    before = day_field(
        "Trước ngày", "Ngày đầu tiên bị tính là muộn; để trống thì báo cáo không bao giờ muộn."
    )


class HeirForm(AgencyNamedForm):
    """Who takes the duties of an agency that has ended: all, or those at one place."""

    place = forms.ChoiceField(
        label="Nhận việc gì", required=False, error_messages={"invalid_choice": UNKNOWN_CHOICE}
    )
    reason = reason_field("Không bắt buộc; ví dụ số quyết định về sắp xếp tổ chức.")
    field_order = ("place", "agency", "reason")

    def __init__(self, *args, places: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["agency"].label = "Cơ quan nhận việc"
        self.fields["place"].choices = [("", "Mọi việc của cơ quan này trong kế hoạch"), *places]


class CollectiveForm(forms.Form):
    """Whom a collective means, and which other words mean the same."""

    agencies = forms.MultipleChoiceField(
        label="Cơ quan", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN_CHOICE},
    )  # fmt: skip
    same = forms.MultipleChoiceField(
        label="Cụm từ khác", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN_CHOICE},
    )  # fmt: skip

    def __init__(self, data=None, *, agencies: list[Agency], same: list[tuple[str, str]], **options):
        super().__init__(data, **options)
        self._agencies = {str(agency.public_id): agency for agency in agencies}
        self.fields["agencies"].choices = [(key, agency.name) for key, agency in self._agencies.items()]
        self.fields["same"].choices = same

    def clean_agencies(self) -> list[Agency]:
        return [self._agencies[key] for key in self.cleaned_data["agencies"]]
