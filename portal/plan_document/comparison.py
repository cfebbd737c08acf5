"""What differs between two plan documents, place by place."""

from dataclasses import dataclass
from typing import Any

IGNORED = frozenset({"version", "findings"})


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

    The version block and the findings are not content. Rows with a key are compared with the row of the
    same key, wherever it stands; that their order changed is a difference of its own.
    """
    return [
        difference
        for name in dict.fromkeys([*before, *after])
        if name not in IGNORED
        for difference in _compare(name, before.get(name), after.get(name))
    ]


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
    old, new = _labelled(before), _labelled(after)
    found = [
        difference
        for label in dict.fromkeys([*old, *new])
        for difference in _compare(f"{path}[{label}]", old.get(label), new.get(label))
    ]
    kept_old, kept_new = [label for label in old if label in new], [label for label in new if label in old]
    if kept_old != kept_new:
        found.append(Difference(f"{path} (thứ tự)", kept_old, kept_new))
    return found


def _labelled(items: list) -> dict:
    """List items by their key where all have one and it is unique, else by their place, counted from 1."""
    for name in ("key", "code", "clause"):
        labels = [item.get(name) if isinstance(item, dict) else None for item in items]
        if items and all(labels) and len(set(labels)) == len(labels):
            return dict(zip(labels, items, strict=True))
    return dict(enumerate(items, start=1))


def _shown(value: Any) -> str:
    return "(không có)" if value in (None, [], {}) else str(value)
