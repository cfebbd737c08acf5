"""A draft of Hà Tĩnh with something in every part, and who writes it."""

import pytest

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import read_plan, whole_plan_data

DRAFT = {"number": 1, "kind": "original", "status": "draft"}


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def draft(db) -> PlanVersion:
    return load_plan(read_plan(whole_plan_data(slug="ha-tinh-2098", version=DRAFT))).version
