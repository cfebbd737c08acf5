"""What the two walls and the history cost, beside the same without: a list, a request, a bulk change.

Each province has two plans more, one issued and one draft, in a transaction that is rolled back. "No second wall" is
the same without row policies, "no history" without the triggers that write it, "no walls" reads by keys that are known.
"""

import itertools
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from benchmarks import make_ready, median_ms, report
from benchmarks._copies import load_copies_for_all_provinces

ROUNDS = 9
PAGES = (
    "/plans/",
    "/agencies/",
    "/plans/ninh-binh-2016/tasks/",
    "/api/v1/tasks/",
    "/api/v1/plans/ninh-binh-2016/",
)


def main() -> None:
    from django.db import transaction

    with transaction.atomic():
        for status in ("issued", "draft"):
            load_copies_for_all_provinces(status)
        _run("SET CONSTRAINTS ALL IMMEDIATE; ANALYZE")  # what waits for a check could not be altered below
        user = _department_editor("ninh-binh")
        lists(user)
        requests(user)
        bulk_changes()
        transaction.set_rollback(True)


def lists(user) -> None:
    """Counting the tasks that a person may see and reading fifty of them, as every list does."""
    from agencies.access import scope_of
    from core.scope import scoped
    from plans.models import PlanVersion
    from tasks.models import Task

    def fifty(tasks):
        tasks.count()
        list(tasks.order_by("pk")[:50])

    def read():
        with scoped(scope_of(user)):
            fifty(Task.objects.visible_to(user))

    figure = f"list of tasks, {Task.objects.count()} in all"
    _compare(figure, read, no_second_wall)
    seen = list(PlanVersion.objects.visible_to(user).values_list("pk", flat=True))
    with no_second_wall():
        without = median_ms(lambda: fifty(Task.objects.filter(version__in=seen)))
    report(figure, median_ms(read), "ms", "no walls", without)


def requests(user) -> None:
    """Whole requests, from session to rendered answer."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    for page in PAGES:
        assert client.get(page).status_code == 200, page
        _compare(f"GET {page}", lambda page=page: client.get(page), no_second_wall)


def bulk_changes() -> None:
    """One statement that changes all tasks of all drafts, and those of one province one by one."""
    from agencies.models import Province
    from core.scope import Scope, scoped
    from tasks.models import Task

    everywhere = Scope(provinces=frozenset(Province.objects.values_list("pk", flat=True)))
    tasks = Task.objects.filter(version__plan__slug__endswith="-2999-draft")
    few = list(tasks.filter(version__plan__province__slug="ninh-binh").values_list("pk", flat=True))
    count, notes = tasks.count(), map(str, itertools.count())

    def at_once():
        with scoped(everywhere):
            assert tasks.update(note=next(notes)) == count

    def one_by_one():
        with scoped(everywhere):
            for pk in few:
                Task.objects.filter(pk=pk).update(note=next(notes))

    peers = (no_history, no_second_wall, neither)
    _compare(f"UPDATE of {count} tasks at once", at_once, *peers)
    _compare(f"UPDATE of {len(few)} tasks one by one", one_by_one, *peers)


def _compare(figure: str, action: Callable[[], object], *withouts: Callable) -> None:
    """By turns, because tables grow while they are changed: none is measured on a fuller one than the others."""
    times: dict[Callable, list[float]] = {without: [] for without in (nullcontext, *withouts)}
    for _ in range(ROUNDS):
        for without, taken in times.items():
            with without():
                taken.append(median_ms(action, repeat=1))
    value, *peers = (statistics.median(taken) for taken in times.values())
    for without, peer in zip(withouts, peers, strict=True):
        report(figure, value, "ms", without.__name__.replace("_", " "), peer)


@contextmanager
def no_second_wall() -> Iterator[None]:
    """Row policies are switched off."""
    tables = _rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
    with _altered([f"ALTER TABLE {table} {{}} ROW LEVEL SECURITY;" for (table,) in tables]):
        yield


@contextmanager
def no_history() -> Iterator[None]:
    """The triggers that write the history are switched off."""
    triggers = _rows(
        "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgfoid = 'agencies_record_change'::regproc"
    )
    with _altered([f"ALTER TABLE {table} {{}} TRIGGER {trigger};" for table, trigger in triggers]):
        yield


@contextmanager
def neither() -> Iterator[None]:
    """No row policies, no history."""
    with no_second_wall(), no_history():
        yield


@contextmanager
def _altered(statements: list[str]) -> Iterator[None]:
    assert statements
    _run("".join(statements).format(*["DISABLE"] * len(statements)))
    yield
    _run("".join(statements).format(*["ENABLE"] * len(statements)))


def _department_editor(province: str):
    from agencies.enums import Role
    from agencies.models import Membership

    member = Membership.objects.active().filter(role=Role.DEPARTMENT_EDITOR, province__slug=province).first()
    member.user.act_under(member.public_id)
    return member.user


def _run(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def _rows(sql: str) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


if __name__ == "__main__":
    make_ready()
    main()
