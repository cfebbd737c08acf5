"""What happens to a run: what people do (requests), what a worker does (making), what is mended (sweeping).

And the days of reporting years, which the department moves (moved_days). Reports: their life on the agency's side
(reports), what they say (entries), files (evidence), receipts.
"""

from reporting.services.digests import digest_of
from reporting.services.making import make_document
from reporting.services.moved_days import LONGEST_REASON, move_day
from reporting.services.params import HIGHEST_NUMBER
from reporting.services.reports import next_version, recall_report, start_report, submit_report
from reporting.services.requests import (
    MAX_OPEN_RUNS,
    cancel_run,
    note_lost_file,
    request_document,
    retry_run,
)
from reporting.services.sweeping import sweep_runs

__all__ = [
    "HIGHEST_NUMBER",
    "LONGEST_REASON",
    "MAX_OPEN_RUNS",
    "cancel_run",
    "digest_of",
    "make_document",
    "move_day",
    "next_version",
    "note_lost_file",
    "recall_report",
    "request_document",
    "retry_run",
    "start_report",
    "submit_report",
    "sweep_runs",
]
