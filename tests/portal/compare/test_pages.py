"""What all comparison pages have in common: who sees what, filters, order, queries, words."""

import re

import pytest

from agencies.enums import Role
from tests.factories import whole_plan_data
from tests.portal.compare.conftest import rows_of, text_of
from tests.portal.conftest import SECRET

pytestmark = pytest.mark.django_db
PAGES = [
    "/compare/",
    "/compare/?component=awareness",
    "/compare/targets/",
    "/compare/money/",
    "/compare/map/",
]
PLANS = ["835/QĐ-UBND", "531/KH-UBND", "3210/QĐ-UBND", "1051/QĐ-UBND"]


def add(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("role", "province"),
    [(Role.MINISTRY_OFFICIAL, None), (Role.AGENCY_REPORTER, "lang-son"), (Role.PORTAL_ADMIN, None)],
)
def test_everyone_signed_in_sees_all_plans_in_force(address, role, province, signed_in):
    text = text_of(signed_in(role, province).get(address).content.decode())
    assert [number for number in PLANS if number not in text] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_draft_is_counted_for_nobody(address, draft, signed_in):
    for role, province in (
        (Role.MINISTRY_OFFICIAL, None),
        (Role.DEPARTMENT_EDITOR, "lang-son"),
        (Role.DEPARTMENT_EDITOR, "ha-tinh"),
    ):
        markup = signed_in(role, province).get(address).content.decode()
        assert SECRET not in markup
        assert draft.plan.slug not in markup
        assert draft.document_number not in markup


@pytest.mark.parametrize("address", PAGES)
def test_an_issued_plan_more_is_shown_where_a_draft_was_not(address, issue, page):
    version = issue(**whole_plan_data())
    assert version.document_number in page(address)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/compare/", 23),
        ("/compare/?component=awareness", 24),
        ("/compare/targets/", 26),
        ("/compare/money/", 23),
        ("/compare/map/", 32),
    ],
)
def test_three_plans_more_take_no_query_more(address, queries, signed_in, issue, django_assert_num_queries):
    for slugs in (["ha-tinh-2091", "ha-tinh-2092", "ha-tinh-2093"], []):
        client = signed_in(Role.MINISTRY_OFFICIAL)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
        for slug in slugs:
            issue(slug=slug)


@pytest.mark.parametrize("address", PAGES)
def test_filters_choose_plans(address, page):
    for query, expected in (
        ("region=Tây Nguyên", ["835/QĐ-UBND"]),
        ("year=2012", ["3210/QĐ-UBND"]),
        ("programme=1419&year=2014", ["835/QĐ-UBND", "3210/QĐ-UBND"]),
    ):
        text = text_of(page(add(address, query)))
        assert [number for number in PLANS if number in text] == expected


@pytest.mark.parametrize("address", PAGES)
def test_filters_stay_on_the_way_to_the_other_pages_and_in_the_download(address, page):
    markup = page(add(address, "year=2014&programme=1419"))
    tabs = re.findall(r'href="([^"]*)"', re.search(r'<nav class="tabs".*?</nav>', markup, re.S)[0])
    assert [link.partition("?")[2] for link in tabs] == ["programme=1419&amp;year=2014"] * 4
    download = re.search(r'href="([^"]*download=xlsx)"', markup)[1]
    assert "year=2014" in download
    assert "programme=1419" in download


@pytest.mark.parametrize("address", PAGES)
def test_values_that_mean_nothing_are_left_out_and_named(address, page):
    plain = rows_of(page(address))
    for query, words in (
        ("programme=1420", "chương trình"),
        ("region=<b>", "vùng"),
        ("year=20x6", "năm"),
        ("year=99999999999999999999", "năm"),
        ("borders=62&measure=x", "số liệu trên bản đồ, địa giới"),
        ("programme=%00", "chương trình"),
    ):
        markup = page(add(address, query))
        assert f"Đã bỏ qua giá trị không dùng được của: {words}." in text_of(markup)
        assert rows_of(markup) == plain


@pytest.mark.parametrize("address", ["/compare/", "/compare/money/", "/compare/map/"])
def test_an_order_that_means_nothing_is_named(address, page):
    assert "Đã bỏ qua giá trị không dùng được của: sắp xếp." in text_of(page(add(address, "sort=-x")))


def test_a_component_that_does_not_exist_shows_all(page):
    text = text_of(page("/compare/?component=x"))
    assert "Đã bỏ qua giá trị không dùng được của: hợp phần." in text
    assert "Tỉnh An Giang" in text


@pytest.mark.parametrize("address", PAGES[:-1])
def test_an_empty_choice_says_what_to_do(address, page):
    markup = page(add(address, "programme=889"))
    assert "Không có kế hoạch nào theo bộ lọc" in markup
    assert "<tbody" not in markup


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_choice_can_be_downloaded(address, sheet):
    assert sheet(add(address, "programme=889"))


def test_heads_are_links_that_turn_the_order_round(page):
    markup = page("/compare/money/?year=2016&sort=money")
    head = re.search(
        r'<th scope="col" class="number" aria-sort="ascending"><a class="sort-link" href="([^"]+)">Tổng tính',
        markup,
    )
    assert head[1].replace("&amp;", "&") == "?year=2016&sort=-money"
    assert markup.count("aria-sort") == 1


@pytest.mark.parametrize("address", PAGES)
def test_no_english_and_no_codes(address, page):
    text = text_of(page(address))
    words = r"\b(plan|province|target|sort|money|unknown|none|null|true|false|total|year|download|awareness|NSDP|KHAC)\b"
    assert re.findall(words, text, re.I) == []


@pytest.mark.parametrize("address", sorted({address.partition("?")[0] for address in PAGES}))
def test_the_breadth_of_what_is_asked_does_not_break_the_page(address, ministry):
    for name in ("programme", "region", "year", "component", "measure", "borders", "sort", "download"):
        for value in ("", "--money", "a" * 2000, "'; DROP TABLE", "𝟚𝟘𝟙𝟞"):
            assert ministry.get(address, {name: value}).status_code == 200
