"""Drafts to grids: texts in old fonts become Unicode, spaces are tidied, covered cells emptied.

A piece of text is judged by the name of its font and by its letters. Where both leave it open ("Sè" may be TCVN3
for "Số" or a word of its own) the rest of its table, then of the file, decides; what stands beside Unicode stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from core.text import tidy_lines
from portal.annexes.drafts import Draft, DraftCell, DraftGrid, Piece
from portal.annexes.grid import Cell, Grid, Opened
from portal.annexes.limits import NOTES
from portal.annexes.old_fonts import TCVN3, VNI, converted, font_encoding, may_be_old, prints_capitals
from portal.annexes.syllables import is_syllable

UNICODE = "Unicode"
COVERED = "Ô này nằm dưới một ô gộp, chữ trong ô không hiện trên bảng nên không được đọc."
_EMPTY = Cell("")
_WORD = re.compile(r"[A-Za-z\x80-\x9f\xa1-\u1fff\u20ab]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SURE_WORDS = 2  # so many words that are syllables only in an old encoding are no chance


def opened(draft: Draft) -> Opened:
    """The tables as plain grids."""
    votes = {id(grid): _votes(grid) for grid in draft.grids}
    whole = sum(votes.values(), Counter())
    notes = list(draft.notes)
    grids, used = [], Counter()
    for grid in draft.grids:
        habit = _habit(votes[id(grid)]) or _habit(whole)
        grids.append(_grid(grid, habit, used, notes))
    if len(notes) > NOTES:
        rest = len(notes) - NOTES
        notes[NOTES:] = [("", "", f"Còn {rest} ghi chú khác về các ô của tệp này.")]
    return Opened(tuple(grids), max(used, key=used.__getitem__, default=""), tuple(notes))


def judged(text: str) -> tuple[str, int]:
    """In what a text is written, by its letters, and by how many words; ("", 0) where it might be either."""
    if not may_be_old(text):
        return UNICODE, 1
    words = [word for word in _WORD.findall(text) if len(word) > 1 and _FOREIGN.search(word)]
    counts = {UNICODE: sum(map(is_syllable, words))}
    for encoding in (TCVN3, VNI):
        counts[encoding] = sum(is_syllable(converted(word, encoding)) for word in words)
    (best, most), (_, second) = sorted(counts.items(), key=lambda item: -item[1])[:2]
    return (best, most - second) if most > second else ("", 0)


def _votes(grid: DraftGrid) -> Counter:
    """How many pieces of a table are surely in what, beside those whose font tells it."""
    votes = Counter()
    for piece in _pieces(grid):
        if font_encoding(piece.font) or not _FOREIGN.search(piece.text):
            continue
        if not may_be_old(piece.text):
            votes[UNICODE] += 1
            continue
        encoding, words = judged(piece.text)
        votes[encoding] += min(words, _SURE_WORDS)
    return votes


def _habit(votes: Counter) -> str:
    """The old encoding in which all is written that is no plain ASCII; "" where some of it is Unicode."""
    encoding = max((TCVN3, VNI), key=lambda name: votes[name])
    return encoding if votes[encoding] >= _SURE_WORDS and not votes[UNICODE] else ""


def _pieces(grid: DraftGrid) -> Iterator[Piece]:
    for cell in grid.cells.values():
        yield from cell.pieces
    for paragraph in grid.before:
        yield from paragraph


def _grid(draft: DraftGrid, habit: str, used: Counter, notes: list) -> Grid:
    hidden = {
        (row, column)
        for merge in draft.merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if (row, column) != (merge.top, merge.left) and (row, column) in draft.cells
    }
    rows = [[_EMPTY] * draft.width for _ in range(draft.height)]
    for place, cell in draft.cells.items():
        if place not in hidden:
            rows[place[0]][place[1]] = _cell(cell, habit, used)
    before = (_text(paragraph, habit, used)[0] for paragraph in draft.before)
    grid = Grid(
        draft.name,
        tuple(map(tuple, rows)),
        tuple(draft.merges),
        tuple(text for text in before if text),
        draft.is_sheet,
    )
    notes += [(grid.name, grid.address(*place), COVERED) for place in sorted(hidden)]
    return grid


def _cell(cell: DraftCell, habit: str, used: Counter) -> Cell:
    text, was = _text(cell.pieces, habit, used)
    if not text and cell.number is None:
        return _EMPTY
    return Cell(text, cell.number, cell.is_bold, was)


def _text(pieces: Iterable[Piece], habit: str, used: Counter) -> tuple[str, str]:
    """The text in Unicode, and as it was where anything was converted."""
    as_written, as_read = [], []
    for piece in pieces:
        encoding = _encoding(piece, habit)
        text = converted(piece.text, encoding, prints_capitals(piece.font)) if encoding else piece.text
        if text != piece.text:
            used[encoding] += 1
        as_written.append(piece.text)
        as_read.append(text)
    read, written = "".join(as_read), "".join(as_written)
    return tidy_lines(read), tidy_lines(written) if read != written else ""


def _encoding(piece: Piece, habit: str) -> str:
    """The old encoding in which a piece is written; "" for Unicode."""
    by_font = font_encoding(piece.font)
    if not may_be_old(piece.text) or not (by_font or _FOREIGN.search(piece.text)):
        return ""
    by_letters, words = judged(piece.text)
    if by_letters == UNICODE:
        return ""
    if by_font:
        return by_letters or by_font
    if by_letters and (words >= _SURE_WORDS or by_letters == habit):
        return by_letters
    return habit
