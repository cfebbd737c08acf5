"""The scanned decision under which a version was issued: taking the file, and finding it again.

A scan is kept as it came and handed out as a download; nothing here opens it, so what is in it harms nobody here.
"""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile

from agencies.models import User
from agencies.rights import Right
from core.numbers import format_number
from plans.enums import ISSUED_ONCE
from plans.models import DecisionScan, PlanVersion
from portal.uploads import LONGEST_NAME, MEGABYTE, file_name_of
from reporting.files import store_file

LARGEST = 20 * MEGABYTE
_BEGINS, _ENDS = b"%PDF-", re.compile(rb"startxref\s+\d+\s+%%EOF")
_TAIL = 1024  # bytes in which a PDF says where its contents stand, and that it ends


def check_scan(upload: UploadedFile) -> None:
    """ValidationError for a file that is no whole PDF, judged by what is in it and not by its name, or too large."""
    if upload.size > LARGEST:
        size = format_number(round(upload.size / MEGABYTE))
        raise ValidationError(f"Tệp nặng {size} MB; bản chụp không quá {LARGEST // MEGABYTE} MB.")
    upload.seek(0)
    begins = upload.read(len(_BEGINS))
    upload.seek(max(upload.size - _TAIL, 0))
    tail = upload.read(_TAIL)
    upload.seek(0)
    if begins != _BEGINS:
        raise ValidationError("Tệp này không phải PDF; hãy quét hoặc lưu quyết định thành tệp PDF.")
    if not _ENDS.search(tail):
        raise ValidationError("Tệp PDF bị thiếu phần cuối; hãy tải lại tệp gốc rồi nộp lại.")


def keep_scan(version: PlanVersion, upload: UploadedFile, *, by: User) -> DecisionScan:
    """Keeps the scanned decision of an issued version; a better scan is kept beside the earlier one.

    Raises PermissionDenied for who does not write plans of the province; ValidationError as `check_scan`, and for a
    version that was not issued.
    """
    if not by.may(Right.WRITE_PLANS, province=version.province):
        raise PermissionDenied("Chỉ người của Sở Công Thương tỉnh nộp được bản chụp quyết định.")
    if version.status not in ISSUED_ONCE:
        raise ValidationError("Bản này chưa ban hành nên chưa có quyết định để nộp.")
    check_scan(upload)
    stored = store_file(upload.read())
    return DecisionScan.objects.create(
        version=version, province_id=version.province_id, file_name=_name(upload.name), size=stored.size,
        checksum=stored.checksum, added_by=by,
    )  # fmt: skip


def _name(given: str | None) -> str:
    """The file's name as somebody gave it, fit to be one again, ending in .pdf."""
    stem = re.sub(r"\.pdf$", "", file_name_of(given, "quyet-dinh"), flags=re.I)
    return f"{stem[: LONGEST_NAME - 4]}.pdf"
