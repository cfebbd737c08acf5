"""What people fill in while they bring a file in: the file with the new plan's name, how its tables are read, decisions."""

from django import forms
from django.http import QueryDict

from budgets.enums import Source
from core.numbers import Unit
from core.text import collapse
from portal.annexes.grid import column_letters
from portal.annexes.recognition.columns import ColumnRole
from portal.annexes.recognition.directory import Directory
from portal.annexes.recognition.mapping import Mapping, TableKind, TableMapping
from portal.annexes.recognition.words import UNIT_NAMES
from portal.forms.life import NamedPlanForm
from portal.forms.people import UNKNOWN_CHOICE
from portal.importing.questions import LEFT_OPEN
from portal.importing.requests import check_annex
from portal.importing.result import Result

OTHER = "?"  # an agency that was not proposed, by its name in a field beside
KINDS = (
    (TableKind.TASKS, "nhiệm vụ"),
    (TableKind.MONEY, "kinh phí"),
    (TableKind.OTHER, "khác: không đưa vào"),
)
ROLES = (
    (ColumnRole.NUMBER, "số thứ tự"),
    (ColumnRole.GROUP, "nhóm nhiệm vụ"),
    (ColumnRole.ACTION, "tên nhiệm vụ, khoản mục"),
    (ColumnRole.CONTENTS, "nội dung thực hiện"),
    (ColumnRole.RESULTS, "kết quả dự kiến"),
    (ColumnRole.LEAD, "chủ trì"),
    (ColumnRole.COORDINATING, "phối hợp"),
    (ColumnRole.PARTIES, "chủ trì và phối hợp chung một cột"),
    (ColumnRole.TIME, "thời gian"),
    (ColumnRole.START, "bắt đầu"),
    (ColumnRole.END, "kết thúc"),
    (ColumnRole.MARK, "năm được đánh dấu"),
    (ColumnRole.AMOUNT, "số tiền"),
    (ColumnRole.SOURCE, "nguồn kinh phí, bằng chữ"),
    (ColumnRole.QUANTITY, "số lượng"),
    (ColumnRole.UNIT, "đơn vị tính"),
    (ColumnRole.UNIT_PRICE, "đơn giá"),
    (ColumnRole.NOTE, "ghi chú"),
    (ColumnRole.OTHER, "không đưa vào"),
)
UNKNOWN_AGENCY = "Danh bạ không có “{}”. Hãy chọn tên trong danh sách gợi ý khi gõ, hoặc giữ chữ trong tệp."


class AnnexFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Tệp Word hoặc Excel",
        help_text="Tệp .docx, .xlsx hoặc .xls, không quá 10 MB. Tệp .doc đời cũ: mở bằng Word, lưu thành .docx trước.",
        error_messages={
            "invalid": "Không nhận được tệp; hãy chọn lại.",
            "empty": "Tệp này rỗng; hãy chọn lại.",
            "required": "Hãy chọn tệp.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.xls"}),
    )

    def clean_file(self):
        check_annex(self.cleaned_data["file"])
        return self.cleaned_data["file"]


class NewPlanFileForm(AnnexFileForm, NamedPlanForm):
    """The file and what the new plan is called."""

    field_order = ("file", "programme", "start", "end", "title", "is_second")


class MappingForm(forms.Form):
    """How the tables of a file are read: what each is, its unit, what its columns hold; amounts with year and source."""

    def __init__(self, data=None, *, mapping: Mapping):
        super().__init__(data, auto_id="%s")
        self.mapping = mapping
        for number, table in enumerate(mapping.tables):
            name = f"bang-{number}"
            self._choice(f"{name}-loai", "Bảng này là", KINDS, table.kind)
            units = [("", "chưa rõ"), *((str(int(unit)), words) for unit, words in UNIT_NAMES.items())]
            self._choice(
                f"{name}-don-vi", "Đơn vị tiền", units, "" if table.unit is None else int(table.unit)
            )
            for column in table.columns:
                where = f"cột {column_letters(column.index)}"
                self._choice(f"{name}-{column.index}", f"Nội dung của {where}", ROLES, column.role)
                if column.role is ColumnRole.AMOUNT:
                    self.fields[f"{name}-{column.index}-nam"] = forms.IntegerField(
                        label=f"Năm của {where}", required=False, min_value=2000, max_value=2100,
                        initial=column.year, widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "năm (để trống: tổng)"}),
                        error_messages=dict.fromkeys(
                            ("invalid", "min_value", "max_value"), "Hãy ghi năm bằng bốn chữ số, ví dụ 2026."
                        ),
                    )  # fmt: skip
                    sources = _sources_of(column)
                    self._choice(f"{name}-{column.index}-nguon", f"Nguồn của {where}", sources, sources[0][0])

    def _choice(self, name: str, label: str, choices, initial) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=str(initial), required=False,
            error_messages={"invalid_choice": UNKNOWN_CHOICE},
        )  # fmt: skip

    def shown(self, samples: list[tuple]) -> list[dict]:
        """The tables with their fields, and the first rows (`Result.tables`)."""
        found = []
        for number, (table, rows, recalled) in enumerate(samples):
            name = f"bang-{number}"
            columns = [
                {
                    "letter": column_letters(column.index),
                    "head": column.head,
                    "fields": [
                        self[key]
                        for key in (
                            f"{name}-{column.index}",
                            f"{name}-{column.index}-nam",
                            f"{name}-{column.index}-nguon",
                        )
                        if key in self.fields
                    ],
                }
                for column in table.columns
            ]
            found.append(
                {
                    "table": table,
                    "kind": self[f"{name}-loai"],
                    "unit": self[f"{name}-don-vi"],
                    "columns": columns,
                    "rows": rows,
                    "recalled": recalled,
                }
            )
        return found

    def corrected(self) -> Mapping:
        """The mapping as the person wants it."""
        return Mapping(tuple(self._table(number, table) for number, table in enumerate(self.mapping.tables)))

    def _table(self, number: int, table: TableMapping) -> TableMapping:
        given, name = self.cleaned_data, f"bang-{number}"
        data = table.as_data()
        data["kind"] = given[f"{name}-loai"] or data["kind"]
        unit = given[f"{name}-don-vi"]
        data["unit"] = UNIT_NAMES[Unit(int(unit))] if unit else None
        for column, told in zip(table.columns, data["columns"], strict=True):
            key = f"{name}-{column.index}"
            told["role"] = given[key] or told["role"]
            if f"{key}-nam" in given and told["role"] == ColumnRole.AMOUNT:
                told["year"] = given[f"{key}-nam"]
                told["source"] = given[f"{key}-nguon"].split("+") if given[f"{key}-nguon"] else []
        return TableMapping.from_data(data)


def _sources_of(column) -> list[tuple[str, str]]:
    """The sources of an amount column, those that it has now first."""
    choices = [("", "mọi nguồn (tổng)"), *Source.choices]
    own = "+".join(column.sources)
    if own not in dict(choices):
        choices.append((own, " + ".join(Source(source).label for source in column.sources)))
    return sorted(choices, key=lambda choice: choice[0] != own)


def decisions_in(
    data: QueryDict, result: Result, directory: Directory
) -> tuple[dict[str, str], dict[str, str]]:
    """What was chosen of the questions, by question; and what is wrong with a choice, by the name of its field."""
    decisions, faults = {}, {}
    for question in result.questions:
        name = f"q-{question.id}"
        value = data.get(name)
        if value is None:
            continue
        if value == OTHER and question.code == "unknown_agency":
            typed = collapse(data.get(f"{name}-ten", ""))
            slug = directory.find(typed) if typed else None
            if slug is None:
                faults[name] = UNKNOWN_AGENCY.format(typed) if typed else "Hãy gõ tên cơ quan."
            else:
                decisions[question.id] = slug
        elif (
            value == LEFT_OPEN
            or value in question.values
            or (question.code == "unknown_agency" and directory.knows(value))
        ):
            decisions[question.id] = value
        else:
            faults[name] = UNKNOWN_CHOICE
    return decisions, faults
