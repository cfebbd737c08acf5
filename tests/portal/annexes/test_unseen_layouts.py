"""Layouts that officials used and the reader had not seen: what it once read wrong without a word."""

import pytest

from portal.annexes.recognising import recognise
from portal.annexes.recognition.components import components_of
from portal.annexes.recognition.parties import Parties, read_parties
from tests.portal.annexes.layouts import B, D, W, opened, sheet

HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)"]


def tasks_of(found) -> list[tuple]:
    """Group, number and title of each task, with its total and the amounts of its lines."""
    return [
        (
            group["title"],
            task["number"],
            task["action"],
            (task["budget"] or {}).get("total"),
            [(line["sources"], line["amount"]) for line in (task["budget"] or {"lines": []})["lines"]],
        )
        for group in found.plan["groups"]
        for task in group["tasks"]
    ]


@pytest.mark.parametrize("label", ["Cộng Đề án 1", "Cộng dự án 1", "Tổng hợp phần 1", "Cộng chương trình 1"])
def test_the_sum_of_a_project_is_no_further_row_of_its_last_task(label):
    found = recognise(
        opened(
            sheet(
                HEAD,
                [W("Đề án 1. Truyền thông", 4)],
                ["1.1", "Hội nghị", "Sở CT", 20],
                ["1.2", "Tập huấn", "Sở CT", 30],
                [None, label, None, 50],
                [None, "TỔNG CỘNG", None, 50],
            )
        )
    )
    assert tasks_of(found) == [
        ("Truyền thông", "1.1", "Hội nghị", 20, []),
        ("Truyền thông", "1.2", "Tập huấn", 30, []),
    ]
    assert not found.doubts


def test_a_column_of_groups_holds_the_total_and_no_money_of_its_own():
    found = recognise(
        opened(
            sheet(
                ["Nhóm nhiệm vụ", "Tên nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)"],
                [D("Truyền thông", 2), "Hội nghị", "Sở CT", 20],
                ["Tập huấn", "Sở CT", 30],
                [D("Hỗ trợ kỹ thuật", 2), "Đánh giá nhanh", "Sở CT", 40],
                ["Mô hình", "Sở CT", 50],
                ["Tổng cộng", None, None, 140],
            )
        )
    )
    assert [row[3] for row in tasks_of(found)] == [20, 30, 40, 50]
    assert not found.doubts


@pytest.mark.parametrize("numbers", [(None, None), ("I.a", "I.b")])
def test_numbered_rows_over_unnumbered_ones_are_groups(numbers):
    first, second = numbers
    rows = [
        ["I", "Truyền thông", None, None],
        [first, "Hội nghị", "Sở CT", 20],
        [second, "Tập huấn", "Sở CT", 30],
        ["II", "Hỗ trợ kỹ thuật", None, None],
        [first and "II.a", "Đánh giá nhanh", "Sở CT", 40],
    ]
    assert [row[:4] for row in tasks_of(recognise(opened(sheet(HEAD, *rows))))] == [
        ("Truyền thông", first, "Hội nghị", 20),
        ("Truyền thông", second, "Tập huấn", 30),
        ("Hỗ trợ kỹ thuật", first and "II.a", "Đánh giá nhanh", 40),
    ]


def test_letters_before_titles_part_a_table_of_money_too():
    found = recognise(
        opened(
            sheet(
                ["Nội dung", "Năm 2019", "Năm 2020", "Cộng (triệu đồng)"],
                ["A. Truyền thông", 60, 40, 100],
                ["Viết bài", 20, 20, 40],
                ["Phát sóng", 40, 20, 60],
                ["B. Cơ sở dữ liệu", 150, None, 150],
                ["Trang thông tin", 150, None, 150],
                ["Tổng", 210, 40, 250],
            )
        )
    )
    assert [row[:4] for row in tasks_of(found)] == [
        ("Truyền thông", None, "Viết bài", 40),
        ("Truyền thông", None, "Phát sóng", 60),
        ("Cơ sở dữ liệu", None, "Trang thông tin", 150),
    ]
    assert not found.doubts


def money_of(*heads: str):
    return recognise(
        opened(
            sheet(
                ["TT", "Nhiệm vụ", "Chủ trì", W("Kinh phí (triệu đồng)", 2)],
                [None, None, None, *heads],
                ["I", B("Truyền thông"), None, None, None],
                ["1", "Hội nghị", "Sở CT", 300, 60],
                ["2", "Tập huấn", "Sở CT", 200, 50],
            )
        )
    )


def test_a_source_that_nobody_knows_is_no_total():
    found = money_of("NSTW", "Quỹ phúc lợi")
    assert [row[3:] for row in tasks_of(found)] == [(None, [(["NSTW"], 300)]), (None, [(["NSTW"], 200)])]
    assert [one.text for one in found.unplaced] == ["60", "50"]


def test_science_without_technology_is_a_source_of_the_province():
    found = money_of("NSTW", "SN khoa học")
    assert tasks_of(found)[0][4] == [(["NSTW"], 300), (["NSDP"], 60)]


def test_shares_in_the_column_of_sources_are_kept():
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Tổng mức (triệu đồng)", "Nguồn"]
    found = recognise(
        opened(
            sheet(
                head,
                [W("I. Truyền thông", 5)],
                ["1", "Hội nghị", "Sở CT", 200, "NSTW: 150; NSĐP: 50"],
                ["2", "Tập huấn", "Sở CT", 100, "NSĐP năm 2019"],
            )
        )
    )
    assert [row[3:] for row in tasks_of(found)] == [(200, [(["NSTW"], 150), (["NSDP"], 50)]), (100, [])]
    assert not found.doubts


@pytest.mark.parametrize("remark", ["* Kinh phí không gồm chi thường xuyên", "Số liệu làm tròn"])
def test_a_remark_below_the_total_is_no_group(remark):
    found = recognise(
        opened(
            sheet(
                HEAD,
                [W("I. Truyền thông", 4)],
                ["1", "Hội nghị", "Sở CT", 20],
                [None, "Tổng cộng", None, 20],
                [W(remark, 4)],
            )
        )
    )
    assert [group["title"] for group in found.plan["groups"]] == ["Truyền thông"]
    assert [one.text for one in found.unplaced] == [remark]


def test_a_count_that_no_line_can_hold_is_told():
    found = recognise(
        opened(
            sheet(
                ["TT", "Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền (triệu đồng)", "2021", "2022"],
                ["A", B("Truyền thông"), None, None, 60, 40, 20],
                ["1", "Phóng sự", 4, 15, 60, 40, 20],
            )
        )
    )
    assert tasks_of(found)[0][3:] == (60, [([], 40), ([], 20)])
    assert [one.text for one in found.unplaced] == ["4"]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Đài PT-TH tỉnh chủ trì, Sở Nội vụ, Sở Tài chính phối hợp",
            Parties(("Đài PT-TH tỉnh",), ("Sở Nội vụ", "Sở Tài chính")),
        ),
        ("Sở Nội vụ chủ trì", Parties(("Sở Nội vụ",))),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", Parties(("Sở Nội vụ",), ("Sở Tài chính",))),
    ],
)
def test_who_leads_is_said_behind_the_name(text, parties):
    assert read_parties(text) == parties


def test_to_be_able_to_manage_is_no_policy():
    assert components_of("Nâng cao năng lực quản lý") == []
