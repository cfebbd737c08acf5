"""The pages on which the department reviews reports, compares versions, and enters what came on paper."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from reporting.enums import ObligationState, ReportStatus
from reporting.models import Report
from reporting.services import add_remark, return_report, start_report, submit_report
from tests.factories import obligation_of, opened_year, report_of

TASKS = ("task:4/4.1", "task:4/4.2", "task:4/4.3")
TASK = TASKS[1]
PDF = b"%PDF-1.4\n" + b"x" * 100 + b"\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def december(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    with standing_at("2018-12-05T09:00"):
        yield


@pytest.fixture
def agency(db):
    return Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def reviewer(person):
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def client(reviewer):
    return _client(reviewer)


@pytest.fixture
def obligation(agency):
    return obligation_of(opened_year("kon-tum-2013"), agency, TASK, before=date(2018, 11, 30))


@pytest.fixture
def sent(obligation, reporter):
    return report_of(obligation, ReportStatus.SUBMITTED, by=reporter)


@pytest.fixture
def at(obligation):
    return lambda path="review/": f"/reports/{obligation.public_id}/{path}"


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_report_is_reviewed_beside_the_plan_remarked_on_and_returned(client, sent, reporter, at):
    page = text_of(client.get(at()))
    assert "Kế hoạch in" in page
    assert "chờ xem xét 4 ngày" in page.lower()
    assert "nhận muộn" in page
    assert client.post(at()).status_code == 302
    sent.refresh_from_db()
    assert sent.review_began_at is not None
    answer = client.post(at("review/remark/"), {"place": TASK, "text": ""})
    assert answer.status_code == 422
    answer = client.post(at("review/remark/"), {"place": TASK, "text": "Thiếu số liệu."})
    assert answer.url.endswith("/review/#nhiem-vu-1")
    assert "Thiếu số liệu." in text_of(client.get(at()))
    assert client.post(at("review/return/"), {"comment": " "}).status_code == 422
    assert client.post(at("review/return/"), {"comment": "Bổ sung."}).status_code == 302
    own = _client(reporter)
    page = text_of(own.get(at("")))
    assert "Bổ sung." in page
    assert "Thiếu số liệu." in page


def test_the_list_of_a_returned_report_says_why_and_lets_every_remark_be_answered(
    client, sent, reporter, reviewer, at
):
    remark = add_remark(sent, "paper", "Chưa ký.", by=reviewer)
    add_remark(sent, "general", "Quá ngắn.", by=reviewer)
    return_report(sent, by=reviewer, comment="Bổ sung.")
    own = _client(reporter)
    own.post(at(""))
    page = text_of(own.get(at("")))
    assert "Sở Công Thương đã trả lại lần gửi trước: Bổ sung." in page
    assert "Chưa ký." in page
    assert "1 nhận xét" in page
    answer = own.post(at(f"answers/{remark.public_id}/"), {"answer": "Đã ký."})
    assert own.get(answer.url).status_code == 200
    assert "Đã ký." in text_of(own.get(at("")))


def test_what_differs_from_the_version_before_stands_beside_it(client, sent, reporter, reviewer, at):
    add_remark(sent, TASK, "Thiếu.", by=reviewer)
    return_report(sent, by=reviewer, comment="Bổ sung.")
    draft = start_report(sent.obligation, by=reporter)
    draft.taskentry_rows.update(done="Đã làm thêm 2 hội nghị.")
    submit_report(draft, by=reporter, officer_name="Lê B", officer_title="Giám đốc")
    page = text_of(client.get(at()))
    assert all(words in page for words in ("khác lần trước", "Lần 1 đã ghi", "1 nhận xét chưa được trả lời"))
    page = text_of(client.get(at("compare/1/2/")))
    assert "<strong>1</strong> phần khác nhau" in page
    assert "Đã làm thêm 2 hội nghị." in page
    assert [client.get(at(path)).status_code for path in ("compare/2/1/", "compare/1/3/")] == [404, 404]
    assert _client(reporter).get(at("compare/1/2/")).status_code == 200
    answer = client.post(at("review/accept/"))
    assert answer.status_code == 422
    assert "đánh dấu nếu bạn vẫn duyệt" in text_of(answer)
    assert client.post(at("review/accept/"), {"despite": "on"}).status_code == 302
    assert "Mở lại, trả về" in text_of(client.get(at()))
    assert client.post(at("review/return/"), {"comment": "Sai số liệu."}).status_code == 302
    assert Report.objects.get(obligation=sent.obligation, number=2).status == ReportStatus.RETURNED


def test_last_years_report_stands_beside_this_years(client, sent, agency, reporter, at):
    last = obligation_of(opened_year("kon-tum-2013", 2017), agency, TASK, before=date(2017, 11, 30))
    report_of(last, ReportStatus.ACCEPTED, by=reporter)
    page = text_of(client.get(at()))
    assert "Báo cáo năm 2017" in page


@pytest.mark.parametrize("tasks", [TASKS[1:2], TASKS])
def test_a_review_takes_the_same_queries_for_any_number_of_tasks(tasks, client, agency, reporter):
    obligation = obligation_of(opened_year("kon-tum-2013"), agency, *tasks, before=date(2018, 11, 30))
    report_of(obligation, ReportStatus.SUBMITTED, by=reporter)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/reports/{obligation.public_id}/review/").status_code == 200
    assert len(queries) == 24


def test_who_only_reads_reports_reviews_none_and_others_see_none(sent, person, reporter, at):
    for user, code in (
        (person(Role.PROVINCIAL_VIEWER, "kon-tum"), 403),
        (reporter, 403),
        (person(Role.DEPARTMENT_EDITOR, "ha-tinh"), 404),
        (person(Role.MINISTRY_OFFICIAL), 403),
    ):
        other = _client(user)
        assert other.get(at()).status_code == code
        for path in ("review/", "review/remark/", "review/return/", "review/accept/"):
            assert other.post(at(path), {"comment": "x", "text": "x", "place": TASK}).status_code == code
    sent.refresh_from_db()
    assert sent.status == ReportStatus.SUBMITTED


def test_before_anything_was_sent_there_is_nothing_to_review(client, obligation, at):
    assert client.get(at()).status_code == 404


def test_paper_is_begun_typed_scanned_and_noted_with_its_day(client, obligation, reporter, at):
    paper = f"/obligations/{obligation.public_id}/paper/"
    assert "Bắt đầu nhập thay" in text_of(client.get(paper))
    assert client.post(paper).url == at("")
    assert "nhập thay" in text_of(client.get(at("")))
    own = _client(reporter)
    assert "đang nhập thay" in text_of(own.get(at("")))
    assert own.get(at(f"task/{TASK}/")).status_code == 403
    Report.objects.get().taskentry_rows.update(progress="nil", nil_reason="Không có vốn")
    assert client.get(at("send/")).url == paper
    upload = SimpleUploadedFile("bao cao.pdf", PDF, "application/pdf")
    assert client.post(at("evidence/"), {"place": "paper", "file": upload, "back": "1"}).url == paper
    facts = {
        "paper_number": "12/BC",
        "paper_date": "27/11/2018",
        "officer_name": "Lê B",
        "officer_title": "Giám đốc",
    }
    answer = client.post(paper, facts | {"received_on": "06/12/2018"})
    assert answer.status_code == 422
    assert "ở tương lai" in text_of(answer)
    assert client.post(paper, facts | {"received_on": "29/11/2018"}).url == at("")
    obligation.refresh_from_db()
    assert (obligation.state, obligation.is_late) == (ObligationState.SENT, False)
    page = text_of(client.get(at()))
    assert "không tự duyệt được" in page
    assert "nhập thay" in text_of(own.get(at("")))
    assert "không nhập thay được" in text_of(client.get(paper))


def test_an_accepted_report_with_estimates_is_opened_for_the_whole_year(signed_in):
    year = opened_year("kon-tum-2013", data_until=date(2018, 12, 31))
    client, editor = signed_in(Role.AGENCY_REPORTER, "kon-tum"), signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")
    reporter = client.get("/").wsgi_request.user
    owed = obligation_of(year, reporter.membership.agency, "task:4/4.3", before=date(2018, 11, 30))
    report_of(owed, ReportStatus.ACCEPTED, by=reporter, at=datetime(2018, 11, 20, 2, tzinfo=UTC))
    pages = {client: f"/reports/{owed.public_id}/", editor: f"/reports/{owed.public_id}/review/"}
    for moment, is_offered in (("2018-12-31T23:00", False), ("2019-01-01T08:00", True)):
        with standing_at(moment):
            for who, address in pages.items():
                text = who.get(address).content.decode()
                assert ("ước cả năm. M" in text) == is_offered, (moment, address)
    with standing_at("2019-01-10T08:00"):
        words = editor.get(pages[editor]).context["return_form"]["comment"].value()
        assert "cập nhật số cả năm" in words
        editor.post(f"/reports/{owed.public_id}/review/return/", {"comment": words})
        client.post(pages[client])
        text = client.get(f"/reports/{owed.public_id}/task/task:4/4.3/").content.decode()
        assert "Số cả năm" in text
        assert "Ước cả năm" not in text
    owed.refresh_from_db()
    assert not owed.is_late
