"""What the tests of budgets share: findings by their key, of real plans and of changed copies."""

from collections.abc import Callable

import pytest

from budgets.findings import Finding, findings_of
from budgets.selectors import with_content
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import plan_copy, read_plan
from tests.factories.documents import look_up, put


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


@pytest.fixture
def changed_findings(findings, real_findings) -> Callable[[str, tuple, object], tuple[set[str], set[str]]]:
    """changed_findings(slug, path, value): the keys that go and that come when one printed value is another."""

    def compare(slug: str, path: tuple, value: object) -> tuple[set[str], set[str]]:
        assert look_up(plan_copy(slug), path) != value
        before, after = set(real_findings(slug)), set(findings(put(plan_copy(slug), path, value)))
        return before - after, after - before

    return compare


def _by_key(version: PlanVersion) -> dict[str, Finding]:
    found = findings_of(with_content(PlanVersion.objects).get(pk=version.pk))
    return {finding.key: finding for finding in found}
