"""What the tests of budgets share: findings by their key, of real plans and of changed copies."""

from collections.abc import Callable

import pytest

from budgets.findings import Finding, findings_of
from budgets.selectors import with_content
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import read_plan


@pytest.fixture
def findings(db) -> Callable[[dict], dict[str, Finding]]:
    """findings(data) are the findings of that document, loaded as a plan of its own."""

    def load(data: dict) -> dict[str, Finding]:
        return _by_key(load_plan(read_plan(data)).version)

    return load


@pytest.fixture
def real_findings(db) -> Callable[[str], dict[str, Finding]]:
    """real_findings(slug) are the findings of a real plan as it was printed."""
    return lambda slug: _by_key(PlanVersion.objects.current().get(plan__slug=slug))


def _by_key(version: PlanVersion) -> dict[str, Finding]:
    found = findings_of(with_content(PlanVersion.objects).get(pk=version.pk))
    return {finding.key: finding for finding in found}
