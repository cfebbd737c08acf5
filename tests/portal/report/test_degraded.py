"""Without Redis, worker and mail server people sign in, add files, send as ever: only speed is lost."""

import socket
import time
from datetime import date, timedelta

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agencies import outbox
from agencies.enums import Role
from agencies.models import Agency, OutgoingMail
from core import doorbell
from core.clock import standing_at
from reporting.enums import ReportKind, ReportStatus, RunStatus
from reporting.models import ReportRun
from sxsh_portal import embedded_redis
from tests.agencies.signing_in import PASSWORD, sign_in
from tests.factories import obligation_of, opened_year, report_of

TASK = "task:4/4.2"
OFFICER = {"officer_name": "Lê B", "officer_title": "Phó Giám đốc"}


@pytest.fixture(autouse=True)
def november():
    with standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture(autouse=True)
def outbox_as_it_is(settings):
    """Tests have mails kept in memory otherwise."""
    settings.EMAIL_BACKEND = "agencies.outbox.OutboxBackend"


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def report(reporter, person):
    person(Role.DEPARTMENT_EDITOR, "kon-tum")  # who is told by mail, beside the reporter herself
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    year = opened_year("kon-tum-2013", data_until=date(2018, 12, 31))
    return report_of(obligation_of(year, agency, TASK, before=date(2018, 11, 30)), by=reporter)


@pytest.fixture(params=["away", "hanging"])
def no_redis(request, monkeypatch):
    """A broker that nobody is at, or that takes connections and never says a word."""
    monkeypatch.setattr(doorbell, "_silent_until", {})
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if request.param == "away":
            server.close()
        monkeypatch.setattr(current_app.conf, "broker_write_url", embedded_redis.url(port))
        yield


@pytest.mark.usefixtures("no_redis")
def test_a_report_is_sent_within_seconds_and_its_mails_wait(
    report, reporter, django_capture_on_commit_callbacks
):
    browser = Client()
    browser.force_login(reporter)
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(f"/reports/{report.obligation.public_id}/send/", OFFICER)

    assert answer.url.endswith("/receipt/")
    assert time.monotonic() - began < 10
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED
    mails = list(OutgoingMail.objects.due())
    assert reporter.email in {mail.recipient for mail in mails}
    assert len(mails) >= 2


@pytest.mark.usefixtures("no_redis")
def test_a_mail_that_no_server_takes_waits_and_is_whole(report, reporter, settings):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", embedded_redis.free_port()
    browser = Client()
    browser.force_login(reporter)
    browser.post(f"/reports/{report.obligation.public_id}/send/", OFFICER)
    mail = OutgoingMail.objects.get(recipient=reporter.email)

    assert not outbox.deliver(str(mail.public_id))
    mail.refresh_from_db()
    assert (mail.sent_at, mail.given_up_at, mail.attempts) == (None, None, 1)
    assert mail.text


@pytest.mark.usefixtures("no_redis")
def test_people_sign_in_and_add_files(report, reporter, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    reporter.set_password(PASSWORD)
    reporter.save()
    browser = Client()
    assert sign_in(browser, reporter).status_code == 302
    page = f"/reports/{report.obligation.public_id}/"

    file = SimpleUploadedFile("Báo cáo ký.pdf", b"%PDF-1.4\n" + b"x" * 100 + b"\nstartxref\n9\n%%EOF\n")
    assert browser.post(f"{page}evidence/", {"place": TASK, "file": file}).status_code == 302

    assert report.evidence_rows.get().file_name == "Báo cáo ký.pdf"
    assert "Báo cáo ký.pdf" in browser.get(f"{page}evidence/").content.decode()


@pytest.mark.usefixtures("no_redis")
def test_a_document_that_nobody_makes_says_that_it_waits(signed_in, django_capture_on_commit_callbacks):
    editor = signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post("/plans/kon-tum-2013/files/", {"kind": ReportKind.PLAN_XLSX})

    assert answer.status_code == 302
    assert "đang chờ" in editor.get(answer.url).content.decode()
    run = ReportRun.objects.get()
    assert run.status == RunStatus.QUEUED
    ReportRun.objects.update(queued_at=run.queued_at - timedelta(minutes=3))
    assert "Đang chờ bộ phận tạo tài liệu nhận việc" in editor.get(answer.url).content.decode()
