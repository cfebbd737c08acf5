"""What differs between two plan documents, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

MAX_SHOWN = 300  # characters of a value in a message


@dataclass(frozen=True)
class Difference:
    """A place of the document and its values before and after; None where it was or is not there."""

    path: str
    before: Any
    after: Any

    def __str__(self):
        return f"{self.path}: {_shown(self.before)} → {_shown(self.after)}"


def differences(before: dict, after: dict) -> list[Difference]:
    """The differences in content between two documents as plain data (`schema.as_data`).

    Which version it is and the findings are not content; from when it is in force is. Rows with a key are
    compared with the row of the same key, wherever it stands; that their order changed is a difference of
    its own.
    """
    old, new = _content(before), _content(after)
    return [d for name in dict.fromkeys([*old, *new]) for d in _compare(name, old.get(name), new.get(name))]


def _content(document: dict) -> dict:
    in_force_from = document["version"]["in_force_from"]
    return document | {"version": {"in_force_from": in_force_from}, "findings": None}


def _compare(path: str, before: Any, after: Any) -> list[Difference]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys([*before, *after])
        return [d for name in names for d in _compare(f"{path}.{name}", before.get(name), after.get(name))]
    if isinstance(before, list) and isinstance(after, list):
        return _compare_lists(path, before, after)
    return [Difference(path, before, after)]


def _compare_lists(path: str, before: list, after: list) -> list[Difference]:
    name = _key_name(before + after)
    if name is None:
        return list(_compare_by_place(path, before, after))
    old, new = ({item[name]: item for item in items} for items in (before, after))
    found = [
        difference
        for label in dict.fromkeys([*old, *new])
        for difference in _compare(f"{path}[{label}]", old.get(label), new.get(label))
    ]
    kept_old, kept_new = [label for label in old if label in new], [label for label in new if label in old]
    if kept_old != kept_new:
        found.append(Difference(f"{path} (thứ tự)", kept_old, kept_new))
    return found


def _key_name(items: list) -> str | None:
    """Which key names the items of a list; None for texts and for rows without a key of their own."""
    for name in ("key", "code"):
        if all(isinstance(item, dict) and name in item for item in items):
            return name
    return None


def _compare_by_place(path: str, before: list, after: list) -> Iterator[Difference]:
    """Items without a key: what is equal is matched first, so that one more item shifts nothing."""
    matcher = SequenceMatcher(
        a=[repr(item) for item in before], b=[repr(item) for item in after], autojunk=False
    )
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = zip_longest(range(start, end), range(new_start, new_end))
        for old, new in pairs:
            place = f"{path}[{(new if old is None else old) + 1}]"
            yield from _compare(
                place, None if old is None else before[old], None if new is None else after[new]
            )


def _shown(value: Any) -> str:
    if value in (None, [], {}):
        return "(không có)"
    text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
