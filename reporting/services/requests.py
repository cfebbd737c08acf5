"""What people do with runs: ask for a document of a plan, cancel, try again. National reports are asked for in `national`."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from agencies.models import Province, User
from plans.models import PlanVersion
from reporting.documents import DOCUMENTS, Document, digest_of, selection_of
from reporting.enums import RunStatus
from reporting.files import FileLostError, open_file
from reporting.models import Consolidation, ReportRun
from reporting.permissions import can_change_run, can_give_heading, can_request_documents
from reporting.services.doorbell import ring
from reporting.services.national import request_national
from reporting.services.params import checked_params
from reporting.services.queueing import live, refuse_other, refuse_too_many, run_of


@transaction.atomic
def request_document(
    version: PlanVersion,
    kind: str,
    *,
    by: User,
    params: dict | None = None,
    compared_with: PlanVersion | None = None,
    consolidation: Consolidation | None = None,
) -> ReportRun:
    """The run that makes this document: the one there is, queued, running or done, else a new one.

    `params` may give number, day and who signs (see `checked_params`); only the plan's department may. A comparison
    tells what differs from `compared_with`, another version of the plan, to `version`; a document of a year is of a
    version of its consolidated report. Raises PermissionDenied for who
    gives params all the same, belongs to no agency or may not see a version, ValidationError for params that cannot be
    printed, two versions that cannot be compared, a national kind, or when MAX_OPEN_RUNS of the person's documents are open.
    """
    _refuse_stranger(by)
    _refuse_unseen(by, version, compared_with)
    _refuse_unseen_year(by, version, consolidation)
    if any((params or {}).values()) and not can_give_heading(by, version.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh được ghi số, ngày và người ký của báo cáo.")
    document = DOCUMENTS[kind]
    if document.is_national:
        raise ValidationError("Báo cáo toàn quốc không phải là tài liệu của một kế hoạch.")
    _refuse_odd_pair(document, version, compared_with)
    if document.of_year != (consolidation is not None):
        raise ValidationError("Báo cáo tổng hợp cần một kỳ báo cáo, tài liệu khác thì không.")
    params = checked_params(document, params or {})
    wanted = {
        "version": version,
        "compared_with": compared_with,
        "consolidation": consolidation,
        "kind": kind,
        "province": _asking_province(by),
        "data_digest": digest_of(kind, document.contents(version, params, compared_with, consolidation)),
    }
    return run_of(
        wanted, params=params, by=by, file_name=document.file_name(version, compared_with, consolidation)
    )


@transaction.atomic
def retry_run(run: ReportRun, *, by: User) -> ReportRun:
    """Has a failed, cancelled or lost document made again; gives the run to look at, which may be another.

    Of a done run whose file is lost a new run is asked for. A run that is open or has its file stays as it
    is. Raises PermissionDenied for who may not, and what `request_document` raises.
    """
    _refuse_stranger(by)
    _refuse_bystander(run, by)
    if run.file_lost_at is not None:
        if run.version is None:
            return request_national(selection_of(run.params), run.kind, by=by)
        return request_document(
            run.version, run.kind, by=by, params=run.params, compared_with=run.compared_with,
            consolidation=run.consolidation,
        )  # fmt: skip
    refuse_too_many(by)
    ended = ReportRun.objects.filter(pk=run.pk, status__in=(RunStatus.FAILED, RunStatus.CANCELLED))
    anew = {"status": RunStatus.QUEUED, "queued_at": Now(), "attempts": 0, "failure_reason": ""}
    no_progress = {"progress_done": 0, "progress_total": 0, "progress_label": ""}
    try:
        with transaction.atomic():
            if ended.update(**anew, **no_progress, started_at=None, finished_at=None):
                transaction.on_commit(partial(ring, run.public_id))
    except IntegrityError as error:
        refuse_other(error)
        same = ("version", "compared_with", "consolidation", "kind", "province", "data_digest")
        return live({name: getattr(run, name) for name in same}) or run
    run.refresh_from_db()
    return run


def cancel_run(run: ReportRun, *, by: User) -> None:
    """Ends a run that is queued or running; its worker notices and stops. An ended one stays as it is.

    Raises PermissionDenied for who may not.
    """
    _refuse_bystander(run, by)
    ReportRun.objects.open().filter(pk=run.pk).update(
        status=RunStatus.CANCELLED, claim_token=None, lease_until=None, finished_at=Now()
    )
    run.refresh_from_db()


def note_lost_file(run: ReportRun) -> None:
    """Notes of a done run that its file is gone, after looking again, so that it can be made anew."""
    try:
        open_file(run.checksum, run.size).close()
    except FileLostError:
        lost = ReportRun.objects.filter(pk=run.pk, status=RunStatus.DONE, file_lost_at=None)
        lost.update(file_lost_at=Now())
        run.refresh_from_db()


def _asking_province(by: User) -> Province | None:
    """For which province the person asks: none for the ministry."""
    if by.sees_all_provinces:
        return None
    return by.membership.province


def _refuse_stranger(by: User) -> None:
    if not can_request_documents(by):
        raise PermissionDenied(
            "Tài khoản chưa thuộc cơ quan nào nên chưa yêu cầu được tài liệu. Hãy liên hệ quản trị của tỉnh."
        )


def _refuse_unseen(by: User, *versions: PlanVersion | None) -> None:
    wanted = {version.pk for version in versions if version}
    if PlanVersion.objects.visible_to(by).filter(pk__in=wanted).count() < len(wanted):
        raise PermissionDenied("Bạn không được xem bản kế hoạch này.")


def _refuse_unseen_year(by: User, version: PlanVersion, consolidation: Consolidation | None) -> None:
    if consolidation is None:
        return
    seen = Consolidation.objects.visible_to(by).filter(pk=consolidation.pk, version=version)
    if not seen.exists():
        raise PermissionDenied("Bạn không được xem báo cáo tổng hợp này.")


def _refuse_odd_pair(document: Document, version: PlanVersion, other: PlanVersion | None) -> None:
    if document.compares != (other is not None):
        raise ValidationError("Bảng so sánh cần hai bản kế hoạch, tài liệu khác cần một bản.")
    if other and (other.pk == version.pk or other.plan_id != version.plan_id):
        raise ValidationError("Hãy chọn hai bản khác nhau của cùng một kế hoạch.")


def _refuse_bystander(run: ReportRun, by: User) -> None:
    if not can_change_run(by, run):
        raise PermissionDenied("Chỉ người đã yêu cầu tài liệu hoặc Sở Công Thương được hủy hay tạo lại.")
