"""What the pages of lists share: parts of a list, links that keep what is asked, columns to sort by."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """The head of a column that sorts: `url` sorts by it, or turns the order round; `direction` is aria-sort."""

    label: str
    unit: str
    url: str
    direction: str
    is_number: bool


def page_of(request, items) -> Page:
    """The part of a list that the address asks for; the nearest one where it asks for none that is."""
    return Paginator(items, PAGE_SIZE).get_page(request.GET.get("page"))


def address_with(request, **changes) -> str:
    """This page's query with other values; None takes one away."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    for name in [name for name, value in query.items() if value == ""]:
        del query[name]
    return f"?{query.urlencode()}"


def column(request, name: str, label: str, order: str, unit: str = "", is_number: bool = False) -> Column:
    """The head of a column beside the order in force; a column of numbers begins with the largest."""
    rising, falling = name, f"-{name}"
    following = falling if order == rising or (is_number and order != falling) else rising
    direction = {rising: "ascending", falling: "descending"}.get(order, "")
    return Column(label, unit, address_with(request, sort=following), direction, is_number)
