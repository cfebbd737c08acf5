"""The pages of difficulties: raising one from a report, answering it, an amendment because of it."""

from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from core.clock import standing_at
from plans.models import Plan
from reporting.models import Difficulty
from reporting.services import start_report
from reporting.services.difficulties import raise_difficulty
from tests.factories import obligation_of, opened_year

NEW = "/difficulties/new/?plan=kon-tum-2013&year=2018&place=task:4/4.3"


@pytest.fixture(autouse=True)
def november():
    with standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def client(db, signed_in):
    return signed_in(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def desk(db, signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")


def said(client, address) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_it_is_raised_from_a_report_answered_and_shown_in_it(client, desk):
    reporter = client.get("/").wsgi_request.user
    obligation = obligation_of(opened_year("kon-tum-2013"), reporter.membership.agency, "task:4/4.3")
    start_report(obligation, by=reporter)
    assert "Chưa nêu vướng mắc nào" in said(client, "/difficulties/")
    assert client.get(NEW).context["form"]["plan"].value() == "kon-tum-2013"
    assert "Về nhiệm vụ 4.3: <strong>" in said(client, NEW)
    assert (
        "nhiệm vụ"
        not in said(client, NEW.replace("4/4.3", "khong-co")).partition("<h1>")[2].partition("<form")[0]
    )
    assert client.post(NEW, {"plan": "kon-tum-2013", "text": ""}).status_code == 422
    address = client.post(NEW, {"plan": "kon-tum-2013", "text": "Chưa có kinh phí <b>"}).url
    raised = Difficulty.objects.get()
    assert (raised.place, raised.year.year) == ("task:4/4.3", 2018)
    for page in ("", "check/", "task/task:4/4.3/"):
        assert "?plan=kon-tum-2013&amp;year=2018" in said(client, f"/reports/{obligation.public_id}/{page}")
    for page in ("", "check/"):
        assert "Chưa có kinh phí &lt;b&gt;" in said(client, f"/reports/{obligation.public_id}/{page}")
    assert "Chưa có kinh phí" in said(desk, "/difficulties/")
    assert "1 vướng mắc chờ trả lời" in said(desk, "/")
    assert "Nhiệm vụ 4.3" in said(desk, address)
    assert desk.post(address, {"forward": "1", "text": "Đề nghị"}).status_code == 422
    assert desk.post(address, {"answer": "1", "text": "Đã ghi vào dự toán."}).status_code == 302
    assert "Đã ghi vào dự toán." in said(client, address)
    assert "vướng mắc chờ trả lời" not in said(desk, "/")
    assert "Không có vướng mắc nào ở tình trạng này" in said(desk, "/difficulties/?state=open")
    assert client.post(address, {"answer": "1", "text": "Tự trả lời"}).status_code == 403
    assert client.post(address, {"close": "1"}).status_code == 302
    assert "Vướng mắc đã khép" in said(desk, address)


def test_one_about_an_invented_plan_and_no_year_says_so(client):
    Plan.objects.filter(slug="kon-tum-2013").update(is_sample=True)
    client.post("/difficulties/new/?plan=kon-tum-2013", {"plan": "kon-tum-2013", "text": "Chưa có kinh phí"})
    assert Difficulty.objects.get().year is None
    assert "tỉnh Kon Tum (số liệu mẫu)" in said(client, "/difficulties/")


def test_the_department_opens_an_amendment_from_it(client, desk):
    address = client.post(NEW, {"plan": "kon-tum-2013", "text": "Cần bỏ nhiệm vụ này"}).url
    amendment = desk.get(address).context["thread"].amendment
    assert parse_qs(urlparse(amendment).query)["reason"][0].endswith("Cần bỏ nhiệm vụ này")
    assert "Cần bỏ nhiệm vụ này" in said(desk, amendment)
    assert "Mở bản điều chỉnh" not in said(client, address)


def test_others_do_not_read_it(client, signed_in):
    address = client.post("/difficulties/new/", {"plan": "", "text": "Vướng chung"}).url
    assert "không riêng kế hoạch nào" in said(client, address)
    for role, province in (
        (Role.PROVINCIAL_VIEWER, "kon-tum"),
        (Role.DEPARTMENT_EDITOR, "ha-tinh"),
        (Role.MINISTRY_OFFICIAL, None),
    ):
        stranger = signed_in(role, province)
        assert stranger.get(address).status_code == 404
        assert "Vướng chung" not in said(stranger, "/difficulties/")
    assert signed_in(Role.PROVINCIAL_VIEWER, "kon-tum").get("/difficulties/new/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(count, client, desk):
    reporter = client.get("/").wsgi_request.user
    plan = Plan.objects.get(slug="kon-tum-2013")
    for _ in range(count):
        raise_difficulty(by=reporter, text="Vướng", plan=plan, link=str)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/difficulties/")
    assert len(queries) == 11
