"""Numbers as Vietnamese papers print them, and money between đồng and triệu đồng.

Vietnamese style writes 1.234,5; spreadsheets and phones often write 1,234.5; and the plans mix them:
An Giang prints "2,000" beside "3.200" (both thousands), Ninh Bình "20.4" (a decimal). One cell often
cannot tell, so a reading is either `Exact`, or `Ambiguous` with every value it may have, or None where
no number is given. The portal never guesses: totals or the user decide (`budgets`).

Not here: what a total should be, and amounts in words (`core.words`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum

from core.text import collapse, quoted

MAX_DIGITS = 18  # what the money columns hold


class Style(Enum):
    """How a hand writes numbers; the value is its grouping sign. A space groups in both styles."""

    VIETNAMESE = "."  # 1.234,5
    ENGLISH = ","  # 1,234.5


class Unit(IntEnum):
    """A unit of money; the value is its power of ten in đồng."""

    DONG = 0
    THOUSAND = 3
    MILLION = 6
    BILLION = 9


class UnreadableNumberError(ValueError):
    """The text is not one number; the message is for the user."""


@dataclass(frozen=True)
class Exact:
    """The text has one meaning."""

    value: Decimal


@dataclass(frozen=True)
class Ambiguous:
    """The text has several meanings, in rising order; `str()` shows them: "2 hoặc 2.000"."""

    candidates: tuple[Decimal, ...]

    def __str__(self) -> str:
        return " hoặc ".join(map(format_number, self.candidates))


_BLANK = {"", "-", "–", "—", "chưa rõ"}
_FULLWIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_SIGN = re.compile(r"[-−](?=\d)")
_UNIT = re.compile(
    r" ?(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)?(?(scale) ?)(?P<dong>đồng|đ|vnđ|vnd)?$", re.IGNORECASE
)
_SCALES = {
    "nghìn": Unit.THOUSAND,
    "ngàn": Unit.THOUSAND,
    "triệu": Unit.MILLION,
    "tỷ": Unit.BILLION,
    "tỉ": Unit.BILLION,
}


def _pattern(grouping: str, point: str) -> re.Pattern[str]:
    # A group of thousands never starts with 0: "0,500" is a half. A plain number may ("05").
    return re.compile(
        rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?P<group>[{grouping} ])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
        rf"(?:(?P<point>[{point}])(?P<decimals>[0-9]+))?"
    )


_PATTERNS = {Style.VIETNAMESE: _pattern(".", ","), Style.ENGLISH: _pattern(",", ".")}


@dataclass(frozen=True)
class _Cell:
    """A text with the ways it can be read, and what each reading is multiplied by (sign; power of ten)."""

    matches: list[re.Match[str]]
    sign: int
    shift: int

    def reading(self) -> Exact | Ambiguous:
        values = sorted({self._value(match) for match in self.matches})
        return Exact(values[0]) if len(values) == 1 else Ambiguous(tuple(values))

    def _value(self, match: re.Match[str]) -> Decimal:
        whole = re.sub(r"[., ]", "", match["whole"])
        return _shifted(Decimal(f"{whole}.{match['decimals'] or 0}").copy_sign(self.sign), self.shift)


def read_number(
    text: str, *, decimals: bool = True, style: Style | None = None, unit: Unit | None = None
) -> Exact | Ambiguous | None:
    """What number the text of one cell or form field means, in `unit` where that is given.

    `decimals`: whether the printed number may have a decimal part (a count of people has none, so
    "3.200" is then 3200). `style`: the hand, where it is known; a text of another style is refused.
    `unit`: the unit of the column. A unit printed in the cell is then converted to it: "6,84 tỷ đồng" in a
    column of triệu đồng is 6840. Without it, "đồng", "đ", "VNĐ" are taken off (the value is in đồng) and
    "nghìn", "triệu", "tỷ" are refused, as the portal would have to guess what the number is for. A number
    of plain đồng has no decimals.

    None for an empty text, a dash or "chưa rõ": unknown, which is not zero. `UnreadableNumberError` for all
    that is not one number: ranges ("8-13"), percentages, "1e5", "1.2.3", more than 18 digits. "(5)" is
    refused too: accountants mean -5 by it, but tables number their columns in the same way.
    """
    cell = _parse(text, decimals=decimals, style=style, unit=unit)
    return cell and cell.reading()


def read_column(
    texts: Iterable[str], *, decimals: bool = True, unit: Unit | None = None
) -> list[Exact | Ambiguous | UnreadableNumberError | None]:
    """What the cells of one column mean, one result a text; a cell's refusal stands in its place.

    A cell that cannot be anything else may settle the same sign in the others:

    - "6.840.000" or "1.234,5" shows a grouping ".", so "3.200" is 3200;
    - "0.500" or "1234.567" shows a decimal "." with three places, so "3.200" is 3.2;
    - "20.4" alone settles nothing, as a hand that prints one decimal would hardly print three in the next
      row: Hà Tĩnh's "2.040" (thousands) and Ninh Bình's "20.4" stand in the same form;
    - a sign seen in both roles settles nothing;
    - "." settles nothing for ",": An Giang groups by both, "2,000" beside "3.200".
    """
    cells: list[_Cell | UnreadableNumberError | None] = []
    for text in texts:
        try:
            cells.append(_parse(text, decimals=decimals, style=None, unit=unit))
        except UnreadableNumberError as refusal:
            cells.append(refusal)
    certain = [cell.matches[0] for cell in cells if isinstance(cell, _Cell) and len(cell.matches) == 1]
    grouping = {match["group"] for match in certain}
    points = {match["point"] for match in certain}
    thousandths = {match["point"] for match in certain if len(match["decimals"] or "") == 3}

    def settled(match: re.Match[str]) -> bool:
        if match["group"]:
            return match["group"] in grouping - points
        return match["point"] in thousandths - grouping

    readings: list[Exact | Ambiguous | UnreadableNumberError | None] = []
    for cell in cells:
        if isinstance(cell, _Cell):
            matches = [match for match in cell.matches if settled(match)] or cell.matches
            readings.append(_Cell(matches, cell.sign, cell.shift).reading())
        else:
            readings.append(cell)
    return readings


def _parse(text: str, *, decimals: bool, style: Style | None, unit: Unit | None) -> _Cell | None:
    body = collapse(text).translate(_FULLWIDTH)
    if body.lower() in _BLANK:
        return None
    printed = _UNIT.search(body)
    scale = printed["scale"] and _SCALES[printed["scale"].lower()]
    if scale and unit is None:
        raise UnreadableNumberError(f"{quoted(text)}: hãy ghi số đầy đủ, không kèm chữ “{printed['scale']}”.")
    if printed["dong"] and not scale:
        scale, decimals = Unit.DONG, False
    body = body[: printed.start()]
    number = body[1:] if _SIGN.match(body) else body
    if sum(char.isdigit() for char in number) > MAX_DIGITS:
        raise UnreadableNumberError(f"{quoted(text)} có quá {MAX_DIGITS} chữ số.")
    patterns = _PATTERNS.values() if style is None else [_PATTERNS[style]]
    matches = [match for pattern in patterns if (match := pattern.fullmatch(number))]
    if not matches:
        raise UnreadableNumberError(f"{quoted(text)} không phải là một số; hãy chỉ ghi số, ví dụ 12.")
    if not decimals:
        matches = [match for match in matches if not match["point"]]
        if not matches:
            raise UnreadableNumberError(f"{quoted(text)} không phải là số nguyên.")
    shift = 0 if scale is None or unit is None else scale - unit
    return _Cell(matches, -1 if number != body else 1, shift)


def format_number(value: Decimal | int) -> str:
    """The number in Vietnamese style, exactly: 1.234,5, with as many decimals as it needs and no more."""
    return f"{_plain(value):,f}".translate(str.maketrans(",.", ".,"))


def format_million(dong: Decimal | int) -> str:
    """An amount in đồng as triệu đồng, Vietnamese style: 7 050 000 000 is "7.050", 20 400 000 is "20,4"."""
    return format_number(dong_to_million(dong))


def editable_number(value: Decimal | int) -> str:
    """The number as people edit and copy it: ungrouped, decimal comma, in the one form that `read_number` reads in
    one way only. 1234.5 is "1234,5"; 1.234 is "1,2340", as "1,234" might be 1234 in another hand.
    """
    whole, _, decimals = f"{_plain(value):f}".partition(".")
    if len(decimals) == 3 and 0 < len(whole.lstrip("-")) < 4 and whole.lstrip("-") != "0":
        decimals += "0"
    return f"{whole},{decimals}" if decimals else whole


def editable_million(dong: Decimal | int) -> str:
    """An amount in đồng as people edit it in triệu đồng (`editable_number`)."""
    whole, rest = divmod(int(dong), 10**6)
    return str(whole) if not rest else editable_number(dong_to_million(dong))


def dong_to_million(dong: Decimal | int) -> Decimal:
    """Đồng as triệu đồng, exactly and without exponent: 2 040 000 000 is Decimal("2040")."""
    return _shifted(dong, -6)


def million_to_dong(million: Decimal | int) -> int:
    """Triệu đồng as whole đồng; ValueError where a fraction of a đồng would be lost."""
    dong = _shifted(million, 6)
    if dong != int(dong):
        raise ValueError(f"{format_number(million)} triệu đồng lẻ dưới một đồng.")
    return int(dong)


def _shifted(value: Decimal | int, places: int) -> Decimal:
    return _plain(Decimal(f"{_plain(value):f}E{places}"))


def _plain(value: Decimal | int) -> Decimal:
    """The same number without exponent and trailing zeros, whatever the precision of the decimal context."""
    if isinstance(value, float):
        raise TypeError("money and numbers of the plans are never floats")
    if not Decimal(value).is_finite():
        raise ValueError("không phải là một số")
    digits = f"{Decimal(value):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Decimal(digits) or Decimal(0)
