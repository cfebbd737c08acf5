"""What people ask for while they bring a file in: the upload, another reading, a corrected mapping, decisions."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from agencies.models import Province, User
from agencies.rights import Right
from core import doorbell
from core.numbers import format_number
from plans.enums import ImportStatus
from plans.models import AnnexImport, AnnexMapping, Plan, Programme
from portal.annexes.kinds import kind_of
from portal.annexes.recognition.mapping import Mapping
from portal.annexes.refused import AnnexRefusedError
from portal.importing.reading import signature_of
from portal.uploads import MEGABYTE, file_name_of
from reporting.files import store_file

LARGEST = 10 * MEGABYTE
READ_JOB = "portal.jobs.read_annex"
CLOSED = "Tệp này đã thành bản đang soạn; hãy sửa tiếp trong bản đó."
NOT_READ = "Tệp chưa đọc xong; hãy chờ rồi làm lại."


def check_annex(upload: UploadedFile) -> None:
    """ValidationError for what is too large, or by its beginning no Word or Excel file; the job looks inside."""
    if upload.size > LARGEST:
        size = format_number(round(upload.size / MEGABYTE))
        raise ValidationError(f"Tệp nặng {size} MB; tệp đưa vào không quá {LARGEST // MEGABYTE} MB.")
    upload.seek(0)
    try:
        kind_of(upload.read(), file_name_of(upload.name))
    except AnnexRefusedError as error:
        raise ValidationError(str(error)) from error
    finally:
        upload.seek(0)


@transaction.atomic
def bring_file(
    upload: UploadedFile,
    province: Province,
    *,
    by: User,
    plan: Plan | None = None,
    programme: Programme | None = None,
    **names,
) -> AnnexImport:
    """Keeps a file that is to go into a draft, or to become a new plan (`programme`, start, end, title), to be read.

    Raises PermissionDenied; ValidationError as `check_annex`.
    """
    _refuse_stranger(province, by)
    check_annex(upload)
    given = {} if plan else {"programme": programme.number, **names}
    row = AnnexImport(province=province, user=by, plan=plan, given=given)
    return _with_file(row, upload)


@transaction.atomic
def replace_file(row: AnnexImport, upload: UploadedFile, *, by: User) -> AnnexImport:
    """Another file in place of one, for the same plan; what was decided of the first is forgotten."""
    row = _locked(row, by)
    check_annex(upload)
    row.mapping, row.decisions = {}, {}
    return _with_file(row, upload)


@transaction.atomic
def read_again(row: AnnexImport, *, by: User) -> AnnexImport:
    """Has the file read once more."""
    return _ask(_locked(row, by))


@transaction.atomic
def decide(row: AnnexImport, decisions: dict[str, str], *, by: User) -> bool:
    """Keeps what was decided, by question; whether that is anything new, and so has the file read with it."""
    row = _locked(row, by)
    if row.status != ImportStatus.READ:
        raise ValidationError(NOT_READ)
    kept = row.decisions | decisions
    if kept == row.decisions:
        return False
    row.decisions = kept
    _ask(row)
    return True


@transaction.atomic
def correct_mapping(row: AnnexImport, before: Mapping, after: Mapping, *, by: User) -> bool:
    """Has the file read by a corrected mapping, and remembers it for the province; whether anything was corrected."""
    row = _locked(row, by)
    if row.status != ImportStatus.READ:
        raise ValidationError(NOT_READ)
    changed = [new for old, new in zip(before.tables, after.tables, strict=True) if new != old]
    if not changed:
        return False
    for table in changed:
        AnnexMapping.objects.update_or_create(
            province_id=row.province_id,
            signature=signature_of(table),
            defaults={"mapping": table.as_data(), "changed_by": by, "changed_at": timezone.now()},
        )
    row.mapping = after.as_data()
    _ask(row)
    return True


@transaction.atomic
def discard_import(row: AnnexImport, *, by: User) -> None:
    """Forgets a file that did not become a draft."""
    _locked(row, by).delete()


def ring(row: AnnexImport) -> None:
    """Tells the workers that a file waits to be read."""
    doorbell.ring(READ_JOB, str(row.public_id))


def _with_file(row: AnnexImport, upload: UploadedFile) -> AnnexImport:
    stored = store_file(upload.read())
    row.checksum, row.size = stored.checksum, stored.size
    row.file_name = file_name_of(upload.name)
    return _ask(row)


def _ask(row: AnnexImport) -> AnnexImport:
    row.status, row.message, row.attempts, row.asked_at = ImportStatus.WAITING, "", 0, timezone.now()
    row.save()
    transaction.on_commit(lambda: ring(row))
    return row


def _locked(row: AnnexImport, by: User) -> AnnexImport:
    _refuse_stranger(row.province, by)
    locked = AnnexImport.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise ValidationError("Tệp này vừa bị bỏ; hãy nộp lại.")
    if locked.status == ImportStatus.DONE:
        raise ValidationError(CLOSED)
    return locked


def _refuse_stranger(province: Province, by: User) -> None:
    if not by.may(Right.WRITE_PLANS, province=province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh đưa được tệp vào kế hoạch của tỉnh.")
