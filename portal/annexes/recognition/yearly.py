"""Tables that each tell one year of the same tasks: a sheet for 2016, one for 2017."""

from typing import Any

from portal.annexes.recognition.words import fold


def merged_into(tasks: list[dict[str, Any]], task: dict[str, Any], year: int) -> bool:
    """Gives the task's money its year; True where the group knows the task already and takes the rest into it."""
    budget = task["budget"]
    if budget:
        _date(budget, year)
    for known in tasks:
        if known["number"] == task["number"] and fold(known["action"]) == fold(task["action"]):
            _take(known, task)
            return True
    return False


def _date(budget: dict[str, Any], year: int) -> None:
    if budget["lines"]:
        budget["lines"] = [{**line, "year": line["year"] or year} for line in budget["lines"]]
    elif budget["total"] is not None:
        budget["lines"] = [{"year": year, "sources": budget["sources"], "amount": budget["total"]}]
        budget["sources"] = []
    budget["total"] = None


def _take(known: dict[str, Any], task: dict[str, Any]) -> None:
    for role in ("lead", "coordinating", "contents", "expected_results", "outputs"):
        known[role] += [one for one in task[role] if one not in known[role]]
    if task["budget"] and known["budget"]:
        budget, more = known["budget"], task["budget"]
        budget["lines"] += more["lines"]
        budget["sources"] += [source for source in more["sources"] if source not in budget["sources"]]
        texts = [text for text in (budget["text"], more["text"]) if text]
        budget["text"] = "; ".join(dict.fromkeys(texts)) or None
    known["budget"] = known["budget"] or task["budget"]
    notes = [note for note in (known["note"], task["note"]) if note]
    known["note"] = "; ".join(dict.fromkeys(notes)) or None
    if known["time"]["text"] is None:
        known["time"] = task["time"]
