"""Lines pasted below the task table: tasks at the end of the last group, all or none, once, by who may write."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from agencies.enums import Role
from portal.views.grids import acting_as
from tests.portal.grids.conftest import SLUG, now

ROWS = f"/plans/{SLUG}/edit/task-table/rows/"
LINES = [
    {
        "number": "2",
        "action": "Đánh giá  nhanh",
        "lead": "Sở Công Thương; Báo Hà Tĩnh",
        "time": "2019 - 2020",
    },
    {"action": "Tập huấn", "expected_results": "- 2 lớp\n- 1 tài liệu", "note": "Làm sớm"},
]


@pytest.fixture
def add(client, editor, draft) -> Callable:
    """add(lines, after=...) posts lines as the page does; gives the answer."""

    def post(rows, after="2/1", by: Client = client, person=editor):
        body = {"rows": rows, "after": after, "person": acting_as(person)}
        return by.post(ROWS, json.dumps(body), content_type="application/json")

    return post


def test_lines_become_tasks_of_the_last_group(add, draft):
    answer = add(LINES)
    assert [(row["id"], row["number"], row["name"]) for row in answer.json()["rows"]] == [
        ("2/2", "2", "Đánh giá nhanh"),
        ("2/3", "", "Tập huấn"),
    ]
    first, second = now(draft)["groups"][1]["tasks"][1:]
    assert first["lead"] == [
        {"text": "Sở Công Thương", "agency": "so-cong-thuong"},
        {"text": "Báo Hà Tĩnh", "agency": "bao-ha-tinh"},
    ]
    assert (first["time"]["start"], first["time"]["end"]) == (2019, 2020)
    assert (second["expected_results"], second["note"]) == (["2 lớp", "1 tài liệu"], "Làm sớm")


def test_lines_that_are_sent_again_are_added_once(add, draft):
    add(LINES)
    after = now(draft)
    answer = add(LINES)
    assert (answer.status_code, "Cuối bảng vừa có thay đổi" in answer.json()["message"]) == (422, True)
    assert now(draft) == after
    assert len(add(LINES[:1], after="2/3").json()["rows"]) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"number": "3"}, "Dòng 2 trong phần thêm: Nhiệm vụ phải có nội dung"),
        ({"action": "x", "number": "1" * 21}, "Dòng 2 trong phần thêm, cột Số: Dài quá 20 ký tự"),
        ({"action": "a\x07b"}, "Dòng 2 trong phần thêm, cột Nhiệm vụ: Có ký tự điều khiển"),
        ({"action": "x", "budget": "1"}, "Trang này đã cũ"),
        ({"action": 1}, "Trang này đã cũ"),
    ],
)
def test_a_line_that_cannot_be_a_task_keeps_all_out(line, said, add, draft):
    before = now(draft)
    answer = add([LINES[0], line])
    assert (answer.status_code, said in answer.json()["message"]) == (422, True), answer.json()
    assert now(draft) == before


@pytest.mark.parametrize("rows", [None, [], "x", [[]], [{"action": "x"}] * 1_001])
def test_what_is_no_list_of_lines_is_refused(rows, add, draft):
    before = now(draft)
    assert add(rows).status_code == 422
    assert now(draft) == before


def test_only_who_may_write_adds(add, draft, signed_in):
    before = now(draft)
    assert add(LINES, by=signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")).status_code == 403
    assert add(LINES, by=signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")).status_code == 404
    assert now(draft) == before
