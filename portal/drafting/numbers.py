"""Numbering groups and tasks anew, on request, in the style that the plan has."""

import re

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """A number from 1 on in Roman figures."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def renumbered(data: dict) -> list[tuple[str, str, str | None, str]]:
    """What each group and task would be numbered: part, key, its number now and then. Numbers alone change, no key.

    Groups keep the style of the first (I or 1, and what stands behind it), beginning anew in each phase; tasks that
    carry their group's number go on doing so, others count from 1.
    """
    found = []
    counts: dict[str | None, int] = {}
    for group in data["groups"]:
        place = counts[group["phase"]] = counts.get(group["phase"], 0) + 1
        number = _in_style(data["groups"][0]["number"], place)
        found.append(("groups", group["key"], group["number"], number))
        with_group = any("." in (task["number"] or "") for task in group["tasks"]) or not any(
            task["number"] for task in group["tasks"]
        )
        for ordinal, task in enumerate(group["tasks"], 1):
            then = f"{place}.{ordinal}" if with_group else str(ordinal)
            found.append(("tasks", task["key"], task["number"], then))
    return found


def renumber(data: dict) -> None:
    """Writes the numbers that `renumbered` tells."""
    numbers = {(part, key): number for part, key, _, number in renumbered(data)}
    for group in data["groups"]:
        group["number"] = numbers["groups", group["key"]]
        for task in group["tasks"]:
            task["number"] = numbers["tasks", task["key"]]


def _in_style(first: str | None, place: int) -> str:
    match = re.fullmatch(r"(?:(?P<roman>[IVX]+)|[0-9]+)(?P<tail>.*)", first or "")
    if match is None:
        return str(place)
    return (roman(place) if match["roman"] else str(place)) + match["tail"]
