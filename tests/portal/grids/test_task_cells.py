"""Cells of the task table: texts, parties that keep their agencies, times that are understood."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from core.dates import read_period
from portal.drafting.changing import change_draft
from tests.factories import plan_copy
from tests.portal.grids.conftest import SLUG, now, task_in

REAL_PLANS = ["an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"]
CELLS = f"/plans/{SLUG}/edit/task-table/cells/"
TABLE = {"grid": "task-table"}


def test_texts_are_written(send, draft):
    answer = send(
        ("2/1", "number", "1", "2.1"), ("2/1", "action", "Khảo sát", "Khảo sát  hiện trạng"),
        ("2/1", "expected_results", "", "- 02 báo cáo\n\n100 phiếu"), ("2/1", "note", "", "Làm sớm"), **TABLE,
    ).json()  # fmt: skip
    assert answer["open"] == []
    assert answer["done"]["2/1"] == {
        "number": "2.1", "action": "Khảo sát hiện trạng", "expected_results": "02 báo cáo\n100 phiếu", "note": "Làm sớm",
    }  # fmt: skip
    task = task_in(now(draft), "2/1")
    assert (task["number"], task["action"], task["note"]) == ("2.1", "Khảo sát hiện trạng", "Làm sớm")
    assert task["expected_results"] == ["02 báo cáo", "100 phiếu"]


def test_parties_keep_their_agencies_and_new_ones_are_known_by_name(send, draft):
    answer = send(
        ("1/1.1", "coordinating", "Sở Tài chính", "Sở Tài chính; Báo Hà Tĩnh\nSở Công Thương"),
        ("1/1.1", "lead", "Sở Công thương", "Sở Công thương"), **TABLE,
    ).json()  # fmt: skip
    assert answer["open"] == []
    assert answer["done"]["1/1.1"]["coordinating"] == "Sở Tài chính\nBáo Hà Tĩnh\nSở Công Thương"
    task = task_in(now(draft), "1/1.1")
    assert [party["agency"] for party in task["coordinating"]][::2] == ["so-tai-chinh", "so-cong-thuong"]
    assert [party["text"] for party in task["coordinating"]] == [
        "Sở Tài chính",
        "Báo Hà Tĩnh",
        "Sở Công Thương",
    ]
    assert task["lead"] == [{"text": "Sở Công thương", "agency": "so-cong-thuong"}]


def test_a_party_whose_words_hold_a_semicolon_stays_one(send, draft, editor):
    words = "Sở Tài chính; các huyện"
    party = {"text": words, "agency": "so-tai-chinh"}
    change_draft(draft, lambda data: task_in(data, "2/1").update(lead=[party]), by=editor)
    assert send(("2/1", "lead", words, f"{words}\nUBND huyện"), **TABLE).json()["open"] == []
    assert task_in(now(draft), "2/1")["lead"] == [party, {"text": "UBND huyện", "agency": None}]


@pytest.mark.parametrize(
    ("text", "start", "end", "every_year"),
    [
        ("2019 - 2020", 2019, 2020, False),
        ("3/2019 – 12/2019", "2019-03", "2019-12", False),
        ("2019", 2019, 2019, False),
        ("Hằng năm", None, None, True),
        ("Quý I", None, None, False),
        ("2020 - 2019", None, None, False),
    ],
)
def test_a_time_is_understood_where_it_names_years(text, start, end, every_year, send, draft):
    assert send(("2/1", "time", "", text), **TABLE).json()["open"] == []
    time = task_in(now(draft), "2/1")["time"]
    assert time == {"text": text, "start": start, "end": end, "every_year": every_year}


@pytest.mark.parametrize("slug", REAL_PLANS)
def test_the_times_of_real_plans_are_understood_as_they_were_encoded(slug):
    for group in plan_copy(slug)["groups"]:
        for task in group["tasks"]:
            time = task["time"]
            if time["text"] and not time["every_year"]:
                assert read_period(time["text"]) == (str(time["start"]), str(time["end"]))


@pytest.mark.parametrize(
    ("column", "seen", "text", "state"),
    [
        ("action", "Khảo sát", " ", "refused"),
        ("number", "1", "1" * 21, "refused"),
        ("note", "", "x\x07", "refused"),
        ("budget", "", "1", "refused"),
        ("note", "khác", "mới", "stale"),
    ],
)
def test_what_cannot_be_written_is_told(column, seen, text, state, send, draft):
    before = now(draft)
    [open_one] = send(("2/1", column, seen, text), **TABLE).json()["open"]
    assert open_one["state"] == state
    assert open_one["message"] or state == "stale"
    assert now(draft) == before


def test_a_block_is_written_whole_or_not_at_all(send, draft):
    before = now(draft)
    changes = (("2/1", "note", "", "Được"), ("2/1", "action", "Khảo sát", ""))
    assert len(send(*changes, whole=True, **TABLE).json()["open"]) == 1
    assert now(draft) == before
    assert len(send(*changes, **TABLE).json()["open"]) == 1
    assert task_in(now(draft), "2/1")["note"] == "Được"


def test_the_table_has_its_rows_for_all_of_the_province_in_as_many_queries(signed_in, draft, editor):
    counts = []
    client = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    for count in (0, 20):
        more = [{"key": f"2/{n}", "action": "x", "lead": [{"text": "Sở"}]} for n in range(2, 2 + count)]
        change_draft(draft, lambda d, more=more: d["groups"][1]["tasks"].extend(more), by=editor)
        for address in (CELLS, f"/plans/{SLUG}/edit/task-table/"):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            counts.append(len(queries))
            assert answer.status_code == 200
    assert counts == [13, 13, 13, 13]
    data = client.get(CELLS).json()
    assert data["may_write"] is False
    assert data["rows"][1] == {
        "id": "1/1.1", "kind": "task", "number": "1.1", "name": "Tổ chức 02 hội nghị", "action": "Tổ chức 02 hội nghị",
        "lead": "Sở Công thương", "coordinating": "Sở Tài chính", "time": "01/2019 - 2019",
        "expected_results": "02 hội nghị", "note": "ghi chú",
    }  # fmt: skip
