"""How a department changes its stages of reminding: on which day, if at all, and if the department is told too."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import Province, User
from core import clock, editing
from core.editing import StaleWriteError
from reporting.enums import ReminderKind
from reporting.models import ReminderStage
from reporting.permissions import can_set_reminders
from reporting.reminders import DEFAULT_STAGES, Stage

FIELDS = ("days", "is_on", "to_department")
LIMITS = {ReminderKind.DUE: (-90, 90), ReminderKind.RETURNED: (1, 60), ReminderKind.WAITING: (0, 60)}


@transaction.atomic
def save_stage(province: Province, code: str, *, revision: int, by: User, **values) -> ReminderStage:
    """Writes what is given of FIELDS for all plans of the province; `revision` is 0 where nothing was changed yet.

    A stage that is switched on or moved holds for what falls from now on. Raises StaleWriteError when somebody was
    quicker, ValidationError by field for what cannot be, PermissionDenied for others than the department.
    """
    if not can_set_reminders(by, province):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh đặt lịch nhắc báo cáo.")
    default = default_stage(code)
    current = (
        ReminderStage.objects.select_for_update().filter(province=province, code=code).order_by("pk").first()
    )
    if current and current.revision != revision:
        raise StaleWriteError(current, values)
    row = current or own_stage(province, default)
    before = row.over(default)
    after = {name: values.get(name, getattr(row, name)) for name in FIELDS}
    _refuse_unfit(province, default, after)
    if (after["days"], after["is_on"]) != (before.days, before.is_on) and after["is_on"]:
        values["since"] = clock.now()
    if current:
        editing.change(current, revision=revision, by=by, **values)
        return current
    if not editing.differences(row, values):
        return row
    row, is_new = ReminderStage.objects.get_or_create(
        province=province,
        code=code,
        defaults={"changed_at": timezone.now(), "changed_by": by, **after, **_since(values)},
    )
    if not is_new:  # somebody else changed the stage for the first time in this instant
        raise StaleWriteError(row, values)
    return row


def default_stage(code: str) -> Stage:
    """The stage as it is where no department changed it. ValidationError for a code that is none."""
    for one in DEFAULT_STAGES:
        if one.code == code:
            return one
    raise ValidationError("Không có lần nhắc này.")


def own_stage(province: Province, default: Stage) -> ReminderStage:
    """The row as it would be without any change; not stored."""
    values = {name: getattr(default, name) for name in FIELDS}
    return ReminderStage(province=province, code=default.code, **values)


def _since(values: dict) -> dict:
    return {"since": values["since"]} if "since" in values else {}


def _refuse_unfit(province: Province, default: Stage, after: dict) -> None:
    least, most = LIMITS[default.kind]
    if not least <= after["days"] <= most:
        raise ValidationError({"days": f"Số ngày phải từ {max(least, 0)} đến {most}."})
    if default.kind == ReminderKind.WAITING:
        return
    own = {row.code: row for row in ReminderStage.objects.filter(province=province)}
    for one in DEFAULT_STAGES:
        other = own[one.code].over(one) if one.code in own else one
        is_twin = other.code != default.code and (other.kind, other.days) == (default.kind, after["days"])
        if is_twin and other.is_on and after["is_on"]:
            raise ValidationError({"days": "Đã có lần nhắc khác đúng ngày này; hãy chọn số ngày khác."})
