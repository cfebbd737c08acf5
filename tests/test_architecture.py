"""House rules of docs/architecture.md that import-linter cannot see. No test here touches the database."""

import ast
import re
import tomllib

from django.apps import apps
from django.urls import get_resolver

from agencies.models.revised import Revised
from tests.house import APPS, ROOT, modules, name_of, parsed, templates, text_of

LONGEST_VIEW = 30  # lines: a view reads in one look
ANSWERING = ("views", "forms", "serializers", "filters", "jobs", "api", "commands")
WITHOUT_WEB = (
    "core",
    "models",
    "services",
    "selectors",
    "permissions",
    "findings",
    "sums",
    "tables",
    "enums",
)
WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}

CHANGES = {"update", "bulk_update", "update_or_create"}
# Accounts, where they are made.
SAVES_NEW_ROWS = {
    "agencies/models/user.py: create_user",
    "agencies/services/accounts.py: create_administrator",
    "agencies/services/invitations.py: accept_as_new_person",
    "reporting/services/reports.py: _new_report",
}

# The state of a plan's version or of a report, behind a lock and a table of its own (`transitions`).
SAVES_STATES = {
    "plans/services/life.py: _write_status",
    "plans/services/life.py: put_in_force",
    "reporting/services/consolidations.py: send_consolidation",
    "reporting/services/paper.py: _take_over",
    "reporting/services/reports.py: take_step",
    "reporting/services/review.py: _begun",
}

# What a report says of a task or product: rows behind the entry's lock, whose revision counts for all; a remark's answer.
SAVES_ENTRIES = {
    "reporting/services/entries.py: answer_remark",
    "reporting/services/entry_rows.py: save_as_next",
    "reporting/services/entry_rows.py: write_row",
}

# What was decided about a reporting year or an obligation, behind the year's lock.
SAVES_DECISIONS = {"reporting/services/due.py: write"}

# Writes a column that nobody edits and that counts no revision.
NO_EDITS = {
    "agencies/services/accounts.py: end_sessions",
    "reporting/services/outdated.py: _mark",  # many at once, what is no field that people edit
    "portal/sample/bulk.py: _step",  # of reports that nobody else knows yet
}


def layer(*names: str) -> list:
    """The modules of which the own name, or that of a folder around them, is one of the names."""
    files = [file for file in modules() if {file.stem, *file.relative_to(ROOT).parts[:-1]} & set(names)]
    assert files
    return files


def calls(files):
    """Each call with the place where it stands, and the called expression as text."""
    for file in files:
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call):
                yield f"{name_of(file)}:{node.lineno}", node, ast.unparse(node.func)


def test_import_contracts_know_every_app():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]
    contracts = {contract["name"]: contract for contract in project["contracts"]}
    assert (
        set(contracts["Apps import one way"]["layers"])
        == {*APPS, "sxsh_portal"}
        == set(project["root_packages"])
    )
    inside = {name for contract in contracts.values() for name in contract.get("containers", ())}
    assert set(APPS) <= inside


def test_what_answers_leaves_writing_to_services():
    writing = [
        place for place, node, called in calls(layer(*ANSWERING)) if called.rpartition(".")[2] in WRITES
    ]
    assert writing == []


def test_rows_that_people_edit_are_changed_by_one_helper():
    """Only `core.editing.change` updates them: it alone refuses what was written over an old revision."""
    revised = {model.__name__ for model in apps.get_models() if issubclass(model, Revised)}
    assert {"Agency", "Membership", "User"} <= revised
    around = {
        f"{name_of(file)}: {function}"
        for file in modules()
        for function, node, called in calls_by_function(file)
        if called.rpartition(".")[2] in CHANGES and root_of(node.func) in revised
    }
    assert around == NO_EDITS
    savers = {
        f"{name_of(file)}: {function}"
        for file in layer("services", "models")
        for function, _, called in calls_by_function(file)
        if called.endswith(".save")
    }
    assert savers == SAVES_NEW_ROWS | SAVES_STATES | SAVES_ENTRIES | SAVES_DECISIONS


def calls_by_function(file):
    """Each call of a module with the name of the function around it, and the called expression as text."""
    for function in ast.walk(parsed(file)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield function.name, node, ast.unparse(node.func)


def root_of(node: ast.expr) -> str:
    """The name with which a chain of calls begins: Agency of Agency.objects.filter(...).update."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def test_a_view_reads_in_one_look():
    functions = [
        (file, node)
        for file in layer("views")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef)
    ]
    long = {f"{name_of(file)}: {node.name}": node.end_lineno - node.lineno + 1 for file, node in functions}
    assert {name: length for name, length in long.items() if length > LONGEST_VIEW} == {}


def test_rules_know_nothing_of_requests_and_pages():
    web = re.compile(r"^(from|import) django\.(http|shortcuts|template|views|contrib\.messages)\b", re.M)
    assert [name_of(file) for file in layer(*WITHOUT_WEB) if web.search(text_of(file))] == []


def test_no_floats():
    files = [file for file in modules() if file.relative_to(ROOT).parts[0] in APPS]
    floats = [
        place for place, _, called in calls(files) if called.rpartition(".")[2] in ("float", "FloatField")
    ]
    assert floats == []


def test_business_dates_come_from_the_clock():
    own = {ROOT / "core/clock.py"}
    files = [file for file in modules() if file not in own]
    clocks = r"(date|datetime|datetime\.date|datetime\.datetime)\.(today|now|utcnow)"
    assert [place for place, _, called in calls(files) if re.fullmatch(clocks, called)] == []


def test_addresses_hold_no_counters():
    def patterns(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            yield from patterns(pattern, path) if hasattr(pattern, "url_patterns") else [path]

    addresses = list(patterns(get_resolver()))
    assert addresses
    named = [path.replace("<int:year>", "") for path in addresses]  # a year is no counter
    assert [path for path in named if "<int:" in path or "P<pk>" in path] == []


def test_every_model_says_what_it_is():
    models = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    written_by_django = [model.__name__ for model in models if model.__doc__.startswith(f"{model.__name__}(")]
    assert written_by_django == []


def test_every_module_says_what_it_is_for():
    defining = [
        file
        for file in modules()
        if file.name != "apps.py"
        and any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in parsed(file).body)
    ]
    assert [name_of(file) for file in defining if not ast.get_docstring(parsed(file))] == []


def test_templates_hold_no_script_style_or_foreign_host():
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|(src|href)=\"(https?:)?//"
    )
    found = {name: hit[0] for name, file in templates().items() if (hit := forbidden.search(text_of(file)))}
    assert found == {}
