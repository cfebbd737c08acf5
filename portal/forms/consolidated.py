"""What the department writes into its consolidated report of a year: its own words, a paragraph, the heading, why it goes on."""

from django import forms

from core.dates import format_date
from portal.forms.fields import YearField
from portal.forms.people import NOT_READABLE
from portal.forms.report import LinesOfText
from portal.forms.revised import RevisedForm
from reporting.enums import ConsolidationKind
from reporting.forms import HeadingForm
from reporting.models import Consolidation
from reporting.services.consolidations import HEADING, LONGEST_NOTE, TEXTS


class NoteForm(forms.Form):
    """Why a report is put together while others are missing."""

    note = forms.CharField(
        label="Lý do tổng hợp khi còn thiếu báo cáo",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Được in trong báo cáo, cùng tên những gì còn thiếu.",
        error_messages=NOT_READABLE | {"max_length": f"Lý do không quá {LONGEST_NOTE} ký tự."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PeriodForm(NoteForm):
    """Which period a report is put together of: from a year of the plan to one that was opened for reporting."""

    kind = forms.ChoiceField(
        label="Loại báo cáo",
        choices=[
            (ConsolidationKind.INTERIM.value, "Sơ kết một phần thời kỳ kế hoạch"),
            (ConsolidationKind.FINAL.value, "Tổng kết cả thời kỳ kế hoạch"),
        ],
        error_messages={"required": "Hãy chọn loại báo cáo.", "invalid_choice": "Hãy chọn loại báo cáo."},
        widget=forms.RadioSelect,
    )
    from_year = YearField("Từ năm", required_words="Hãy ghi năm đầu.")
    year = forms.TypedChoiceField(
        label="Đến năm",
        coerce=int,
        help_text="Năm đã mở kỳ báo cáo.",
        error_messages={"required": "Hãy chọn năm cuối.", "invalid_choice": "Năm này chưa mở kỳ báo cáo."},
    )
    field_order = ("kind", "from_year", "year", "note")

    def __init__(self, *args, years: list[int], phases: list[str], **options):
        super().__init__(*args, **options)
        if phases:
            self.fields["from_year"].help_text = f"Giai đoạn của kế hoạch: {'; '.join(phases)}."
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields[
            "note"
        ].help_text = (
            "Chỉ ghi khi có năm chưa gửi báo cáo tổng hợp; được in trong báo cáo, cùng tên các năm đó."
        )


class OwnWordsForm(RevisedForm):
    """The department's own words, and why it goes on without reports that are missing."""

    FIELDS = (*TEXTS, "note")
    results = LinesOfText(
        "Kết quả chung", rows=8, help_text="Đánh giá của Sở về cả năm; mỗi dòng là một đoạn."
    )
    petitions = LinesOfText("Kiến nghị", rows=5, help_text="Gửi UBND tỉnh và Bộ Công Thương.")
    directions = LinesOfText("Phương hướng", rows=5, help_text="Nhiệm vụ trọng tâm của năm sau.")
    note = LinesOfText(
        "Lý do tổng hợp khi còn thiếu báo cáo", rows=2, help_text="Chỉ ghi khi còn báo cáo chưa được duyệt."
    )


class ParagraphForm(RevisedForm):
    """One paragraph that was taken from an agency's report."""

    FIELDS = ("text",)
    text = LinesOfText("Nội dung in trong báo cáo", rows=5, help_text="Xóa hết thì đoạn này không được in.")

    def __init__(self, data=None, *, key: str, row=None):
        self.key = key  # of the paragraph, of which a page has several
        super().__init__(data, row=row, auto_id=f"id_{key}_%s")

    def again(self, data, row):
        return ParagraphForm(data, key=self.key)


class YearHeadingForm(RevisedForm):
    """Number, day and signer of the report; everything may stay empty."""

    FIELDS = HEADING
    document_number = HeadingForm.base_fields["number"]
    document_day = HeadingForm.base_fields["day"]
    signer_authority = HeadingForm.base_fields["signer_authority"]
    signer_title = HeadingForm.base_fields["signer_title"]
    signer_name = HeadingForm.base_fields["signer_name"]

    def values_of(self, row: Consolidation) -> dict:
        values = super().values_of(row)
        day, number = row.document_day, row.document_number
        shown = {
            "document_day": format_date(day) if day else "",
            "document_number": "" if number is None else str(number),
        }
        return values | shown
