"""The OpenAPI description: valid, complete, kept by the answers; its page from our own files."""

import json
import re
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from django.contrib.staticfiles import finders
from django.core.management import call_command

from agencies.enums import Role
from budgets.models import FindingDecision
from tests.conftest import PLAN_SLUGS
from tests.portal.api.routes import address, reading_routes, route_names

pytestmark = pytest.mark.django_db
DESCRIBED = [name for name in reading_routes() if name not in ("schema", "docs")]


@pytest.fixture(scope="module")
def description(tmp_path_factory) -> dict:
    file = tmp_path_factory.mktemp("openapi") / "schema.yaml"
    call_command("spectacular", file=str(file), fail_on_warn=True, validate=True)
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def operation(description: dict, path: str, method: str = "get") -> dict:
    """What is described for an address."""
    for pattern, methods in description["paths"].items():
        if re.fullmatch(re.sub(r"\{key\}", ".+", re.sub(r"\{(?!key)\w+\}", "[^/]+", pattern)), path):
            found = methods.get(method)
            if found:
                return found
    raise AssertionError(f"{method} {path} is not described")


def check(description: dict, path: str, answer, method: str = "get") -> None:
    """The answer is as described, and has no key that is not described."""
    described = operation(description, path, method)["responses"][str(answer.status_code)]
    shape = described["content"]["application/json"]["schema"]
    components = closed(description["components"])
    validator = jsonschema.Draft202012Validator(shape | {"components": components})
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer.json())]
    assert errors == []


def closed(node):
    """The description in which an object may have no other keys than those that are named."""
    if isinstance(node, list):
        return [closed(part) for part in node]
    if not isinstance(node, dict):
        return node
    parts = {name: closed(part) for name, part in node.items()}
    if isinstance(node.get("properties"), dict) and node.get("type") == "object":
        parts.setdefault("additionalProperties", False)
    return parts


def test_the_description_is_valid_and_has_every_route(description):
    assert description["openapi"].startswith("3.1")
    for name in DESCRIBED:
        operation(description, address(name))
    operation(description, address("finding-decisions"), "post")
    operation(description, address("agency-detail"), "patch")
    methods = [method for path in description["paths"].values() for method in path]
    assert len(methods) == len(DESCRIBED) + 2 == len(route_names()) - 1


def test_every_operation_says_who_may_ask(description):
    for path in description["paths"].values():
        for described in path.values():
            assert described["security"] == [{"bearer": []}, {"cookieAuth": []}]
    schemes = description["components"]["securitySchemes"]
    assert (schemes["bearer"]["scheme"], schemes["cookieAuth"]["name"]) == ("bearer", "sessionid")


@pytest.mark.parametrize("name", DESCRIBED)
def test_answers_are_as_described(name, description, api):
    path = address(name)
    answer = api(Role.MINISTRY_OFFICIAL).get(
        path, {"q": "kinh te"} if name == "search" else {"page_size": 200}
    )

    assert answer.status_code == 200
    check(description, path, answer)


@pytest.mark.parametrize("slug", PLAN_SLUGS)
@pytest.mark.parametrize("part", ["", "totals/", "money/"])
def test_every_document_is_as_described(slug, part, description, api):
    path = f"/api/v1/plans/{slug}/{part}"

    check(description, path, api(Role.MINISTRY_OFFICIAL).get(path))


def test_a_document_that_says_everything_is_as_described(draft, description, api):
    client = api(Role.DEPARTMENT_EDITOR, "ha-tinh")
    [finding, *_] = client.get("/api/v1/plans/ha-tinh-2097/").json()["findings"]
    note = {"plan": "ha-tinh-2097", "key": finding["key"], "text": "Đã xem"}
    path = "/api/v1/findings/decisions/"
    check(description, path, client.post(path, note), "post")
    assert FindingDecision.objects.exists()

    for path in ("/api/v1/plans/ha-tinh-2097/", "/api/v1/tasks/ha-tinh-2097/1/1.1/", "/api/v1/findings/"):
        check(description, path, client.get(path))


def test_the_check_finds_an_answer_that_is_not_as_described(description):
    class Answer:
        status_code = 200
        said = {"count": 1, "next": None, "previous": None, "results": []}

        def json(self):
            return self.said

    answer = Answer()
    check(description, "/api/v1/plans/", answer)
    for wrong in ({"count": "1"}, {"more": 1}, {"results": [{}]}):
        answer.said = Answer.said | wrong
        with pytest.raises(AssertionError):
            check(description, "/api/v1/plans/", answer)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/api/v1/plans/", {"province", "current_province", "programme", "year", "status"}),
        ("/api/v1/tasks/", {"plan", "province", "group", "component", "agency", "role", "year", "q"}),
        ("/api/v1/agencies/", {"province", "slug", "kind", "q"}),
        ("/api/v1/provinces/", {"existing_on", "successor"}),
        ("/api/v1/catalogue/programmes/", {"valid_on"}),
        ("/api/v1/catalogue/components/", {"valid_on", "programme", "code"}),
        ("/api/v1/catalogue/indicators/", {"valid_on", "code"}),
        ("/api/v1/catalogue/output-kinds/", {"valid_on", "code"}),
        ("/api/v1/catalogue/national-targets/", {"valid_on", "programme", "indicator"}),
        ("/api/v1/findings/", {"plan", "province", "code", "severity", "decided"}),
    ],
)
def test_every_filter_of_a_list_is_described(path, names, description):
    described = {parameter["name"] for parameter in operation(description, path)["parameters"]}

    assert described == names | {"page", "page_size"}


def test_the_description_is_served_as_yaml_and_json(description, api):
    client = api(Role.PROVINCIAL_VIEWER, "ha-tinh")
    as_yaml = client.get("/api/v1/schema/")
    as_json = client.get("/api/v1/schema/", {"format": "json"})

    assert yaml.safe_load(as_yaml.content) == json.loads(as_json.content)
    assert json.loads(as_json.content)["paths"] == description["paths"]
    for answer in (as_yaml, as_json):
        assert answer.headers["Content-Disposition"].isascii()
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")


def test_the_page_of_the_description_loads_nothing_from_elsewhere(api):
    client = api(Role.PROVINCIAL_VIEWER, "ha-tinh")
    page = client.get("/api/v1/docs/").content.decode()
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)

    assert len(loaded) >= 4
    assert re.findall(r"(?:https?:)?//\w[\w.-]*\.\w+", page) == []
    *files, script = loaded
    for place in files:
        assert urlsplit(place).netloc == ""
        assert finders.find(place.removeprefix("/static/")), place
    script = client.get(script)
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()
    assert 'layout: "BaseLayout"' in script.content.decode()  # the other one asks a validator on the internet
