"""What a facility saves per unit of product, and which of its figures are worth a second look.

savings = 1 - (current / output) / (baseline / baseline output), exactly, in Decimal. The amounts per unit are its
numerator and denominator and stand beside it. Facilities, products and resources are never added up or averaged.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal, localcontext

from core.numbers import format_number
from reporting.models import ProductEntry, ResourceEntry

PRECISION = 100  # digits: more than any product of four figures has
PER_UNIT = Decimal("0.000001")  # steps in which an amount per unit is shown
SHOWN = Decimal("0.01")  # of a percentage
HIGHEST, LOWEST = Decimal(60), Decimal(-30)  # percent that are usual
MIXED_UNITS = 500  # times as much, or a part as small, looks like kg for tấn or kWh for MWh


@dataclass(frozen=True)
class Saving:
    """What one resource shows: amounts per unit of product before and now, rounded down, and the percentage saved.

    `percent` is rounded towards less, so that nothing is saved by rounding; negative where more is used than before.
    """

    before: Decimal
    now: Decimal
    percent: Decimal

    @property
    def words(self) -> str:
        """ "8,25%"; "tăng 3,1%" where more is used."""
        if self.percent < 0:
            return f"tăng {format_number(-self.percent)}%"
        return f"{format_number(self.percent)}%"


@dataclass(frozen=True)
class Doubt:
    """A figure that may well be wrong: `key` names it with its value, so that another value is another doubt."""

    key: str
    text: str


def saving_of(product: ProductEntry, row: ResourceEntry) -> Saving | None:
    """What is saved of a resource; None where a figure is unknown or nothing can be divided by it."""
    figures = (product.baseline_output, product.output, row.baseline, row.current)
    if None in figures or not (product.baseline_output and product.output and row.baseline):
        return None
    with localcontext(prec=PRECISION):
        base_output, output, baseline, current = map(Decimal, figures)
        before, now = baseline / base_output, current / output
        saved = (baseline * output - current * base_output) * 100 / (baseline * output)
        return Saving(
            before.quantize(PER_UNIT, rounding=ROUND_DOWN),
            now.quantize(PER_UNIT, rounding=ROUND_DOWN),
            saved.quantize(SHOWN, rounding=ROUND_FLOOR),
        )


def best_saving(product: ProductEntry) -> Decimal | None:
    """The highest percentage among the product's resources; None where none can be computed."""
    found = [saving.percent for row in product.resource_rows.all() if (saving := saving_of(product, row))]
    return max(found, default=None)


def doubts_of(product: ProductEntry) -> list[Doubt]:
    """The figures of a product that are worth a second look."""
    found = [
        Doubt(f"{name}-zero", f"{label} bằng 0 nên không tính được mức tiết kiệm.")
        for name, label in (("baseline_output", "Sản lượng năm gốc"), ("output", "Sản lượng năm nay"))
        if getattr(product, name) == 0
    ]
    return found + [doubt for row in product.resource_rows.all() if (doubt := _doubt(product, row))]


def open_doubts(product: ProductEntry) -> list[Doubt]:
    """Those that the reporter has not confirmed."""
    return [doubt for doubt in doubts_of(product) if doubt.key not in product.confirmed]


def _doubt(product: ProductEntry, row: ResourceEntry) -> Doubt | None:
    key, saving = f"{row.position}-{row.unit}", saving_of(product, row)
    if row.baseline == 0 and row.current:
        return Doubt(f"{key}-zero", f"{row.label}: năm gốc bằng 0 nên không tính được mức tiết kiệm.")
    if saving is None:
        return None
    key = f"{key}-{saving.percent}"
    if saving.now and (
        saving.now >= saving.before * MIXED_UNITS or saving.before >= saving.now * MIXED_UNITS
    ):
        return Doubt(
            key,
            f"{row.label}: hai năm chênh nhau hơn {MIXED_UNITS} lần trên một đơn vị sản phẩm; có thể lẫn đơn vị tính.",
        )
    if saving.percent > HIGHEST:
        return Doubt(key, f"{row.label}: tiết kiệm {saving.words} là cao khác thường (quá 60%).")
    if saving.percent < LOWEST:
        return Doubt(key, f"{row.label}: mức tiêu thụ {saving.words} là cao khác thường (quá 30%).")
    return None
