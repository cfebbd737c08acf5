"""What the tests of documents share: a kind of document of their own, a folder for files, committed data."""

from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, connections

from agencies.enums import Role
from agencies.models import User
from plans.models import PlanVersion
from reporting.documents import DOCUMENTS
from tests.reporting import kinds


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path) -> Path:
    """Where finished documents are kept during a test."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture(autouse=True)
def test_kind(monkeypatch) -> str:
    """A kind of document that does what the signer's name says (tests.reporting.kinds)."""
    monkeypatch.setitem(DOCUMENTS, kinds.KIND, kinds.TEST_DOCUMENT)
    monkeypatch.setitem(kinds.CONTENT, "edition", 1)
    return kinds.KIND


@pytest.fixture
def version(db) -> PlanVersion:
    """Kon Tum's plan, in force."""
    return PlanVersion.objects.current().get(plan__slug="kon-tum-2013")


@pytest.fixture
def official(person) -> User:
    """Who works at the department of industry and trade of Kon Tum."""
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def on_clone(cloned_database):
    """This test works on a clone, with commits of its own. A thread calls what is given to do so too."""

    def move() -> None:
        settings = deepcopy(connections["default"].settings_dict) | {
            "NAME": cloned_database.rpartition("/")[2]
        }
        settings["OPTIONS"].pop("pool")
        connections["default"] = type(connections["default"])(settings, "default")

    usual = connections["default"]
    move()
    yield move
    connection.close()
    connections["default"] = usual
