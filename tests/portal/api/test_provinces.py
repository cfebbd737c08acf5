"""Provinces over the API: names and codes over time, and who took over whom."""

import pytest

from core.clock import standing_at

pytestmark = pytest.mark.django_db


def slugs(answer: dict) -> set[str]:
    return {province["slug"] for province in answer["results"]}


def test_a_province_has_its_names_and_codes_over_time(read):
    with standing_at("2026-03-01"):
        province = read("provinces/an-giang/")

    assert (province["name"], province["code"], province["ended_on"]) == ("Tỉnh An Giang", "91", None)
    assert (province["successor"], province["predecessors"]) == (None, ["kien-giang"])
    assert [(name["code"], name["valid_from"], name["valid_to"]) for name in province["names"]] == [
        ("89", None, "2025-06-30"),
        ("91", "2025-07-01", None),
    ]
    assert all(name["source"] for name in province["names"])
    assert province["region"]


def test_the_name_is_that_of_the_business_day(read):
    with standing_at("2018-12-20"):
        assert read("provinces/an-giang/")["code"] == "89"


def test_a_province_that_ended_has_its_last_name_and_its_successor(read):
    province = read("provinces/kon-tum/")

    assert (province["name"], province["code"]) == ("Tỉnh Kon Tum", "62")
    assert (province["ended_on"], province["successor"]) == ("2025-06-30", "quang-ngai")


def test_all_sixty_three_are_listed_in_vietnamese_order(read):
    answer = read("provinces/", page_size=200)
    order = [province["slug"] for province in answer["results"]]

    assert answer["count"] == 63
    assert order[0] == "an-giang"
    assert order.index("da-nang") > order.index("cao-bang")
    assert order.index("dak-lak") > order.index("da-nang") > order.index("ca-mau")
    assert len(read("provinces/")["results"]) == 50


@pytest.mark.parametrize(
    ("asked", "count", "kept", "dropped"),
    [
        ({"existing_on": "2025-06-30"}, 63, "kon-tum", None),
        ({"existing_on": "2025-07-01"}, 34, "quang-ngai", "kon-tum"),
        ({"existing_on": "01/07/2025"}, 34, "quang-ngai", "kon-tum"),
        ({"successor": "quang-ngai"}, 2, "kon-tum", "gia-lai"),
        ({"successor": "kon-tum"}, 1, "kon-tum", "quang-ngai"),
        ({"successor": "khong-co"}, 0, None, "kon-tum"),
        ({"successor": "quang-ngai", "existing_on": "2026-01-01"}, 1, "quang-ngai", "kon-tum"),
    ],
    ids=str,
)
def test_filters_keep_what_is_asked_and_drop_the_rest(asked, count, kept, dropped, read):
    answer = read("provinces/", page_size=200, **asked)

    assert answer["count"] == len(answer["results"]) == count
    assert kept is None or kept in slugs(answer)
    assert dropped not in slugs(answer)


def test_the_list_takes_as_many_queries_for_three_provinces_as_for_one(count_queries):
    taken = [count_queries("provinces/", successor="an-giang", page_size=1)]
    taken += [count_queries("provinces/", page_size=3)]

    assert taken == [(12, 1), (12, 3)]
