"""Accent-blind search: what is stored, what is asked, where a hit stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.models import Agency
from core.search import Excerpt, asked_words, find_excerpt, search_query, search_words
from core.text import unaccented
from tests.factories import AgencyFactory

TEXT = "Ban Quản lý Khu kinh tế tỉnh, các Sở: Công Thương, TN&MT và đơn vị liên quan tổ chức thực hiện."
HOSTILE = [
    "'",
    '"',
    "\\",
    "a & b",
    "a | b",
    "!a",
    "a:*",
    "a <-> b",
    "(((",
    "--",
    ";",
    "%",
    "_",
    "\0",
    "👷🏽‍♀️",
]
VIETNAMESE = "aAăâÂđĐeêêoôơưƯyấầẩẫậếềểễệốồổỗộớờởỡợứừửữựíìỉĩịýỳỷỹỵ bcdghklmnpqrstvx 0123456789 -,.;:/&_()“”\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sở Công Thương", ["so", "cong", "thuong"]),
        ("ĐƯỜNG   đi", ["duong", "di"]),
        ("TN&MT, 835/QĐ-UBND; 20,4%", ["tn", "mt", "835", "qd", "ubnd", "20", "4"]),
        ("snake_case", ["snake", "case"]),
        (unicodedata.normalize("NFD", "Quản lý"), ["quan", "ly"]),
        ("—&|!:*()'\"\\\0 😀", []),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_without_accents(text, words):
    assert asked_words(text) == words


def test_a_search_column_holds_the_words_of_all_parts():
    assert search_words("Sở Công Thương", None, "", "SCT; (TN&MT)") == "so cong thuong sct tn mt"


@pytest.mark.parametrize("text", ["", "  ", "&|!:*()", "😀", "\0"])
def test_without_words_nothing_is_asked(text):
    assert search_query(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("khu kinh te", True),
        ("Kinh Tế khu", True),
        ("KHU KINH T", True),  # the last word is unfinished
        ("khu kin te", False),  # another is not
        ("inh te", False),  # a word is found from its beginning
        ("khu kinh te cong nghe", False),
        ("2013", True),
        ("201", True),
        ("013", False),
    ],
)
def test_all_words_must_be_there_the_last_perhaps_unfinished(asked, found):
    assert matches("Khu kinh tế cửa khẩu, năm 2013", asked) is found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hostile", [*HOSTILE, "x" * 10_000, "a b " * 2_500, "đ" * 3_000, "²½ a", "1e5 0x1f 12ab"], ids=len
)
def test_whatever_is_asked_postgresql_can_answer(hostile):
    if search_query(hostile) is not None:
        assert matches("không có gì", hostile) is False
    assert matches("Khu kinh tế", f"khu {hostile} kinh") in (True, False)


def matches(text: str, asked: str) -> bool:
    """Whether the database finds an agency of this name when that is asked."""
    agency = AgencyFactory(name=text)
    return Agency.objects.filter(pk=agency.pk, search_vector=search_query(asked)).exists()


# Excerpts


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        ("quan ly khu kinh te", "Quản lý Khu kinh tế"),
        ("Quản Lý", "Quản lý"),
        ("cong thuong tn mt", "Công Thương, TN&MT"),
        ("don vi lien qu", "đơn vị liên qu"),  # unfinished
        ("thuong quan", "Thương"),  # not together: where the first stands
        ("hien", "hiện"),
        ("tinh cac so", "tỉnh, các Sở"),
    ],
)
def test_the_hit_is_what_the_text_says(asked, hit):
    assert find_excerpt(TEXT, asked).hit == hit


@pytest.mark.parametrize("asked", ["", "&", "an quan", "khong co", "uan ly", "anh"])
def test_no_hit_without_words_or_where_they_are_not(asked):
    assert find_excerpt(TEXT, asked) is None


def test_the_words_together_go_before_the_first_alone():
    text = "Kinh phí quản lý; kinh doanh; phát triển kinh tế."

    assert find_excerpt(text, "kinh te") == Excerpt(
        "Kinh phí quản lý; kinh doanh; phát triển ", "kinh tế", "."
    )


def test_only_the_last_word_may_be_unfinished():
    assert find_excerpt("Anh em làm an toàn, lao động", "an lao").before == "Anh em làm "


def test_decomposed_text_is_shown_composed():
    found = find_excerpt(unicodedata.normalize("NFD", TEXT), "quan ly khu")

    assert found.hit == "Quản lý Khu"
    assert found.before == "Ban "


def test_a_long_text_is_cut_at_words_on_both_sides():
    text = "một " * 50 + "Khu kinh tế" + " hai" * 50
    found = find_excerpt(text, "khu kinh te", width=10)

    assert found == Excerpt("… một một ", "Khu kinh tế", " hai hai …")


def test_a_text_without_spaces_is_cut_too():
    assert find_excerpt("x" * 50 + ",khu," + "y" * 50, "khu", width=10) == Excerpt("… ", "khu", " …")


def test_a_text_that_fits_is_not_cut():
    assert find_excerpt("a khu b", "khu", width=2) == Excerpt("a ", "khu", " b")


@given(st.text(alphabet=VIETNAMESE, max_size=300), st.data())
def test_every_piece_of_every_text_is_found_where_it_stands(text, data):
    words = asked_words(text)
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    asked = words[first : first + data.draw(st.integers(1, 4))]
    found = find_excerpt(text, " ".join(asked), width=15)
    composed = unicodedata.normalize("NFC", text)

    assert asked_words(found.hit)[0] == asked[0]
    pieces = found.before.removeprefix("… ") + found.hit + found.after.removesuffix(" …")
    assert pieces in composed
    assert unaccented(found.hit)[0] == asked[0][0]
