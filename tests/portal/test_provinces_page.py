"""Provinces before and after the merger: their names, codes, plans and agencies."""

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Province
from core import clock
from tests.factories import AgencyFactory
from tests.portal.conftest import SECRET
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def test_sixty_three_former_and_thirty_four_current_provinces_are_listed(ministry):
    page = ministry.get("/provinces/")
    current, former = page.context["current"].rows, page.context["former"].rows

    assert (len(current), len(former)) == (34, 63)
    assert sum(1 + len(row.parts) for row in current) == 63
    assert "34 tỉnh, thành phố từ 01/07/2025" in main_text(page)
    assert "63 tỉnh, thành phố đến 30/06/2025" in main_text(page)


def test_rows_tell_names_and_codes_as_they_were_and_who_followed(ministry):
    page = ministry.get("/provinces/")
    text = main_text(page)

    assert (
        "Tỉnh Quảng Ngãi 51 Bắc Trung Bộ và Duyên hải miền Trung Tỉnh Kon Tum và chính tỉnh này 0 1" in text
    )
    assert "Tỉnh Kon Tum 62 Tây Nguyên Tỉnh Quảng Ngãi 1" in text
    assert "Tỉnh An Giang 91" in text  # now
    assert "Tỉnh An Giang 89" in text  # then
    assert {"/plans/?province=nay:quang-ngai", "/plans/?province=kon-tum"} <= set(links_of(page))


def test_the_lists_are_the_same_on_every_business_date_but_for_later_names(ministry):
    def name_of_bac_ninh(day: str) -> tuple[str, str]:
        with clock.standing_at(day):
            context = ministry.get("/provinces/").context
        return tuple(
            str(next(row.name for row in context[which].rows if row.province.slug == "bac-ninh"))
            for which in ("current", "former")
        )

    assert name_of_bac_ninh("2018-11-20") == ("Tỉnh Bắc Ninh", "Tỉnh Bắc Ninh")
    assert name_of_bac_ninh("2026-09-20") == ("Thành phố Bắc Ninh", "Tỉnh Bắc Ninh")


def test_a_former_province_names_its_successor_with_day_and_resolution(ministry):
    with clock.standing_at("2026-02-01"):
        page = ministry.get("/provinces/kon-tum/")
    text = main_text(page)

    for words in (
        "đã nhập vào tỉnh khác Tồn tại đến 30/06/2025, sau đó thuộc Tỉnh Quảng Ngãi",
        "(Nghị quyết 202/2025/QH15",
        "Tỉnh Kon Tum 62 không ghi 30/06/2025",
        "Kế hoạch của tỉnh",
        "835/QĐ-UBND",
        "Cơ quan, đơn vị (14)",
        "Sở Tư pháp đến 30/06/2025",
    ):
        assert words in text
    assert reverse("province", args=["quang-ngai"]) in links_of(page)
    assert "/agencies/?province=kon-tum" in links_of(page)


def test_before_the_merger_a_province_has_not_ended(ministry):
    with clock.standing_at("2018-11-20"):
        text = main_text(ministry.get("/provinces/kon-tum/"))

    assert "đã nhập vào tỉnh khác" not in text
    assert "Tồn tại đến 30/06/2025, sau đó thuộc Tỉnh Quảng Ngãi" in text


def test_a_successor_has_its_predecessors_and_their_plans(ministry):
    page = ministry.get("/provinces/quang-ngai/")
    text = main_text(page)

    assert "Tỉnh, thành phố đã nhập vào Tỉnh Kon Tum , tồn tại đến 30/06/2025" in text
    assert "Kế hoạch kế thừa từ tỉnh đã nhập vào" in text
    assert [plan.version.plan.slug for plan in page.context["sheet"].inherited] == ["kon-tum-2013"]
    assert page.context["sheet"].plans == []


def test_codes_over_time_name_their_source(ministry):
    text = main_text(ministry.get("/provinces/an-giang/"))

    assert "Tỉnh An Giang 89 không ghi 30/06/2025 Danh mục mã tỉnh" in text
    assert "Tỉnh An Giang 91 01/07/2025 đang dùng Nghị quyết 202/2025/QH15" in text


def test_a_province_without_plan_and_agency_says_so(ministry):
    text = main_text(ministry.get("/provinces/ca-mau/"))

    assert "Tỉnh chưa có kế hoạch trên cổng" in text
    assert "Danh bạ chưa có cơ quan nào của tỉnh" in text


@pytest.mark.parametrize("slug", ["khong-co", "kon-tum-2013"])
def test_an_unknown_province_is_not_found(slug, ministry):
    assert ministry.get(f"/provinces/{slug}/").status_code == 404


def test_drafts_and_facilities_stay_within_their_province(draft, signed_in):
    AgencyFactory(
        province=Province.objects.get(slug="ha-tinh"), kind=AgencyKind.FACILITY, name="Nhà máy giấy"
    )
    own, other = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"), signed_in(Role.DEPARTMENT_EDITOR, "lang-son")

    assert "Nhà máy giấy" in main_text(own.get("/provinces/ha-tinh/"))
    assert len(own.get("/provinces/ha-tinh/").context["sheet"].plans) == 2
    assert "Nhà máy giấy" not in main_text(other.get("/provinces/ha-tinh/"))
    assert len(other.get("/provinces/ha-tinh/").context["sheet"].plans) == 1
    for page in ("/provinces/", "/provinces/ha-tinh/"):
        assert SECRET not in other.get(page).content.decode()

    def plans(client) -> int:
        rows = client.get("/provinces/").context["former"].rows
        return next(row.plans for row in rows if row.province.slug == "ha-tinh")

    assert (plans(own), plans(other)) == (2, 1)


def test_they_take_as_many_queries_for_three_plans_more(ministry, issue, django_assert_num_queries):
    ministry.get("/provinces/ha-tinh/")
    for slugs in (("ha-tinh-2091", "ha-tinh-2092", "ha-tinh-2093"), ()):
        with django_assert_num_queries(21):
            ministry.get("/provinces/")
        for slug in slugs:
            issue(slug=slug)
