"""Fields over values of the plan document: what people type is read by the portal's own readers, and never guessed at.

Each field shows a value of the document (`prepare_value`) and gives one back (`clean`), None where nothing is given.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from budgets.enums import Source
from core.dates import MonthDay, format_date, format_month_day, format_partial, read_date, read_partial
from core.numbers import Ambiguous, Unit, UnreadableNumberError, format_number, read_number
from core.text import printable
from portal.plan_document.schema import plain_number

CONTROL_CHARACTERS = "Nội dung có ký tự điều khiển không in được; hãy xóa và gõ lại."


class ValueField(forms.CharField):
    """A text field that stands for a value of another type: `shown` writes it, `read` reads it."""

    def __init__(self, label: str, *, required_words: str = "", **options):
        options.setdefault("required", bool(required_words))
        super().__init__(label=label, **options)
        if required_words:
            self.error_messages["required"] = required_words

    def shown(self, value) -> str:
        return str(value)

    def read(self, text: str):
        return text

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.shown(value)

    def clean(self, value):
        try:
            text = printable(value or "")
        except ValueError:
            raise ValidationError(CONTROL_CHARACTERS) from None
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        self.run_validators(text)
        return self.read(text)


class PrintedField(ValueField):
    """A printed text of up to `longest` characters, with as many lines as `rows` says."""

    def __init__(self, label: str, *, longest: int = 20_000, rows: int = 1, **options):
        if rows > 1:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(label, **options)
        self.longest = longest

    def read(self, text: str) -> str:
        if len(text) > self.longest:
            raise ValidationError(
                f"Dài quá {format_number(self.longest)} ký tự ({format_number(len(text))}); hãy rút ngắn."
            )
        return text


class LinesField(forms.CharField):
    """A list of texts, one a line; markers before them (-, +, *, •) are left out, as in the plan document."""

    widget = forms.Textarea

    def __init__(self, label: str, *, rows: int = 4, **options):
        hint = options.pop("help_text", "Mỗi dòng một ý.")
        super().__init__(
            label=label,
            required=False,
            help_text=hint,
            widget=forms.Textarea(attrs={"rows": rows}),
            **options,
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        try:
            lines = [printable(line.strip().lstrip("-+*•–").strip()) for line in (value or "").splitlines()]
        except ValueError:
            raise ValidationError(CONTROL_CHARACTERS) from None
        return [line for line in lines if line]


class NumberField(ValueField):
    """A number in the Vietnamese style; one that can mean two things is asked back, never guessed.

    What the page itself wrote and nobody changed is what it was (`was`, by `ReadsItsOwnNumbers`): "2.000" is 2000 then.
    """

    was: int | Decimal | None = None

    def __init__(self, label: str, *, decimals: bool = True, unit: Unit | None = None, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}))
        super().__init__(label, **options)
        self.decimals, self.unit = decimals, unit

    def shown(self, value) -> str:
        return format_number(value)

    def read(self, text: str) -> int | Decimal | None:
        if self.was is not None and text == self.shown(self.was):
            return self.was
        try:
            reading = read_number(text, decimals=self.decimals, unit=self.unit)
        except UnreadableNumberError as error:
            raise ValidationError(str(error)) from None
        if isinstance(reading, Ambiguous):
            ways = " hoặc ".join(format_number(value).replace(".", "") for value in reading.candidates)
            raise ValidationError(f"“{text}” có thể là {reading}; hãy ghi {ways} để không hiểu lầm.")
        if reading is None:
            return None
        if reading.value < 0:
            raise ValidationError("Không ghi số âm.")
        return plain_number(reading.value)


class ReadsItsOwnNumbers:
    """A form whose numbers, left as the page wrote them, are what they were."""

    def _clean_fields(self):
        for name, field in self.fields.items():
            if isinstance(field, NumberField):
                field.was = self.get_initial_for_field(field, name)
        super()._clean_fields()


class AmountField(NumberField):
    """An amount in triệu đồng; another unit may be typed with it: "6,84 tỷ"."""

    def __init__(self, label: str, **options):
        super().__init__(label, unit=Unit.MILLION, **options)

    def read(self, text: str):
        amount = super().read(text)
        if amount is not None and Decimal(amount) * 10**6 != int(Decimal(amount) * 10**6):
            raise ValidationError("Số tiền lẻ dưới một đồng; hãy ghi lại.")
        if amount is not None and amount >= 10**9:
            raise ValidationError("Số tiền quá lớn; đơn vị ở đây là triệu đồng.")
        return amount


class YearField(ValueField):
    """A year of four digits."""

    def __init__(self, label: str, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "year"}))
        super().__init__(label, **options)

    def read(self, text: str) -> int:
        if not (len(text) == 4 and text.isascii() and text.isdecimal() and 1900 <= int(text) <= 2100):
            raise ValidationError(f"“{text}” không phải là năm; hãy ghi bốn chữ số, ví dụ 2026.")
        return int(text)


class PartialField(ValueField):
    """A year or a month: 2026, 03/2026."""

    def shown(self, value) -> str:
        return format_partial(str(value))

    def prepare_value(self, value):
        is_document_value = isinstance(value, str) and value[:4].isdecimal()
        return format_partial(value) if is_document_value else super().prepare_value(value)

    def read(self, text: str) -> int | str:
        try:
            partial = read_partial(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if len(partial) > 7:
            raise ValidationError("Chỉ ghi năm hoặc tháng, ví dụ 2026 hoặc 03/2026.")
        return int(partial) if len(partial) == 4 else partial


class DayField(ValueField):
    """A day, dd/mm/yyyy; in the document an ISO date."""

    def __init__(self, label: str, **options):
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "ngày/tháng/năm"})
        )
        super().__init__(label, **options)

    def prepare_value(self, value):
        try:
            return format_date(read_date(value)) if value else value
        except ValueError:
            return value

    def read(self, text: str) -> str:
        try:
            return read_date(text).isoformat()
        except ValueError as error:
            raise ValidationError(str(error)) from None


class MonthDayField(ValueField):
    """A day of every year as people write it, 15/12; in the document month first, "12-15"."""

    def prepare_value(self, value):
        try:
            return format_month_day(MonthDay.read(value)) if value else value
        except ValueError:
            return value

    def read(self, text: str) -> str:
        day, _, month = text.partition("/")
        try:
            return str(MonthDay(int(month), int(day)))
        except ValueError:
            raise ValidationError(
                f"“{text}” không phải là ngày trong năm; hãy ghi theo dạng 15/12."
            ) from None


class CodeField(forms.ChoiceField):
    """One code of a closed list; the empty choice says what leaving it open means."""

    def __init__(
        self, label: str, choices=(), *, empty: str = "Chưa rõ", required_words: str = "", **options
    ):
        super().__init__(
            label=label, required=bool(required_words), choices=[("", empty), *choices], **options
        )
        self.error_messages |= {
            "required": required_words,
            "invalid_choice": "Lựa chọn này không có (nữa); hãy chọn lại.",
        }

    def clean(self, value):
        return super().clean(value) or None


class YesNoField(CodeField):
    """Yes or no, as the document has it: True or False."""

    def __init__(self, label: str, **options):
        super().__init__(label, [("1", "có")], empty="không", **options)

    def prepare_value(self, value):
        return {True: "1", False: ""}.get(value, value)

    def clean(self, value) -> bool:
        return super().clean(self.prepare_value(value)) == "1"


class SourcesField(forms.MultipleChoiceField):
    """The sources of one amount; several where the plan leaves them unsplit."""

    def __init__(self, label: str = "Nguồn", **options):
        super().__init__(
            label=label,
            choices=Source.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )
        self.error_messages["invalid_choice"] = "Không có nguồn này; hãy chọn lại."
