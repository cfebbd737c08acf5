"""Whether two printed titles name the same group or task."""

from rapidfuzz import fuzz

from portal.annexes.recognition.numbering import split_number
from portal.annexes.recognition.words import fold

CLOSE_ENOUGH = 88  # of 100


def alike(one: str, other: str) -> bool:
    """Whether the titles are the same words, or nearly."""
    first, second = fold(split_number(one)[1]), fold(split_number(other)[1])
    return bool(first) and (first == second or fuzz.ratio(first, second) >= CLOSE_ENOUGH)
