"""The pages on which an agency writes and sends its report, and who else reads what."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from portal.report_pages.page import ReportPage
from reporting.enums import ReportStatus
from reporting.models import Evidence, Remark, Report, ReportingYear
from reporting.services import start_report
from tests.factories import obligation_of, opened_year, report_of

TASKS = ("task:4/4.1", "task:4/4.2", "task:4/4.3")
TASK = TASKS[1]
PDF = b"%PDF-1.4\n" + b"x" * 100 + b"\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def november():
    with standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def agency(db):
    return Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def obligation(agency):
    year = opened_year("kon-tum-2013", data_until=date(2018, 12, 31))
    return obligation_of(year, agency, TASK, TASKS[2], before=date(2018, 11, 30))


@pytest.fixture
def client(reporter):
    client = Client()
    client.force_login(reporter)
    return client


@pytest.fixture
def draft(obligation, reporter):
    return start_report(obligation, by=reporter)


@pytest.fixture
def at(obligation):
    return lambda path="": f"/reports/{obligation.public_id}/{path}"


def filled(page, **typed) -> dict:
    """The form of a page as a browser would send it, with what was typed instead of what stands there."""
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return data | {f"initial-{name}": data[name] for name in form.FIELDS} | typed


def test_a_report_is_begun_filled_in_checked_sent_and_recalled(client, obligation, at):
    assert "còn 9 ngày" in client.get("/reports/").content.decode()
    assert "Bắt đầu lập báo cáo" in client.get(at()).content.decode()
    assert client.post(at()).status_code == 302
    assert "chưa nhập" in client.get(at()).content.decode()
    assert "bổ sung xong các chỗ ghi ở đầu trang" in client.get(at("check/")).content.decode()
    for place in (TASK, TASKS[2]):
        page = client.get(at(f"task/{place}/"))
        done = {"progress": "done", "done": "Đã hỗ trợ 3 doanh nghiệp.\nCòn 2.", "mNSDP-spent": "12,5"}
        answer = client.post(at(f"task/{place}/"), filled(page, **done) | {"next": "1"})
        assert answer.status_code == 302
    assert answer.url == at()
    assert "Mười hai triệu năm trăm nghìn đồng chẵn" in client.get(at(f"task/{TASK}/")).content.decode()
    assert "Chưa gửi được" not in client.get(at("check/")).content.decode()
    page = client.get(at("general/"))
    answer = client.post(
        at("general/"), filled(page, general="Tốt.", paper_number="12/BC", paper_date="20/11/2018")
    )
    assert answer.status_code == 302
    assert "Đã đủ nội dung" in client.get(at("check/")).content.decode()
    assert client.post(at("send/"), {"officer_name": "", "officer_title": ""}).status_code == 422
    answer = client.post(at("send/"), {"officer_name": "Lê B", "officer_title": "Phó Giám đốc"})
    assert answer.url == at("receipt/")
    text = client.get(answer.url).content.decode()
    assert "Nhận đúng hạn" in text
    assert "số 12/BC ngày 20/11/2018" in text
    assert client.get(at(f"task/{TASK}/")).status_code == 302  # nothing to write any more
    assert "Rút lại để sửa" in client.get(at()).content.decode()
    client.post(at("recall/"))
    assert "lần 2" in client.get(at()).content.decode()
    assert "Đã hỗ trợ 3 doanh nghiệp." in client.get(at("versions/1/")).content.decode()


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_told(client, draft, at):
    page = client.get(at(f"task/{TASK}/"))
    typed = filled(page, progress="doing", done="Đang làm", **{"mNSDP-spent": "1.500", "o0-quantity": "hai"})
    answer = client.post(at(f"task/{TASK}/"), typed | {"autosave": "1"})
    told = answer.json()
    assert set(told["errors"]) == {"mNSDP-spent", "o0-quantity"}
    assert "1,5 hoặc 1.500" in told["errors"]["mNSDP-spent"]
    entry = draft.taskentry_rows.get(place=TASK)
    assert (entry.done, entry.unread) == ("Đang làm", {"mNSDP-spent": "1.500", "o0-quantity": "hai"})
    page = client.get(at(f"task/{TASK}/"))
    assert page.context["form"]["mNSDP-spent"].value() == "1.500"
    assert "hãy ghi 1,5 hoặc 1500" in page.content.decode()
    mended = filled(page, **{"mNSDP-spent": "1500", "o0-quantity": "2"})
    told = client.post(at(f"task/{TASK}/"), mended | {"autosave": "1"}).json()
    assert told["errors"] == {}
    assert told["words"] == {"mNSDP-spent": "Một tỷ năm trăm triệu đồng chẵn"}
    entry.refresh_from_db()
    assert entry.unread == {}
    assert entry.outputentry_rows.get(position=0).quantity == 2


def test_a_result_of_another_kind_is_added_and_taken_away(client, draft, at):
    url = at(f"task/{TASK}/")
    page = client.get(url)
    blank = page.context["form"].positions[-1]
    answer = client.post(url, filled(page, **{f"o{blank}-quantity": "3"}) | {"stay": "1"})
    assert answer.status_code == 422
    assert "Hãy chọn loại kết quả" in answer.content.decode()
    page = client.get(url)
    assert (
        client.post(url, filled(page, **{f"o{blank}-kind": "conference"}) | {"stay": "1"}).status_code == 302
    )
    rows = draft.taskentry_rows.get(place=TASK).outputentry_rows.filter(target="")
    assert [(row.kind.code, row.quantity) for row in rows] == [("conference", 3)]
    page = client.get(url)
    emptied = filled(page, **{f"o{blank}-kind": "", f"o{blank}-quantity": ""})
    assert client.post(url, emptied).status_code == 302
    assert not rows.all().exists()


def test_two_editors_of_one_task_see_both_values(client, draft, at):
    url = at(f"task/{TASK}/")
    page = client.get(url)
    assert client.post(url, filled(page, done="Của Lan", difficulties="Thiếu tiền")).status_code == 302
    assert client.post(url, filled(page, done="Của Minh") | {"autosave": "1"}).status_code == 409
    answer = client.post(url, filled(page, done="Của Minh"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Của Lan" in text
    assert answer.context["form"]["done"].value() == "Của Minh"
    assert answer.context["form"]["difficulties"].value() == "Thiếu tiền"
    assert client.post(url, filled(answer)).status_code == 302
    assert draft.taskentry_rows.get(place=TASK).done == "Của Minh"


def test_figures_that_stand_alone_are_told_with_the_name_of_their_row(client, draft, at):
    url = at(f"task/{TASK}/")
    page = client.get(url)
    unread = client.post(url, filled(page, **{"mNSTW-spent": "2,000", "stay": "1"}))
    summary = unread.content.decode().partition('class="error-summary"')[2].partition("</ul>")[0]
    assert "NSTW, đến kỳ báo cáo: “2,000” có thể là 2 hoặc 2.000" in summary
    overtaken = client.post(url, filled(page, done="Của Minh"))
    assert [one.label for one in overtaken.context["conflicts"].rows] == ["NSTW: Đến kỳ báo cáo"]


def test_faults_of_a_task_without_a_printed_number_are_told_with_its_title(draft, obligation, reporter):
    page = ReportPage(reporter, obligation)
    page.printed = {place: replace(task, number="") for place, task in page.printed.items()}
    titles = [title for _, _, title in page.fault_rows(must=True)]
    assert titles[0].startswith("Nhiệm vụ “")
    assert len(set(titles)) == 2


def test_estimates_are_asked_only_where_data_close_after_the_due_day(client, draft, obligation, at):
    assert "Ước cả năm" in client.get(at(f"task/{TASK}/")).content.decode()
    year = obligation.year
    year.data_until = date(2018, 11, 15)
    year.data_until = None
    year.save()
    assert "Ước cả năm" not in client.get(at(f"task/{TASK}/")).content.decode()


def test_last_years_words_stand_beside_and_are_taken_on_request(client, draft, agency, reporter, at):
    before = obligation_of(opened_year("kon-tum-2013", 2017), agency, TASK)
    report_of(before, ReportStatus.ACCEPTED, by=reporter)
    page = client.get(at(f"task/{TASK}/"))
    assert "Năm trước đã báo cáo gì" in page.content.decode()
    assert page.context["form"]["done"].value() == ""
    client.post(at(f"task/{TASK}/last-year/"))
    assert draft.taskentry_rows.get(place=TASK).done == "Đã làm."
    ReportingYear.objects.filter(year=2017).update(is_sample=True)
    assert "Năm trước đã báo cáo gì" not in client.get(at(f"task/{TASK}/")).content.decode()
    assert client.post(at(f"task/{TASKS[2]}/last-year/")).status_code == 404


def test_remarks_stand_at_their_place_and_are_answered_there(client, obligation, reporter, at):
    returned = report_of(obligation, ReportStatus.RETURNED, by=reporter)
    remark = Remark.objects.create(
        report=returned,
        province=returned.province,
        place=TASK,
        text="Thiếu số liệu",
        at=returned.sent_at,
        by=reporter,
    )
    assert "Sửa và gửi lại" in client.get(at()).content.decode()
    client.post(at())
    assert "1 nhận xét" in client.get(at()).content.decode()
    assert "Thiếu số liệu" in client.get(at(f"task/{TASK}/")).content.decode()
    client.post(at(f"answers/{remark.public_id}/"), {"answer": "Đã bổ sung"})
    assert "Đã bổ sung" in client.get(at(f"task/{TASK}/")).content.decode()
    Report.objects.filter(number=2).update(general="Khác trước")
    assert "khác lần trước" in client.get(at("versions/2/")).content.decode()


def test_a_locked_year_is_read_with_why_since_when_and_who_opens_it(client, draft, obligation, person, at):
    year = obligation.year
    year.locked_by, year.locked_at, year.lock_reason = draft.started_by, draft.started_at, "Đã tổng hợp"
    year.save()
    text = client.get(at()).content.decode()
    assert "đã khóa từ ngày" in text
    assert "Sở Công Thương có thể mở riêng báo cáo này" in text
    assert client.get(at(f"task/{TASK}/")).status_code == 302
    assert client.post(at(f"task/{TASK}/"), {"autosave": "1"}).status_code == 409


def test_the_department_reads_what_was_sent_and_no_draft(client, draft, obligation, reporter, signed_in, at):
    department = signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")
    Report.objects.filter(pk=draft.pk).update(general="Lời nháp")
    assert "Cơ quan chưa gửi báo cáo." in department.get(at()).content.decode()
    assert department.get(at("versions/1/")).status_code == 404
    assert department.get(at("check/")).status_code == 403
    assert department.post(at()).status_code == 403
    draft.delete()
    sent = report_of(obligation, ReportStatus.SUBMITTED, by=reporter, general="Lời đã gửi")
    text = department.get(at()).content.decode()
    assert "Lời đã gửi" in text
    assert "Rút lại" not in text
    assert department.get(at(f"versions/{sent.number}/")).status_code == 200
    assert signed_in(Role.AGENCY_REPORTER, "ha-tinh").get(at()).status_code == 404


def upload(client, at, name="ảnh.pdf", content=PDF, place=TASK):
    file = SimpleUploadedFile(name, content)
    return client.post(at("evidence/"), {"place": place, "file": file, "back": "1"})


def test_a_file_is_taken_handed_out_as_a_download_and_taken_away(client, draft, signed_in, at):
    assert upload(client, at).status_code == 302
    found = Evidence.objects.get()
    url = at(f"evidence/{found.public_id}/")
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert signed_in(Role.DEPARTMENT_EDITOR, "kon-tum").get(url).status_code == 404  # of a draft
    assert upload(client, at, "a.exe", b"MZ" + b"x" * 100).status_code == 422
    assert "lưu thành PDF rồi nộp lại" in upload(client, at, "cũ.doc", b"\xd0\xcf\x11\xe0").content.decode()
    page = client.get(at("evidence/")).content.decode()
    assert page.count("Tệp PDF, không quá 20 MB.") == page.count('accept=".pdf"') == 1  # the signed report
    client.post(f"{url}remove/")
    assert not Evidence.objects.exists()


QUERIES = {"list": 9, "tasks": 17, "task": 18}


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_one_task_as_for_three(count, agency, reporter, client):
    year = opened_year("kon-tum-2013", data_until=date(2018, 12, 31))
    obligation = obligation_of(year, agency, *sorted(TASKS, key=lambda place: place != TASK)[:count])
    start_report(obligation, by=reporter)
    for other in range(count - 1):
        obligation_of(opened_year("kon-tum-2013", 2016 + other), agency)
    asked = {}
    for name, path in (
        ("list", ""),
        ("tasks", f"{obligation.public_id}/"),
        ("task", f"{obligation.public_id}/task/{TASK}/"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/reports/{path}").status_code == 200
        asked[name] = len(queries)
    assert asked == QUERIES
