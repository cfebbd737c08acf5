"""The pages of the consolidated report: put together, edited, looked at, sent; read by others from then on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from core.clock import standing_at
from reporting.enums import ReportStatus
from reporting.models import Consolidation, Report, ReportRun, ReportStep
from reporting.services import reopen
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.factories import AgencyFactory, obligation_of, report_of
from tests.reporting.consolidated_year import NOW, TASKS, small_year

SLUG, YEAR = "ha-tinh-2099", 2019
QUERIES = (47, 46, 56)  # of the overview, a part, a version that is being written


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


@pytest.fixture
def year(editor):
    return small_year(editor)


@pytest.fixture
def writing(year, editor):
    return start_consolidation(year, by=editor, note="Xã chưa có người.")


def address(name: str = "", **more) -> str:
    return reverse(f"plan_year_consolidated{name and f'_{name}'}", kwargs={"slug": SLUG, "year": YEAR} | more)


def said(response) -> str:
    return response.content.decode()


def test_it_begins_only_with_a_reason_while_reports_are_missing(year, editor, client):
    client.force_login(editor)
    assert "Xã không gửi" in said(client.get(address()))
    refused = client.post(address(), {"note": ""})
    assert refused.status_code == 422
    assert "Còn 1 báo cáo chưa được duyệt: Xã không gửi (chưa gửi)" in said(refused)
    waits = year.obligations.filter(agency__name="Xã không gửi")
    waits.update(state="sent")
    assert "Xã không gửi</a>: đã gửi, chờ xem xét" in said(client.get(address()))
    waits.update(state="not_sent")
    assert client.post(address(), {"note": "Xã chưa có người."}).status_code == 302
    page = said(client.get(address()))
    assert "Chưa viết phần “Kiến nghị”." in page
    assert "Nhiệm vụ 1.1: Việc 1" in page


def test_a_paragraph_saves_itself_and_is_taken_from_its_source_again(writing, editor, client):
    client.force_login(editor)
    row = writing.texts.filter(place=TASKS[0]).first()
    key = str(row.report.obligation.public_id)
    given = {"source": key, "revision": "1", "text": "Sở viết lại.", "initial-text": row.text}
    saved = client.post(address("part", place=TASKS[0]), given | {"autosave": "1"})
    assert (saved.status_code, saved.json()["revision"]) == (200, 2)
    overtaken = client.post(address("part", place=TASKS[0]), given | {"autosave": "1", "text": "Khác."})
    assert overtaken.status_code == 409
    shown = client.post(address("part", place=TASKS[0]), given | {"text": "Khác."})
    assert shown.status_code == 409
    assert "Hiện đã ghi" in said(shown)
    page = said(client.get(address("part", place=TASKS[0])))
    assert "đã biên tập" in page
    assert "Đã mở 03 hội nghị." in page
    assert 'formaction="' + address("source", place=TASKS[0]) in page
    old = client.post(address("source", place=TASKS[0]), {"source": key, "revision": "1"}, follow=True)
    assert "Người khác vừa sửa đoạn này" in said(old)
    row.refresh_from_db()
    assert row.text == "Sở viết lại."
    assert client.post(address("source", place=TASKS[0]), {"source": key, "revision": "2"}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.is_edited) == ("Đã mở 03 hội nghị.", False)
    assert client.post(address("source", place=TASKS[0]), {"source": "khac"}).status_code == 404
    assert client.get(address("part", place="task:khac")).status_code == 404


def test_the_departments_own_words_and_the_heading_are_printed(writing, editor, client):
    client.force_login(editor)
    words = {
        "revision": "1",
        "results": "Năm tốt.",
        "petitions": "",
        "directions": "Làm tiếp.",
        "note": writing.note,
    }
    seen = {f"initial-{name}": "" for name in ("results", "petitions", "directions")} | {
        "initial-note": writing.note
    }
    assert client.post(address("own"), words | seen).status_code == 302
    heading = {
        "revision": "2", "document_number": "7", "document_day": "05/01/2020", "signer_authority": "KT. GIÁM ĐỐC",
        "signer_title": "PHÓ GIÁM ĐỐC", "signer_name": "Trần Văn A",
    }  # fmt: skip
    assert client.post(address("heading"), heading).status_code == 302
    writing.refresh_from_db()
    assert (writing.document_number, str(writing.document_day), writing.signer_name) == (
        7,
        "2020-01-05",
        "Trần Văn A",
    )
    page = said(client.get(address("version", number="1")))
    for text in ("Năm tốt.", "Làm tiếp.", "Sở Giáo dục thử, báo cáo lần 1 nhận ngày 01/12/2019"):
        assert text in page
    wrong = client.post(address("heading"), heading | {"revision": "3", "document_number": "bảy"})
    assert wrong.status_code == 422
    assert "Số văn bản là số nguyên" in said(wrong)


def test_its_files_are_asked_for(writing, editor, client):
    client.force_login(editor)
    for kind in ("year_pdf", "year_docx", "year_xlsx"):
        assert client.post(address("file", number="1"), {"kind": kind}).status_code == 302
    assert ReportRun.objects.filter(consolidation=writing).count() == 3
    assert client.post(address("file", number="1"), {"kind": "plan_pdf"}).status_code == 404


def test_the_approver_sends_it_and_others_read_it_from_then_on(writing, approver, editor, person, client):
    official, viewer = person(Role.MINISTRY_OFFICIAL), person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    for one in (official, viewer):
        client.force_login(one)
        assert "Chưa gửi bản nào" in said(client.get(address()))
        assert client.get(address("version", number="1")).status_code == 404
    sends = "lãnh đạo Sở gửi báo cáo này"
    client.force_login(editor)
    assert client.post(address("send")).status_code == 403
    assert sends in said(client.get(address()))
    client.force_login(approver)
    assert sends not in said(client.get(address()))
    assert "Hãy xem lại trước khi gửi" in said(client.get(address("send")))
    assert "vừa thay đổi" in said(client.post(address("send"), {"seen": "khac"}))
    assert client.post(address("send")).status_code == 302
    sent = Consolidation.objects.get()
    for one in (official, viewer):
        client.force_login(one)
        assert sent.receipt_number in said(client.get(address()))
        page = said(client.get(address("version", number="1")))
        assert sent.digest in page
        assert "Đã mở 03 hội nghị." in page
    client.force_login(editor)
    assert client.get(address("part", place=TASKS[0])).status_code == 404


def test_a_sent_version_says_when_it_is_out_of_date(writing, approver, editor, client):
    send_consolidation(writing, by=approver, link=lambda one: "http://testserver/")
    client.force_login(editor)
    assert "không còn theo kịp" not in said(client.get(address()))
    report = Report.objects.filter(obligation__agency__name="Sở Giáo dục thử").get()
    step = {"report": report, "province": report.province, "by": editor, "at": NOW.replace(hour=9)}
    ReportStep.objects.create(before="submitted", after=ReportStatus.RETURNED, **step)
    assert "không còn theo kịp" not in said(client.get(address()))
    ReportStep.objects.create(before="accepted", after=ReportStatus.RETURNED, **step)
    assert "báo cáo của Sở Giáo dục thử đã được duyệt hoặc mở lại" in said(client.get(address()))


def test_all_who_read_a_sent_version_see_that_it_is_out_of_date_but_only_the_province_why(
    writing, approver, person, client
):
    sent = send_consolidation(writing, by=approver, link=lambda one: "http://testserver/")
    official, viewer = person(Role.MINISTRY_OFFICIAL), person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    said_so, why = "ố liệu đã thay đổi sau khi gửi", "báo cáo của Sở Giáo dục thử đã được duyệt hoặc mở lại"

    def read(one) -> tuple[bool, bool, bool]:
        client.force_login(one)
        overview, version = said(client.get(address())), said(client.get(address("version", number="1")))
        return said_so in overview, said_so in version, why in overview

    assert {read(one) for one in (official, viewer, approver)} == {(False, False, False)}
    report = Report.objects.get(obligation__agency__name="Sở Giáo dục thử")
    with standing_at(NOW.replace(hour=9)):
        reopen(report, by=approver, comment="Xem lại số hội nghị.")
    assert read(official) == (True, True, False)
    assert read(viewer) == read(approver) == (True, True, True)
    assert sent.digest in said(client.get(address("version", number="1")))


def test_pages_take_as_many_queries_for_one_report_as_for_three(writing, editor, client):
    client.force_login(editor)
    found = []
    for _ in range(2):
        for page in (address(), address("part", place=TASKS[0]), address("version", number="1")):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        for number in range(2):
            agency = AgencyFactory(province=writing.province, name=f"Sở thêm {number}")
            obligation = obligation_of(writing.year, agency, TASKS[0])
            report_of(obligation, ReportStatus.ACCEPTED, by=editor)
        client.post(address("renew"))
    assert found == [*QUERIES, *QUERIES]


def test_invented_years_say_so_on_every_page(editor, client):
    start_consolidation(small_year(editor, is_sample=True), by=editor, note="Xã chưa có người.")
    client.force_login(editor)
    for page in (address(), address("own"), address("part", place=TASKS[0]), address("version", number="1")):
        assert "Số liệu mẫu." in said(client.get(page))
