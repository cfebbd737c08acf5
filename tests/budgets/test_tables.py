"""Planned money as cells: amounts, zero, none given, unknown and what lies across, and nothing lost."""

from decimal import Decimal

import pytest

from budgets.models import BudgetTable
from budgets.selectors import with_content
from budgets.sums import GroupMoney, PlannedMoney, planned_money
from budgets.tables import MoneyCell, MoneyRow, MoneyTable, money_by_source, money_by_year
from plans.models import Phase, PlanVersion, TaskGroup
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan

MILLION = 10**6
VERSION = PlanVersion(period_start=2019, period_end=2020)
SLUGS = ("an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016")


def group(amounts: dict | None = None, by_year: dict | None = None, **options) -> GroupMoney:
    return GroupMoney(TaskGroup(number="1", title="Nhóm", **options), amounts or {}, by_year or {})


def money(
    *groups: GroupMoney, table: BudgetTable | None = None, published: int | None = None
) -> PlannedMoney:
    years: dict[int, int] = {}
    for part in groups:
        for year, amount in part.by_year.items():
            years[year] = years.get(year, 0) + amount
    return PlannedMoney("table" if table else "tasks", table, list(groups), years, published)


def texts(row: MoneyRow) -> list[list[str]]:
    return [[cell.text for cell in line] for line in row.lines]


def of_plan(slug: str) -> tuple[MoneyTable, MoneyTable]:
    version = with_content(PlanVersion.objects.current()).get(plan__slug=slug)
    planned = planned_money(version)
    return money_by_source(planned), money_by_year(planned, version)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (MoneyCell("amount", amount=1390 * MILLION), "1.390"),
        (MoneyCell("amount", amount=Decimal(20_400_000)), "20,4"),
        (MoneyCell("amount", amount=0), "0"),
        (MoneyCell("amount", 2, 6120 * MILLION, "NSĐP + DN"), "NSĐP + DN: 6.120"),
        (MoneyCell("none_given"), "–"),
        (MoneyCell("unknown", 3), "chưa rõ"),
        (MoneyCell("empty"), ""),
    ],
)
def test_a_cell_reads_as_officials_write(cell, text):
    assert cell.text == text


# --- by source ---


def test_zero_unknown_and_none_given_stay_apart():
    table = money_by_source(money(group({("NSTW",): 0}), group(), group({("DN",): 5 * MILLION})))
    assert table.columns == ["NSTW", "DN"]
    assert [texts(row) for row in table.rows] == [[["0", "–"]], [["chưa rõ"]], [["–", "5"]]]
    assert [row.total_text for row in table.rows] == ["0", "chưa rõ", "5"]
    assert [row.total for row in table.rows] == [0, None, 5 * MILLION]
    assert texts(table.total) == [["0", "5"]]
    assert table.rows[1].lines == [[MoneyCell("unknown", 2)]]


def test_only_named_sources_have_a_column_in_the_order_of_sources():
    table = money_by_source(money(group({("KHAC",): 1, ("DN", "NSDP"): 2, ("NSTW",): 3})))
    assert table.columns == ["NSTW", "NSĐP", "DN", "Khác"]


def test_an_unsplit_set_is_a_line_across_its_columns():
    table = money_by_source(money(group({("NSTW",): MILLION, ("NSDP", "DN"): 2 * MILLION, ("KHAC",): 0})))
    assert texts(table.rows[0]) == [["1", "–", "–", "0"], ["", "NSĐP + DN: 2", ""]]
    assert [cell.span for cell in table.rows[0].lines[1]] == [1, 2, 1]


def test_a_set_with_a_gap_lies_over_the_source_between_and_names_only_its_own():
    table = money_by_source(money(group({("NSTW", "DN"): MILLION, ("NSDP",): MILLION})))
    assert texts(table.rows[0]) == [["–", "1", "–"], ["NSTW + DN: 1"]]


def test_money_without_a_named_source_has_a_column_of_its_own():
    table = money_by_source(money(group({(): 7 * MILLION, ("DN",): MILLION}), group({("DN",): MILLION})))
    assert table.columns == ["DN", "Không ghi nguồn"]
    assert [texts(row) for row in table.rows] == [[["1", "7"]], [["1", "–"]]]
    assert texts(money_by_source(money(group({(): 7 * MILLION}))).rows[0]) == [["7"]]


def test_the_total_row_adds_each_source_and_each_set_by_itself():
    table = money_by_source(
        money(group({("NSDP",): MILLION, ("NSDP", "DN"): 2 * MILLION}), group({("NSDP", "DN"): 3 * MILLION}))
    )
    assert texts(table.total) == [["1", "–"], ["NSĐP + DN: 5"]]
    assert (table.total.label, table.total.total) == ("Tổng cộng", 6 * MILLION)


def test_a_plan_without_figures_has_no_column_and_an_unknown_total():
    table = money_by_source(PlannedMoney(None, None, [group()], {}, None))
    assert (table.columns, table.rows[0].lines, table.total.total_text) == ([], [], "chưa rõ")


def test_the_printed_total_is_told_where_it_is_another():
    planned = group({("DN",): MILLION})
    assert money_by_source(money(planned, published=MILLION)).published is None
    assert money_by_source(money(planned, published=None)).published_text == ""
    assert money_by_source(money(planned, published=2 * MILLION)).published_text == "2"


def test_a_group_tells_its_number_title_and_phase():
    row = money_by_source(money(group(phase=Phase(title="Giai đoạn 2019")))).rows[0]
    assert (row.number, row.label, row.phase) == ("1", "Nhóm", "Giai đoạn 2019")


# --- by year ---


def test_every_year_of_the_plan_has_a_column():
    table = money_by_year(money(group({("DN",): 3 * MILLION}, {2019: 3 * MILLION})), VERSION)
    assert table.columns == ["2019", "2020"]
    assert texts(table.rows[0]) == [["3", "–"]]


def test_what_is_not_told_by_year_lies_across_the_years():
    table = money_by_year(
        money(group({("DN",): 3 * MILLION}), group({("DN",): 5 * MILLION}, {2020: MILLION})), VERSION
    )
    assert [texts(row) for row in table.rows] == [
        [["Chưa phân theo năm: 3"]],
        [["–", "1"], ["Chưa phân theo năm: 4"]],
    ]
    assert texts(table.total) == [["–", "1"], ["Chưa phân theo năm: 7"]]


def test_zero_is_an_amount_in_every_place():
    table = money_by_year(money(group({("DN",): 0}), group({("DN",): 0}, {2019: 0})), VERSION)
    assert [texts(row) for row in table.rows] == [[["Chưa phân theo năm: 0"]], [["0", "–"]]]


def test_a_group_without_figures_is_unknown_in_all_years():
    table = money_by_year(money(group(), group({("DN",): MILLION})), VERSION)
    assert table.rows[0].lines == [[MoneyCell("unknown", 2)]]


def test_years_that_print_more_than_the_total_invent_no_negative_rest():
    more = group({("DN",): MILLION}, {2019: 3 * MILLION})
    years_only = group({}, {2020: 2 * MILLION})
    table = money_by_year(money(more, years_only), VERSION)
    assert [texts(row) for row in table.rows] == [[["3", "–"]], [["–", "2"]]]
    assert texts(table.total) == [["3", "2"]]


def test_a_year_beyond_the_plan_keeps_its_money():
    table = money_by_year(money(group({("DN",): MILLION}, {2021: MILLION})), VERSION)
    assert (table.columns, texts(table.rows[0])) == (["2019", "2020", "2021"], [["–", "–", "1"]])


@pytest.mark.parametrize(
    ("year", "expected"), [(2019, [["1", "chưa rõ"]]), (2018, [["1", "chưa rõ", "chưa rõ"]])]
)
def test_a_table_for_one_year_says_nothing_of_the_others(year, expected):
    planned = money(group({("DN",): MILLION}), group(), table=BudgetTable(year=year))
    table = money_by_year(planned, VERSION)
    assert table.year == year
    assert [texts(row) for row in table.rows] == [expected, [["chưa rõ"]]]
    assert texts(table.total) == expected


def test_a_table_for_one_year_knows_no_printed_years_of_groups_without_money():
    planned = money(group({("DN",): MILLION}), group({}, {2020: MILLION}), table=BudgetTable(year=2019))
    assert texts(money_by_year(planned, VERSION).rows[1]) == [["chưa rõ"]]


# --- whole plans ---


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_every_line_fills_the_columns_exactly(slug):
    for table in of_plan(slug):
        lines = [line for row in (*table.rows, table.total) for line in row.lines]
        assert {sum(cell.span for cell in line) for line in lines} <= {len(table.columns)}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_the_cells_of_a_row_add_up_to_its_total(slug):
    for table in of_plan(slug):
        for row in (*table.rows, table.total):
            amounts = [cell.amount for line in row.lines for cell in line if cell.state == "amount"]
            assert (sum(amounts) if amounts else None) == row.total, row.label


@pytest.mark.django_db
def test_an_giang():
    by_source, by_year = of_plan("an-giang-2016")
    assert by_source.columns == ["NSĐP", "DN"]
    assert texts(by_source.total) == [["720", "–"], ["NSĐP + DN: 6.120"]]
    assert texts(by_source.rows[1]) == [["NSĐP + DN: 6.120"]]
    assert texts(by_year.rows[0])[-1][-4:] == ["110", "80", "110", "80"]
    assert texts(by_year.rows[1]) == [["Chưa phân theo năm: 6.120"]]
    assert by_source.published is by_year.published is None


@pytest.mark.django_db
def test_hà_tĩnhs_printed_total_leaves_the_enterprises_out():
    by_source, by_year = of_plan("ha-tinh-2011")
    assert texts(by_source.total) == [["5.030", "2.020", "370"]]
    assert texts(by_source.rows[2]) == [["250", "250", "–"]]
    assert (by_source.total.total_text, by_source.published_text) == ("7.420", "7.050")
    assert texts(by_year.total) == [["Chưa phân theo năm: 7.420"]]


@pytest.mark.django_db
def test_ninh_bình_has_money_for_2017_and_three_of_its_groups():
    by_source, by_year = of_plan("ninh-binh-2016")
    assert texts(by_source.rows[1]) == [["136", "20,4", "13,6"]]
    assert [texts(row) for row in by_source.rows[3:]] == [[["chưa rõ"]]] * 7
    assert (by_source.year, by_year.year) == (2017, 2017)
    assert texts(by_year.total) == [["chưa rõ", "300", "chưa rõ", "chưa rõ", "chưa rõ"]]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["kon-tum-2013", "lang-son-2016"])
def test_plans_without_figures_are_unknown_throughout(slug):
    by_source, by_year = of_plan(slug)
    assert by_source.columns == []
    assert {cell.state for row in (*by_year.rows, by_year.total) for line in row.lines for cell in line} == {
        "unknown"
    }
    assert by_source.total.total_text == by_year.total.total_text == "chưa rõ"


@pytest.mark.django_db
def test_a_set_printed_in_two_orders_is_one_set():
    data = plan_data(budget_tables=[])
    task = data["groups"][0]["tasks"][0]
    data["groups"][0]["tasks"] = [
        task | {"key": f"1/{n}", "number": f"1.{n}", "budget": {"text": "KP", "total": n, "sources": sources}}
        for n, sources in enumerate((["NSDP", "DN"], ["DN", "NSDP"]), start=1)
    ]
    version = load_plan(read_plan(data)).version
    table = money_by_source(planned_money(with_content(PlanVersion.objects).get(pk=version.pk)))
    assert texts(table.total) == [["NSĐP + DN: 3"]]
