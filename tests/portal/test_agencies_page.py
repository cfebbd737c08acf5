"""The directory, and the page of an agency: what all plans ask of it, and who follows whom."""

from datetime import date

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, AgencySuccession, Province
from agencies.succession import inheritances
from core import clock
from portal.duties import duties_of
from portal.plan_document.loader import load_plan
from tests.factories import AgencyFactory, plan_copy, read_plan
from tests.portal.addresses import NOBODYS
from tests.portal.conftest import SECRET
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def agency(province: str | None, slug: str) -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


def page_of(client, of: Agency):
    return client.get(reverse("agency", args=[of.public_id]))


def listed(client, query: str = "") -> list[str]:
    return [row.agency.name for row in client.get(f"/agencies/{query}").context["rows"]]


# The directory


def test_the_directory_is_in_vietnamese_order_of_province_and_name(ministry):
    page = ministry.get("/agencies/?province=kon-tum")
    names = [row.agency.name for row in page.context["rows"]]

    assert names[:4] == [
        "Ban Quản lý Khu kinh tế tỉnh Kon Tum",
        "Báo Kon Tum",
        "Công an tỉnh Kon Tum",
        "Đài Phát thanh - Truyền hình tỉnh Kon Tum",
    ]
    assert names[-1] == "Văn phòng Ủy ban nhân dân tỉnh Kon Tum"
    assert "15 cơ quan" not in main_text(page)  # a facility is made only by the demonstration
    assert "14 cơ quan" in main_text(page)


def test_rows_tell_how_often_plans_name_the_agency(ministry):
    rows = {row.agency.slug: row for row in ministry.get("/agencies/?province=kon-tum").context["rows"]}
    row = rows["so-tai-nguyen-va-moi-truong"]

    assert (row.leads, row.coordinates, row.responsibilities) == (1, 2, 1)
    assert (rows["so-cong-thuong"].leads, rows["van-phong-uy-ban-nhan-dan-tinh"].leads) == (12, 0)


@pytest.mark.parametrize(
    ("query", "count", "words"),
    [
        ("?province=trung-uong", 1, "Trung ương"),
        ("?kind=newspaper", 5, "Loại: Báo"),
        ("?q=tn%26mt&province=kon-tum", 1, "Tên hoặc cách viết: tn&mt"),
        ("?province=kon-tum&existing=no", 14, "Hiện nay: đã kết thúc"),
        ("?province=kon-tum&existing=yes", 0, "Hiện nay: đang hoạt động"),
        ("?q=khong co ten nay", 0, "Không có cơ quan nào khớp"),
    ],
)
def test_filters_are_applied_and_told_in_words(query, count, words, ministry):
    with clock.standing_at("2026-03-01"):
        page = ministry.get(f"/agencies/{query}")

    assert len(page.context["rows"]) == count
    assert words in main_text(page)
    assert "Bỏ lọc" in main_text(page)


@pytest.mark.parametrize(
    "query",
    ["?province=x", "?kind=%00", "?existing=maybe", "?q=%00", "?q=" + "x" * 300, "?page=-1", "?page=x"],
)
def test_what_cannot_be_asked_is_told_or_left_aside(query, ministry):
    page = ministry.get(f"/agencies/{query}")

    assert page.status_code == 200
    assert page.context["page"].paginator.count == Agency.objects.count()
    assert bool(page.context["form"].errors) == ("page" not in query)


def test_existing_follows_the_business_date_with_a_known_year_taken_whole(ministry):
    def living(day: str) -> set[str]:
        with clock.standing_at(day):
            return set(listed(ministry, "?province=ninh-binh&existing=yes"))

    board, heir = "Sở Kế hoạch và Đầu tư", "Báo và Đài Phát thanh - Truyền hình Ninh Bình"
    assert board in living("2025-12-31")  # ended in 2025, the day is not known
    assert board not in living("2026-01-01")
    assert heir not in living("2025-05-01")
    assert heir in living("2025-05-02")


def test_the_directory_has_pages(ministry):
    first = ministry.get("/agencies/")

    assert len(first.context["rows"]) == 50
    assert "Trang 1 trong 2" in main_text(first)
    assert not set(listed(ministry)) & {None}
    everybody = listed(ministry) + listed(ministry, "?page=2")
    assert len(everybody) == Agency.objects.count()


def test_facilities_are_listed_only_within_their_province(signed_in):
    facility = AgencyFactory(
        province=Province.objects.get(slug="kon-tum"), kind=AgencyKind.FACILITY, name="Nhà máy mì"
    )
    own, other = signed_in(Role.DEPARTMENT_EDITOR, "kon-tum"), signed_in(Role.DEPARTMENT_EDITOR, "lang-son")

    assert "Nhà máy mì" in listed(own, "?province=kon-tum")
    assert page_of(own, facility).status_code == 200
    assert "Nhà máy mì" not in listed(other, "?province=kon-tum")
    assert page_of(other, facility).status_code == 404


# An agency


def test_an_unknown_agency_is_not_found(ministry):
    assert ministry.get(f"/agencies/{NOBODYS}/").status_code == 404


def test_the_page_tells_all_that_plans_ask_of_an_agency(ministry):
    with clock.standing_at("2018-11-20"):
        text = main_text(page_of(ministry, agency("kon-tum", "so-tai-nguyen-va-moi-truong")))

    for words in (
        "Sở, ngành, Tỉnh Kon Tum Sở Tài nguyên và Môi trường đang hoạt động",
        "Chủ trì 1 nhiệm vụ, phối hợp 2 nhiệm vụ, 1 điều khoản trách nhiệm",
        "Tên tắt Sở TN&MT",
        "Cách viết trong kế hoạch",
        "Phải báo cáo hằng năm (mục VI.13) còn 9 ngày: trước ngày 30/11/2018 (ngày cuối: 29/11).",
        "Nhiệm vụ chủ trì",
        "4.3 Xây dựng mô hình trình diễn về SXSH, hỗ trợ DN áp dụng SXSH theo quy định của pháp luật TN&MT "
        "Thực hiện hàng năm năm nay",
        "2.2 Xây dựng và trình UBND tỉnh ban hành",
        "Mục VI.2. Sở Tài nguyên và Môi trường Lồng ghép tuyên truyền",
        "Đơn vị kế thừa Sở Nông nghiệp và Môi trường đề xuất",
    ):
        assert words in text
    assert "nay thuộc" not in text


def test_after_the_merger_the_province_of_today_is_named(ministry):
    with clock.standing_at("2026-02-01"):
        page = page_of(ministry, agency("kon-tum", "so-tu-phap"))

    assert "Tỉnh Kon Tum , nay thuộc Tỉnh Quảng Ngãi" in main_text(page)
    assert "đã kết thúc" in main_text(page)
    assert reverse("province", args=["quang-ngai"]) in links_of(page)


def test_a_successor_is_asked_what_was_asked_of_those_it_took_over(person):
    heir, user = agency("an-giang", "so-nong-nghiep-va-moi-truong"), person(Role.MINISTRY_OFFICIAL)

    with clock.standing_at("2025-02-28"):
        assert duties_of(heir, user) == []
    with clock.standing_at("2025-03-01"):
        [asked] = duties_of(heir, user)

    names = {printed.heir.agency.slug for task in asked.tasks for printed in task.printed}
    assert names == {"so-tai-nguyen-va-moi-truong", "so-nong-nghiep-va-phat-trien-nong-thon"}
    assert len(asked.named) == 2
    assert all(printed.heir.is_proposed for task in asked.tasks for printed in task.printed)
    assert asked.report_day.clause == "V"


def test_what_is_asked_under_two_names_is_one_task(person):
    heir = agency("ha-tinh", "so-noi-vu")
    first, second = agency("ha-tinh", "so-tai-chinh"), agency("ha-tinh", "so-tai-nguyen-va-moi-truong")
    for one in (first, second):
        Agency.objects.filter(pk=one.pk).update(exists_to="2020")
        AgencySuccession.objects.create(agency=one, successor=heir)
    [asked] = duties_of(heir, person(Role.MINISTRY_OFFICIAL))
    keys = [(task.task.key, task.role) for task in asked.tasks]

    assert len(keys) == len(set(keys))
    assert max(len(task.printed) for task in asked.tasks) == 3  # with what it has already taken over


def test_a_part_of_the_duties_is_named(ministry):
    with clock.standing_at("2026-02-01"):
        text = main_text(page_of(ministry, agency("kon-tum", "so-thong-tin-va-truyen-thong")))
        heir = main_text(page_of(ministry, agency("quang-ngai", "so-van-hoa-the-thao-va-du-lich")))

    assert "Sở Văn hóa, Thể thao và Du lịch , phần báo chí, xuất bản đề xuất" in text
    assert "kế thừa từ Sở Thông tin và Truyền thông, phần báo chí, xuất bản; đề xuất" in heir


def test_succession_goes_through_several_steps_and_never_in_circles():
    first, second, third = (AgencyFactory(exists_to="2020") for _ in range(3))
    for one, heir, status in (
        (first, second, "proposed"),
        (second, third, "decided"),
        (third, first, "decided"),
    ):
        AgencySuccession.objects.create(agency=one, successor=heir, status=status)

    found = inheritances(third)

    assert {pk: heir.is_proposed for pk, heir in found.items()} == {second.pk: False, first.pk: True}


def test_a_clause_for_a_collective_is_shown_as_such(ministry):
    text = main_text(page_of(ministry, agency("an-giang", "so-khoa-hoc-va-cong-nghe")))

    assert "Điều khoản chung, không nêu tên cơ quan Mục V.9. Các Sở, ngành khác có liên quan" in text


def test_the_department_of_industry_collects(ministry):
    with clock.standing_at("2018-12-14"):
        text = main_text(page_of(ministry, agency("ninh-binh", "so-cong-thuong")))

    assert "Nhận báo cáo của các cơ quan để tổng hợp hôm nay là ngày cuối: trước ngày 15/12/2018" in text
    assert "Phải báo cáo hằng năm" not in text


def test_an_agency_that_no_plan_names_says_so(ministry):
    text = main_text(page_of(ministry, AgencyFactory(province=Province.objects.get(slug="ca-mau"))))

    assert "Chưa kế hoạch nào giao việc cho cơ quan này" in text


def test_a_draft_asks_nothing_of_others(draft, signed_in):
    of = agency("ha-tinh", "so-tai-chinh")

    assert SECRET not in page_of(signed_in(Role.DEPARTMENT_EDITOR, "lang-son"), of).content.decode()
    assert "ha-tinh-2097" not in page_of(signed_in(Role.MINISTRY_OFFICIAL), of).content.decode()


def test_names_are_shown_as_text(ministry):
    of = AgencyFactory(name="<script>alert(1)</script>", note="<img src=x>")
    page = page_of(ministry, of).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


# What it costs


def test_the_directory_takes_as_many_queries_for_three_agencies_more(ministry, django_assert_num_queries):
    for count in (14, 17):
        with django_assert_num_queries(13):
            assert len(listed(ministry, "?province=kon-tum")) == count
        for _ in range(3):
            AgencyFactory(province=Province.objects.get(slug="kon-tum"))


def test_an_agency_takes_as_many_queries_for_three_plans_as_for_one(ministry, django_assert_num_queries):
    of = agency("kon-tum", "so-tai-nguyen-va-moi-truong")
    for count in (1, 3):
        with clock.standing_at(date(2018, 11, 20)), django_assert_num_queries(20):
            assert len(page_of(ministry, of).context["sheet"].duties) == count
        for number in range(2):
            load_plan(read_plan(plan_copy("kon-tum-2013", slug=f"kon-tum-{count}{number}")))
