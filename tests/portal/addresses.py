"""What every page's address needs, so that tests can go through all of them."""

from django.urls import URLPattern, get_resolver, reverse

NOBODYS = "00000000-0000-0000-0000-000000000000"
PLAN = {"slug": "kon-tum-2013"}
ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "agency": {"public_id": NOBODYS},
    "draft_order": PLAN | {"part": "tasks"},
    "draft_part": PLAN | {"part": "document"},
    "draft_remove": PLAN | {"part": "tasks"},
    "draft_row": PLAN | {"part": "tasks"},
    "plan_decision": PLAN | {"checksum": "0" * 64},
    "plan_step": PLAN | {"name": "submitted"},
    "province": {"slug": "kon-tum"},
    "revoke_token": {"public_id": NOBODYS},
    "task": PLAN | {"key": "4/4.3"},
}


def pages() -> dict[str, str]:
    """The address of every page by its name, without the API."""
    return {found.name: address(found) for found in _walk(get_resolver().url_patterns)}


def address(found: URLPattern) -> str:
    """A page's address; of what is asked for by slug, Kon Tum's plan."""
    known = {"slug": PLAN["slug"], "public_id": NOBODYS, "kind": "indicators"}
    known |= {
        "place": "task:4/4.3",
        "file": NOBODYS,
        "remark": NOBODYS,
        "number": "1",
        "year": 2018,
        "older": 1,
        "newer": 2,
    }
    asked = ARGUMENTS.get(found.name) or {name: known[name] for name in found.pattern.converters}
    return reverse(found.name, kwargs=asked)


def _walk(patterns):
    for found in patterns:
        if isinstance(found, URLPattern):
            yield found
        elif found.namespace is None:
            yield from _walk(found.url_patterns)
