"""What happens to a run: what people do (requests), what a worker does (making), what is mended (sweeping).

And the days of reporting years, which the department moves (moved_days).
"""

from reporting.services.making import make_document
from reporting.services.moved_days import LONGEST_REASON, move_day
from reporting.services.params import HIGHEST_NUMBER
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
    "make_document",
    "move_day",
    "note_lost_file",
    "request_document",
    "retry_run",
    "sweep_runs",
]
