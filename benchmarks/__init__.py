"""Measurements, each beside a peer or the physical limit, in one run: `script/bench NAME`.

A benchmark prints one JSON object a line: figure, value, unit, peer, ratio (value divided by the peer's).
"""

import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sxsh_portal.settings")
os.environ.setdefault(
    "SXSH_DATABASE_ROLE", "owner"
)  # it makes what is measured; what serves is entered by a scope


def make_ready() -> None:
    """Sets Django up and brings the database up to date, with the five plans in it."""
    django.setup()
    with contextlib.redirect_stdout(sys.stderr):
        call_command("prepare")


def median_ms(action: Callable[[], object], repeat: int = 15) -> float:
    """The median wall time of an action in milliseconds, after one run to warm up."""
    action()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def percentile(times: list[float], share: int) -> float:
    """What so many of a hundred times do not exceed; 0 of none."""
    return sorted(times)[min(len(times) * share // 100, len(times) - 1)] if times else 0.0


def report(figure: str, value: float, unit: str, peer: str, peer_value: float) -> None:
    """Prints one figure beside its peer's."""
    line = {
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "peer": f"{peer}: {round(peer_value, 3)} {unit}",
        "ratio": round(value / peer_value, 2) if peer_value else 0,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
