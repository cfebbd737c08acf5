"""Targets beside the national ones: populations named, never ranked, none invented."""

import pytest

from plans.targets import same_population
from portal.nationwide.targets import target_comparison
from tests.portal.compare.conftest import rows_of, text_of

pytestmark = pytest.mark.django_db


def figures(plans, code: str) -> list[tuple]:
    one = next(one for one in target_comparison(plans) if one.indicator.code == code)
    return [
        (f.plan.province, f.target.year, f.value, f.national and f.national.value, f.comparison)
        for f in one.figures
    ]


def test_awareness_beside_the_strategy(plans):
    same, other = "cùng đối tượng", "không so sánh trực tiếp"
    assert figures(plans(), "awareness_rate") == [
        ("Tỉnh An Giang", 2020, "75%", "90%", same),
        ("Tỉnh Hà Tĩnh", 2015, "50%", "50%", same),
        ("Tỉnh Kon Tum", 2015, "50%", "50%", other),
        ("Tỉnh Kon Tum", 2020, "90%", "90%", other),
        ("Tỉnh Lạng Sơn", 2020, "90%", "90%", same),
        ("Tỉnh Ninh Bình", 2020, "95%", "90%", same),
    ]


def test_ranges_missing_figures_and_indicators_of_a_province_alone(plans):
    savings = figures(plans(), "savings_rate")
    assert [row[2] for row in savings] == ["8-13%", "5-8%", "5-8%", "8-13%", "8-13%", "8-13%"]
    assert figures(plans(), "department_staff_rate") == [
        ("Tỉnh Hà Tĩnh", 2015, "không ghi số", "70%", "không so sánh trực tiếp")
    ]
    assert figures(plans(), "dedicated_unit_rate") == [
        ("Tỉnh Kon Tum", 2020, "90%", "90%", "không so sánh trực tiếp"),
        ("Tỉnh Lạng Sơn", 2020, "70%", "90%", "cùng đối tượng"),
    ]
    assert figures(plans(), "part_time_staff_rate") == [
        ("Tỉnh An Giang", 2020, "75%", None, "không có mục tiêu quốc gia cùng kỳ")
    ]


def test_who_sets_no_target_is_named(page):
    rows = rows_of(page("/compare/targets/"))
    assert "không đặt mục tiêu (3) Tỉnh An Giang, Tỉnh Hà Tĩnh, Tỉnh Ninh Bình" in rows
    assert (
        "Cả nước Quyết định 1419/QĐ-TTg 2016-2020 8-13% cơ sở sản xuất công nghiệp áp dụng sản xuất sạch hơn"
        in rows
    )
    assert "Cả nước không có mục tiêu quốc gia cho chỉ tiêu này" in rows


def test_populations_stand_as_printed(page):
    text = text_of(page("/compare/targets/"))
    assert "cơ sở sản xuất công nghiệp có tiềm năng áp dụng SXSH trong tỉnh" in text
    assert "Không xếp hạng" in text


def test_values_cannot_be_sorted(page):
    markup = page("/compare/targets/?sort=-value")
    assert "aria-sort" not in markup
    assert "sort=" not in markup.replace("?sort=-value", "")
    assert rows_of(markup) == rows_of(page("/compare/targets/"))


def test_only_programmes_that_somebody_answers_are_shown(page):
    text = text_of(page("/compare/targets/"))
    assert "889/QĐ-TTg 2026-2030" not in text
    assert "mô hình" not in text


@pytest.mark.parametrize(
    ("printed", "national", "same"),
    [
        (
            "những cơ sở sản xuất công nghiệp áp dụng SXSH",
            "cơ sở sản xuất công nghiệp áp dụng sản xuất sạch hơn",
            True,
        ),
        ("cơ sở sản xuất công nghiệp trên địa bàn tỉnh", "cơ sở sản xuất công nghiệp", True),
        ("các doanh nghiệp vừa và lớn", "doanh nghiệp vừa và lớn", True),
        ("doanh nghiệp vừa", "doanh nghiệp vừa và lớn", False),
        ("cơ sở sản xuất công nghiệp có tiềm năng", "cơ sở sản xuất công nghiệp", False),
        ("Sở Công thương", "các Sở Công Thương trong cả nước", False),
        ("", "cơ sở sản xuất công nghiệp", False),
    ],
)
def test_populations_differ_by_more_than_spelling(printed, national, same):
    assert same_population(printed, national) is same


def test_the_sheet_has_a_row_for_each_target_and_each_plan_without(sheet):
    rows = [
        row for row in sheet("/compare/targets/") if str(row[0]).startswith("Tỷ lệ doanh nghiệp vừa và lớn")
    ]
    assert [row[1:6] for row in rows] == [
        ("Cả nước (Quyết định 1419/QĐ-TTg)", "2016-2020", 90, 90, "%"),
        ("Tỉnh Kon Tum", "2020", 90, 90, "%"),
        ("Tỉnh Lạng Sơn", "2020", 70, 70, "%"),
        *((name, period, "không đặt mục tiêu", None, None) for name, period in (
            ("Tỉnh An Giang", "2016-2020"), ("Tỉnh Hà Tĩnh", "2011-2015"), ("Tỉnh Ninh Bình", "2016-2020"))),
    ]  # fmt: skip
    assert [row[8] for row in rows[1:3]] == ["không so sánh trực tiếp", "cùng đối tượng"]
