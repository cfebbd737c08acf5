"""What all tests share: a database with the reference data and the five real plans, people of every role.

The plans are loaded once into each worker's test database; tests run in transactions on top of it. Tests
that need commits of their own (a worker, a browser, threads) take `cloned_database`.
"""

import fcntl
import gc
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TextIO

import pytest
from django.db import connection, connections
from django.test import Client
from rest_framework.test import APIClient

from agencies.enums import Role
from agencies.hashers import PasswordHasher
from agencies.models import Agency, Province, User
from core import clock
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import read_document, real_plan_files
from portal.reference import load_reference
from reporting import printed_tasks
from tests import databases
from tests.factories import MembershipFactory, UserFactory

# Passwords of tests are hashed in the same way, with less work: hundreds of them would cost a minute.
PasswordHasher.memory_cost = 8

TESTS = Path(__file__).parent
LONGEST = ("e2e", "setup", "walls")
# Migrations make millions of objects: looking for garbage after each 700 took 6 of a worker's first 21 seconds.
gc.set_threshold(20_000, 10, 10)

PLAN_SLUGS = ("an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016")
AGENCY_OF_ROLE = {
    Role.DEPARTMENT_EDITOR: "so-cong-thuong",
    Role.DEPARTMENT_APPROVER: "so-cong-thuong",
    Role.AGENCY_REPORTER: "so-tai-nguyen-va-moi-truong",
    Role.FINANCE_APPRAISER: "so-tai-chinh",
    Role.PROVINCIAL_VIEWER: "uy-ban-nhan-dan-tinh",
    Role.PROVINCE_ADMIN: "so-cong-thuong",
    Role.MINISTRY_OFFICIAL: "bo-cong-thuong",
    Role.PORTAL_ADMIN: "bo-cong-thuong",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots", type=Path, help="folder for pictures of every page that a browser visits"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes the test database only for marked tests; without it clones would be of the real one.

    The folders of the longest tests come first, so that at the end both workers have short ones to share. While one
    worker makes its database for the browser tests, the next has tests that need none.
    """
    for item in items:
        if {"cloned_database", "portal"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)
    with_database = {item.path for item in items if _needs_database(item)}

    def turn_of(item: pytest.Item) -> tuple:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder not in LONGEST:
            return (len(LONGEST),)
        return LONGEST.index(folder), item.path in with_database

    items.sort(key=turn_of)


def _needs_database(item: pytest.Item) -> bool:
    return "django_db_setup" in getattr(item, "fixturenames", ()) or bool(
        item.get_closest_marker("django_db")
    )


@pytest.fixture(scope="session")
def first_template(tmp_path_factory) -> Iterator[TextIO]:
    """A locked file with the name of the template that the first worker has made, if one is there to be copied.

    Migrations and plans take 20 seconds, a copy none.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = (
        folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    )  # what all workers of this run share
    with (folder / "template").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        connection.settings_dict["TEST"]["TEMPLATE"] = file.read() or None
        yield file


@pytest.fixture(scope="session")
def django_db_setup(first_template, django_db_setup, django_db_blocker):
    """The test database with reference data and plans, and a template of it for clones."""
    is_first = connection.settings_dict["TEST"]["TEMPLATE"] is None
    with django_db_blocker.unblock():
        if is_first:
            load_reference()
            for file in real_plan_files():
                load_plan(read_document(file.read_bytes()))
        _read_names_of_provinces()
        databases.copy(connection.settings_dict["NAME"], databases.template_name())
    if is_first:
        first_template.write(databases.template_name())
        first_template.flush()
    fcntl.flock(first_template, fcntl.LOCK_UN)
    gc.collect()
    gc.freeze()  # what lives as long as the run is not looked through again for garbage
    yield
    fcntl.flock(first_template, fcntl.LOCK_EX)
    if is_first:
        first_template.truncate(0)
    with django_db_blocker.unblock():
        databases.drop(databases.template_name())


def _read_names_of_provinces() -> None:
    """A process reads them once and for all: so that no test counts it."""
    assert Province.objects.first().name_on(clock.today())


@pytest.fixture(autouse=True)
def _no_tasks_kept():
    """Each test begins like a new process, which has not read any issued plan's tasks: counts of queries stay the same."""
    printed_tasks.kept.clear()


@pytest.fixture
def cloned_database(django_db_setup, django_db_blocker):
    """The address (DATABASE_URL) of a fresh database with the same content, dropped after the test."""
    with django_db_blocker.unblock(), databases.clone() as url:
        yield url


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


@pytest.fixture
def person(db) -> Callable[..., User]:
    """person(role, province) is a user with that role; the province is needed for provincial roles."""

    def make(role: Role, province: str | None = None) -> User:
        agency = Agency.objects.get(slug=AGENCY_OF_ROLE[role], province__slug=province)
        membership = MembershipFactory(user=UserFactory(), agency=agency, province=agency.province, role=role)
        return membership.user

    return make


@pytest.fixture
def signed_in(person) -> Callable[..., Client]:
    """signed_in(role, province) is a browser session of such a user."""

    def make(role: Role, province: str | None = None) -> Client:
        client = Client()
        client.force_login(person(role, province))
        return client

    return make


@pytest.fixture
def api(person) -> Callable[..., APIClient]:
    """api(role, province) is an API client of such a user."""

    def make(role: Role, province: str | None = None) -> APIClient:
        client = APIClient()
        client.force_login(person(role, province))
        return client

    return make
