"""The order of a table by a link in its head."""

import pytest

from portal.table_sort import Column, TableSort

COLUMNS = [
    Column("Tên", lambda row: row[0], "name", is_name=True),
    Column("Số", lambda row: row[1], "amount", unit="triệu đồng", is_number=True),
    Column("Ghi chú"),
]
ROWS = [("b", 2), ("a", None), ("c", 0), ("d", 2), ("e", None)]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", "bacde"),
        ("name", "abcde"),
        ("-name", "edcba"),
        ("amount", "cbdae"),
        ("-amount", "bdcae"),
        ("x", "bacde"),
        ("--amount", "bacde"),
    ],
)
def test_rows_without_value_stand_last_in_both_directions(asked, order):
    assert "".join(row[0] for row in TableSort(asked, COLUMNS, {}).sorted(ROWS)) == order


def test_zero_is_a_value():
    assert TableSort("amount", COLUMNS, {}).sorted(ROWS)[0] == ("c", 0)


@pytest.mark.parametrize(
    ("asked", "orders", "urls"),
    [
        ("", ["", "", ""], ["?year=2016&sort=name", "?year=2016&sort=-amount", ""]),
        ("amount", ["", "ascending", ""], ["?year=2016&sort=name", "?year=2016&sort=-amount", ""]),
        ("-amount", ["", "descending", ""], ["?year=2016&sort=name", "?year=2016&sort=amount", ""]),
    ],
)
def test_heads_say_the_order_and_lead_to_the_other_one(asked, orders, urls):
    heads = TableSort(asked, COLUMNS, {"year": "2016"}).heads
    assert [head.order for head in heads] == orders
    assert [head.url for head in heads] == urls


def test_choices_name_every_order_once():
    choices = TableSort("-amount", COLUMNS, {}).choices
    assert [(one.value, one.label) for one in choices] == [
        ("name", "Tên: A đến Z"),
        ("-name", "Tên: Z đến A"),
        ("amount", "Số: tăng dần"),
        ("-amount", "Số: giảm dần"),
    ]
    assert [one.value for one in choices if one.is_chosen] == ["-amount"]


@pytest.mark.parametrize(("asked", "refused"), [("", False), ("name", False), ("x", True), ("-", True)])
def test_an_order_that_means_nothing_is_refused(asked, refused):
    assert TableSort(asked, COLUMNS, {}).is_refused is refused
