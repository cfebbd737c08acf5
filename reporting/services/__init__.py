"""What happens to a run: what people do (requests), what a worker does (making), what is mended (sweeping)."""

from reporting.services.making import make_document
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
    "MAX_OPEN_RUNS",
    "cancel_run",
    "make_document",
    "note_lost_file",
    "request_document",
    "retry_run",
    "sweep_runs",
]
