"""Differences between two plan documents: every change is found, at its place, and nothing else."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.plan_document.comparison import Difference, differences
from portal.plan_document.schema import PlanDocument, as_data
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, whole_plan_data
from tests.factories.documents import leaves, look_up, put

WHOLE = as_data(PlanDocument.model_validate(whole_plan_data()))


def shown(before: dict, after: dict) -> list[str]:
    return [str(difference) for difference in differences(before, after)]


def edited(change, data: dict = WHOLE) -> dict:
    data = copy.deepcopy(data)
    change(data)
    return data


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_a_document_does_not_differ_from_itself(slug):
    assert differences(plan_copy(slug), plan_copy(slug)) == []


def test_every_single_value_that_changes_is_found_at_its_place():
    """Each value of a document that says everything, one after the other."""
    keys = {"key", "code"}
    for path, value in leaves(WHOLE):
        if path[0] == "version" or path[-1] in keys:
            continue
        (difference,) = differences(WHOLE, put(WHOLE, path, "KHÁC"))
        assert (difference.before, difference.after) == (value, "KHÁC")
        if isinstance(path[-1], str):
            assert difference.path.endswith(path[-1])


def test_which_version_it_is_and_what_is_computed_is_no_content():
    block = {"number": 7, "kind": "amendment", "status": "draft", "amends": 6, "reason": "x"}
    other = WHOLE | {"version": WHOLE["version"] | block, "findings": [{"code": "total_differs"}]}
    assert differences(WHOLE, other) == []
    later = put(WHOLE, ("version", "in_force_from"), "2019-04-01")
    assert shown(WHOLE, later) == ["version.in_force_from: 2019-03-01 → 2019-04-01"]


def test_a_row_with_a_key_is_compared_with_the_row_of_that_key():
    def insert_before(data):
        group = data["groups"][0]
        group["tasks"].insert(0, group["tasks"][0] | {"key": "1/1.0", "action": "MỚI"})

    (difference,) = differences(WHOLE, edited(insert_before))
    assert difference.path == "groups[1].tasks[1/1.0]"
    assert difference.before is None
    assert difference.after["action"] == "MỚI"
    assert str(differences(edited(insert_before), WHOLE)[0]).endswith("→ (không có)")


def test_a_changed_order_of_rows_is_a_difference_of_its_own():
    two = edited(lambda data: data["sections"].append(data["sections"][0] | {"key": "II.2", "items": []}))
    turned = edited(lambda data: data["sections"].reverse(), two)
    assert differences(two, turned) == [Difference("sections (thứ tự)", ["II.1", "II.2"], ["II.2", "II.1"])]


def test_one_more_line_without_key_shifts_nothing():
    lines = ["a", "b", "c", "d"]
    before = WHOLE | {"recipients": lines}
    assert shown(before, WHOLE | {"recipients": ["a", "x", "b", "c", "d"]}) == [
        "recipients[2]: (không có) → x"
    ]
    assert shown(before, WHOLE | {"recipients": ["a", "c", "d"]}) == ["recipients[2]: b → (không có)"]
    assert shown(before, WHOLE | {"recipients": ["a", "B", "c", "d"]}) == ["recipients[2]: b → B"]


def test_statements_of_one_clause_are_told_apart_by_their_place():
    """An Giang's IV.2 has several statements on money; a clause is no key of theirs."""
    before = plan_copy("an-giang-2016")
    clauses = [row["clause"] for row in before["financing"]]
    place = next(n for n, row in enumerate(before["financing"]) if row["amount"] == 4240)
    assert clauses.count("IV.2") > 1
    after = put(before, ("financing", place, "amount"), 4241)
    assert shown(before, after) == [f"financing[{place + 1}].amount: 4240 → 4241"]


def test_a_part_that_appears_or_goes_is_shown_whole():
    (difference,) = differences(WHOLE, WHOLE | {"reporting": None})
    assert difference == Difference("reporting", WHOLE["reporting"], None)
    assert str(Difference("x", [], None)) == "x: (không có) → (không có)"


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_mixture_of_changes_is_overlooked(data):
    """Any number of values of a real document changed: the differences are exactly at those values."""
    before = plan_copy(data.draw(st.sampled_from(PLAN_SLUGS)))
    candidates = [path for path, value in leaves(before) if path[-1] == "text" and value and len(path) <= 3]
    chosen = data.draw(st.lists(st.sampled_from(candidates), unique=True, max_size=5))
    after = copy.deepcopy(before)
    for path in chosen:
        look_up(after, path[:-1])["text"] += " (sửa)"
    found = differences(before, after)
    assert sorted(d.after for d in found) == sorted(look_up(after, path) for path in chosen)
    assert (found == []) == (before == after)
