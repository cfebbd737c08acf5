"""Sent consolidated reports over the API: to whom, with which checksum, every table typed, unknown told from empty."""

from decimal import Decimal

import pytest

from agencies.enums import Role
from core.clock import standing_at
from reporting.contents import frozen
from reporting.models import Consolidation, Report
from reporting.services import reopen
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_period import AFTER, two_years
from tests.reporting.consolidated_period import sent_year as sent_of_year
from tests.reporting.consolidated_year import sent_year

pytestmark = pytest.mark.django_db
PATH = "consolidated-reports/"


def test_what_was_sent_is_listed_with_its_checksum_and_drafts_are_not(read, person):
    assert read(PATH)["results"] == []
    sent = sent_year()
    start_consolidation(sent.year, by=person(Role.DEPARTMENT_EDITOR, "ha-tinh"), note="Lập lại.")
    assert Consolidation.objects.count() == 2
    [found] = read(PATH)["results"]
    assert (found["plan"], found["province"], found["year"], found["number"], found["is_sample"]) == (
        "ha-tinh-2099", "ha-tinh", 2019, 1, False,
    )  # fmt: skip
    assert (found["digest"], found["receipt_number"]) == (frozen.digest(sent.contents), sent.receipt_number)
    assert read(PATH, year="2018")["results"] == read(PATH, is_sample="true")["results"] == []
    assert (found["kind"], found["from_year"]) == ("year", None)
    assert read(PATH, kind="final")["results"] == []
    assert len(read(PATH, plan="ha-tinh-2099", province="ha-tinh", year="2019", kind="year")["results"]) == 1


def test_a_report_of_a_period_is_told_from_that_of_its_last_year(read, person):
    editor, approver = (
        person(role, "ha-tinh") for role in (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
    )
    with standing_at(AFTER):
        _, last = two_years(editor)
        sent_of_year(last, by=editor, approver=approver)
        final = start_consolidation(last, by=editor, note="Thiếu.", kind="final", from_year=2019)
        send_consolidation(final, by=approver, link=str)
    found = {(one["kind"], one["from_year"], one["year"]): one["number"] for one in read(PATH)["results"]}
    assert found == {("year", None, 2020): 1, ("final", 2019, 2020): 1}
    assert [one["kind"] for one in read(PATH, kind="year")["results"]] == ["year"]


def test_who_reads_the_provinces_reports_and_the_ministry_see_it_and_nobody_else(api):
    sent = sent_year()
    address = f"/api/v1/{PATH}{sent.public_id}/"
    seen = {
        (role, home): (api(role, home).get(address).status_code, api(role, home).get(f"/api/v1/{PATH}").json()["count"])
        for role, home in (
            (Role.MINISTRY_OFFICIAL, None), (Role.PROVINCIAL_VIEWER, "ha-tinh"), (Role.FINANCE_APPRAISER, "ha-tinh"),
            (Role.AGENCY_REPORTER, "ha-tinh"), (Role.DEPARTMENT_APPROVER, "kon-tum"),
        )
    }  # fmt: skip
    assert list(seen.values()) == [(200, 1), (200, 1), (200, 1), (404, 0), (404, 0)]


def test_tables_tell_numbers_unknown_and_empty_apart(read):
    sent = sent_year()
    found = read(f"{PATH}{sent.public_id}/", Role.MINISTRY_OFFICIAL, None)
    tables = {one["name"]: one for one in found["tables"]}
    rows = tables["Kinh phí theo nguồn"]["rows"]
    assert [cell["value"] for cell in rows[0]["cells"]] == ["NSTW", 30, Decimal("9.5"), 0, Decimal("1.25")]
    assert rows[1]["cells"][-1] == {"value": None, "unknown": False, "span": 1, "rowspan": 1}
    assert rows[2]["cells"][2] == {"value": "chưa rõ", "unknown": True, "span": 1, "rowspan": 1}
    assert rows[-1]["style"] == "total"
    assert [one["kind"] for one in tables["Kinh phí theo nguồn"]["columns"]][:2] == ["text", "money"]
    assert tables["Tình hình báo cáo"]["rows"][-1]["cells"][3]["value"] == "2019-12-15"
    assert found["definitions"]["rows"]
    assert found["unknowns"]["rows"]


def test_it_says_when_its_figures_are_others_since(read, person):
    sent = sent_year()
    assert read(PATH)["results"][0]["outdated_at"] is None
    report = Report.objects.get(obligation__agency__name="Trung tâm thử")
    reopen(report, by=person(Role.DEPARTMENT_APPROVER, "ha-tinh"), comment="Xem lại.")
    assert read(f"{PATH}{sent.public_id}/", Role.MINISTRY_OFFICIAL, None)["outdated_at"]


def test_the_list_and_one_of_it_take_a_constant_number_of_queries(count_queries):
    sent_year()
    assert count_queries(PATH) == (10, 1)
