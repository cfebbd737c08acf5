"""The task list of a draft: for each part what is there, what is missing before it can be submitted, and what contradicts.

Missing things are of two weights: what an issued plan must have (`missing_when_issued`), and what a good plan has.
Findings stand at the part in which they are mended.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from budgets.findings import Finding, FindingCode
from portal.drafting.choices import Choices, numbered
from portal.drafting.parts import PARTS, Part
from portal.plan_document.loader import missing_when_issued
from portal.plan_document.schema import PlanDocument

# Where a finding is mended, by the first word of its place in the document.
_PART_OF = {
    "groups": "tasks", "tasks": "tasks", "objectives": "objectives", "sections": "sections",
    "responsibilities": "responsibilities", "budget_tables": "budget_tables", "financing": "financing",
    "annexes": "annexes", "related": "mentions", "self_references": "mentions", "legal_bases": "document",
    "past_results": "past_results", "phases": "phases",
}  # fmt: skip
_MISSING_PART = {"title": "document", "issuer": "document", "signer": "document", "groups": "groups"}
WHILE_WRITTEN = {FindingCode.DOCUMENT_DATA_MISSING}  # number and day come with the decision
AT_ISSUE = {"signer"}  # comes with the decision: not missed while the plan is being written


@dataclass(frozen=True)
class Point:
    """Something missing. `must`: the plan cannot be submitted without. `key`: the row that it is about."""

    text: str
    must: bool = False
    key: str = ""


@dataclass
class PartState:
    """A part on the task list."""

    part: Part
    count: int | None
    points: list[Point] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Its state in a word: empty, incomplete, contradicts or complete."""
        if any(point.must for point in self.points):
            return "must"
        if self.findings:
            return "contradicts"
        if self.points:
            return "incomplete"
        return "empty" if not self.count else "complete"

    @property
    def state_label(self) -> str:
        return {
            "must": "còn thiếu", "contradicts": "mâu thuẫn", "incomplete": "có thể bổ sung", "empty": "chưa có",
            "complete": "đủ",
        }[self.state]  # fmt: skip


def part_states(
    data: dict, document: PlanDocument, findings: list[Finding], choices: Choices
) -> list[PartState]:
    """The task list of a draft, in the order of its parts."""
    points = _points(data, document, choices)
    by_part = defaultdict(list)
    for finding in findings:
        if is_mended_in_draft(finding):
            by_part[_PART_OF.get(finding.place.partition("/")[0], "document")].append(finding)
    return [PartState(part, _count(part, data), points[name], by_part[name]) for name, part in PARTS.items()]


def is_mended_in_draft(finding: Finding) -> bool:
    """If a finding is a contradiction, and one that who writes the plan can mend."""
    return not finding.is_notice and finding.code not in WHILE_WRITTEN


def blocking(document: PlanDocument) -> list[tuple[str, str, str]]:
    """What must be there before a plan is submitted, and is not: part, key of the row, and words."""
    found = []
    for path, words in missing_when_issued(document):
        if path[0] not in AT_ISSUE:
            key = document.groups[path[1]].key if path[0] == "groups" else ""
            found.append((_MISSING_PART[path[0]], key, f"thiếu {words}"))
    if not document.groups and not any(section.reportable for section in document.sections):
        found.append(("groups", "", "chưa có nhóm nhiệm vụ nào"))
    if document.groups and not any(group.tasks for group in document.groups):
        found.append(("tasks", "", "chưa có nhiệm vụ nào"))
    return found


def _count(part: Part, data: dict) -> int | None:
    if part.is_list:
        return sum(len(rows) for rows in part.lists(data))
    if part.name == "document":
        return 1
    return sum(
        len(data[key]) if isinstance(data[key], list) else int(data[key] is not None) for key in part.keys
    )


def _points(data: dict, document: PlanDocument, choices: Choices) -> dict[str, list[Point]]:
    points: dict[str, list[Point]] = defaultdict(list)
    for part, key, words in blocking(document):
        points[part].append(Point(words, must=True, key=key))
    if not data["legal_bases"]:
        points["document"].append(Point("chưa ghi căn cứ"))
    if not data["recipients"]:
        points["document"].append(Point("chưa ghi nơi nhận"))
    for mention in data["self_references"]:
        if mention["number"] is None:
            points["mentions"].append(
                Point(f"“{_short(mention['text'])}”: sửa theo số, ngày của quyết định mới")
            )
    if not data["objectives"]:
        points["objectives"].append(Point("chưa có mục tiêu nào"))
    for objective in data["objectives"]:
        if objective["kind"] == "specific" and not objective["targets"]:
            points["objectives"].append(
                Point(f"{_short(objective['text'])}: chưa ghi giá trị phải đạt", key=objective["key"])
            )
    if data["reporting"] is None:
        points["reporting"].append(Point("chưa ghi ngày và ai phải báo cáo"))
    ended = _ended(data, choices)
    for group in data["groups"]:
        if not group["tasks"] and document.groups:
            points["groups"].append(
                Point(f"{numbered(group['number'], group['title'], 60)}: chưa có nhiệm vụ", key=group["key"])
            )
        for task in group["tasks"]:
            points["tasks"].extend(_of_task(task, ended))
            points["tasks"].extend(_out_of_period(task, document.period.start, document.period.end))
    for row in data["responsibilities"]:
        points["responsibilities"].extend(_gone(row["agencies"], ended, row["clause"]))
    return points


def _of_task(task: dict, ended: dict[str, str]) -> list[Point]:
    time = task["time"]
    checks = (
        (not task["lead"], "chưa ghi chủ trì"),
        (not (time["text"] or time["start"] or time["every_year"]), "chưa ghi thời gian"),
        (not task["expected_results"] and not task["outputs"], "chưa ghi kết quả"),
    )
    missing = [words for is_missing, words in checks if is_missing]
    name = numbered(task["number"], task["action"], 60)
    found = [Point(f"{name}: {', '.join(missing)}", key=task["key"])] if missing else []
    return found + _gone([*task["lead"], *task["coordinating"]], ended, task["key"], f"{name}: ")


def _out_of_period(task: dict, start: int, end: int) -> list[Point]:
    """Money of years outside the plan's own: typed wrong, or brought in from a file of another period."""
    budget = task["budget"] or {"lines": []}
    years = sorted({line["year"] for line in budget["lines"] if line["year"]} - set(range(start, end + 1)))
    if not years:
        return []
    name = numbered(task["number"], task["action"], 60)
    listed = ", ".join(map(str, years))
    return [Point(f"{name}: có kinh phí năm {listed}, ngoài thời kỳ {start}-{end}", key=task["key"])]


def _gone(parties: list[dict], ended: dict[str, str], key: str, lead: str = "") -> list[Point]:
    return [
        Point(f"{lead}{party['text']} {ended[party['agency']]}; hãy chọn đơn vị kế thừa", key=key)
        for party in parties
        if party["agency"] in ended
    ]


def _ended(data: dict, choices: Choices) -> dict[str, str]:
    """The agencies that ended before the plan begins, with when, in words."""
    return choices.ended_by(date(data["period"]["start"], 1, 1))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
