"""The department's side of a report: begun to be looked at, remarked on, returned, accepted, opened again.

Steps are those of `reporting.transitions`. Nobody accepts a report that she sent or wrote in herself: the department's
own part, and what it enters from paper, is accepted by another person of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from agencies.models import User
from core import clock
from core.dates import HANOI
from core.text import tidy_lines
from reporting.enums import ObligationState, ReportStatus
from reporting.models import Obligation, Remark, Report
from reporting.permissions import can_review
from reporting.printed_tasks import is_task
from reporting.report_faults import GENERAL, Fault
from reporting.services.digests import PAPER
from reporting.services.report_drafts import locked_report, refuse_closed
from reporting.services.report_notices import tell_decided
from reporting.services.reports import open_faults, take_step

LONGEST_REMARK = 5_000  # characters of a remark or a reason
MOST_AT_ONCE = 50  # reports that are accepted in one go
CONCERNS = "concerns"


@dataclass(frozen=True)
class Outcome:
    """What became of one report of many: `refused` says why it was not accepted; empty where it was."""

    report: Report
    refused: str = ""


@transaction.atomic
def begin_review(report: Report, *, by: User) -> Report:
    """Notes that the department looks at a sent report: from now on the agency cannot recall it. Once is enough.

    Raises PermissionDenied for others, ValidationError where there is nothing to review.
    """
    return _begun(_locked_for_review(report, by=by))


@transaction.atomic
def add_remark(report: Report, place: str, text: str, *, by: User) -> Remark:
    """Remarks on one part of a sent report ("general", "paper", a task's or a product's place); the review has begun with it.

    ValidationError, at "text", for no words or too many; else as `begin_review`.
    """
    locked = _begun(_locked_for_review(report, by=by))
    is_part = is_task(place) and locked.taskentry_rows.filter(place=place).exists()
    is_part |= place in {product.place for product in locked.productentry_rows.all()}
    if place not in (GENERAL, PAPER) and not is_part:
        raise ValidationError("Báo cáo không có phần này.")
    return Remark.objects.create(
        report=locked, province_id=locked.province_id, place=place, at=clock.now(), by=by,
        text=_said(text, "text", "nhận xét"),
    )  # fmt: skip


@transaction.atomic
def return_report(report: Report, *, by: User, comment: str, link: str = "") -> Report:
    """Gives a sent report back to be mended, with the reason; the agency goes on with a copy (`start_report`).

    An accepted report is opened again by `reopen`. `link` is the address that the mails lead to. ValidationError, at
    "comment", without a reason; else as `begin_review`.
    """
    locked = _begun(_locked_for_review(report, by=by))
    return _returned(locked, by=by, comment=comment, link=link)


@transaction.atomic
def reopen(report: Report, *, by: User, comment: str, link: str = "") -> Report:
    """Opens an accepted report again and gives it back, with the reason; raises as `return_report`."""
    locked = _locked(report, by=by)
    if locked.status != ReportStatus.ACCEPTED:
        raise ValidationError("Chỉ mở lại được báo cáo đã duyệt.")
    return _returned(locked, by=by, comment=comment, link=link)


@transaction.atomic
def accept_report(report: Report, *, by: User, despite: bool = False, link: str = "") -> Report:
    """Accepts a sent report. With something open (`concerns_of`) only where the person says so: `despite`.

    Raises ValidationError with what is open (code CONCERNS) and for one's own work; else as `begin_review`.
    """
    locked = _locked_for_review(report, by=by)
    if own := why_own_work(locked, by):
        raise ValidationError(own, code="own")
    if not despite and (open_points := concerns_of(locked)):
        raise ValidationError([ValidationError(one, code=CONCERNS) for one in open_points])
    accepted = take_step(_begun(locked), ReportStatus.ACCEPTED, by=by)
    tell_decided(accepted, "report_accepted", by=by, link=link)
    return accepted


def accept_many(
    reports: Iterable[Report], *, by: User, link: Callable[[Report], str] = lambda report: ""
) -> list[Outcome]:
    """Accepts each report by itself: what one lacks stops no other. What has something open is left, with the reason."""
    outcomes = []
    for report in list(reports)[:MOST_AT_ONCE]:
        try:
            outcomes.append(Outcome(accept_report(report, by=by, link=link(report))))
        except (ValidationError, PermissionDenied) as error:
            told = error.messages if isinstance(error, ValidationError) else [str(error)]
            outcomes.append(Outcome(report, " ".join(told)))
    return outcomes


def concerns_of(report: Report, faults: Iterable[Fault] | None = None) -> list[str]:
    """What is open in a report and has to be decided on by a person before it is accepted.

    `faults` are those of the report, where they are known already.
    """
    waiting = Remark.objects.filter(report__obligation=report.obligation_id, answer="").count()
    found = [f"Còn {waiting} nhận xét chưa được trả lời."] if waiting else []
    faults = open_faults(report) if faults is None else list(faults)
    missing, unknown = [one for one in faults if one.must], [one for one in faults if not one.must]
    if missing:
        found.append(f"Còn {len(missing)} chỗ thiếu nội dung.")
    if unknown:
        found.append(f"Còn {len(unknown)} số liệu có chỉ tiêu in nhưng chưa rõ.")
    return found


def waiting_words(obligation: Obligation) -> str:
    """How long what was sent waits: "chờ xem xét 5 ngày"; empty where nothing does."""
    if obligation.state != ObligationState.SENT or obligation.withdrawn_at:
        return ""
    days = (clock.today() - obligation.last_received_at.astimezone(HANOI).date()).days
    return f"chờ xem xét {days} ngày" if days > 0 else "mới nhận hôm nay"


def why_own_work(report: Report, person: User) -> str:
    """Why this person may not accept the report: she sent it or wrote in it, as the history knows; empty where she may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_wrote(%s, %s)", [report.pk, person.pk])
        if not cursor.fetchone()[0]:
            return ""
    return "Bạn đã nhập hoặc gửi báo cáo này nên không tự duyệt được; hãy để người khác của Sở Công Thương duyệt."


def _locked(report: Report, *, by: User) -> Report:
    locked = locked_report(report)
    if not can_review(by, locked.obligation):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh xem xét báo cáo này.")
    refuse_closed(locked.obligation)
    return locked


def _locked_for_review(report: Report, *, by: User) -> Report:
    locked = _locked(report, by=by)
    if locked.status != ReportStatus.SUBMITTED:
        raise ValidationError(f"Báo cáo {locked.get_status_display()} nên không xem xét được ở bước này.")
    return locked


def _begun(report: Report) -> Report:
    if report.review_began_at is None:
        report.review_began_at = clock.now()
        report.save(update_fields=["review_began_at"])
    return report


def _returned(report: Report, *, by: User, comment: str, link: str) -> Report:
    reason = _said(comment, "comment", "lý do trả lại")
    returned = take_step(report, ReportStatus.RETURNED, by=by, comment=reason)
    tell_decided(returned, "report_returned", by=by, link=link, reason=reason)
    return returned


def _said(text: str, field: str, what: str) -> str:
    text = tidy_lines(text)
    if not text or len(text) > LONGEST_REMARK:
        raise ValidationError({field: f"Hãy ghi {what}, không quá {LONGEST_REMARK} ký tự."})
    return text
