"""No answer holds a word of another province, nor one of a draft for the ministry; with the first wall open neither."""

import pytest

from tests.walls.routes import API, PAGES, Route, address
from tests.walls.test_permission_matrix import subjects_of
from tests.walls.world import CANARIES, DRAFT, Actor, World

# Half a word: a page may repeat what was asked for.
SEARCHES = [
    f"{path}?q={word[:5]}"
    for word in CANARIES.values()
    for path in ("/search/", "/agencies/", "/plans/", "/people/", "/api/v1/search/", "/api/v1/agencies/")
]
DOWNLOADS = ["/plans/?download=xlsx", "/compare/?download=xlsx", "/compare/money/?download=xlsx"]


@pytest.mark.parametrize("is_open", [False, True], ids=["both walls", "the second wall alone"])
def test_nobody_reads_a_word_of_another_province(is_open, world, settings):
    urls = addresses(world)
    strangers = [actor for actor in world.actors if actor.user and actor.province != "quang-ngai"]
    own = next(actor for actor in world.actors if actor.name == "department_editor ha-tinh")
    seen = {url for url in urls if CANARIES["ha-tinh"] in read(own, url)}
    assert len(seen) > 15  # there is something to leak, on many pages

    settings.FIRST_WALL_OPEN = is_open
    leaks = [(actor.name, url) for actor in strangers for url in urls if leaked(actor, read(actor, url))]
    assert leaks == []


def addresses(world: World) -> list[str]:
    """Every address that is read, about every subject, and searches that would find the words."""
    routes = [(name, route, False) for name, route in PAGES.items()] + [(n, r, True) for n, r in API.items()]
    return (
        [
            address(name, subject, is_api=is_api)
            for name, route, is_api in routes
            if _is_read(route)
            for subject in subjects_of(world, route)
        ]
        + SEARCHES
        + DOWNLOADS
    )


def _is_read(route: Route) -> bool:
    return "GET" in route.rules and route.about != "rest"


def read(actor: Actor, url: str) -> str:
    answer = actor.client.get(url)
    return (
        b"".join(answer).decode(errors="replace")
        if answer.streaming
        else answer.content.decode(errors="replace")
    )


def leaked(actor: Actor, text: str) -> list[str]:
    """Words that this person may not read: of other provinces, or of drafts for who looks at the whole country."""
    hidden = [
        word + DRAFT if actor.is_national else word
        for province, word in CANARIES.items()
        if province not in actor.reach
    ]
    return [word for word in hidden if word in text]
