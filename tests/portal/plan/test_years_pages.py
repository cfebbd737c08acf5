"""The pages of a plan's reporting years: the list, the preview, one year, its decisions, one obligation, home."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, OutgoingMail
from core import clock
from plans.models import Plan
from portal.jobs import open_years
from reporting.enums import ObligationBasis
from reporting.models import Obligation, ReportingYear
from reporting.services import open_year
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db
YEARS = "/plans/kon-tum-2013/years/"
YEAR = f"{YEARS}2018/"


@pytest.fixture(autouse=True)
def in_november():
    with clock.standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def editor(signed_in) -> Client:
    return signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def year(person) -> ReportingYear:
    plan = Plan.objects.select_related("province").get(slug="kon-tum-2013")
    return open_year(plan, 2018, by=person(Role.DEPARTMENT_EDITOR, "kon-tum"))


def agency(slug: str, province: str = "kon-tum") -> Agency:
    return Agency.objects.get(province__slug=province, slug=slug)


def owed(slug: str) -> Obligation:
    return Obligation.objects.get(agency=agency(slug))


def at(slug: str, action: str = "") -> str:
    return f"/obligations/{owed(slug).public_id}/{action}"


def test_the_preview_says_who_will_owe_and_what_is_unclear(editor):
    page = main_text(editor.get(f"{YEAR}obligors/"))

    assert "Đây là bản xem trước: kỳ báo cáo chưa mở." in page
    assert "0 cơ quan đã thôi hoạt động; 7 cụm từ chỉ chung" in page
    assert (
        "Sở Tư pháp mục VI.13: Sở, ban, ngành trước ngày 30/11/2018 (ngày cuối: 29/11) 0 chưa có tài khoản"
        in page
    )
    assert "Báo Kon Tum 1 nhiệm vụ" in page
    assert not ReportingYear.objects.exists()


def test_an_ended_agency_is_shown_without_an_heir_until_the_department_gives_its_duties(signed_in):
    editor, address = (
        signed_in(Role.DEPARTMENT_EDITOR, "an-giang"),
        "/plans/an-giang-2016/years/2018/obligors/",
    )
    ended = agency("so-tai-nguyen-va-moi-truong", "an-giang")
    heir = f"{address}heir/?agency={ended.public_id}"
    with clock.standing_at("2026-11-20T09:00"):
        assert "Chưa có đơn vị nhận" in main_text(editor.get(address))
        assert "Sở Nông nghiệp và Môi trường (đề xuất)" in main_text(editor.get(heir))
        refused = editor.post(heir, {"agency": "không có"})
        assert refused.status_code == 422
        page = editor.post(heir, {"agency": "Sở Nông nghiệp và Môi trường", "place": ""}, follow=True)

    assert "nhận việc của Sở Tài nguyên và Môi trường" in main_text(page)
    assert editor.get(heir).status_code == 404


def test_a_year_is_opened_from_its_page_and_listed(editor):
    assert "chưa mở" in main_text(editor.get(YEARS))
    page = editor.post(f"{YEAR}open/", {"now": "1", "data_until": "14/12/2018"}, follow=True)
    text = main_text(page)

    assert "Kỳ báo cáo năm 2018 đang mở" in text
    assert "số liệu đến hết 14/12/2018" in text
    assert "còn 9 ngày" in text
    assert "0/9" in text
    assert "Năm 2018 đang mở 9 0 0 29/11/2018 14/12/2018" in main_text(editor.get(YEARS))


def test_a_year_opens_by_itself_or_tells_why_not(editor):
    refused = editor.post(f"{YEAR}open/", {"later": "1", "opens_on": "1/11/2018"})
    assert refused.status_code == 422
    assert 'value="01/11/2018"' in refused.content.decode()
    page = editor.post(f"{YEAR}open/", {"later": "1", "opens_on": "01/12/2018"}, follow=True)
    assert "Tự mở ngày 01/12/2018" in main_text(page)


def test_the_job_opens_a_year_as_the_worker_and_mails_where_to_go(editor, person, settings):
    settings.EMAIL_BACKEND, settings.PUBLIC_ADDRESS = "agencies.outbox.OutboxBackend", "https://testserver"
    reporter = person(Role.AGENCY_REPORTER, "kon-tum")
    editor.post(f"{YEAR}open/", {"later": "1", "opens_on": "01/12/2018"})
    open_years()
    assert not ReportingYear.objects.opened().exists()
    with clock.standing_at("2018-12-01T00:00"):
        open_years()
        open_years()

    mail = OutgoingMail.objects.get(recipient=reporter.email)
    address = f"https://testserver/reports/{owed('so-tai-nguyen-va-moi-truong').public_id}/"
    assert address in mail.text
    assert mail.text.count("https://") == 1


def test_the_cut_off_is_offered_from_2019_on(editor):
    assert "14/12" not in editor.get(f"{YEAR}open/").context["form"]["data_until"].as_widget()
    assert 'value="14/12/2019"' in editor.get(f"{YEARS}2019/open/").content.decode()


def test_a_collective_is_searched_decided_and_makes_obligations(editor, year):
    trade = AgencyFactory(province=year.province, name="Sở Du lịch")
    key = "cac so ban nganh chuc nang lien quan"
    address = f"{YEAR}obligors/collective/?key={key.replace(' ', '+')}"
    found = editor.post(address, {"find": "1", "q": "bao kon", "agencies": [str(trade.public_id)]})
    assert [one.slug for one in found.context["others"]] == ["bao-kon-tum"]
    assert f'value="{trade.public_id}" checked' in found.content.decode()

    page = editor.post(address, {"agencies": [str(trade.public_id)]}, follow=True)
    assert "Đã ghi quyết định. Thêm 1 cơ quan phải báo cáo." in main_text(page)
    made = Obligation.objects.get(agency=trade)
    assert (made.basis, made.clause, made.before) == (ObligationBasis.CLAUSE, "VI.13", date(2018, 11, 30))


def test_words_of_nobody_are_decided_together(editor, year):
    data = {"key": ["don vi ho tro sxsh", "cac to chuc khcn", "ubnd cac huyen thanh pho"]}
    text = main_text(editor.post(f"{YEAR}obligors/nobody/", data, follow=True))

    assert "Đã ghi: 2 cụm từ không chỉ cơ quan nào phải báo cáo." in text
    assert "“Đơn vị hỗ trợ SXSH”: không chỉ cơ quan nào" in text


def test_states_filter_the_list_and_go_into_the_sheet(editor, year):
    with clock.standing_at("2018-11-30T00:00"):
        late = len(editor.get(f"{YEAR}?state=late").context["sheet"].rows)
        sheet = editor.get(f"{YEAR}?state=late&download=xlsx")
    assert late == 8
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)
    assert sum(row[0] == "Sở Tư pháp" for row in rows) == 1
    assert not any(row[0] == "Sở Công Thương" for row in rows)
    assert "Không có báo cáo nào ở tình trạng này" in main_text(editor.get(f"{YEAR}?state=returned"))


def test_more_time_shows_beside_the_day_for_everybody_whom_it_concerns(editor, year, signed_in):
    typed = {"before": "20/12/2018", "reason": "Bão lũ"}
    assert editor.post(at("so-tai-nguyen-va-moi-truong", "extend/"), typed).status_code == 302
    words = "trước 20/12/2018 (ngày cuối 19/12) gia hạn từ 30/11: Bão lũ"
    reporter = signed_in(Role.AGENCY_REPORTER, "kon-tum")

    assert words in main_text(editor.get(YEAR))
    assert words in main_text(reporter.get(YEAR))
    assert "Gia hạn đến trước 20/12/2018 09:00 20/11/2018" in main_text(
        reporter.get(at("so-tai-nguyen-va-moi-truong"))
    )
    assert "ngày cuối 19/12/2018" in main_text(reporter.get("/"))
    assert reporter.get(at("so-tai-chinh")).status_code == 404
    assert len(reporter.get(YEAR).context["sheet"].rows) == 1


def test_a_report_is_asked_for_and_withdrawn_with_reasons(editor, year):
    refused = editor.post(f"{YEAR}ask/", {"agency": "Báo Kon Tum", "reason": ""})
    assert list(refused.context["form"].errors) == ["reason"]
    editor.post(f"{YEAR}ask/", {"agency": "Báo Kon Tum", "reason": "Cần số liệu tuyên truyền"})
    assert "Sở Công Thương yêu cầu: Cần số liệu tuyên truyền" in main_text(editor.get(at("bao-kon-tum")))
    page = editor.post(at("bao-kon-tum", "withdraw/"), {"reason": "Gửi chung với Đài"}, follow=True)
    assert "Sở Công Thương thôi yêu cầu báo cáo này" in main_text(page)
    assert "thôi yêu cầu (1)" in main_text(editor.get(YEAR))


def test_a_locked_year_says_why_since_when_and_who_opens_it(editor, year, signed_in):
    editor.post(f"{YEAR}lock/", {"reason": "Đã tổng hợp"})
    text = main_text(signed_in(Role.PROVINCIAL_VIEWER, "kon-tum").get(YEAR))
    assert "Kỳ báo cáo năm 2018 đã khóa từ 09:00 20/11/2018" in text
    assert "Đã tổng hợp" in text
    assert "Sở Công Thương mở khóa cả kỳ hoặc mở riêng từng báo cáo" in text
    refused = editor.post(at("so-tu-phap", "extend/"), {"before": "20/12/2018", "reason": "Bão lũ"})
    assert "đã khóa; hãy mở khóa trước" in main_text(refused)
    page = editor.post(at("so-tu-phap", "unlock/"), {"reason": "Thiếu nhiệm vụ"}, follow=True)
    assert "riêng báo cáo này được mở từ 09:00 20/11/2018: Thiếu nhiệm vụ" in main_text(page)
    assert "mở khóa riêng" in main_text(editor.get(YEAR))


def test_an_obligation_without_grounds_is_offered_for_withdrawal_and_a_missing_one_added(editor, year):
    obligation_of(year, AgencyFactory(province=year.province, name="Sở Du lịch"))
    Obligation.objects.filter(agency=agency("so-tu-phap")).update(agency=agency("trung-tam-khuyen-cong"))
    text = main_text(editor.get(YEAR))

    assert text.count("nay không còn căn cứ nào") == 2
    assert "thêm 1 cơ quan phải báo cáo kỳ này" in text
    assert "thêm 1 cơ quan" in main_text(editor.post(f"{YEAR}refresh/", follow=True))


def test_sample_years_say_so(editor):
    opened_year("kon-tum-2013", is_sample=True)

    assert "Số liệu mẫu." in main_text(editor.get(YEAR))


def test_the_department_and_a_facility_see_the_running_year_on_their_first_page(editor, year, client):
    assert "Kỳ báo cáo năm 2018 0/9 đã gửi; còn thiếu 9; còn 9 ngày 7 chỗ chưa rõ" in main_text(
        editor.get("/")
    )
    assert f'href="{YEAR}consolidated/"' in editor.get("/").content.decode()
    facility = AgencyFactory(province=year.province, kind=AgencyKind.FACILITY)
    obligation_of(year, facility, basis=ObligationBasis.ASKED, reason="Cần", kind="", clause="", text="")
    client.force_login(MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER).user)
    assert "Báo cáo năm 2018 còn 24 ngày" in main_text(client.get("/"))


def test_people_of_other_provinces_do_not_see_the_years(signed_in, year):
    stranger = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")

    assert YEARS not in links_of(stranger.get("/plans/kon-tum-2013/"))
    assert [stranger.get(address).status_code for address in (YEARS, YEAR, at("so-tu-phap"))] == [404] * 3


def test_the_history_tells_what_was_decided(editor):
    opened_year("kon-tum-2013")
    editor.post(f"{YEAR}lock/", {"reason": "Đã tổng hợp"})
    text = main_text(editor.get("/plans/kon-tum-2013/history/"))

    assert "kỳ báo cáo năm 2018" in text
    assert "Lý do khóa để trống thành Đã tổng hợp" in text


def test_the_year_takes_as_many_queries_for_three_obligations_as_for_one(editor, django_assert_num_queries):
    year = opened_year("kon-tum-2013")
    for slugs in (["so-tu-phap"], ["so-tai-chinh", "cong-an-tinh"]):
        for slug in slugs:
            obligation_of(year, agency(slug), "task:4/4.3")
        editor.get(YEAR)  # figures of issued versions are kept
        with django_assert_num_queries(38):
            page = editor.get(YEAR)
    assert len(page.context["sheet"].rows) == 3
