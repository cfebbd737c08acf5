"""Findings with the decisions noted on them."""

from dataclasses import dataclass, field

from budgets.findings import Finding
from budgets.models import FindingDecision
from portal.links import place
from portal.plan_pages.header import PlanPage


@dataclass(frozen=True)
class FindingRow:
    """A finding with its place on the page and the notes before its decision."""

    finding: Finding
    anchor: str
    earlier: list[FindingDecision] = field(default_factory=list)


def finding_rows(page: PlanPage) -> list[FindingRow]:
    """Contradictions first, then notices, each in the order of the document."""
    noted = FindingDecision.objects.filter(plan=page.plan).select_related("decided_by", "version")
    by_key: dict[str, list[FindingDecision]] = {}
    for decision in noted.order_by("-decided_at", "-pk"):
        by_key.setdefault(decision.finding_key, []).append(decision)
    return [
        FindingRow(
            finding=finding,
            anchor=place("finding", finding.key),
            earlier=by_key.get(finding.key, [])[1:],
        )
        for finding in sorted(page.findings, key=lambda finding: finding.is_notice)
    ]
