import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sorting import sort_key

IN_ORDER = [
    "",
    "2",
    "02 hội nghị",
    "2 lớp",
    "10 lớp",
    "100",
    "a",
    "A",
    "à",
    "ả",
    "ã",
    "á",
    "ạ",
    "ai",
    "An Giang",
    "án",
    "anh",
    "ăn",
    "ân",
    "ấn phẩm",
    "ba",
    "Ba",
    "ba chỉ",
    "Ba Vì",
    "bà con",
    "Bà Rịa - Vũng Tàu",
    "bác",
    "Bạc Liêu",
    "Bắc Giang",
    "Bắc Ninh",
    "Bến Tre",
    "Cà Mau",
    "Cao Bằng",
    "Cần Thơ",
    "chủ trì",
    "cơ",
    "da",
    "dự án",
    "Đà Nẵng",
    "đánh giá",
    "Đắk Lắk",
    "Đắk Nông",
    "Đồng Nai",
    "e",
    "ê",
    "Gia Lai",
    "Hà Giang",
    "Hà Nam",
    "Hà Nội",
    "Hải Dương",
    "hoa",
    "hòa",
    "hoan",
    "khuyến công",
    "Kon Tum",
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "nghìn",
    "o",
    "ô",
    "ơ",
    "phối hợp",
    "Quảng Bình",
    "Quảng Nam",
    "Quý 2",
    "Quý 2a",
    "Quý 10",
    "sở",
    "Sở Công Thương",
    "Sở Tài chính",
    "Sở Tài nguyên và Môi trường",
    "tả",
    "tạ",
    "Thái Bình",
    "Thanh Hóa",
    "u",
    "Ủy ban nhân dân",
    "ư",
    "vụ",
    "xe",
    "y",
    "Y",
    "Yên Bái",
    "zinc",
    "中",
]
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
SYLLABLES = "a à á ạ ă ắ ban bán bàn Bản băn đa da dạ đạ ư ứng ưng Ứng hòa hoà hoa"
syllables = st.lists(st.sampled_from(SYLLABLES.split())).map(" ".join)
letters = st.text(alphabet="aàáăắâbcdđeêhnoôơuưyABĐ 0129-./")


def test_a_shuffled_list_comes_back_in_dictionary_order():
    # Thái before Thanh: the letters "thai" before "thanh", whatever the tone.
    shuffled = IN_ORDER[:]
    random.Random(1419).shuffle(shuffled)
    assert shuffled != IN_ORDER
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(IN_ORDER)))
def test_neighbours_differ(lower, higher):
    assert sort_key(lower) < sort_key(higher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Ủy", "Uỷ"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng  Tàu"),
        ("05", "5"),
        ("café", "cafe\u0301"),
    ],
)
def test_spellings_of_the_same_name_sort_together(one, other):
    assert sort_key(one) == sort_key(other)


def test_foreign_diacritics_do_not_matter():
    assert sort_key("Müller") == sort_key("Muller")


@given(st.text() | letters)
def test_keys_are_printable_ascii_and_the_same_for_every_unicode_form(text):
    key = sort_key(text)
    assert key.isascii()
    assert not key or key.isprintable()
    assert (
        sort_key(unicodedata.normalize("NFD", text)) == key
        or not text.isprintable()
        or set(text) - set("aàáăắâ")
    )


def dictionary_place(text):
    """The rule said in another way: syllable by syllable, (places of the letters in the alphabet, tone)."""
    place = []
    for syllable in text.lower().split():
        marks = [mark for mark in unicodedata.normalize("NFD", syllable) if mark in TONES]
        plain = "".join(char for char in unicodedata.normalize("NFD", syllable) if char not in TONES)
        spelled = [ALPHABET.index(letter) for letter in unicodedata.normalize("NFC", plain)]
        place.append((spelled, TONES.index(marks[0]) + 1 if marks else 0))
    return place


@given(syllables, syllables)
def test_order_is_that_of_a_dictionary(one, other):
    first, second = dictionary_place(one), dictionary_place(other)
    if first == second:
        assert sort_key(one.lower()) == sort_key(other.lower())
    else:
        assert (sort_key(one) < sort_key(other)) == (first < second)


@given(st.integers(0, 10**99 - 1), st.integers(0, 10**20))
def test_numbers_sort_by_value(one, other):
    assert (sort_key(f"Quý {one}") < sort_key(f"Quý {other}")) == (one < other)


def test_a_run_of_digits_of_any_length_has_a_key():
    assert sort_key("9" * 5000) > sort_key("9" * 50)


@given(letters, letters)
def test_a_beginning_stands_before_the_whole(beginning, rest):
    assert sort_key(beginning) <= sort_key(f"{beginning} {rest}")
