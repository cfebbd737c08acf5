"""Writing what the department counted for a target in a reporting year, as long as the year is open."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from core import editing
from core.dates import HANOI, format_date
from core.editing import StaleWriteError
from plans.models import Target
from reporting.enums import ObligationBasis
from reporting.models import ReportingYear, TargetValue
from reporting.permissions import can_open_years
from reporting.services.outdated import mark_outdated
from reporting.targets import is_share, unit_of

FIGURES = ("numerator", "denominator")
TEXTS = ("population", "source", "note")
LONGEST_TEXT = 2000  # characters


@transaction.atomic
def save_target_value(
    year: ReportingYear, target: Target, *, revision: int, by: User, **values
) -> TargetValue:
    """Writes the figures and texts that are given (FIGURES, TEXTS); `revision` is 0 where nothing was seen yet.

    Raises StaleWriteError when somebody was quicker, ValidationError by field for what cannot be and for a year that is
    closed, PermissionDenied for others than the plan's department.
    """
    locked = ReportingYear.objects.select_related("plan").select_for_update(of=("self",)).get(pk=year.pk)
    if not can_open_years(by, locked.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh ghi số liệu theo mục tiêu.")
    if reason := why_year_closed(locked):
        raise ValidationError(reason, code="closed")
    if target.version_id != locked.version_id:
        raise ValidationError("Mục tiêu này không thuộc bản kế hoạch của kỳ báo cáo.")
    current = TargetValue.objects.filter(year=locked, target=target).first()
    if current and current.revision != revision:
        raise StaleWriteError(current, values)
    row = current or TargetValue(year=locked, province_id=locked.province_id, target=target)
    _refuse_unfit(target, {name: values.get(name, getattr(row, name)) for name in (*FIGURES, *TEXTS)})
    if not editing.differences(row, values):
        return row
    mark_outdated(locked)
    if current:
        editing.change(current, revision=revision, by=by, **values)
        return current
    return TargetValue.objects.create(
        year=locked,
        province_id=locked.province_id,
        target=target,
        changed_at=timezone.now(),
        changed_by=by,
        **values,
    )


def why_year_closed(year: ReportingYear) -> str:
    """Why the department's own part of the year cannot change now; empty where it can."""
    if not year.is_open:
        return "Kỳ báo cáo chưa mở."
    own = year.obligations.filter(basis=ObligationBasis.OWN, unlocked_at__isnull=False)
    if not year.is_locked or own.exists():
        return ""
    since = format_date(year.locked_at.astimezone(HANOI).date())
    return (
        f"Kỳ báo cáo năm {year.year} đã khóa từ ngày {since}: {year.lock_reason}. "
        "Sở Công Thương có thể mở khóa cả kỳ, hoặc mở riêng phần của Sở."
    )


def _refuse_unfit(target: Target, values: dict) -> None:
    """ValidationError by field for figures that do not go with the target's unit, and for texts that are too long."""
    numerator, denominator, faults = values["numerator"], values["denominator"], {}
    if is_share(target):
        if denominator is not None and denominator <= 0:
            faults["denominator"] = "Mẫu số phải lớn hơn 0; chưa rõ thì để trống."
        elif None not in (numerator, denominator) and Decimal(numerator) > Decimal(denominator):
            faults["numerator"] = "Tử số lớn hơn mẫu số, tỷ lệ sẽ quá 100%; hãy xem lại hai số."
    elif denominator is not None:
        faults["denominator"] = f"Mục tiêu này tính bằng {unit_of(target)}, không có mẫu số."
    for name in FIGURES:
        value = values[name]
        if value is not None and (value < 0 or value >= 10**15 or Decimal(value) * 1000 % 1):
            faults[name] = "Số phải từ 0, không quá lớn và không quá ba chữ số thập phân."
    for name in TEXTS:
        if len(values[name]) > LONGEST_TEXT:
            faults[name] = f"Nội dung không quá {LONGEST_TEXT} ký tự."
    if faults:
        raise ValidationError(faults)
