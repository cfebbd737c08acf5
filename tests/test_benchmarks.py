"""Every benchmark still measures: each runs to its end and prints its figures as data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Small enough to see that they measure.
SMALL = {
    "deadline": ["--agencies", "6", "--minutes", "0.5", "--provinces", "7", "--kill"],
    "pages": ["--provinces", "0", "--rounds", "1"],
    "rollup": ["--provinces", "2", "--tasks", "2", "--lines", "5", "--rounds", "1"],
}
ZERO_IS_GOOD = {"deadline"}
BENCHMARKS = sorted(file.stem for file in (ROOT / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.long
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_prints_figures_beside_those_of_a_peer(name, cloned_database):
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *SMALL.get(name, [])],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": cloned_database},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr[-4000:]
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert figures
    for figure in figures:
        assert set(figure) == {"figure", "value", "unit", "peer", "ratio"}
        assert figure["value"] > 0 or name in ZERO_IS_GOOD

    if name == "deadline":
        assert_nothing_is_lost({figure["figure"]: figure["value"] for figure in figures})


def assert_nothing_is_lost(values: dict[str, float]) -> None:
    """Of six agencies, though worker and Redis are killed in the middle."""
    assert values["agencies_through"] == 6
    lost = (
        "errors",
        "lost_saves",
        "lost_submissions",
        "doubled_submissions",
        "mails_waiting",
        "mails_doubled",
    )
    assert {name: values[name] for name in lost} == dict.fromkeys(lost, 0)
