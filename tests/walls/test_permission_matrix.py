"""Every route x method x person x province x state answers as the table in `routes` says; an unlisted one fails.

Each cell is undone, so that all are asked in the same world. The second wall is there; with it taken away
(`test_without_the_second_wall_nothing_changes`) the answers are the same, so the first one stands alone.
"""

import copy
import itertools

import pytest
from django.db import connection, transaction

from agencies.enums import Role
from tests.walls.routes import API, METHODS, NO_METHOD, PAGES, Route, address, route_names
from tests.walls.world import CANARIES, Actor, Subject, World

SHARES = 4  # of the work, so that it can be done side by side
# Every 29th cell in the short form, which is another person and method at each route; all in the long one.
STEPS = [29, pytest.param(1, marks=pytest.mark.long)]


def test_every_route_is_listed():
    assert route_names() == (set(PAGES), set(API))


def test_the_world_has_every_role_in_every_relation(world):
    assert {actor.role for actor in world.actors} == {"", *Role}
    for kind in ("plan", "agency", "run", "person"):
        assert {subject.province for subject in world.subjects[kind]} == set(CANARIES)
    assert {subject.state for subject in world.subjects["plan"]} == {"issued", "draft"}
    assert {subject.state for subject in world.subjects["run"]} == {"plain", "headed"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("share", range(SHARES))
def test_every_cell_answers_as_the_table_says(share, step, world):
    assert wrong_cells(world, share, step) == []


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
    assert wrong_cells(world, share, 1) == []


def wrong_cells(world: World, share: int, step: int) -> list[tuple]:
    """Of every SHARES-th route, every step-th cell is asked; those are given that answer otherwise."""
    wrong = []
    for actor, subject, method, name, route, is_api in itertools.islice(cells(world, share), 0, None, step):
        wanted = expected(actor, subject, method, route, is_api=is_api)
        url = address(name, subject, is_api=is_api)
        status = ask(actor, method, url, route, subject, is_api=is_api)
        if status not in wanted:
            wrong.append((actor.name, method, url, subject.state, status, wanted))
    return wrong


def cells(world: World, share: int):
    """Everything that can be asked about the routes of a share, by everybody."""
    routes = [(name, PAGES[name], False) for name in sorted(PAGES)[share::SHARES]]
    routes += [(name, API[name], True) for name in sorted(API)[share::SHARES]]
    for name, route, is_api in routes:
        for subject, actor, method in itertools.product(subjects_of(world, route), world.actors, METHODS):
            yield actor, subject, method, name, route, is_api


def subjects_of(world: World, route: Route) -> list[Subject]:
    if route.about == "province":
        return [Subject(slug, "", {"slug": slug}) for slug in CANARIES]
    if route.about == "rest":
        return [Subject(None, "", {"rest": "nowhere"})]
    return world.subjects[route.about]


def ask(actor: Actor, method: str, url: str, route: Route, subject: Subject, *, is_api: bool) -> int:
    """The status of the answer; what the request changed is undone."""
    data = dict(route.data) if method != "GET" else None
    if data and is_api:
        data |= {name: subject.kwargs["slug"] for name in ("plan",) if "slug" in subject.kwargs}
    cookies = copy.deepcopy(actor.client.cookies)
    with transaction.atomic():
        options = {"content_type": "application/json"} if is_api and method != "GET" else {}
        answer = getattr(actor.client, method.lower())(url, data, **options)
        transaction.set_rollback(True)
    actor.client.cookies = cookies
    return answer.status_code


def expected(actor: Actor, subject: Subject, method: str, route: Route, *, is_api: bool) -> set[int]:
    if actor.user is None and not route.is_public:
        return {401} if is_api else {302}
    if route.before and 403 in route.before(actor, subject):
        return {403}
    rule = route.rules.get(method)
    return rule(actor, subject) if rule else NO_METHOD
