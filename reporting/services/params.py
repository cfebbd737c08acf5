"""What the requester of a document may give: checked once, kept with the run as JSON."""

from datetime import date
from functools import partial

from django.core.exceptions import ValidationError

from core import clock
from core.text import printable
from reporting.documents import SIGNER, Document

HIGHEST_NUMBER = 99_999
LONGEST = 200
LABELS = {
    "signer_authority": "Quyền hạn ký",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
}


def checked_params(document: Document, given: dict) -> dict:
    """The params of a request as they are kept: number, day (ISO) and SIGNER.

    Without a day it is today's. Empty for a document without a heading. ValidationError, by field, for what
    cannot be printed.
    """
    if not document.has_heading:
        return {}
    checks = {"number": _number, "day": _day} | {name: partial(_text, LABELS[name]) for name in SIGNER}
    faults, params = {}, {}
    for name, check in checks.items():
        try:
            params[name] = check(given.get(name))
        except ValueError as error:
            faults[name] = str(error)
    if faults:
        raise ValidationError(faults)
    return params


def _number(given: int | None) -> int | None:
    if given is not None and not 1 <= given <= HIGHEST_NUMBER:
        raise ValueError(f"Số văn bản là số nguyên từ 1 đến {HIGHEST_NUMBER}.")
    return given


def _day(given: date | str | None) -> str:
    day = date.fromisoformat(given) if isinstance(given, str) else given or clock.today()
    if not 1990 <= day.year <= 2100:
        raise ValueError("Ngày ký phải từ năm 1990 đến năm 2100.")
    return day.isoformat()


def _text(label: str, given: str | None) -> str:
    try:
        text = printable(given or "")
    except ValueError as error:
        raise ValueError(f"{label} {error}; hãy nhập lại.") from None
    if len(text) > LONGEST:
        raise ValueError(f"{label} không quá {LONGEST} ký tự.")
    return text
