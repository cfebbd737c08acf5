"""Addresses of the pages about a plan and its parts, and the places on them. None where there is no such page."""

from urllib.parse import quote, urlencode

from django.urls import NoReverseMatch, reverse


def plan_page(slug: str, tab: str = "plan", anchor: str = "", **query) -> str | None:
    """A tab of a plan (by the name of its address), at a place of it, perhaps with a query."""
    return _page(tab, anchor, query, slug=slug)


def task_page(slug: str, key: str) -> str | None:
    return _page("task", "", {}, slug=slug, key=key)


def page(name: str, **query) -> str | None:
    """A page that is about no one thing, perhaps with a query."""
    return _page(name, "", query)


def _page(name: str, anchor: str, query: dict, **arguments) -> str | None:
    try:
        address = reverse(name, kwargs=arguments)
    except NoReverseMatch:  # MERGE: no more, when all pages are there; then links are never None
        return None
    asked = {key: value for key, value in query.items() if value not in (None, "")}
    return address + (f"?{urlencode(asked)}" if asked else "") + (f"#{quote(anchor)}" if anchor else "")
