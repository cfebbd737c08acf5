"""The planned money of a version, added up: what is added, what is left open, and never twice."""

import pytest

from budgets.selectors import with_content
from budgets.sums import PlannedMoney, planned_money
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import plan_copy, plan_data, read_plan, whole_plan_data
from tests.factories.documents import put

pytestmark = pytest.mark.django_db

MILLION = 10**6


def money_of(slug: str) -> PlannedMoney:
    return planned_money(with_content(PlanVersion.objects.current()).get(plan__slug=slug))


def money_in(data: dict) -> PlannedMoney:
    version = load_plan(read_plan(data)).version
    return planned_money(with_content(PlanVersion.objects).get(pk=version.pk))


def in_million(amounts: dict) -> dict:
    return {key: amount / MILLION for key, amount in amounts.items()}


def test_an_giangs_tasks_are_added_and_its_unsplit_sources_stay_a_set():
    money = money_of("an-giang-2016")
    assert (money.basis, money.table, money.year) == ("tasks", None, None)
    assert in_million(money.by_sources) == {("NSDP",): 720, ("NSDP", "DN"): 6120}
    assert [group.total / MILLION for group in money.groups] == [380, 6120, 300, 40]
    assert money.total == money.published == 6840 * MILLION
    assert in_million(money.by_year) == {2017: 110, 2018: 80, 2019: 110, 2020: 80}, (
        "the row that is not cut off"
    )


def test_hà_tĩnhs_table_is_added_with_the_enterprises_that_its_own_total_leaves_out():
    money = money_of("ha-tinh-2011")
    assert (money.basis, money.table.key) == ("table", "tong-hop-kinh-phi")
    assert in_million(money.by_sources) == {("NSTW",): 5030, ("NSDP",): 2020, ("DN",): 370}
    assert [group.total / MILLION for group in money.groups] == [2110, 4400, 500, 350, 60]
    assert (money.total, money.published) == (7420 * MILLION, 7050 * MILLION)


def test_ninh_bìnhs_table_is_for_one_year_and_groups_without_a_row_have_no_figure():
    money = money_of("ninh-binh-2016")
    assert (money.basis, money.year) == ("table", 2017)
    assert in_million(money.by_sources) == {("NSTW",): 240, ("NSDP",): 36, ("DN",): 24}
    assert [group.total and group.total / MILLION for group in money.groups] == [75, 170, 55, *[None] * 7]
    assert money.total == money.published == 300 * MILLION


@pytest.mark.parametrize("slug", ["kon-tum-2013", "lang-son-2016"])
def test_a_plan_without_figures_has_no_sum_which_is_not_zero(slug):
    money = money_of(slug)
    assert (money.basis, money.total, money.published, money.by_sources) == (None, None, None, {})
    assert {group.total for group in money.groups} <= {None}


def test_a_changed_figure_changes_the_sums():
    money = money_in(put(plan_copy("an-giang-2016"), ("groups", 0, "tasks", 0, "budget", "total"), 121))
    assert money.by_sources[("NSDP",)] == 721 * MILLION
    assert (money.total, money.published) == (6841 * MILLION, 6840 * MILLION)


def test_a_task_with_lines_is_added_by_its_lines_and_years():
    lines = [
        {"year": 2019, "sources": ["NSTW"], "amount": 4},
        {"year": 2020, "sources": [], "amount": 1},
        {"year": 2020, "sources": ["DN"], "amount": None},
    ]
    data = whole_plan_data()
    data["groups"][0]["tasks"][0]["budget"] |= {"total": 6, "sources": ["NSTW", "NSDP"], "lines": lines}
    money = money_in(data)
    assert in_million(money.by_sources) == {("NSTW",): 4, ("NSTW", "NSDP"): 1}
    assert in_million(money.by_year) == {2019: 4, 2020: 1}


def test_a_table_that_repeats_the_money_of_the_tasks_is_not_added_again():
    data = whole_plan_data()
    data["groups"][0]["tasks"][0]["budget"] |= {"total": 100, "sources": ["NSTW"], "lines": []}
    money = money_in(data)
    assert (money.basis, money.total) == ("tasks", 100 * MILLION)
    assert in_million(money.by_year) == {2019: 100}


def test_a_row_for_no_group_is_not_added_to_any():
    money = money_in(put(plan_data(), ("budget_tables", 0, "rows", 0, "group"), None))
    assert (money.basis, money.total) == (None, None)


def test_adding_up_asks_the_database_nothing(django_assert_num_queries):
    version = with_content(PlanVersion.objects.current()).get(plan__slug="an-giang-2016")
    with django_assert_num_queries(0):
        planned_money(version)
