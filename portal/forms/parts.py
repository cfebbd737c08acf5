"""The forms of a plan's parts, one for each; `portal.forms.part` says how they work."""

from budgets.enums import Source, source_names
from plans.enums import DocumentKind, ObjectiveKind, SectionKind
from portal.drafting.choices import Choices
from portal.drafting.parts import unused
from portal.forms import rows
from portal.forms.fields import (
    AmountField,
    CodeField,
    DayField,
    LinesField,
    MonthDayField,
    PartialField,
    PrintedField,
    SourcesField,
    YearField,
    YesNoField,
)
from portal.forms.part import PartForm
from portal.forms.rows import RowSet, row_set


class DocumentForm(PartForm):
    title = PrintedField("Tên kế hoạch", rows=2, required_words="Hãy ghi tên kế hoạch.")
    kind = CodeField(
        "Loại văn bản", DocumentKind.choices, empty="hãy chọn", required_words="Hãy chọn loại văn bản."
    )
    subject = PrintedField("Trích yếu quyết định", rows=2, help_text="Chỉ khi là quyết định kèm kế hoạch.")
    period_start = YearField("Từ năm", required_words="Hãy ghi năm đầu của kế hoạch.")
    period_end = YearField("Đến năm", required_words="Hãy ghi năm cuối của kế hoạch.")
    issuer = PrintedField("Cơ quan ban hành", longest=200, required_words="Hãy ghi cơ quan ban hành.")
    place = PrintedField("Nơi ban hành", longest=100)
    number = PrintedField("Số, ký hiệu", longest=50, help_text="Để trống khi chưa ban hành.")
    issued_on = DayField("Ngày ban hành", help_text="Để trống khi chưa ban hành.")
    signer_authority = PrintedField("Thẩm quyền ký", longest=200, help_text="Ví dụ TM. ỦY BAN NHÂN DÂN.")
    signer_title = PrintedField("Chức vụ người ký", longest=200)
    signer_name = PrintedField("Người ký", longest=150)
    legal_bases = LinesField("Căn cứ", rows=8, help_text="Mỗi dòng một căn cứ.")
    recipients = LinesField("Nơi nhận", rows=6, help_text="Mỗi dòng một nơi.")

    def values_of(self, piece):
        signer, period = piece.get("signer") or {}, piece.get("period") or {}
        return super().values_of(piece) | {
            "signer_authority": signer.get("authority"), "signer_title": signer.get("title"),
            "signer_name": signer.get("name"), "period_start": period.get("start"), "period_end": period.get("end"),
        }  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and start > end:
            self.add_error("period_end", "Năm cuối trước năm đầu.")
        return cleaned

    def single_values(self):
        values = super().single_values()
        signer = {name: values.pop(f"signer_{name}") for name in ("name", "title", "authority")}
        period = {name: values.pop(f"period_{name}") for name in ("start", "end")}
        return values | {"signer": signer, "period": period}


class PhasesForm(PartForm):
    ROWS = {"phases": row_set(rows.PhaseRow, "Giai đoạn")}

    def row_values(self, name):
        rows = super().row_values(name)
        taken = {row["code"] for row in rows if "code" in row}
        return [
            row if "code" in row else {"code": unused(f"{row['start']}-{row['end']}", taken)} | row
            for row in rows
        ]


class ObjectiveForm(PartForm):
    kind = CodeField(
        "Loại", ObjectiveKind.choices, empty="hãy chọn", required_words="Hãy chọn loại mục tiêu."
    )
    phase = CodeField("Giai đoạn", empty="cả thời kỳ")
    text = PrintedField("Nội dung", rows=4, required_words="Hãy ghi nội dung mục tiêu.")
    ROWS = {"targets": row_set(rows.TargetRow, "Giá trị phải đạt")}

    def fill(self, choices):
        self.fields["phase"].choices = [("", "cả thời kỳ"), *choices.phases]


class GroupForm(PartForm):
    number = PrintedField("Số", longest=20, help_text="Như sẽ in: I, 1, 4 ...")
    title = PrintedField("Tên nhóm nhiệm vụ", rows=2, required_words="Hãy ghi tên nhóm nhiệm vụ.")
    component = CodeField(
        "Hợp phần", empty="Chưa chọn",
        help_text="Bộ Công Thương so sánh các tỉnh theo năm hợp phần của chiến lược; phải chọn trước khi gửi duyệt.",
    )  # fmt: skip
    phase = CodeField("Giai đoạn", empty="cả thời kỳ")

    def fill(self, choices):
        self.fields["component"].choices = [("", "Chưa chọn"), *choices.components]
        self.fields["phase"].choices = [("", "cả thời kỳ"), *choices.phases]


class TaskForm(PartForm):
    number = PrintedField("Số", longest=20, help_text="Như sẽ in: 1.1, 1, a ... Có thể để trống.")
    action = PrintedField("Nhiệm vụ", rows=2, required_words="Hãy ghi nhiệm vụ.")
    contents = LinesField("Nội dung thực hiện")
    expected_results = LinesField("Kết quả dự kiến")
    time_text = PrintedField(
        "Thời gian", longest=200, help_text="Như sẽ in: 2026 - 2030, Thực hiện hằng năm ..."
    )
    start = PartialField("Bắt đầu", help_text="Năm hoặc tháng: 2026, 03/2026.")
    end = PartialField("Kết thúc", help_text="Năm hoặc tháng.")
    every_year = YesNoField("Thực hiện hằng năm")
    budget_text = PrintedField("Kinh phí, như sẽ in", rows=2, help_text="Ví dụ: Tổng KP: 320 (NSĐP; DN).")
    budget_total = AmountField("Tổng kinh phí (triệu đồng)")
    budget_sources = SourcesField("Nguồn của tổng", help_text="Chọn nhiều nguồn khi kế hoạch không tách.")
    note = PrintedField("Ghi chú", rows=2)
    ROWS = {
        "lead": row_set(rows.PartyRow, "Chủ trì"),
        "coordinating": row_set(rows.PartyRow, "Phối hợp"),
        "outputs": row_set(rows.OutputRow, "Kết quả định lượng"),
        "lines": row_set(rows.LineRow, "Khoản kinh phí"),
    }

    def values_of(self, piece):
        time, budget = piece["time"], piece["budget"] or {}
        return super().values_of(piece) | {
            "time_text": time["text"], "start": time["start"], "end": time["end"], "every_year": time["every_year"],
            "budget_text": budget.get("text"), "budget_total": budget.get("total"),
            "budget_sources": budget.get("sources", []),
        }  # fmt: skip

    def rows_of(self, name, piece):
        return (piece["budget"] or {}).get("lines", []) if name == "lines" else piece[name]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and str(start) > f"{end}-99":
            self.add_error("end", "Kết thúc trước khi bắt đầu.")
        return cleaned

    @property
    def piece(self):
        values = self.single_values()
        time = {"text": values.pop("time_text"), **{n: values.pop(n) for n in ("start", "end", "every_year")}}
        budget = {name: values.pop(f"budget_{name}") for name in ("text", "total", "sources")}
        budget["sources"] = _in_printed_order(
            budget["sources"], (self.seen["budget"] or {}).get("sources", [])
        )
        budget["lines"] = [
            line for line in self.row_values("lines") if any(v not in (None, []) for v in line.values())
        ]
        lists = {name: self.row_values(name) for name in ("lead", "coordinating", "outputs")}
        has_money = any(value not in (None, []) for value in budget.values())
        return self.seen | values | lists | {"time": time, "budget": budget if has_money else None}


def _in_printed_order(chosen: list[str], printed: list[str]) -> list[str]:
    return printed if set(chosen) == set(printed) else chosen


class SectionForm(PartForm):
    number = PrintedField("Số", longest=50)
    title = PrintedField("Tiêu đề", rows=2)
    kind = CodeField("Loại", SectionKind.choices, empty="hãy chọn", required_words="Hãy chọn loại.")
    component = CodeField("Hợp phần", empty="không thuộc hợp phần nào")
    reportable = YesNoField(
        "Phải báo cáo",
        help_text="Có: mỗi khoản của mục này là một nhiệm vụ, khi kế hoạch không có bảng nhiệm vụ.",
    )
    text = PrintedField("Đoạn mở", rows=5)
    note = PrintedField("Đoạn kết", rows=3)
    ROWS = {"items": row_set(rows.ItemRow, "Các khoản")}

    def fill(self, choices):
        self.fields["component"].choices = [("", "không thuộc hợp phần nào"), *choices.components]

    def row_values(self, name):
        taken, stem = self.choices.item_keys, self.seen.get("key") or "muc"
        return [
            row if "key" in row else {"key": unused(f"{stem}.{row['letter'] or ordinal}", taken)} | row
            for ordinal, row in enumerate(super().row_values(name), 1)
        ]


class ResponsibilityForm(PartForm):
    number = PrintedField("Số", longest=20)
    clause = PrintedField("Điều khoản", longest=50, required_words="Hãy ghi điều khoản, ví dụ V.6.")
    agency = PrintedField("Cơ quan, như sẽ in", rows=2, required_words="Hãy ghi cơ quan.")
    items = LinesField("Phải làm gì", rows=8)
    ROWS = {"agencies": row_set(rows.PartyRow, "Cơ quan trong danh bạ")}


class ReportingForm(PartForm):
    before = MonthDayField(
        "Báo cáo trước ngày", help_text="Ngày in trong kế hoạch, ví dụ 15/12. Ngày cuối là ngày trước đó."
    )
    text = PrintedField("Điều khoản về báo cáo", rows=4, help_text="Như in trong kế hoạch.")
    ROWS = {"obligors": row_set(rows.ObligorRow, "Ai phải báo cáo")}

    def values_of(self, piece):
        return super().values_of(piece.get("reporting") or {})

    def rows_of(self, name, piece):
        return (piece.get("reporting") or {}).get("obligors", [])

    def is_valid(self):
        if not super().is_valid():
            return False
        if not self.cleaned_data["text"] and (
            self.cleaned_data["before"] or self.row_sets["obligors"].values
        ):
            self.add_error("text", "Hãy ghi điều khoản của kế hoạch về báo cáo.")
        return not self.errors

    @property
    def piece(self):
        values = self.single_values()
        rule = values | {"obligors": self.row_values("obligors")}
        return {"reporting": rule if values["text"] else None}


class BudgetTableForm(PartForm):
    title = PrintedField("Tên bảng", rows=2, required_words="Hãy ghi tên bảng.")
    year = YearField("Năm", help_text="Để trống khi bảng cho cả thời kỳ.")
    includes_dn = CodeField(
        "Tổng gồm kinh phí doanh nghiệp", [("yes", "có"), ("no", "không")], empty="chưa rõ"
    )
    complete = CodeField("Bảng đủ các dòng", [("yes", "có")], empty="không, mới có một phần")
    totals_label = PrintedField(
        "Tên dòng tổng", longest=100, help_text="Ví dụ Tổng cộng. Để trống nếu bảng không có dòng tổng."
    )
    totals_total = AmountField("Tổng in (triệu đồng)")
    amount_in_words = PrintedField("Số tiền bằng chữ", rows=2)
    ROWS = {"rows": row_set(rows.BudgetTableRow, "Các dòng")}

    def fill(self, choices):
        for name, label in _columns(choices):
            self.fields[f"totals_{name}"] = AmountField(f"Tổng in, {label}")

    def values_of(self, piece):
        totals = piece.get("totals") or {}
        flags = {True: "yes", False: "no", None: ""}
        return super().values_of(piece) | {
            "includes_dn": flags[piece.get("includes_dn")], "complete": "yes" if piece.get("complete", True) else "",
            "totals_label": totals.get("label"), "totals_total": totals.get("total"), **_flat("totals_", totals),
        }  # fmt: skip

    def rows_of(self, name, piece):
        return [row | _flat("", row) for row in piece["rows"]]

    def row_values(self, name):
        return [_table_row(row) for row in super().row_values(name)]

    def single_values(self):
        values = super().single_values()
        totals = {
            "label": values.pop("totals_label"),
            "total": values.pop("totals_total"),
            **_nested(values, "totals_"),
        }
        values = {name: value for name, value in values.items() if not name.startswith("totals_")}
        flags = {"yes": True, "no": False, None: None}
        return values | {
            "includes_dn": flags[values["includes_dn"]], "complete": values["complete"] == "yes",
            "totals": totals if any(value not in (None, {}) for value in totals.values()) else None,
        }  # fmt: skip


def _columns(choices: Choices) -> list[tuple[str, str]]:
    sources = [(f"from_{source}", source_names([source])) for source in Source]
    return sources + [(f"year_{year}", f"năm {year}") for year in choices.years]


def _flat(prefix: str, money: dict) -> dict:
    by_source = {f"{prefix}from_{source}": amount for source, amount in money.get("by_source", {}).items()}
    return by_source | {f"{prefix}year_{year}": amount for year, amount in money.get("by_year", {}).items()}


def _nested(values: dict, prefix: str) -> dict:
    def part(kind: str) -> dict:
        lead = f"{prefix}{kind}_"
        return {n.removeprefix(lead): v for n, v in values.items() if n.startswith(lead) and v is not None}

    return {"by_source": part("from"), "by_year": part("year")}


def _table_row(row: dict) -> dict:
    own = ("number", "label", "group", "task", "total", "source_text", "sources", "lines")
    return {name: row[name] for name in own if name in row} | _nested(row, "")


def _list_form(**sets: type[RowSet]) -> type[PartForm]:
    return type("ListForm", (PartForm,), {"ROWS": sets})


FORMS: dict[str, type[PartForm]] = {
    "document": DocumentForm,
    "phases": PhasesForm,
    "objectives": ObjectiveForm,
    "groups": GroupForm,
    "tasks": TaskForm,
    "budget_tables": BudgetTableForm,
    "financing": _list_form(financing=row_set(rows.FinancingRow, "Quy định")),
    "responsibilities": ResponsibilityForm,
    "sections": SectionForm,
    "reporting": ReportingForm,
    "past_results": _list_form(past_results=row_set(rows.PastResultRow, "Kết quả")),
    "mentions": _list_form(
        related=row_set(rows.MentionRow, "Văn bản khác"),
        self_references=row_set(rows.MentionRow, "Chính văn bản này"),
    ),
    "annexes": _list_form(annexes=row_set(rows.AnnexRow, "Phụ lục")),
    "readings": _list_form(readings=row_set(rows.ReadingRow, "Cách đọc")),
}
