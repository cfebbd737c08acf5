"""What a facility fills in for one product: output, what it took before and now, solutions, money.

As in `portal.forms.report` figures that cannot be read are kept as they were typed. A resource's fields are named by
`reporting.report_faults.field_of`: "coal-baseline", "material6-name".
"""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from core.numbers import editable_million, editable_number
from portal.forms.fields import NumberField, PrintedField, YearField
from portal.forms.report import UNKNOWN_CHOICE, LinesOfText, SpentField
from portal.forms.revised import RevisedForm
from reporting.enums import UNITS_OF, Resource
from reporting.models import ProductEntry, ResourceEntry
from reporting.services.products import FIGURES, MOST_MATERIALS, TEXTS, GivenProduct, GivenResource

MONEY = ("investment", "saved_money")
FIRST_MATERIAL = Resource.values.index(Resource.MATERIAL)  # where the materials begin


class FigureField(NumberField):
    """An output or a consumption, with up to three decimals; None is unknown, 0 is zero."""

    def read(self, text: str):
        figure = super().read(text)
        if figure is not None and (figure >= 10**15 or Decimal(figure) * 1000 % 1):
            raise ValidationError("Số quá lớn hoặc có quá ba chữ số thập phân; hãy ghi lại.")
        return figure


class CountField(NumberField):
    """A whole number of solutions."""

    def read(self, text: str):
        count = super().read(text)
        if count is not None and count > 1000:
            raise ValidationError("Số giải pháp quá lớn; hãy ghi lại.")
        return count


@dataclass(frozen=True)
class Slot:
    """A row of the form for one resource; `row` is what is stored of it."""

    position: int
    resource: Resource
    row: ResourceEntry | None

    @property
    def name(self) -> str:
        is_material = self.resource == Resource.MATERIAL
        return f"{self.resource}{self.position}" if is_material else self.resource.value


class ProductForm(RevisedForm):
    """All that is said of one product, always filled in: with what is stored, or with what was typed."""

    product = PrintedField("Sản phẩm", longest=150, help_text="Ví dụ: gạch tuynen, tinh bột sắn.")
    unit = PrintedField("Đơn vị tính của sản phẩm", longest=50, help_text="Ví dụ: tấn, 1.000 viên.")
    baseline_year = YearField("Năm gốc để so sánh", help_text="Năm trước khi áp dụng giải pháp, ví dụ 2015.")
    baseline_output = FigureField("Sản lượng năm gốc")
    output = FigureField("Sản lượng năm nay")
    solutions = LinesOfText(
        "Giải pháp sản xuất sạch hơn đã áp dụng", rows=4, help_text="Mỗi dòng một giải pháp."
    )
    solution_count = CountField("Số giải pháp", decimals=False)
    investment = SpentField("Đã đầu tư (triệu đồng)")
    saved_money = SpentField("Tiết kiệm được trong năm (triệu đồng)")

    def __init__(self, data=None, *, product: ProductEntry):
        self.row = product
        self.slots = _slots(list(product.resource_rows.all()))
        super().__init__({} if data is None else data)
        for slot in self.slots:
            self._add_slot(slot)
        self.FIELDS = tuple(name for name in self.fields if name != "revision")
        for name in self.FIELDS:
            self.fields[name].show_hidden_initial = True
        self.initial = self.values_of(product)
        if data is None:
            self.data = self.initial | {"revision": str(product.revision)}
            self.data |= {self.add_initial_prefix(name): self.initial[name] for name in self.FIELDS}

    def _add_slot(self, slot: Slot) -> None:
        units = [(unit.value, unit.label) for unit in UNITS_OF[slot.resource]]
        if slot.resource == Resource.MATERIAL:
            self.fields[f"{slot.name}-name"] = PrintedField("Tên nguyên liệu", longest=100)
        self.fields[f"{slot.name}-unit"] = forms.ChoiceField(
            label="Đơn vị", choices=units, required=False, error_messages={"invalid_choice": UNKNOWN_CHOICE}
        )
        self.fields[f"{slot.name}-baseline"] = FigureField("Năm gốc")
        self.fields[f"{slot.name}-current"] = FigureField("Năm nay")
        for name in ("unit", "baseline", "current"):
            self.fields[f"{slot.name}-{name}"].row_name = slot.row.label if slot.row else slot.resource.label

    def values_of(self, row: ProductEntry) -> dict:
        """What is stored as texts of the form's fields; what could not be read as it was typed."""
        values = dict.fromkeys(self.fields, "") | {name: getattr(row, name) for name in TEXTS}
        values["baseline_year"] = str(row.baseline_year or "")
        for name in FIGURES[1:]:
            write = editable_million if name in MONEY else editable_number
            value = getattr(row, name)
            values[name] = "" if value is None else write(value)
        stored = {one.position: one for one in row.resource_rows.all()}
        for slot in self.slots:
            one = stored.get(slot.position)
            values[f"{slot.name}-unit"] = one.unit if one else UNITS_OF[slot.resource][0].value
            values[f"{slot.name}-name"] = one.name if one else ""
            for name in ("baseline", "current"):
                value = getattr(one, name) if one else None
                values[f"{slot.name}-{name}"] = "" if value is None else editable_number(value)
        values |= row.unread
        return {name: value for name, value in values.items() if name in self.fields}

    @property
    def given(self) -> GivenProduct:
        """What is to be written, after `is_valid()`: all that can be read, and the rest as it was typed."""
        read = self.cleaned_data
        values = {name: (read[name] or "") if name in read else getattr(self.row, name) for name in TEXTS}
        values |= {name: read.get(name) for name in FIGURES}
        resources = {
            slot.position: GivenResource(
                slot.resource.value,
                read.get(f"{slot.name}-name") or "",
                read.get(f"{slot.name}-unit") or UNITS_OF[slot.resource][0].value,
                read.get(f"{slot.name}-baseline"),
                read.get(f"{slot.name}-current"),
                not {f"{slot.name}-baseline", f"{slot.name}-current"}.isdisjoint(self.errors),
            )
            for slot in self.slots
        }
        figures = [
            name for name in self.errors if isinstance(self.fields.get(name), (NumberField, YearField))
        ]
        unread = {name: self.data.get(name, "").strip() for name in figures}
        confirmed = self.data.getlist("confirmed") if hasattr(self.data, "getlist") else ()
        return GivenProduct(values, resources, confirmed, unread)

    @property
    def words(self) -> dict[str, int]:
        """The amounts of money that were understood, in đồng, by field."""
        read = self.cleaned_data
        return {name: read[name] for name in MONEY if read.get(name) is not None}

    def again(self, data, row):
        return ProductForm(data, product=row)


def _slots(rows: list[ResourceEntry]) -> list[Slot]:
    """A row for each resource, the stored materials, and one material more."""
    stored = {row.position: row for row in rows}
    found = [
        Slot(position, Resource(code), stored.get(position))
        for position, code in enumerate(Resource.values)
        if position < FIRST_MATERIAL
    ]
    materials = sorted(position for position in stored if position >= FIRST_MATERIAL)
    after = (materials[-1] if materials else FIRST_MATERIAL - 1) + 1
    if len(materials) < MOST_MATERIALS:
        materials.append(after)
    return found + [Slot(position, Resource.MATERIAL, stored.get(position)) for position in materials]
