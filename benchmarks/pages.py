"""What the server takes for each page on the sample of 63 provinces, and how many queries it asks.

    script/bench pages --rounds 15

Whole requests, from session to rendered answer, in this process, beside a bare Django view behind the same middleware.
For a reporter with a draft, her department, the ministry. In a copy of the sample that is dropped afterwards.
"""

import argparse
import os
import time
from collections.abc import Callable

import django

from benchmarks import report
from benchmarks.night import sample
from sxsh_portal.databases import VARIABLE

YEAR = 2017  # whose reports have come in; 2018 is open
BARE = "/bare/"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provinces", type=int, default=63)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose address has this in it")
    asked = parser.parse_args()
    template = sample.template_of(asked.provinces, sent=YEAR)
    with sample.copy_of(template) as database:
        os.environ |= sample.environment_of(database) | {
            "DJANGO_SETTINGS_MODULE": "sxsh_portal.settings", VARIABLE: "owner", "SXSH_NOW": sample.EVENING,
        }  # fmt: skip
        django.setup()
        from django.db import connection
        from django.test.utils import override_settings

        try:
            with override_settings(ROOT_URLCONF="benchmarks.night.urls"):
                measure(asked.rounds, asked.only)
        finally:
            connection.close()
            connection.close_pool()


def measure(rounds: int, only: str) -> None:
    """Prints p50, p95 and the queries of each page."""
    from benchmarks.night.pages_of import pages

    visits = [(person, client, path) for person, client, paths in pages(YEAR) for path in paths]
    client = visits[0][1]
    bare_queries = _queries(client, BARE)
    bare = _times(lambda: client.get(BARE), rounds)
    for person, client, path in visits:
        if only not in path:
            continue
        queries = _queries(client, path)
        taken = _times(lambda client=client, path=path: client.get(path), rounds)
        for percent in (50, 95):
            report(
                f"{path} as {person}, p{percent}", _percentile(taken, percent), "ms", f"bare view, p{percent}",
                _percentile(bare, percent),
            )  # fmt: skip
        report(f"{path} as {person}, queries", queries, "queries", "bare view", bare_queries)


def _times(action: Callable[[], object], rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def _queries(client, path: str) -> int:
    """How many a request asks that is not the first one of its kind; AssertionError where the page is not there."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return len(asked)


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


if __name__ == "__main__":
    main()
