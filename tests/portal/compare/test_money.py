"""Money by source side by side: what is known, what is not, and what a sum leaves out."""

import re

import pytest

from budgets.findings import findings_of_all
from budgets.selectors import with_content, with_findings, with_money
from budgets.sums import planned_money
from budgets.tables import money_by_source
from plans.models import PlanVersion
from portal.nationwide.money import money_comparison
from tests.factories import plan_copy
from tests.portal.compare.conftest import rows_of, text_of

pytestmark = pytest.mark.django_db


def test_each_province_shows_what_its_plan_gives(page):
    rows = rows_of(page("/compare/money/"))
    assert rows[1:] == [
        "Tỉnh An Giang 531/KH-UBND 2016-2020 – 720 – – 6.840 6.840 cả kỳ 2016-2020",
        "NSĐP + DN: 6.120",
        "Tỉnh Hà Tĩnh 3210/QĐ-UBND 2011-2015 5.030 2.020 370 – 7.420 7.050 khác tổng tính cả kỳ 2011-2015",
        "Tỉnh Kon Tum nay thuộc Tỉnh Quảng Ngãi 835/QĐ-UBND 2013-2020 chưa rõ chưa rõ – chưa rõ",
        "Tỉnh Lạng Sơn không in số 2016-2020 chưa rõ chưa rõ – chưa rõ",
        "Tỉnh Ninh Bình 1051/QĐ-UBND 2016-2020 240 36 24 – 300 300 riêng năm 2017; 7 nhóm chưa rõ",
        "Cộng cả kỳ 2 kế hoạch, các kỳ khác nhau: 2011-2015, 2016-2020 5.030 2.740 370 – 14.260",
        "NSĐP + DN: 6.120",
        "Cộng riêng năm 2017 1 kế hoạch 240 36 24 – 300",
    ]


def test_sums_say_what_they_leave_out(page):
    text = text_of(page("/compare/money/"))
    assert "Không có trong tổng: 2 kế hoạch chưa rõ kinh phí (Tỉnh Kon Tum, Tỉnh Lạng Sơn)." in text
    assert "Chỉ rõ một phần: 1 kế hoạch (Tỉnh Ninh Bình: riêng năm 2017; 7 nhóm chưa rõ)." in text
    assert "Kinh phí cả kỳ và kinh phí riêng một năm được cộng riêng" in text


def test_one_period_is_added_without_reservation(page):
    rows = rows_of(page("/compare/money/?year=2012"))
    assert rows[-1] == "Cộng cả kỳ 1 kế hoạch, kỳ 2011-2015 5.030 2.020 370 – 7.420"


def test_cells_are_those_of_the_plans_own_table(plans):
    for line in money_comparison(plans()).lines:
        own = money_by_source(line.plan.money).total.lines
        amounts = [
            [(cell.amount, cell.label) for cell in cells if cell.amount is not None] for cells in line.lines
        ]
        assert (
            amounts == [[(c.amount, c.label) for c in cells if c.amount is not None] for cells in own]
            or not own
        )


def test_totals_equal_the_sums_of_every_plan(plans):
    with_all = {v.pk: planned_money(v) for v in with_content(PlanVersion.objects.current())}
    for plan in plans():
        whole = with_all[plan.version.pk]
        assert (plan.money.total, plan.money.by_sources, plan.money.published) == (
            whole.total,
            whole.by_sources,
            whole.published,
        )


def test_less_is_loaded_and_the_findings_stay_the_same(django_assert_num_queries):
    versions = PlanVersion.objects.current()
    expected = findings_of_all(with_content(versions))
    lean = list(with_findings(versions))
    with django_assert_num_queries(3):
        assert findings_of_all(lean) == expected
    money = list(with_money(versions))
    with django_assert_num_queries(0):
        assert [planned_money(version).total for version in money]


def test_a_task_without_figure_makes_a_plan_known_in_part_only(issue, page, plans):
    data = plan_copy("an-giang-2016")
    data["groups"][0]["tasks"][0]["budget"] = None
    issue(**data)
    plan = next(one for one in plans() if one.slug == "an-giang-2098")
    assert (plan.coverage, plan.coverage_text) == ("partial", "cả kỳ 2016-2020; 1 nhiệm vụ chưa rõ")
    text = text_of(page("/compare/money/"))
    assert "Chỉ rõ một phần: 2 kế hoạch (Tỉnh An Giang: cả kỳ 2016-2020; 1 nhiệm vụ chưa rõ" in text


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("money", ["Ninh Bình", "An Giang", "Hà Tĩnh", "Kon Tum", "Lạng Sơn"]),
        ("-money", ["Hà Tĩnh", "An Giang", "Ninh Bình", "Kon Tum", "Lạng Sơn"]),
        ("NSTW", ["Ninh Bình", "Hà Tĩnh", "An Giang", "Kon Tum", "Lạng Sơn"]),
        ("-province", ["Ninh Bình", "Lạng Sơn", "Kon Tum", "Hà Tĩnh", "An Giang"]),
    ],
)
def test_unknown_money_stands_last_in_both_directions(sort, order, page):
    rows = rows_of(page(f"/compare/money/?sort={sort}"))
    assert [
        re.match(r"Tỉnh (\w+ \w+)", row)[1]
        for row in rows
        if (row.startswith("Tỉnh ") and row != rows[0] and "QĐ" in row) or "KH-" in row or "không in" in row
    ] == order


def test_by_the_provinces_of_today_a_plan_stays_its_issuers(page):
    rows = rows_of(page("/compare/money/?borders=34"))
    assert any(row.startswith("Tỉnh Quảng Ngãi kế hoạch của Tỉnh Kon Tum 835/QĐ-UBND") for row in rows)
    names = [row.split(" kế hoạch")[0] for row in rows if row.startswith("Tỉnh ")]
    assert names[-1].startswith("Tỉnh Quảng Ngãi"), "in the order of today's names"


def test_the_sheet_has_typed_numbers_equal_to_the_page(sheet):
    rows = sheet("/compare/money/")
    found = {row[0]: row for row in rows if row[0]}
    assert found["Tỉnh Hà Tĩnh"][4:10] == (5030, 2020, 370, "–", 7420, 7050)
    assert found["Tỉnh An Giang"][4:10] == ("–", 720, "–", "–", 6840, 6840)
    assert found["Tỉnh Kon Tum"][4] == found["Tỉnh Kon Tum"][8] == "chưa rõ"
    assert found["Tỉnh Ninh Bình"][10] == "riêng năm 2017; 7 nhóm chưa rõ"
    assert [row[8] for row in rows if str(row[0]).startswith("Cộng")] == [14260, 300]
    assert any(row[5] == "NSĐP + DN: 6.120" for row in rows), "no column adds up what is unsplit"
    assert any("2 kế hoạch chưa rõ kinh phí" in str(row[0]) for row in rows)
