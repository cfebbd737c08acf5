"""The items of a list that stands in one cell: dashes, bullets, letters, numbers or lines."""

import re

from core.text import collapse
from portal.annexes.recognition.words import CAPITAL

_MARKER = re.compile(
    rf"^(?:[-–—+*•·●▪■◦○➢✓]+\s*|o\s+(?=[{CAPITAL}])|\(?[a-zđ0-9]{{1,2}}\)\s*|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})+\.?\s+(?=[{CAPITAL}])"
    rf"|[0-9]{{1,2}}\.\s*(?=[{CAPITAL}])|[a-zđ]\.\s+)(?=\S)"
)
_DASH = re.compile(r"^[-–—+*•]")
_INSIDE = re.compile(r"(?<=[.;:!?…])\s+[-–—]\s+(?=\S)|(?<=\S)\s+[+•●▪➢]\s+(?=\S)")
_NUMBER_ONLY = re.compile(r"^[-–—]\s?\d[\d.,]*$")


def without_marker(text: str) -> str:
    """The text in one line without a list marker before it."""
    line = collapse(text)
    if _NUMBER_ONLY.match(line):
        return line
    return _MARKER.sub("", line, count=1)


def has_marker(text: str) -> bool:
    """Whether the text begins as an item of a list."""
    line = collapse(text)
    return bool(_MARKER.match(line)) and not _NUMBER_ONLY.match(line)


def joined(text: str) -> str:
    """The lines of a cell as one text; a marker before the first is left out."""
    return without_marker(" ".join(text.split("\n")))


def items(text: str) -> list[str]:
    """The items of the cell in order, each in one line without its marker.

    A line begins an item where it has a marker, or, among lines without markers, where it begins with a capital
    after a finished line or after a line that is none of a sentence; other lines carry on the item before.
    """
    lines = [line for line in map(collapse, text.split("\n")) if line]
    found: list[str] = []
    marked = any(has_marker(line) for line in lines)
    for line in lines:
        begins = has_marker(line)
        if found and not begins and (line[0].islower() or (marked and not _ended(found[-1]))):
            found[-1] = f"{found[-1]} {line}"
        elif begins and _DASH.match(line):
            found += [without_marker(piece) for piece in _INSIDE.split(line)]
        else:
            found.append(without_marker(line))
    return [item for item in found if item and item not in "-–—+*."]


def _ended(text: str) -> bool:
    return text[-1] in ".;:!?…"
