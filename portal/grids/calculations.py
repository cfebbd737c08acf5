"""Amounts that come about as quantity x unit price, as one cell of the money grid takes them: "2 hội nghị x 3"."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.task_money import Line
from core.numbers import (
    Ambiguous as AmbiguousNumber,
)
from core.numbers import (
    Exact,
    Unit,
    UnreadableNumberError,
    editable_million,
    editable_number,
    million_to_dong,
    read_number,
)
from core.text import collapse
from portal.grids.batch import Ambiguous, Reading, Refused, Value, read_amounts

_NUMBER = r"\d[\d., ]*"
# The sign stands alone or between figures: "2 hộp xốp x 3" has one. What is typed behind "=" is checked.
_TYPED = re.compile(
    rf"(?P<quantity>{_NUMBER}?)\s*(?P<unit>[^\d=×*]*?)(?:\s+[xX]\s*|\s*[×*]\s*|(?<=\d)[xX]\s*)"
    rf"(?P<price>{_NUMBER})(?:=\s*(?P<amount>{_NUMBER}))?"
)
LONGEST = 200  # characters of what may be a calculation: looking through long texts would take seconds
LARGEST_QUANTITY = 10**9
LONGEST_UNIT = 50


@dataclass(frozen=True)
class Calculation:
    """Quantity (at most three decimals) of a unit, and the price of one in đồng."""

    quantity: Decimal
    unit: str
    unit_price: int

    @property
    def product(self) -> Decimal:
        """In đồng."""
        return self.quantity * self.unit_price

    @property
    def text(self) -> str:
        """As the cell holds it: "2 hội nghị x 3 = 6"; prices and amounts in triệu đồng."""
        return f"{self.without_amount} = {editable_million(self.product)}"

    @property
    def without_amount(self) -> str:
        quantity = f"{editable_number(self.quantity)} {self.unit}".strip()
        return f"{quantity} x {editable_million(self.unit_price)}"


def calculation_of(lines: Sequence[Line]) -> Calculation | None:
    """The calculation that a cell's only line prints, where it gives the amount; else None."""
    if len(lines) != 1 or not lines[0].adds_up:
        return None
    return Calculation(lines[0].quantity, lines[0].unit, lines[0].unit_price)


def read_lines(texts: Sequence[str]) -> list[Reading]:
    """What texts of a column mean: amounts in triệu đồng, read as of one hand, and calculations."""
    typed = [_TYPED.fullmatch(collapse(text)) if len(text) <= LONGEST else None for text in texts]
    amounts = iter(read_amounts([text for text, match in zip(texts, typed, strict=True) if match is None]))
    return [next(amounts) if match is None else _calculation(match) for match in typed]


def _calculation(typed: re.Match[str]) -> Reading:
    try:
        quantities = _meanings(typed["quantity"])
        prices = _meanings(typed["price"], unit=Unit.MILLION)
        amounts = _meanings(typed["amount"], unit=Unit.MILLION) if typed["amount"] else None
        unit = collapse(typed["unit"])
        found = [
            Calculation(quantity, unit, million_to_dong(price))
            for quantity, price in itertools.product(quantities, prices)
        ]
    except UnreadableNumberError as refusal:
        return Refused(str(refusal))
    except ValueError as error:
        return Refused(f"{error} Hãy ghi tối đa sáu chữ số sau dấu phẩy.")
    if amounts is not None:
        found = [one for one in found if one.product in {amount * 10**6 for amount in amounts}]
    if not found:
        return Refused("Số lượng nhân đơn giá không bằng số tiền ghi sau dấu =; hãy xem lại.")
    if len(found) > 1:
        return Ambiguous(tuple(one.without_amount for one in found))
    return _checked(found[0])


def _meanings(text: str, **how) -> tuple[Decimal, ...]:
    found = read_number(text, **how)
    if isinstance(found, AmbiguousNumber):
        return found.candidates
    return (found.value,) if isinstance(found, Exact) else ()


def _checked(found: Calculation) -> Reading:
    if found.quantity >= LARGEST_QUANTITY or found.quantity != round(found.quantity, 3):
        return Refused("Số lượng phải nhỏ hơn một tỷ và có tối đa ba chữ số sau dấu phẩy.")
    if len(found.unit) > LONGEST_UNIT:
        return Refused(f"Đơn vị tính dài quá {LONGEST_UNIT} ký tự.")
    if found.product != int(found.product):
        return Refused("Số lượng nhân đơn giá lẻ dưới một đồng; hãy ghi lại.")
    if found.product >= 10**15:
        return Refused(
            "Số quá lớn: phải nhỏ hơn một tỷ triệu đồng. Có thể nhầm đơn vị: đơn giá tính bằng triệu đồng."
        )
    return Value(found, found.text)
