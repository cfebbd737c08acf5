"""The list of plans: what it shows, its filters and order, what it hides, and what it costs."""

from datetime import date

import pytest

from agencies.enums import Role
from budgets.services import note_decision
from core import clock
from plans.models import Law, PlanVersion
from portal.figures import figures_of, kept
from portal.selectors import listed_versions
from tests.portal.conftest import SECRET
from tests.portal.pages import main_text

pytestmark = pytest.mark.django_db
ALL = ["an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"]


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def listed(client, query: str = "") -> list[str]:
    return [plan.version.plan.slug for plan in client.get(f"/plans/{query}").context["page"].object_list]


# What it shows


def test_every_plan_in_force_is_listed_with_what_it_holds(ministry):
    page = ministry.get("/plans/")
    text = main_text(page)

    assert page.status_code == 200
    assert listed(ministry) == ALL
    for words in (
        "5 kế hoạch",
        "835/QĐ-UBND, 24/10/2013 Bản 1, theo 1419/QĐ-TTg 2013-2020",
        "nay thuộc Tỉnh Quảng Ngãi",
        "không in số",
        "7.420 tổng in: 7.050",
        "NSĐP + DN 6.120",
        "300 riêng năm 2017",
    ):
        assert words in text
    assert text.count("chưa quyết định") == 5
    assert text.count("hết thời kỳ") == 6  # five plans and the filter
    assert text.count("chưa rõ") == 2


def test_a_province_has_been_taken_over_only_when_it_has(ministry):
    with clock.standing_at("2025-06-30"):
        before = main_text(ministry.get("/plans/"))
    with clock.standing_at("2025-07-01"):
        after = main_text(ministry.get("/plans/"))

    assert "nay thuộc" not in before
    assert "nay thuộc Tỉnh Quảng Ngãi" in after


def test_a_decision_is_counted_off(person, client):
    user = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    client.force_login(user)
    version = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")

    def undecided() -> int:
        return client.get("/plans/?province=ha-tinh").context["page"].object_list[0].undecided

    before = undecided()
    contradictions = figures_of([version])[version.pk].contradictions
    for key in sorted(contradictions)[:2]:
        note_decision(version, key, by=user, text="Đọc theo số.")
    note_decision(version, sorted(contradictions)[0], by=user, text="Đọc theo chữ.")

    assert before == len(contradictions) == 3
    assert undecided() == 1


def test_a_plan_without_open_contradictions_says_which_kind_it_is(person, client, issue):
    user = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    client.force_login(user)
    version = issue()
    for key in figures_of([version])[version.pk].contradictions:
        note_decision(version, key, by=user, text="Đã xem.")

    [plan] = [plan for plan in client.get("/plans/").context["page"].object_list if plan.version == version]
    text = main_text(client.get("/plans/?province=ha-tinh&year=2020"))

    assert plan.undecided == 0
    assert ("đã quyết định" if plan.figures.contradictions else "không có") in text


def test_texts_are_shown_as_text(ministry, issue):
    issue(number="<b>1</b>/KH", slug="ha-tinh-2096")

    page = ministry.get("/plans/").content.decode()

    assert "<b>1</b>" not in page
    assert "&lt;b&gt;1&lt;/b&gt;/KH" in page


# Who sees what


def test_drafts_are_listed_for_their_province_only(draft, signed_in):
    own = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    row = next(
        plan
        for plan in own.get("/plans/").context["page"].object_list
        if plan.version.plan.slug == "ha-tinh-2097"
    )

    assert row.status_label == "đang soạn"
    assert listed(own, "?status=draft") == ["ha-tinh-2097"]
    for other in (
        signed_in(Role.DEPARTMENT_EDITOR, "lang-son"),
        signed_in(Role.MINISTRY_OFFICIAL),
    ):
        assert listed(other) == ALL
        assert listed(other, "?status=draft") == []
        assert SECRET not in other.get("/plans/").content.decode()


def test_a_plan_that_is_only_being_written_is_shown_in_its_newest_draft(draft, person):
    draft.plan.current_version = None
    draft.plan.save()
    user, other = person(Role.DEPARTMENT_EDITOR, "ha-tinh"), person(Role.DEPARTMENT_EDITOR, "kon-tum")

    assert [v for v in listed_versions(user) if v.plan == draft.plan] == [draft]
    assert [v for v in listed_versions(other) if v.plan == draft.plan] == []


def test_without_any_plan_the_page_says_how_one_gets_in(signed_in, monkeypatch):
    monkeypatch.setattr("portal.views.plans.listed_versions", lambda user: PlanVersion.objects.none())

    assert "Hãy gửi văn bản kế hoạch đã ban hành cho quản trị cổng" in main_text(
        signed_in(Role.MINISTRY_OFFICIAL).get("/plans/")
    )


# Filters and order


@pytest.mark.parametrize(
    ("query", "slugs", "words"),
    [
        ("?province=kon-tum", ["kon-tum-2013"], "Tỉnh, thành phố: Tỉnh Kon Tum"),
        ("?province=nay:quang-ngai", ["kon-tum-2013"], "Tỉnh Quảng Ngãi (gồm tỉnh nhập vào)"),
        ("?province=nay:an-giang", ["an-giang-2016"], "Tỉnh An Giang (gồm tỉnh nhập vào)"),
        ("?programme=1419/QĐ-TTg", ALL, "Chương trình: 1419/QĐ-TTg"),
        ("?programme=889/QĐ-TTg", [], "Chương trình: 889/QĐ-TTg"),
        ("?year=2011", ["ha-tinh-2011"], "Năm thuộc thời kỳ: 2011"),
        ("?year=2016&province=kon-tum", ["kon-tum-2013"], "Tỉnh Kon Tum; Năm thuộc thời kỳ: 2016"),
        ("?status=over", ALL, "Tình trạng: hết thời kỳ"),
        ("?status=in_force", [], "Tình trạng: đang hiệu lực"),
    ],
)
def test_filters_are_applied_and_told_in_words(query, slugs, words, ministry):
    with clock.standing_at("2026-03-01"):
        page = ministry.get(f"/plans/{query}")
        assert listed(ministry, query) == slugs

    assert words in main_text(page)
    assert "Bỏ lọc" in main_text(page)


def test_status_follows_the_business_date(ministry):
    with clock.standing_at("2015-12-31"):
        assert listed(ministry, "?status=over") == []
    with clock.standing_at("2016-01-01"):
        assert listed(ministry, "?status=over") == ["ha-tinh-2011"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?year=abc", "Hãy nhập năm bằng bốn chữ số"),
        ("?year=99999999999999999999", "Hãy nhập năm bằng bốn chữ số"),
        ("?year=-1", "Hãy nhập năm bằng bốn chữ số"),
        ("?province=khong-co", "Không có lựa chọn này"),
        ("?province=nay:", "Không có lựa chọn này"),
        ("?programme='--", "Không có lựa chọn này"),
        ("?status=%00", "Không có lựa chọn này"),
        ("?sort=secret", None),
        ("?sort=-", None),
        ("?page=abc", None),
        ("?page=99", None),
        ("?year=2011%00", "Hãy nhập năm"),
    ],
)
def test_what_cannot_be_asked_is_told_or_left_aside(query, told, ministry):
    page = ministry.get(f"/plans/{query}")

    assert page.status_code == 200
    assert len(page.context["page"].object_list) == 5
    if told:
        assert main_text(page).count(told) == 2  # on top, and at the field


def test_a_wrong_filter_leaves_the_others_in_force(ministry):
    assert listed(ministry, "?year=abc&province=kon-tum") == ["kon-tum-2013"]


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [
        ("province", ALL),
        ("-province", ALL[::-1]),
        ("number", ["ha-tinh-2011", "kon-tum-2013", "ninh-binh-2016", "an-giang-2016", "lang-son-2016"]),
        ("-number", ["an-giang-2016", "ninh-binh-2016", "kon-tum-2013", "ha-tinh-2011", "lang-son-2016"]),
        ("-money", ["ha-tinh-2011", "an-giang-2016", "ninh-binh-2016", "kon-tum-2013", "lang-son-2016"]),
        ("money", ["ninh-binh-2016", "an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016"]),
        ("tasks", ["ha-tinh-2011", "an-giang-2016", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"]),
    ],
)
def test_columns_sort_with_the_unknown_last(sort, slugs, ministry):
    assert listed(ministry, f"?sort={sort}") == slugs


def test_heads_of_columns_keep_the_filter_and_turn_the_order(ministry):
    page = ministry.get("/plans/?year=2016&sort=-money&page=1").content.decode()

    assert 'aria-sort="descending"><a class="sort-link" href="?year=2016&amp;sort=money">' in page
    assert '<a class="sort-link" href="?year=2016&amp;sort=-tasks">' in page
    assert page.count("aria-sort") == 1
    assert '<input type="hidden" name="sort" value="-money">' in page


# What it costs


def test_beyond_fifty_plans_there_are_pages(ministry, issue):
    for number in range(47):
        issue(slug=f"ha-tinh-20{number:02}x")

    first, second = ministry.get("/plans/?year=2020"), ministry.get("/plans/?year=2020&page=2")

    assert "Trang 1 trong 2, mục 1 đến 50 trong 51" in main_text(first)
    assert 'href="?year=2020&amp;page=2"' in first.content.decode()
    assert len(second.context["page"].object_list) == 1


def test_it_takes_as_many_queries_for_three_plans_more(signed_in, issue, django_assert_num_queries):
    client = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    for count in (5, 8):
        kept.clear()
        with django_assert_num_queries(42):
            assert len(listed(client)) == count
        with django_assert_num_queries(14):  # figures of issued versions are kept
            assert len(listed(client)) == count
        for slug in ("ha-tinh-2091", "ha-tinh-2092", "ha-tinh-2093"):
            issue(slug=slug)


# Figures that are kept


def test_figures_follow_the_catalogue_of_laws():
    version = PlanVersion.objects.current().get(plan__slug="ninh-binh-2016")
    before = figures_of([version])[version.pk].contradictions

    Law.objects.update(expired_on=None)

    after = figures_of([version])[version.pk].contradictions
    assert {key.partition(":")[0] for key in before - after} == {"law_expired"}


def test_figures_of_a_draft_are_never_kept(draft):
    assert figures_of([draft])[draft.pk].tasks == 2

    draft.taskgroup_rows.get().tasks.get().delete()

    assert figures_of([draft])[draft.pk].tasks == 1


def test_kept_figures_are_those_that_would_be_computed(issue):
    versions = [*PlanVersion.objects.current(), issue(issued_on=date(2019, 3, 2))]
    kept.clear()

    assert figures_of(versions) == figures_of(versions) == {v.pk: figures_of([v])[v.pk] for v in versions}
