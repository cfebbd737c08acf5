"""What happens to a run: what people do (requests, national), what a worker does (making; national_making with parts),
what is mended (sweeping).

And the days of reporting years, which the department moves (moved_days). Reports: their life on the agency's side
(reports), what they say (entries), files (evidence), receipts; on the department's side review and paper. And
reporting years: their days (moved_days, due), opening and locking (years), who owes a report (obligors, obligations),
whom it is told (notices).
"""

from reporting.services.digests import digest_of
from reporting.services.making import make_document
from reporting.services.moved_days import LONGEST_REASON, move_day
from reporting.services.national import request_national
from reporting.services.notices import reporters
from reporting.services.obligations import ask_report, extend, lock_report, unlock_report, withdraw
from reporting.services.obligors import decide_collective, decide_heir
from reporting.services.paper import PaperFacts, seal_paper, start_paper
from reporting.services.params import HIGHEST_NUMBER
from reporting.services.parts import make_parts, prepare_parts, tend_parts
from reporting.services.queueing import MAX_OPEN_RUNS
from reporting.services.reminder_mails import Links
from reporting.services.reminders import plan_reminders
from reporting.services.reports import next_version, recall_report, start_report, submit_report
from reporting.services.requests import (
    cancel_run,
    note_lost_file,
    request_document,
    retry_run,
)
from reporting.services.review import (
    accept_many,
    accept_report,
    add_remark,
    begin_review,
    reopen,
    return_report,
)
from reporting.services.sweeping import sweep_runs
from reporting.services.years import (
    LONGEST_YEAR_REASON,
    lock_year,
    open_due_years,
    open_year,
    refresh_obligations,
    set_data_until,
    set_opening_day,
    unlock_year,
    version_on,
)

__all__ = [
    "HIGHEST_NUMBER",
    "LONGEST_REASON",
    "LONGEST_YEAR_REASON",
    "MAX_OPEN_RUNS",
    "Links",
    "PaperFacts",
    "accept_many",
    "accept_report",
    "add_remark",
    "ask_report",
    "begin_review",
    "cancel_run",
    "decide_collective",
    "decide_heir",
    "digest_of",
    "extend",
    "lock_report",
    "lock_year",
    "make_document",
    "make_parts",
    "move_day",
    "next_version",
    "note_lost_file",
    "open_due_years",
    "open_year",
    "plan_reminders",
    "prepare_parts",
    "recall_report",
    "refresh_obligations",
    "reopen",
    "reporters",
    "request_document",
    "request_national",
    "retry_run",
    "return_report",
    "seal_paper",
    "set_data_until",
    "set_opening_day",
    "start_paper",
    "start_report",
    "submit_report",
    "sweep_runs",
    "tend_parts",
    "unlock_report",
    "unlock_year",
    "version_on",
    "withdraw",
]
