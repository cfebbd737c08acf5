import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import collapse, nfc, printable, quoted, slugify_vi, split_tone, tidy_lines, unaccented

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)]
LETTERS = "".join([*VOWELS, *(vowel.upper() for vowel in VOWELS), "đĐ"])


def test_the_alphabet_of_these_tests_is_whole():
    assert len(LETTERS) == 2 * 12 * 6 + 2
    assert len([letter for letter in LETTERS if not letter.isascii()]) == 134


def test_nfc_composes():
    assert nfc(unicodedata.normalize("NFD", "Kế hoạch")) == "Kế hoạch"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Sở \t Công\n\nThương ", "Sở Công Thương"),
        ("1\u00a0234\u2009567\u202f8", "1 234 567 8"),
        ("sản\u200b xuất\ufeff sạch\u00ad hơn", "sản xuất sạch hơn"),
        ("e\u200b\u0301", "é"),
        ("\u3000\u200b", ""),
    ],
)
def test_collapse(text, expected):
    assert collapse(text) == expected


@pytest.mark.parametrize("letter", LETTERS)
def test_every_vietnamese_letter_becomes_one_plain_letter(letter):
    expected = "d" if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0].lower()
    assert unaccented(letter) == expected
    assert expected.isascii()


def test_unaccented_reads_decomposed_text_too():
    assert unaccented(unicodedata.normalize("NFD", "Đẩy mạnh ƯỚC")) == "day manh uoc"


@given(st.text() | st.text(alphabet=LETTERS + " İßﬁ²한Ǆ\u0302"))
def test_unaccented_keeps_the_length_of_nfc_text(text):
    assert len(unaccented(text)) == len(nfc(text))


def test_the_offsets_of_a_hit_are_those_of_the_text():
    text = "Quyết định của Ủy ban nhân dân tỉnh Đắk Lắk"
    start = unaccented(text).index("dak lak")
    assert text[start : start + 7] == "Đắk Lắk"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("  Đắk Nông  ", "dak-nong"),
        ("835/QĐ-UBND", "835-qd-ubnd"),
        ("Thừa Thiên–Huế", "thua-thien-hue"),
        ("– …", ""),
    ],
)
def test_slugify_vi(text, expected):
    assert slugify_vi(text) == expected


@pytest.mark.parametrize(
    ("syllable", "letters", "tone"),
    [
        ("", "", 0),
        ("ma", "ma", 0),
        ("hòa", "hoa", 1),
        ("hoà", "hoa", 1),
        ("mừơi", "mươi", 1),
        ("hàná", "hana", 1),
        ("ngả", "nga", 2),
        ("nghĩa", "nghia", 3),
        ("tiếng", "tiêng", 4),
        ("được", "đươc", 5),
    ],
)
def test_split_tone(syllable, letters, tone):
    assert split_tone(syllable) == (letters, tone)
    assert split_tone(unicodedata.normalize("NFD", syllable)) == (letters, tone)


def test_quoted_cuts_long_texts():
    assert quoted(" chưa  rõ ") == "“chưa rõ”"
    assert quoted("a" * 60) == f"“{'a' * 60}”"
    assert quoted("a" * 61) == f"“{'a' * 60}…”"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x9b", "\u202e", "\u2067", "\ud800"])
def test_printable_refuses_signs_that_nobody_prints(sign):
    with pytest.raises(ValueError, match="ký tự điều khiển"):
        printable(f"Sở{sign}Công Thương")


def test_printable_keeps_what_is_printed():
    assert printable(" Sở\tCông\nThương “SXSH” ") == "Sở Công Thương “SXSH”"


def test_tidy_lines_keeps_lines_and_drops_what_is_not_seen():
    assert tidy_lines(" Sở\u00a0 Công\tThương\u200b \r\n\u202eđối \x07tác\v\n\n") == "Sở Công Thương\nđối tác"
    assert tidy_lines("  a  b ") == "a b"
    assert tidy_lines("a\n\nb") == "a\n\nb"
