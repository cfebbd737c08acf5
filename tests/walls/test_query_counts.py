"""How often each page asks the database, written down for every route that can be read; one that is not listed fails.

It is asked by the first person who may see it, as the table of the permission matrix says; people of departments before
others. What a process keeps (figures of issued plans) is there already. That no page asks more often for more rows is
tested where the page is.
"""

from functools import partial

from django.db import connection, transaction
from django.db.models import F

from reporting.models import ReportRun
from reporting.selectors import PATIENCE
from tests.walls.query_counts import QUERIES
from tests.walls.routes import API, PAGES, address
from tests.walls.rules import DEPARTMENT
from tests.walls.test_permission_matrix import expected, subjects_of
from tests.walls.world import Actor, World

OF_THE_MINUTE = ('UPDATE "django_session"', 'UPDATE "usersessions_usersession"')


def readable() -> list[str]:
    """The names of the routes that have something to read."""
    return sorted(name for table in (PAGES, API) for name, route in table.items() if "GET" in route.rules)


def test_every_page_asks_as_often_as_is_written_down(world):
    actors = sorted(world.actors, key=lambda one: not one.has(*DEPARTMENT))
    for actor in actors:
        actor.client.get("/plans/")
    # However fast this goes, runs have waited long enough for their page to say how many are before them.
    ReportRun.objects.update(queued_at=F("queued_at") - PATIENCE)
    assert {name: queries_of(world, actors, name) for name in readable()} == QUERIES


def queries_of(world: World, actors: list[Actor], name: str) -> int | None:
    """Of the first answer that somebody gets; None where nobody gets one."""
    is_api = name in API
    route = API[name] if is_api else PAGES[name]
    for subject in subjects_of(world, route):
        for actor in actors:
            if 200 not in expected(actor, subject, "GET", route, is_api=is_api):
                continue
            asked = []
            with transaction.atomic(), connection.execute_wrapper(partial(noted, asked)):
                status = actor.client.get(address(name, subject, is_api=is_api)).status_code
                transaction.set_rollback(True)
            if status == 200:
                return len(asked)
    return None


def noted(asked: list[str], execute, sql, *arguments):
    """Savepoints are none: a request has its transaction in service, and one within another here. That a session is used
    is noted once a minute, so only some pages of a slow run would count it."""
    if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", *OF_THE_MINUTE)):
        asked.append(sql)
    return execute(sql, *arguments)
