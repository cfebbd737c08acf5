"""Two texts word by word, and two lists line by line."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from reporting.contents.comparison import Piece

ALIKE = 50  # per cent: two lines that have less in common are two lines, not one that was changed
_WORDS = re.compile(r"\s+|\d+(?:[.,/-]\d+)*|[^\W_]+|.", re.DOTALL)  # a figure or a date is one word
MOST_WORDS = 4_000  # beyond, comparing word by word takes longer than anybody waits

Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, with the words marked that stand in one of them alone."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return (Piece(before, "gone"),), (Piece(after, "new"),)
    left, right = [], []
    for tag, start, end, new_start, new_end in _opcodes(old, new):
        mark = tag != "equal"
        left.append(Piece("".join(old[start:end]), "gone" if mark else ""))
        right.append(Piece("".join(new[new_start:new_end]), "new" if mark else ""))
    return _joined(left), _joined(right)


def _opcodes(old: list[str], new: list[str]):
    """What SequenceMatcher finds, but a lone space between two words that were replaced is replaced with them."""
    codes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    tags = [code[0] for code in codes]
    for place, (tag, start, end, new_start, new_end) in enumerate(codes):
        between = tags[max(place - 1, 0)] == "replace" and tags[place + 1 : place + 2] == ["replace"]
        is_lone = tag == "equal" and between and "".join(old[start:end]).isspace()
        yield "replace" if is_lone else tag, start, end, new_start, new_end


def _joined(pieces: list[Piece]) -> Pieces:
    """Neighbours with the same mark as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].mark == piece.mark:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.mark)
        else:
            joined.append(piece)
    return tuple(joined)


def aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which lines belong together, by their places: equal ones first, then those that are alike, in their order.

    Two that stand alone between equal ones belong together however much they differ. A line that stands on one side
    alone has None on the other.
    """
    pairs: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(start, end), range(new_start, new_end), strict=True)
        elif end - start == new_end - new_start == 1:
            pairs.append((start, new_start))
        else:
            pairs += _alike(before, after, range(start, end), range(new_start, new_end))
    return pairs


def _alike(before, after, old: range, new: range) -> list[tuple[int | None, int | None]]:
    """The pairing in order that keeps most in common (dynamic programming over both ranges)."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[_score(before[i], after[j]) for j in new] for i in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        is_pair = i < len(old) and j < len(new) and scores[i][j]
        if is_pair and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _score(before: str, after: str) -> float:
    alike = ratio(before, after)
    return alike if alike >= ALIKE else 0


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Which of the names that stand on both sides were taken out of their order: as few as explain the new one."""
    common = set(before) & set(after)
    old, new = ([name for name in names if name in common] for names in (before, after))
    place = {name: number for number, name in enumerate(old)}
    kept = _longest_rising([place[name] for name in new])
    return {name for name in new if place[name] not in kept}


def _longest_rising(numbers: list[int]) -> set[int]:
    """The longest subsequence that rises, as the set of its numbers (each number stands once)."""
    best: list[list[int]] = []
    for number in numbers:
        longest = max((found for found in best if found[-1] < number), key=len, default=[])
        best.append([*longest, number])
    return set(max(best, key=len, default=[]))


def merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """All names in the order of `after`; what is only in `before` stands behind what it followed there."""
    order, present = list(after), set(after)
    place = 0
    for name in before:
        if name in present:
            place = order.index(name) + 1
        else:
            order.insert(place, name)
            place += 1
    return order
