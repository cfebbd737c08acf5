"""Who has reported in time, counted for the department and the ministry; units to commend; what waits on first pages."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from portal.report_pages.words import left_words
from portal.timeliness.figures import part_words
from portal.views import lists
from reporting.enums import ObligorKind, ReportStatus
from reporting.services import add_remark, return_report
from tests.factories import obligation_of, opened_year, report_of
from tests.portal.pages import main_text

TASK = "task:4/4.2"
KON_TUM = ("so-tai-nguyen-va-moi-truong", "so-khoa-hoc-va-cong-nghe", "so-tai-chinh")


@pytest.fixture(autouse=True)
def december():
    with standing_at("2018-12-05T09:00"):
        yield


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def reviewer(person):
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def year(db):
    return opened_year("kon-tum-2013")


@pytest.fixture
def owed(year):
    """Three of Kon Tum: the first accepted in time, the second sent late, the third missing."""
    return [_owed(year, slug) for slug in KON_TUM]


@pytest.fixture
def reported(owed, reporter):
    in_time, late = datetime(2018, 11, 29, 16, 59, 59, tzinfo=UTC), datetime(2018, 11, 29, 17, tzinfo=UTC)
    report_of(owed[0], ReportStatus.ACCEPTED, by=reporter, at=in_time)
    report_of(owed[1], ReportStatus.SUBMITTED, by=reporter, at=late)
    return owed


def _owed(year, slug, **fields):
    agency = Agency.objects.get(province=year.province, slug=slug)
    kind = {"kind": ObligorKind.DEPARTMENT, "before": date(2018, 11, 30)}
    return obligation_of(year, agency, TASK, **kind | fields)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def cells(client, query="") -> dict[str, list]:
    """The rows of the sheet by their first cell."""
    answer = client.get(f"/reports/completeness/?download=xlsx{query}")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    return {row[0]: list(row[1:]) for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int)}


# owed, received, in time, late, missing, of which overdue, waiting, returned, accepted, paper
KON_TUMS = [3, 2, 1, 1, 1, 1, 1, 0, 1, 0]


def test_reports_are_counted_by_province_kind_and_year(reported, reviewer):
    client = client_of(reviewer)
    page = main_text(client.get("/reports/completeness/"))
    assert all(words in page for words in ("Kon Tum", "2/3 (67 %)", "1/2 (50 %)", "1 (1 quá hạn)"))
    assert cells(client) == {"Tỉnh Kon Tum": KON_TUMS, "Tổng": KON_TUMS}
    assert cells(client, "&by=kind")["Sở, ban, ngành"] == KON_TUMS
    assert cells(client, "&by=year")["Năm 2018"] == KON_TUMS


def test_invented_figures_are_never_in_one_sum_with_others(reported, reviewer):
    _owed(opened_year("kon-tum-2013", 2017, is_sample=True), KON_TUM[0], before=date(2017, 11, 30))
    client = client_of(reviewer)
    assert set(cells(client, "&by=year")) == {"Năm 2018", "Tổng"}
    assert set(cells(client, "&by=year&sample=1")) == {"Năm 2017", "Tổng"}
    page = main_text(client.get("/reports/completeness/?sample=1"))
    assert "Số liệu mẫu" in page
    assert "Số liệu mẫu." not in main_text(client.get("/reports/completeness/"))


def test_the_ministry_counts_all_provinces_a_department_its_own(reported, person):
    other = opened_year("ha-tinh-2011")
    _owed(other, "so-tai-chinh", before=date(2018, 12, 15))
    ministry = client_of(person(Role.MINISTRY_OFFICIAL))
    assert set(cells(ministry)) == {"Tỉnh Kon Tum", "Tỉnh Hà Tĩnh", "Tổng"}
    assert cells(ministry)["Tổng"][0] == 4
    assert set(cells(client_of(person(Role.PROVINCIAL_VIEWER, "ha-tinh")))) == {"Tỉnh Hà Tĩnh", "Tổng"}
    for role in (Role.AGENCY_REPORTER, Role.PROVINCE_ADMIN):
        refused = client_of(person(role, "kon-tum"))
        assert [refused.get(f"/reports/{name}/").status_code for name in ("completeness", "commended")] == [
            403,
            403,
        ]


def test_units_to_commend_stand_with_their_facts(reported, reviewer, person):
    for user in (reviewer, person(Role.MINISTRY_OFFICIAL)):
        page = main_text(client_of(user).get("/reports/commended/"))
        assert "Sở Tài nguyên và Môi trường" in page
        assert all(words in page for words in ("đúng hạn", "1/1", "0 tệp", "29/11/2018"))
        assert "Sở Khoa học và Công nghệ" not in page
    answer = client_of(reviewer).get("/reports/commended/?download=xlsx")
    assert openpyxl.load_workbook(BytesIO(answer.content)).active.max_row >= 3


def test_a_long_list_comes_in_pages_and_is_downloaded_whole(year, reporter, reviewer, monkeypatch):
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    for slug in KON_TUM[:3]:
        report_of(_owed(year, slug), ReportStatus.ACCEPTED, by=reporter)
    client, address = client_of(reviewer), "/reports/commended/?year=2018"
    pages = [client.get(f"{address}&page={number}").content.decode() for number in (1, 2)]
    assert [page.count('data-label="Minh chứng"') for page in pages] == [2, 1]
    assert 'href="?year=2018&amp;page=2" rel="next"' in pages[0]
    whole = openpyxl.load_workbook(BytesIO(client.get(f"{address}&download=xlsx").content)).active
    names = set(
        Agency.objects.filter(province=year.province, slug__in=KON_TUM).values_list("name", flat=True)
    )
    assert names <= {cell.value for row in whole for cell in row}


def test_a_share_is_whole_only_where_all_have_reported():
    assert [part_words(*one) for one in ((0, 0), (2, 3), (199, 200), (200, 200))] == [
        "0/0", "2/3 (67 %)", "199/200 (99 %)", "200/200 (100 %)",
    ]  # fmt: skip


def test_a_unit_on_whose_whole_year_nothing_came_up_is_told_as_such(owed, reporter, reviewer):
    nil = {"is_nil": True, "nil_reason": "Không được giao kinh phí"}
    report_of(owed[2], ReportStatus.ACCEPTED, by=reporter, **nil)
    page = main_text(client_of(reviewer).get("/reports/commended/"))
    assert "cả năm không phát sinh" in page
    assert "đủ số liệu" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_counts_take_the_same_queries_for_any_number(count, year, reporter, reviewer):
    client = client_of(reviewer)
    for slug in KON_TUM[:count]:
        report_of(_owed(year, slug), ReportStatus.ACCEPTED, by=reporter)
    queries = []
    for name in ("completeness", "commended"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/reports/{name}/").status_code == 200
        queries.append(len(captured))
    assert queries == [10, 10]


@pytest.mark.parametrize("count", [1, 3])
def test_a_year_with_what_waits_takes_the_same_queries_for_any_number(count, year, reporter, reviewer):
    client = client_of(reviewer)
    for slug in KON_TUM[:count]:
        report_of(_owed(year, slug), ReportStatus.SUBMITTED, by=reporter)
    client.get("/plans/kon-tum-2013/years/2018/")  # figures of issued versions are kept
    with CaptureQueriesContext(connection) as captured:
        page = main_text(client.get("/plans/kon-tum-2013/years/2018/"))
    assert "chờ xem xét 4 ngày" in page
    assert len(captured) == 38


def test_marked_reports_are_accepted_and_the_others_told(reported, owed, reporter, reviewer, year):
    client, address = client_of(reviewer), "/plans/kon-tum-2013/years/2018/"
    waiting = report_of(owed[2], ReportStatus.SUBMITTED, by=reporter)
    add_remark(waiting, "general", "Thiếu.", by=reviewer)
    page = client.get(address).content.decode()
    assert page.count('name="report"') == 2
    marked = {"report": [str(one.public_id) for one in owed] + ["x"]}
    page = main_text(client.post(address + "accept/", marked))
    assert "Sở Khoa học và Công nghệ đã duyệt" in " ".join(page.split())
    assert "1 nhận xét chưa được trả lời" in page
    assert client_of(reporter).post(address + "accept/", marked).status_code == 403
    owed[1].refresh_from_db()
    assert owed[1].state == "accepted"


def test_a_year_is_filtered_by_kind_of_obligor(owed, reviewer, year):
    _owed(year, "ban-quan-ly-khu-kinh-te", kind=ObligorKind.PARTY)
    client = client_of(reviewer)
    page = main_text(client.get("/plans/kon-tum-2013/years/2018/?kind=party"))
    assert "Ban Quản lý" in page
    assert "Sở Tài chính" not in page


def test_the_first_page_of_the_department_tells_what_waits(reported, owed, reviewer):
    page = main_text(client_of(reviewer).get("/"))
    assert "Báo cáo chờ xem xét: 1" in page
    assert "chờ xem xét 5 ngày" in page
    return_report(owed[1].reports.get(), by=reviewer, comment="Bổ sung.")
    assert "Báo cáo chờ xem xét" not in main_text(client_of(reviewer).get("/"))


def test_the_ministry_is_told_that_a_report_was_sent_and_waits_and_finds_no_dead_link(reported, person):
    ministry = client_of(person(Role.MINISTRY_OFFICIAL))
    page = main_text(ministry.get(f"/reports/{reported[1].public_id}/"))
    assert "Cơ quan đã gửi báo cáo; nội dung hiện ở đây khi Sở Công Thương duyệt." in page
    assert "chưa bắt đầu" not in page
    assert "chưa gửi" not in page
    year = ministry.get("/plans/kon-tum-2013/years/2018/")
    assert "nhận 30/11/2018, chưa duyệt" in main_text(year)
    links = re.findall(r'href="(/(?:reports|obligations)/[0-9a-f-]{36}/)"', year.content.decode())
    assert links
    assert {ministry.get(link).status_code for link in links} == {200}


def test_only_what_is_missing_is_told_as_overdue(reported, reviewer, reporter):
    page = " ".join(main_text(client_of(reviewer).get("/plans/kon-tum-2013/years/2018/")).split())
    assert "Còn thiếu 1 1 quá hạn" in page
    assert "muộn (2)" in page
    return_report(reported[1].reports.get(), by=reviewer, comment="Bổ sung.")
    reported[1].refresh_from_db()
    assert left_words(reported[1]) == "đã tính muộn theo lần gửi đầu"


def test_the_first_page_of_an_agency_tells_why_its_report_was_returned(owed, reporter, reviewer):
    sent = report_of(owed[0], ReportStatus.SUBMITTED, by=reporter)
    return_report(sent, by=reviewer, comment="Bổ sung số liệu.")
    page = main_text(client_of(reporter).get("/"))
    assert "Bổ sung số liệu. Xem nhận xét, sửa và gửi lại" in " ".join(page.split())
