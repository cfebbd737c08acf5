"""By when a plan wants its yearly reports: the printed day, its boundaries, its years, and whom it binds."""

from datetime import date, timedelta

import pytest

from agencies.enums import AgencyKind
from core import clock
from core.dates import MonthDay
from plans.enums import VersionKind
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.due_days import due_days, report_day_of, report_day_of_plan, report_days
from tests.factories import plan_data, read_plan

pytestmark = pytest.mark.django_db
DEPARTMENT = AgencyKind.DEPARTMENT


@pytest.fixture
def plan():
    """plan(slug) is the version in force of a real plan."""
    return lambda slug: PlanVersion.objects.current().get(plan__slug=slug)


@pytest.fixture
def made(db):
    """made(before, **changes) is the small plan of 2019-2020, issued on 01/03/2019, with that reporting day."""

    def make(before: str | None, **changes) -> PlanVersion:
        reporting = {"before": before, "text": "Điều khoản báo cáo", "obligors": []}
        return load_plan(read_plan(plan_data(reporting=reporting, **changes))).version

    return make


def days(version: PlanVersion, before: str) -> list[date]:
    return [day.before for day in due_days(version, MonthDay.read(before))]


# The day and its boundaries


def test_days_left_are_counted_to_the_last_day_in_time(plan):
    found = report_day_of_plan(plan("kon-tum-2013"), date(2018, 11, 20))

    assert (found.before, found.last_day, found.days_left) == (date(2018, 11, 30), date(2018, 11, 29), 9)
    assert found.words == "còn 9 ngày: trước ngày 30/11/2018 (ngày cuối: 29/11)"
    assert found.previous == date(2017, 11, 30)


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2018-12-13 23:59:59", "open", "còn 1 ngày: trước ngày 15/12/2018 (ngày cuối: 14/12)"),
        ("2018-12-14 00:00", "last_day", "hôm nay là ngày cuối: trước ngày 15/12/2018 (ngày cuối: 14/12)"),
        ("2018-12-14 23:59:59.999999", "last_day", "hôm nay là ngày cuối: trước ngày 15/12/2018 (ngày cuối: 14/12)"),
        ("2018-12-15 00:00", "open", "còn 364 ngày: trước ngày 15/12/2019 (ngày cuối: 14/12)"),
        ("2018-12-14 16:59:59+00:00", "last_day", "hôm nay là ngày cuối: trước ngày 15/12/2018 (ngày cuối: 14/12)"),
        ("2018-12-14 17:00+00:00", "open", "còn 364 ngày: trước ngày 15/12/2019 (ngày cuối: 14/12)"),
    ],
)  # fmt: skip
def test_the_day_ends_at_midnight_in_hanoi(moment, state, words, plan):
    with clock.standing_at(moment):
        found = report_day_of_plan(plan("ninh-binh-2016"), clock.today())

    assert (found.state, found.words) == (state, words)


def test_the_day_after_the_printed_one_tells_of_the_report_that_has_just_been_due(plan):
    found = report_day_of_plan(plan("kon-tum-2013"), date(2018, 11, 30))

    assert (found.before, found.previous) == (date(2019, 11, 30), date(2018, 11, 30))


def test_a_day_at_the_turn_of_the_year_names_both_years(made):
    found = report_day_of_plan(made("01-01"), date(2019, 12, 1))

    assert found.words == "còn 30 ngày: trước ngày 01/01/2020 (ngày cuối: 31/12/2019)"


def test_the_last_day_may_be_the_29th_of_february(made):
    found = report_day_of_plan(made("03-01"), date(2020, 2, 28))

    assert found.words == "còn 1 ngày: trước ngày 01/03/2020 (ngày cuối: 29/02)"


@pytest.mark.parametrize("today", [date(2012, 1, 1) + timedelta(days=97 * step) for step in range(40)])
def test_the_next_day_is_always_the_nearest_that_has_not_come(today, plan):
    version = plan("kon-tum-2013")
    found = report_day_of_plan(version, today)
    coming = [day for day in days(version, "11-30") if day > today]

    assert found.before == (coming[0] if coming else date(2020, 11, 30))
    assert (found.days_left is None) == (not coming)
    if coming:
        assert found.last_day == today + timedelta(days=found.days_left)
        assert found.days_left >= 0


# The years


def test_a_report_falls_due_in_each_year_of_the_period(plan):
    version = plan("kon-tum-2013")

    assert days(version, "11-30") == [date(year, 11, 30) for year in range(2013, 2021)]


@pytest.mark.parametrize(
    ("issued_on", "first"),
    [
        (date(2019, 12, 13), 2019),  # the 14th is left
        (date(2019, 12, 14), 2020),  # issued on what would be the last day
        (date(2019, 12, 15), 2020),
        (date(2018, 6, 1), 2019),  # before the period
        (None, 2019),  # not printed: nothing to count from
    ],
)
def test_in_the_year_of_issue_there_must_be_a_day_left_after_it(issued_on, first, made):
    assert days(made("12-15", issued_on=issued_on), "12-15")[0].year == first


def test_an_amendment_leaves_no_year_out(made):
    version = made("12-15", issued_on=date(2020, 1, 5))
    assert len(days(version, "12-15")) == 1

    version.kind = VersionKind.AMENDMENT

    assert len(days(version, "12-15")) == 2


def test_before_its_period_a_plan_waits_for_its_first_day(made):
    found = report_day_of_plan(made("12-15", issued_on=date(2018, 6, 1)), date(2018, 12, 20))

    assert (found.before, found.previous) == (date(2019, 12, 15), None)


def test_after_the_last_day_and_after_the_period(plan):
    version = plan("kon-tum-2013")
    last, after, over = (
        report_day_of_plan(version, day) for day in (date(2020, 11, 29), date(2020, 11, 30), date(2021, 1, 1))
    )

    assert (last.state, last.days_left) == ("last_day", 0)
    assert after.words == (
        "Không còn kỳ báo cáo trong thời kỳ 2013-2020; kỳ báo cáo cuối: trước ngày 30/11/2020"
    )
    assert over.words == "Kế hoạch đã hết thời kỳ 2013-2020; kỳ báo cáo cuối: trước ngày 30/11/2020"
    assert over.left_words == "đã hết thời kỳ"
    assert (over.before, over.previous, over.days_left) == (date(2020, 11, 30), date(2019, 11, 30), None)


def test_a_plan_that_was_issued_after_its_last_day_has_none(made):
    version = made("12-15", issued_on=date(2020, 12, 20))
    during, over = (report_day_of_plan(version, day) for day in (date(2020, 12, 21), date(2021, 1, 1)))

    assert (during.state, during.before, during.last_day) == ("over", None, None)
    assert during.words == "Không còn kỳ báo cáo trong thời kỳ 2019-2020"
    assert over.words == "Kế hoạch đã hết thời kỳ 2019-2020"
    assert during.day_words == ""


# Whom the clauses bind


def test_a_clause_without_a_day_says_so(plan):
    district, facility = report_days(plan("lang-son-2016"), date(2018, 11, 20))

    assert (district.clause, district.state, district.words) == (
        "V.5", "no_day", "Văn bản không in ngày báo cáo",
    )  # fmt: skip
    assert district.left_words == "không in ngày"
    assert facility.words == "còn 24 ngày: trước ngày 15/12/2018 (ngày cuối: 14/12)"
    assert "trước ngày 15 tháng 12 hàng năm" in facility.text


def test_a_clause_without_a_day_ends_with_its_period_too(plan):
    district = report_days(plan("lang-son-2016"), date(2026, 1, 1))[0]

    assert district.words == "Văn bản không in ngày báo cáo; kế hoạch đã hết thời kỳ 2016-2020"


@pytest.mark.parametrize(
    ("slug", "kind", "clause"),
    [
        ("kon-tum-2013", AgencyKind.DEPARTMENT, "VI.13"),
        ("kon-tum-2013", AgencyKind.BOARD, "VI.13"),
        ("kon-tum-2013", AgencyKind.POLICE, "VI.13"),
        ("kon-tum-2013", AgencyKind.BROADCASTER, None),  # named neither as department nor as party
        ("kon-tum-2013", AgencyKind.DISTRICT, None),
        ("kon-tum-2013", AgencyKind.FACILITY, None),
        ("an-giang-2016", AgencyKind.DEPARTMENT, "V"),
        ("an-giang-2016", AgencyKind.NEWSPAPER, "V"),
        ("an-giang-2016", AgencyKind.DISTRICT, "V.10"),
        ("an-giang-2016", AgencyKind.FACILITY, "V.11"),
        ("an-giang-2016", AgencyKind.PEOPLE_COMMITTEE, None),  # it receives the reports
        ("an-giang-2016", AgencyKind.MINISTRY, None),
        ("lang-son-2016", AgencyKind.DEPARTMENT, None),
        ("lang-son-2016", AgencyKind.FACILITY, "V.6"),
    ],
)
def test_an_agency_is_bound_by_the_clause_for_its_kind(slug, kind, clause, plan):
    found = report_day_of(plan(slug), kind, date(2018, 11, 20))

    assert (found.clause if found else None) == clause


def test_a_clause_for_whoever_takes_part_binds_nobody_else(plan):
    version, today = plan("an-giang-2016"), date(2018, 11, 20)

    assert report_day_of(version, DEPARTMENT, today, takes_part=True)
    assert report_day_of(version, DEPARTMENT, today, takes_part=False) is None
    assert report_day_of(version, AgencyKind.DISTRICT, today, takes_part=False).clause == "V.10"


def test_a_plan_that_says_nothing_of_reports_has_no_day(made):
    version = load_plan(read_plan(plan_data())).version

    assert report_day_of_plan(version, date(2019, 6, 1)) is None
    assert report_days(version, date(2019, 6, 1)) == []
    assert report_day_of(version, DEPARTMENT, date(2019, 6, 1)) is None


def test_a_rule_without_a_day_says_so(made):
    assert report_day_of_plan(made(None), date(2019, 6, 1)).words == "Văn bản không in ngày báo cáo"
