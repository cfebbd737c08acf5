"""Texts that people type, before they are kept."""

from django.core.exceptions import ValidationError

from core.text import printable


def checked_text(field: str, label: str, text: str, *, longest: int, required: bool = False) -> str:
    """The text as it is kept. ValidationError at the field where it is missing, too long or not printable."""
    try:
        text = printable(text)
    except ValueError as error:
        raise ValidationError({field: f"{label} {error}; hãy nhập lại."}) from None
    if required and not text:
        raise ValidationError({field: f"Hãy nhập {label[0].lower()}{label[1:]}."})
    if len(text) > longest:
        raise ValidationError({field: f"{label} không quá {longest} ký tự."})
    return text
