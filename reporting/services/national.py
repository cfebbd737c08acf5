"""What the ministry asks for: national reports."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agencies.models import User
from reporting.contents.national import Selection
from reporting.documents import DOCUMENTS, digest_of
from reporting.models import ReportRun
from reporting.permissions import can_request_national
from reporting.services.queueing import run_of


@transaction.atomic
def request_national(selection: Selection, kind: str, *, by: User) -> ReportRun:
    """The run that makes the national report of a selection: the one there is, queued, running or done, else a new one.

    The same selection of the same data is the same document. Raises PermissionDenied for others than the ministry,
    ValidationError when too many of the person's documents are open.
    """
    if not can_request_national(by):
        raise PermissionDenied("Chỉ Bộ Công Thương được yêu cầu báo cáo toàn quốc.")
    document = DOCUMENTS[kind]
    params = asdict(selection) | {"provinces": list(selection.provinces)}
    wanted = {
        "version": None,
        "kind": kind,
        "province": None,
        "data_digest": digest_of(kind, document.contents(None, params)),
    }
    return run_of(wanted, params=params, by=by, file_name=document.file_name(None, selection=selection))
