"""The pages on which a facility reports its products, and what they give to the department's own part."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.enums import AgencyKind, Role
from agencies.models import Province
from core.clock import standing_at
from reporting.enums import ObligorKind
from reporting.models import ProductEntry, TargetValue
from reporting.services import accept_report, start_report, submit_report
from reporting.services.products import add_product
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year
from tests.portal.report.test_report_pages import filled

OFFICER = {"officer_name": "Lê Văn B", "officer_title": "Giám đốc"}
TOLD = {
    "product": "Gạch tuynen", "unit": "1.000 viên", "baseline_year": "2015", "baseline_output": "20000",
    "output": "25000", "solutions": "Tận dụng nhiệt", "coal-baseline": "2000", "coal-current": "2250",
}  # fmt: skip
UNUSUAL = {"coal-current": "900"}


@pytest.fixture(autouse=True)
def november():
    with standing_at("2018-11-20T09:00"):
        yield


@pytest.fixture
def year(db):
    return opened_year("lang-son-2016")


@pytest.fixture
def reporter(year):
    facility = AgencyFactory(
        name="Nhà máy gạch", province=Province.objects.get(slug="lang-son"), kind=AgencyKind.FACILITY
    )
    return MembershipFactory(agency=facility, role=Role.FACILITY_REPORTER).user


@pytest.fixture
def client(reporter):
    client = Client()
    client.force_login(reporter)
    return client


@pytest.fixture
def draft(year, reporter):
    return start_report(
        obligation_of(year, reporter.membership.agency, kind=ObligorKind.FACILITY), by=reporter
    )


@pytest.fixture
def at(draft):
    return lambda path="": f"/reports/{draft.obligation.public_id}/{path}"


def said(client, address) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_unit_and_name_wait_for_a_figure_that_cannot_be_read_yet(client, at, draft):
    page = client.get(at("products/1/"))
    typed = {"electricity-unit": "mwh", "electricity-baseline": "2,000", "material6-name": "Đất sét"}
    assert typed["electricity-unit"] != page.context["form"]["electricity-unit"].value()
    client.post(at("products/1/"), filled(page, **typed) | {"autosave": "1"})
    form = client.get(at("products/1/")).context["form"]
    assert {name: form[name].value() for name in typed} == typed


def test_a_product_is_filled_in_doubts_are_confirmed_and_all_is_read_before_it_is_sent(client, at, draft):
    assert "Hiệu quả sản xuất sạch hơn tại cơ sở" in said(client, at())
    page = client.get(at("products/1/"))
    told = client.post(at("products/1/"), filled(page, **TOLD, investment="500") | {"autosave": "1"}).json()
    assert told["errors"] == {}
    assert told["words"]["coal-saving"] == (
        "năm gốc 0,1 tấn/1.000 viên, nay 0,09 tấn/1.000 viên: tiết kiệm 10%"
    )
    assert told["words"]["investment"] == "Năm trăm triệu đồng chẵn"
    page = client.get(at("products/1/"))
    told = client.post(at("products/1/"), filled(page, **UNUSUAL) | {"autosave": "1"}).json()
    assert "có số cần xác nhận" in told["message"]
    assert "cao khác thường" in said(client, at("check/"))
    page = client.get(at("products/1/"))
    [(doubt, is_confirmed)] = page.context["doubts"]
    assert not is_confirmed
    assert client.post(at("products/1/"), filled(page) | {"confirmed": doubt.key}).url == at()
    checked = said(client, at("check/"))
    assert "Đã đủ nội dung" in checked
    assert "Mức tiêu thụ" in checked
    assert "tiết kiệm 64%" in checked
    assert "xác nhận là đúng" in checked


def test_what_cannot_be_read_stays_and_others_do_not_write(client, at, draft, signed_in):
    page = client.get(at("products/1/"))
    typed = TOLD | {"coal-current": "1.500", "output": "nhiều", "investment": "1.500"}
    answer = client.post(at("products/1/"), filled(page, **typed))
    assert answer.status_code == 422
    assert "Những ô khác đã được lưu" in answer.content.decode()
    row = ProductEntry.objects.get()
    assert (row.product, row.unread) == (
        "Gạch tuynen",
        {"coal-current": "1.500", "output": "nhiều", "investment": "1.500"},
    )
    assert client.get(at("products/1/")).context["form"]["output"].value() == "nhiều"
    assert client.post(at("products/1/"), filled(page, output="7")).status_code == 409
    assert signed_in(Role.DEPARTMENT_EDITOR, "lang-son").get(at("products/1/")).status_code == 403
    assert signed_in(Role.AGENCY_REPORTER, "ha-tinh").get(at("products/1/")).status_code == 404
    for number in ("9", "0", "mot", "9" * 30):
        assert client.get(at(f"products/{number}/")).status_code == 404
    assert client.post(at("products/")).url == at("products/2/")
    client.post(at("products/2/remove/"))
    assert ProductEntry.objects.count() == 1


def test_accepted_reports_are_proposed_to_the_department_and_never_taken_over_silently(
    client, at, draft, person, reporter, year
):
    client.post(at("products/1/"), filled(client.get(at("products/1/")), **TOLD))
    sent = submit_report(draft, by=reporter, link="https://testserver/", **OFFICER)
    editor = person(Role.DEPARTMENT_EDITOR, "lang-son")
    desk = Client()
    desk.force_login(editor)
    targets = "/plans/lang-son-2016/years/2018/targets/"
    lines = desk.get(targets).context["targets"].lines
    numbers = {line.target.indicator.code: line.number for line in lines}
    savings, application = (f"{targets}{numbers[code]}/" for code in ("savings_rate", "application_rate"))
    assert "Nhà máy gạch" not in said(desk, savings)
    accept_report(sent, by=editor)
    page = said(desk, savings)
    assert "1 trên 1 cơ sở có báo cáo đã duyệt tính được mức tiết kiệm" in page
    assert "Nhà máy gạch" in page
    proposed = desk.get(f"{application}?proposal=1")
    assert proposed.context["form"]["numerator"].value() == "1"
    assert not TargetValue.objects.exists()
    typed = {name: proposed.context["form"].data[name] for name in proposed.context["form"].data}
    assert desk.post(application, typed | {"denominator": "40"}).status_code == 302
    value = TargetValue.objects.get()
    assert (value.numerator, value.denominator) == (1, 40)
    noted = desk.get(f"{savings}?proposal=1").context["form"]
    assert noted["numerator"].value() == ""
    assert noted["note"].value().startswith("1 trên 1 cơ sở")


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_of_the_pages_of_products(count, client, at, draft, reporter):
    for _ in range(count):
        add_product(draft, by=reporter)
    found = []
    for address in (at(), at("products/1/"), at("check/")):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found.append(len(queries))
    assert found == [17, 12, 16]
