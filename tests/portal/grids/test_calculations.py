"""Quantity x unit price in a cell of the money grid: read, written, asked about, refused, taken away."""

import pytest

from portal.grids.batch import Ambiguous, Refused, Value
from portal.grids.calculations import Calculation, read_lines
from tests.portal.grids.conftest import now, task_in


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("2 hội nghị x 3", "2 hội nghị x 3 = 6"),
        ("2 x 3,5 = 7", "2 x 3,5 = 7"),
        ("12×20", "12 x 20 = 240"),
        ("4x15", "4 x 15 = 60"),
        ("1,5 hộp xốp * 10", "1,5 hộp xốp x 10 = 15"),
        ("3 lớp x 1.500.000 = 4.500.000", "3 lớp x 1500000 = 4500000"),
        ("2 lớp x 3.200 = 6400", "2 lớp x 3200 = 6400"),  # the amount tells what "3.200" means
    ],
)
def test_a_calculation_is_read(text, held):
    [found] = read_lines([text])
    assert isinstance(found, Value)
    assert found.text == held
    assert read_lines([held]) == [found]  # what the cell holds means the same again


def test_plain_amounts_beside_it_are_read_as_of_one_hand():
    found = read_lines(["6.840.000", "2 lớp x 3", "3.200"])
    assert [one.text for one in found] == ["6840000", "2 lớp x 3 = 6", "3200"]


def test_what_may_mean_two_things_is_asked():
    [found] = read_lines(["2 lớp x 3.200"])
    assert found == Ambiguous(("2 lớp x 3,2", "2 lớp x 3200"))
    assert [one.text for one in read_lines(found.choices)] == ["2 lớp x 3,2 = 6,4", "2 lớp x 3200 = 6400"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 x 3 = 7", "không bằng số tiền"),
        ("1,2345 x 3", "ba chữ số"),
        ("0,001 x 0,0001", "lẻ dưới một đồng"),
        ("2 x 3 x 4", ""),
        (f"2 {'lớp ' * 20} x 3", "quá 50 ký tự"),
        ("999999999 x 999999999", "Số quá lớn"),
        ("1" + "," * 19_000 + " x 3", ""),  # read as no calculation, at once
    ],
)
def test_what_cannot_be_is_refused(text, words):
    [found] = read_lines([text])
    assert isinstance(found, Refused)
    assert words in found.message


def test_a_calculation_is_written_with_its_amount_and_taken_away_whole(send, draft):
    answer = send(("2/1", "2019:DN", "", "5 cơ sở x 20"))
    assert answer.json()["open"] == []
    assert answer.json()["done"] == {"2/1": {"2019:DN": "5 cơ sở x 20 = 100"}}
    assert answer.json()["sums"]["2/1"]["sum"] == "100"
    [line] = task_in(now(draft), "2/1")["budget"]["lines"]
    assert (line["amount"], line["quantity"], line["unit"], line["unit_price"]) == (100, 5, "cơ sở", 20)

    send(("2/1", "2019:DN", "5 cơ sở x 20 = 100", "6 cơ sở x 20"))
    [line] = task_in(now(draft), "2/1")["budget"]["lines"]
    assert (line["amount"], line["quantity"]) == (120, 6)

    assert (
        send(("2/1", "2019:DN", "6 cơ sở x 20 = 120", "120")).json()["open"] == []
    )  # as copied from elsewhere
    [line] = task_in(now(draft), "2/1")["budget"]["lines"]
    assert line["quantity"] == 6

    send(("2/1", "2019:DN", "6 cơ sở x 20 = 120", ""))
    assert task_in(now(draft), "2/1")["budget"] is None


def test_an_amount_over_a_calculation_leaves_what_is_printed_and_says_so(send, draft):
    answer = send(("1/1.1", "2019:NSTW", "2 hội nghị x 3 = 6", "7")).json()
    assert answer["done"] == {"1/1.1": {"2019:NSTW": "7"}}
    assert answer["details"]["1/1.1"] == {"2019:NSTW": "2 hội nghị x 3 = 7"}


def test_the_largest_kept_price_is_exact():
    [found] = read_lines(["1 x 0,000001"])
    assert found.value == Calculation(1, "", 1)
