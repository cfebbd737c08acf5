"""The catalogue over the API."""

from decimal import Decimal

import pytest

from agencies.enums import Role
from plans.models import Indicator, NationalTarget, OutputKind, Programme, ProgrammeComponent
from plans.services import change_entry

pytestmark = pytest.mark.django_db
KINDS = {
    "programmes": Programme,
    "components": ProgrammeComponent,
    "indicators": Indicator,
    "output-kinds": OutputKind,
    "national-targets": NationalTarget,
}


def named(answer: dict, key: str) -> list:
    return [row[key] for row in answer["results"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_listed_with_its_id_validity_and_source(kind, read):
    answer = read(f"catalogue/{kind}/")
    known = {str(one.public_id): one for one in KINDS[kind].objects.all()}

    assert set(named(answer, "id")) == set(known)
    for row in answer["results"]:
        one = known[row["id"]]
        assert (row["valid_from"], row["valid_to"]) == tuple(
            day and day.isoformat() for day in (one.valid_from, one.valid_to)
        )
        assert row["source"] == one.source


def test_a_national_target_names_programme_and_indicator_as_plan_documents_do(read):
    [row] = [
        row
        for row in read("catalogue/national-targets/", indicator="savings_rate")["results"]
        if row["period_end"] == 2020
    ]

    assert (row["programme"], row["indicator"], row["unit"]) == ("1419/QĐ-TTg", "savings_rate", "%")
    assert (row["minimum"], row["maximum"]) == (Decimal(8), Decimal(13))


@pytest.mark.parametrize(
    ("kind", "asked", "key", "kept"),
    [
        ("programmes", {"valid_on": "2018-12-01"}, "number", ["1419/QĐ-TTg"]),
        ("programmes", {"valid_on": "2020-12-31"}, "number", ["1419/QĐ-TTg", "889/QĐ-TTg"]),
        ("programmes", {"valid_on": "2021-01-01"}, "number", ["889/QĐ-TTg"]),
        ("components", {"code": "policy"}, "name", ["Cơ chế, chính sách"]),
        ("components", {"programme": "889/QĐ-TTg"}, "name", []),
        ("indicators", {"code": "savings_rate"}, "short_name", ["Tiết kiệm"]),
        ("output-kinds", {"code": "training_course"}, "unit", ["lớp"]),
        ("national-targets", {"programme": "889/QĐ-TTg", "indicator": "scp_model_count"}, "maximum", [30]),
    ],
)
def test_filters_keep_what_is_asked(kind, asked, key, kept, read):
    assert named(read(f"catalogue/{kind}/", **asked), key) == kept


def test_what_cannot_be_asked_is_refused(api):
    client = api(Role.AGENCY_REPORTER, "ha-tinh")

    assert client.get("/api/v1/catalogue/programmes/", {"valid_on": "mai"}).status_code == 400
    assert client.get("/api/v1/catalogue/components/", {"code": "khac"}).status_code == 400
    assert client.post("/api/v1/catalogue/programmes/", {}).status_code == 405


def test_what_the_ministry_changed_is_told(read, person):
    kind = OutputKind.objects.get(code="article")
    change_entry(kind, revision=kind.revision, by=person(Role.MINISTRY_OFFICIAL), valid_to="30/06/2026")

    assert named(read("catalogue/output-kinds/", code="article"), "valid_to") == ["2026-06-30"]
    assert named(read("catalogue/output-kinds/", code="article", valid_on="2026-07-01"), "code") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_takes_as_many_queries_for_two_entries_as_for_one(kind, count_queries):
    assert [count_queries(f"catalogue/{kind}/", page_size=size) for size in (1, 2)] == [(10, 1), (10, 2)]
