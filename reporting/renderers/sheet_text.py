"""Texts as a spreadsheet takes them: characters that XML knows, no live formula, names that sheets may have."""

import re

# What XML 1.0 cannot hold, and what turns the direction of writing.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LIVE = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")
LONGEST_NAME = 31


def clean_text(text: str) -> str:
    """The text without control characters; line breaks stay, as line feeds."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_live(text: str) -> bool:
    """Whether a spreadsheet would read the text as a formula if it were typed."""
    return text.lstrip(" \n").startswith(_LIVE)


def sheet_names(names: list[str]) -> list[str]:
    """The names as Excel takes them: valid signs, at most 31 of them, each name once whatever its case."""
    taken: list[str] = []
    for name in names:
        plain = _NOT_IN_NAMES.sub(" ", clean_text(name)).strip(" '")[:LONGEST_NAME].strip(" '")
        if not plain or plain.lower() == "history":  # Excel keeps that name for itself
            plain = f"Trang tính {plain}".strip()
        taken.append(_told_apart(plain, {other.lower() for other in taken}))
    return taken


def _told_apart(name: str, taken: set[str]) -> str:
    count, told = 1, name
    while told.lower() in taken:
        count += 1
        end = f" ({count})"
        told = name[: LONGEST_NAME - len(end)].rstrip() + end
    return told
