"""Findings on money: change one figure, word or source in a copy of a real plan, and the finding follows."""

from decimal import Decimal

import pytest

from tests.factories import plan_copy, whole_plan_data
from tests.factories.documents import leaves, put

HT, NB, AG = "ha-tinh-2011", "ninh-binh-2016", "an-giang-2016"
TABLE_HT, TABLE_NB, TABLE_AG = (
    f"budget_tables/{key}" for key in ("tong-hop-kinh-phi", "du-toan-2017", "phu-luc-2")
)
ROWS, TOTALS = ("budget_tables", 0, "rows"), ("budget_tables", 0, "totals")
WORDS_HT = f"words_differ:{TABLE_HT}/amount_in_words"
EXCLUDED, INCLUDED = (
    f"enterprise_excluded:{TABLE_HT}/totals/total", f"enterprise_included:{TABLE_NB}/totals/total"
)  # fmt: skip
PAST = "past_results/“Tổng kinh phí thực hiện SXSH giai đoạn 2011 -2015 là 431 …”"
UNSPLIT = "unsplit_sources:tasks/budget/NSDP+DN"


def differs(place: str) -> str:
    return f"total_differs:{place}"


def task(group: int, number: int) -> tuple:
    return ("groups", group - 1, "tasks", number - 1, "budget")


def place_of(slug: str, part: str, name: str, value) -> tuple:
    """Where the part of a plan has that value under that name, the only one."""
    (path,) = [
        path for path, v in leaves(plan_copy(slug)) if path[0] == part and path[-1] == name and v == value
    ]
    return path


# The figure that is changed, and what becomes of the findings: those that go and those that come.
CHANGES = {
    "the words are mended": (
        HT, ("budget_tables", 0, "amount_in_words"), "Bảy tỷ không trăm năm mươi triệu đồng chẵn", {WORDS_HT}, set()),
    "the grand total is set to the words": (
        HT, (*TOTALS, "total"), 7005, {WORDS_HT, EXCLUDED},
        {differs(f"{TABLE_HT}/totals/total"), differs(f"{TABLE_HT}/totals/by_source")}),
    "a row's total": (
        HT, (*ROWS, 0, "total"), 2050, set(),
        {differs(f"{TABLE_HT}/rows/1/by_source"), differs(f"{TABLE_HT}/totals/total")}),
    "a cell of the state budget": (
        HT, (*ROWS, 2, "by_source", "NSTW"), 251, set(),
        {differs(f"{TABLE_HT}/rows/3/by_source"), differs(f"{TABLE_HT}/totals/NSTW")}),
    "a cell of the enterprises, which no row total counts": (
        HT, (*ROWS, 1, "by_source", "DN"), 310, set(), {differs(f"{TABLE_HT}/totals/DN")}),
    "a column's total": (
        HT, (*TOTALS, "by_source", "NSDP"), 2021, {EXCLUDED},
        {differs(f"{TABLE_HT}/totals/NSDP"), differs(f"{TABLE_HT}/totals/by_source")}),
    "the table is said to count the enterprises": (
        HT, ("budget_tables", 0, "includes_dn"), True, {EXCLUDED},
        {differs(f"{TABLE_HT}/rows/1/by_source"), differs(f"{TABLE_HT}/rows/2/by_source"),
         differs(f"{TABLE_HT}/totals/by_source")}),
    "the table does not tell, the figures do": (
        HT, ("budget_tables", 0, "includes_dn"), None, set(), set()),
    "a decimal figure": (
        NB, (*ROWS, 1, "by_source", "NSDP"), Decimal("20.5"), set(),
        {differs(f"{TABLE_NB}/rows/2/by_source"), differs(f"{TABLE_NB}/totals/NSDP")}),
    "one đồng": (
        NB, (*ROWS, 1, "by_source", "DN"), Decimal("13.600001"), set(),
        {differs(f"{TABLE_NB}/rows/2/by_source"), differs(f"{TABLE_NB}/totals/DN")}),
    "the words of a right total": (
        NB, ("budget_tables", 0, "amount_in_words"), "Ba trăm linh một triệu đồng", set(),
        {f"words_differ:{TABLE_NB}/amount_in_words"}),
    "the table is for another year": (
        NB, ("budget_tables", 0, "year"), 2018,
        {f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/{n}" for n in (4, 5)},
        {f"group_unbudgeted:{TABLE_NB}/groups/2018-2020/{n}" for n in (1, 2, 3, 4, 5)}),
    "the table is cut, so that nothing can be missed in it": (
        NB, ("budget_tables", 0, "complete"), False,
        {f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/{n}" for n in (4, 5)}, set()),
    "a row is for the group that had no money": (
        NB, (*ROWS, 2, "group"), "2016-2017/4", {f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/4"},
        {f"group_unbudgeted:{TABLE_NB}/groups/2016-2017/3"}),
    "a year of a row": (AG, (*ROWS, 0, "by_year", "2017"), 120, set(), {differs(f"{TABLE_AG}/rows/1/by_year")}),
    "the total of a group's row": (
        AG, (*ROWS, 0, "total"), 390, set(),
        {differs(f"{TABLE_AG}/rows/1/by_year"), differs(f"{TABLE_AG}/rows/1/group")}),
    "a task of the group of a row": (
        AG, (*task(1, 1), "total"), 130, set(),
        {differs(f"{TABLE_AG}/rows/1/group"), differs("financing/IV.2/tasks")}),
    "a task with unsplit sources": (AG, (*task(2, 1), "total"), 330, set(), {differs("financing/IV.2/tasks")}),
    "the stated sum": (
        AG, place_of(AG, "financing", "amount", 6840), 6850, set(),
        {differs("financing/IV.2/parts"), differs("financing/IV.2/tasks"),
         "words_differ:financing/IV.2/amount_in_words"}),
    "the words of the stated sum": (
        AG, place_of(AG, "financing", "amount_in_words", "Sáu tỷ tám trăm bốn mươi triệu đồng chẵn"),
        "Sáu tỷ tám trăm linh bốn triệu đồng chẵn", set(), {"words_differ:financing/IV.2/amount_in_words"}),
    "a part of the stated sum": (
        AG, place_of(AG, "financing", "amount", 4240), 4250, set(), {differs("financing/IV.2/parts")}),
    "what the period before had from a source": (
        AG, place_of(AG, "past_results", "amount", 215), 225, set(), {differs(PAST)}),
    "the source that a duty draws on": (
        AG, place_of(AG, "financing", 0, "kinh_te"), "khuyen_cong",
        {"funding_clause_differs:financing/V.5/kinh_te"}, set()),
    "the source that the chapter on money names": (
        AG, place_of(AG, "financing", 0, "khuyen_cong"), "kinh_te",
        {"funding_clause_differs:financing/V.5/kinh_te"}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "path", "value", "gone", "new"), CHANGES.values(), ids=CHANGES.keys())
def test_one_changed_value_changes_the_findings_and_no_others(changed_findings, slug, path, value, gone, new):
    assert changed_findings(slug, path, value) == (gone, new)


def test_a_differing_total_is_shown_beside_the_computed_one_with_its_direction(findings):
    more = findings(put(plan_copy(HT), (*ROWS, 0, "total"), 2050))[differs(f"{TABLE_HT}/rows/1/by_source")]
    assert (more.printed, more.computed) == ("2.050 triệu đồng", "2.040 triệu đồng")
    assert more.note == "Số in nhiều hơn tổng các thành phần 10 triệu đồng. Không số nào bị sửa."
    less = findings(put(plan_copy(NB), (*ROWS, 1, "by_source", "NSDP"), Decimal("20.5")))
    less = less[differs(f"{TABLE_NB}/rows/2/by_source")]
    assert (less.printed, less.computed) == ("170 triệu đồng", "170,1 triệu đồng")
    assert "ít hơn tổng các thành phần 0,1 triệu đồng" in less.note
    assert less.where.endswith("dòng 2, cộng theo nguồn")


def test_words_that_cannot_be_read_are_a_finding_and_no_guess(findings):
    found = findings(put(plan_copy(HT), ("budget_tables", 0, "amount_in_words"), "Bảy tỷ rưỡi"))[WORDS_HT]
    assert found.printed == "Bảy tỷ rưỡi (không đọc được thành số)"
    assert found.computed == "7.050 triệu đồng (Bảy tỷ không trăm năm mươi triệu đồng chẵn)"


def test_the_enterprises_share_follows_the_figures(findings):
    included = findings(plan_copy(NB))[INCLUDED]
    assert (
        included.note == "Tổng in đã gồm 24 triệu đồng của doanh nghiệp; riêng ngân sách là 276 triệu đồng."
    )
    assert included.is_notice
    data = put(plan_copy(HT), (*ROWS, 1, "by_source", "DN"), 310)
    excluded = findings(put(data, (*TOTALS, "by_source", "DN"), 380))[EXCLUDED]
    assert (excluded.printed, excluded.computed) == ("7.050 triệu đồng", "7.430 triệu đồng")
    assert "380 triệu đồng của doanh nghiệp" in excluded.note
    assert not excluded.is_notice


def test_without_the_enterprises_money_there_is_nothing_to_say_about_it(findings):
    data = plan_copy(HT)
    for node in (*data["budget_tables"][0]["rows"], data["budget_tables"][0]["totals"]):
        node["by_source"].pop("DN", None)
    assert EXCLUDED not in findings(data)


def test_what_the_totals_allow_to_conclude_of_unsplit_sources_follows_the_figures(findings):
    """6.120 triệu of NSĐP and DN together; 4.240 less 720 that is NSĐP's alone leaves 3.520 and 2.600."""
    found = findings(plan_copy(AG))[UNSPLIT]
    assert found.computed == "NSĐP 3.520 triệu đồng, DN 2.600 triệu đồng"
    data = plan_copy(AG)
    for path, value in ((task(2, 1), 330), (task(1, 1), 130)):
        data = put(data, (*path, "total"), value)
    data = put(data, place_of(AG, "financing", "amount", 4240), 4260)
    found = findings(data)[UNSPLIT]
    assert (found.printed, found.computed) == (
        "6.130 triệu đồng (NSĐP + DN)", "NSĐP 3.530 triệu đồng, DN 2.600 triệu đồng"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [((*task(2, 1), "total"), 330), ((*task(1, 1), "total"), 130),
     (place_of(AG, "financing", "amount", 4240), 4250), (place_of(AG, "financing", "amount", 2600), None)],
)  # fmt: skip
def test_where_the_totals_leave_more_than_one_answer_nothing_is_split(findings, path, value):
    found = findings(put(plan_copy(AG), path, value))[UNSPLIT]
    assert found.computed == "chưa rõ"
    assert found.note == "Văn bản không cho biết mỗi nguồn bao nhiêu; không tự chia."


def test_a_negative_share_is_no_answer(findings):
    """720 triệu are NSĐP's alone; a stated 700 leaves -20 for it, although the sum would be right."""
    data = put(plan_copy(AG), place_of(AG, "financing", "amount", 4240), 700)
    found = findings(put(data, place_of(AG, "financing", "amount", 2600), 6140))
    assert found[UNSPLIT].computed == "chưa rõ"


@pytest.mark.parametrize("stated", [4240, 3920])
def test_two_unsplit_sets_leave_both_open(findings, stated):
    """Also where the stated figures happen to fit one of them."""
    data = put(plan_copy(AG), place_of(AG, "financing", "amount", 4240), stated)
    found = findings(put(data, (*task(2, 1), "sources"), ["NSDP", "KHAC"]))
    assert found[UNSPLIT].printed == "5.800 triệu đồng (NSĐP + DN)"
    assert found["unsplit_sources:tasks/budget/NSDP+KHAC"].printed == "320 triệu đồng (NSĐP + Khác)"
    assert {found[key].computed for key in found if key.startswith("unsplit")} == {"chưa rõ"}


def test_a_task_whose_lines_split_its_budget_is_not_unsplit(findings):
    lines = [{"sources": ["NSDP"], "amount": 120}, {"sources": ["DN"], "amount": 200}]
    found = findings(put(plan_copy(AG), (*task(2, 1), "lines"), lines))
    assert found[UNSPLIT].printed == "5.800 triệu đồng (NSĐP + DN)"
    assert differs("tasks/2/2.1/budget") not in found
    lines[1]["amount"] = 201
    assert differs("tasks/2/2.1/budget") in findings(
        put(plan_copy(AG, slug="an-giang-2097"), (*task(2, 1), "lines"), lines)
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [(("groups", 0, "tasks", 0, "budget"), "tasks/1/1.1/budget"),
     (("budget_tables", 0, "rows", 0), "budget_tables/kinh-phi/rows/1")],
)  # fmt: skip
def test_quantity_times_unit_price_is_compared_with_the_amount(findings, path, place):
    line = {"quantity": Decimal("2.5"), "unit_price": 4, "amount": 10}
    data = put(put(whole_plan_data(), (*path, "total"), 10), (*path, "lines"), [line | {"amount": 0}, line])
    assert differs(f"{place}/lines/2") not in findings(data)
    data = put(data | {"slug": "ha-tinh-2098"}, (*path, "lines", 1, "unit_price"), Decimal("4.000001"))
    found = findings(data)[differs(f"{place}/lines/2")]
    assert (found.printed, found.computed) == ("10 triệu đồng", "10,0000025 triệu đồng")
    assert found.where.endswith("số lượng x đơn giá")


def test_a_number_printed_twice_gives_two_findings_with_keys_of_their_own(findings):
    data = whole_plan_data()
    row = data["budget_tables"][0]["rows"][0] | {"total": 999, "task": None, "by_year": {}, "lines": []}
    data["budget_tables"][0]["rows"] = [row, row]
    place = "budget_tables/kinh-phi/rows/1/by_source"
    assert {differs(place), differs(f"{place}/2")} <= set(findings(data))
