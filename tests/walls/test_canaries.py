"""No answer holds a word of another province, nor one of a draft for the ministry; with the first wall open neither."""

import io
import itertools
import zipfile

import pytest

from portal.catalogue.kinds import KINDS
from tests.walls.routes import API, PAGES, Route, address
from tests.walls.test_permission_matrix import subjects_of
from tests.walls.world import CANARIES, DRAFT, Actor, World

# Half a word: a page may repeat what was asked for.
SEARCHES = [
    f"{path}?q={word[:5]}"
    for word in CANARIES.values()
    for path in ("/search/", "/agencies/", "/plans/", "/people/", "/api/v1/search/", "/api/v1/agencies/")
]
DOWNLOADS = [
    "/plans/?download=xlsx",
    "/compare/?download=xlsx",
    "/compare/money/?download=xlsx",
    "/national/?download=overview",
    "/national/money/?download=plans",
    "/history/?download=xlsx",
    "/reports/completeness/?download=xlsx",
    "/reports/commended/?download=xlsx",
    *(f"/catalogue/{kind}/?download=xlsx" for kind in KINDS),
]


# One of each kind in turn in the short form; everybody, and with the first wall too, in the long one.
FEW = ("department_editor an-giang", "province_admin ha-tinh", "portal_admin")


@pytest.mark.parametrize(
    ("is_open", "names"),
    [
        (True, FEW),
        pytest.param(True, (), marks=pytest.mark.long),
        pytest.param(False, (), marks=pytest.mark.long),
    ],
    ids=["the second wall alone, a few", "the second wall alone", "both walls"],
)
def test_nobody_reads_a_word_of_another_province(is_open, names, world, settings):
    urls = addresses(world)
    strangers = [actor for actor in world.actors if actor.user and (not names or actor.name in names)]
    assert len(strangers) >= len(names)
    own = next(actor for actor in world.actors if actor.name == "department_editor ha-tinh")
    seen = (url for url in urls if CANARIES["ha-tinh"] in read(own, url))
    assert len(list(itertools.islice(seen, 16))) == 16  # there is something to leak, on many pages

    settings.FIRST_WALL_OPEN = is_open
    asked = list(itertools.product(strangers, urls))
    if names:  # one stranger an address, in turn
        asked = list(zip(itertools.cycle(strangers), urls, strict=False))
    leaks = [(actor.name, url) for actor, url in asked if leaked(actor, read(actor, url))]
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
    """The text of the answer; of a workbook that of all its parts."""
    answer = actor.client.get(url)
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            content = b"\n".join(workbook.read(name) for name in workbook.namelist())
    return content.decode(errors="replace")


def leaked(actor: Actor, text: str) -> list[str]:
    """Words that this person may not read: of other provinces, or of drafts for who looks at the whole country."""
    hidden = [
        word + DRAFT if actor.is_national else word
        for province, word in CANARIES.items()
        if province not in actor.reach
    ]
    return [word for word in hidden if word in text]
