"""What a year's figures say of a target of the plan: the number, and if the target is reached, always by itself.

A percentage is compared as a fraction, so that nothing is reached by rounding.
"""

from decimal import ROUND_DOWN, Decimal

from core.numbers import format_number
from plans.models import Target
from reporting.enums import TargetOutcome

PERCENT = "%"
SHOWN = Decimal("0.01")  # steps of a percentage as it is shown


def unit_of(target: Target) -> str:
    """The printed unit; where the sentence has none, that of its indicator."""
    return target.unit or target.indicator.unit


def is_share(target: Target) -> bool:
    """If the target is a percentage of something, which needs a denominator."""
    return unit_of(target) == PERCENT


def percent_of(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The percentage, rounded down to two decimals: 249 of 500 is no half. None where either is unknown."""
    if numerator is None or not denominator:
        return None
    return (Decimal(numerator) * 100 / Decimal(denominator)).quantize(SHOWN, rounding=ROUND_DOWN)


def value_words(target: Target, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """ "49,8%", "12 mô hình"; empty where it is unknown."""
    if is_share(target):
        percent = percent_of(numerator, denominator)
        return "" if percent is None else f"{format_number(percent)}%"
    return "" if numerator is None else f"{format_number(numerator)} {unit_of(target)}".strip()


def understood_words(target: Target, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """What was understood of the figures, in full: "249 trên 500 là 49,8%"; what is open is said."""
    if not is_share(target):
        return value_words(target, numerator, denominator)
    if numerator is None and denominator is None:
        return ""
    above, below = ("chưa rõ" if one is None else format_number(one) for one in (numerator, denominator))
    value = value_words(target, numerator, denominator)
    return f"{above} trên {below}" + (f" là {value}" if value else "")


def outcome_of(target: Target, numerator: Decimal | None, denominator: Decimal | None) -> TargetOutcome:
    """If the year's figure reaches the target, from its lowest printed figure on."""
    wanted = target.minimum if target.minimum is not None else target.maximum
    if wanted is None:
        return TargetOutcome.NO_FIGURE
    if numerator is None or (is_share(target) and not denominator):
        return TargetOutcome.UNKNOWN
    is_reached = numerator * 100 >= wanted * denominator if is_share(target) else numerator >= wanted
    return TargetOutcome.REACHED if is_reached else TargetOutcome.MISSED
