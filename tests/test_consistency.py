"""The papers of the house agree with the house: documentation, settings, commands, templates, lock files.

No test here touches the database. What a test needs to know about the code it reads from the code, so that a
new model, setting, command or dependency fails here until it is written down.
"""

import ast
import importlib
import os
import pkgutil
import re
import tomllib
import typing
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.migrations.state import ProjectState
from django.db.models import Choices
from django.template.loader import get_template
from django.urls import get_resolver, resolve
from django.utils import translation
from pydantic import BaseModel

from budgets.findings import FindingCode
from budgets.findings.finding import NOTICES
from plans.models import VersionRow
from portal.plan_document.schema import PlanDocument
from tests.house import APPS, ROOT, modules, name_of, our_files, parsed, templates, text_of

LONGEST_FILE = 500  # lines
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ASKED_BY_LIBRARIES = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "429.html",
    "500.html",
}


def section(document: str, title: str) -> str:
    """The text below a heading, up to the next one of its level."""
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", document, re.M | re.S)[1]


def table(text: str) -> dict[str, list[str]]:
    """The rows of a Markdown table whose first cell is code, by that cell; a repeated one fails."""
    rows = re.findall(r"^\| `([^`]+)`[^|]*\|(.*)\|$", text, re.M)
    assert len({first for first, _ in rows}) == len(rows), "a row stands twice"
    return {first: [cell.strip() for cell in rest.split("|")] for first, rest in rows}


def subclasses(base: type) -> set[type]:
    return {base for child in base.__subclasses__() for base in (child, *subclasses(child))}


# Words


def test_glossary_has_every_model_and_every_value_of_closed_lists():
    for name in APPS:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    models = {model for name in APPS for model in apps.get_app_config(name).get_models()}
    expected = {model.__name__: str(model._meta.verbose_name) for model in models}
    lists = {choices for choices in subclasses(Choices) if choices.__module__.split(".")[0] in APPS}
    values = {f"{choices.__qualname__}.{item.name}": str(item.label) for choices in lists for item in choices}
    glossary = text_of(ROOT / "docs/glossary.md")
    assert {word: row[0] for word, row in table(section(glossary, "Models")).items()} == expected
    assert {word: row[0] for word, row in table(section(glossary, "Closed lists")).items()} == values


def test_plan_document_page_has_every_finding_code():
    page = section(text_of(ROOT / "docs/plan-document.md"), "Mã sai lệch / finding codes")
    expected = {
        code.value: [code.label, "notice" if code in NOTICES else "contradiction"] for code in FindingCode
    }
    assert {code: row[:2] for code, row in table(page).items()} == expected


def schema_paths(shape: type[BaseModel], prefix: str = "") -> set[str]:
    paths = set()
    for name, field in shape.model_fields.items():
        paths.add(prefix + name)
        for part in nested_shapes(field.annotation):
            paths |= schema_paths(part, f"{prefix}{name}.")
    return paths


def nested_shapes(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for argument in typing.get_args(annotation) for shape in nested_shapes(argument)]


def written_paths(value, prefix: str = "") -> set[str]:
    if isinstance(value, list):
        return {path for item in value for path in written_paths(item, prefix)}
    if not isinstance(value, dict):
        return set()
    below = {path for name, item in value.items() for path in written_paths(item, f"{prefix}{name}.")}
    return {f"{prefix}{name}" for name in value} | below


def test_plan_document_page_shows_every_key_at_its_place_and_no_other():
    page = text_of(ROOT / "docs/plan-document.md")
    written = written_paths(yaml.safe_load(re.search(r"```yaml\n(.*?)```", page, re.S)[1]))
    sums = {
        path for path in written if re.search(r"\.by_(source|year)\.", path)
    }  # keys are sources and years
    expected = schema_paths(PlanDocument)
    lines = {path for path in expected if ".lines." in path}  # told once, in words
    assert written - sums == expected - lines
    told = re.search(r"^A line \(.*?\n\n", page, re.M | re.S)[0]
    assert {path.rpartition(".")[2] for path in lines} == set(re.findall(r"`(\w+):`", told)) - {"lines"}


# Settings and commands


def variables_read(file: Path) -> set[str]:
    """The environment variables that a module reads by a literal name: env.str("X"), os.environ.get("X")."""
    found = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
            reader, name = ast.unparse(node.func), node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            reader, name = ast.unparse(node.value), node.slice
        else:
            continue
        if isinstance(name, ast.Constant) and re.fullmatch(
            r"env\.\w+|os\.environ(\.get)?|os\.getenv", reader
        ):
            found.add(name.value)
    return found


def test_operations_page_has_every_environment_variable_that_is_read_and_no_other():
    read = {name for file in modules() for name in variables_read(file)} - {"PATH"}
    assert variables_read(ROOT / "sxsh_portal/settings.py") <= read
    documented = table(section(text_of(ROOT / "docs/operations.md"), "Settings"))
    assert set(documented) == read


def test_every_command_of_ours_is_documented():
    documents = text_of(ROOT / "README.md") + text_of(ROOT / "docs/operations.md")
    ours = {name for name, app in get_commands().items() if app in APPS}
    assert {name for name in ours if not re.search(rf"manage\.py {name}\b", documents)} == set()
    scripts = {name_of(file) for file in our_files() if file.parent == ROOT / "script"}
    assert {script for script in scripts if not re.search(rf"{script}\b", documents)} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_commands_named_in_documents_exist_with_their_options(document):
    wrong = []
    for line in text_of(document).splitlines():
        parts = re.split(r"(script/[a-z]+\b|manage\.py [a-z_]+)", line)
        for command, rest in zip(parts[1::2], parts[2::2], strict=True):
            options = re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)
            wrong += [f"{command} {option}".strip() for option in unknown(command, options)]
    assert wrong == []


def unknown(command: str, options: list[str]) -> list[str]:
    """Which of the options the command does not know; an empty one if there is no such command."""
    program, _, name = command.partition(" ")
    if program != "manage.py":
        script = ROOT / program
        known = text_of(script)
        if script.name == "bench":  # the benchmarks have options of their own
            known += "".join(text_of(file) for file in sorted((ROOT / "benchmarks").glob("*.py")))
        return [option for option in options if option not in known] if os.access(script, os.X_OK) else [""]
    if name not in get_commands():
        return [""]
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return [option for option in options if option not in parser._option_string_actions]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_paths_and_addresses_in_documents_lead_somewhere(document):
    text = text_of(document)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []
    tops = {file.relative_to(ROOT).parts[0] for file in our_files()}
    paths = [path for path in re.findall(r"`([\w.-]+/[\w./*-]*)`", text) if path.split("/")[0] in tops]
    assert [path for path in paths if "SLUG" not in path and not any(ROOT.glob(path.rstrip("/")))] == []
    for address in re.findall(r"/api/v1/[\w/-]+", text):
        resolve(address)


# Templates, migrations, code


def views() -> list:
    def walk(patterns):
        for pattern in patterns:
            yield from walk(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.callback]

    return list(walk(get_resolver().url_patterns))


def test_no_template_is_missing_and_none_is_unused():
    literals = {
        node.value
        for file in modules()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    asked = {text for text in literals if re.fullmatch(r"[\w/]+\.(html|txt)", text)} & set(templates())
    asked |= {text for text in literals if re.fullmatch(r"[\w/]+\.html", text)}
    asked |= set(templates()) & {f"mail/{name}.{form}" for name in literals for form in ("html", "txt")}
    for file in templates().values():
        asked |= set(re.findall(r"{% (?:include|extends) \"([^\"]+)\"", text_of(file)))
    asked |= {getattr(getattr(view, "view_class", None), "template_name", None) for view in views()} - {None}
    for name in asked | set(templates()):
        get_template(name)  # raises where it is missing or broken
    assert set(templates()) - asked - ASKED_BY_LIBRARIES == set()


def test_no_migration_is_pending():
    with translation.override(None):  # as the command does: labels in their own language
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        assert detector.changes(graph=loader.graph) == {}


def test_every_table_of_a_version_is_frozen_and_keeps_its_province():
    statements = "\n".join(
        operation.sql
        for (app, _), migration in MigrationLoader(None).disk_migrations.items()
        if app in APPS
        for operation in migration.operations
        if isinstance(operation, RunSQL)
    )
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, VersionRow)}
    assert tables
    for name in tables:
        assert f"CREATE TRIGGER {name}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {name} " in statements
        assert f"ADD CONSTRAINT {name}_version_id_same_province" in statements


def test_what_others_call_in_core_services_and_selectors_says_what_it_does():
    layers = ("services", "selectors")
    files = [
        file
        for file in modules()
        if file.name != "apps.py" and (file.parts[-2] == "core" or {file.stem, file.parts[-2]} & set(layers))
    ]
    assert files
    silent = [
        f"{name_of(file)}: {node.name}"
        for file in files
        for node in parsed(file).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_is_too_long():
    ours = [file for file in our_files() if file.suffix in (".py", ".html", ".css", ".js")]
    lengths = {name_of(file): text_of(file).count("\n") for file in ours if file.parent.name != "migrations"}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


# What must not be in the repository


def test_no_file_names_a_host_or_a_place_of_one_machine():
    sign = "/"  # so that this file does not find itself
    places = re.compile(
        rf"(?<![\w.~-]){sign}(?:home|Users|mnt{sign}[a-z]){sign}[\w.-]+{sign}|(?<![\w.~-]){sign}(?:root|work){sign}\w"
    )
    networks = re.compile(r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b(?!\.)")
    registries = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|debian|ubuntu)\.(?:org|com|net)\b")
    known = {"127.0.0.1", "localhost", "{HOST}", "testserver", "www.w3.org"}  # Django's tests; SVG
    known |= {"${SITE_NAME"}  # of the installation
    known |= {"schemas.openxmlformats.org", "purl.oclc.org"}  # names of the XML that Office writes
    funding = {"github.com", "opencollective.com"}  # written by npm
    found = []
    for file in our_files():
        text = text_of(file)
        hosts = set(re.findall(r"https?://([^/\s\"'`<>()\[\]:]+)", text)) - known
        hosts -= funding if file.name == "package-lock.json" else set()
        hits = [pattern.search(text) for pattern in (places, networks, registries)]
        found += [f"{name_of(file)}: {hit}" for hit in (*hosts, *(hit[0] for hit in hits if hit))]
    assert found == []


# Dependencies


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies() -> dict[str, list[str]]:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    runtime = project["project"]["dependencies"]
    return {
        "requirements.lock": runtime,
        "requirements-dev.lock": runtime + project["dependency-groups"]["dev"],
    }


def locked(lock: str) -> set[tuple[str, str]]:
    """Names and versions of a lock file; fails where an entry is anything but pinned and hashed."""
    lines = text_of(ROOT / lock).replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line.strip() and not line.startswith("#")]
    pinned = r"([\w.-]+)==([\w.+!-]+)(?:\s*;[^\\]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*"
    matches = {line[:60]: re.fullmatch(pinned, line) for line in entries}
    assert [line for line, match in matches.items() if not match] == []
    return {(normal(match[1]), match[2]) for match in matches.values()}


def test_every_dependency_has_its_reason():
    reasons = re.findall(r'^ {4}"([^"]+)",\s+# \S.{3,}$', text_of(ROOT / "pyproject.toml"), re.M)
    assert sorted(reasons) == sorted(dependencies()["requirements-dev.lock"])


@pytest.mark.parametrize("lock", dependencies())
def test_lock_file_pins_and_hashes_all_that_is_asked_for_and_names_no_host(lock):
    assert not re.search(r"://|index-url|find-links|trusted-host", text_of(ROOT / lock))
    names = {name for name, _ in locked(lock)}
    asked = {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in dependencies()[lock]}
    assert asked - names == set()


def test_production_has_the_versions_that_were_tested():
    assert locked("requirements.lock") - locked("requirements-dev.lock") == set()
