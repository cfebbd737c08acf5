"""Tables of money: their rows with groups and tasks, totals, and what they settle in other tables."""

from portal.annexes.recognising import recognise
from tests.portal.annexes.layouts import B, D, W, opened, sheet

TASKS = sheet(
    ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
    ["1", B("Nâng cao nhận thức"), None, None],
    ["1.1", "Hội nghị", "Sở CT", "2016"],
    ["2", B("Hỗ trợ kỹ thuật"), None, None],
    ["2.1", "Đánh giá nhanh", "Sở CT", "2017"],
    name="NV",
)


def test_rows_of_a_table_below_know_their_groups():
    grid = sheet(
        [W("Biểu 1. DANH MỤC NHIỆM VỤ", 5)],
        ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Thời gian"],
        ["1", B("Nâng cao nhận thức"), None, None, None],
        ["1.1", "Tổ chức lớp", "03 lớp", "Sở Công Thương", "2016"],
        [None] * 5,
        [W("Biểu 2. TỔNG HỢP KINH PHÍ", 5)],
        [None, None, None, "Đơn vị tính: triệu đồng", None],
        ["TT", "Nội dung", "Tổng số", "NSTW", "NSĐP"],
        ["1", "Nâng cao nhận thức", 100, 60, 40],
        [None, "Cộng", 100, 60, 40],
        ["Bằng chữ: Một trăm triệu đồng", None, None, None, None],
        ["Người lập biểu", None, None, "GIÁM ĐỐC", None],
    )
    found = recognise(opened(grid))

    (table,) = found.plan["budget_tables"]
    (row,) = table["rows"]
    assert (table["key"], table["title"], table["amount_in_words"]) == (
        "bieu-2",
        "TỔNG HỢP KINH PHÍ",
        "Một trăm triệu đồng",
    )
    assert (row["group"], row["task"], row["total"], row["by_source"]) == (
        "1",
        None,
        100,
        {"NSTW": 60, "NSDP": 40},
    )
    assert table["totals"] == {
        "label": "Cộng",
        "total": 100,
        "by_source": {"NSTW": 60, "NSDP": 40},
        "by_year": {},
    }
    assert [one.text for one in found.unplaced] == ["Người lập biểu", "GIÁM ĐỐC"]
    assert not found.doubts


def test_tasks_get_their_money_from_a_table_beside_theirs():
    money = sheet(
        [W("BIỂU KINH PHÍ", 5)],
        ["STT", "Nội dung", "Năm 2016 (1.000đ)", "Năm 2017 (1.000đ)", "Tổng (1.000đ)"],
        ["1", "Nâng cao nhận thức", 150000, 50000, 200000],
        ["1.1", "Hội nghị", 150000, 50000, 200000],
        ["2", "Hỗ trợ kỹ thuật", None, 10500, 10500],
        ["2.1", "Đánh giá nhanh", None, 10500, 10500],
        [None, "TỔNG SỐ", 150000, 60500, 210500],
        name="KP",
    )
    found = recognise(opened(TASKS, money))

    (table,) = found.plan["budget_tables"]
    assert [(row["group"], row["task"], row["total"]) for row in table["rows"]] == [
        ("1", "1/1.1", 200),
        ("2", "2/2.1", 10.5),
    ]
    budget = found.plan["groups"][0]["tasks"][0]["budget"]
    assert (budget["total"], [(line["year"], line["amount"]) for line in budget["lines"]]) == (
        200,
        [(2016, 150), (2017, 50)],
    )
    assert not found.doubts
    assert not found.unplaced


def test_a_budget_table_settles_what_the_task_table_leaves_open():
    tasks = sheet(
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Kinh phí (triệu đồng)"],
        ["1", B("Nâng cao nhận thức"), None, None, None],
        ["1.1", "Hội nghị", "Sở CT", "2016", "380"],
        ["2", B("Hỗ trợ kỹ thuật"), None, None, None],
        ["2.1", "Đánh giá", "Sở CT", "2016", "2,000"],
        ["2.2", "Dự án", "Sở CT", "2016", "3.200"],
    )
    money = sheet(
        ["TT", "Nội dung công việc", "Tổng cộng (triệu đồng)"],
        ["1", "Nâng cao nhận thức", 380],
        ["2", "Hỗ trợ kỹ thuật", 5200],
        name="PL2",
    )
    assert {doubt.code for doubt in recognise(opened(tasks)).doubts} == {"ambiguous_number"}
    found = recognise(opened(tasks, money))
    assert [task["budget"]["total"] for task in found.plan["groups"][1]["tasks"]] == [2000, 3200]
    assert not found.doubts


def test_a_row_that_fits_no_group_is_asked():
    money = sheet(["TT", "Nội dung", "Kinh phí (triệu đồng)"], ["1", "Chi phí quản lý", 5], name="KP")
    found = recognise(opened(TASKS, money))
    assert [(doubt.cell, doubt.code) for doubt in found.doubts] == [("A2", "row_not_found")]


def test_rows_may_be_years_or_sources():
    years = sheet(
        ["Năm", "Tổng số", "Ngân sách TW", "Doanh nghiệp"],
        ["2016", "1.000", "800", "200"],
        ["2017", "2.000", "1.500", "500"],
        ["Cộng", "3.000", "2.300", "700"],
        before=("Bảng tổng hợp kinh phí (triệu đồng)",),
        name="Bảng 1",
        is_sheet=False,
    )
    (table,) = recognise(opened(years)).plan["budget_tables"]
    assert [(row["label"], row["total"], row["by_year"], row["by_source"]) for row in table["rows"]] == [
        ("2016", 1000, {2016: 1000}, {"NSTW": 800, "DN": 200}),
        ("2017", 2000, {2017: 2000}, {"NSTW": 1500, "DN": 500}),
    ]
    assert table["includes_dn"] is True

    sources = sheet(
        ["STT", "Nguồn vốn", "Tổng (tỷ đồng)", "2016", "2017"],
        ["1", "Ngân sách tỉnh", 2, 1, 1],
        ["2", "Doanh nghiệp", 3, 3, None],
    )
    (table,) = recognise(opened(sources)).plan["budget_tables"]
    assert [(row["sources"], row["total"], row["by_year"]) for row in table["rows"]] == [
        (["NSDP"], 2000, {2016: 1000, 2017: 1000}),
        (["DN"], 3000, {2016: 3000}),
    ]


def test_years_and_sources_that_are_not_crossed_are_both_kept():
    grid = sheet(
        [
            D("STT", 2),
            D("Nhiệm vụ", 2),
            D("Chủ trì", 2),
            D("Tổng (triệu đồng)", 2),
            W("Theo nguồn", 2),
            W("Theo năm", 2),
        ],
        ["NSNN tỉnh", "Doanh nghiệp", "2016", "2017"],
        [W("I. Tuyên truyền", 8)],
        ["1", "Hội nghị", "Sở CT", "100", "60", "40", "50", "50"],
    )
    found = recognise(opened(grid))
    (row,) = found.plan["budget_tables"][0]["rows"]
    assert (row["task"], row["by_source"], row["by_year"]) == (
        "I/1",
        {"NSDP": 60, "DN": 40},
        {2016: 50, 2017: 50},
    )
    budget = found.plan["groups"][0]["tasks"][0]["budget"]
    assert [(line["year"], line["amount"]) for line in budget["lines"]] == [(2016, 50), (2017, 50)]


def test_money_alone_with_groups_and_tasks_is_where_the_tasks_stand():
    grid = sheet(
        [W("Đơn vị tính: Triệu đồng", 6)],
        ["TT", "Nội dung công việc", "Năm 2017", "Năm 2018", "Tổng cộng", "Nguồn"],
        ["1", "Nâng cao nhận thức", 110, 80, 190, None],
        ["1.1", "Phóng sự", 10, 20, 30, "NS Tỉnh"],
        ["1.2", "Hội nghị", 100, 60, 160, "NS Tỉnh; DN"],
    )
    found = recognise(opened(grid))
    (group,) = found.plan["groups"]
    assert [(task["key"], task["budget"]["total"], task["budget"]["sources"]) for task in group["tasks"]] == [
        ("1/1.1", 30, ["NSDP"]),
        ("1/1.2", 160, ["NSDP", "DN"]),
    ]
    assert found.plan["budget_tables"] == []
    assert not found.doubts
