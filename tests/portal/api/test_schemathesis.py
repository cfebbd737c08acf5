"""The API is tried by its own description: whatever is sent, no error of ours and no answer that is not described.

schemathesis makes the requests, from values that the description allows and from others, at addresses of real
things and of none, and compares each answer with the description.
"""

from collections import Counter

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from agencies.enums import Role
from agencies.models import Agency
from agencies.services import create_api_token

pytestmark = pytest.mark.django_db
SHORT, LONG = 3, 40  # examples of each operation, mode and kind of address
WHO = {
    "anonymous": None,
    "department": (Role.DEPARTMENT_EDITOR, "kon-tum"),
    "administrator": (Role.PROVINCE_ADMIN, "kon-tum"),
    "ministry": (Role.MINISTRY_OFFICIAL, None),
}
load_all_checks()
CHECKED = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
]


@pytest.fixture(scope="module")
def description(tmp_path_factory):
    file = tmp_path_factory.mktemp("openapi") / "schema.yaml"
    call_command("spectacular", file=str(file))
    schema = schemathesis.openapi.from_dict(yaml.safe_load(file.read_text(encoding="utf-8")))
    schema.app = get_wsgi_application()
    return schema


@pytest.fixture(autouse=True)
def inside_the_tests_transaction():
    """As Django's own test client does: a request does not close the connection that the test has open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers_of(person):
    """headers_of(who) is a bearer token of a person in that role; none for nobody."""

    def make(who: str) -> dict[str, str]:
        if WHO[who] is None:
            return {}
        user = person(*WHO[who])
        _, secret = create_api_token(user, name="schemathesis")
        return {"Authorization": f"Bearer {secret}"}

    return make


def real_places(path: str) -> dict[str, str]:
    """Values of an address at which something is."""
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    known = {
        "id": str(agency.public_id),
        "slug": "kon-tum" if "/provinces/" in path else "kon-tum-2013",
        "plan": "kon-tum-2013",
        "key": "I/1.1",
    }
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


def try_everything(description, headers: dict[str, dict[str, str]], examples: int) -> dict[str, Counter]:
    """Sends so many requests of each kind to each operation, each as everybody who has headers here; making one up
    takes as long as its answer. Returns how many were answered to whom, by status.
    """
    answered = {who: Counter() for who in headers}
    budget = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )

    def send(case) -> None:
        for who, hers in headers.items():
            try:
                answer = case.call_and_validate(headers=hers, checks=CHECKED)
            except Exception as error:
                error.add_note(f"asked by: {who}")
                raise
            answered[who][answer.status_code] += 1

    for found in description.get_all_operations():
        operation = found.ok()
        for places in [{}, real_places(operation.path)] if "{" in operation.path else [{}]:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                strategy = operation.as_strategy(mode, path_parameters=places or None)
                try:
                    budget(given(case=strategy)(lambda case: send(case)))()
                except Unsatisfiable:
                    assert mode == GenerationMode.NEGATIVE  # where nothing is asked nothing can be wrong
    return answered


def expected_of(who: str) -> set[int]:
    """Some of the answers without which the requests would say little."""
    seen = {"anonymous": {401}, "department": {200, 400, 403, 404}, "administrator": {200, 400, 404}}
    return seen.get(who, {200, 400, 403, 404})


def test_every_answer_is_described(description, headers_of):
    assert_described(description, {who: headers_of(who) for who in WHO}, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("who", WHO)
def test_every_answer_is_described_at_length(who, description, headers_of):
    assert_described(description, {who: headers_of(who)}, LONG)


def assert_described(description, headers: dict[str, dict[str, str]], examples: int) -> None:
    answered = try_everything(description, headers, examples)
    assert {who: expected_of(who) - set(statuses) for who, statuses in answered.items()} == {
        who: set() for who in headers
    }, answered
