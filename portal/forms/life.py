"""What people fill in on a plan's way: comments and reasons, the day of issue, scans, a new plan.

What the values have to be is checked by the services; here stands only how they are read.
"""

from datetime import date

from django import forms

from agencies.models import Province
from plans.models import PlanVersion, Programme
from portal.drafting.scans import check_scan
from portal.drafting.starting import plans_beside, refuse_bad_period
from portal.forms.fields import DayField, PrintedField, YearField
from portal.forms.people import NOT_READABLE, NOTHING_CHOSEN, UNKNOWN_CHOICE
from portal.selectors import plan_title

EMPTY = "empty"  # instead of an earlier plan
LONGEST_COMMENT = 4000


class IssueDayField(DayField):
    """A day, dd/mm/yyyy."""

    def read(self, text: str) -> date:
        return date.fromisoformat(super().read(text))


def words_field(label: str, help_text: str = "") -> forms.CharField:
    """What somebody says about a step, in a few lines."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_COMMENT,
        help_text=help_text,
        error_messages=NOT_READABLE | {"max_length": f"{label} không quá {LONGEST_COMMENT} ký tự."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CommentForm(forms.Form):
    """The words that go with a step."""

    comment = words_field("Ý kiến", "Không bắt buộc; người nhận thư báo đọc được.")


class ReasonForm(forms.Form):
    """Why a step is taken, where it has to be said."""

    comment = words_field("Lý do")


class AmendmentForm(forms.Form):
    """Why a plan is amended."""

    reason = words_field(
        "Lý do điều chỉnh", "Ví dụ: bổ sung nhiệm vụ theo Kế hoạch số 12/KH-UBND ngày 05/01/2019."
    )


class ScanForm(forms.Form):
    """The scanned decision."""

    scan = forms.FileField(
        label="Bản chụp quyết định đã ký",
        required=False,
        help_text="Tệp PDF, không quá 20 MB.",
        error_messages={
            "invalid": "Không nhận được tệp; hãy chọn lại.",
            "empty": "Tệp này rỗng; hãy chọn lại.",
            "required": "Hãy chọn tệp.",
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_scan(self):
        if scan := self.cleaned_data["scan"]:
            check_scan(scan)
        return scan


class IssueForm(ScanForm):
    """What the day of issue brings; the scan may come later."""

    document_number = PrintedField(
        "Số, ký hiệu", longest=50, help_text="Như trên quyết định, ví dụ 835/QĐ-UBND."
    )
    issued_on = IssueDayField("Ngày ban hành", help_text="Ví dụ 24/10/2013.")
    place = PrintedField("Nơi ban hành", longest=100, help_text="Ví dụ Kon Tum.")
    signer_authority = PrintedField("Thẩm quyền ký", longest=200, help_text="Ví dụ TM. ỦY BAN NHÂN DÂN.")
    signer_title = PrintedField("Chức vụ người ký", longest=200, help_text="Ví dụ CHỦ TỊCH, PHÓ CHỦ TỊCH.")
    signer_name = PrintedField("Người ký", longest=150)
    in_force_from = IssueDayField(
        "Áp dụng từ ngày", help_text="Thường là ngày ban hành, hoặc ngày ghi trong quyết định."
    )
    field_order = (
        "document_number", "issued_on", "place", "signer_authority", "signer_title", "signer_name",
        "in_force_from", "scan",
    )  # fmt: skip


class NamedPlanForm(forms.Form):
    """What a new plan is: under which programme, for which years, under which name."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Thực hiện chương trình, chiến lược",
        to_field_name="number",
        empty_label=NOTHING_CHOSEN[1],
        error_messages={"required": "Hãy chọn chương trình.", "invalid_choice": UNKNOWN_CHOICE},
    )
    start = YearField("Năm đầu", required_words="Hãy ghi năm đầu.")
    end = YearField("Năm cuối", required_words="Hãy ghi năm cuối.")
    title = PrintedField(
        "Tên kế hoạch",
        longest=1000,
        help_text="Để trống thì cổng đặt: Kế hoạch hành động thực hiện chương trình đã chọn, giai đoạn đã ghi, "
        "trên địa bàn tỉnh. Sửa được khi soạn.",
    )
    is_second = forms.BooleanField(
        label="Vẫn tạo thêm một kế hoạch", required=False, error_messages=NOT_READABLE
    )

    def __init__(self, *args, programmes, province: Province, **options):
        super().__init__(*args, **options)
        self.province = province
        self.fields["programme"].queryset = programmes
        self.fields["programme"].label_from_instance = lambda one: f"{one.number}: {one.title}"

    def clean(self):
        given = super().clean()
        if given.get("start") is not None and given.get("end") is not None:
            refuse_bad_period(given["start"], given["end"])
            if given.get("programme") and not given.get("is_second"):
                self._refuse_unasked_second(given)
        return given

    def _refuse_unasked_second(self, given: dict) -> None:
        """A second plan for the same years would be counted beside the first: it is made on purpose or not at all."""
        years = {"start": given["start"], "end": given["end"]}
        beside = plans_beside(self.province, given["programme"], **years).select_related("plan", "province")
        if names := [f"{plan_title(version)} ({version.get_status_display()})" for version in beside]:
            self.add_error(
                "is_second",
                f"Của chương trình này đã có: {'; '.join(names)}. Muốn sửa thì mở kế hoạch đó; "
                "nếu đúng là một kế hoạch khác, hãy đánh dấu ô này rồi tạo lại.",
            )

    @property
    def asks_second(self) -> bool:
        """If the question about a second plan is shown: after it was raised."""
        return self.is_bound and ("is_second" in self.errors or self.cleaned_data.get("is_second", False))


class NewPlanForm(NamedPlanForm):
    """A new plan, and from what it begins."""

    begin = forms.ChoiceField(
        label="Bắt đầu từ",
        error_messages={"required": "Hãy chọn cách bắt đầu.", "invalid_choice": UNKNOWN_CHOICE},
        widget=forms.RadioSelect,
    )
    field_order = ("begin",)

    def __init__(self, *args, earlier: list[PlanVersion], **options):
        super().__init__(*args, **options)
        self._earlier = {one.plan.slug: one for one in earlier}
        self.fields["begin"].choices = [
            (EMPTY, "Trang trắng: tự soạn từng phần"),
            *((one.plan.slug, f"{plan_title(one)}, bản đang áp dụng") for one in earlier),
        ]

    def clean_begin(self) -> PlanVersion | None:
        """The version from which the plan is carried forward; None for one from nothing."""
        return self._earlier.get(self.cleaned_data["begin"])
