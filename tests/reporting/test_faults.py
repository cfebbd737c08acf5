"""Reminders when everything that sends them is killed in the middle: `script/bench faults`."""

import json
import os
import subprocess
import sys

import pytest

from tests.house import ROOT

WRONGS = {"lost": 0, "doubled": 0, "early": 0, "after submission": 0}


def run(database: str, folder, faults: int, **options) -> tuple[int, dict, str]:
    """The exit code, the figures and what else was said."""
    given = {"faults": faults, "copy-of": database, "folder": folder} | options
    arguments = [part for name, value in given.items() for part in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", *arguments],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    lines = map(json.loads, done.stdout.splitlines())
    return done.returncode, {line["figure"]: line["value"] for line in lines}, done.stderr[-4000:]


def wrongs(figures: dict) -> dict:
    return {name: figures.get(name) for name in WRONGS}


def test_reminders_survive_a_few_faults(cloned_database, tmp_path):
    code, figures, said = run(cloned_database, tmp_path, 4, agencies=4, seed=1)

    assert (code, wrongs(figures)) == (0, WRONGS), said
    assert figures["faults injected"] == 4
    assert figures["reminders delivered"] > 0


@pytest.mark.long
def test_reminders_survive_sixty_faults(cloned_database, tmp_path):
    code, figures, said = run(cloned_database, tmp_path, 60, seed=2)

    assert (code, wrongs(figures)) == (0, WRONGS), said
    assert figures["faults injected"] >= 60
    assert figures["hit a mail in flight"] >= 10
    assert figures["reminders delivered"] > 50


@pytest.mark.long
@pytest.mark.parametrize(
    "planted", ["mark-after-dot", "resend-stranded", "no-lease", "guard-says-yes", "an-hour-early"]
)
def test_a_planted_fault_is_found(planted, cloned_database, tmp_path):
    code, figures, said = run(cloned_database, tmp_path, 30, seed=3, plant=planted)

    assert code == 1, said
    assert any(wrongs(figures).values()), said
