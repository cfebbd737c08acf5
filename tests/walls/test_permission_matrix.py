"""Every route x method x person x province x state answers as the table in `routes` says; an unlisted one fails.

Each cell is undone, so that all are asked in the same world. The second wall is there; with it taken away
(`test_without_the_second_wall_nothing_changes`) the answers are the same, so the first one stands alone.
"""

import pytest
from django.db import connection, transaction

from agencies.enums import Role
from tests.walls.routes import API, METHODS, NO_METHOD, PAGES, Route, address, route_names
from tests.walls.world import CANARIES, Actor, Subject, World

SHARES = 4  # of the work, so that it can be done side by side


def test_every_route_is_listed():
    assert route_names() == (set(PAGES), set(API))


def test_the_world_has_every_role_in_every_relation(world):
    assert {actor.role for actor in world.actors} == {"", *Role}
    for kind in ("plan", "agency", "run", "person"):
        assert {subject.province for subject in world.subjects[kind]} == set(CANARIES)
    assert {subject.state for subject in world.subjects["plan"]} == {"issued", "draft"}
    assert {subject.state for subject in world.subjects["run"]} == {"plain", "headed"}


@pytest.mark.parametrize("share", range(SHARES))
def test_pages(share, world):
    assert wrong_cells(world, share, PAGES, is_api=False) == []


@pytest.mark.parametrize("share", range(SHARES))
def test_the_api(share, world):
    assert wrong_cells(world, share, API, is_api=True) == []


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_every_method(share, world):
    assert wrong_cells(world, share, PAGES, is_api=False, is_long=True) == []
    assert wrong_cells(world, share, API, is_api=True, is_long=True) == []


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_without_the_second_wall_nothing_changes(share, world):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table changes while checks of it wait
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        closed = [name for (name,) in cursor.fetchall()]
        assert closed
        for name in closed:
            cursor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert wrong_cells(world, share, PAGES, is_api=False) == []
    assert wrong_cells(world, share, API, is_api=True) == []


def wrong_cells(
    world: World, share: int, routes: dict[str, Route], *, is_api: bool, is_long: bool = False
) -> list[tuple]:
    """The cells that answer otherwise than their route's rules say, of every SHARES-th route.

    The long form asks by every method; the other one by the route's own, and one that it may not have.
    """
    return [
        (actor.name, method, url, subject.state, status, wanted)
        for name in sorted(routes)[share::SHARES]
        for subject in subjects_of(world, routes[name])
        for url in [address(name, subject, is_api=is_api)]
        for actor in world.actors
        for method in METHODS
        if method in asked_always(routes[name]) or is_long
        for wanted in [expected(actor, subject, method, routes[name], is_api=is_api)]
        for status in [ask(actor, method, url, routes[name], is_api=is_api)]
        if status not in wanted
    ]


def asked_always(route: Route) -> set[str]:
    return {*route.rules, "POST"}


def subjects_of(world: World, route: Route) -> list[Subject]:
    if route.about == "province":
        return [Subject(slug, "", {"slug": slug}) for slug in CANARIES]
    if route.about == "rest":
        return [Subject(None, "", {"rest": "nowhere"})]
    return world.subjects[route.about]


def ask(actor: Actor, method: str, url: str, route: Route, *, is_api: bool) -> int:
    """The status of the answer; what the request changed is undone."""
    data = route.data if method != "GET" else None
    with transaction.atomic():
        options = {"content_type": "application/json"} if is_api and method != "GET" else {}
        answer = getattr(actor.client, method.lower())(url, data, **options)
        transaction.set_rollback(True)
    return answer.status_code


def expected(actor: Actor, subject: Subject, method: str, route: Route, *, is_api: bool) -> set[int]:
    if actor.user is None and not route.is_public:
        return {401} if is_api else {302}
    if route.before and 403 in route.before(actor, subject):
        return {403}
    rule = route.rules.get(method)
    return rule(actor, subject) if rule else NO_METHOD
