"""What the department fills in for a target of a reporting year."""

from django import forms

from core.numbers import editable_number
from plans.models import Target
from portal.forms.fields import NumberField
from portal.forms.people import NOT_READABLE
from portal.forms.revised import RevisedForm
from reporting.models import TargetValue
from reporting.services.target_values import FIGURES, LONGEST_TEXT, TEXTS
from reporting.targets import is_share, unit_of


def _text(label: str, help_text: str, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_TEXT,
        error_messages=NOT_READABLE | {"max_length": f"{label} không quá {LONGEST_TEXT} ký tự."},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TargetValueForm(RevisedForm):
    """Figures and texts of one target; a target that is no percentage has one figure. Revision 0: nothing was there."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    numerator = NumberField("Tử số", required=False)
    denominator = NumberField("Mẫu số", required=False)
    population = _text("Đối tượng đã tính", "Đã đếm những ai, nếu khác đối tượng in trong kế hoạch.")
    source = _text("Nguồn số liệu", "Ví dụ: điều tra tháng 10/2018 của Trung tâm Khuyến công.")
    note = _text("Ghi chú", "Cách tính, chỗ còn chưa chắc.")
    FIELDS = (*FIGURES, *TEXTS)

    def __init__(self, data=None, *, target: Target, row: TargetValue | None = None):
        self.target = target
        if not is_share(target):
            self.FIELDS = ("numerator", *TEXTS)
        super().__init__(data)
        if is_share(target):
            hints = (target.indicator.numerator, target.indicator.denominator)
            for name, hint in zip(FIGURES, hints, strict=True):
                self.fields[name].help_text = hint
        else:
            del self.fields["denominator"]
            self.fields["numerator"].label = f"Số đạt được ({unit_of(target)})"
        if data is None:
            self.initial = self.values_of(row or TargetValue(target=target))
            self.initial["revision"] = row.revision if row else 0

    @classmethod
    def proposing(cls, values: dict[str, str], *, target: Target, row: TargetValue | None):
        """The form with proposed values over what is stored, to be looked at before it is sent."""
        seen = cls(target=target, row=row).initial
        data = {name: str(value) for name, value in (seen | values).items()}
        data |= {f"initial-{name}": value for name, value in seen.items() if name != "revision"}
        return cls(data, target=target)

    def values_of(self, row: TargetValue) -> dict:
        values = super().values_of(row)
        for name in FIGURES:
            if name in values:
                values[name] = "" if values[name] is None else editable_number(values[name])
        return values

    def again(self, data, row):
        return TargetValueForm(data, target=self.target)
