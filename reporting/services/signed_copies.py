"""The signed paper of a sent consolidated report: taken, scanned, its signatures read, told what of it the portal made.

An incremental update keeps the bytes before it: a PDF of the portal that was signed begins with that very file.
"""

import hashlib
import json
import logging
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from agencies.models import User
from core import clock
from core.children import ChildError, End, run_in_child
from core.dates import format_date
from core.text import printable
from reporting.enums import FileOrigin, ReportKind, RunStatus
from reporting.evidence_types import PDF, UnfitFileError, type_of
from reporting.files import store_stream
from reporting.models import Consolidation, ReportRun, SignedCopy
from reporting.permissions import can_consolidate
from reporting.scanning import InfectedFileError, ScannerError, scan
from reporting.services.evidence import named, refuse_too_large

logger = logging.getLogger(__name__)

# Measured: 82 MiB and 0.6 s of processor for 18 tagged pages with two signatures; a file is at most 20 MB.
MEMORY_BYTES = 512 * 1024**2
CPU_SECONDS, WALL_SECONDS = 10, 15
ANSWER_BYTES = 1024**2
MOST_COPIES = 20  # of a version
LONGEST = {
    "document_number": ("Số, ký hiệu", 50),
    "signer_title": ("Chức vụ", 200),
    "signer_name": ("Họ tên", 200),
}
UNREAD = {"needs_password": False, "signatures": None, "only_signed": False}
NO_PDF = "Tệp này không phải PDF; hãy quét hoặc lưu báo cáo đã ký thành tệp PDF."
BUSY = "Chưa đọc xong chữ ký trong tệp thì hết giờ; hãy nộp lại sau ít phút."
PASSWORD = "Tệp PDF có mật khẩu nên người nhận không mở được; hãy lưu lại không mật khẩu rồi nộp."


@transaction.atomic
def add_signed_copy(
    consolidation: Consolidation,
    upload: UploadedFile,
    *,
    name: str,
    document_day: date,
    by: User,
    **given: str,
) -> SignedCopy:
    """Keeps the signed paper of a sent version; the same file only once. `given` are the texts in LONGEST.

    Raises PermissionDenied for others than the department; ValidationError, by field ("file"), for what is not taken,
    and for a version that was not sent.
    """
    sent = Consolidation.objects.select_related("year__plan").get(pk=consolidation.pk)
    if not can_consolidate(by, sent.year.plan):
        raise PermissionDenied("Chỉ Sở Công Thương của tỉnh nộp bản đã ký.")
    if not sent.is_sent:
        raise ValidationError("Bản này chưa gửi; chỉ nộp bản đã ký của bản đã gửi.")
    paper = _checked(document_day, given)
    _refuse_too_many(sent)
    refuse_too_large(upload)
    origin, read = _origin_of(sent, upload), dict(UNREAD)

    def check(path: Path) -> None:
        scan(path)
        read.update(_read(path, origin[1]))
        if read["needs_password"]:
            raise UnfitFileError(PASSWORD)

    try:
        if type_of(upload) is not PDF:
            raise UnfitFileError(NO_PDF)
        upload.seek(0)
        stored = store_stream(upload.chunks(), check)
    except (UnfitFileError, InfectedFileError, ScannerError) as error:
        raise ValidationError({"file": str(error)}) from None
    # Not before: who opens a report again marks the version as outdated, and does not wait for a scanner.
    Consolidation.objects.select_for_update(no_key=True).get(pk=sent.pk)
    if same := sent.signed_copies.filter(checksum=stored.checksum).first():
        return same
    _refuse_too_many(sent)
    original, made = origin
    return SignedCopy.objects.create(
        consolidation=sent, province_id=sent.province_id, document_day=document_day, **paper,
        file_name=named(name, PDF.extension), size=stored.size, checksum=stored.checksum, original=original,
        origin=_origin_words(made, stored.size, read), signatures=read["signatures"], added_at=clock.now(), added_by=by,
    )  # fmt: skip


def _refuse_too_many(sent: Consolidation) -> None:
    if sent.signed_copies.count() >= MOST_COPIES:
        raise ValidationError({"file": f"Mỗi bản có nhiều nhất {MOST_COPIES} bản đã ký."})


def _checked(day: date, given: dict[str, str]) -> dict[str, str]:
    faults, found = {}, {}
    for field, (label, longest) in LONGEST.items():
        try:
            found[field] = printable(given[field])
        except ValueError as error:
            faults[field] = f"{label} {error}; hãy nhập lại."
            continue
        if not found[field]:
            faults[field] = f"Hãy ghi {label[:1].lower()}{label[1:]}, như trên bản đã ký."
        elif len(found[field]) > longest:
            faults[field] = f"{label} không quá {longest} ký tự."
    if day > clock.today():
        faults["document_day"] = f"Ngày ký chưa đến; hôm nay là {format_date(clock.today())}."
    if faults:
        raise ValidationError(faults)
    return found


def _origin_of(consolidation: Consolidation, upload: UploadedFile) -> tuple[str, int | None]:
    """The portal's own PDF of the sent version with which the file begins: its checksum and size; ("", None) for none."""
    made = ReportRun.objects.filter(
        consolidation=consolidation, kind=ReportKind.YEAR_PDF, status=RunStatus.DONE,
        requested_at__gte=consolidation.sent_at, size__lte=upload.size,
    )  # fmt: skip
    upload.seek(0)
    digest, read = hashlib.sha256(), 0
    for size, checksum in made.order_by("size").values_list("size", "checksum"):
        digest.update(upload.read(size - read))
        read = size
        if digest.copy().hexdigest() == checksum:
            return checksum, size
    return "", None


def _origin_words(made: int | None, size: int, read: dict) -> FileOrigin:
    if made is None:
        return FileOrigin.OTHER
    if made == size:
        return FileOrigin.MADE
    return FileOrigin.SIGNED if read["only_signed"] else FileOrigin.ALTERED


def _read(path: Path, made: int | None) -> dict:
    """What `reporting.signature_reading` reads, in a child; a file that it cannot read is taken all the same.

    UnfitFileError where there was no time: what is not read now is never read again.
    """
    try:
        answer = run_in_child(
            "reporting.signature_reading:read", (path.read_bytes(), made), memory_bytes=MEMORY_BYTES,
            cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS, answer_bytes=ANSWER_BYTES,
        )  # fmt: skip
    except ChildError as error:
        if error.end == End.TOOK_TOO_LONG:
            raise UnfitFileError(BUSY) from None
        logger.warning("the signatures of a file could not be read")
        return UNREAD
    return json.loads(answer)
