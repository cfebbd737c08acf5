"""Entering for an agency a report that came on paper (nhập thay): begun, typed like any other, sealed with its scan.

What it says is written by `reporting.services.entries`, its scan kept by `evidence` at the place "paper". The day on
which the paper came in decides if it was in time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.models import User
from agencies.services.texts import checked_text
from core import clock
from core.dates import HANOI, format_date
from reporting.enums import ObligationBasis
from reporting.models import Obligation, Report
from reporting.permissions import can_review
from reporting.services.digests import PAPER
from reporting.services.report_drafts import locked_draft, locked_obligation, refuse_closed
from reporting.services.report_notices import tell_entered
from reporting.services.reports import LONGEST_NAME, seal_report, start_report

LONGEST_NUMBER = 50


@dataclass(frozen=True)
class PaperFacts:
    """What stands on the paper and its stamp. Without `number` it bears none."""

    number: str
    day: date | None
    received_on: date | None
    officer_name: str
    officer_title: str


@transaction.atomic
def start_paper(obligation: Obligation, *, by: User) -> Report:
    """The draft in which the department enters the paper; the one that is there already, else the next version.

    Takes over a draft of the agency in which nothing was written yet. Raises PermissionDenied for others than the
    department, ValidationError where the agency is at it itself, or for the department's own part.
    """
    obligation = locked_obligation(obligation)
    if not can_review(by, obligation):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh nhập thay báo cáo giấy.")
    refuse_closed(obligation)
    if obligation.basis == ObligationBasis.OWN:
        raise ValidationError("Phần của Sở Công Thương được lập ngay trên cổng, không nhập thay.")
    newest = obligation.reports.order_by("-number").first()
    if newest and newest.is_draft and not newest.is_paper:
        _take_over(newest)
    return start_report(obligation, by=by, is_paper=True)


@transaction.atomic
def seal_paper(report: Report, facts: PaperFacts, *, by: User, link: str = "") -> Report:
    """Makes the entered paper a sent version, received at 00:00 of the day on which the paper came in.

    Raises ValidationError, by field, for what is missing or cannot be: the scan, the day received (not in the future,
    not before the reporting year), the officer; with the report's faults as `seal_report`; else as `locked_draft`.
    """
    locked = locked_draft(report, by=by)
    if not locked.is_paper:
        raise ValidationError("Báo cáo này do cơ quan lập trên cổng, không phải nhập thay.")
    given = _checked(locked, facts)
    for name, value in given.items():
        setattr(locked, name, value)
    received = datetime.combine(locked.received_on, time.min, HANOI)
    sealed = seal_report(locked, by=by, sent_at=clock.now(), received_at=received)
    tell_entered(sealed, by=by, link=link)
    return sealed


def _take_over(draft: Report) -> None:
    if (
        draft.changed_at
        or draft.evidence_rows.exists()
        or draft.taskentry_rows.filter(revision__gt=1).exists()
        or draft.productentry_rows.filter(revision__gt=1).exists()
    ):
        raise ValidationError(
            "Cơ quan đang tự lập báo cáo này trên cổng; hãy đề nghị cơ quan gửi tại cổng kèm bản đã ký, không nhập thay."
        )
    draft.is_paper = True
    draft.save()


def _checked(report: Report, facts: PaperFacts) -> dict:
    """The facts as fields of the report."""
    faults: dict[str, list[str]] = {}
    given = {}
    texts = (
        ("officer_name", "Họ tên người ký", facts.officer_name, LONGEST_NAME, True),
        ("officer_title", "Chức vụ người ký", facts.officer_title, LONGEST_NAME, True),
        ("paper_number", "Số, ký hiệu", facts.number, LONGEST_NUMBER, False),
    )
    for field, label, text, longest, required in texts:
        try:
            given[field] = checked_text(field, label, text, longest=longest, required=required)
        except ValidationError as error:
            faults |= error.message_dict
    faults |= {field: [text] for field, text in _day_faults(report, facts)}
    if not report.evidence_rows.filter(place=PAPER).exists():
        faults["__all__"] = ["Chưa nộp bản quét (PDF) của báo cáo giấy."]
    if faults:
        raise ValidationError(faults)
    return given | {"paper_date": facts.day, "received_on": facts.received_on}


def _day_faults(report: Report, facts: PaperFacts) -> list[tuple[str, str]]:
    received, first = facts.received_on, date(report.obligation.year.year, 1, 1)
    found = []
    if facts.day is None:
        found.append(("paper_date", "Hãy ghi ngày của văn bản."))
    if received is None:
        found.append(("received_on", "Hãy ghi ngày nhận: ngày này quyết định đúng hạn hay muộn."))
    elif received > clock.today():
        found.append(("received_on", "Ngày nhận ở tương lai; hãy ghi lại."))
    elif received < first:
        found.append(("received_on", f"Ngày nhận trước ngày {format_date(first)}, trước cả kỳ báo cáo."))
    elif facts.day and facts.day > received:
        found.append(("paper_date", "Ngày của văn bản sau ngày nhận; hãy xem lại."))
    return found
