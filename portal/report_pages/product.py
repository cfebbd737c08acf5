"""The page on which a facility answers for one product: rows of resources, what they save, figures in doubt."""

from dataclasses import dataclass

from core.words import LIMIT, vnd_in_words
from portal.report_pages.page import ReportPage
from portal.report_pages.words import saving_words
from reporting.models import ProductEntry
from reporting.report_faults import field_of
from reporting.savings import doubts_of


@dataclass(frozen=True)
class ResourceFields:
    """A resource to fill in: its fields, and what is computed of what is stored."""

    label: str
    name: object
    fields: tuple
    told_for: str
    told: str


def product_context(page: ReportPage, product: ProductEntry, form) -> dict:
    """What the template of the page needs."""
    rows = []
    for slot in form.slots:
        name = f"{slot.name}-name"
        fields = tuple(form[f"{slot.name}-{one}"] for one in ("unit", "baseline", "current"))
        told = saving_words(product, slot.row) if slot.row else ""
        rows.append(
            ResourceFields(
                slot.resource.label,
                form[name] if name in form.fields else None,
                fields,
                f"{slot.name}-saving",
                told,
            )
        )
    return {
        "page": page,
        "product": product,
        "form": form,
        "resources": rows,
        "doubts": [(one, one.key in product.confirmed) for one in doubts_of(product)],
        "money_words": {name: _understood(form, name) for name in ("investment", "saved_money")},
        "remarks": page.remarks_at(product.place),
        "crumbs": page.crumbs(product.product or "Sản phẩm"),
    }


def told_savings(product: ProductEntry) -> dict[str, str]:
    """What is computed of each stored resource, by the name of its field."""
    return {f"{field_of(row)}-saving": saving_words(product, row) for row in product.resource_rows.all()}


def _understood(form, name: str) -> str:
    dong = form.words.get(name) if form.is_valid() or hasattr(form, "cleaned_data") else None
    return vnd_in_words(dong) if dong is not None and dong < LIMIT else ""
