"""Without Redis and without a mail server a report is written and sent as ever: only speed is lost."""

import socket
import time
from datetime import date

import pytest
from celery import current_app
from django.test import Client

from agencies import outbox
from agencies.enums import Role
from agencies.models import Agency, OutgoingMail
from core import doorbell
from core.clock import standing_at
from reporting.enums import ReportStatus
from sxsh_portal import embedded_redis
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
