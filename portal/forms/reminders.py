"""How a department changes one stage of reminding; what the values have to be is checked by `reporting.services`."""

from django import forms

from portal.forms.people import NOT_READABLE, UNKNOWN_CHOICE
from portal.forms.revised import RevisedForm
from reporting.enums import ReminderKind
from reporting.models import ReminderStage
from reporting.reminders import Stage
from reporting.services.reminder_stages import LIMITS

DAYS = {
    ReminderKind.DUE: (
        "Số ngày",
        "Kế hoạch ghi “trước ngày 15/12” thì trước 7 ngày là 08/12, 0 là chính ngày 15/12 đã quá hạn.",
    ),
    ReminderKind.RETURNED: ("Số ngày sau khi trả lại", "Tính từ ngày Sở trả lại báo cáo."),
    ReminderKind.WAITING: (
        "Báo cáo đã chờ ít nhất bao nhiêu ngày",
        "Sáng thứ Hai hằng tuần, người xem xét nhận một thư liệt kê các báo cáo đã chờ chừng ấy ngày.",
    ),
}


ON, OFF = "on", "off"
BEFORE, AFTER = "before", "after"


def _choice(label: str, on: str, off: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(ON, on), (OFF, off)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), UNKNOWN_CHOICE),
    )


class StageForm(RevisedForm):
    """One stage. Revision 0: as the portal has it, never changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    days = forms.IntegerField(
        min_value=0,
        error_messages=NOT_READABLE
        | {
            "required": "Hãy ghi số ngày.",
            "invalid": "Số ngày phải là số nguyên, ví dụ 7.",
            "min_value": "Hãy ghi số ngày không có dấu trừ, ví dụ 7.",
        },
    )
    side = forms.ChoiceField(
        label="Trước hay sau ngày phải gửi",
        choices=[(BEFORE, "Trước"), (AFTER, "Sau")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), UNKNOWN_CHOICE),
    )
    is_on = _choice("Lần này", "Có nhắc", "Không nhắc")
    to_department = _choice("Sở Công Thương", "Được báo ai chưa gửi", "Không báo")
    FIELDS = ("days", "side", "is_on", "to_department")

    def __init__(self, data=None, *, stage: Stage, row: ReminderStage):
        self.stage = stage
        if stage.kind != ReminderKind.DUE:
            self.FIELDS = ("days", "is_on", "to_department")
        if stage.kind == ReminderKind.WAITING:  # to whom else
            self.FIELDS = ("days", "is_on")
        super().__init__(data, row=row)
        self.fields["days"].widget.attrs |= {"min": 0, "max": LIMITS[stage.kind][1]}
        self.fields["days"].label, self.fields["days"].help_text = DAYS[stage.kind]
        for name in {"side", "to_department"} - set(self.FIELDS):
            del self.fields[name]
        if data is None:
            self.initial["revision"] = row.revision if row.pk else 0

    def values_of(self, row) -> dict:
        values = {name: ON if getattr(row, name) else OFF for name in ("is_on", "to_department")}
        values |= {"days": str(abs(row.days)), "side": BEFORE if row.days < 0 else AFTER}
        return {name: value for name, value in values.items() if name in self.FIELDS}

    @property
    def wanted(self) -> dict:
        given = super().wanted
        values = {name: value == ON for name, value in given.items() if name in ("is_on", "to_department")}
        if {"days", "side"} & set(given):
            days = self.cleaned_data["days"]
            values["days"] = -days if self.cleaned_data.get("side") == BEFORE else days
        return values

    def again(self, data: dict, row) -> "StageForm":
        return StageForm(data, stage=self.stage, row=row)
