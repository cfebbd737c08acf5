"""Search over the API. What is found and in which order: tests/portal/test_search.py."""

from urllib.parse import quote

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Province
from core.search import search_words
from plans.models import Plan
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
KINDS = {"plan", "task", "group", "objective", "section", "item", "responsibility", "agency"}


def test_the_answer_counts_every_kind_and_shows_where_the_words_stand(read):
    answer = read("search/", q="quan ly khu kinh te")

    assert answer["query"] == "quan ly khu kinh te"
    assert set(answer["counts"]) == KINDS
    assert sum(answer["counts"].values()) == len(answer["hits"]) >= 5
    [task] = [hit for hit in answer["hits"] if hit["kind"] == "task"]
    assert task == {
        "kind": "task",
        "plan": "an-giang-2016",
        "province": "an-giang",
        "key": "2/2.5",
        "where": "Nhiệm vụ 2.5, nhóm 2",
        "excerpt": {"before": "Ban ", "hit": "Quản lý khu kinh tế", "after": ""},
        "is_sample": False,
    }
    assert read(f"tasks/{task['plan']}/{task['key']}/")["number"] == "2.5"


def test_what_is_invented_says_so(read):
    Plan.objects.filter(slug="an-giang-2016").update(is_sample=True)
    AgencyFactory(province=Province.objects.get(slug="an-giang"), name="Cơ sở khu kinh tế mẫu", is_demo=True)

    hits = read("search/", q="khu kinh te")["hits"]

    sample = {(hit["kind"], hit["is_sample"]) for hit in hits if hit["plan"] == "an-giang-2016"}
    assert ("task", True) in sample
    assert {is_sample for _, is_sample in sample} == {True}
    invented = {hit["where"]: hit["is_sample"] for hit in hits if hit["kind"] == "agency"}
    assert invented.pop("Cơ sở khu kinh tế mẫu") is True
    assert set(invented.values()) == {False}


def test_an_agency_that_is_found_can_be_asked_for(read):
    [hit, *_] = read("search/", q="khu kinh te kon tum", kind="agency")["hits"]

    assert (hit["plan"], hit["province"]) == (None, "kon-tum")
    assert read(f"agencies/{hit['key']}/")["name"] == hit["where"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_keeps_its_hits_and_drops_the_others(kind, read):
    answer = read("search/", q="san xuat", kind=kind)

    assert set(answer["counts"]) == {hit["kind"] for hit in answer["hits"]} == {kind} or kind == "agency"
    assert answer["counts"] == {kind: read("search/", q="san xuat")["counts"][kind]}


def test_several_kinds_can_be_asked_for_at_once(read):
    answer = read("search/", q="san xuat", kind=["task", "group"])

    assert set(answer["counts"]) == {"task", "group"}


def test_the_limit_cuts_hits_of_each_kind_but_not_the_count(read):
    counts = read("search/", q="san xuat")["counts"]
    for limit in (0, 2):
        answer = read("search/", q="san xuat", limit=limit)
        assert answer["counts"] == counts
        assert [hit["kind"] for hit in answer["hits"]].count("task") == limit < counts["task"]


@pytest.mark.parametrize(
    "asked",
    ["'", '"', "a & b", "a | !b", "a:*", ":*", "(", "\\", "--;", "%", "_", "😀", "a\u0000b", "x" * 10_000, "a " * 5_000, "𝒜" * 3_000, "²½", "\ud7ff"],
    ids=ascii,
)  # fmt: skip
def test_whatever_is_asked_is_answered(asked, api):
    client = api(Role.PROVINCIAL_VIEWER, "ha-tinh")
    client.raise_request_exception = False

    for path in ("search/", "tasks/", "agencies/"):
        answer = client.get(f"/api/v1/{path}?q={quote(asked)}")
        assert answer.status_code == (400 if "\0" in asked else 200)


def test_a_draft_is_found_only_in_its_province(draft, read):
    def found(*who) -> dict[str, int]:
        answer = read("search/", *who, q="lo vong hoffman")
        assert len(answer["hits"]) == sum(answer["counts"].values())
        return {kind: count for kind, count in answer["counts"].items() if count}

    assert found(Role.AGENCY_REPORTER, "ha-tinh") == dict.fromkeys(KINDS - {"agency"}, 1)
    assert found(Role.DEPARTMENT_EDITOR, "lang-son") == {}
    assert found(Role.MINISTRY_OFFICIAL, None) == {}


def test_a_facility_is_found_only_in_its_province(read):
    name = "Nhà máy gạch Hoffman"
    home = Province.objects.get(slug="ha-tinh")
    AgencyFactory(province=home, kind=AgencyKind.FACILITY, name=name, search_text=search_words(name))
    assert Agency.objects.filter(search_text__contains="hoffman").exists()

    counts = [
        read("search/", Role.AGENCY_REPORTER, province, q="hoffman")["counts"]["agency"]
        for province in ("ha-tinh", "an-giang")
    ]

    assert counts[:1] == [1]
    assert read("search/", Role.DEPARTMENT_EDITOR, "lang-son", q="hoffman")["counts"]["agency"] == 0
    assert counts[1:] == [0]


def test_search_takes_as_many_queries_for_three_hits_as_for_one(count_queries):
    taken = [count_queries("search/", q="san xuat", kind="task", limit=limit) for limit in (1, 3)]

    assert taken == [(11, 1), (11, 3)]


def test_search_of_all_kinds_takes_as_many_queries_for_more_hits(count_queries):
    taken = [count_queries("search/", q="so cong thuong", limit=limit)[0] for limit in (1, 3)]

    assert taken == [25, 25]
