"""Plans of our own beside the five real ones."""

from collections.abc import Callable

import pytest

from plans.models import Plan, PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan, whole_plan_data

SECRET = "lò vòng Hoffman"  # stands in no real plan


@pytest.fixture
def issue(db) -> Callable[..., PlanVersion]:
    """issue(**changes) loads the small plan of Hà Tĩnh, changed so, and gives its version."""

    def load(**changes) -> PlanVersion:
        return load_plan(read_plan(plan_data(**changes))).version

    return load


@pytest.fixture
def draft(db) -> PlanVersion:
    """A draft of Hà Tĩnh with SECRET in all its texts, and a finding.

    It is made its plan's version in force, which no draft is: so nothing but its visibility hides it.
    """
    data = whole_plan_data(slug="ha-tinh-2097", title=SECRET, version={"status": "draft"})
    data["objectives"][0]["text"] = SECRET
    data["groups"][0]["title"] = SECRET
    data["groups"][0]["tasks"][0]["action"] = SECRET
    data["sections"][0]["text"] = SECRET
    data["sections"][0]["items"][0]["text"] = SECRET
    data["responsibilities"][0]["items"] = [SECRET]
    version = load_plan(read_plan(data)).version
    Plan.objects.filter(pk=version.plan_id).update(current_version=version)
    return version
