"""Planned money of many plans by GROUP BY: the sums of `budgets.sums`, for the real plans and for every rule."""

import pytest
from django.db.models import F

from budgets.models import BudgetLine
from budgets.selectors import with_content
from budgets.sums import planned_money
from plans.enums import Component
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.national.planned import kept, kept_planned_of, planned_of
from tests.factories import plan_copy, read_plan
from tests.reporting.consolidated_year import small_plan

pytestmark = pytest.mark.django_db


def versions():
    return {one.pk: one for one in with_content(PlanVersion.objects.current())}


def assert_equal(component: str = "") -> set[str]:
    """The sums of every plan in force, or of one component of it; returns what money was taken from."""
    found, bases = planned_of(list(versions()), component), set()
    for pk, version in versions().items():
        expected, money = planned_money(version), found[pk]
        groups = [one for one in expected.groups if component in ("", one.group.component)]
        by_sources, by_year = {}, dict(expected.by_year) if not component else {}
        for one in groups:
            for sources, amount in one.amounts.items():
                by_sources[sources] = by_sources.get(sources, 0) + amount
            for year, amount in one.by_year.items() if component else ():
                by_year[year] = by_year.get(year, 0) + amount
        assert (money.by_sources, money.by_year) == (by_sources, by_year), version
        assert money.open_groups == sum(one.total is None for one in groups), version
        if not component:
            assert (money.basis or None, money.year, money.total) == (
                expected.basis, expected.year, expected.total,
            ), version  # fmt: skip
        bases.add(money.basis)
    return bases


def test_it_equals_the_sums_of_each_of_the_five_plans():
    assert len(versions()) == 5
    assert assert_equal() == {"tasks", "table", ""}


@pytest.mark.parametrize("component", Component.values)
def test_it_equals_them_by_component(component):
    load_plan(read_plan(small_plan()))
    assert_equal(component)


def test_lines_without_sources_have_those_of_their_budget_and_totals_count_where_no_line_has_an_amount():
    data = plan_copy("an-giang-2016")
    first, second, third, *_ = (task for group in data["groups"] for task in group["tasks"])
    first["budget"] = {"text": "KP", "total": 30, "sources": ["NSDP", "DN"], "lines": [
        {"year": 2016, "amount": 10}, {"year": 2017, "sources": ["NSTW"], "amount": 20},
    ]}  # fmt: skip
    second["budget"] = {
        "text": "KP",
        "total": 7,
        "sources": ["DN", "NSDP"],
        "lines": [{"year": 2016, "amount": None}],
    }
    third["budget"] = {"text": "KP", "total": 5, "sources": [], "lines": []}
    load_plan(read_plan(data))
    assert "tasks" in assert_equal()
    money = planned_of([PlanVersion.objects.get(plan__slug="an-giang-2098").pk])
    [one] = money.values()
    assert one.by_year_sources[2016, ("NSDP", "DN")] == 10_000_000
    assert one.of_year_from(2017, ("NSTW",)) == 20_000_000
    assert one.of_year_from(2018, ("NSTW",)) is None
    assert one.by_sources[()] == 5_000_000


def test_however_many_plans_it_takes_four_queries(django_assert_num_queries):
    for count in (2, 5):
        some = list(versions())[:count]
        with django_assert_num_queries(4):
            planned_of(some)


# Sums that are kept


@pytest.mark.parametrize("component", ["", *Component.values])
def test_kept_sums_of_every_version_that_was_ever_issued_are_those_that_would_be_added_up(
    component, django_assert_num_queries
):
    first = load_plan(read_plan(small_plan())).version
    changed = small_plan()
    changed["groups"][0]["tasks"][0]["budget"]["lines"][0]["amount"] = 11
    second = load_plan(read_plan(changed), reason="Đối chiếu lại bản in").version
    issued = list(PlanVersion.objects.issued())
    assert {first.pk, second.pk} < {one.pk for one in issued}
    assert planned_of([first.pk])[first.pk].total != planned_of([second.pk])[second.pk].total
    kept.clear()
    expected = planned_of([one.pk for one in issued], component)
    assert kept_planned_of(issued, component) == expected
    with django_assert_num_queries(0):
        assert kept_planned_of(issued, component) == expected


def test_sums_of_a_draft_are_never_kept():
    data = small_plan() | {"version": {"number": 1, "kind": "original", "status": "draft"}}
    draft = load_plan(read_plan(data)).version
    before = kept_planned_of([draft])[draft.pk].total
    BudgetLine.objects.filter(version=draft, amount__isnull=False).update(amount=F("amount") + 1)
    assert kept_planned_of([draft])[draft.pk].total > before
