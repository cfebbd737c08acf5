import unicodedata
from contextlib import suppress
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.words import vnd_in_words, words_to_number

AMOUNTS = {
    0: "Không",
    1: "Một",
    4: "Bốn",
    5: "Năm",
    10: "Mười",
    11: "Mười một",
    14: "Mười bốn",
    15: "Mười lăm",
    20: "Hai mươi",
    21: "Hai mươi mốt",
    24: "Hai mươi bốn",
    25: "Hai mươi lăm",
    55: "Năm mươi lăm",
    91: "Chín mươi mốt",
    100: "Một trăm",
    101: "Một trăm linh một",
    105: "Một trăm linh năm",
    110: "Một trăm mười",
    111: "Một trăm mười một",
    115: "Một trăm mười lăm",
    121: "Một trăm hai mươi mốt",
    555: "Năm trăm năm mươi lăm",
    999: "Chín trăm chín mươi chín",
    1_000: "Một nghìn",
    1_001: "Một nghìn không trăm linh một",
    1_010: "Một nghìn không trăm mười",
    1_015: "Một nghìn không trăm mười lăm",
    1_100: "Một nghìn một trăm",
    15_000: "Mười lăm nghìn",
    21_021: "Hai mươi mốt nghìn không trăm hai mươi mốt",
    100_000: "Một trăm nghìn",
    105_105: "Một trăm linh năm nghìn một trăm linh năm",
    1_000_000: "Một triệu",
    1_000_005: "Một triệu không trăm linh năm",
    1_005_000: "Một triệu không trăm linh năm nghìn",
    1_500_000: "Một triệu năm trăm nghìn",
    20_400_000: "Hai mươi triệu bốn trăm nghìn",
    300_000_000: "Ba trăm triệu",
    370_000_000: "Ba trăm bảy mươi triệu",
    2_040_000_000: "Hai tỷ không trăm bốn mươi triệu",
    4_240_000_000: "Bốn tỷ hai trăm bốn mươi triệu",
    6_840_000_000: "Sáu tỷ tám trăm bốn mươi triệu",
    7_005_000_000: "Bảy tỷ không trăm linh năm triệu",
    7_050_000_000: "Bảy tỷ không trăm năm mươi triệu",
    7_420_000_000: "Bảy tỷ bốn trăm hai mươi triệu",
    1_000_000_001: "Một tỷ không trăm linh một",
    105_000_000_000: "Một trăm linh năm tỷ",
    1_000_000_000_000: "Một nghìn tỷ",
    1_005_000_000_000: "Một nghìn không trăm linh năm tỷ",
    1_000_005_000_000: "Một nghìn tỷ không trăm linh năm triệu",
    10_000_000_000_015: "Mười nghìn tỷ không trăm mười lăm",
    123_456_789_012_345: (
        "Một trăm hai mươi ba nghìn bốn trăm năm mươi sáu tỷ bảy trăm tám mươi chín triệu "
        "không trăm mười hai nghìn ba trăm bốn mươi lăm"
    ),
    999_999_999_999_999: (
        "Chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
        "chín trăm chín mươi chín nghìn chín trăm chín mươi chín"
    ),
}

NOT_AMOUNTS = """\
 | đồng | đồng chẵn | chẵn | ./. | 7.050.000.000 đồng | seven | chưa rõ | bay ty dong
hai ba | mươi | mươi mươi | hai mươi mươi | một mươi | không mươi | mười mươi | hai mười | không không
mốt | mười mốt | trăm mốt | lăm | hai lăm | linh lăm | mười năm | hai mươi năm | tư | mười tư
trăm | triệu | tỷ | triệu đồng | linh năm | không trăm | không trăm linh năm | không triệu
một trăm trăm | một trăm linh | một trăm linh mười | một triệu không trăm | một trăm không
một nghìn hai triệu | một triệu hai tỷ | một triệu triệu | một nghìn nghìn | một tỷ tỷ | một nghìn triệu
một triệu tỷ | một nghìn nghìn tỷ | hai triệu hai triệu | năm triệu không nghìn
đồng ba trăm triệu | ba trăm đồng triệu | ba trăm triệu đồng đồng | âm ba triệu | ba phẩy năm tỷ
một trăm rưỡi | hai chục | một vạn | ba trăm triệu đồng và hai"""

WORDS = "không một mốt hai ba bốn tư năm lăm nhăm sáu bảy tám chín mười mươi trăm linh lẻ nghìn triệu tỷ"
VOCABULARY = WORDS.split()
# Amounts with zeros in them are the hard ones; drawing the digits gives many.
amounts = st.integers(0, 10**15 - 1) | st.text("0015", min_size=1, max_size=15).map(int)


@pytest.mark.parametrize(("number", "words"), AMOUNTS.items())
def test_golden_amounts_both_ways(number, words):
    assert vnd_in_words(number) == f"{words} đồng chẵn"
    assert words_to_number(f"{words} đồng chẵn") == number


@pytest.mark.parametrize("number", [-1, -5, 10**15, Decimal("0.5"), Decimal(-3)])
def test_amounts_that_have_no_words(number):
    with pytest.raises(ValueError, match="bằng chữ"):
        vnd_in_words(number)


def test_a_whole_decimal_has_words():
    assert vnd_in_words(Decimal(300000000)) == "Ba trăm triệu đồng chẵn"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ba trăm triệu đồng", 300_000_000),
        ("Bảy tỷ không trăm năm triệu đồng chẵn", 7_005_000_000),
        ("Sáu tỷ tám trăm bốn mươi triệu đồng chẵn", 6_840_000_000),
        ("  SÁU TỈ,  tám trăm bốn mươi triệu\u00a0đồng./.", 6_840_000_000),
        ("(Sáu tỷ, tám trăm bốn mươi triệu đồng chẵn)", 6_840_000_000),
        ("Ba trăm triệu chẵn.", 300_000_000),
        ("ba trăm triệu đồng Việt Nam chẳn", 300_000_000),
        ("bảy tỷ năm mươi triệu", 7_050_000_000),
        ("một triệu năm nghìn đồng", 1_005_000),
        ("một triệu linh năm ngàn đồng", 1_005_000),
        ("một nghìn mười lăm", 1_015),
        ("hai mươi tư triệu", 24_000_000),
        ("một trăm lẻ tư", 104),
        ("ba mươi một", 31),
        ("hai mươi nhăm", 25),
        ("bẩy mươi bẩy", 77),
        ("mừơi lăm triêụ", 15_000_000),
        ("Không đồng", 0),
    ],
)
def test_what_people_write(text, number):
    assert words_to_number(text) == number
    assert words_to_number(unicodedata.normalize("NFD", text)) == number


@pytest.mark.parametrize("text", NOT_AMOUNTS.replace("\n", " | ").split(" | "))
def test_what_is_not_an_amount(text):
    with pytest.raises(ValueError, match="bằng chữ"):
        words_to_number(text)


@pytest.mark.parametrize(
    "text", ["hai trăm năm", "hai trăm năm triệu", "một triệu năm", "hai tỷ năm đồng", "năm nghìn hai tỷ"]
)
def test_what_has_two_meanings(text):
    with pytest.raises(ValueError, match="hai cách hiểu"):
        words_to_number(text)


@given(amounts)
@example(10**15 - 1)
def test_reading_back_what_was_written(number):
    assert words_to_number(vnd_in_words(number)) == number


def test_reading_back_every_number_below_two_thousand_in_every_scale():
    for number in range(2_000):
        for size in (1, 10**3, 10**6, 10**9):
            assert words_to_number(vnd_in_words(number * size)) == number * size


def bare(words):
    """The words in one spelling, without those that only hold an empty place."""
    text = " ".join(words).replace("mươi mốt", "mươi một").replace("lẻ", "linh").replace("nhăm", "lăm")
    return text.replace("tư", "bốn").replace("không trăm", "").replace("linh", "").split()


def assert_refused_or_read_truly(words):
    try:
        number = words_to_number(" ".join(words))
    except ValueError:
        return False
    written = vnd_in_words(number).lower().removesuffix(" đồng chẵn").split()
    assert bare(words) == bare(written)
    return True


@pytest.mark.parametrize("length", [1, 2, 3, pytest.param(4, marks=pytest.mark.long)])
def test_every_short_text_of_number_words_is_refused_or_read_truly(length):
    accepted = sum(assert_refused_or_read_truly(words) for words in product(VOCABULARY, repeat=length))
    assert 0 < accepted < len(VOCABULARY) ** length


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12))
def test_random_number_words_are_refused_or_read_truly(words):
    assert_refused_or_read_truly(words)


@given(amounts, st.data())
def test_a_mutated_text_never_reads_as_the_same_amount(number, data):
    words = vnd_in_words(number).lower().removesuffix(" đồng chẵn").split()
    at = data.draw(st.integers(0, len(words) - 1))
    change = data.draw(st.sampled_from([[], [words[at]] * 2, [data.draw(st.sampled_from(VOCABULARY))]]))
    mutated = words[:at] + change + words[at + 1 :]
    assume(bare(mutated) != bare(words))
    with suppress(ValueError):
        assert words_to_number(" ".join(mutated)) != number


@given(st.text() | st.text(alphabet="aàáảbchmnotrưăâ ,.0123456789"))
def test_garbage_is_refused(text):
    assume(not set(unicodedata.normalize("NFC", text).lower().split()) & {*VOCABULARY, "bẩy", "ngàn", "tỉ"})
    with pytest.raises(ValueError, match="bằng chữ"):
        words_to_number(text)


@pytest.mark.parametrize("text", ["tám tỷ chín trăm", "ba triệu năm trăm", "hai tỷ một triệu năm trăm"])
def test_hundreds_right_behind_a_large_scale_have_two_meanings(text):
    with pytest.raises(ValueError, match="hai cách hiểu"):
        words_to_number(text)
    assert words_to_number(f"{text} đồng") % 1000 in (500, 900)
    assert words_to_number("hai nghìn chín trăm") == 2900
