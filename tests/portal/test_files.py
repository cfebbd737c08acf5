"""The page of a plan's documents: asking for them, and those that were asked for."""

import re

import pytest
from django.test import Client

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.documents import DOCUMENTS
from reporting.enums import COMPARISONS, CONSOLIDATED, NATIONAL, ReportKind
from reporting.models import ReportRun
from reporting.services import request_document
from tests.factories import UserFactory, read_plan, whole_plan_data
from tests.reporting.kinds import TEST_DOCUMENT

pytestmark = pytest.mark.django_db
PAGE = "/plans/kon-tum-2013/files/"
OF_ONE_VERSION = [kind for kind in ReportKind if kind not in (*COMPARISONS, *CONSOLIDATED, *NATIONAL)]


@pytest.fixture(autouse=True)
def documents(monkeypatch):
    """All kinds are made by the renderer of the tests: this is about the page."""
    for kind in ReportKind:
        heading = {"has_heading": kind == ReportKind.PLAN_PDF, "build": _build}
        monkeypatch.setitem(DOCUMENTS, kind, type(TEST_DOCUMENT)(**vars(TEST_DOCUMENT) | heading))


def _build(version, params):
    return version.title, sorted(params.items())


@pytest.fixture
def browser(signed_in) -> Client:
    return signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_offers_all_documents_and_says_there_is_none_yet(browser):
    text = text_of(browser.get(PAGE))

    for words in ("Tạo báo cáo PDF", "Tạo phụ lục XLSX", "Tạo phụ lục DOCX", "Số văn bản", "Chưa ai yêu cầu"):
        assert words in text


@pytest.mark.parametrize("kind", OF_ONE_VERSION)
def test_a_document_is_asked_for_and_its_run_shown(kind, browser):
    answer = browser.post(PAGE, {"kind": kind}, follow=True)

    run = ReportRun.objects.get()
    assert answer.redirect_chain == [(f"/runs/{run.public_id}/", 302)]
    assert (run.kind, run.version.plan.slug) == (kind, "kon-tum-2013")
    assert str(run.public_id) in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"kind": kind})
    assert ReportRun.objects.count() == 1


def test_number_day_and_signer_are_kept(browser):
    signer = {"signer_authority": "KT. GIÁM ĐỐC", "signer_title": "PHÓ GIÁM ĐỐC", "signer_name": "Trần Văn A"}
    given = {"number": "12", "day": "05/12/2018"} | signer
    browser.post(PAGE, {"kind": "plan_pdf"} | given)

    assert ReportRun.objects.get().params == given | {"number": 12, "day": "2018-12-05"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"number": "mười"}, "Số văn bản là số nguyên từ 1 đến 99999."),
        ({"number": "0"}, "Số văn bản là số nguyên từ 1 đến 99999."),
        ({"day": "12/31/2018"}, "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/12/2018."),
        ({"day": "05/12/1918"}, "Ngày ký phải từ năm 1990 đến năm 2100."),
        ({"signer_name": "x" * 201}, "Họ tên người ký không quá 200 ký tự."),
        ({"signer_name": "a\0b"}, "NUL"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_told_and_stays_in_the_form(given, reason, browser):
    answer = browser.post(PAGE, {"kind": "plan_pdf"} | given)

    assert answer.status_code == 422
    assert text_of(answer).count(reason) == 2  # on top, and at the field
    assert not ReportRun.objects.exists()


def test_another_kind_is_not_found(browser):
    for kind in ("", "khac", *COMPARISONS, *CONSOLIDATED):
        assert browser.post(PAGE, {"kind": kind}).status_code == 404


def test_runs_of_other_plans_and_of_others_are_not_listed(browser, person):
    other = PlanVersion.objects.current().get(plan__slug="lang-son-2016")
    version = PlanVersion.objects.current().get(plan__slug="kon-tum-2013")
    request_document(other, "plan_pdf", by=person(Role.DEPARTMENT_EDITOR, "kon-tum"))
    request_document(version, "plan_pdf", by=person(Role.MINISTRY_OFFICIAL))

    assert "Chưa ai yêu cầu" in text_of(browser.get(PAGE))


def test_who_belongs_nowhere_may_look_but_not_ask(client):
    client.force_login(UserFactory())
    assert "chưa thuộc cơ quan nào" in text_of(client.get(PAGE))
    assert "Tạo báo cáo PDF" not in text_of(client.get(PAGE))

    assert client.post(PAGE, {"kind": "plan_pdf"}).status_code == 403
    assert not ReportRun.objects.exists()


def test_an_earlier_version_is_asked_for_by_its_number(browser):
    for title in ("MỘT", "HAI"):
        load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099", title=title)), reason="chép sai")
    page = "/plans/ha-tinh-2099/files/"

    assert "Bản số 2 đang áp dụng" in text_of(browser.get(page))
    assert "Bạn đang xem bản số 1, không phải bản đang áp dụng" in text_of(browser.get(f"{page}?version=1"))
    browser.post(f"{page}?version=1", {"kind": "plan_xlsx"})
    assert ReportRun.objects.get().version.number == 1
    for number in ("3", "0", "-1", "x", "99999999999999999999", ""):
        assert browser.get(f"{page}?version={number}").status_code == 404


def test_a_draft_is_for_its_province_only(draft, signed_in):
    page = "/plans/ha-tinh-2097/files/"
    assert signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh").get(page).status_code == 200
    stranger = signed_in(Role.DEPARTMENT_EDITOR, "lang-son")
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"kind": "plan_pdf"}).status_code == 404
