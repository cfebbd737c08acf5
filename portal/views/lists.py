"""What the pages of lists share: parts of a list, links that keep what is asked."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

PAGE_SIZE = 50


def page_of(request, items) -> Page:
    """The part of a list that the address asks for; the nearest one where it asks for none that is."""
    return Paginator(items, PAGE_SIZE).get_page(request.GET.get("page"))


def asked_of(request) -> dict[str, str]:
    """What the address asks of a list, without the part that is looked at."""
    return {name: value for name, value in request.GET.items() if value and name != "page"}


def address_of(request) -> str:
    """This page's query for links to its other parts and its download."""
    return f"?{urlencode(asked_of(request))}"
