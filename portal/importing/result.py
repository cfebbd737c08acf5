"""What was read of a file, as its page shows it: tables, questions, remarks, groups with their tasks, what has no place."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from agencies.models import Agency
from budgets.enums import Source
from core.numbers import format_number
from plans.models import AnnexImport, Programme
from portal.annexes.recognition.mapping import Mapping
from portal.annexes.recognition.report import DOUBTS, Doubt
from portal.importing.questions import Question, questions_of
from portal.importing.reading import row_number


@dataclass(frozen=True)
class Remark:
    """A doubt that needs no decision: what, where, and the row of the file around it."""

    label: str
    doubt: Doubt
    row: list[list]


@dataclass(frozen=True)
class Asked:
    """A question with what may be chosen, what was, and the row of the file around its first cell."""

    question: Question
    label: str
    options: list[tuple[str, str]]
    chosen: str | None
    row: list[list]

    @property
    def name(self) -> str:
        return f"q-{self.question.id}"

    @property
    def where(self) -> str:
        """Its cells in words, the first few of many."""
        cells = [f"{doubt.sheet}, {doubt.cell}" for doubt in self.question.doubts]
        more = f" và {len(cells) - 3} ô khác" if len(cells) > 3 else ""
        return "; ".join(cells[:3]) + more


class Result:
    """A reading's result with the decisions that were made."""

    def __init__(self, row: AnnexImport):
        self._data = json.loads(row.result, parse_float=Decimal)
        self._decisions = row.decisions
        self._row = row
        self.plan: dict[str, Any] = self._data["plan"]
        self.unplaced: list[dict] = self._data["unplaced"]
        self.mapping = Mapping.from_data(self._data["mapping"])

    @cached_property
    def _doubts(self) -> list[tuple[Doubt, list]]:
        return [
            (
                Doubt(
                    one["sheet"],
                    one["cell"],
                    one["code"],
                    one["text"],
                    tuple(one["candidates"]),
                    one["about"],
                ),
                one["row"],
            )
            for one in self._data["doubts"]
        ]

    @cached_property
    def questions(self) -> list[Question]:
        return questions_of(doubt for doubt, _ in self._doubts)

    @cached_property
    def asked(self) -> list[Asked]:
        """The questions in the order of the file, agencies by name."""
        slugs = {value for one in self.questions if one.code == "unknown_agency" for value in one.values}
        slugs |= {self._decisions[one.id] for one in self.questions if self._decisions.get(one.id)}
        known = Agency.objects.filter(Q(province=self._row.province_id) | Q(province=None), slug__in=slugs)
        names = dict(known.values_list("slug", "name"))
        rows = {id(doubt): row for doubt, row in self._doubts}
        found = []
        for one in self.questions:
            chosen = self._decisions.get(one.id)
            options = one.options(names | self._component_names, chosen)
            found.append(Asked(one, DOUBTS[one.code], options, chosen, rows[id(one.doubts[0])]))
        return found

    @cached_property
    def _component_names(self) -> dict[str, str]:
        """As the programme words them that the plan answers."""
        plan, given = self._row.plan, self._row.given
        programme = plan.programme if plan else Programme.objects.get(number=given["programme"])
        return programme.component_names

    @property
    def undecided(self) -> int:
        """How many questions nobody has answered yet."""
        return sum(one.id not in self._decisions for one in self.questions)

    @cached_property
    def remarks(self) -> list[Remark]:
        questions = {id(doubt) for one in self.questions for doubt in one.doubts}
        return [
            Remark(DOUBTS[doubt.code], doubt, row)
            for doubt, row in self._doubts
            if id(doubt) not in questions
        ]

    @property
    def tables(self) -> list[tuple]:
        """Each recognised table with its first rows, and whether it is read as the province had one read before."""
        return list(zip(self.mapping.tables, self._data["samples"], self._data["recalled"], strict=True))

    @cached_property
    def groups(self) -> list[dict]:
        """Groups as they would be, with tasks in words and how many doubts stand in their rows."""
        return [
            {
                "number": group["number"],
                "title": group["title"],
                "component": self._component_names[group["component"]] if group["component"] else "",
                "doubts": self._doubts_at(group["key"]),
                "tasks": [self._task(task) for task in group["tasks"]],
            }
            for group in self.plan["groups"]
        ]

    @property
    def task_count(self) -> int:
        return sum(len(group["tasks"]) for group in self.plan["groups"])

    @cached_property
    def budget_tables(self) -> list[dict]:
        return [
            {
                "title": table["title"],
                "rows": [(row["number"], row["label"], _amount(row["total"])) for row in table["rows"]],
                "total": _amount(table["totals"]["total"]) if table["totals"] else "",
            }
            for table in self.plan["budget_tables"]
        ]

    def _task(self, task: dict) -> dict:
        return {
            "number": task["number"],
            "action": task["action"],
            "lead": _parties(task["lead"]),
            "coordinating": _parties(task["coordinating"]),
            "time": task["time"]["text"] or "",
            "results": task["expected_results"],
            "money": _money(task["budget"]),
            "doubts": self._doubts_at(task["key"]),
        }

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, int, int]]]:
        found: dict[str, list] = {}
        for key, sheet, first, last in self._data["places"]:
            found.setdefault(key, []).append((sheet, first, last))
        return found

    @cached_property
    def _by_row(self) -> dict[tuple[str, int | None], list[str]]:
        """The doubts of each row that nobody has decided: the anchors on the page at which they are told."""
        found: dict[tuple[str, int | None], list[str]] = {}
        asked = {id(doubt): one.id for one in self.questions for doubt in one.doubts}
        for doubt, _ in self._doubts:
            question = asked.get(id(doubt))
            if question not in self._decisions:
                anchor = f"q-{question}" if question else "luu-y"
                found.setdefault((doubt.sheet, row_number(doubt.cell)), []).append(anchor)
        return found

    def _doubts_at(self, key: str) -> list[str]:
        return [
            anchor
            for sheet, first, last in self._places.get(key, ())
            for row in range(first, last + 1)
            for anchor in self._by_row.get((sheet, row), ())
        ]


def _parties(parties: list[dict]) -> list[tuple[str, bool]]:
    """The printed names, and whether each is linked to an agency."""
    return [(party["text"], party["agency"] is not None) for party in parties]


def _amount(value) -> str:
    return "" if value is None else format_number(value)


def _money(budget: dict | None) -> str:
    """The money of a task in a line: its total, else its lines."""
    if budget is None:
        return ""
    if budget["total"] is not None:
        return format_number(budget["total"])
    lines = [
        " ".join(
            filter(
                None,
                [
                    str(line["year"] or ""),
                    "+".join(Source(source).label for source in line["sources"]),
                    "để trống" if line["amount"] is None else format_number(line["amount"]),
                ],
            )
        )
        for line in budget["lines"]
    ]
    return "; ".join(lines) or (budget.get("text") or "để trống")
