"""What a reporter fills in: one task, the general part, on whose behalf it is sent, a file.

Figures are read by the portal's own readers. What cannot be read is kept as it was typed and told at its field; the
rest is written all the same (`reporting.services.entries`). A field of a row is named by its place: "o3-quantity" is
the fourth result's, "mNSDP-spent" what was spent from NSĐP.
"""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from budgets.enums import Source
from core import clock
from core.dates import format_date
from core.numbers import editable_million, editable_number, million_to_dong
from core.text import tidy_lines
from plans.models import OutputKind
from portal.forms.fields import AmountField, DayField, NumberField, PrintedField
from portal.forms.people import NOT_READABLE
from portal.forms.revised import RevisedForm
from reporting.enums import Progress
from reporting.evidence_types import NAMES, TYPES
from reporting.models import Report, TaskEntry
from reporting.services.digests import PAPER
from reporting.services.entries import (
    ENTRY_TEXTS,
    LONGEST_TEXT,
    MOST_OUTPUTS,
    GivenEntry,
    GivenMoney,
    GivenOutput,
)

UNKNOWN_CHOICE = "Lựa chọn này không có (nữa); hãy chọn lại."
NIL, NOT_NIL = "nil", "told"


class LinesOfText(forms.CharField):
    """A text of some lines, as it was typed but for controls and needless spaces."""

    def __init__(self, label: str, *, rows: int = 4, **options):
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages=NOT_READABLE | {"max_length": f"{label} không quá {LONGEST_TEXT} ký tự."},
            **options,
        )

    def clean(self, value):
        return tidy_lines(super().clean(value))


class QuantityField(NumberField):
    """A quantity of countable results, with up to three decimals; None is unknown, 0 a confirmed zero."""

    def read(self, text: str):
        quantity = super().read(text)
        if quantity is not None and (quantity >= 10**9 or Decimal(quantity) * 1000 % 1):
            raise ValidationError("Số lượng quá lớn hoặc có quá ba chữ số thập phân; hãy ghi lại.")
        return quantity


class SpentField(AmountField):
    """Money in triệu đồng, read as whole đồng."""

    def read(self, text: str) -> int | None:
        amount = super().read(text)
        return None if amount is None else million_to_dong(amount)


class EntryForm(RevisedForm):
    """All that is said of one task, always filled in: with what is stored, or with what was typed."""

    CHOICE = "progress"
    progress = forms.ChoiceField(
        label="Mức độ thực hiện đến hết kỳ báo cáo",
        required=False,
        choices=Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN_CHOICE},
    )
    nil_reason = LinesOfText("Lý do không phát sinh", rows=2, help_text="Ghi khi chọn “không phát sinh”.")
    done = LinesOfText(
        "Kết quả thực hiện trong năm", rows=6, help_text="Đã làm gì, ở đâu, cho ai, kết quả thế nào."
    )
    difficulties = LinesOfText("Khó khăn, vướng mắc", rows=3)
    proposals = LinesOfText("Đề xuất cho năm sau", rows=3)

    def __init__(
        self, data=None, *, entry: TaskEntry, kinds: list[OutputKind] | None = None, blank_rows: int = 1
    ):
        self.entry = entry
        self.with_estimates = entry.report.obligation.asks_estimates
        self.whole_year = entry.report.whole_year_words
        self.rows = list(entry.outputentry_rows.all())
        self.kinds = kinds if kinds is not None else list(OutputKind.objects.valid_on(clock.today()))
        self.blank_rows = blank_rows
        self.positions = _positions(self.rows, entry.unread, data, blank_rows)
        super().__init__({} if data is None else data)
        self._add_figures()
        self.FIELDS = tuple(name for name in self.fields if name != "revision")
        for name in self.FIELDS:
            self.fields[name].show_hidden_initial = True
        self.initial = self.values_of(entry)
        if data is None:
            self.data = self.initial | {"revision": str(entry.revision)}
            self.data |= {self.add_initial_prefix(name): self.initial[name] for name in self.FIELDS}

    def _add_figures(self) -> None:
        targets = {row.position: row for row in self.rows if row.target}
        kinds = {row.position: row.kind.name for row in self.rows}
        for position in self.positions:
            if position not in targets:
                choices = [
                    ("", "chọn loại kết quả"),
                    *((kind.code, f"{kind.name} ({kind.unit})") for kind in self.kinds),
                ]
                self.fields[f"o{position}-kind"] = forms.ChoiceField(
                    label="Loại kết quả", required=False, choices=choices,
                    error_messages={"invalid_choice": UNKNOWN_CHOICE},
                )  # fmt: skip
            self.fields[f"o{position}-quantity"] = QuantityField(
                "Đến kỳ báo cáo" if self.with_estimates else "Số lượng"
            )
            if self.with_estimates:
                self.fields[f"o{position}-estimate"] = QuantityField(self.whole_year)
            self._name_row(f"o{position}", kinds.get(position, "Kết quả khác"))
        for source in Source.values:
            self.fields[f"m{source}-spent"] = SpentField(
                "Đến kỳ báo cáo" if self.with_estimates else "Đã thực hiện"
            )
            if self.with_estimates:
                self.fields[f"m{source}-estimate"] = SpentField(self.whole_year)
            self._name_row(f"m{source}", str(Source(source).label))

    def _name_row(self, row: str, name: str) -> None:
        """Has the row's figures told by its name where they stand alone: in a list of faults or of conflicts."""
        for field in ("quantity", "spent", "estimate"):
            if f"{row}-{field}" in self.fields:
                self.fields[f"{row}-{field}"].row_name = name

    def values_of(self, row: TaskEntry) -> dict:
        """What is stored of an entry as texts of the form's fields; what could not be read as it was typed."""
        values = dict.fromkeys(self.fields, "") | {name: getattr(row, name) for name in ENTRY_TEXTS}
        for one in row.outputentry_rows.all():
            if not one.target:
                values[f"o{one.position}-kind"] = one.kind.code
            values[f"o{one.position}-quantity"] = _shown(one.quantity, editable_number)
            values[f"o{one.position}-estimate"] = _shown(one.estimate, editable_number)
        for one in row.moneyentry_rows.all():
            values[f"m{one.source}-spent"] = _shown(one.spent, editable_million)
            values[f"m{one.source}-estimate"] = _shown(one.estimate, editable_million)
        values |= row.unread
        return {name: value for name, value in values.items() if name in self.fields}

    def clean(self):
        given = super().clean()
        for position in self.positions:
            kind = f"o{position}-kind"
            is_open = kind in self.fields and kind not in self.errors and not given.get(kind)
            if is_open and self._typed_without_kind(position):
                self.add_error(kind, "Hãy chọn loại kết quả của số lượng này.")
        return given

    @property
    def given(self) -> GivenEntry:
        """What is to be written, after `is_valid()`: all that can be read, and the rest as it was typed."""
        unread, outputs, money = {}, {}, {}
        kinds = {kind.code: kind for kind in self.kinds} | {row.kind.code: row.kind for row in self.rows}
        targets = {row.position for row in self.rows if row.target}
        for name in self.errors:
            if name in self.FIELDS and name[0] in "om" and "-" in name:
                unread[name] = self.data.get(name, "").strip()
        for position in self.positions:
            kind = kinds.get(self.cleaned_data.get(f"o{position}-kind"))
            if kind is None and position not in targets:
                unread |= self._typed_without_kind(position)
            outputs[position] = GivenOutput(kind, *self._figures(f"o{position}", ("quantity", "estimate")))
        for source in Source.values:
            money[source] = GivenMoney(*self._figures(f"m{source}", ("spent", "estimate")))
        texts = {
            name: self.cleaned_data[name] if name in self.cleaned_data else getattr(self.entry, name)
            for name in ENTRY_TEXTS
        }
        return GivenEntry(texts, outputs, money, {name: text for name, text in unread.items() if text})

    def _figures(self, row: str, names: tuple[str, str]) -> list:
        return [self.cleaned_data.get(f"{row}-{name}") for name in names]

    def _typed_without_kind(self, position: int) -> dict[str, str]:
        names = [f"o{position}-{name}" for name in ("quantity", "estimate")]
        return {name: self.data.get(name, "").strip() for name in names if self.data.get(name, "").strip()}

    @property
    def words(self) -> dict[str, int]:
        """The amounts of money that were understood, in đồng, by field."""
        return {
            name: self.cleaned_data[name]
            for name in self.FIELDS
            if name.startswith("m") and self.cleaned_data.get(name) is not None
        }

    def again(self, data, row):
        return EntryForm(data, entry=row, kinds=self.kinds, blank_rows=self.blank_rows)


class GeneralForm(RevisedForm):
    """What a report says of the year as a whole, and number and day of its signed document."""

    FIELDS = ("is_nil", "nil_reason", "general", "difficulties", "proposals", "paper_number", "paper_date")
    CHOICE = "is_nil"
    is_nil = forms.ChoiceField(
        label="Trong cả năm",
        choices=[(NOT_NIL, "có nội dung để báo cáo"), (NIL, "không phát sinh nội dung nào")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn.", "invalid_choice": UNKNOWN_CHOICE},
    )
    nil_reason = LinesOfText("Lý do không phát sinh", rows=2, help_text="Ghi khi cả năm không phát sinh.")
    general = LinesOfText(
        "Đánh giá chung", rows=6, help_text="Tình hình thực hiện các nhiệm vụ trong năm, vài câu là đủ."
    )
    difficulties = LinesOfText("Khó khăn, vướng mắc chung", rows=3)
    proposals = LinesOfText("Kiến nghị, đề xuất", rows=3)
    paper_number = PrintedField(
        "Số, ký hiệu văn bản", longest=50, help_text="Nếu báo cáo cũng được ký trên giấy, ví dụ 112/BC-STNMT."
    )
    paper_date = DayField("Ngày văn bản", help_text="Ví dụ 27/11/2018.")

    def values_of(self, row: Report) -> dict:
        values = super().values_of(row)
        values["is_nil"] = NIL if row.is_nil else NOT_NIL
        values["paper_date"] = format_date(row.paper_date) if row.paper_date else ""
        return values

    @property
    def wanted(self) -> dict:
        """What the person changed and what can be read, as the report keeps it."""
        given = {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}
        given.pop("revision", None)
        if "is_nil" in given:
            given["is_nil"] = given["is_nil"] == NIL
        if given.get("paper_number", "") is None:
            given["paper_number"] = ""
        if given.get("paper_date"):
            given["paper_date"] = date.fromisoformat(given["paper_date"])
        return given


class SendForm(forms.Form):
    """On whose behalf a report is sent."""

    officer_name = PrintedField(
        "Họ tên người có thẩm quyền", longest=150, help_text="Người ký hoặc duyệt báo cáo của cơ quan."
    )
    officer_title = PrintedField("Chức vụ", longest=150, help_text="Ví dụ Phó Giám đốc.")


class EvidenceForm(forms.Form):
    """A file that shows what the report says."""

    place = forms.CharField(widget=forms.HiddenInput, max_length=120)
    file = forms.FileField(
        label="Chọn tệp",
        help_text=f"{NAMES}, mỗi tệp không quá 20 MB.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "invalid": "Không nhận được tệp; hãy chọn lại.",
            "empty": "Tệp này rỗng; hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one.extension}" for one in TYPES)}),
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        if self["place"].value() == PAPER:
            self.fields["file"].help_text = "Tệp PDF, không quá 20 MB."
            self.fields["file"].widget.attrs["accept"] = ".pdf"


class WorkbookForm(forms.Form):
    """A workbook that was given out for a report and comes back filled in."""

    file = forms.FileField(
        label="Tệp đã điền",
        help_text="Tệp .xlsx tải từ trang này.",
        error_messages={
            "required": "Hãy chọn tệp.",
            "invalid": "Không nhận được tệp; hãy chọn lại.",
            "empty": "Tệp này rỗng; hãy chọn lại.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


def _positions(rows, unread: dict, data, blank: int) -> list[int]:
    """The rows of countable results that a form has: the stored ones, those that were typed, and blank ones after."""
    names = [*unread, *(data or ())]
    typed = {int(name[1:].partition("-")[0]) for name in names if _is_output_field(name)}
    known = {row.position for row in rows} | {position for position in typed if position < 1000}
    if data is None:
        after = max(known, default=-1) + 1
        known |= set(range(after, after + blank))
    return sorted(known)[: MOST_OUTPUTS + 5]


def _is_output_field(name: str) -> bool:
    row, dash, _ = name.partition("-")
    return bool(dash) and row[:1] == "o" and row[1:].isascii() and row[1:].isdecimal() and len(row) < 6


def _shown(value, write) -> str:
    return "" if value is None else write(value)
