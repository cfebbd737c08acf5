"""What every change of a report asks first: who may, and whether it is open for writing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from agencies.models import User
from core.dates import HANOI, format_date
from reporting.models import Obligation, Report
from reporting.permissions import can_report, can_review


def locked_obligation(obligation: Obligation) -> Obligation:
    """The obligation as it is now, locked until the transaction ends; its year before it.

    The database asks for the year when a report is written, and who decides about a year locks it before its obligations:
    in another order the two would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM reporting_reportingyear WHERE id = %s FOR SHARE", [obligation.year_id])
    rows = Obligation.objects.select_related("year", "province").select_for_update(of=("self",))
    return rows.get(pk=obligation.pk)


def locked_draft(report: Report, *, by: User) -> Report:
    """The report, locked until the transaction ends, for somebody who writes in it.

    An agency's people write its report; what came on paper the department. Raises PermissionDenied for others;
    ValidationError where it is not open (any more), with what is to be done.
    """
    locked = locked_report(report)
    refuse_foreign(locked, by=by)
    refuse_closed(locked.obligation)
    if not locked.is_draft:
        raise ValidationError(
            "Báo cáo này đã gửi nên không sửa được; hãy rút lại, hoặc chờ Sở Công Thương trả lại."
        )
    return locked


def locked_report(report: Report) -> Report:
    """The report as it is now, locked until the transaction ends; its obligation before it."""
    obligation = locked_obligation(report.obligation)
    locked = Report.objects.select_for_update().get(pk=report.pk)
    locked.obligation = obligation
    return locked


def refuse_foreign(report: Report, *, by: User) -> None:
    """PermissionDenied for who neither reports for the agency nor enters its paper."""
    may = can_review(by, report.obligation) if report.is_paper else can_report(by, report.obligation)
    if not may:
        raise PermissionDenied("Chỉ người được cử báo cáo của cơ quan này sửa và gửi được báo cáo.")


def refuse_closed(obligation: Obligation) -> None:
    """ValidationError where nothing of the report may change now: why, since when, and who can open it."""
    if reason := why_closed(obligation):
        raise ValidationError(reason, code="closed")


def why_closed(obligation: Obligation) -> str:
    """Why nothing of the report may change now; empty where it may."""
    year = obligation.year
    if obligation.withdrawn_at:
        return f"Sở Công Thương thôi yêu cầu báo cáo này: {obligation.withdrawn_reason}"
    if not year.is_open:
        return "Kỳ báo cáo chưa mở."
    if obligation.is_locked:
        since = format_date(year.locked_at.astimezone(HANOI).date())
        return (
            f"Kỳ báo cáo năm {year.year} đã khóa từ ngày {since}: {year.lock_reason}. "
            "Sở Công Thương có thể mở riêng báo cáo này."
        )
    return ""
