"""One live run of each request: found, or queued for the workers."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agencies.models import User
from reporting.enums import LIVE_STATUSES
from reporting.models import ReportRun
from reporting.services.doorbell import ring

MAX_OPEN_RUNS = 10  # a person's
SAME_REQUEST = "reportrun_same_request_once"


def run_of(wanted: dict, *, params: dict, by: User, file_name: str) -> ReportRun:
    """The live run of these values, else a new one. ValidationError when MAX_OPEN_RUNS of the person's are open."""
    while (run := live(wanted)) is None:
        refuse_too_many(by)
        run = _queue(wanted, params=params, requested_by=by, file_name=file_name)
        if run is not None:
            break
    return run


def live(wanted: dict) -> ReportRun | None:
    """The run of these values that is queued, running or done with its file there."""
    return ReportRun.objects.filter(**wanted, status__in=LIVE_STATUSES, file_lost_at=None).first()


def _queue(wanted: dict, **given) -> ReportRun | None:
    """A new run; None when somebody was quicker with the same."""
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(**wanted, **given)
    except IntegrityError as error:
        refuse_other(error)
        return None
    transaction.on_commit(partial(ring, run.public_id))
    return run


def refuse_too_many(by: User) -> None:
    """ValidationError when MAX_OPEN_RUNS of the person's are open."""
    if ReportRun.objects.open().filter(requested_by=by).count() >= MAX_OPEN_RUNS:
        raise ValidationError(
            f"Đang có {MAX_OPEN_RUNS} tài liệu của bạn chờ tạo; hãy đợi hoặc hủy bớt rồi yêu cầu tiếp."
        )


def refuse_other(error: IntegrityError) -> None:
    """Raises again what is not "there is such a run already"."""
    if error.__cause__.diag.constraint_name != SAME_REQUEST:
        raise error
