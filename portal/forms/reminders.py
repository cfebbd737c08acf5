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
        "Số ngày so với ngày phải gửi",
        "Tính từ ngày đầu tiên bị tính là muộn: -7 là trước đó 7 ngày, 0 là chính ngày ấy, 7 là sau đó 7 ngày.",
    ),
    ReminderKind.RETURNED: ("Số ngày sau khi trả lại", "Tính từ ngày Sở trả lại báo cáo."),
    ReminderKind.WAITING: (
        "Báo cáo đã chờ ít nhất bao nhiêu ngày",
        "Sáng thứ Hai hằng tuần, người xem xét nhận một thư liệt kê các báo cáo đã chờ chừng ấy ngày.",
    ),
}


ON, OFF = "on", "off"


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
        error_messages=NOT_READABLE
        | {"required": "Hãy ghi số ngày.", "invalid": "Số ngày phải là số nguyên, ví dụ 7 hoặc -7."}
    )
    is_on = _choice("Lần này", "Có nhắc", "Không nhắc")
    to_department = _choice("Sở Công Thương", "Được báo ai chưa gửi", "Không báo")
    FIELDS = ("days", "is_on", "to_department")

    def __init__(self, data=None, *, stage: Stage, row: ReminderStage):
        self.stage = stage
        if stage.kind == ReminderKind.WAITING:  # to whom else
            self.FIELDS = ("days", "is_on")
        super().__init__(data, row=row)
        least, most = LIMITS[stage.kind]
        self.fields["days"].widget.attrs |= {"min": least, "max": most}
        self.fields["days"].label, self.fields["days"].help_text = DAYS[stage.kind]
        if "to_department" not in self.FIELDS:
            del self.fields["to_department"]
        if data is None:
            self.initial["revision"] = row.revision if row.pk else 0

    def values_of(self, row) -> dict:
        ticks = {name: ON if getattr(row, name) else OFF for name in ("is_on", "to_department")}
        return {
            name: value for name, value in ({"days": str(row.days)} | ticks).items() if name in self.FIELDS
        }

    @property
    def wanted(self) -> dict:
        return {name: value if name == "days" else value == ON for name, value in super().wanted.items()}

    def again(self, data: dict, row) -> "StageForm":
        return StageForm(data, stage=self.stage, row=row)
