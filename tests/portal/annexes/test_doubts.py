"""What the person is asked, at its cell, and what is listed as having no place."""

from decimal import Decimal

import pytest

from portal.annexes.grid import Cell, Grid, Opened
from portal.annexes.recognising import recognise
from portal.annexes.recognition.report import DOUBTS
from tests.house import ROOT, text_of
from tests.portal.annexes.known import directory
from tests.portal.annexes.layouts import D, W, opened, sheet

HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Kinh phí (triệu đồng)"]
GROUP = [W("I. Truyền thông", 5)]


def doubts(*rows, province=None):
    found = recognise(opened(sheet(HEAD, GROUP, *rows)), directory=directory(province) if province else None)
    return [(doubt.cell, doubt.code, doubt.candidates) for doubt in found.doubts], found


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([["1", "A", "Sở B", "2016", "2.000"]], [("E3", "ambiguous_number", (2, 2000))]),
        ([["1", "A", "Sở B", "2016", "10-15"]], [("E3", "unreadable_number", ())]),
        ([["1", "A", "Sở B", "2016", "30%"]], [("E3", "unreadable_number", ())]),
        ([["1", "A", "Sở B", "2018-2016", "Theo dự toán"]], [("D3", "time_unclear", ())]),
        (
            [["1", "A", "Sở B", "2016", D("100", 2)], ["2", "B", "Sở B", "2016"]],
            [("E3", "shared_amount", (100,))],
        ),
        (
            [["1", "A", "Sở B", "2016", 100], [None, "Tổng", None, None, 90]],
            [("E4", "total_differs", (90, 100))],
        ),
        ([["1", "A", "Sở B", "2016", 1], ["1", "B", "Sở B", "2016", 1]], [("B4", "number_repeated", ())]),
        ([["1", "A", "Sở B", "2016", Decimal("-5")]], [("E3", "unreadable_number", ())]),
    ],
)
def test_doubts_at_their_cells(rows, asked):
    assert doubts(*rows)[0] == asked


def test_an_open_number_leaves_the_amount_empty():
    _, found = doubts(["1", "A", "Sở B", "2016", "2.000"])
    assert found.plan["groups"][0]["tasks"][0]["budget"]["total"] is None


def test_a_figure_is_never_mended():
    _, found = doubts(["1", "A", "Sở B", "2016", 100], [None, "Tổng", None, None, 90])
    assert found.plan["groups"][0]["tasks"][0]["budget"]["total"] == 100


def test_unknown_agencies_are_asked_with_a_directory_only():
    row = ["1", "A", "Sở Công nghệ và Khoa học; các Sở, ngành liên quan", "2016", 1]
    assert doubts(row)[0] == []
    asked, found = doubts(row, province="kon-tum")
    ((cell, code, candidates),) = asked
    assert (cell, code, candidates[0]) == ("C3", "unknown_agency", "so-khoa-hoc-va-cong-nghe")
    assert [party["agency"] for party in found.plan["groups"][0]["tasks"][0]["lead"]] == [None, None]


def test_a_table_without_unit_is_asked_and_large_numbers_are_dong():
    head = [*HEAD[:4], "Kinh phí"]
    found = recognise(opened(sheet(head, GROUP, ["1", "A", "Sở B", "2016", 150_000_000])))
    assert [(doubt.cell, doubt.code) for doubt in found.doubts] == [("E1", "unit_missing")]
    assert found.plan["groups"][0]["tasks"][0]["budget"]["total"] == 150


def test_a_number_typed_as_1_1_after_1_9_is_1_10():
    rows = [[f"1.{n}", f"Việc {n}", "Sở B", "2016", 1] for n in range(1, 10)]
    asked, found = doubts(*rows, [Decimal("1.1"), "Việc 10", "Sở B", "2016", 1])
    assert asked == [("A12", "number_mended", ("1.10", "1.1"))]
    assert found.plan["groups"][0]["tasks"][-1]["number"] == "1.10"


def test_signatures_and_other_tables_are_listed():
    grid = sheet(
        HEAD,
        GROUP,
        ["1", "A", "Sở B", "2016", 1],
        [None, "Người lập biểu", None, "GIÁM ĐỐC", None],
        [None, None, None, "Nguyễn Văn A", None],
    )
    people = sheet(
        ["TT", "Họ và tên", "Chức vụ", "Nhiệm vụ"], ["1", "Nguyễn B", "Phó Giám đốc", "Phó ban"], name="Ban"
    )
    found = recognise(opened(grid, people))
    assert [(one.sheet, one.cell, one.text) for one in found.unplaced] == [
        ("Sheet1", "B4", "Người lập biểu"),
        ("Sheet1", "D4", "GIÁM ĐỐC"),
        ("Sheet1", "D5", "Nguyễn Văn A"),
        ("Ban", "A1", "TT | Họ và tên | Chức vụ | Nhiệm vụ"),
        ("Ban", "A2", "1 | Nguyễn B | Phó Giám đốc | Phó ban"),
    ]


def test_converted_fonts_and_notes_of_the_file_are_told():
    grid = Grid("S", ((Cell("Sở Công Thương", was="Së C«ng Th­¬ng"), Cell("x")),), ())
    found = recognise(Opened((grid,), converted_from="TCVN3", notes=(("S", "B1", "Ô bị ẩn"),)))
    assert [(doubt.cell, doubt.code) for doubt in found.doubts] == [
        ("A1", "font_converted"),
        ("B1", "file_note"),
    ]


def test_a_file_without_tables_is_no_error():
    found = recognise(opened(sheet(["Xin chào"])))
    assert found.plan["groups"] == found.plan["budget_tables"] == []
    assert found.unplaced[0].text == "Xin chào"


def test_the_page_on_annexes_lists_every_doubt():
    page = text_of(ROOT / "docs/annexes.md")
    for code, label in DOUBTS.items():
        assert f"| `{code}` | {label} |" in page
