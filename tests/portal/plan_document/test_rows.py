"""How a document becomes rows: money in đồng, order as printed, blanks, and every word to be found again."""

from decimal import Decimal

import pytest

from budgets.enums import Axis
from budgets.models import BudgetLine, BudgetTable, PublishedTotal, TaskBudget
from plans.models import DocumentMention, Objective, Responsibility, Section, SectionItem, TaskGroup
from portal.plan_document.loader import load_plan
from tasks.models import Party, Task
from tests.factories import plan_data, read_plan, whole_plan_data
from tests.factories.documents import put

pytestmark = pytest.mark.django_db

SEARCHED = (Objective, TaskGroup, Section, SectionItem, Responsibility, Task)
TASK, SECTION, DUTY = ("groups", 0, "tasks", 0), ("sections", 0), ("responsibilities", 0)
FOUND_BY = [
    ("objectives", 0, "text"), ("groups", 0, "title"), (*TASK, "action"), (*TASK, "contents", 0),
    (*TASK, "expected_results", 0), (*TASK, "lead", 0, "text"), (*TASK, "coordinating", 0, "text"), (*TASK, "note"),
    (*SECTION, "title"), (*SECTION, "text"), (*SECTION, "note"), (*SECTION, "items", 0, "text"),
    (*DUTY, "agency"), (*DUTY, "items", 0), (*DUTY, "items", 1),
]  # fmt: skip


def load(data: dict):
    return load_plan(read_plan(data)).version


def test_the_words_of_objectives_tasks_sections_and_duties_can_be_searched():
    """A word of its own is put in each place; a row holds it without accents."""
    data = whole_plan_data()
    for count, path in enumerate(FOUND_BY):
        data = put(data, path, f"Chữ{count}số")
    version = load(data)
    held = " ".join(text for model in SEARCHED for text in _search_texts(model, version)).split()
    assert [path for count, path in enumerate(FOUND_BY) if f"chu{count}so" not in held] == []


def _search_texts(model, version) -> list[str]:
    return list(model.objects.filter(version=version).values_list("search_text", flat=True))


def test_amounts_are_kept_in_dong():
    version = load(put(whole_plan_data(), ("financing", 0, "amount"), Decimal("20.400001")))
    assert version.financingstatement_rows.get().amount == 20_400_001
    assert TaskBudget.objects.get(version=version).total == 6_000_000
    assert version.pastresult_rows.get().amount == 1_500_000


def test_a_row_of_a_table_has_a_line_for_every_printed_cell():
    version = load(whole_plan_data())
    lines = BudgetLine.objects.filter(version=version, row__isnull=False)
    cells = {(line.axis, *line.sources, line.year): int(line.amount) // 10**6 for line in lines}
    assert cells == {
        (Axis.SOURCE, "NSTW", 2019): 60, (Axis.SOURCE, "NSDP", 2019): 30, (Axis.SOURCE, "DN", 2019): 10,
        (Axis.YEAR, "NSTW", "NSDP", "DN", 2019): 100, (Axis.LINE, "NSTW", 2019): 100,
    }  # fmt: skip
    totals = PublishedTotal.objects.filter(version=version)
    assert {(t.axis, t.source, t.year): int(t.amount) // 10**6 for t in totals} == {
        (Axis.TOTAL, "", None): 100, (Axis.SOURCE, "NSTW", None): 60, (Axis.SOURCE, "NSDP", None): 30,
        (Axis.SOURCE, "DN", None): 10, (Axis.YEAR, "", 2019): 100,
    }  # fmt: skip


def test_rows_stand_in_printed_order_whatever_their_keys():
    data = plan_data()
    group = data["groups"][0]
    task = group["tasks"][0]
    group["tasks"] = [task | {"key": key, "number": None} for key in ("1/9", "1/10", "1/1")]
    data["groups"].append(group | {"key": "0", "tasks": [task | {"key": "0/1"}]})
    version = load(data)
    assert [row.key for row in TaskGroup.objects.filter(version=version)] == ["1", "0"]
    assert [row.key for row in Task.objects.filter(version=version)] == ["1/9", "1/10", "1/1", "0/1"]
    assert list(Task.objects.filter(version=version).values_list("position", flat=True)) == [1, 2, 3, 4]


def test_leads_stand_before_coordinating_parties():
    data = plan_data()
    names = [{"text": text} for text in ("b", "a")]
    data["groups"][0]["tasks"][0] |= {"lead": names, "coordinating": [{"text": "c"}, *names]}
    parties = Party.objects.filter(version=load(data))
    assert [(party.role[0], party.text) for party in parties] == [
        ("l", "b"), ("l", "a"), ("c", "c"), ("c", "b"), ("c", "a")
    ]  # fmt: skip


def test_what_the_document_leaves_open_is_blank_and_unknown_figures_are_null():
    version = load(plan_data(number=None, issued_on=None, budget_tables=[{"key": "b", "title": "BẢNG"}]))
    assert (version.document_number, version.place, version.subject, version.issued_on) == ("", "", "", None)
    table = BudgetTable.objects.get(version=version)
    assert (table.year, table.includes_dn, table.amount_in_words, table.total_label) == (None, None, "", "")
    assert not PublishedTotal.objects.filter(version=version).exists()


def test_own_references_are_told_from_other_documents():
    version = load(whole_plan_data())
    mentions = DocumentMention.objects.filter(version=version)
    assert [(mention.is_own, mention.number) for mention in mentions] == [
        (False, "1419/QĐ-TTg"),
        (True, "99/KH-UBND"),
    ]
