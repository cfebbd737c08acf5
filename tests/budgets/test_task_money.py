"""The money of tasks as cells: what is put into them, how lines keep their order, and what they add up to."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.enums import Source
from budgets.selectors import with_money
from budgets.sums import planned_money
from budgets.task_money import Line, MoneyColumn, SeveralLinesError, TaskMoney, added, task_money
from plans.models import PlanVersion
from tests.conftest import PLAN_SLUGS

NSTW_2019 = MoneyColumn(2019, ("NSTW",))
columns = st.builds(
    MoneyColumn,
    st.none() | st.integers(2000, 2030),
    st.sets(st.sampled_from(Source.values)).map(lambda s: tuple(sorted(s, key=Source.values.index))),
)


def money(*lines: Line, total=None, sources=()) -> TaskMoney:
    return TaskMoney(1, "1/1", "1.1", "Tập huấn", 1, 1, 1, "", total, list(sources), list(lines))


def as_texts(task: TaskMoney) -> list[tuple]:
    return [(line.column.key, line.amount) for line in task.lines]


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("2019:NSTW", "2019, NSTW"),
        (":NSDP+DN", "Cả giai đoạn, NSĐP + DN"),
        ("2020:", "2020, không ghi nguồn"),
    ],
)
def test_a_column_has_a_key_and_a_name(key, label):
    column = MoneyColumn.parse(key)
    assert (column.key, column.label) == (key, label)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "2019",
        "2019:XX",
        "2019:DN+NSDP",
        "2019:NSTW+NSTW",
        "19:NSTW",
        "9999:NSTW",
        "x:NSTW",
        "２０１９:NSTW",
    ],
)
def test_what_is_no_column_is_refused(key):
    with pytest.raises(ValueError, match=re.escape(f"no column: {key}")):
        MoneyColumn.parse(key)


@given(st.lists(columns, max_size=8), columns)
def test_keys_are_read_back_and_columns_have_one_order(several, column):
    assert MoneyColumn.parse(column.key) == column
    for other in several:
        assert (column < other) + (other < column) + (column == other) == 1


def test_new_amounts_find_their_place_and_nothing_else_moves():
    task = money(Line(2020, ["NSTW"], 5, pk=1, position=9), Line(2018, ["DN"], 6, pk=2, position=12))
    for column, amount in ((NSTW_2019, 7), (MoneyColumn(None, ("KHAC",)), 1), (MoneyColumn(2021, ()), 2)):
        task.put_amount(column, amount)
    assert as_texts(task) == [(":KHAC", 1), ("2019:NSTW", 7), ("2020:NSTW", 5), ("2018:DN", 6), ("2021:", 2)]


def test_an_amount_is_changed_and_taken_away():
    task = money(Line(2019, ["NSTW"], 5, pk=1, position=1))
    task.put_amount(NSTW_2019, 0)
    assert as_texts(task) == [("2019:NSTW", 0)]
    task.put_amount(NSTW_2019, None)
    assert (as_texts(task), [line.pk for line in task.removed]) == ([], [1])


@pytest.mark.parametrize(("amount", "left"), [(6, []), (7, [("2019:NSTW", None)])])
def test_a_calculation_goes_with_the_amount_that_it_gives_and_stays_with_another(amount, left):
    task = money(Line(2019, ["NSTW"], amount, quantity=2, unit="hội nghị", unit_price=3, pk=1, position=1))
    task.put_amount(NSTW_2019, None)
    assert as_texts(task) == left
    assert len(task.removed) == 1 - len(left)


def test_several_amounts_of_one_cell_are_not_replaced_by_one():
    task = money(Line(2019, ["DN", "NSDP"], 6), Line(2019, ["NSDP", "DN"], 7))
    assert task.amounts() == {"2019:NSDP+DN": 13}
    with pytest.raises(SeveralLinesError):
        task.put_amount(MoneyColumn(2019, ("NSDP", "DN")), 1)


def test_what_a_task_counts_for():
    lines = [Line(2019, ["NSTW"], 6), Line(2019, [], 1), Line(None, ["DN"], 2), Line(2020, ["DN"], None)]
    assert money(*lines, total=50, sources=["NSDP"]).sums() == {
        "sum": 9, "source:NSTW": 6, "source:NSDP": 1, "source:DN": 2, "year:2019": 7,
    }  # fmt: skip
    assert money(total=50, sources=["DN", "NSDP"]).sums() == {"sum": 50, "source:NSDP+DN": 50}
    assert money().sums() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_cells_add_up_to_what_other_pages_tell(slug):
    version = with_money(PlanVersion.objects.current()).get(plan__slug=slug)
    told, sums = planned_money(version), added(task.sums() for task in task_money(version).values())
    if told.basis != "tasks":
        assert sums == {}
        return
    assert sums.pop("sum") == told.total
    by_source = {f"source:{'+'.join(sources)}": amount for sources, amount in told.by_sources.items()}
    assert {key: amount for key, amount in sums.items() if key.startswith("source:")} == by_source


@pytest.mark.django_db
def test_reading_takes_two_queries(django_assert_num_queries):
    version = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
    with django_assert_num_queries(2):
        assert len(task_money(version)) > 5
    with django_assert_num_queries(2):
        assert task_money(version, ["không có"]) == {}
