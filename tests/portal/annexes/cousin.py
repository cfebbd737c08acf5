"""An annex as another office would lay it out, with what it says."""

from dataclasses import dataclass
from typing import Any

from portal.annexes.grid import Grid


@dataclass(frozen=True)
class Cousin:
    """A file and its meaning. A task is (key, action, lead, coordinating, start, end, total, lines)."""

    grids: tuple[Grid, ...]
    groups: list[tuple[str, str, str | None]]
    tasks: list[tuple]
    doubts: tuple[str, ...] = ()


def brief(plan: dict[str, Any]) -> tuple[list[tuple], list[tuple]]:
    """Groups and tasks of a plan in the short form of `Cousin`."""
    groups = [(group["key"], group["title"], group["component"]) for group in plan["groups"]]
    tasks = []
    for group in plan["groups"]:
        for task in group["tasks"]:
            budget = task["budget"] or {"total": None, "lines": []}
            lines = [
                f"{line['year'] or ''} {'+'.join(line['sources'])} {line['amount']}".strip()
                for line in budget["lines"]
            ]
            names = [[party["text"] for party in task[role]] for role in ("lead", "coordinating")]
            tasks.append(
                (
                    task["key"],
                    task["action"],
                    *names,
                    task["time"]["start"],
                    task["time"]["end"],
                    budget["total"],
                    lines,
                )
            )
    return groups, tasks
