"""The directory of agencies over the API; facilities only in their province."""

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, AgencyAlias, AgencySuccession, Province
from core.search import search_words
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_agency(read) -> list[dict]:
    return read("agencies/", page_size=200)["results"]


@pytest.fixture
def facility() -> Agency:
    """A facility of Hà Tĩnh."""
    name = "Nhà máy gạch Hoffman"
    home = Province.objects.get(slug="ha-tinh")
    return AgencyFactory(province=home, kind=AgencyKind.FACILITY, name=name, search_text=search_words(name))


def test_an_agency_has_its_names_home_spellings_and_successors(read, every_agency):
    [department] = [
        found for found in every_agency if (found["province"], found["slug"]) == ("kon-tum", "so-cong-thuong")
    ]

    assert department["name"] == "Sở Công Thương"
    assert (department["kind"], department["short_name"], department["is_demo"]) == (
        "department",
        "SCT",
        False,
    )
    assert "Sở Công Thương" in department["aliases"]
    [successor] = department["successors"]
    heir = Agency.objects.get(province__slug="quang-ngai", slug="so-cong-thuong")
    assert (successor["agency"], successor["province"]) == (str(heir.public_id), "quang-ngai")
    assert (successor["name"], successor["status"]) == (heir.name, "proposed")
    assert successor["source"]
    assert read(f"agencies/{department['id']}/") == department


def test_a_national_agency_has_no_province(every_agency):
    assert [found["slug"] for found in every_agency if found["province"] is None] == ["bo-cong-thuong"]


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"province": "kon-tum"}, lambda found: found["province"] == "kon-tum"),
        ({"slug": "so-tai-chinh"}, lambda found: found["slug"] == "so-tai-chinh"),
        ({"kind": "board"}, lambda found: found["kind"] == "board"),
        ({"q": "khu kinh te"}, lambda found: "khu kinh tế" in found["name"].lower()),
        ({"q": "bct"}, lambda found: found["short_name"] == "BCT"),
        ({"province": "ha-tinh", "slug": "so-cong-thuong"}, lambda found: found["province"] == "ha-tinh" and found["slug"] == "so-cong-thuong"),
    ],
    ids=["province", "slug", "kind", "q", "q short name", "two"],
)  # fmt: skip
def test_filters_keep_what_is_asked_and_drop_the_rest(asked, holds, every_agency, read):
    kept = read("agencies/", **asked)

    assert kept["results"] == [found for found in every_agency if holds(found)]
    assert 0 < kept["count"] < len(every_agency)


def test_a_printed_spelling_finds_its_agency(read, every_agency):
    alias = AgencyAlias.objects.get(agency__province__slug="an-giang", text="Ban Quản lý khu kinh tế")

    kept = read("agencies/", q=alias.text, province="an-giang")["results"]

    assert [found["id"] for found in kept] == [str(alias.agency.public_id)]


def test_a_page_holds_fifty_and_at_most_two_hundred(read):
    new = [
        Agency(slug=f"x-{n}", name=f"Cơ quan {n}", kind="office", sort_key=f"{n:03}", search_text="hoffman")
        for n in range(205)
    ]
    Agency.objects.bulk_create(new)

    assert len(read("agencies/", q="hoffman")["results"]) == 50
    assert len(read("agencies/", q="hoffman", page_size=150)["results"]) == 150
    assert len(read("agencies/", q="hoffman", page_size=1000)["results"]) == 200
    assert len(read("agencies/", q="hoffman", page_size=1000, page=2)["results"]) == 5
    assert len(read("agencies/", q="hoffman", page_size="khac")["results"]) == 50


def test_a_facility_is_shown_only_in_its_province(facility, read, api):
    def shown(*who) -> tuple[int, int, int]:
        listed = read("agencies/", *who, kind="facility")["count"]
        found = read("agencies/", *who, q="hoffman")["count"]
        return listed, found, api(*who).get(f"/api/v1/agencies/{facility.public_id}/").status_code

    assert shown(Role.AGENCY_REPORTER, "ha-tinh") == (1, 1, 200)
    assert shown(Role.MINISTRY_OFFICIAL, None) == (1, 1, 200)
    assert shown(Role.DEPARTMENT_EDITOR, "lang-son") == (0, 0, 404)
    assert shown(Role.PROVINCE_ADMIN, "kon-tum") == (0, 0, 404)


def test_the_list_takes_as_many_queries_for_three_agencies_as_for_one(count_queries):
    agencies = [AgencyFactory(province=None, slug=f"moi-{n}", search_text="hoffman") for n in range(3)]
    heir = Agency.objects.get(province__slug="ha-tinh", slug="so-cong-thuong")
    for agency in agencies:
        AgencyAlias.objects.create(agency=agency, text="Khác", key="khac")
        AgencySuccession.objects.create(agency=agency, successor=heir)

    assert [count_queries("agencies/", q="hoffman", page_size=size) for size in (1, 3)] == [(14, 1), (14, 3)]
