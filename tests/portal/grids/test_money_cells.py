"""Cells of the money grid: written as the plan document would be, asked back, refused, or told to be stale."""

import copy
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import HistoryEntry
from budgets.models import BudgetLine, TaskBudget
from plans.models import PlanVersion
from portal.drafting.changing import change_draft
from portal.grids.batch import MOST
from portal.plan_document.loader import load_plan
from tests.factories import plan_copy, read_plan
from tests.portal.grids.conftest import DRAFT, SLUG, document, now, task_in

CELLS = f"/plans/{SLUG}/edit/money/cells/"


def open_of(answer) -> list[tuple]:
    assert answer.status_code == 200, answer.content
    return [(one["row"], one["column"], one["state"]) for one in answer.json()["open"]]


def test_amounts_are_written_as_the_document_says(send, draft):
    answer = send(
        ("2/1", "2019:NSTW", "", "120,5"),
        ("2/1", "2020:NSDP+DN", "", "40"),
        ("2/1", ":KHAC", "", "0"),
        ("2/1", "total", "", "160,5"),
        ("2/1", "sources", "", "NSTW + NSĐP"),
        ("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "7"),
    )
    wanted = copy.deepcopy(now(draft))
    assert open_of(answer) == []
    assert task_in(wanted, "2/1")["budget"] == {
        "text": None, "total": 160.5, "sources": ["NSTW", "NSDP"],
        "lines": [
            {"year": None, "sources": ["KHAC"], "amount": 0, "quantity": None, "unit": None, "unit_price": None},
            {"year": 2019, "sources": ["NSTW"], "amount": 120.5, "quantity": None, "unit": None, "unit_price": None},
            {"year": 2020, "sources": ["NSDP", "DN"], "amount": 40, "quantity": None, "unit": None, "unit_price": None},
        ],
    }  # fmt: skip
    [line] = task_in(wanted, "1/1.1")["budget"]["lines"]
    assert (line["amount"], line["quantity"], line["unit_price"]) == (7, 2, 3)


def test_the_answer_has_the_texts_and_the_sums(send, draft):
    answer = send(("2/1", "2019:NSTW", "", " 1.234,50 "), ("1/1.2", "total", "320", "300")).json()
    assert answer["done"] == {"2/1": {"2019:NSTW": "1234,5"}, "1/1.2": {"total": "300"}}
    assert answer["sums"] == {
        "group:1": {
            "sum": "306", "source:NSTW": "6", "source:NSDP+DN": "300", "year:2019": "6", "total": "306", "2019:NSTW": "6",
        },
        "group:2": {"sum": "1234,5", "source:NSTW": "1234,5", "year:2019": "1234,5", "2019:NSTW": "1234,5"},
        "1/1.2": {"sum": "300", "source:NSDP+DN": "300"},
        "2/1": {"sum": "1234,5", "source:NSTW": "1234,5", "year:2019": "1234,5"},
        "all": {
            "sum": "1540,5", "source:NSTW": "1240,5", "source:NSDP+DN": "300", "year:2019": "1240,5", "total": "306",
            "2019:NSTW": "1240,5",
        },
    }  # fmt: skip


AMBIGUOUS = ("2/1", "2019:NSTW", "", "3.200")
REFUSED = [
    ("2/1", "2019:NSTW", "", "ba mươi"),
    ("2/1", "2019:NSTW", "", "-5"),
    ("2/1", "2019:NSTW", "", "1000000000"),
    ("2/1", "2019:NSTW", "", "0,0000001"),
    ("2/1", "sources", "", "NSTW + ODA"),
    ("2/1", "text", "", "x\x00"),
    ("2/1", "2019:XYZ", "", "1"),
    ("2/1", "sum", "", "1"),
    ("2/9", "2019:NSTW", "", "1"),
    ("group:1", "2019:NSTW", "", "1"),
]


def test_what_means_two_things_is_asked(send, draft):
    before = now(draft)
    [open_one] = send(AMBIGUOUS).json()["open"]
    assert (open_one["state"], open_one["choices"]) == ("ambiguous", ["3,2", "3200"])
    assert now(draft) == before
    assert open_of(send(("2/1", "2019:NSTW", "", open_one["choices"][1]))) == []
    assert task_in(now(draft), "2/1")["budget"]["lines"][0]["amount"] == 3200


@pytest.mark.parametrize("change", REFUSED, ids=lambda change: f"{change[0]} {change[1]} {change[3]!r}")
def test_what_cannot_stand_in_a_cell_is_refused_with_words(change, send, draft):
    before = now(draft)
    [open_one] = send(change).json()["open"]
    assert open_one["state"] == "refused"
    assert len(open_one["message"]) > 15
    assert now(draft) == before


def test_a_cell_of_several_amounts_is_refused(send, draft, editor):
    line = {"year": 2020, "sources": ["DN"], "amount": 1}
    change_draft(draft, lambda d: task_in(d, "2/1").update(budget={"lines": [line, line]}), by=editor)
    [open_one] = send(("2/1", "2020:DN", "2", "5")).json()["open"]
    assert "nhiều khoản" in open_one["message"]


def test_the_column_settles_what_a_cell_leaves_open(send, draft):
    answer = send(("2/1", "2019:NSTW", "", "3.200"), ("1/1.2", "2019:NSTW", "", "1.234.567"))
    assert open_of(answer) == []
    assert answer.json()["done"]["2/1"] == {"2019:NSTW": "3200"}


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(send, draft):
    send(("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "8"))
    [open_one] = send(("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "9")).json()["open"]
    assert (open_one["state"], open_one["theirs"], open_one["text"]) == ("stale", "8", "9")
    assert open_of(send(("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "8"))) == []  # both want the same
    assert open_of(send(("1/1.1", "2019:NSTW", "8", "9"))) == []


def test_the_good_cells_of_a_batch_are_written_or_none_of_a_whole_block(send, draft):
    changes = (("2/1", "2020:DN", "", "5"), AMBIGUOUS, ("2/1", "2020:NSTW", "", "x"))
    before = now(draft)
    answer = send(*changes, whole=True)
    assert (open_of(answer), answer.json()["done"]) == (
        [("2/1", "2019:NSTW", "ambiguous"), ("2/1", "2020:NSTW", "refused")], {},
    )  # fmt: skip
    assert now(draft) == before
    assert open_of(send(*changes)) == open_of(answer)
    assert [line["amount"] for line in task_in(now(draft), "2/1")["budget"]["lines"]] == [5]


def test_an_emptied_cell_is_unknown_and_an_emptied_budget_is_gone(send, draft):
    before = now(draft)
    send(("2/1", "2019:NSTW", "", "5"))
    send(("2/1", "2019:NSTW", "5", ""))
    assert now(draft) == before
    assert not TaskBudget.objects.filter(task__key="2/1", version=draft).exists()


def test_many_changes_one_after_the_other_stay_what_the_document_would_be(send, draft, editor):
    """Amounts come and go between others until no position is left between them."""
    other = load_plan(read_plan(document() | {"slug": "ha-tinh-2097"})).version
    years = [2030 - n for n in range(12)] + [2005 + n for n in range(0, 12, 2)]
    for year in years:
        assert open_of(send(("1/1.1", f"{year}:DN", "", str(year)))) == []
    for year in years[::2]:
        assert open_of(send(("1/1.1", f"{year}:DN", str(year), ""))) == []
    kept = sorted(set(years) - set(years[::2]))

    def change(data):
        lines = task_in(data, "1/1.1")["budget"]["lines"]
        for year in kept:
            later = [n for n, line in enumerate(lines) if line["year"] > year]
            lines.insert(later[0] if later else len(lines), {"year": year, "sources": ["DN"], "amount": year})

    assert now(draft)["groups"] == change_draft(other, change, by=editor)["groups"]
    lines = BudgetLine.objects.filter(task_budget__task__key="1/1.1", version=draft).order_by("position")
    assert len({line.position for line in lines}) == len(lines)
    assert {(line.axis, line.province_id, line.row_id) for line in lines} == {
        ("line", draft.province_id, None)
    }


def test_each_change_is_in_the_history_and_nothing_else(send, draft):
    last = HistoryEntry.objects.latest("id").pk
    send(
        ("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "7"),
        ("2/1", "total", "", "9"),
        ("1/1.2", "total", "320", "320"),
    )
    entries = HistoryEntry.objects.filter(pk__gt=last).order_by("pk")
    assert [(entry.table_name, entry.operation) for entry in entries] == [
        ("budgets_taskbudget", "insert"), ("budgets_budgetline", "update"),
    ]  # fmt: skip
    assert entries[1].changed == ["amount"]


def test_who_may_not_write_and_what_is_not_open(send, draft, person):
    before = now(draft)
    change = ("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "7")
    for role, province, status in (
        (Role.DEPARTMENT_EDITOR, "kon-tum", 404), (Role.MINISTRY_OFFICIAL, None, 404),
        (Role.PROVINCIAL_VIEWER, "ha-tinh", 403), (Role.AGENCY_REPORTER, "ha-tinh", 403),
    ):  # fmt: skip
        someone, client = person(role, province), Client()
        client.force_login(someone)
        assert send(change, by=client, person=someone).status_code == status
        assert client.get(CELLS).status_code == (404 if status == 404 else 200)
    PlanVersion.objects.filter(pk=draft.pk).update(status="submitted")
    answer = send(change)
    assert (answer.status_code, answer.json()["is_final"]) == (409, True)
    assert "đang chờ duyệt" in answer.json()["message"]
    PlanVersion.objects.filter(pk=draft.pk).update(status="draft")
    assert now(draft) == before


def test_another_account_of_the_same_browser_does_not_write_for_this_one(send, draft, person):
    answer = send(
        ("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "7"), person=person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    )
    assert (answer.status_code, answer.json()["is_final"]) == (409, True)
    assert "tài khoản" in answer.json()["message"]


CHANGE = {"row": "2/1", "column": "total", "seen": "", "text": "1"}
BAD = [
    "", "[", "[]", "null", "1", "[" * 100_000,
    json.dumps({"changes": "x"}), json.dumps({"changes": [1]}), json.dumps({"changes": [{}]}),
    json.dumps({"changes": [CHANGE | {"text": 1}]}), json.dumps({"changes": [CHANGE] * (MOST + 1)}),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_what_is_no_batch_is_refused_with_words(body, client, draft):
    answer = client.post(CELLS, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_forged_request_is_refused_and_a_new_token_is_given(editor, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(CELLS, "{}", content_type="application/json").status_code == 403
    token = client.get(CELLS, {"part": "token"}).json()["token"]
    headers = {"X-CSRFToken": token}
    assert client.post(CELLS, "{}", content_type="application/json", headers=headers).status_code == 422


def test_a_batch_takes_as_many_queries_however_many_cells_it_has(send, draft):
    send(("2/1", "2001:NSTW", "", "1"), ("2/1", "2002:NSTW", "", "1"))
    columns = [f"{year}:{source}" for year in range(2003, 2033) for source in ("NSTW", "NSDP", "DN", "KHAC")]
    counts = []
    for changes in (
        [("2/1", "2001:NSTW", "1", "2"), ("2/1", "2001:NSDP", "", "2")],
        [
            ("2/1", "2001:NSTW", "2", "3"),
            ("2/1", "2002:NSTW", "1", "3"),
            *((("2/1", c, "", "2")) for c in columns),
        ],
    ):
        with CaptureQueriesContext(connection) as queries:
            assert open_of(send(*changes)) == []
        counts.append(len(queries))
    assert counts == [18, 18]


def test_the_grid_asks_for_as_many_queries_with_many_tasks_as_with_few(client, draft, editor):
    counts = []
    for count in (0, 20):
        more = [{"key": f"2/{n}", "action": "Khảo sát", "budget": {"total": n}} for n in range(2, 2 + count)]
        change_draft(draft, lambda d, more=more: d["groups"][1]["tasks"].extend(more), by=editor)
        for address in (CELLS, f"{CELLS}?part=marks", f"/plans/{SLUG}/edit/money/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts == [13, 21, 13, 13, 21, 13]


def test_the_grid_has_rows_columns_and_calculations(client, draft):
    data = client.get(CELLS).json()
    assert data["may_write"] is True
    assert [(row["id"], row["kind"]) for row in data["rows"]] == [
        ("group:1", "group"), ("1/1.1", "task"), ("1/1.2", "task"), ("group:2", "group"), ("2/1", "task"),
        ("all", "total"),
    ]  # fmt: skip
    assert data["rows"][1] == {
        "id": "1/1.1", "kind": "task", "number": "1.1", "name": "Tổ chức 02 hội nghị", "text": "Tổng KP: 6",
        "sources": "NSTW", "total": "6", "2019:NSTW": "2 hội nghị x 3 = 6", "details": {"2019:NSTW": "2 hội nghị x 3 = 6"},
    }  # fmt: skip
    assert (data["years"], data["columns"]) == ([2019, 2020], ["2019:NSTW"])


def test_contradictions_are_told_at_their_cells(client, send, draft):
    assert client.get(f"{CELLS}?part=marks").json()["marks"] == {}
    send(("1/1.1", "total", "6", "10"), ("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "8"))
    marks = client.get(f"{CELLS}?part=marks").json()["marks"]
    assert set(marks) == {"1/1.1"}
    assert marks["1/1.1"]["total"] == [
        "Nhiệm vụ 1.1, cộng các khoản: ghi 10, tính được 8 (nhiều hơn 2 triệu đồng)"
    ]
    assert marks["1/1.1"]["2019:NSTW"] == [
        "Nhiệm vụ 1.1, số lượng x đơn giá: ghi 8, tính được 6 (nhiều hơn 2 triệu đồng)"
    ]


def test_contradictions_of_groups_and_of_the_whole(client, send, draft, editor):
    table = {
        "key": "nhom",
        "title": "Theo nhóm",
        "rows": [{"number": "1", "label": "x", "group": "1", "total": 326}],
    }
    clause = {"clause": "IV", "text": "Tổng", "amount": 326, "sources": ["NSDP", "DN"]}

    def change(data):
        data["budget_tables"].append(table)
        data["financing"].append(clause)

    change_draft(draft, change, by=editor)
    assert client.get(f"{CELLS}?part=marks").json()["marks"] == {}
    send(("1/1.2", "total", "320", "321"))
    marks = client.get(f"{CELLS}?part=marks").json()["marks"]
    assert set(marks) == {"group:1", "all"}
    assert "các nhiệm vụ của nhóm: ghi 326, tính được 327" in marks["group:1"]["total"][0]
    assert "cộng các nhiệm vụ: ghi 326, tính được 327" in marks["all"]["total"][0]


def test_without_javascript_each_task_leads_to_its_form(client, draft):
    page = client.get(f"/plans/{SLUG}/edit/money/").content.decode()
    assert f'href="/plans/{SLUG}/edit/tasks/row/?key=1%2F1.2"' in page
    assert '<td class="number">320</td><td>NSĐP + DN</td>' in page
    assert client.get(f"/plans/{SLUG}/edit/tasks/row/", {"key": "1/1.2"}).status_code == 200


def test_a_real_plan_fits_into_the_grid_and_stays_as_it_is(send, person):
    """All cells of An Giang's real plan sent as they were read: nothing is changed, nothing asked."""
    real = load_plan(read_plan(plan_copy("an-giang-2016", version=DRAFT))).version
    slug, editor, client = real.plan.slug, person(Role.DEPARTMENT_EDITOR, "an-giang"), Client()
    client.force_login(editor)
    before, last = now(real), HistoryEntry.objects.latest("id").pk
    rows = client.get(f"/plans/{slug}/edit/money/cells/").json()["rows"]
    texts = [
        (row["id"], column, "cũ", text)
        for row in rows
        for column, text in row.items()
        if row["kind"] == "task" and column not in ("id", "kind", "number", "name", "details")
    ]
    assert len(texts) > 30
    assert open_of(send(*texts, by=client, person=editor, slug=slug)) == []
    assert (now(real), HistoryEntry.objects.latest("id").pk) == (before, last)
