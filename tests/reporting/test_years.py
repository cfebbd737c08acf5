"""A reporting year from its opening to its lock: obligations, days, more time, what is asked for and withdrawn."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.enums import AgencyKind, Role
from agencies.models import Agency
from core import clock
from plans.models import Plan
from reporting.enums import ObligationBasis, YearDecisionKind
from reporting.models import Obligation, ReportingYear, YearDecision
from reporting.services import (
    ask_report,
    decide_collective,
    extend,
    lock_report,
    lock_year,
    move_day,
    open_due_years,
    open_year,
    refresh_obligations,
    set_data_until,
    set_opening_day,
    unlock_report,
    unlock_year,
    withdraw,
)
from tests.factories import AgencyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with clock.standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ninh-binh")


@pytest.fixture
def plan():
    return Plan.objects.select_related("province").get(slug="ninh-binh-2016")


@pytest.fixture
def year(plan, editor) -> ReportingYear:
    return open_year(plan, 2018, by=editor)


def agency(slug: str) -> Agency:
    return Agency.objects.get(province__slug="ninh-binh", slug=slug)


def owed(year: ReportingYear, slug: str) -> Obligation:
    return Obligation.objects.select_related("year__plan__province", "agency").get(
        year=year, agency=agency(slug)
    )


def words(refused) -> str:
    return " ".join(refused.value.messages)


def test_opening_pins_the_version_and_quotes_the_clause(year, plan, editor):
    science = owed(year, "so-khoa-hoc-va-cong-nghe")

    assert (year.version, year.opened_by, year.opened_at) == (plan.current_version, editor, clock.now())
    assert year.obligations.count() == 10
    assert (science.basis, science.kind, science.clause) == (ObligationBasis.CLAUSE, "party", "V")
    assert science.text.startswith("Hàng năm trước ngày 15 tháng 12")
    assert science.before == date(2018, 12, 15)
    assert [ground.place for ground in science.grounds.all()] == [
        "task:2018-2020/2/2.4",
        "task:2018-2020/5/1",
        "clause:V",
    ]
    own = owed(year, "so-cong-thuong")
    assert (own.basis, own.before) == (ObligationBasis.OWN, None)


def test_the_people_of_each_agency_get_one_mail_with_clause_and_last_day(plan, editor, person, mailoutbox):
    reporter = person(Role.AGENCY_REPORTER, "ninh-binh")  # of natural resources
    MembershipFactory(user=reporter, agency=agency("so-y-te"), role=Role.AGENCY_REPORTER)
    person(Role.AGENCY_REPORTER, "ha-tinh")
    open_year(plan, 2018, by=editor, link=lambda obligation: f"https://testserver/{obligation.agency.slug}")

    [mail] = mailoutbox
    assert mail.to == [reporter.email]
    assert "Báo cáo năm 2018" in mail.subject
    assert "Sở Y tế: gửi chậm nhất hết ngày 14/12/2018 (trước ngày 15/12/2018)." in mail.body
    assert "Căn cứ mục V của kế hoạch: “Hàng năm trước ngày 15 tháng 12" in mail.body
    assert "https://testserver/so-" in mail.body


def test_a_year_is_opened_once_by_the_department_within_the_plans_period(plan, editor, year, person):
    with pytest.raises(ValidationError) as refused:
        open_year(plan, 2018, by=editor)
    assert "đã mở" in words(refused)
    with pytest.raises(ValidationError) as refused:
        open_year(plan, 2021, by=editor)
    assert "không có kỳ báo cáo" in words(refused)
    for other in (person(Role.DEPARTMENT_EDITOR, "ha-tinh"), person(Role.AGENCY_REPORTER, "ninh-binh")):
        with pytest.raises(PermissionDenied):
            open_year(plan, 2019, by=other)


def test_refreshing_twice_changes_nothing_and_later_decisions_add(year, plan, editor):
    assert refresh_obligations(year, by=editor) == []
    grounds = owed(year, "so-y-te").grounds.count()
    district = AgencyFactory(province=plan.province, kind=AgencyKind.DISTRICT)
    decide_collective(plan, ["Ủy ban nhân dân các huyện, thành phố"], [district], by=editor)
    decide_collective(plan, ["các sở ngành liên quan"], [agency("so-y-te")], by=editor)

    [new] = refresh_obligations(year, by=editor)
    assert (new.agency, new.clause, new.before) == (district, "V.3", date(2018, 12, 15))
    assert owed(year, "so-y-te").grounds.count() == grounds + 1
    assert refresh_obligations(year, by=editor) == []
    assert owed(year, "so-y-te").grounds.count() == grounds + 1


def test_a_year_opens_by_itself_on_its_day_once(plan, editor):
    with pytest.raises(ValidationError) as refused:
        set_opening_day(plan, 2018, by=editor, opens_on=date(2018, 11, 20))
    assert list(refused.value.message_dict) == ["opens_on"]
    set_opening_day(plan, 2018, by=editor, opens_on=date(2018, 12, 1), data_until=date(2018, 12, 14))

    assert open_due_years() == 0
    with clock.standing_at("2018-12-01T00:00"):
        assert open_due_years() == 1
        assert open_due_years() == 0
    year = ReportingYear.objects.get()
    assert (year.opened_by, year.data_until) == (None, date(2018, 12, 14))
    assert year.obligations.count() == 10


# Days


def move(plan, by, before: str, kind: str = "") -> None:
    move_day(
        plan.current_version,
        by=by,
        year=2018,
        kind=kind,
        before=before,
        is_withdrawn=not before,
        reason="Bão",
    )


def test_moving_the_day_moves_it_for_what_is_open_but_not_an_earlier_one_for_who_got_more_time(
    year, plan, editor
):
    given = owed(year, "so-y-te")
    extend(given, by=editor, before=date(2018, 12, 22), reason="Sáp nhập phòng")
    move(plan, editor, "20/12/2018")

    assert owed(year, "so-tai-chinh").before == date(2018, 12, 20)
    assert owed(year, "so-y-te").before == date(2018, 12, 22)
    assert owed(year, "so-cong-thuong").before is None
    move(plan, editor, "25/12/2018", "party")
    assert owed(year, "so-y-te").before == date(2018, 12, 25)
    move(plan, editor, "", "party")
    assert owed(year, "so-tai-chinh").before == date(2018, 12, 15)
    assert owed(year, "so-y-te").before == date(2018, 12, 22)


@pytest.mark.parametrize(
    ("before", "reason", "field"),
    [
        (date(2018, 12, 15), "Mất điện", "before"),
        (date(2020, 1, 1), "Mất điện", "before"),
        (date(2018, 12, 20), " ", "reason"),
    ],
)
def test_more_time_is_later_in_the_year_or_the_next_and_has_a_reason(before, reason, field, year, editor):
    with pytest.raises(ValidationError) as refused:
        extend(owed(year, "so-y-te"), by=editor, before=before, reason=reason)
    assert list(refused.value.message_dict) == [field]


def test_what_has_no_day_needs_no_more_time(year, editor):
    with pytest.raises(ValidationError) as refused:
        extend(owed(year, "so-cong-thuong"), by=editor, before=date(2018, 12, 20), reason="Mất điện")
    assert "không cần gia hạn" in words(refused)


def test_the_cut_off_is_a_day_of_the_year_or_the_next(year, editor):
    assert set_data_until(year, by=editor, data_until=date(2018, 12, 14)).data_until == date(2018, 12, 14)
    with pytest.raises(ValidationError):
        set_data_until(year, by=editor, data_until=date(2017, 12, 14))


# Asked for and withdrawn


def test_what_no_clause_makes_owe_is_asked_for_with_a_reason(year, editor, plan):
    facility = AgencyFactory(province=plan.province, kind=AgencyKind.FACILITY)
    with pytest.raises(ValidationError):
        ask_report(year, facility, by=editor, reason="")
    asked = ask_report(year, facility, by=editor, reason="Được hỗ trợ đánh giá nhanh")

    assert (asked.basis, asked.before, asked.clause) == (ObligationBasis.ASKED, None, "")
    with pytest.raises(ValidationError) as refused:
        ask_report(year, agency("so-y-te"), by=editor, reason="Cần số liệu")
    assert "đã phải báo cáo" in words(refused)


def test_what_was_withdrawn_stays_so_until_it_is_asked_for_again(year, editor):
    withdraw(owed(year, "so-y-te"), by=editor, reason="Không có nhiệm vụ")
    assert refresh_obligations(year, by=editor) == []
    assert owed(year, "so-y-te").withdrawn_at == clock.now()
    again = ask_report(year, agency("so-y-te"), by=editor, reason="Cần số liệu", before=date(2018, 12, 28))

    assert (again.withdrawn_at, again.withdrawn_reason, again.basis) == (None, "", ObligationBasis.ASKED)
    with pytest.raises(ValidationError):
        withdraw(owed(year, "so-cong-thuong"), by=editor, reason="Thôi")


# Locking


def test_what_rests_on_a_clause_is_not_freed_of_its_day_by_taking_it_back_and_asking_again(year, editor):
    obligation = year.obligations.get(agency=agency("so-y-te"))
    before = obligation.before
    assert before is not None
    withdraw(obligation, by=editor, reason="Nhầm")
    again = ask_report(year, agency("so-y-te"), by=editor, reason="Cần số liệu")
    assert (again.withdrawn_at, again.basis, again.before) == (None, ObligationBasis.CLAUSE, before)


def test_in_a_locked_year_nothing_is_decided_until_it_is_opened_again(year, plan, editor, person):
    with pytest.raises(ValidationError):
        lock_year(year, by=editor, reason=" ")
    lock_year(year, by=editor, reason="Đã tổng hợp")
    one = owed(year, "so-y-te")
    for decide in (
        lambda: refresh_obligations(year, by=editor),
        lambda: extend(one, by=editor, before=date(2018, 12, 20), reason="Mất điện"),
        lambda: withdraw(one, by=editor, reason="Thôi"),
        lambda: ask_report(year, agency("so-noi-vu"), by=editor, reason="Cần"),
        lambda: set_data_until(year, by=editor, data_until=None),
        lambda: lock_year(year, by=editor, reason="Lần nữa"),
        lambda: move(plan, editor, "20/12/2018"),
    ):
        with pytest.raises(ValidationError) as refused:
            decide()
        assert "đã khóa" in words(refused)
    with pytest.raises(PermissionDenied):
        unlock_year(year, by=person(Role.PROVINCIAL_VIEWER, "ninh-binh"), reason="Sửa")
    assert not unlock_year(year, by=editor, reason="Sửa số liệu").is_locked
    kinds = YearDecision.objects.filter(year=year).values_list("kind", "reason", "by")
    assert list(kinds)[1:] == [
        (YearDecisionKind.LOCKED, "Đã tổng hợp", editor.pk),
        (YearDecisionKind.UNLOCKED, "Sửa số liệu", editor.pk),
    ]


def test_one_report_of_a_locked_year_is_unlocked_by_itself_and_locked_again(year, editor):
    one = owed(year, "so-y-te")
    with pytest.raises(ValidationError):
        unlock_report(one, by=editor, reason="Sửa")
    lock_year(year, by=editor, reason="Đã tổng hợp")
    unlock_report(one, by=editor, reason="Thiếu một nhiệm vụ")

    assert [owed(year, slug).is_locked for slug in ("so-y-te", "so-tai-chinh")] == [False, True]
    assert not lock_report(one, by=editor, reason="Đã sửa").unlocked_at
    assert owed(year, "so-y-te").is_locked
