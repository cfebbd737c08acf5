"""Forms of the catalogue's entries, made of what `plans.services.catalogue` lets people type, which checks it too."""

from datetime import date
from decimal import Decimal

from django import forms
from django.db import models

from core import clock
from core.dates import format_date
from core.numbers import format_number
from plans.models import CatalogueEntry, Indicator, Programme
from plans.services import EDITABLE, GIVEN_ONCE, fixed_fields, label_of
from portal.forms.people import NOT_READABLE, NOTHING_CHOSEN, UNKNOWN_CHOICE
from portal.forms.revised import RevisedForm

DAY = "Ngày, tháng, năm, ví dụ 07/09/2009."
HELP = {
    "code": "Chữ thường không dấu, chữ số và dấu _, ví dụ training_course. Văn bản kế hoạch và API gọi mục này bằng mã.",
    "unit": "Ví dụ %, lớp, hội nghị. Không đổi được khi đã có kế hoạch dùng.",
    "short_name": "Dùng ở đầu cột của bảng, ví dụ Nhận thức.",
    "numerator": "Đếm gì; để trống nếu chỉ tiêu không phải là tỷ lệ.",
    "denominator": "Trên tổng số nào; để trống nếu chỉ tiêu không phải là tỷ lệ.",
    "description": "Hiện bên cạnh số liệu để người đọc hiểu đúng.",
    "issued_on": DAY,
    "valid_from": f"{DAY} Để trống nếu không giới hạn.",
    "valid_to": "Ngày cuối cùng còn hiệu lực. Để trống nếu chưa kết thúc.",
    "minimum": "Với một con số, hãy ghi như nhau ở cả hai ô.",
    "population": "Tính trên những cơ sở, doanh nghiệp, cơ quan nào.",
    "source": "Văn bản, trang, điều khoản; ghi rõ nếu mới lấy từ nguồn thứ cấp.",
}


def _field(kind: type[CatalogueEntry], name: str) -> forms.CharField:
    is_long = isinstance(kind._meta.get_field(name), models.TextField)
    return forms.CharField(
        label=label_of(kind, name),
        required=False,
        help_text=HELP.get(name, ""),
        error_messages=NOT_READABLE,
        widget=forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput(),
    )


def _shown(value) -> str:
    """A value as people type it."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return "" if value is None else str(value)


class EntryForm(RevisedForm):
    """An entry as it is, to be changed: `EntryForm.of(Indicator)` is the form of indicators.

    What does not change any more is shown with the reason, and not taken.
    """

    @classmethod
    def of(cls, kind: type[CatalogueEntry], *names: str) -> type["EntryForm"]:
        """The form of these fields of a kind, without names of all that may be changed."""
        names = names or EDITABLE[kind]
        fields = {name: _field(kind, name) for name in names}
        return type(cls)(f"{kind.__name__}Form", (cls,), fields | {"FIELDS": names})

    def fix(self, entry: CatalogueEntry) -> "EntryForm":
        """Says at the fields that are fixed why they are."""
        for name, reason in fixed_fields(entry).items():
            if name in self.fields:
                self.fields[name].help_text = reason
                self.fields[name].widget.attrs["readonly"] = True
        return self

    def values_of(self, row) -> dict:
        return {name: _shown(value) for name, value in super().values_of(row).items()}


class EndForm(EntryForm):
    """The last day of an entry: `EndForm.of(Indicator, "valid_to")`."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        today = format_date(clock.today())
        self.fields["valid_to"].help_text = f"Ngày cuối cùng còn hiệu lực, ví dụ {today} (hôm nay)."

    def clean_valid_to(self) -> str:
        if not self.cleaned_data["valid_to"]:
            raise forms.ValidationError("Hãy nhập ngày cuối cùng còn hiệu lực.")
        return self.cleaned_data["valid_to"]


class NewEntryForm(forms.Form):
    """An entry that is not in the catalogue yet; what it is about is chosen first."""

    def __init__(self, data=None, *, kind: type[CatalogueEntry]):
        super().__init__(data)
        self.choices: dict[str, dict] = {}
        for name in GIVEN_ONCE.get(kind, ()):
            self.fields[name] = self._choice(kind, name) or _field(kind, name)
        self.fields |= {name: _field(kind, name) for name in EDITABLE[kind]}

    def _choice(self, kind: type[CatalogueEntry], name: str) -> forms.ChoiceField | None:
        """A field in which one of a list is chosen; what has ended is not offered."""
        field = kind._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            rows = field.related_model.objects.not_ended_by(clock.today())
            options = [(str(row.public_id), _label(row)) for row in rows]
            self.choices[name] = {str(row.public_id): row for row in rows}
        elif field.choices:
            options = field.choices
        else:
            return None
        return forms.ChoiceField(
            label=label_of(kind, name),
            required=False,
            choices=[NOTHING_CHOSEN, *options],
            error_messages={"invalid_choice": UNKNOWN_CHOICE},
        )

    @property
    def values(self) -> dict:
        """What `plans.services.add_entry` is told."""
        return {
            name: self.choices[name].get(value, "") if name in self.choices else value
            for name, value in self.cleaned_data.items()
        }


def _label(row: Programme | Indicator) -> str:
    return f"{row.number}: {row.title}" if isinstance(row, Programme) else row.name
