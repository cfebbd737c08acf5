"""Money of a plan on its page: unknown is never zero, unsplit stays unsplit, printed stands beside computed."""

import re

import pytest

from agencies.enums import Role
from budgets.sums import planned_money
from budgets.tables import money_by_source, money_by_year
from portal.plan_document.loader import load_plan
from tests.factories import read_plan, whole_plan_data
from tests.portal.plan.pages import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(signed_in):
    """money(slug) is the text of a plan's money page."""
    browser = signed_in(Role.MINISTRY_OFFICIAL)
    return lambda slug: text_of(browser.get(address(slug, "money/")))


def test_unsplit_sources_are_one_amount(money):
    text = money("an-giang-2016")

    assert "NSĐP + DN: 6.120" in text
    assert "Chưa phân theo năm: 300" in text
    assert "6.840 Bằng chữ: Sáu tỷ tám trăm bốn mươi triệu đồng chẵn" in text
    assert "Bản nguồn chỉ còn phần đầu của bảng" in text


def test_a_printed_total_that_is_not_the_sum_is_marked_beside_it(money):
    text = money("ha-tinh-2011")

    assert "Tổng cộng (in trong văn bản) 7.050 5.030 2.020 370" in text
    assert "Cộng các dòng (cổng tính) 7.050 5.030 2.020 370" in text
    assert "Tổng in không gồm kinh phí doanh nghiệp" in text
    assert "Bằng chữ, như đã in: Bảy tỷ không trăm năm triệu đồng chẵn" in text
    changed = whole_plan_data()
    changed["budget_tables"][0]["totals"]["by_source"]["NSTW"] = 61
    load_plan(read_plan(changed))
    assert "khác số in" in money(changed["slug"])


def test_what_is_not_given_is_unknown_and_never_zero(money):
    for slug in ("ninh-binh-2016", "kon-tum-2013", "lang-son-2016"):
        assert "chưa rõ" in money(slug).lower()
        assert not re.search(r" 0 (?!tỷ)", money(slug))
    assert "Kinh phí chưa rõ" in money("lang-son-2016")
    assert "các năm khác chưa rõ" in money("ninh-binh-2016")


@pytest.mark.parametrize("slug", ["an-giang-2016", "ha-tinh-2011", "ninh-binh-2016"])
def test_the_page_shows_the_cells_that_everything_else_shows(slug, signed_in):
    answer = signed_in(Role.MINISTRY_OFFICIAL).get(address(slug, "money/"))
    version = answer.context["page"].version
    sums = planned_money(version)

    assert answer.context["by_source"] == money_by_source(sums)
    assert answer.context["by_year"] == money_by_year(sums, version)


def test_every_comparison_of_totals_is_there(signed_in):
    answer = signed_in(Role.MINISTRY_OFFICIAL).get(address("ha-tinh-2011", "money/"))

    rows = answer.context["checks"]
    assert f"Đối chiếu từng số tổng in với số tính ({len(rows)})" in text_of(answer)
    assert {row.agrees for row in rows} == {True, False}


# Objectives


def test_objectives_stand_beside_the_national_ones_and_are_not_ranked(signed_in):
    browser = signed_in(Role.MINISTRY_OFFICIAL)

    kon_tum = text_of(browser.get(address("kon-tum-2013", "objectives/")))
    assert kon_tum.count("không so sánh trực tiếp") == 7
    assert "đối tượng gọi giống nhau" not in kon_tum
    assert "15% năm đạt: 2015" in kon_tum
    assert "25% 2009-2015 Đối tượng: cơ sở sản xuất công nghiệp" in kon_tum
    assert "5-8%" in kon_tum
    assert "Mục tiêu quốc gia mà kế hoạch không nêu" in kon_tum

    an_giang = text_of(browser.get(address("an-giang-2016", "objectives/")))
    assert an_giang.count("đối tượng gọi giống nhau") == 3
    assert "không so sánh trực tiếp" not in an_giang

    ha_tinh = text_of(browser.get(address("ha-tinh-2011", "objectives/")))
    assert "không kèm số liệu" in ha_tinh
