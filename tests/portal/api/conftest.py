"""Asking the API and reading what it answers."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role


@pytest.fixture
def read(api) -> Callable[..., dict]:
    """read(path, role, home, **asked) is the answer below /api/v1/, its decimals as they are written."""

    def ask(path: str, role=Role.DEPARTMENT_EDITOR, home: str | None = "ha-tinh", /, **asked):
        answer = api(role, home).get(f"/api/v1/{path}", asked)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content, parse_float=Decimal)

    return ask


@pytest.fixture
def count_queries(api) -> Callable[..., tuple[int, int]]:
    """count_queries(path, **asked) is how many queries a person's first request takes, and for how many items."""

    def count(path: str, **asked) -> tuple[int, int]:
        client = api(Role.DEPARTMENT_EDITOR, "ha-tinh")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/api/v1/{path}", asked)
        items = (
            answer.data.get("results", answer.data.get("hits"))
            if isinstance(answer.data, dict)
            else answer.data
        )
        return len(captured), len(items if items is not None else answer.data["groups"])

    return count
