"""`script/bench faults`: kills what sends reminders while it does, and says what became of them; 1 where any is wrong."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from benchmarks.faults.clock import OPENED, SharedClock
from benchmarks.faults.flights import lines_of, stored_in
from benchmarks.faults.parts import Parts
from benchmarks.faults.runner import Run
from sxsh_portal.databases import PASSES_ALL_POLICIES
from sxsh_portal.embedded_postgres import roles
from sxsh_portal.embedded_postgres.account import program


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # nothing is left running
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=options.folder))
    shared = SharedClock(folder / "clock.json")
    parts = Parts(folder, options.seed, shared.path, options.plant)
    try:
        _make_ready(parts, shared, options)
        run = Run(parts, shared, _asks(shared), options.faults, options.seed)
        is_at_rest = run.run()
        for part in (parts.beat, parts.worker, parts.sink, parts.redis):
            part.end()
        return _tell(run, parts, shared, is_at_rest, time.monotonic() - started)
    finally:
        parts.end()
        if options.keep:
            print(folder, file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench faults")
    parser.add_argument("--faults", type=int, default=60, help="how many are injected")
    parser.add_argument("--seed", type=int, default=1, help="the same plan of faults for the same number")
    parser.add_argument("--agencies", type=int, default=24, help="how many owe a report at most")
    parser.add_argument("--plant", default="", help="a planted fault (plants.py), to see that it is found")
    parser.add_argument("--copy-of", default="", help="the address of a prepared database to begin with")
    parser.add_argument("--folder", type=Path, help="where the run makes its own; the system's without it")
    parser.add_argument("--keep", action="store_true", help="leave the folder with logs and journal")
    return parser.parse_args()


def _make_ready(parts: Parts, shared: SharedClock, options: argparse.Namespace) -> None:
    """A cluster with the five plans and the year of the run; Django set up on it, as its owner."""
    parts.postgres.first_start()
    if options.copy_of:
        _copy(options.copy_of, parts)
    os.environ |= parts.environment | {"SXSH_DATABASE_ROLE": "owner"}
    SharedClock(shared.path).begin(OPENED)
    django.setup()
    from django.core.management import call_command

    from benchmarks.faults.world import make_world
    from core.scope import let_roles_connect

    if options.copy_of:
        let_roles_connect()
    else:
        with contextlib.redirect_stdout(sys.stderr):
            call_command("prepare")
    make_world(options.agencies)


def _copy(address: str, parts: Parts) -> None:
    """Fills the empty database with the content of another one."""
    running = parts.postgres.as_superuser().info
    target = {
        "PGHOST": running.host, "PGPORT": str(running.port), "PGUSER": running.user, "PGPASSWORD": running.password,
        "PGDATABASE": roles.DATABASE,
    }  # fmt: skip
    dump = subprocess.Popen(
        [program("pg_dump"), "--format=custom", "--enable-row-security", address],
        stdout=subprocess.PIPE,
        env=os.environ | {"PGOPTIONS": PASSES_ALL_POLICIES},
    )
    subprocess.run(
        [program("pg_restore"), "--clean", "--if-exists", f"--dbname={roles.DATABASE}"],
        stdin=dump.stdout,
        env=os.environ | target,
        check=True,
    )
    if dump.wait():
        raise RuntimeError("pg_dump failed")


def _asks(shared: SharedClock):
    """Whether anything is open, as far as the database can be asked."""
    from django.db import InterfaceError, OperationalError, connection

    from benchmarks.faults.verdict import is_open

    def asked() -> bool:
        try:
            return is_open(shared.now())
        except (OperationalError, InterfaceError):
            connection.close()
            return True

    return asked


def _tell(run: Run, parts: Parts, shared: SharedClock, is_at_rest: bool, seconds: float) -> int:
    """Prints the figures, and what is wrong in words; the exit code."""
    from benchmarks.faults.verdict import WRONGS, Verdict

    verdict = Verdict(stored_in(parts.journal), shared)
    misbehaved = sum(line["what"] == "misbehaved" for line in lines_of(parts.journal))
    faults = {
        "faults injected": sum(run.injected.values()),
        **{f"killed: {victim}": count for victim, count in sorted(run.injected.items())},
        "hit a mail in flight": run.hits,
        **{f"hit: {phase}": count for phase, count in run.hit.items()},
        "misbehaviours of the mail server": misbehaved,
        "parts that ended by themselves": run.ended_by_itself,
    }
    for unit, figures in (("faults", faults), ("mails", verdict.figures()), ("s", {"taken": round(seconds)})):
        for figure, value in figures.items():
            line = {"figure": figure, "value": value, "unit": unit, "peer": None, "ratio": None}
            print(json.dumps(line))
    wrong = [f"{name}: {what}" for name in WRONGS for what in getattr(verdict, name.replace(" ", "_"))]
    print("\n".join(wrong), file=sys.stderr)
    if not is_at_rest:
        print("not everything came to rest", file=sys.stderr)
    return 1 if wrong or not is_at_rest else 0


if __name__ == "__main__":
    sys.exit(main())
