"""What the requester of a document may give: checked once, kept with the run as JSON."""

from datetime import date

from django.core.exceptions import ValidationError

from core import clock
from core.text import printable
from reporting.documents import Document

HIGHEST_NUMBER = 99_999
LONGEST = {"signer_title": 200, "signer_name": 150}
LABELS = {"signer_title": "Chức vụ người ký", "signer_name": "Họ tên người ký"}


def checked_params(document: Document, given: dict) -> dict:
    """The params of a request as they are kept: number, day (ISO), signer_title, signer_name.

    Without a day it is today's. Empty for a document without a heading. ValidationError, by field, for what
    cannot be printed.
    """
    if not document.has_heading:
        return {}
    faults, params = {}, {}
    for name, check in (("number", _number), ("day", _day), ("signer_title", None), ("signer_name", None)):
        try:
            params[name] = check(given.get(name)) if check else _text(name, given.get(name) or "")
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


def _text(name: str, given: str) -> str:
    try:
        text = printable(given)
    except ValueError as error:
        raise ValueError(f"{LABELS[name]} {error}; hãy nhập lại.") from None
    if len(text) > LONGEST[name]:
        raise ValueError(f"{LABELS[name]} không quá {LONGEST[name]} ký tự.")
    return text
