"""All addresses of the API, taken from the URLconf, with real things to ask for."""

import re

from django.urls import URLPattern, get_resolver, reverse

from agencies.models import Agency
from tests.reporting.consolidated_year import sent_year

ROOT = "api/v1/"
UNKNOWN = ("root", "unknown")
PLACES = {
    "slug": {"plan": "kon-tum-2013", "province": "kon-tum"},
    "plan": "kon-tum-2013",
    "key": "I/1.1",
    "id": {
        "agency": lambda: Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong").public_id,
        "consolidated": lambda: sent_year().public_id,
    },
}


def route_names() -> list[str]:
    """The names of all routes below /api/v1/ but the two that stand for all other addresses."""
    return [route.name for route in _walk(_root()) if route.name not in UNKNOWN]


def address(name: str) -> str:
    """Where the route leads to something that is there. KeyError for an argument that PLACES does not know."""
    [route] = [found for found in _walk(_root()) if found.name == name]
    arguments = {argument: _place(argument, name) for argument in route.pattern.regex.groupindex}
    return reverse(f"api:{name}", kwargs=arguments)


def reading_routes() -> list[str]:
    """The routes that answer GET."""
    return [route.name for route in _walk(_root()) if "get" in _methods(route) and route.name not in UNKNOWN]


def _root():
    return next(found for found in get_resolver().url_patterns if str(found.pattern) == ROOT)


def _walk(patterns):
    for found in patterns.url_patterns:
        if isinstance(found, URLPattern):
            yield found
        else:
            yield from _walk(found)


def _methods(route: URLPattern) -> set[str]:
    """The methods of a view set's route, or of a view."""
    actions = getattr(route.callback, "actions", None)
    return set(actions or [name for name in ("get", "post") if hasattr(route.callback.cls, name)])


def _place(argument: str, name: str):
    place = PLACES[argument]
    if isinstance(place, dict):
        place = place[re.match(r"[a-z]+", name)[0]]
    return place() if callable(place) else place
