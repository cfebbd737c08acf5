"""Who owes the reports of a year, of the five real plans, word by word; collectives, and agencies that have ended."""

from datetime import date

import pytest

from agencies.collectives import collective_key, kinds_meant
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, AgencySuccession
from core import clock
from plans.models import PlanVersion
from reporting.enums import GroundKind, ObligationBasis
from reporting.obligors import WITH_OBLIGORS, Obligors, obligors_of
from reporting.services import decide_collective, decide_heir
from tests.factories import AgencyFactory, opened_year

pytestmark = pytest.mark.django_db
IN_2018, IN_2026 = date(2018, 11, 20), date(2026, 11, 20)


def version_of(slug: str) -> PlanVersion:
    rows = PlanVersion.objects.current().select_related("plan", "province__successor")
    return rows.prefetch_related(*WITH_OBLIGORS).get(plan__slug=slug)


def found(slug: str, day: date = IN_2018, year: int = 2018) -> Obligors:
    return obligors_of(version_of(slug), year, day)


def agency(province: str, slug: str) -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


# By plan: clause, first late day and who is bound by it; whom no clause binds; words of collectives.
OWED = {
    "an-giang-2016": (
        ("V", date(2018, 12, 15)),
        "ban-quan-ly-khu-kinh-te bao-an-giang dai-phat-thanh-truyen-hinh so-ke-hoach-va-dau-tu "
        "so-khoa-hoc-va-cong-nghe so-nong-nghiep-va-phat-trien-nong-thon so-tai-chinh "
        "so-tai-nguyen-va-moi-truong so-thong-tin-va-truyen-thong",
        "",
        12,
    ),
    "ha-tinh-2011": (("V", None), "so-tai-chinh", "", 2),  # its tasks ended in 2015
    "kon-tum-2013": (
        ("VI.13", date(2018, 11, 30)),
        "ban-quan-ly-khu-kinh-te cong-an-tinh so-ke-hoach-va-dau-tu so-khoa-hoc-va-cong-nghe so-tai-chinh "
        "so-tai-nguyen-va-moi-truong so-thong-tin-va-truyen-thong so-tu-phap",
        "bao-kon-tum dai-phat-thanh-truyen-hinh",
        7,
    ),
    "lang-son-2016": (
        None,
        "",
        "so-ke-hoach-va-dau-tu so-khoa-hoc-va-cong-nghe so-tai-chinh so-tai-nguyen-va-moi-truong",
        3,
    ),
    "ninh-binh-2016": (
        ("V", date(2018, 12, 15)),
        "bao-ninh-binh dai-phat-thanh-truyen-hinh so-ke-hoach-va-dau-tu so-khoa-hoc-va-cong-nghe "
        "so-lao-dong-thuong-binh-va-xa-hoi so-tai-chinh so-tai-nguyen-va-moi-truong "
        "so-thong-tin-va-truyen-thong so-y-te",
        "",
        14,
    ),
}


@pytest.mark.parametrize("slug", OWED)
def test_who_owes_in_2018_by_which_clause(slug):
    clause, owed, not_bound, collectives = OWED[slug]
    answer = found(slug)

    collector, *others = answer.owed
    assert (collector.agency.slug, collector.basis) == ("so-cong-thuong", ObligationBasis.OWN)
    assert [one.agency.slug for one in others] == owed.split()
    days = {(one.obligor.clause, one.day and one.day.before) for one in others}
    assert days == ({clause} if others else set())
    assert [one.agency.slug for one in answer.not_bound] == not_bound.split()
    assert len(answer.open_collectives) == collectives
    assert answer.heirless == []


def test_the_answer_takes_as_many_queries_for_every_plan(django_assert_num_queries):
    for slug in OWED:
        version = version_of(slug)
        with django_assert_num_queries(5):
            obligors_of(version, 2018, IN_2018)


def test_each_ground_says_where_and_under_which_words():
    science = next(one for one in found("kon-tum-2013").owed if one.agency.slug == "so-khoa-hoc-va-cong-nghe")

    assert [(one.kind, one.place, one.text) for one in science.grounds] == [
        (GroundKind.LEAD, "task:4/4.3", "KH&CN"),
        (GroundKind.RESPONSIBILITY, "clause:VI.3", "Sở Khoa học và Công nghệ"),
        (GroundKind.CLAUSE, "clause:VI.13", "Sở, ban, ngành"),
    ]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("UBND các huyện, thành phố", [AgencyKind.DISTRICT]),
        ("UBND các địa phương", [AgencyKind.DISTRICT]),
        ("Các Sở, ngành có liên quan", [AgencyKind.DEPARTMENT]),
        (
            "các Sở, ban ngành chức năng liên quan",
            [AgencyKind.DEPARTMENT, AgencyKind.BOARD, AgencyKind.POLICE],
        ),
        ("các doanh nghiệp", [AgencyKind.FACILITY]),
        ("các cơ quan truyền thông", [AgencyKind.BROADCASTER, AgencyKind.NEWSPAPER]),
        ("Chuyên gia tư vấn SXSH", []),
        ("Công đoàn doanh nghiệp...", []),
        ("Các trường dạy nghề tại địa phương", []),
    ],
)
def test_which_kinds_the_words_may_mean(words, kinds):
    assert list(kinds_meant(words)) == kinds


def test_words_are_the_same_however_they_are_written():
    assert collective_key("Các Sở, ngành có liên quan") == collective_key("các sở ngành  liên quan")
    assert collective_key("Các Sở, ngành liên quan") != collective_key("Các Sở liên quan")


# Collectives


def test_a_collective_means_whom_the_department_decided_and_the_newest_decision_counts(person):
    plan, editor = version_of("lang-son-2016").plan, person(Role.DEPARTMENT_EDITOR, "lang-son")
    districts = [
        AgencyFactory(province=plan.province, name=f"UBND huyện {name}", kind=AgencyKind.DISTRICT)
        for name in ("Bắc Sơn", "Cao Lộc")
    ]
    words = "Ủy ban nhân dân các huyện, thành phố"
    decide_collective(plan, [words], districts[:1], by=editor)
    decide_collective(plan, [words], districts, by=editor)
    answer = found("lang-son-2016")

    owed = {one.agency: one for one in answer.owed if one.basis == ObligationBasis.CLAUSE}
    assert set(owed) == set(districts)
    first = owed[districts[0]]
    assert (first.obligor.clause, first.day) == ("V.5", None)  # which prints no day
    assert first.grounds[0].is_collective
    assert len(answer.open_collectives) == 2


def test_facilities_and_districts_owe_nothing_in_kon_tum_whoever_is_meant(person):
    plan, editor = version_of("kon-tum-2013").plan, person(Role.DEPARTMENT_EDITOR, "kon-tum")
    facility = AgencyFactory(province=plan.province, kind=AgencyKind.FACILITY)
    district = AgencyFactory(province=plan.province, kind=AgencyKind.DISTRICT)
    decide_collective(plan, ["Các cơ sở sản xuất công nghiệp trên địa bàn"], [facility], by=editor)
    decide_collective(plan, ["UBND các huyện, thành phố"], [district], by=editor)

    assert {facility, district} <= {one.agency for one in found("kon-tum-2013").not_bound}


def test_what_was_decided_in_a_sample_year_holds_in_no_real_one(person):
    plan, editor = version_of("lang-son-2016").plan, person(Role.DEPARTMENT_EDITOR, "lang-son")
    district = AgencyFactory(province=plan.province, kind=AgencyKind.DISTRICT)
    opened_year(plan.slug, 2017, is_sample=True)
    decide_collective(plan, ["Ủy ban nhân dân các huyện, thành phố"], [district], by=editor, year=2017)

    assert district in {one.agency for one in found("lang-son-2016", year=2017).owed}
    assert district not in {one.agency for one in found("lang-son-2016", year=2018).owed}
    decide_collective(plan, ["Ủy ban nhân dân các huyện, thành phố"], [district], by=editor, year=2018)
    assert district in {one.agency for one in found("lang-son-2016", year=2018).owed}


def test_words_of_nobody_in_particular_are_decided_too(person):
    plan = version_of("an-giang-2016").plan
    decide_collective(plan, ["Tổ chức tư vấn"], [], by=person(Role.DEPARTMENT_EDITOR, "an-giang"))

    assert len(found("an-giang-2016").open_collectives) == 11


# Agencies that have ended


def test_nobody_follows_silently_where_the_succession_is_only_proposed():
    answer = found("an-giang-2016", IN_2026)

    assert [one.agency.slug for one in answer.heirless] == [
        "bao-an-giang",
        "dai-phat-thanh-truyen-hinh",
        "so-ke-hoach-va-dau-tu",
        "so-nong-nghiep-va-phat-trien-nong-thon",
        "so-tai-nguyen-va-moi-truong",
        "so-thong-tin-va-truyen-thong",
    ]
    assert len(answer.heirless[-1].proposals) == 2
    assert "so-nong-nghiep-va-moi-truong" not in {one.agency.slug for one in answer.owed}


def test_the_only_decided_successor_for_all_duties_follows_by_itself():
    ended = agency("an-giang", "so-tai-nguyen-va-moi-truong")
    AgencySuccession.objects.filter(agency=ended).update(status=AgencySuccession.Status.DECIDED)
    answer = found("an-giang-2016", IN_2026)

    heir = next(one for one in answer.owed if one.agency.slug == "so-nong-nghiep-va-moi-truong")
    assert {ground.inherited_from for ground in heir.grounds if ground.kind != GroundKind.CLAUSE} == {ended}
    assert ended not in {one.agency for one in answer.heirless}


def test_several_decided_successors_by_duty_need_the_department(person):
    ended, plan = agency("an-giang", "so-thong-tin-va-truyen-thong"), version_of("an-giang-2016").plan
    AgencySuccession.objects.filter(agency=ended).update(status=AgencySuccession.Status.DECIDED)
    assert ended in {one.agency for one in found("an-giang-2016", IN_2026).heirless}

    by = person(Role.DEPARTMENT_EDITOR, "an-giang")
    culture, science = (
        agency("an-giang", "so-van-hoa-va-the-thao"),
        agency("an-giang", "so-khoa-hoc-va-cong-nghe"),
    )
    with clock.standing_at(IN_2026):
        decide_heir(plan, ended, heir=science, by=by)
        decide_heir(plan, ended, heir=culture, by=by, place="clause:V.6", reason="Phần báo chí")
    answer = found("an-giang-2016", IN_2026)

    took = {
        one.agency.slug: sorted(ground.place for ground in one.grounds if ground.inherited_from == ended)
        for one in answer.owed
    }
    assert took["so-van-hoa-va-the-thao"] == ["clause:V.6"]
    assert len(took["so-khoa-hoc-va-cong-nghe"]) == 2
    assert ended not in {one.agency for one in answer.heirless}


def test_the_collector_of_a_merged_province_is_the_heirs_department():
    collector = found("kon-tum-2013", IN_2026).owed[0]

    assert (collector.agency.province.slug, collector.basis) == ("quang-ngai", ObligationBasis.OWN)
    assert len(collector.grounds) == 5
