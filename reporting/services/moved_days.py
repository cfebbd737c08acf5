"""Moving the day before which a year's reports are wanted, without an amendment of the plan."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agencies.models import User
from agencies.services.texts import checked_text
from core.dates import format_date, read_date
from plans.models import PlanVersion
from reporting.due_days import DueDay, movable_days
from reporting.models import MovedDay, ReportingYear
from reporting.permissions import can_move_days
from reporting.services.due import renew_days

LONGEST_REASON = 300


@transaction.atomic
def move_day(
    version: PlanVersion,
    *,
    by: User,
    year: int,
    kind: str,
    before: str,
    is_withdrawn: bool,
    reason: str,
) -> MovedDay:
    """Decides the first late day of a year's reports, for one kind of obligor or for all (kind empty).

    `version` is the one in force. `before` is typed as people write days; with `is_withdrawn` the printed day holds
    again. Earlier decisions stay; a year that is open gets its new day at once. Raises PermissionDenied for who may not, ValidationError, at the field, for what
    cannot be.
    """
    if not can_move_days(by, version.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh được dời ngày báo cáo.")
    if version.pk != version.plan.current_version_id:
        raise ValidationError("Chỉ dời được ngày báo cáo của bản kế hoạch đang áp dụng.")
    days = _days(version, kind, year)
    day = None
    faults = {}
    try:
        day = _withdrawn(days, before) if is_withdrawn else _moved(days, before)
    except ValidationError as error:
        faults |= error.message_dict
    try:
        reason = checked_text("reason", "Lý do", reason, longest=LONGEST_REASON, required=True)
    except ValidationError as error:
        faults |= error.message_dict
    if faults:
        raise ValidationError(faults)
    opened = _open_year(version, year)
    moved = MovedDay.objects.create(
        plan=version.plan,
        province_id=version.province_id,
        year=year,
        kind=kind,
        before=day,
        reason=reason,
        decided_by=by,
    )
    if opened:
        renew_days(opened)
    return moved


def _open_year(version: PlanVersion, year: int) -> ReportingYear | None:
    """The year whose obligations get another day, kept from being locked meanwhile. ValidationError for a locked one."""
    opened = (
        ReportingYear.objects.select_for_update()
        .filter(plan=version.plan_id, year=year)
        .opened()
        .order_by("pk")
        .first()
    )
    if opened and opened.is_locked:
        raise ValidationError({"year": f"Kỳ báo cáo năm {year} đã khóa; hãy mở khóa trước."})
    return opened


def _days(version: PlanVersion, kind: str, year: int) -> list[DueDay]:
    """The days that the decision is about: of the kind, or of all kinds."""
    by_kind = movable_days(version)
    if kind and kind not in by_kind:
        raise ValidationError({"kind": "Kế hoạch không in ngày báo cáo cho đối tượng này."})
    days = [day for one, found in by_kind.items() if kind in ("", one) for day in found if day.year == year]
    if not days:
        raise ValidationError(
            {"year": f"Năm {year} không có kỳ báo cáo theo kế hoạch ({version.period}); hãy chọn năm khác."}
        )
    return days


def _moved(days: list[DueDay], text: str) -> date:
    if not text.strip():
        raise ValidationError({"before": "Hãy nhập ngày mới, hoặc chọn trở lại ngày in trong kế hoạch."})
    try:
        day = read_date(text)
    except ValueError as error:
        raise ValidationError({"before": str(error)}) from None
    year, printed = days[0].year, max(one.printed for one in days)
    if day.year not in (year, year + 1):
        raise ValidationError({"before": f"Ngày mới phải trong năm {year} hoặc năm {year + 1}."})
    if day < printed:
        raise ValidationError(
            {
                "before": f"Ngày mới sớm hơn ngày {format_date(printed)} mà kế hoạch in; rút ngắn thời hạn thì phải "
                "điều chỉnh kế hoạch."
            }
        )
    if all(one.before == day for one in days):
        raise ValidationError({"before": f"Ngày {format_date(day)} đang áp dụng; hãy nhập ngày khác."})
    return day


def _withdrawn(days: list[DueDay], text: str) -> None:
    """No day: the printed one."""
    if text.strip():
        raise ValidationError({"before": "Đã chọn trở lại ngày in thì hãy để trống ngày mới."})
    if all(one.moved is None for one in days):
        raise ValidationError({"is_withdrawn": "Ngày in đang áp dụng, chưa được dời."})
