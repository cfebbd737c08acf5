"""The parts of the portal that its header leads to."""

from dataclasses import dataclass

from django.urls import reverse

# What people read -> the page, and the beginnings of the names of the pages that belong to it.
PARTS = {
    "Trang đầu": ("home", ("home",)),
    "Kế hoạch": ("plans", ("plan", "task", "search")),
    "Cơ quan": ("agencies", ("agenc",)),
    "Tỉnh, thành phố": ("provinces", ("province",)),
    "So sánh": ("compare", ("compare",)),
    "Tài liệu": ("runs", ("run",)),
}


@dataclass(frozen=True)
class Item:
    """A link of the header; `is_current` is the value of aria-current, empty on other pages."""

    label: str
    url: str
    is_current: str


def navigation(request) -> dict:
    """A context processor: the header's links for who is signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}  # also where a request was refused before anybody was asked who they are
    name = getattr(request.resolver_match, "url_name", None) or ""
    return {
        "navigation": [
            Item(
                label, reverse(page), ("page" if name == page else "true") if name.startswith(begins) else ""
            )
            for label, (page, begins) in PARTS.items()
        ]
    }
