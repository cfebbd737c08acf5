"""Files that show what a report says: taken, kept by their content, taken out of a draft again.

A file is stored once, whoever brings it how often (`reporting.files`); taking it out of a report leaves it there, as
other versions may name it.
"""

import re

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from agencies.models import User
from core import clock
from core.numbers import format_number
from reporting.enums import ReportStatus
from reporting.evidence_types import PDF, UnfitFileError, type_of
from reporting.files import store_stream
from reporting.models import Evidence, Report
from reporting.printed_tasks import is_task
from reporting.scanning import InfectedFileError, ScannerError, scan
from reporting.services.digests import PAPER
from reporting.services.report_drafts import locked_draft, locked_report, refuse_closed, refuse_foreign

MEGABYTE = 1024**2
LARGEST = 20 * MEGABYTE
MOST_FILES = 10  # of one place of a report
LONGEST_NAME = 150
GENERAL = "general"


@transaction.atomic
def add_evidence(report: Report, upload: UploadedFile, *, place: str, name: str, by: User) -> Evidence:
    """Keeps a file for a task, for the report in general, or as the signed paper; the same file at a place only once.

    `name` is the file's name as it is to be shown; its end follows from what is in it. The signed paper may be added
    to what has been sent, until it is decided on. ValidationError, at "file", for what is not taken; as `locked_draft`
    otherwise.
    """
    locked = _locked_for_paper(report, by=by) if place == PAPER else locked_draft(report, by=by)
    _refuse_other_place(locked, place)
    here = Evidence.objects.filter(report=locked, place=place)
    if here.count() >= MOST_FILES:
        raise ValidationError({"file": f"Mỗi phần có nhiều nhất {MOST_FILES} tệp; hãy gộp hoặc bỏ bớt."})
    refuse_too_large(upload)
    try:
        found = type_of(upload)
        if place == PAPER and found is not PDF:
            raise UnfitFileError("Báo cáo đã ký phải là tệp PDF; hãy quét hoặc lưu thành PDF.")
        upload.seek(0)
        stored = store_stream(upload.chunks(), scan)
    except (UnfitFileError, InfectedFileError, ScannerError) as error:
        raise ValidationError({"file": str(error)}) from None
    if same := here.filter(checksum=stored.checksum).first():
        return same
    return Evidence.objects.create(
        report=locked, province_id=locked.province_id, place=place, file_name=named(name, found.extension),
        media_type=found.media_type, size=stored.size, checksum=stored.checksum, added_at=clock.now(), added_by=by,
    )  # fmt: skip


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User) -> None:
    """Takes a file out of a draft; earlier versions keep theirs."""
    locked_draft(evidence.report, by=by)
    evidence.delete()


def _locked_for_paper(report: Report, *, by: User) -> Report:
    if report.status != ReportStatus.SUBMITTED:
        return locked_draft(report, by=by)
    locked = locked_report(report)
    refuse_foreign(locked, by=by)
    refuse_closed(locked.obligation)
    if locked.status != ReportStatus.SUBMITTED:
        raise ValidationError("Báo cáo đã được duyệt hoặc trả lại nên không nộp thêm vào lần này.")
    return locked


def _refuse_other_place(report: Report, place: str) -> None:
    if place in (GENERAL, PAPER):
        return
    if not (is_task(place) and report.taskentry_rows.filter(place=place).exists()):
        raise ValidationError("Báo cáo không có phần này.")


def refuse_too_large(upload: UploadedFile) -> None:
    """ValidationError, at "file", for a file above LARGEST."""
    if upload.size > LARGEST:
        size = format_number(round(upload.size / MEGABYTE))
        raise ValidationError({"file": f"Tệp nặng {size} MB; mỗi tệp không quá {LARGEST // MEGABYTE} MB."})


def named(name: str, extension: str) -> str:
    """The name with the end that fits what is in the file: "ảnh.exe" that is a picture becomes "ảnh.exe.jpg"."""
    stem = re.sub(rf"\.({extension}{'|jpeg' if extension == 'jpg' else ''})$", "", name, flags=re.I) or "tep"
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
