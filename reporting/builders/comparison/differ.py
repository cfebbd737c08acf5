"""Two outlines compared, thing by thing and field by field."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from budgets.tables import UNKNOWN
from core.numbers import format_million
from reporting.builders.comparison.texts import aligned, marked, merged, moved
from reporting.builders.comparison.thing import AT_ISSUE, NOTHING, Field, OutlinePart, Thing
from reporting.contents.comparison import Change, Line, Part, Piece, Row, Subject

PLACE = "Vị trí"
FIRST = "đứng đầu"


def different_parts(before: Sequence[OutlinePart], after: Sequence[OutlinePart]) -> tuple[Part, ...]:
    """The parts in which something differs; both outlines have the same parts in the same order."""
    parts = (
        Part(old.title, tuple(_subjects(old.things, new.things)))
        for old, new in zip(before, after, strict=True)
    )
    return tuple(part for part in parts if part.subjects)


def found_again(before: Sequence[Thing], after: Sequence[Thing]) -> tuple[list[Thing], list[Thing]]:
    """Both sides with a key for each thing: things without one get the same key where their words are alike."""
    sides = [list(before), list(after)]
    places: list[dict[str, list[int]]] = [defaultdict(list), defaultdict(list)]
    for side, by_under in zip(sides, places, strict=True):
        for place, thing in enumerate(side):
            if not thing.key:
                by_under[thing.under].append(place)
    for under in {**places[0], **places[1]}:
        old, new = places[0][under], places[1][under]
        pairs = aligned([before[place].words for place in old], [after[place].words for place in new])
        for number, pair in enumerate(pairs):
            for side, own, place in zip(sides, (old, new), pair, strict=True):
                if place is not None:
                    side[own[place]] = replace(side[own[place]], key=f"{under}#{number}")
    return sides[0], sides[1]


def _subjects(before: Sequence[Thing], after: Sequence[Thing]):
    things, others = found_again(before, after)
    old, new = ({thing.key: thing for thing in side} for side in (things, others))
    elsewhere = _moved(things, others)
    for key in merged(list(old), list(new)):
        if key not in new:
            yield _whole(old[key], Change.REMOVED)
        elif key not in old:
            yield _whole(new[key], Change.ADDED)
        elif rows := (*_field_rows(old[key], new[key]), *elsewhere.get(key, ())):
            only_moved = all(row.change == Change.MOVED for row in rows)
            change = Change.MOVED if only_moved else Change.CHANGED
            yield Subject(new[key].name, change, rows, new[key].is_task)


def _whole(thing: Thing, change: Change) -> Subject:
    """A thing that stands on one side alone, with all that is said about it in one row."""
    said = [field for field in thing.fields if field.lines]
    lines = tuple(line for field in said for line in _lines(field, with_label=len(said) > 1))
    nothing = (_plain(NOTHING),)
    sides = (lines, nothing) if change == Change.REMOVED else (nothing, lines)
    return Subject(thing.name, change, (Row(thing.name or said[0].name, change, *sides),), thing.is_task)


def _lines(field: Field, *, with_label: bool) -> list[Line]:
    label = field.name if with_label else ""
    if len(field.lines) == 1:
        return [_plain(field.lines[0], label)]
    return [*([Line((), label)] if label else []), *(_plain(f"- {line}") for line in field.lines)]


def _plain(words: str, label: str = "") -> Line:
    return Line((Piece(words),), label)


# --- fields of a thing that stands on both sides ---


def _field_rows(before: Thing, after: Thing) -> list[Row]:
    old, new = ({field.name: field for field in thing.fields} for thing in (before, after))
    rows = []
    for name in merged(list(old), list(new)):
        was = old.get(name) or replace(new[name], lines=(), amount=None)
        now = new.get(name) or replace(old[name], lines=(), amount=None)
        if was.lines != now.lines:
            rows += _list_rows(was, now) if was.is_list else [_text_row(was, now)]
    return rows


def _text_row(before: Field, after: Field) -> Row:
    row = _row(after.name, "".join(before.lines), "".join(after.lines), after.absent)
    change = Change.MOVED if after.moves else row.change
    return replace(row, change=change, note=_rise(before, after))


def _rise(before: Field, after: Field) -> str:
    """By how much an amount changed, where both are known."""
    if before.amount is None or after.amount is None:
        return ""
    difference = after.amount - before.amount
    return f"{'tăng' if difference > 0 else 'giảm'} {format_million(abs(difference))} triệu đồng"


def _list_rows(before: Field, after: Field) -> list[Row]:
    rows, gone = [], dict(enumerate(before.lines))
    pairs = aligned(before.lines, after.lines)
    is_alone = max(len(before.lines), len(after.lines)) == 1
    elsewhere = _exchanged(pairs, before.lines, after.lines)
    for old, new in pairs:
        if (old, new) in elsewhere:
            if new is not None:
                rows.append(_moved_line(after, elsewhere[old, new], new))
            continue
        was, now = ("" if old is None else gone[old], "" if new is None else after.lines[new])
        if was != now:
            number = (old if new is None else new) + 1
            rows.append(_row(after.name if is_alone else f"{after.name}, dòng {number}", was, now))
    return rows


def _exchanged(pairs: list, before: Sequence[str], after: Sequence[str]) -> dict[tuple, int]:
    """Pairs of one side each that hold the same words: a line that stands elsewhere now, with its old place."""
    found: dict[tuple, int] = {}
    left = [new for old, new in pairs if old is None]
    for old, new in pairs:
        if new is not None:
            continue
        same = next((place for place in left if after[place] == before[old]), None)
        if same is not None:
            left.remove(same)
            found[old, None] = found[None, same] = old
    return found


def _moved_line(field: Field, old: int, new: int) -> Row:
    words = field.lines[new]
    sides = ((_plain(f"dòng {place + 1}: {words}"),) for place in (old, new))
    return Row(f"{field.name}, dòng {new + 1}", Change.MOVED, *sides)


def _row(place: str, was: str, now: str, absent: str = NOTHING) -> Row:
    if was and now:
        old, new = marked(was, now)
        return Row(place, Change.CHANGED, (Line(old),), (Line(new),))
    change = Change.ADDED if now else Change.REMOVED
    sides = ((_plain(words or absent),) for words in (was, now))
    return Row(place, Change.CHANGED if absent in (UNKNOWN, AT_ISSUE) else change, *sides)


# --- order ---


def _moved(before: Sequence[Thing], after: Sequence[Thing]) -> dict[str, list[Row]]:
    """For each thing that stands elsewhere among its neighbours now: after which it stood and stands."""
    rows: dict[str, list[Row]] = {}
    unders = {thing.key: thing.under for thing in before}
    stayed = [thing for thing in after if unders.get(thing.key) == thing.under]
    for under in dict.fromkeys(thing.under for thing in stayed):
        sides = [[thing for thing in side if thing.under == under] for side in (before, after)]
        names = [[thing.key for thing in side] for side in sides]
        for key in moved(*names):
            told = ((_plain(_follows(side, key)),) for side in sides)
            rows[key] = [Row(PLACE, Change.MOVED, *told)]
    return rows


def _follows(things: list[Thing], key: str) -> str:
    place = next(number for number, thing in enumerate(things) if thing.key == key)
    return f"sau {things[place - 1].name or things[place - 1].words}" if place else FIRST
