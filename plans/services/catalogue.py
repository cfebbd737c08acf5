"""What the ministry changes in the catalogue: an entry added, changed, its validity ended; nothing is deleted.

An entry that something uses keeps its meaning: the code by which plans name it and the unit in which they count do
not change any more. It ceases to be valid instead, and another one is added.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils import timezone
from psycopg.errors import UniqueViolation

from agencies.models import User
from agencies.rights import Right
from agencies.services.texts import checked_text
from core.dates import read_date
from core.editing import change
from core.numbers import Exact, UnreadableNumberError, read_number
from core.text import collapse, quoted
from plans.models import CatalogueEntry, Indicator, NationalTarget, OutputKind, Programme, ProgrammeComponent

VALIDITY = ("valid_from", "valid_to", "source")
PERIOD = ("period_start", "period_end")
Model = type[CatalogueEntry]
# What is typed in each kind of entry, in the order of the form.
EDITABLE: dict[Model, tuple[str, ...]] = {
    Programme: ("number", "title", "issuer", "issued_on", *PERIOD, *VALIDITY),
    ProgrammeComponent: ("name", "description", *VALIDITY),
    Indicator: ("name", "short_name", "code", "unit", "numerator", "denominator", "description", *VALIDITY),
    OutputKind: ("name", "code", "unit", "definition", *VALIDITY),
    NationalTarget: ("minimum", "maximum", "population", *VALIDITY),
}
# What an entry is about: given when it is added, and never changed.
GIVEN_ONCE: dict[Model, tuple[str, ...]] = {
    ProgrammeComponent: ("programme", "code"),
    NationalTarget: ("programme", "indicator", *PERIOD),
}
# By which plans and reference data name an entry.
NAMED_BY: dict[Model, str] = {Programme: "number", Indicator: "code", OutputKind: "code"}
LONGEST_TEXT = 4000
FIRST_YEAR, LAST_YEAR = 1900, 2100
BIGGEST = Decimal(10) ** 9
_CODE = re.compile(r"[a-z][a-z0-9_]*")
# The later or larger one, and what is said where it is not.
_PAIRS = {
    ("valid_from", "valid_to"): "Ngày cuối còn hiệu lực ở trước ngày bắt đầu có hiệu lực; hãy xem lại.",
    PERIOD: "Năm cuối ở trước năm đầu; hãy xem lại.",
    ("minimum", "maximum"): "Giá trị lớn nhất nhỏ hơn giá trị nhỏ nhất; hãy xem lại.",
}
_TAKEN = {
    Programme: ("number", "Danh mục đã có chương trình mang số, ký hiệu này."),
    ProgrammeComponent: ("code", "Chương trình đã có hợp phần này; hãy sửa mục đã có."),
    Indicator: ("code", "Danh mục đã có chỉ tiêu mang mã này."),
    OutputKind: ("code", "Danh mục đã có loại kết quả mang mã này."),
    NationalTarget: (
        "period_start",
        "Chương trình đã có mục tiêu của chỉ tiêu này cho giai đoạn này; hãy sửa mục đã có.",
    ),
}
USED = (
    "{label} không đổi được nữa vì đã có kế hoạch hoặc mục khác dùng: số liệu đã ghi sẽ mang nghĩa khác. "
    "Hãy kết thúc hiệu lực mục này và thêm mục mới."
)
KNOWN_BY = (
    "{label} do dữ liệu tham chiếu của cổng đặt nên không đổi được. "
    "Hãy kết thúc hiệu lực mục này và thêm mục mới."
)


def can_edit_catalogue(user: User) -> bool:
    """Officials of the ministry and administrators of the portal."""
    return user.may(Right.EDIT_CATALOGUE, province=None)


def fixed_fields(entry: CatalogueEntry) -> dict[str, str]:
    """The editable fields that do not change any more, each with the reason for the user."""
    kind = type(entry)
    name = NAMED_BY.get(kind)
    fixed = {name: KNOWN_BY} if name and entry.is_reference else {}
    if name and entry.is_referred_to():
        fixed |= {field: USED for field in (name, "unit") if field in EDITABLE[kind]}
    return {field: reason.format(label=label_of(kind, field)) for field, reason in fixed.items()}


@transaction.atomic
def add_entry(kind: Model, *, by: User, **values) -> CatalogueEntry:
    """Adds an entry, at the end of its kind. Dates and numbers may be typed as people write them.

    Raises PermissionDenied for who may not, ValidationError, at the field, for what cannot be.
    """
    _refuse_who_may_not(by)
    names = (*GIVEN_ONCE.get(kind, ()), *EDITABLE[kind])
    checked = _checked(kind(), dict.fromkeys(names, "") | values)
    if kind is NationalTarget:
        checked["unit"] = checked["indicator"].unit
    if "position" in {field.name for field in kind._meta.fields}:
        checked["position"] = (kind.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    with _unless_taken(kind):
        return kind.objects.create(**checked, changed_at=timezone.now(), changed_by=by)


@transaction.atomic
def change_entry(entry: CatalogueEntry, *, revision: int, by: User, **values) -> None:
    """Changes some of the EDITABLE fields; to end an entry is to give it its last day, `valid_to`.

    Raises as `add_entry` does, and core.editing.StaleWriteError where somebody was quicker.
    """
    _refuse_who_may_not(by)
    checked = _checked(entry, values)
    fixed = fixed_fields(entry)
    faults = {
        name: fixed[name] for name in checked if name in fixed and checked[name] != getattr(entry, name)
    }
    if faults:
        raise ValidationError(faults)
    with _unless_taken(type(entry)):
        change(entry, revision=revision, by=by, **checked)


def label_of(kind: Model, name: str) -> str:
    """What a field of the catalogue is called, to begin a line: "Số, ký hiệu"."""
    label = str(kind._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def _refuse_who_may_not(user: User) -> None:
    if not can_edit_catalogue(user):
        raise PermissionDenied("Chỉ Bộ Công Thương và quản trị cổng sửa được danh mục.")


@contextmanager
def _unless_taken(kind: Model) -> Iterator[None]:
    """Around writing an entry: where the database has such a one already, the field says so."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        field, fault = _TAKEN[kind]
        raise ValidationError({field: fault}) from None


def _checked(entry: CatalogueEntry, values: dict) -> dict:
    """The values as they are kept; ValidationError with a message for each field that cannot be."""
    checked, faults = {}, {}
    for name, value in values.items():
        try:
            checked[name] = _read(type(entry), name, value)
        except ValueError as error:
            faults[name] = str(error)
        except ValidationError as error:
            faults |= error.message_dict
    for (first, last), fault in _PAIRS.items():
        ends = [checked.get(name, getattr(entry, name, None)) for name in (first, last)]
        if None not in ends and ends[0] > ends[1] and not {first, last} & set(faults):
            faults[last if last in values else first] = fault
    if faults:
        raise ValidationError(faults)
    return checked


def _read(kind: Model, name: str, value):
    """One value as it is kept; ValueError or ValidationError, with a message for the user, for what cannot be."""
    field = kind._meta.get_field(name)
    label = label_of(kind, name)
    is_needed = not field.blank or name in ("minimum", "maximum")
    if isinstance(field, models.ForeignKey) or field.choices:
        if not value:
            raise ValueError(f"Hãy chọn {label[0].lower()}{label[1:]}.")
        return value
    if isinstance(field, models.CharField | models.TextField):
        longest = field.max_length or LONGEST_TEXT
        text = checked_text(name, label, value, longest=longest, required=is_needed)
        if isinstance(field, models.SlugField) and not _CODE.fullmatch(text):
            raise ValueError(
                f"{quoted(text)} không dùng làm mã được: hãy ghi bằng chữ thường không dấu, chữ số và dấu _, "
                "bắt đầu bằng chữ, ví dụ training_course."
            )
        return text
    if not value:
        if is_needed:
            raise ValueError(f"Hãy nhập {label[0].lower()}{label[1:]}.")
        return None
    if isinstance(field, models.DateField):
        return value if isinstance(value, date) else read_date(value)
    return _year(value) if isinstance(field, models.PositiveSmallIntegerField) else _number(value)


def _year(text: str) -> int:
    plain = collapse(text)
    if not re.fullmatch(r"[0-9]{4}", plain) or not FIRST_YEAR <= int(plain) <= LAST_YEAR:
        raise ValueError(f"{quoted(text)} không phải là năm; hãy nhập năm bằng bốn chữ số, ví dụ 2018.")
    return int(plain)


def _number(text: str) -> Decimal:
    """A number that is not negative, of at most three decimals."""
    found = read_number(text)
    if not isinstance(found, Exact):
        raise UnreadableNumberError(
            f"{quoted(text)} có thể là {found}; hãy ghi rõ, dấu phẩy cho phần thập phân."
            if found
            else "Hãy nhập một con số."
        )
    number = found.value
    if not 0 <= number < BIGGEST or number != round(number, 3):
        raise ValueError(f"{quoted(text)}: hãy nhập số không âm, nhiều nhất ba chữ số thập phân.")
    return number
