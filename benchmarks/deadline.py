"""The last evening before the reports are due: thousands of agencies sign in, write their report and send it.

    script/bench deadline --agencies 3000 --minutes 15 --kill

On the sample of 63 provinces, with the portal's parts as in production, a mail server, and documents asked for
meanwhile. With --kill worker and Redis die in the middle (kill -9). Seconds of people are from the click until the page
is there; each stands beside the same of a bare Django view of this server in this run. The load and the portal share the
machine. What the agencies were told is compared with the database afterwards: nothing may be lost.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import django
import psutil

from benchmarks import percentile, report
from benchmarks.night import load, outcome, sample
from benchmarks.night.documents import Asking, seconds_for_one
from benchmarks.night.parts import MailServer, Parts
from benchmarks.night.visit import SAVE, SIGN_IN, SUBMIT
from sxsh_portal.databases import VARIABLE

MEASURED = (SIGN_IN, SAVE, SUBMIT)
PERCENTS = (50, 95, 99)
TICK = 0.2


def main() -> None:
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what runs is ended on the way out
    with sample.copy_of(sample.template_of(asked.provinces)) as database, MailServer() as mail:
        os.environ |= sample.environment_of(database) | {
            "DJANGO_SETTINGS_MODULE": "sxsh_portal.settings", VARIABLE: "owner", "SXSH_NOW": sample.EVENING,
        }  # fmt: skip
        parts = Parts(database, mail)
        os.environ["REDIS_URL"] = parts.environment["REDIS_URL"]
        django.setup()
        from django.db import connection

        from core.scope import let_roles_connect

        let_roles_connect()
        try:
            with parts:
                told = _play(parts, asked)
                left = outcome.drained()
                found = outcome.compare(_journal(parts))
                _tell(told, found, len(mail.ids), sum(mail.ids.values()), left)
        finally:
            connection.close()
            connection.close_pool()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agencies", type=int, default=140)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--provinces", type=int, default=63)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill", action="store_true", help="kill worker and Redis in the middle")
    return parser.parse_args()


def _journal(parts: Parts) -> Path:
    return parts.home / "journal"


def _play(parts: Parts, asked: argparse.Namespace) -> dict:
    """Plays the evening; what the load saw, and what each part used of the processors."""
    agencies = sample.agencies_that_owe(asked.agencies, asked.seed)
    order = {"port": parts.port, "seconds": asked.minutes * 60, "seed": asked.seed, "agencies": agencies}
    (parts.home / "order").write_text(json.dumps(order), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.night.load", parts.home / "order", _journal(parts)]
    before, began = parts.cpu_seconds(), time.monotonic()
    killing_at = began + asked.minutes * 30 if asked.kill else None
    with (
        Asking() as documents,
        subprocess.Popen(command, stdout=(parts.home / "told").open("wb")) as playing,
    ):
        try:
            while playing.poll() is None:
                if killing_at and time.monotonic() > killing_at:
                    parts.kill("worker", "redis")
                    killing_at = None
                time.sleep(TICK)
        finally:
            playing.kill()  # nothing where it has ended by itself
    if playing.returncode:
        raise SystemExit(f"the load ended with {playing.returncode}\n{parts.last_lines()}")
    told = json.loads((parts.home / "told").read_text(encoding="utf-8"))
    after, seconds = parts.cpu_seconds(), time.monotonic() - began
    told["shares"] = {name: max(0, after[name] - before[name]) / seconds for name in after}
    told["documents"] = documents.asked
    told["faults"] += documents.faults
    told["errors"] += len(documents.faults)
    told["agencies"] = len(agencies)
    return told


def _tell(told: dict, found: outcome.Outcome, mails: int, deliveries: int, left: tuple) -> None:
    for fault in told["faults"]:
        print(fault, file=sys.stderr)
    times, count = defaultdict(list, told["times"]), sum(map(len, told["times"].values()))
    waiting_mails, waiting_runs, drained = left
    report("agencies_through", told["done"], "agencies", "agencies of the evening", told["agencies"])
    report("agencies_at_once", told["most_at_once"], "agencies", "agencies of the evening", told["agencies"])
    report("answers", count, "answers", "of the bare view", len(times[load.BARE]))
    report("errors", told["errors"], "errors", "answers", count)
    report("lost_saves", found.lost, "saves", "acknowledged", found.saves)
    report("lost_submissions", found.unsent, "reports", "acknowledged", found.submissions)
    report("doubled_submissions", found.doubled, "reports", "acknowledged", found.submissions)
    for label in (*MEASURED, *sorted(set(times) - {*MEASURED, load.BARE})):
        for percent in PERCENTS if label in MEASURED else (95,):
            bare = percentile(times[load.BARE], percent) * 1000
            value = percentile(times[label], percent) * 1000
            report(f"{label}, p{percent}", value, "ms", f"bare view, p{percent}", bare)
    report("mails_waiting", waiting_mails, "mails", "delivered", mails)
    report("mails_doubled", deliveries - mails, "mails", "delivered", mails)
    report("seconds_until_all_mails_were_out", drained, "s", "the evening", told["seconds"])
    report("documents_waiting", waiting_runs, "documents", "asked for", told["documents"])
    report("seconds_for_a_document", seconds_for_one(), "s", "the evening", told["seconds"])
    report("load_of_the_agencies", told["cpu_share"], "cores", "cores", psutil.cpu_count())
    for name, share in told["shares"].items():
        report(f"load_of_{name}", share, "cores", "cores", psutil.cpu_count())
    used = sum(told["shares"].values()) * told["seconds"] / max(1, told["done"])
    room = told["seconds"] * psutil.cpu_count() / told["agencies"]
    report("processor_time_of_an_agency", used, "s", "there is for each", room)


if __name__ == "__main__":
    main()
