"""The first page: what each role must do now, and by when."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, AgencySuccession, Membership, Province
from agencies.second_factor import give_second_factor
from budgets.services import note_decision
from core import clock
from plans.models import PlanVersion
from portal.figures import kept
from portal.home.sections import home_sections
from portal.plan_document.loader import load_plan
from tests.factories import TOTP_SECRET, AgencyFactory, MembershipFactory, UserFactory, plan_copy, read_plan
from tests.portal.conftest import SECRET
from tests.portal.pages import links_of, main_text
from tests.reporting.national_year import sent_report

pytestmark = pytest.mark.django_db
IN_TIME = "2018-11-20"


def home_on(day: str, client) -> str:
    with clock.standing_at(day):
        return main_text(client.get("/"))


def agency(province: str, slug: str) -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


@pytest.fixture
def reporter():
    """reporter(agency) is a browser session of one who answers for it."""

    def sign_in(agency: Agency, role=Role.AGENCY_REPORTER) -> Client:
        client = Client()
        client.force_login(MembershipFactory(agency=agency, province=agency.province, role=role).user)
        return client

    return sign_in


@pytest.fixture
def facility():
    kon_tum = Province.objects.get(slug="kon-tum")
    return AgencyFactory(province=kon_tum, kind=AgencyKind.FACILITY, name="Nhà máy mì")


# Everybody


def test_who_belongs_nowhere_is_told_whom_to_ask(client):
    client.force_login(UserFactory())
    page = client.get("/")

    assert "Tài khoản chưa thuộc cơ quan nào" in main_text(page)
    assert "quản trị của tỉnh hoặc quản trị cổng" in main_text(page)
    assert reverse("plans") in links_of(page)


def test_the_page_names_the_business_date(signed_in):
    assert "Hôm nay, 20/11/2018" in home_on(IN_TIME, signed_in(Role.MINISTRY_OFFICIAL))


def test_the_page_is_of_the_membership_under_which_one_acts(person):
    user = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    finance = MembershipFactory(
        user=user, agency=agency("ha-tinh", "so-tai-chinh"), role=Role.FINANCE_APPRAISER
    )
    for chosen, expected in (
        ("", ("department.html", "Sở Công Thương, tỉnh Kon Tum")),
        (str(finance.public_id), ("finance.html", "Sở Tài chính, tỉnh Hà Tĩnh")),
    ):
        user = type(user).objects.get(pk=user.pk)
        user.act_under(chosen)
        [section] = home_sections(user)
        assert (section.template.removeprefix("portal/home_"), section.title) == expected


def test_who_has_left_is_told_since_when_and_what_to_do(person, client):
    user = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    Membership.objects.filter(user=user).update(ended_at="2026-03-01T09:00+07:00")
    client.force_login(user)
    text = main_text(client.get("/"))

    assert "Bạn không còn thuộc cơ quan nào" in text
    assert "Chuyên viên Sở Công Thương tại Sở Công Thương, đã kết thúc ngày 01/03/2026" in text
    assert "gửi lời mời mới" in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FACILITY_REPORTER])
def test_drafts_of_another_province_stay_hidden_in_every_role(role, draft, signed_in):
    national = role in (Role.MINISTRY_OFFICIAL, Role.PORTAL_ADMIN)
    other = signed_in(role, None if national else "lang-son")

    assert SECRET not in other.get("/").content.decode()
    assert "ha-tinh-2097" not in other.get("/").content.decode()


def test_a_draft_is_on_the_desk_of_its_own_department(draft, signed_in):
    own = home_on(IN_TIME, signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"))

    assert "Kế hoạch 2019-2020 của tỉnh Hà Tĩnh đang soạn từ hôm nay Soạn tiếp, gửi duyệt" in own
    assert own.count("Tài liệu của kế hoạch") == 1  # of the issued one: a draft asks nothing of anybody yet


# Department


def test_the_department_sees_days_left_tasks_and_findings(signed_in):
    text = home_on(IN_TIME, signed_in(Role.DEPARTMENT_EDITOR, "kon-tum"))

    for words in (
        "Kế hoạch 2013-2020 của tỉnh Kon Tum Số 835/QĐ-UBND, ngày 24/10/2013 đang hiệu lực",
        "còn 9 ngày trước ngày 30/11/2018 (ngày cuối: 29/11) Kỳ trước: trước ngày 30/11/2017, đã qua",
        "Nhiệm vụ thực hiện trong năm 2018 5 trong 13 nhiệm vụ",
        "Sai lệch chưa có quyết định 4 chờ Sở ghi cách hiểu Ghi quyết định",
        "Sở, ban, ngành (mục VI.13): còn 9 ngày",
        "5 nhóm nhiệm vụ không có kinh phí",
        "18 chỗ bản gốc khó đọc, đã ghi cách đọc",
        "Một văn bản, hai số hiệu",
    ):
        assert words in text
    assert "nay thuộc" not in text
    assert "Quảng Ngãi" not in text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2018-11-29 23:59:59", "hôm nay là ngày cuối trước ngày 30/11/2018 (ngày cuối: 29/11)"),
        ("2018-11-30", "còn 364 ngày trước ngày 30/11/2019 (ngày cuối: 29/11) Kỳ trước: trước ngày 30/11/2018"),
        ("2026-02-01", "Kế hoạch đã hết thời kỳ 2013-2020; kỳ báo cáo cuối: trước ngày 30/11/2020"),
    ],
)  # fmt: skip
def test_the_reporting_day_follows_the_clock(day, words, signed_in):
    assert words in home_on(day, signed_in(Role.DEPARTMENT_APPROVER, "kon-tum"))


def test_after_its_period_a_plan_still_shows_what_is_to_decide(signed_in):
    text = home_on("2026-02-01", signed_in(Role.DEPARTMENT_EDITOR, "kon-tum"))

    assert "Nhiệm vụ thực hiện trong năm 2026 0 Kế hoạch có 13 nhiệm vụ, đã hết thời kỳ" in text
    assert "Sai lệch chưa có quyết định 4" in text
    assert "Từ sau ngày 30/06/2025, tỉnh Kon Tum thuộc Tỉnh Quảng Ngãi ." in text


def test_a_decided_finding_leaves_the_desk(person, client):
    user = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    client.force_login(user)
    desk = client.get("/").context["sections"][0].content["desks"][0]
    note_decision(desk.version, desk.undecided[0].key, by=user, text="Theo số 835.")

    assert "Sai lệch chưa có quyết định 3" in main_text(client.get("/"))
    assert "Một văn bản, hai số hiệu" not in main_text(client.get("/"))


def test_a_plan_in_prose_says_what_it_leaves_out(signed_in):
    text = home_on(IN_TIME, signed_in(Role.DEPARTMENT_EDITOR, "lang-son"))

    for words in (
        "Văn bản không in số, ký hiệu",
        "Văn bản không in ngày ban hành",
        "không có trong văn bản",
        "25 nhiệm vụ trong phần lời, không ghi chủ trì và thời gian",
        "trong 25 nhiệm vụ; 25 không in thời gian",
        "UBND cấp huyện (mục V.5): không in ngày",
    ):
        assert words in text


def test_an_annex_that_is_cut_and_a_task_without_lead_are_gaps(signed_in):
    assert "PHỤ LỤC 2: bị cắt" in home_on(IN_TIME, signed_in(Role.DEPARTMENT_EDITOR, "an-giang"))
    assert "1 nhiệm vụ không ghi cơ quan chủ trì" in home_on(
        IN_TIME, signed_in(Role.DEPARTMENT_EDITOR, "ninh-binh")
    )


def test_the_viewer_reads_the_same_without_being_asked_to_decide(signed_in):
    text = home_on(IN_TIME, signed_in(Role.PROVINCIAL_VIEWER, "kon-tum"))

    assert "còn 9 ngày" in text
    assert "Sở Công Thương chưa ghi cách hiểu Xem sai lệch" in text
    assert "Ghi quyết định" not in text


def test_the_successor_province_has_the_inherited_plan_on_its_desk(signed_in):
    text = home_on("2026-02-01", signed_in(Role.DEPARTMENT_EDITOR, "quang-ngai"))

    assert "Sở Công Thương, tỉnh Quảng Ngãi" in text
    assert "Kế hoạch 2013-2020 của tỉnh Kon Tum" in text


@pytest.mark.parametrize("role", [Role.DEPARTMENT_EDITOR, Role.AGENCY_REPORTER, Role.FINANCE_APPRAISER])
def test_a_province_without_plan_is_told_how_one_gets_in(role, reporter):
    lonely = AgencyFactory(province=Province.objects.get(slug="ca-mau"))
    text = main_text(reporter(lonely, role).get("/"))

    assert "Chưa có kế hoạch nào của tỉnh Cà Mau" in text
    assert "Hãy gửi văn bản kế hoạch đã ban hành cho quản trị cổng" in text


# Agency, facility, finance


def test_a_reporter_sees_tasks_duties_and_the_day_with_its_clause(signed_in):
    text = home_on(IN_TIME, signed_in(Role.AGENCY_REPORTER, "kon-tum"))

    for words in (
        "Ngày gửi báo cáo lần tới còn 9 ngày trước ngày 30/11/2018 (ngày cuối: 29/11)",
        "Nhiệm vụ chủ trì 1",
        "Nhiệm vụ phối hợp 2 1 nhiệm vụ chủ trì hoặc phối hợp trong năm 2018",
        "Báo cáo hằng năm (mục VI.13): còn 9 ngày: trước ngày 30/11/2018 (ngày cuối: 29/11)",
        "định kỳ trước ngày 30/11 hàng năm, báo cáo kết quả thực hiện",
        "4.3 Xây dựng mô hình trình diễn về SXSH",
        "Thực hiện hàng năm năm nay",
        "Mục VI.2. Sở Tài nguyên và Môi trường",
        "Lồng ghép tuyên truyền áp dụng SXSH",
    ):
        assert words in text


def test_a_successor_sees_the_tasks_printed_under_the_name_it_took_over(reporter):
    heir = agency("quang-ngai", "so-nong-nghiep-va-moi-truong")
    client = reporter(heir)

    text = home_on("2026-02-01", client)
    assert "4.3 Xây dựng mô hình trình diễn về SXSH" in text
    assert "TN&MT (kế thừa từ Sở Tài nguyên và Môi trường; đề xuất)" in text

    AgencySuccession.objects.filter(successor=heir).update(status=AgencySuccession.Status.DECIDED)
    assert "(kế thừa từ Sở Tài nguyên và Môi trường; đã quyết định)" in home_on("2026-02-01", client)


def test_the_department_of_industry_receives_reports_and_owes_none(reporter):
    text = home_on(IN_TIME, reporter(agency("kon-tum", "so-cong-thuong")))

    assert "Ngày nhận báo cáo của các cơ quan còn 9 ngày" in text
    assert "Ngày gửi báo cáo" not in text


def test_a_plan_that_binds_an_agency_to_no_report_says_so(reporter):
    text = home_on(IN_TIME, reporter(agency("lang-son", "so-tai-nguyen-va-moi-truong")))

    assert "Kế hoạch không quy định cơ quan này báo cáo hằng năm; Sở Công Thương có thể yêu cầu." in text


def test_a_facility_sees_what_is_asked_of_facilities_and_its_day(reporter, facility):
    text = home_on(IN_TIME, reporter(facility, Role.FACILITY_REPORTER))

    assert "Nhà máy mì, tỉnh Kon Tum" in text
    assert "Mục VI.12. Các cơ sở sản xuất công nghiệp trên địa bàn" in text
    assert "Kế hoạch không quy định ngày báo cáo của cơ sở sản xuất; Sở Công Thương có thể yêu cầu." in text


def test_a_facility_has_the_day_that_its_clause_prints(reporter):
    an_giang = AgencyFactory(province=Province.objects.get(slug="an-giang"), kind=AgencyKind.FACILITY)
    text = home_on(IN_TIME, reporter(an_giang, Role.FACILITY_REPORTER))

    assert "Ngày gửi báo cáo lần tới còn 24 ngày trước ngày 15/12/2018 (ngày cuối: 14/12)" in text
    assert "Điều khoản về báo cáo (mục V.11)" in text


def test_finance_sees_money_by_source_and_year_with_what_is_not_split(signed_in):
    text = home_on(IN_TIME, signed_in(Role.FINANCE_APPRAISER, "an-giang"))

    for words in (
        "Tổng kinh phí tính được 6.840 triệu đồng",
        "Chưa tách theo nguồn 6.120",
        "Nhóm nhiệm vụ chưa rõ kinh phí 0 trong 4 nhóm",
        "NSĐP + DN: 6.120",
        "Kinh phí theo năm",
    ):
        assert words in text


def test_unknown_money_is_never_zero(signed_in):
    text = home_on(IN_TIME, signed_in(Role.FINANCE_APPRAISER, "kon-tum"))

    assert "Tổng kinh phí tính được chưa rõ văn bản không cho số nào" in text
    assert "Chưa tách theo nguồn chưa rõ" in text
    assert "Nhóm nhiệm vụ chưa rõ kinh phí 5 trong 5 nhóm" in text


# Ministry, administrators


def test_the_ministry_sees_every_province_with_plan_money_and_findings(signed_in):
    page = signed_in(Role.MINISTRY_OFFICIAL).get("/")
    text = main_text(page)

    assert "Tỉnh, thành phố đã có kế hoạch trên cổng 5 trong 63" in text
    assert "Sai lệch chưa có quyết định 17" in text
    assert text.count("1419/QĐ-TTg") == 5
    assert {reverse("plans"), reverse("provinces"), "/plans/?sort=-findings"} <= set(links_of(page))


def test_the_ministry_sees_how_many_provinces_have_sent_the_years_report(person, signed_in):
    sent_report(person, "kon-tum")
    page = signed_in(Role.MINISTRY_OFFICIAL).get("/")

    text = main_text(page)
    assert "Tỉnh, thành phố đã gửi báo cáo tổng hợp năm 2019 1/4 theo 34 tỉnh, thành phố hiện nay" in text
    assert f"{reverse('national_compliance')}?year=2019" in links_of(page)


def test_an_administrator_sees_the_accounts_of_the_own_province_only(person, client):
    theirs = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    closed = person(Role.DEPARTMENT_APPROVER, "kon-tum")
    closed.is_active = False
    closed.save()
    admin = person(Role.PROVINCE_ADMIN, "kon-tum")
    admin.full_name = "<b>Trần Thị B</b>"
    admin.save()
    client.force_login(admin)
    page = client.get("/")
    text = main_text(page)

    assert "<b>Trần Thị B</b>" in text
    assert "<b>Trần Thị B</b>" not in page.content.decode()
    assert re.search(
        rf"{re.escape(closed.full_name)} {closed.email} Lãnh đạo Sở Công Thương .* đã đóng", text
    )
    assert theirs.email not in text
    assert theirs.full_name not in text
    assert "Người dùng của tỉnh 2" in text
    assert "Kế hoạch đã nhập 1" in text


def test_the_successors_administrator_sees_the_accounts_it_took_over(person, client):
    taken_over, elsewhere = (
        person(Role.DEPARTMENT_EDITOR, "kon-tum"),
        person(Role.DEPARTMENT_EDITOR, "an-giang"),
    )
    client.force_login(person(Role.PROVINCE_ADMIN, "quang-ngai"))
    text = main_text(client.get("/"))

    assert taken_over.email in text
    assert elsewhere.email not in text


def test_the_portals_administrator_sees_counts_and_who_belongs_nowhere(signed_in):
    lonely = UserFactory(full_name="Lê Văn Lẻ")
    page = signed_in(Role.PORTAL_ADMIN).get("/")
    text = main_text(page)

    assert "Quản trị cổng 1" in text
    assert f"Lê Văn Lẻ ({lonely.email})" in text
    assert "Kế hoạch đang áp dụng 5 5 bản đã ban hành" in text
    assert {reverse("plans"), reverse("provinces"), "/agencies/?existing=yes"} <= set(links_of(page))


def test_a_superuser_without_membership_is_the_portals_administrator(client):
    superuser = UserFactory(is_superuser=True)
    give_second_factor(superuser, TOTP_SECRET)
    client.force_login(superuser)

    assert "Tài khoản theo vai trò" in main_text(client.get("/"))


# What it costs


@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.DEPARTMENT_EDITOR, 40),
        (Role.PROVINCIAL_VIEWER, 37),
        (Role.AGENCY_REPORTER, 18),
        (Role.FINANCE_APPRAISER, 28),
        (Role.PROVINCE_ADMIN, 39),
    ],
)
def test_it_takes_as_many_queries_for_three_plans_as_for_one(
    role, queries, signed_in, django_assert_num_queries
):
    client = signed_in(role, "kon-tum")
    client.get("/")  # what is asked once in a process
    with clock.standing_at(IN_TIME):
        for count in (1, 3):
            kept.clear()
            with django_assert_num_queries(queries):
                page = client.get("/")
            assert main_text(page).count("của tỉnh Kon Tum Số") == count or role == Role.PROVINCE_ADMIN
            for number in range(2):
                slug = f"kon-tum-209{number}"
                if not PlanVersion.objects.filter(plan__slug=slug).exists():
                    load_plan(read_plan(plan_copy("kon-tum-2013", slug=slug)))
