"""What is decided about one obligation: more time, asked for, withdrawn, unlocked by itself in a locked year."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.models import Agency, User
from agencies.succession import has_ended
from core import clock
from core.dates import format_date
from reporting.enums import ObligationBasis, ObligationState, YearDecisionKind
from reporting.models import Extension, Obligation, ReportingYear
from reporting.obligors import WITH_OBLIGORS, obligors_of
from reporting.services.due import renew_days, write
from reporting.services.notices import tell_obliged
from reporting.services.outdated import mark_outdated
from reporting.services.years import (
    Link,
    add_grounds,
    locked_open_year,
    no_link,
    note_decision_on,
    refuse_others,
    year_reason,
)


@transaction.atomic
def extend(obligation: Obligation, *, by: User, before: date, reason: str) -> Extension:
    """Gives one agency more time: `before` is the first day that is late then. The newest counts.

    Raises PermissionDenied for who may not; ValidationError, at the field, for what cannot be.
    """
    reason = year_reason(reason)
    row = _writable(obligation, by)
    if row.before is None:
        raise ValidationError("Báo cáo này không có ngày phải gửi nên không cần gia hạn.")
    if before <= row.before:
        raise ValidationError({"before": f"Ngày mới phải sau ngày {format_date(row.before)} đang áp dụng."})
    if before.year not in (row.year.year, row.year.year + 1):
        raise ValidationError(
            {"before": f"Ngày mới phải trong năm {row.year.year} hoặc năm {row.year.year + 1}."}
        )
    extension = Extension.objects.create(
        obligation=row,
        province_id=row.province_id,
        before=before,
        reason=reason,
        decided_by=by,
        decided_at=clock.now(),
    )
    write(row, before=before)
    return extension


@transaction.atomic
def ask_report(
    year: ReportingYear,
    agency: Agency,
    *,
    by: User,
    reason: str,
    before: date | None = None,
    link: Link = no_link,
) -> Obligation:
    """Asks an agency for a report that no clause makes it owe, or one that was withdrawn.

    Without a day it is never late; what rested on a clause and was withdrawn stands on that clause again, with its day.
    Raises PermissionDenied for who may not; ValidationError, at the field, for what cannot be.
    """
    refuse_others(by, year.plan)
    reason = year_reason(reason)
    row = locked_open_year(year)
    if before is not None and before <= clock.today():
        raise ValidationError({"before": "Ngày phải gửi phải sau hôm nay."})
    if has_ended(agency, clock.today()):
        raise ValidationError({"agency": f"{agency} đã thôi hoạt động; hãy chọn đơn vị nhận việc."})
    obligation = row.obligations.filter(agency=agency).first()
    if obligation and obligation.withdrawn_at is None:
        raise ValidationError({"agency": f"{agency} đã phải báo cáo năm {row.year}."})
    asked = {"basis": ObligationBasis.ASKED, "reason": reason, "before": before}
    if obligation and obligation.basis == ObligationBasis.CLAUSE and before is None:
        write(obligation, withdrawn_at=None, withdrawn_reason="", reason=reason)
        renew_days(row)
        obligation.refresh_from_db()
    elif obligation:
        write(obligation, withdrawn_at=None, withdrawn_reason="", **asked)
    else:
        obligation = Obligation.objects.create(
            year=row, province_id=row.province_id, agency=agency, made_at=clock.now(), **asked
        )
    version = row.plan.versions.prefetch_related(*WITH_OBLIGORS).get(pk=row.version_id)
    found = obligors_of(version, row.year, clock.today())
    for named in (one for one in found.not_bound + found.owed if one.agency == agency):
        add_grounds(obligation, named)
    note_decision_on(row, YearDecisionKind.ASKED, by=by, reason=reason, obligation=obligation)
    row.version = version
    tell_obliged(row, [obligation], link=link)
    return obligation


@transaction.atomic
def withdraw(obligation: Obligation, *, by: User, reason: str) -> Obligation:
    """Says that the report is not owed after all; what was sent stays. Raises as `extend` does."""
    reason = year_reason(reason)
    row = _writable(obligation, by)
    if row.basis == ObligationBasis.OWN:
        raise ValidationError("Phần của Sở Công Thương luôn có trong kỳ báo cáo.")
    write(row, withdrawn_at=clock.now(), withdrawn_reason=reason)
    if row.state == ObligationState.ACCEPTED:
        mark_outdated(row.year)
    note_decision_on(row.year, YearDecisionKind.WITHDRAWN, by=by, reason=reason, obligation=row)
    return row


@transaction.atomic
def unlock_report(obligation: Obligation, *, by: User, reason: str) -> Obligation:
    """Lets one report of a locked year be changed. ValidationError without a reason, or where the year is not locked."""
    refuse_others(by, obligation.year.plan)
    reason = year_reason(reason)
    row = _with_year(obligation)
    if not row.is_locked:
        raise ValidationError("Báo cáo này không khóa; hãy tải lại trang.")
    write(row, unlocked_at=clock.now(), unlock_reason=reason)
    note_decision_on(row.year, YearDecisionKind.ONE_UNLOCKED, by=by, reason=reason, obligation=row)
    return row


@transaction.atomic
def lock_report(obligation: Obligation, *, by: User, reason: str) -> Obligation:
    """Locks again what was unlocked by itself. ValidationError without a reason, or where it was not."""
    refuse_others(by, obligation.year.plan)
    reason = year_reason(reason)
    row = _with_year(obligation)
    if row.unlocked_at is None:
        raise ValidationError("Báo cáo này không được mở khóa riêng; hãy tải lại trang.")
    write(row, unlocked_at=None, unlock_reason="")
    note_decision_on(row.year, YearDecisionKind.ONE_LOCKED, by=by, reason=reason, obligation=row)
    return row


def _writable(obligation: Obligation, by: User) -> Obligation:
    """The row, locked, of a year that is open and an obligation that stands."""
    refuse_others(by, obligation.year.plan)
    row = _with_year(obligation)
    if row.is_locked:
        raise ValidationError(f"Kỳ báo cáo năm {row.year.year} đã khóa; hãy mở khóa trước.", code="locked")
    if row.withdrawn_at is not None:
        raise ValidationError("Sở đã thôi yêu cầu báo cáo này; hãy tải lại trang.")
    return row


def _with_year(obligation: Obligation) -> Obligation:
    """The year is locked before its obligations: whoever locks it waits, and the other way round."""
    ReportingYear.objects.select_for_update().get(pk=obligation.year_id)
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("year__plan", "agency")
    return rows.get(pk=obligation.pk)
