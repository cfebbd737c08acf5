"""Drafts to grids: texts in old fonts become Unicode, spaces are tidied, covered cells emptied.

A piece of text is judged by the name of its font and by its letters. Where both leave it open ("Sè" may be TCVN3
for "Số" or a word of its own) the rest of its table, then of the file, decides; what stands beside Unicode stays.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

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
_NO_WORD = re.compile("[A-ZĐ]+|µ[a-zA-Z]")  # "NĐ" could be TCVN3 for "Né", "µm" for "àm"
_SURE_WORDS = 2  # so many words that are syllables only in an old encoding are no chance


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What is known of the texts around a piece."""

    known: frozenset[str]  # the old encodings that surely occur in the file
    habit: str  # the one in which all is written that its font and letters leave open; "" for Unicode


def opened(draft: Draft) -> Opened:
    """The tables as plain grids."""
    by_grid = [_votes(grid) for grid in draft.grids]
    whole = sum(by_grid, Counter())
    fonts = {font_encoding(piece.font) for grid in draft.grids for piece in _pieces(grid)} - {""}
    known = fonts | {encoding for encoding in (TCVN3, VNI) if whole[encoding] >= _SURE_WORDS}
    notes = list(draft.notes)
    grids, used = [], Counter()
    for grid, votes in zip(draft.grids, by_grid, strict=True):
        habit = "" if fonts else _habit(votes) or _habit(whole)  # where fonts are named they are believed
        grids.append(_grid(grid, _Surroundings(frozenset(known), habit), used, notes))
    if len(notes) > NOTES:
        rest = len(notes) - NOTES
        notes[NOTES:] = [("", "", f"Còn {rest} ghi chú khác về các ô của tệp này.")]
    return Opened(tuple(grids), max(used, key=used.__getitem__, default=""), tuple(notes))


def judged(text: str) -> tuple[str, int]:
    """In what a text is written, by its letters, and by how many words; ("", 0) where it might be either."""
    if not may_be_old(text):
        return UNICODE, 1
    words = [
        word
        for word in _WORD.findall(text)
        if len(word) > 1 and _FOREIGN.search(word) and not _NO_WORD.fullmatch(word)
    ]
    counts = {UNICODE: sum(map(is_syllable, words))}
    for encoding in (TCVN3, VNI):
        counts[encoding] = sum(is_syllable(converted(word, encoding)) for word in words)
    (best, most), (_, second) = sorted(counts.items(), key=lambda item: -item[1])[:2]
    return (best, most - second) if most > second else ("", 0)


def _votes(grid: DraftGrid) -> Counter:
    """In how many pieces of a table letters that only Unicode has, and how many words surely of an old encoding."""
    votes = Counter()
    for piece in _pieces(grid):
        if not may_be_old(piece.text):
            votes[UNICODE] += 1
        elif _FOREIGN.search(piece.text) and not font_encoding(piece.font):
            encoding, words = judged(piece.text)
            if encoding != UNICODE:
                votes[encoding] += words
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


def _grid(draft: DraftGrid, around: _Surroundings, used: Counter, notes: list) -> Grid:
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
            rows[place[0]][place[1]] = _cell(cell, around, used)
    before = (_text(paragraph, around, used)[0] for paragraph in draft.before)
    grid = Grid(
        draft.name,
        tuple(map(tuple, rows)),
        tuple(draft.merges),
        tuple(text for text in before if text),
        draft.is_sheet,
    )
    notes += [(grid.name, grid.address(*place), COVERED) for place in sorted(hidden)]
    return grid


def _cell(cell: DraftCell, around: _Surroundings, used: Counter) -> Cell:
    if cell.number is not None:
        return Cell(cell.pieces[0].text, cell.number, cell.is_bold)
    text, was = _text(cell.pieces, around, used)
    return Cell(text, None, cell.is_bold, was) if text else _EMPTY


def _text(pieces: tuple[Piece, ...], around: _Surroundings, used: Counter) -> tuple[str, str]:
    """The text in Unicode, and as it was where anything was converted."""
    if len(pieces) == 1 and pieces[0].text.isascii() and not font_encoding(pieces[0].font):
        return tidy_lines(pieces[0].text), ""
    as_written, as_read = [], []
    for piece in pieces:
        encoding = _encoding(piece, around)
        text = converted(piece.text, encoding, prints_capitals(piece.font)) if encoding else piece.text
        if text != piece.text:
            used[encoding] += 1
        as_written.append(piece.text)
        as_read.append(text)
    read, written = "".join(as_read), "".join(as_written)
    return tidy_lines(read), tidy_lines(written) if read != written else ""


def _encoding(piece: Piece, around: _Surroundings) -> str:
    """The old encoding in which a piece is written; "" for Unicode."""
    by_font = font_encoding(piece.font)
    if not may_be_old(piece.text) or not (by_font or _FOREIGN.search(piece.text)):
        return ""
    by_letters, words = judged(piece.text)
    if by_letters == UNICODE:
        return ""
    if by_font:
        return by_letters or by_font
    if by_letters and (words >= _SURE_WORDS or by_letters in around.known):
        return by_letters
    return around.habit
