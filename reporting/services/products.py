"""Writing what a facility's report says of its products; begun from what it said last year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agencies.models import User
from core import editing
from core.editing import StaleWriteError
from reporting.enums import UNITS_OF, ReportStatus, Resource
from reporting.models import ProductEntry, Report, ResourceEntry
from reporting.savings import doubts_of
from reporting.services.entry_rows import save_as_next, write_row
from reporting.services.report_drafts import locked_draft

MOST_PRODUCTS = 20
MOST_MATERIALS = 5
LONGEST_TEXT = 20_000
TEXTS = ("product", "unit", "solutions")
RESOURCE_FIELDS = ("resource", "name", "unit", "baseline", "current")
FIGURES = ("baseline_year", "baseline_output", "output", "solution_count", "investment", "saved_money")


@dataclass(frozen=True)
class GivenResource:
    """What was filled in of a resource; without a figure or a name the row goes.

    `is_unread` where a figure was typed that cannot be read: its unit waits for it.
    """

    resource: str
    name: str
    unit: str
    baseline: Decimal | None
    current: Decimal | None
    is_unread: bool = False

    @property
    def is_empty(self) -> bool:
        return self.baseline is None and self.current is None and not (self.name or self.is_unread)


@dataclass(frozen=True)
class GivenProduct:
    """All that is said of a product: values by the names of TEXTS and FIGURES, resources by position.

    `confirmed` are the keys of doubts that the reporter stands by; `unread` figures that cannot be read, as typed.
    """

    values: Mapping[str, object]
    resources: Mapping[int, GivenResource] = field(default_factory=dict)
    confirmed: Iterable[str] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_product(report: Report, *, by: User) -> ProductEntry:
    """An empty product at the end of a facility's report. ValidationError for others' reports and beyond all measure."""
    locked = locked_draft(report, by=by)
    if not locked.obligation.is_of_facility:
        raise ValidationError("Chỉ cơ sở sản xuất công nghiệp báo cáo mức tiết kiệm theo sản phẩm.")
    rows = ProductEntry.objects.filter(report=locked)
    if rows.count() >= MOST_PRODUCTS:
        raise ValidationError(f"Một báo cáo có nhiều nhất {MOST_PRODUCTS} sản phẩm.")
    last = rows.aggregate(last=Max("position"))["last"]
    return ProductEntry.objects.create(
        report=locked, province_id=locked.province_id, position=0 if last is None else last + 1,
        changed_at=timezone.now(), changed_by=by,
    )  # fmt: skip


@transaction.atomic
def remove_product(product: ProductEntry, *, by: User) -> None:
    """Takes a product out of a draft."""
    locked_draft(product.report, by=by)
    ProductEntry.objects.filter(pk=product.pk).delete()


@transaction.atomic
def save_product(product: ProductEntry, given: GivenProduct, *, revision: int, by: User) -> ProductEntry:
    """Writes all that is said of one product; nothing where it stands so already.

    A doubt is confirmed only as long as the figures of which it tells stay. Raises StaleWriteError when the product is
    no longer at `revision`, ValidationError for what is beyond all measure, as `locked_draft` otherwise.
    """
    locked_draft(product.report, by=by)
    current = ProductEntry.objects.select_for_update().get(pk=product.pk)
    if current.revision != revision:
        raise StaleWriteError(current, dict(given.values))
    _refuse_beyond_measure(given)
    is_changed = _write_resources(current, given.resources)
    values = {**given.values, "unread": dict(given.unread)}
    is_changed |= bool(editing.differences(current, values))
    for name, value in values.items():
        setattr(current, name, value)
    confirmed = sorted({one.key for one in doubts_of(current)} & set(given.confirmed))
    if not is_changed and confirmed == current.confirmed:
        return current
    return save_as_next(current, {"confirmed": confirmed}, by=by)


def begin_products(report: Report) -> None:
    """The products of a new draft: last year's with their baselines, without this year's figures; else one to fill in."""
    if not report.obligation.is_of_facility or report.productentry_rows.exists():
        return
    below = {"report": report, "province_id": report.province_id}
    last = _last_year(report)
    if not last:
        ProductEntry.objects.create(position=0, **below)
    for position, old in enumerate(last):
        made = ProductEntry.objects.create(
            position=position, product=old.product, unit=old.unit, baseline_year=old.baseline_year,
            baseline_output=old.baseline_output, **below,
        )  # fmt: skip
        ResourceEntry.objects.bulk_create(
            ResourceEntry(
                entry=made, position=row.position, resource=row.resource, name=row.name, unit=row.unit,
                baseline=row.baseline, **below,
            )
            for row in old.resource_rows.all()
            if row.baseline is not None
        )  # fmt: skip


def _last_year(report: Report) -> list[ProductEntry]:
    year = report.obligation.year
    told = Report.objects.filter(
        obligation__agency=report.obligation.agency_id, obligation__year__plan=year.plan_id,
        obligation__year__year=year.year - 1, obligation__year__is_sample=year.is_sample,
        status__in=(ReportStatus.SUBMITTED, ReportStatus.ACCEPTED),
    )  # fmt: skip
    rows = ProductEntry.objects.filter(report__in=told.order_by("-number")[:1])
    return list(rows.prefetch_related("resource_rows"))


def _refuse_beyond_measure(given: GivenProduct) -> None:
    for name in TEXTS:
        longest = LONGEST_TEXT if name == "solutions" else ProductEntry._meta.get_field(name).max_length
        if len(given.values.get(name, "")) > longest:
            raise ValidationError({name: f"Nội dung không quá {longest} ký tự."})
    if any(len(text) > 200 for text in given.unread.values()):
        raise ValidationError("Ô số có nội dung quá dài; hãy ghi lại.")
    for one in given.resources.values():
        if one.resource not in Resource or one.unit not in UNITS_OF[Resource(one.resource)]:
            raise ValidationError("Đơn vị tính không hợp với loại tài nguyên; hãy chọn lại.")


def _write_resources(product: ProductEntry, given: Mapping[int, GivenResource]) -> bool:
    """Brings the rows to what was given; if anything changed."""
    rows = {row.position: row for row in product.resource_rows.all()}
    is_changed = False
    for position, one in given.items():
        row = rows.get(position)
        if row and one.is_empty:
            row.delete()
            is_changed = True
        elif not one.is_empty:
            row = row or ResourceEntry(
                entry=product, report_id=product.report_id, province_id=product.province_id, position=position
            )
            is_changed |= write_row(row, {name: getattr(one, name) for name in RESOURCE_FIELDS})
    return is_changed
