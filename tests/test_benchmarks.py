"""Every benchmark still measures: each runs to its end and prints its figures as data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = sorted(file.stem for file in (ROOT / "benchmarks").glob("[a-z]*.py"))
# The smallest run of those that are long by themselves.
SMALL = {"pages": ("--provinces", "0", "--rounds", "1")}


@pytest.mark.long
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_prints_figures_beside_those_of_a_peer(name, cloned_database):
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *SMALL.get(name, ())],
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
        assert figure["value"] > 0
