"""Rows of a form: parties, targets, outputs, lines of money. Each is a form; empty ones are left out.

With JavaScript rows are added, moved and taken away in place (`static/js/rows.js`); without it there are some empty
rows, a number for the order and a mark for deletion.
"""

import simplejson
from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from budgets.enums import Source, source_names
from plans.enums import AnnexStatus
from portal.drafting.choices import Choices
from portal.forms.fields import (
    AmountField,
    CodeField,
    DayField,
    LinesField,
    MonthDayField,
    NumberField,
    PrintedField,
    ReadsItsOwnNumbers,
    SourcesField,
    YearField,
    YesNoField,
)
from reporting.enums import ObligorKind

MAX_ROWS = 300


class KeptField(forms.CharField):
    """What a row of the document says that its form does not show, carried along with the row wherever it goes."""

    widget = forms.HiddenInput

    def __init__(self, kinds: dict[str, type]):
        super().__init__(required=False, max_length=100_000)
        self.kinds = kinds

    def prepare_value(self, value):
        if not isinstance(value, dict):
            return value
        return simplejson.dumps(
            {name: value[name] for name in self.kinds if name in value}, use_decimal=True, ensure_ascii=False
        )

    def clean(self, value) -> dict:
        """The kept values by name; none for a new row, or where somebody made them up in another shape."""
        try:
            kept = simplejson.loads(super().clean(value) or "{}", use_decimal=True)
        except (ValueError, RecursionError):
            return {}
        if not isinstance(kept, dict):
            return {}
        return {name: kept[name] for name, kind in self.kinds.items() if isinstance(kept.get(name), kind)}

    def has_changed(self, initial, data):
        return False  # nobody types here


class Row(ReadsItsOwnNumbers, forms.Form):
    """One row; `choices` are the codes that the plan may name. `KEPT` names what it keeps and does not show, by kind."""

    KEPT: dict[str, type] = {}

    def __init__(self, *args, choices: Choices, **options):
        super().__init__(*args, **options)
        self.fields["keep"] = KeptField(self.KEPT)
        self.fill(choices)

    def fill(self, choices: Choices) -> None:
        """Gives the fields the codes of this plan."""

    @property
    def value(self) -> dict:
        """The row as the document has it: what is shown, and what was kept."""
        shown = {n: v for n, v in self.cleaned_data.items() if n not in ("keep", "ORDER", "DELETE")}
        kept = self.cleaned_data["keep"]
        if "sources" in shown and set(shown["sources"]) == set(_words(kept.get("sources"))):
            shown.pop("sources")  # in the order in which they are printed
        return kept | shown

    @property
    def cells(self):
        """The visible fields of the row."""
        return [field for field in self.visible_fields() if field.name not in ("ORDER", "DELETE")]


def _words(value) -> list[str]:
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else []


class PartyRow(Row):
    text = PrintedField("Chữ ghi trong kế hoạch", required_words="Hãy ghi tên, hoặc xóa dòng này.")
    agency = CodeField("Cơ quan trong danh bạ", empty="không gắn với cơ quan nào")

    def fill(self, choices):
        self.fields["agency"].choices = [self.fields["agency"].choices[0], *choices.agencies]
        self.fields["text"].widget.attrs["list"] = "agency-names"
        self.names = choices.agency_by_name

    def clean(self):
        cleaned = super().clean()
        if "text" in self.changed_data and cleaned.get("text") and not cleaned.get("agency"):
            cleaned["agency"] = self.names.get(cleaned["text"].casefold())
        return cleaned


class TargetRow(Row):
    indicator = CodeField("Chỉ tiêu", empty="hãy chọn", required_words="Hãy chọn chỉ tiêu.")
    population = PrintedField("Đối tượng tính")
    min = NumberField("Từ")
    max = NumberField("Đến")
    unit = PrintedField("Đơn vị", longest=50)
    year = YearField("Năm đạt")

    def fill(self, choices):
        self.fields["indicator"].choices = [("", "hãy chọn"), *choices.indicators]

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("min"), cleaned.get("max")
        if low is not None and high is not None and low > high:
            self.add_error("max", "Số này nhỏ hơn số ở ô Từ.")
        return cleaned


class OutputRow(Row):
    text = PrintedField("Chữ ghi trong kế hoạch", required_words="Hãy ghi chữ, hoặc xóa dòng này.")
    kind = CodeField("Loại kết quả", empty="hãy chọn", required_words="Hãy chọn loại kết quả.")
    quantity = NumberField("Số lượng", required_words="Hãy ghi số lượng.")
    unit = PrintedField("Đơn vị", longest=50)
    year = YearField("Năm")
    start = YearField("Từ năm")
    end = YearField("Đến năm")
    per_year = YesNoField("Mỗi năm")
    approximate = YesNoField("Khoảng")

    def fill(self, choices):
        self.fields["kind"].choices = [("", "hãy chọn"), *choices.kinds]


class LineRow(Row):
    KEPT = {"sources": list}
    year = YearField("Năm", help_text="Để trống: cả giai đoạn.")
    sources = SourcesField()
    amount = AmountField("Số tiền (triệu đồng)")
    quantity = NumberField("Số lượng")
    unit = PrintedField("Đơn vị", longest=50)
    unit_price = AmountField("Đơn giá (triệu đồng)")


class ItemRow(Row):
    KEPT = {"key": str}
    letter = PrintedField("Chữ cái", longest=10)
    text = PrintedField("Nội dung", rows=3, required_words="Hãy ghi nội dung, hoặc xóa dòng này.")


class PhaseRow(Row):
    KEPT = {"code": str}
    title = PrintedField("Tên giai đoạn", required_words="Hãy ghi tên giai đoạn.")
    start = YearField("Từ năm", required_words="Hãy ghi năm đầu.")
    end = YearField("Đến năm", required_words="Hãy ghi năm cuối.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("start") and cleaned.get("end") and cleaned["start"] > cleaned["end"]:
            self.add_error("end", "Năm cuối trước năm đầu.")
        return cleaned


class FinancingRow(Row):
    KEPT = {"sources": list, "sub_sources": list}
    clause = PrintedField("Điều khoản", longest=50, required_words="Hãy ghi điều khoản, ví dụ IV.2.")
    text = PrintedField("Nội dung", rows=3, required_words="Hãy ghi nội dung.")
    amount = AmountField("Số tiền (triệu đồng)")
    sources = SourcesField()
    amount_in_words = PrintedField("Số tiền bằng chữ")


class PastResultRow(Row):
    KEPT = {"sources": list}
    text = PrintedField("Nội dung", rows=2, required_words="Hãy ghi nội dung.")
    kind = CodeField("Loại kết quả")
    quantity = NumberField("Số lượng")
    unit = PrintedField("Đơn vị", longest=50)
    amount = AmountField("Số tiền (triệu đồng)")
    sources = SourcesField()
    start = YearField("Từ năm")
    end = YearField("Đến năm")

    def fill(self, choices):
        self.fields["kind"].choices = [("", "Chưa rõ"), *choices.kinds]


class MentionRow(Row):
    number = PrintedField("Số, ký hiệu", longest=100)
    issued_on = DayField("Ngày")
    text = PrintedField("Chữ ghi trong kế hoạch", rows=2, required_words="Hãy ghi chữ.")
    where = PrintedField("Vị trí", longest=200)


class AnnexRow(Row):
    number = PrintedField("Số", longest=50)
    title = PrintedField("Tên", rows=2)
    status = CodeField(
        "Tình trạng", AnnexStatus.choices, empty="hãy chọn", required_words="Hãy chọn tình trạng."
    )
    columns = LinesField("Các cột", rows=2, help_text="")
    announced_in = PrintedField("Nêu tại", longest=100)
    text = PrintedField("Câu nêu", rows=2)


class ReadingRow(Row):
    where = PrintedField("Vị trí", longest=300, required_words="Hãy ghi vị trí.")
    printed = PrintedField("Chữ in", rows=2)
    read_as = PrintedField("Đọc là", rows=2)
    why = PrintedField("Lý do", rows=2, required_words="Hãy ghi lý do.")


class ObligorRow(Row):
    kind = CodeField("Đối tượng", ObligorKind.choices, empty="hãy chọn", required_words="Hãy chọn đối tượng.")
    before = MonthDayField("Trước ngày", help_text="Ví dụ 15/12.")
    clause = PrintedField("Điều khoản", longest=50, required_words="Hãy ghi điều khoản.")
    text = PrintedField("Chữ ghi trong kế hoạch", rows=3, required_words="Hãy ghi chữ.")


class BudgetTableRow(Row):
    KEPT = {"sources": list, "lines": list}
    number = PrintedField("Số", longest=20)
    label = PrintedField("Nội dung", rows=2, required_words="Hãy ghi nội dung, hoặc xóa dòng này.")
    group = CodeField("Nhóm nhiệm vụ", empty="không gắn")
    task = CodeField("Nhiệm vụ", empty="không gắn")
    total = AmountField("Tổng in")
    source_text = PrintedField("Nguồn in")

    def fill(self, choices):
        self.fields["group"].choices = [("", "không gắn"), *choices.groups]
        self.fields["task"].choices = [("", "không gắn"), *choices.tasks]
        for source in Source:
            self.fields[f"from_{source}"] = AmountField(source_names([source]))
        for year in choices.years:
            self.fields[f"year_{year}"] = AmountField(f"Năm {year}")


class RowSet(BaseFormSet):
    """The rows of one list, in their order; `values` are those that stay."""

    ordering_widget = forms.NumberInput

    def __init__(self, *args, **options):
        super().__init__(*args, error_messages={"too_many_forms": f"Nhiều nhất {MAX_ROWS} dòng."}, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label, form.fields["DELETE"].label = "Thứ tự", "Xóa"

    @property
    def values(self) -> list[dict]:
        """The rows that stay, in their order, as the document has them."""
        return [form.value for form in self.ordered_forms if form.has_changed() or form.initial]


def row_set(row: type[Row], label: str, *, extra: int = 2) -> type[RowSet]:
    """The class of a list of such rows."""
    made = formset_factory(
        row, RowSet, extra=extra, can_order=True, can_delete=True, max_num=MAX_ROWS, absolute_max=MAX_ROWS,
        validate_max=True,
    )  # fmt: skip
    made.label = label
    return made
