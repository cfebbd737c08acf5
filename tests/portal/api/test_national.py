"""The national report over the API: the figures of the pages, of a selection, for the ministry alone."""

from decimal import Decimal

import pytest

from agencies.enums import Role
from core.clock import standing_at
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.tables import KEYS, all_tables
from reporting.contents.national import Selection
from reporting.renderers.sheet_layout import cells_of
from tests.reporting.consolidated_year import NOW
from tests.reporting.national_year import sent_report

pytestmark = pytest.mark.django_db
MINISTRY = (Role.MINISTRY_OFFICIAL, None)


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


def test_it_answers_the_tables_of_the_pages_with_numbers_as_numbers(person, read):
    sent_report(person, "ha-tinh")
    sent_report(person, "kon-tum")
    said = read("national-report/", *MINISTRY, year=2019)
    assert (said["year"], said["is_sample"], said["borders"], said["provinces"]) == (2019, False, "34", [])
    tables = all_tables(NationalFacts(Selection(2019)))
    assert [one["key"] for one in said["tables"]] == list(tables) == list(KEYS)
    for table, sheet in zip(said["tables"], tables.values(), strict=True):
        rows = [row for row in sheet.rows if row.style != "note"]
        assert [[cell["value"] for cell in row["cells"]] for row in table["rows"]] == [
            [
                None if cell.unknown else cell.value.isoformat() if hasattr(cell.value, "isoformat") else cell.value
                for cell in cells_of(row)
            ]
            for row in rows
        ]  # fmt: skip
    money = next(one for one in said["tables"] if one["key"] == "money")
    row = next(one for one in money["rows"] if one["cells"][0]["text"] == "Tỉnh Hà Tĩnh")
    assert row["cells"][5] == {"text": "9,5", "value": Decimal("9.5"), "is_unknown": False}
    assert row["cells"][7] == {"text": "chưa rõ", "value": None, "is_unknown": True}


def test_a_selection_is_taken_and_what_cannot_be_is_refused(person, read, api):
    sent_report(person, "ha-tinh")
    said = read("national-report/", *MINISTRY, table="states", province=["an-giang", "ha-tinh"], borders="63")
    assert (said["year"], said["provinces"]) == (2019, ["an-giang", "ha-tinh"])
    [table] = said["tables"]
    assert [row["cells"][0]["text"] for row in table["rows"]] == ["Tỉnh An Giang", "Tỉnh Hà Tĩnh", "Cộng"]
    for name, value in (("year", 1066), ("year", "x"), ("province", "x"), ("programme", "x"), ("table", "x")):
        answer = api(*MINISTRY).get("/api/v1/national-report/", {name: value})
        assert (answer.status_code, list(answer.json())) == (400, [name])


def test_sample_figures_are_marked(person, read):
    sent_report(person, "ha-tinh", is_sample=True)
    assert read("national-report/", *MINISTRY)["is_sample"] is True


def test_it_is_the_ministrys_alone(person, api):
    sent_report(person, "ha-tinh")
    for role, province in (
        (Role.DEPARTMENT_APPROVER, "ha-tinh"),
        (Role.AGENCY_REPORTER, "kon-tum"),
        (Role.PORTAL_ADMIN, None),
    ):
        answer = api(role, province).get("/api/v1/national-report/")
        assert answer.status_code == 403
        assert "Bộ Công Thương" in answer.json()["detail"]
