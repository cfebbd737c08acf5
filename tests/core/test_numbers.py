from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import (
    Ambiguous,
    Exact,
    Style,
    Unit,
    UnreadableNumberError,
    dong_to_million,
    editable_million,
    editable_number,
    format_million,
    format_number,
    million_to_dong,
    read_column,
    read_number,
)


def exact(value):
    return Exact(Decimal(value))


def ambiguous(*values):
    return Ambiguous(tuple(map(Decimal, values)))


numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=6)
NOT_NUMBERS = """\
1.2.3 | 12,34,567 | 1e5 | 1E5 | NaN | Infinity | 0x10 | 1_000 | VII | x | ½ | 5² | ٣ | 1'234 | 1/2 | 1;2
8-13% | 8 - 13 | 8–13 | 15% | (5) | 5. | .5 | ,5 | 1..5 | 1.234.56 | 1234.567.890 | 0.500.000 | 1 23
1.234,567.8 | 1 234.567.890 | +5 | --5 | - 5 | –5 | 5- | đồng | 5 người | 20,4 đồng
2.600 triệu đồng | 6,84 tỷ | 500 nghìn | Tổng KP: 320"""
texts = st.text() | st.text(alphabet="0123456789.,-–−()% đtriệuyngh\u00a0\u2009e０５．，")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("05", "5"),
        ("2019", "2019"),
        ("20.4", "20.4"),
        ("13,6", "13.6"),
        ("0,500", "0.5"),
        ("0.500", "0.5"),
        ("05,500", "5.5"),
        ("2,0001", "2.0001"),
        ("1234,567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,234,567.25", "1234567.25"),
        ("1 234", "1234"),
        ("1\u00a0234\u2009567,5", "1234567.5"),
        ("1\u202f234.5", "1234.5"),
        ("6.840.000.000 đồng", "6840000000"),
        ("6.840.000.000đ", "6840000000"),
        ("2,000 VNĐ", "2000"),
        ("3.200 vnd", "3200"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
        ("１．２３４，５", "1234.5"),
        ("  7 ", "7"),
        ("\u200b7", "7"),
        ("999.999.999.999.999.999", "999999999999999999"),
    ],
)
def test_exact_numbers(text, expected):
    reading = read_number(text)
    assert reading == exact(expected)
    assert str(reading.value) == expected


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("2,000", ("2", "2000")),
        ("3.200", ("3.2", "3200")),
        ("-1.500", ("-1500", "-1.5")),
        ("100,000", (100, 100000)),
    ],
)
def test_ambiguous_numbers(text, candidates):
    assert read_number(text) == ambiguous(*candidates)


def test_candidates_are_shown_in_vietnamese_style():
    assert str(read_number("3.200")) == "3,2 hoặc 3.200"


@pytest.mark.parametrize(
    ("text", "expected"), [("3.200", 3200), ("2,000", 2000), ("45", 45), ("1 234", 1234)]
)
def test_a_count_has_no_decimals(text, expected):
    assert read_number(text, decimals=False) == exact(expected)


@pytest.mark.parametrize("text", ["20.4", "13,6", "1.234,5", "0,500", "5,0"])
def test_a_count_refuses_decimals(text):
    with pytest.raises(UnreadableNumberError, match="số nguyên"):
        read_number(text, decimals=False)


def test_a_known_style_settles_the_number():
    assert read_number("2,000", style=Style.VIETNAMESE) == exact(2)
    assert read_number("2,000", style=Style.ENGLISH) == exact(2000)
    assert read_number("3.200", style=Style.VIETNAMESE) == exact(3200)
    assert read_number("3.200", style=Style.ENGLISH) == exact("3.2")


@pytest.mark.parametrize(
    ("text", "style"), [("20.4", Style.VIETNAMESE), ("1,234.5", Style.VIETNAMESE), ("13,6", Style.ENGLISH)]
)
def test_a_number_of_another_style_is_refused(text, style):
    with pytest.raises(UnreadableNumberError):
        read_number(text, style=style)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "-", "–", "—", "chưa rõ", "Chưa  rõ"])
def test_no_number_is_unknown_not_zero(text):
    assert read_number(text) is None


@pytest.mark.parametrize("text", [*NOT_NUMBERS.replace("\n", " | ").split(" | "), "1" * 19, "1." + "0" * 400])
def test_what_is_not_one_number(text):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text)
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("320", Unit.MILLION, exact(320)),
        ("2.600 triệu đồng", Unit.MILLION, ambiguous("2.6", "2600")),
        ("20,4 triệu", Unit.MILLION, exact("20.4")),
        ("6.840.000.000 đồng", Unit.MILLION, exact(6840)),
        ("3.200 đồng", Unit.MILLION, exact("0.0032")),
        ("6,84 tỷ đồng", Unit.MILLION, exact(6840)),
        ("6,84 Tỉ", Unit.DONG, exact(6_840_000_000)),
        ("500 nghìn đồng", Unit.MILLION, exact("0.5")),
        ("500ngàn", Unit.DONG, exact(500_000)),
        ("-2 tỷ VNĐ", Unit.MILLION, exact(-2000)),
        ("7.050", Unit.DONG, ambiguous("7.05", "7050")),
    ],
)
def test_a_printed_unit_is_converted_to_that_of_the_column(text, unit, expected):
    assert read_number(text, unit=unit) == expected


@given(texts)
def test_reading_raises_nothing_but_its_own_error(text):
    for decimals in (True, False):
        for unit in (None, Unit.MILLION):
            with suppress(UnreadableNumberError):
                reading = read_number(text, decimals=decimals, unit=unit)
                assert reading is None or isinstance(reading, Exact | Ambiguous)


@given(st.text(alphabet="0123456789., -", min_size=1, max_size=12))
def test_a_reading_keeps_every_digit_that_counts(text):
    try:
        reading = read_number(text)
    except UnreadableNumberError:
        return
    candidates = () if reading is None else getattr(reading, "candidates", None) or (reading.value,)
    digits = "".join(filter(str.isdigit, text)).strip("0")
    for candidate in candidates:
        assert "".join(filter(str.isdigit, f"{candidate:f}")).strip("0") == digits
        assert (candidate < 0) == (text.strip().startswith("-") and digits != "")


@given(numbers)
def test_what_is_formatted_reads_back(number):
    text = format_number(number)
    assert read_number(text, style=Style.VIETNAMESE) == Exact(number)
    reading = read_number(text)
    assert reading == Exact(number) or number in reading.candidates


COLUMNS = {
    "Ninh Bình 2017, ngân sách địa phương": (
        ["9", "20.4", "6.6", "36"],
        [exact(9), exact("20.4"), exact("6.6"), exact(36)],
    ),
    "An Giang, nhiệm vụ 2.1 - 2.4": (
        ["320", "2,000", "3.200", "200"],
        [exact(320), ambiguous(2, 2000), ambiguous("3.2", 3200), exact(200)],
    ),
    "Hà Tĩnh, tổng": (
        ["2.040", "500", "7.050"],
        [ambiguous("2.04", 2040), exact(500), ambiguous("7.05", 7050)],
    ),
    "grouping seen": (["6.840.000", "3.200"], [exact(6840000), exact(3200)]),
    "grouping seen beside decimals": (["3.200", "1.234,5"], [exact(3200), exact("1234.5")]),
    "three decimals seen": (["0.500", "3.200"], [exact("0.5"), exact("3.2")]),
    "three decimals seen after a comma": (["1234,567", "2,000"], [exact("1234.567"), exact(2)]),
    "one decimal says nothing of three": (["20.4", "3.200"], [exact("20.4"), ambiguous("3.2", 3200)]),
    "one sign says nothing of the other": (["6.840.000", "2,000"], [exact(6840000), ambiguous(2, 2000)]),
    "decimals do not make the other sign group": (["0.500", "2,000"], [exact("0.5"), ambiguous(2, 2000)]),
    "both roles of one sign": (
        ["6.840.000", "20.4", "0.500", "3.200"],
        [exact(6840000), exact("20.4"), exact("0.5"), ambiguous("3.2", 3200)],
    ),
    "spaces group and say nothing": (["1 234 567", "3.200"], [exact(1234567), ambiguous("3.2", 3200)]),
    "blank": (["", "-", "5"], [None, None, exact(5)]),
}


@pytest.mark.parametrize(("cells", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_columns(cells, expected):
    assert read_column(cells) == expected
    assert read_column(reversed(cells)) == expected[::-1]


def test_a_refused_cell_stands_in_its_place():
    first, refused, last = read_column(["1.234.567", "8-13%", "3.200"])
    assert (first, last) == (exact(1234567), exact(3200))
    assert isinstance(refused, UnreadableNumberError)
    assert "8-13%" in str(refused)


def test_a_column_of_counts_and_a_column_of_money():
    assert read_column(["3.200", "2,000"], decimals=False) == [exact(3200), exact(2000)]
    assert read_column(["-6.840.000 đồng", "-3.200"], unit=Unit.MILLION) == [exact("-6.84"), exact(-3200)]


@given(st.lists(texts, max_size=6))
def test_a_column_only_ever_narrows_what_its_cells_say(cells):
    readings = read_column(cells)
    assert len(readings) == len(cells)
    for text, reading in zip(cells, readings, strict=True):
        try:
            alone = read_number(text)
        except UnreadableNumberError:
            assert isinstance(reading, UnreadableNumberError)
        else:
            narrowed = isinstance(alone, Ambiguous) and isinstance(reading, Exact)
            assert reading == alone or (narrowed and reading.value in alone.candidates)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (Decimal("-0.0"), "0"),
        (7, "7"),
        (1234, "1.234"),
        (-1234567, "-1.234.567"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("0.000001"), "0,000001"),
        (Decimal("2.04E+3"), "2.040"),
        (Decimal("1E-9"), "0,000000001"),
        (10**40 + 1, "10" + ".000" * 12 + ".001"),
    ],
)
def test_format_number(value, text):
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("dong", "text"),
    [
        (7_050_000_000, "7.050"),
        (20_400_000, "20,4"),
        (1, "0,000001"),
        (-20_400_000, "-20,4"),
        (0, "0"),
        (Decimal(300000000), "300"),
        (1_234_567_000, "1.234,567"),
        (10**17, "100.000.000.000"),
    ],
)
def test_format_million(dong, text):
    assert format_million(dong) == text


@pytest.mark.parametrize(
    ("dong", "million"),
    [(2_040_000_000, "2040"), (20_400_000, "20.4"), (0, "0"), (-1, "-0.000001"), (10**30, "1" + "0" * 24)],
)
def test_dong_and_million(dong, million):
    assert str(dong_to_million(dong)) == million
    assert million_to_dong(Decimal(million)) == dong


@pytest.mark.parametrize("million", ["0.0000001", "20.40000001", "1234567890123456789012345678.1234567"])
def test_a_fraction_of_a_dong_is_refused(million):
    with pytest.raises(ValueError, match="lẻ dưới một đồng"):
        million_to_dong(Decimal(million))


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_dong_to_million_loses_nothing(dong):
    assert million_to_dong(dong_to_million(dong)) == dong
    assert read_number(format_million(dong), style=Style.VIETNAMESE) == Exact(dong_to_million(dong))


@pytest.mark.parametrize("convert", [format_number, format_million, dong_to_million, million_to_dong])
def test_floats_and_what_is_no_number_are_refused(convert):
    with pytest.raises(TypeError):
        convert(20.4)
    with pytest.raises(ValueError, match="không phải là một số"):
        convert(Decimal("NaN"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"), ("1234", "1234"), ("1234567", "1234567"), ("20.4", "20,4"), ("1234.5", "1234,5"),
        ("1.234", "1,2340"), ("999.001", "999,0010"), ("0.5", "0,5"), ("0.123", "0,123"), ("1234.567", "1234,567"),
        ("0.000001", "0,000001"), ("1E+3", "1000"),
    ],
)  # fmt: skip
def test_editable_number(value, text):
    assert editable_number(Decimal(value)) == text


@given(numbers.filter(lambda number: number >= 0))
def test_what_is_edited_has_one_meaning(number):
    text = editable_number(number)
    assert read_number(text) == Exact(number.normalize())
    assert read_column(["1.234,5", text, "1,234.5"])[1] == Exact(number.normalize())


@given(st.integers(0, 10**15))
def test_an_amount_is_edited_in_million(dong):
    assert editable_million(dong) == editable_number(dong_to_million(dong))
