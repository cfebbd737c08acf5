"""What the portal acknowledged, beside what its database holds afterwards."""

import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.night.visit import SUBMIT

DRAINED_AFTER = 120  # seconds that mails and documents get to leave after the last visit


@dataclass(frozen=True)
class Outcome:
    """`lost`: acknowledged saves that the database does not hold; `unsent`: acknowledged reports it does not hold as sent."""

    saves: int
    lost: int
    submissions: int
    unsent: int
    doubled: int  # reports with more than one sent version


def compare(journal: Path) -> Outcome:
    """Reads the agencies' journal. The last acknowledged text of each place must be there, and every sent report once."""
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    texts = {(line["report"], line["kind"], line["place"]): line["text"] for line in lines}
    sent = {report for report, kind, _ in texts if kind == SUBMIT}
    saves = {key: text for key, text in texts.items() if key[1] != SUBMIT}
    held, versions = _held(), _sent_versions()
    return Outcome(
        saves=sum(line["kind"] != SUBMIT for line in lines),
        lost=sum(held.get(key) != text for key, text in saves.items()),
        submissions=len(sent),
        unsent=sum(not versions[report] for report in sent),
        doubled=sum(versions[report] > 1 for report in sent),
    )


def _held() -> dict[tuple[str, str, str], str]:
    """All texts by report (its public id), kind and place."""
    from reporting.models import ProductEntry, Report, TaskEntry

    owed = "report__obligation__public_id"
    found = {
        (str(report), "task", place): done for report, place, done in TaskEntry.objects.values_list(owed, "place", "done")
    }  # fmt: skip
    for report, position, solutions in ProductEntry.objects.values_list(owed, "position", "solutions"):
        found[str(report), "product", str(position + 1)] = solutions
    for report, general in Report.objects.values_list("obligation__public_id", "general"):
        found[str(report), "general", ""] = general
    return found


def _sent_versions() -> Counter:
    """How often each report was sent, by its public id."""
    from reporting.models import Report

    rows = Report.objects.exclude(sent_at=None).values_list("obligation__public_id", flat=True)
    return Counter(map(str, rows))


def drained() -> tuple[int, int, float]:
    """Waits until no mail and no document waits any more; what still does, and the seconds that it took."""
    from agencies.models import OutgoingMail
    from reporting.enums import OPEN_STATUSES
    from reporting.models import ReportRun

    began = time.monotonic()
    while True:
        mails = OutgoingMail.objects.filter(sent_at=None, given_up_at=None).count()
        runs = ReportRun.objects.filter(status__in=OPEN_STATUSES).count()
        waited = time.monotonic() - began
        if not mails + runs or waited > DRAINED_AFTER:
            return mails, runs, waited
        time.sleep(0.5)
