"""The form of an agency or facility. What its values have to be is checked by `agencies.services.directory`."""

from django import forms

from agencies.enums import AgencyKind
from agencies.models import Province
from agencies.services import EDITABLE
from core import clock
from core.dates import format_partial
from portal.filters import NATIONAL
from portal.forms.people import NOT_READABLE, UNKNOWN_CHOICE
from portal.forms.revised import RevisedForm

PARTIAL = "Năm, tháng hoặc ngày, ví dụ 2013, 10/2013 hoặc 24/10/2013. Để trống nếu không rõ."


class AgencyFields(forms.Form):
    """What the directory tells of an agency or a facility."""

    name = forms.CharField(
        label="Tên đầy đủ",
        max_length=300,
        error_messages=NOT_READABLE
        | {"required": "Hãy nhập tên đầy đủ.", "max_length": "Tên không quá 300 ký tự."},
    )
    short_name = forms.CharField(
        label="Tên tắt",
        max_length=100,
        required=False,
        help_text="Ví dụ SCT. Để trống nếu không có.",
        error_messages=NOT_READABLE | {"max_length": "Tên tắt không quá 100 ký tự."},
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Hãy chọn"), *AgencyKind.choices],
        error_messages={"required": "Hãy chọn loại.", "invalid_choice": UNKNOWN_CHOICE},
    )
    exists_from = forms.CharField(
        label="Tồn tại từ", max_length=40, required=False, help_text=PARTIAL, error_messages=NOT_READABLE
    )
    exists_to = forms.CharField(
        label="Tồn tại đến", max_length=40, required=False, help_text=PARTIAL, error_messages=NOT_READABLE
    )
    note = forms.CharField(
        label="Ghi chú",
        max_length=4000,
        required=False,
        error_messages=NOT_READABLE | {"max_length": "Ghi chú không quá 4000 ký tự."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AgencyForm(AgencyFields, RevisedForm):
    """An agency of the directory as it is, to be changed."""

    FIELDS = EDITABLE

    def values_of(self, row) -> dict:
        values = super().values_of(row)
        return values | {name: format_partial(values[name]) for name in ("exists_from", "exists_to")}


class NewAgencyForm(AgencyFields):
    """An agency that is not in the directory yet, and where it belongs."""

    province = forms.ChoiceField(
        label="Tỉnh, thành phố",
        error_messages={"required": "Hãy chọn tỉnh, thành phố.", "invalid_choice": UNKNOWN_CHOICE},
    )
    field_order = ("province",)

    def __init__(self, data=None, *, provinces: list[Province | None]):
        super().__init__(data)
        self.provinces = {province.slug if province else NATIONAL: province for province in provinces}
        self.fields["province"].choices = [
            (slug, str(province.name_on(province.ended_on or clock.today())) if province else "Trung ương")
            for slug, province in self.provinces.items()
        ]

    @property
    def values(self) -> dict:
        """What `agencies.services.add_agency` is told."""
        return self.cleaned_data | {"province": self.provinces[self.cleaned_data["province"]]}
