"""Provinces side by side by component: figures read from the five printed plans."""

import pytest

from plans.enums import Component
from portal.nationwide.components import component_rows
from tests.factories import plan_copy
from tests.portal.compare.conftest import rows_of, text_of

pytestmark = pytest.mark.django_db
# Tasks by component in the strategy's order, as the five plans print them; None: no group of its own.
TASKS = {
    "Tỉnh An Giang": [4, 2, 5, None, 2],
    "Tỉnh Hà Tĩnh": [4, 1, 4, 2, 1],
    "Tỉnh Kon Tum": [4, 1, 3, 2, 3],
    "Tỉnh Lạng Sơn": [9, 2, 7, 3, 4],
    "Tỉnh Ninh Bình": [8, 2, 8, 3, 4],
}
MILLION = {  # of the groups that have a figure, triệu đồng
    "Tỉnh An Giang": [380, 300, 6120, None, 40],
    "Tỉnh Hà Tĩnh": [2110, 350, 4400, 500, 60],
    "Tỉnh Kon Tum": [None] * 5,
    "Tỉnh Lạng Sơn": [None] * 5,
    "Tỉnh Ninh Bình": [75, None, 170, 55, None],
}


def test_each_province_has_its_tasks_and_its_money_by_component(plans):
    rows = {row.plan.province: list(row.cells.values()) for row in component_rows(plans())}
    assert {name: [cell.tasks for cell in cells] for name, cells in rows.items()} == TASKS
    millions = {name: [c.total and c.total // 10**6 for c in cells] for name, cells in rows.items()}
    assert millions == MILLION


def test_the_parts_are_the_whole(plans):
    for row in component_rows(plans()):
        assert sum(cell.tasks or 0 for cell in row.cells.values()) == row.plan.tasks
        known = [cell.total for cell in row.cells.values() if cell.total is not None]
        assert (sum(known) if known else None) == row.plan.money.total


def test_the_page_shows_numbers_and_titles_as_printed(page):
    text = rows_of(page("/compare/"))
    kon_tum = next(row for row in text if row.startswith("Tỉnh Kon Tum nay thuộc Tỉnh Quảng Ngãi"))
    assert "II Hoàn thiện cơ chế, chính sách, pháp luật và quyết định của tỉnh" in kon_tum
    assert "4 Hỗ trợ kỹ thuật về áp dụng SXSH tại các cơ sở sản xuất công nghiệp" in kon_tum
    assert kon_tum.count("kinh phí chưa rõ") == 5
    an_giang = next(row for row in text if row.startswith("Tỉnh An Giang"))
    assert "không có nhóm riêng" in an_giang
    ninh_binh = next(row for row in text if row.startswith("Tỉnh Ninh Bình"))
    assert "8 nhiệm vụ 170 triệu đồng riêng năm 2017, 1 nhóm chưa rõ" in ninh_binh
    assert ninh_binh.count("Hoàn thiện mạng lưới tổ chức hỗ trợ") == 1, "printed in both phases, shown once"


@pytest.mark.parametrize("component", Component)
def test_one_component_shows_all_tasks_of_all_provinces(component, page):
    place = list(Component).index(component)
    text = text_of(page(f"/compare/?component={component.value}"))
    counts = [tasks[place] for tasks in TASKS.values()]
    assert f"So sánh theo hợp phần: {component.label}" in text
    missing = [name for name, count in zip(TASKS, counts, strict=True) if count is None]
    assert ("Không có nhóm riêng cho hợp phần này: Tỉnh An Giang." in text) == (missing == ["Tỉnh An Giang"])


def test_one_component_names_groups_tasks_and_who_leads_them(page):
    rows = rows_of(page("/compare/?component=technical"))
    assert (
        "2 Hỗ trợ kỹ thuật về áp dụng SXSH tại các cơ sở sản xuất công nghiệp. 5 nhiệm vụ · kinh phí 6.120 triệu đồng"
        in rows
    )
    assert "2.1 Hỗ trợ đánh giá sản xuất sạch hơn Sở Công Thương 2017 - 2020" in rows
    assert any(
        row.startswith("II.3 Hỗ trợ về kỹ thuật áp dụng SXSH") and "kinh phí chưa rõ" in row for row in rows
    )
    assert sum("Giai đoạn" in row for row in rows) == 2, "Ninh Bình's two phases"


def test_sorting_by_a_component_leaves_who_has_none_last(page):
    for sort, first in (("network", "Tỉnh Hà Tĩnh"), ("-network", "Tỉnh Lạng Sơn")):
        rows = rows_of(page(f"/compare/?sort={sort}"))[1:]
        assert rows[0].startswith(first)
        assert rows[-1].startswith("Tỉnh An Giang")


def test_the_sheet_has_the_pages_numbers_as_numbers(sheet):
    rows = {row[0]: row for row in sheet("/compare/") if row[0] in TASKS}
    assert set(rows) == set(TASKS)
    for name, row in rows.items():
        assert list(row[5::3]) == TASKS[name]
        assert [value if isinstance(value, int) else None for value in row[6::3]] == MILLION[name]
        assert row[4] == sum(filter(None, TASKS[name]))
    assert rows["Tỉnh Kon Tum"][6] == "chưa rõ"
    assert rows["Tỉnh An Giang"][14:17] == (None, "–", "không có nhóm riêng")


def test_the_sheet_of_one_component_has_a_row_for_each_task(sheet):
    rows = [row for row in sheet("/compare/?component=policy") if row[0] in TASKS]
    counts = {name: sum(row[0] == name for row in rows) for name in TASKS}
    assert counts == {name: tasks[4] for name, tasks in TASKS.items()}


def test_texts_of_a_plan_are_shown_as_text(issue, page, sheet):
    data = plan_copy("ha-tinh-2011")
    data["groups"][0]["title"] = "<script>alert(1)</script>"
    data["groups"][0]["tasks"][0]["action"] = "=1+1<img src=x onerror=alert(1)>"
    issue(**data)
    for address in ("/compare/", "/compare/?component=awareness"):
        markup = page(address)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup
        assert "<script>alert" not in markup
        assert "<img src=x" not in markup
    assert any("=1+1<img src=x onerror=alert(1)>" in row for row in sheet("/compare/?component=awareness"))
