"""What a report still lacks before it can be sent, and what is worth a second look; each at its place.

Reported, confirmed zero and missing are three things: a task answers by its progress, by "không phát sinh" with a
reason, or is a fault. An empty figure is no fault: it is unknown, and said to be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.text import quoted
from reporting.enums import Progress
from reporting.models import Report, TaskEntry
from reporting.printed_tasks import PrintedTask

GENERAL = "general"
EMPTY, BEGUN, DONE = "empty", "begun", "done"


@dataclass(frozen=True)
class Fault:
    """Something to mend, at a field of a place; `must` where the report is not sent without it."""

    place: str
    field: str
    text: str
    must: bool = True


def faults_of(report: Report, printed: Mapping[str, PrintedTask]) -> list[Fault]:
    """The faults of a report from `with_content`, in the order of its parts."""
    entries = ordered_entries(report, printed)
    if report.is_nil:
        return _faults_of_nil(report, entries)
    found = [fault for entry in entries for fault in entry_faults(entry)]
    if not entries and not report.general:
        found.append(Fault(GENERAL, "general", "Chưa ghi đánh giá chung."))
    return found


def entry_faults(entry: TaskEntry) -> list[Fault]:
    """What the answer on one task lacks."""
    found = []

    def fault(field: str, text: str, *, must: bool = True) -> None:
        found.append(Fault(entry.place, field, text, must))

    if not entry.progress:
        fault("progress", "Chưa chọn mức độ thực hiện.")
    if entry.progress == Progress.NIL and not entry.nil_reason:
        fault("nil_reason", "Chọn “không phát sinh” thì hãy ghi lý do.")
    if entry.progress in (Progress.DOING, Progress.DONE) and not entry.done:
        fault("done", "Chưa ghi kết quả thực hiện.")
    if entry.progress == Progress.STOPPED and not entry.difficulties:
        fault("difficulties", "Không thực hiện được thì hãy ghi vì sao ở phần khó khăn, vướng mắc.")
    for field, text in entry.unread.items():
        fault(field, f"{quoted(text)} chưa đọc được; hãy ghi lại.")
    if entry.progress in (Progress.DOING, Progress.DONE):
        open_targets = [row for row in entry.outputentry_rows.all() if row.target and row.quantity is None]
        for row in open_targets:
            text = f"Chưa ghi số lượng {row.kind.name.lower()}: sẽ được hiểu là chưa rõ."
            fault(f"o{row.position}-quantity", text, must=False)
    return found


def entry_state(entry: TaskEntry) -> str:
    """How far the answer on a task is: EMPTY, BEGUN or DONE."""
    if not any(fault.must for fault in entry_faults(entry)):
        return DONE
    texts = (entry.progress, entry.done, entry.difficulties, entry.proposals, entry.nil_reason, entry.unread)
    figures = any(row.quantity is not None or not row.target for row in entry.outputentry_rows.all())
    money = any(row.spent is not None for row in entry.moneyentry_rows.all())
    return BEGUN if any(texts) or figures or money else EMPTY


def ordered_entries(report: Report, printed: Mapping[str, PrintedTask]) -> list[TaskEntry]:
    """The answers on tasks in the plan's order; what the version no longer has comes last."""
    order = {place: position for position, place in enumerate(printed)}
    return sorted(report.taskentry_rows.all(), key=lambda one: (order.get(one.place, len(order)), one.pk))


def _faults_of_nil(report: Report, entries: list[TaskEntry]) -> list[Fault]:
    found = []
    if not report.nil_reason:
        text = "Cả năm không phát sinh thì hãy ghi lý do."
        found.append(Fault(GENERAL, "nil_reason", text))
    for entry in entries:
        if entry.progress not in ("", Progress.NIL, Progress.NOT_STARTED) or entry.done:
            text = "Đã ghi kết quả ở đây, nhưng phần chung lại chọn cả năm không phát sinh."
            found.append(Fault(entry.place, "progress", text))
    return found
