"""What people fill in on the pages of a plan."""

from django import forms
from django.core.exceptions import ValidationError

from core.dates import read_date
from plans.models import PlanVersion
from portal.plan_pages.parties import Named

ALL = ("", "Tất cả")


class TaskFilterForm(forms.Form):
    """Narrows the tasks of a plan. Choices are what the plan has."""

    q = forms.CharField(label="Từ trong nhiệm vụ", max_length=200, required=False)
    agency = forms.ChoiceField(label="Cơ quan chủ trì hoặc phối hợp", required=False)
    year = forms.TypedChoiceField(label="Thực hiện trong năm", coerce=int, empty_value=None, required=False)
    component = forms.ChoiceField(label="Hợp phần", required=False)

    def __init__(self, data, *, parties: list[Named], years: range, components: dict[str, str]):
        super().__init__(data, auto_id="loc-%s")
        self.fields["agency"].choices = [ALL, *((party.key, party.name) for party in parties)]
        self.fields["year"].choices = [ALL, *((str(year), str(year)) for year in years)]
        self.fields["component"].choices = [ALL, *components.items()]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = (
                "Kế hoạch không có lựa chọn này; hãy chọn trong danh sách."
            )


class DecisionForm(forms.Form):
    """A note on a finding. What it has to be is checked by `budgets.services.note_decision`."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="Quyết định của Sở Công Thương về sai lệch này",
        help_text="Ghi cách đọc và căn cứ. Ghi chú không sửa số liệu đã in và được giữ lại mãi.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        strip=False,
    )


class ComparisonForm(forms.Form):
    """Which two versions of a plan to compare: two different ones."""

    before = forms.TypedChoiceField(label="Từ bản", coerce=int)
    after = forms.TypedChoiceField(label="Đến bản", coerce=int)

    def __init__(self, data, *, versions: list[PlanVersion]):
        newest = [version.number for version in versions[:2]]
        names = ("after", "before")
        super().__init__(data, auto_id="so-sanh-%s", initial=dict(zip(names, newest, strict=False)))
        choices = [(str(one.number), f"Bản số {one.number} ({one.get_kind_display()})") for one in versions]
        for field in self.fields.values():
            field.choices = choices
            field.error_messages["invalid_choice"] = "Kế hoạch không có bản này; hãy chọn trong danh sách."
            field.error_messages["required"] = "Hãy chọn một bản."

    def clean_after(self):
        if self.cleaned_data["after"] == self.cleaned_data.get("before"):
            raise ValidationError("Hãy chọn hai bản khác nhau.")
        return self.cleaned_data["after"]


class DayForm(forms.Form):
    """For which day a plan is to be shown."""

    on = forms.CharField(
        label="Ngày",
        help_text="Ví dụ 30/06/2018.",
        max_length=50,
        error_messages={"required": "Hãy ghi ngày."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data):
        super().__init__(data, auto_id="ngay-%s")

    def clean_on(self):
        try:
            return read_date(self.cleaned_data["on"])
        except ValueError as error:
            raise ValidationError(str(error)) from None
