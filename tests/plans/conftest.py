"""What the tests of plans share: a version that is issued and one that is being written, with rows in every table."""

import pytest

from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import read_plan, whole_plan_data


@pytest.fixture
def issued(db) -> PlanVersion:
    """An issued version of Hà Tĩnh with a row in every table."""
    return load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099"))).version


@pytest.fixture
def draft(db) -> PlanVersion:
    """The same as a plan that is still being written."""
    block = {"number": 1, "kind": "original", "status": "draft"}
    return load_plan(read_plan(whole_plan_data(slug="ha-tinh-2098", version=block))).version
