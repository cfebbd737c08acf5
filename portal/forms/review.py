"""What the department fills in: remarks, reasons, and what stands on a paper that it enters."""

from datetime import date

from django import forms

from portal.forms.fields import DayField, PrintedField
from portal.forms.report import LinesOfText
from reporting.models import Report
from reporting.services import PaperFacts


class RemarkForm(forms.Form):
    """A remark on one part of a report."""

    place = forms.CharField(widget=forms.HiddenInput, max_length=120)
    text = LinesOfText("Nhận xét về phần này", rows=3)


class ReturnForm(forms.Form):
    """Why a report is given back."""

    comment = LinesOfText(
        "Lý do trả lại",
        rows=3,
        help_text="Cơ quan đọc được lý do này trong thư và ở trang báo cáo, cùng các nhận xét ở từng phần.",
    )


class AcceptForm(forms.Form):
    """Accepting a report; `despite` says that what is open has been seen."""

    despite = forms.BooleanField(label="Tôi đã xem các điểm này và vẫn duyệt", required=False)


class PaperForm(forms.Form):
    """What stands on the paper and its stamp; what it has to be is checked by `reporting.services.paper`."""

    received_on = DayField(
        "Ngày nhận văn bản",
        required=False,
        help_text="Ngày ghi trên dấu công văn đến; ngày này quyết định đúng hạn hay muộn.",
    )
    paper_number = PrintedField(
        "Số, ký hiệu văn bản", longest=50, required=False, help_text="Để trống nếu văn bản không có số."
    )
    paper_date = DayField("Ngày văn bản", required=False, help_text="Ví dụ 27/11/2018.")
    officer_name = PrintedField("Họ tên người ký", longest=150, required=False)
    officer_title = PrintedField("Chức vụ người ký", longest=150, required=False)

    @classmethod
    def over(cls, report: Report) -> "PaperForm":
        """The form filled in with what is known of the paper."""
        names = ("received_on", "paper_number", "paper_date", "officer_name", "officer_title")
        known = {name: getattr(report, name) for name in names}
        return cls(
            initial={
                name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()
            }
        )

    @property
    def facts(self) -> PaperFacts:
        given = self.cleaned_data
        return PaperFacts(
            number=given["paper_number"] or "",
            day=_day(given["paper_date"]),
            received_on=_day(given["received_on"]),
            officer_name=given["officer_name"] or "",
            officer_title=given["officer_title"] or "",
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
