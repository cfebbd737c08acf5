"""Days of reporting years that the department moved: who may, what can be, and what counts afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from agencies.access import scope_of
from agencies.enums import AgencyKind, Role
from core.scope import scoped
from plans.models import PlanVersion
from reporting.due_days import WITH_DAYS, movable_days, report_day_of, report_day_of_plan, report_days
from reporting.models import MovedDay
from reporting.services import LONGEST_REASON, move_day
from tests.walls.world import make_draft

pytestmark = pytest.mark.django_db
TODAY = date(2018, 11, 20)


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "lang-son")


@pytest.fixture
def plan() -> PlanVersion:
    """Lạng Sơn 2016-2020, whose clauses name districts and facilities, with a day for the latter alone."""
    return PlanVersion.objects.current().get(plan__slug="lang-son-2016")


def ninh_binh() -> PlanVersion:
    return PlanVersion.objects.current().get(plan__slug="ninh-binh-2016")


def move(version: PlanVersion, by, **changes) -> MovedDay:
    values = {"year": 2018, "kind": "", "before": "20/12/2018", "is_withdrawn": False, "reason": "Bão lũ"}
    return move_day(PlanVersion.objects.get(pk=version.pk), by=by, **values | changes)


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.prefetch_related(*WITH_DAYS).get(pk=version.pk)


def refused(version: PlanVersion, by, **changes) -> dict[str, str]:
    with pytest.raises(ValidationError) as error:
        move(version, by, **changes)
    if not hasattr(error.value, "error_dict"):
        return {"": " ".join(error.value.messages)}
    return {name: " ".join(messages) for name, messages in error.value.message_dict.items()}


# What counts


def test_a_moved_day_is_told_with_the_printed_one_and_the_reason(plan, editor):
    with scoped(scope_of(editor)):
        move(plan, editor, reason="Bão lũ kéo dài.")
    found = report_day_of(fresh(plan), AgencyKind.FACILITY, TODAY)

    assert (found.before, found.last_day, found.days_left) == (date(2018, 12, 20), date(2018, 12, 19), 29)
    assert found.day_words == "trước ngày 20/12/2018 (ngày cuối: 19/12), dời từ 15/12: Bão lũ kéo dài"
    assert found.words == f"còn 29 ngày: {found.day_words}"


@pytest.mark.parametrize(
    ("today", "state", "before"),
    [
        (date(2018, 12, 15), "open", date(2018, 12, 20)),
        (date(2018, 12, 19), "last_day", date(2018, 12, 20)),
        (date(2018, 12, 20), "open", date(2019, 12, 15)),  # the other years keep the printed day
        (date(2017, 12, 1), "open", date(2017, 12, 15)),
    ],
)
def test_the_year_ends_with_its_moved_day_and_no_other_year_is_touched(today, state, before, plan, editor):
    move(plan, editor)
    found = report_day_of(fresh(plan), AgencyKind.FACILITY, today)

    assert (found.state, found.before) == (state, before)
    if before.year == 2019:
        assert found.previous == date(2018, 12, 20)
        assert "dời từ" not in found.words


def test_a_day_may_move_into_the_next_year(plan, editor):
    move(plan, editor, before="05/01/2019")
    found = report_day_of(fresh(plan), AgencyKind.FACILITY, date(2019, 1, 3))

    assert found.words == ("còn 1 ngày: trước ngày 05/01/2019 (ngày cuối: 04/01), dời từ 15/12/2018: Bão lũ")


def test_after_the_period_the_last_report_is_told_as_moved(plan, editor):
    move(plan, editor, year=2020, before="20/12/2020")
    found = report_day_of(fresh(plan), AgencyKind.FACILITY, date(2026, 1, 1))

    assert found.words.endswith("kỳ báo cáo cuối: trước ngày 20/12/2020, dời từ 15/12: Bão lũ")


def test_the_newest_decision_for_the_kind_or_for_all_counts(plan, editor):
    def facility() -> date:
        return report_day_of(fresh(plan), AgencyKind.FACILITY, TODAY).before

    move(plan, editor, before="20/12/2018")
    move(plan, editor, kind="facility", before="25/12/2018")
    assert facility() == date(2018, 12, 25)
    move(plan, editor, before="28/12/2018")
    assert facility() == date(2018, 12, 28)
    move(plan, editor, kind="facility", before="", is_withdrawn=True, reason="Đã khắc phục")
    assert facility() == date(2018, 12, 15)
    assert MovedDay.objects.filter(plan=plan.plan).count() == 4, "earlier decisions stay"


def test_a_day_moved_for_one_kind_leaves_the_others_and_the_plans_own(person):
    version = ninh_binh()
    kinds = [kind for kind in movable_days(version) if kind]
    move(version, person(Role.DEPARTMENT_APPROVER, "ninh-binh"), kind=kinds[0])
    by_kind = {
        kind: next(day for day in days if day.year == 2018)
        for kind, days in movable_days(fresh(version)).items()
    }

    assert {kind: day.before.day for kind, day in by_kind.items()} == {
        kind: 20 if kind == kinds[0] else 15 for kind in by_kind
    }
    assert report_day_of_plan(fresh(version), TODAY).before == date(2018, 12, 15)


def test_a_day_moved_for_all_is_the_plans_own_too(person):
    version = ninh_binh()
    move(version, person(Role.DEPARTMENT_APPROVER, "ninh-binh"))

    assert report_day_of_plan(fresh(version), TODAY).before == date(2018, 12, 20)
    assert {day.before for day in report_days(fresh(version), TODAY)} == {date(2018, 12, 20)}


def test_days_of_many_plans_take_as_many_queries_as_those_of_one(plan, editor, django_assert_num_queries):
    move(plan, editor)
    for slugs in (["lang-son-2016"], ["lang-son-2016", "ninh-binh-2016", "kon-tum-2013"]):
        versions = PlanVersion.objects.current().filter(plan__slug__in=slugs).select_related("plan")
        with django_assert_num_queries(4):
            for version in versions.prefetch_related(*WITH_DAYS):
                report_days(version, TODAY), report_day_of_plan(version, TODAY)


# What can be


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"before": ""}, "before", "Hãy nhập ngày mới"),
        ({"before": "mai"}, "before", "không phải là ngày"),
        ({"before": "31/11/2018"}, "before", "không có trong lịch"),
        ({"before": "14/12/2018"}, "before", "sớm hơn ngày 15/12/2018 mà kế hoạch in"),
        ({"before": "20/12/2017"}, "before", "trong năm 2018 hoặc năm 2019"),
        ({"before": "01/01/2020"}, "before", "trong năm 2018 hoặc năm 2019"),
        ({"before": "15/12/2018"}, "before", "đang áp dụng"),
        ({"reason": " "}, "reason", "Hãy nhập lý do."),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "reason", "không quá"),
        ({"reason": "a\u202eb"}, "reason", "ký tự điều khiển"),
        ({"year": 2015}, "year", "không có kỳ báo cáo theo kế hoạch (2016-2020)"),
        ({"year": 2021}, "year", "không có kỳ báo cáo"),
        ({"kind": "department"}, "kind", "không in ngày báo cáo cho đối tượng này"),
        ({"is_withdrawn": True}, "before", "hãy để trống ngày mới"),
        ({"is_withdrawn": True, "before": ""}, "is_withdrawn", "chưa được dời"),
    ],
    ids=ascii,
)
def test_what_cannot_be_is_told_at_its_field(changes, field, words, plan, editor):
    faults = refused(plan, editor, **changes)

    assert list(faults) == [field]
    assert words in faults[field]
    assert not MovedDay.objects.exists()


def test_all_faults_are_told_at_once(plan, editor):
    assert set(refused(plan, editor, before="mai", reason="")) == {"before", "reason"}


def test_the_day_that_holds_already_is_not_decided_again(plan, editor):
    move(plan, editor)

    assert "đang áp dụng" in refused(plan, editor)["before"]


def test_only_the_department_of_the_plans_province_moves_its_days(plan, person):
    for role, home in (
        (Role.DEPARTMENT_APPROVER, "ninh-binh"),
        (Role.PROVINCIAL_VIEWER, "lang-son"),
        (Role.PROVINCE_ADMIN, "lang-son"),
        (Role.PORTAL_ADMIN, None),
    ):
        with pytest.raises(PermissionDenied):
            move(plan, person(role, home))
    kon_tum = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")
    move(kon_tum, person(Role.DEPARTMENT_EDITOR, "quang-ngai"))  # which took it over
    assert MovedDay.objects.get().province == kon_tum.province


def test_days_of_a_plan_that_is_not_issued_are_not_moved(person):
    draft = make_draft("ha-tinh", "nhap")

    assert list(refused(draft, person(Role.DEPARTMENT_EDITOR, "ha-tinh"))) == [""]


def test_the_database_holds_reason_and_year(plan, editor):
    row = {"plan": plan.plan, "province": plan.province, "year": 2018, "decided_by": editor}
    for wrong in (
        {"reason": "", "before": date(2018, 12, 20)},
        {"reason": "x", "before": date(2020, 1, 1)},
        {"reason": "x", "before": date(2017, 12, 31)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            MovedDay.objects.create(**row | wrong)
    MovedDay.objects.create(**row, reason="x", before=date(2019, 12, 31))
