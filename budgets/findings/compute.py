"""All findings of a version, with the decisions noted on them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from budgets.findings.documents import document_findings
from budgets.findings.finding import Finding
from budgets.findings.money import money_findings, sub_source_names
from budgets.findings.structure import structure_findings
from budgets.models import FindingDecision
from plans.models import Law, PlanVersion


def findings_of(version: PlanVersion) -> list[Finding]:
    """The findings of one version, which should come from `budgets.selectors.with_content`."""
    return findings_of_all([version])[version.pk]


def findings_of_all(versions: Iterable[PlanVersion]) -> dict[int, list[Finding]]:
    """The findings of several versions by their primary key; catalogue and decisions are read once."""
    versions = list(versions)
    laws, names = list(Law.objects.all()), sub_source_names()
    decisions = _latest_decisions(versions)
    return {
        version.pk: [
            replace(finding, decision=decisions.get((version.plan_id, finding.key)))
            for finding in _told_apart(
                (
                    *money_findings(version, names),
                    *document_findings(version, laws),
                    *structure_findings(version),
                )
            )
        ]
        for version in versions
    }


def _told_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with keys of their own: decisions must not mix where a plan prints a number twice."""
    seen = Counter()
    for finding in findings:
        seen[finding.key] += 1
        count = seen[finding.key]
        yield finding if count == 1 else replace(finding, place=f"{finding.place}/{count}")


def _latest_decisions(versions: list[PlanVersion]) -> dict[tuple[int, str], FindingDecision]:
    decisions = FindingDecision.objects.filter(plan__in={version.plan_id for version in versions})
    newest_last = decisions.select_related("decided_by", "version").order_by("decided_at", "pk")
    return {(decision.plan_id, decision.finding_key): decision for decision in newest_last}
