"""A draft is changed as a document; only the rows that differ are written, and never what is not open for writing."""

import copy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.enums import Role
from agencies.models import HistoryEntry
from budgets.models import BudgetLine
from plans.models import PlanVersion
from portal.drafting.changing import change_draft
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from portal.plan_document.reader import DocumentRefusedError, check_document
from portal.plan_document.rewriting import ORDER
from portal.plan_document.schema import as_data
from tasks.models import Task
from tests.factories import plan_copy, read_plan, whole_plan_data

DRAFT = {"number": 1, "kind": "original", "status": "draft"}


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def draft(db) -> PlanVersion:
    return load_plan(read_plan(whole_plan_data(slug="ha-tinh-2098", version=DRAFT))).version


def rows_of(version) -> dict:
    return {
        (model._meta.label, row.pk): {
            f.attname: getattr(row, f.attname)
            for f in model._meta.concrete_fields
            if f.name != "search_vector"
        }
        for model in ORDER
        for row in model.objects.filter(version=version)
    }


def changed_rows(before: dict, after: dict) -> set[str]:
    return {label for label, pk in before.keys() ^ after.keys()} | {
        key[0] for key in before.keys() & after.keys() if before[key] != after[key]
    }


CHANGES = {
    "a word of a task": (lambda d: d["groups"][0]["tasks"][0].update(note="Ghi chú khác"), {"tasks.Task"}),
    "the title": (lambda d: d.update(title="TÊN KHÁC"), set()),
    "one party more": (
        lambda d: d["groups"][0]["tasks"][0]["coordinating"].insert(0, {"text": "Báo", "agency": None}),
        {"tasks.Task", "tasks.Party"},  # a task is found by the words of its parties
    ),
    "one party less": (lambda d: d["groups"][0]["tasks"][0]["lead"].pop(), {"tasks.Task", "tasks.Party"}),
    "a line of money": (
        lambda d: d["groups"][0]["tasks"][0]["budget"]["lines"].append({"year": 2019, "sources": ["DN"], "amount": 3}),
        {"budgets.BudgetLine"},
    ),
    "a target": (lambda d: d["objectives"][0]["targets"].clear(), {"plans.Target"}),
    "a table": (lambda d: d["budget_tables"].clear(), {
        "budgets.BudgetTable", "budgets.BudgetRow", "budgets.BudgetLine", "budgets.PublishedTotal"
    }),
}  # fmt: skip


@pytest.mark.parametrize(("change", "written"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_writes_the_rows_that_differ_and_no_others(change, written, draft, editor):
    before = rows_of(draft)
    wanted = copy.deepcopy(content_of(draft))
    change(wanted)
    answer = change_draft(draft, change, by=editor)
    assert answer == content_of(PlanVersion.objects.get(pk=draft.pk))
    assert answer == content_of(draft) | as_loaded(wanted)
    assert changed_rows(before, rows_of(draft)) == written


def as_loaded(data: dict) -> dict:
    """The data with everything that a document may leave out."""
    return as_data(check_document(data).document)


def test_what_is_the_same_writes_nothing(draft, editor):
    last = HistoryEntry.objects.latest("id").pk
    change_draft(draft, lambda data: data.update(title=data["title"]), by=editor)
    assert HistoryEntry.objects.latest("id").pk == last


def test_a_moved_task_stays_the_same_row(editor):
    """An order of lists is a change of positions alone, and a task may pass into another group."""
    version = load_plan(read_plan(plan_copy("ha-tinh-2011", slug="ha-tinh-2096", version=DRAFT))).version
    before = rows_of(version)

    def move(data):
        data["groups"][0]["tasks"].reverse()
        data["groups"][1]["tasks"].insert(0, data["groups"][2]["tasks"].pop())

    wanted = copy.deepcopy(content_of(version))
    move(wanted)
    assert change_draft(version, move, by=editor)["groups"] == wanted["groups"]
    assert before.keys() == rows_of(version).keys()
    assert changed_rows(before, rows_of(version)) <= {"tasks.Task"}


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(order=st.data())
def test_a_draft_becomes_whatever_document_is_wanted(order, db, person):
    """From any mixture of one plan's parts to another's, by rows that were there and new ones."""
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    version = load_plan(read_plan(whole_plan_data(slug=f"ha-tinh-{id(order)}", version=DRAFT))).version
    other, whole = as_loaded(plan_copy("ha-tinh-2011")), as_loaded(whole_plan_data())
    for _ in range(2):
        parts = order.draw(st.sets(st.sampled_from(
            ["objectives", "sections", "responsibilities", "financing", "annexes", "readings", "recipients", "title"]
        )))  # fmt: skip

        def change(data, parts=parts):
            for part in parts:
                data[part] = other[part] if data[part] != other[part] else whole[part]

        wanted = copy.deepcopy(content_of(PlanVersion.objects.get(pk=version.pk)))
        change(wanted)
        assert change_draft(version, change, by=editor) == wanted


def test_who_may_not_write_and_what_is_not_open_are_refused(draft, person, editor):
    def change(data):
        data["title"] = "KHÁC"

    for role, province in ((Role.PROVINCIAL_VIEWER, "ha-tinh"), (Role.DEPARTMENT_EDITOR, "kon-tum")):
        with pytest.raises(PermissionDenied):
            change_draft(draft, change, by=person(role, province))
    PlanVersion.objects.filter(pk=draft.pk).update(status="submitted")
    with pytest.raises(ValidationError, match="đang chờ duyệt"):
        change_draft(draft, change, by=editor)


def test_a_document_that_would_be_none_is_refused_and_nothing_is_written(draft, editor):
    before = content_of(draft)

    def break_it(data):
        data["title"] = "KHÁC"
        data["groups"].append(data["groups"][0])

    with pytest.raises(DocumentRefusedError, match="khóa 1 đã dùng"):
        change_draft(draft, break_it, by=editor)
    assert content_of(PlanVersion.objects.get(pk=draft.pk)) == before


def test_a_change_takes_as_many_queries_in_a_long_plan_as_in_a_short_one(editor):
    assert editor.membership  # who she is was asked before
    counts, longer = [], whole_plan_data()
    longer["groups"][0]["tasks"] += [
        longer["groups"][0]["tasks"][0] | {"key": f"1/{number}"} for number in range(20, 40)
    ]
    for slug, data in (("ha-tinh-2095", whole_plan_data()), ("ha-tinh-2094", longer)):
        version = load_plan(read_plan(data | {"slug": slug, "version": DRAFT})).version
        with CaptureQueriesContext(connection) as queries:
            change_draft(version, lambda data: data["groups"][0]["tasks"][0].update(note="Khác"), by=editor)
        counts.append(len(queries))
    assert counts == [60, 60]


def test_rows_of_several_parents_are_listed_as_printed(editor, draft):
    """A task added to the first group after all others stands among its own, for the API and in searches too."""

    def add(data):
        data["groups"].append(data["groups"][0] | {"key": "9", "tasks": [task(data, "9/1")]})
        data["groups"][0]["tasks"] += [task(data, "1/90"), task(data, "1/91")]
        data["groups"][0]["tasks"].append(data["groups"][-1]["tasks"].pop())

    def task(data, key):
        return data["groups"][0]["tasks"][0] | {"key": key}

    change_draft(draft, add, by=editor)
    change_draft(draft, lambda data: data["groups"][-1]["tasks"].append(task(data, "9/2")), by=editor)
    wanted = [
        row["key"]
        for group in content_of(PlanVersion.objects.get(pk=draft.pk))["groups"]
        for row in group["tasks"]
    ]
    listed = Task.objects.filter(version=draft).order_by("group__position", "position")
    assert [row.key for row in listed] == wanted
    places = list(Task.objects.filter(version=draft).values_list("group", "position"))
    assert len(set(places)) == len(places)


def test_positions_do_not_run_out(editor, draft):
    """Lines that come and go for years take no more room than there are."""
    lines = [{"year": 2019, "sources": ["DN"], "amount": amount} for amount in range(1, 40)]
    for some in (lines, [], lines, []):
        change_draft(draft, lambda data, some=some: money(data).update(lines=some), by=editor)
    change_draft(draft, lambda data: money(data).update(lines=lines), by=editor)
    assert BudgetLine.objects.filter(version=draft, axis="line").latest("position").position < 100


def money(data) -> dict:
    return data["groups"][0]["tasks"][0]["budget"]
