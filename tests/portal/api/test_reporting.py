"""Reporting years and obligations over the API: state, days, late, sample years marked; each sees what is hers."""

from datetime import date

import pytest

from agencies.enums import Role
from agencies.models import Agency
from core import clock
from reporting.enums import ReportStatus
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def december():
    with clock.standing_at("2018-12-01T08:00"):
        yield


@pytest.fixture
def year():
    return opened_year("ha-tinh-2011", 2015)


def agency_of(province: str, slug: str) -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


def test_years_tell_if_they_are_open_locked_and_sample(year, read):
    opened_year("kon-tum-2013", 2018, is_sample=True)
    found = read("reporting-years/", Role.MINISTRY_OFFICIAL, None)["results"]
    assert [
        (one["plan"], one["year"], one["version"], one["is_open"], one["is_sample"]) for one in found
    ] == [
        ("ha-tinh-2011", 2015, 1, True, False),
        ("kon-tum-2013", 2018, 1, True, True),
    ]
    assert [one["plan"] for one in read("reporting-years/")["results"]] == ["ha-tinh-2011"]  # her province's
    real = read("reporting-years/", Role.MINISTRY_OFFICIAL, None, is_sample="false")["results"]
    assert [one["plan"] for one in real] == ["ha-tinh-2011"]


def test_an_obligation_tells_its_day_how_far_it_is_and_if_it_is_late(year, read):
    waiting = obligation_of(year, AgencyFactory(province=year.province, name="A"), before=date(2018, 12, 15))
    missing = obligation_of(year, AgencyFactory(province=year.province, name="B"), before=date(2018, 11, 30))
    accepted = obligation_of(year, AgencyFactory(province=year.province, name="C"), before=date(2018, 12, 15))
    report_of(accepted, ReportStatus.ACCEPTED, by=MembershipFactory(agency=accepted.agency).user)
    found = {one["agency_name"]: one for one in read("obligations/")["results"]}
    assert [found[name]["id"] for name in "ABC"] == [
        str(one.public_id) for one in (waiting, missing, accepted)
    ]
    assert {name: (one["state"], one["days_left"], one["is_late"]) for name, one in found.items()} == {
        "A": ("not_sent", 13, False),
        "B": ("not_sent", -2, True),
        "C": ("accepted", None, False),
    }
    assert (found["A"]["before"], found["A"]["last_day"]) == ("2018-12-15", "2018-12-14")
    assert [one["agency_name"] for one in read("obligations/", state="accepted")["results"]] == ["C"]


def test_an_obligation_of_a_sample_year_says_so(read):
    sample = opened_year("ha-tinh-2011", 2014, is_sample=True)
    obligation_of(sample, AgencyFactory(province=sample.province))
    [found] = read("obligations/")["results"]
    assert found["is_sample"] is True
    assert read("obligations/", is_sample="false")["results"] == []


def test_a_reporter_sees_what_her_agency_owes_and_another_province_nothing(year, read):
    obligation_of(year, agency_of("ha-tinh", "so-tai-chinh"))
    mine = obligation_of(year, agency_of("ha-tinh", "so-tai-nguyen-va-moi-truong"))
    found = read("obligations/", Role.AGENCY_REPORTER, "ha-tinh")["results"]
    assert [one["id"] for one in found] == [str(mine.public_id)]
    assert read("obligations/", Role.DEPARTMENT_EDITOR, "kon-tum")["results"] == []
    assert len(read("obligations/", Role.MINISTRY_OFFICIAL, None)["results"]) == 2


def test_withdrawn_obligations_are_not_told(year, read):
    obligation_of(
        year, AgencyFactory(province=year.province), withdrawn_at=clock.now(), withdrawn_reason="Ghi nhầm"
    )
    assert read("obligations/")["results"] == []


@pytest.mark.parametrize("path", ["reporting-years/", "obligations/"])
def test_many_take_as_many_queries_as_one(path, year, count_queries):
    found = []
    for number in (1, 2):
        for _ in range(number):
            obligation_of(year, AgencyFactory(province=year.province))
            opened_year("ha-tinh-2011", 2011 + year.plan.reporting_years.count())
        found.append(count_queries(path))
    (few, one), (many, more) = found
    assert one < more
    assert few == many == 10
