"""A draft with money in several forms, and who writes it."""

import copy
import json
from collections.abc import Callable

import pytest
from django.test import Client

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from portal.views.grids import acting_as
from tests.factories import read_plan, whole_plan_data

DRAFT = {"number": 1, "kind": "original", "status": "draft"}
SLUG = "ha-tinh-2098"


def document() -> dict:
    """Two groups; tasks with a calculation, with an unsplit total, and without money."""
    data = whole_plan_data(slug=SLUG, version=DRAFT)
    [task] = data["groups"][0]["tasks"]
    unsplit = copy.deepcopy(task) | {"key": "1/1.2", "number": "1.2", "action": "Xây dựng trang tin"}
    unsplit["budget"] = {"text": "Tổng KP: 320 (NSDP; DN)", "total": 320, "sources": ["NSDP", "DN"]}
    bare = {"key": "2/1", "number": "1", "action": "Khảo sát"}
    data["groups"][0]["tasks"].append(unsplit)
    second = {"key": "2", "number": "2", "title": "Kỹ thuật", "component": "technical", "tasks": [bare]}
    data["groups"].append(second)
    return data


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def draft(db) -> PlanVersion:
    return load_plan(read_plan(document())).version


@pytest.fixture
def client(editor) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def send(client, editor, draft) -> Callable:
    """send(changes, grid="money", whole=False) posts cells as the page does; gives the answer."""

    def post(*changes, grid="money", whole=False, by: Client = client, person=editor, slug=SLUG):
        rows = [dict(zip(("row", "column", "seen", "text"), change, strict=True)) for change in changes]
        body = {"changes": rows, "whole": whole, "person": acting_as(person)}
        return by.post(f"/plans/{slug}/edit/{grid}/cells/", json.dumps(body), content_type="application/json")

    return post


def now(version: PlanVersion) -> dict:
    return content_of(PlanVersion.objects.get(pk=version.pk))


def task_in(data: dict, key: str) -> dict:
    [task] = [task for group in data["groups"] for task in group["tasks"] if task["key"] == key]
    return task
