"""The pages of the department's own part of a reporting year."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agencies.enums import Role
from core.clock import now
from reporting.models import TargetValue
from reporting.services.target_values import save_target_value
from tests.factories import opened_year
from tests.portal.report.test_report_pages import filled

LIST = "/plans/kon-tum-2013/years/2018/targets/"


@pytest.fixture
def year(db):
    return opened_year("kon-tum-2013")


@pytest.fixture
def client(year, signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "kon-tum")


def said(client, address=LIST) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_figures_are_written_echoed_and_read_against_the_plan(client):
    assert "Đã có số liệu: 0 trên" in said(client)
    first = client.get(f"{LIST}1/")
    new = filled(first, revision="0", numerator="1249", denominator="2500", source="Điều tra")
    answer = client.post(f"{LIST}1/", new | {"numerator": "1.249"})
    assert answer.status_code == 422
    assert "1,249 hoặc 1249 để không hiểu lầm" in answer.content.decode()
    answer = client.post(f"{LIST}1/", new)
    assert answer.url == f"{LIST}2/"
    page = said(client)
    assert "Đã có số liệu: 1 trên" in page
    assert "1.249 trên 2.500 là 49,96%" in page
    assert "chưa đạt" in page
    stale = client.post(f"{LIST}1/", new | {"numerator": "5"})
    assert stale.status_code == 409
    assert "vừa ghi trước bạn" in stale.content.decode()


def test_a_number_is_kept_as_it_was_where_nothing_is_changed(client, year):
    target = year.version.target_rows.order_by("objective__position", "position").first()
    editor = client.get(LIST).wsgi_request.user
    save_target_value(year, target, revision=0, by=editor, numerator=Decimal("1.249"), denominator=Decimal(2))
    page = client.get(f"{LIST}1/")
    assert client.post(f"{LIST}1/", filled(page, note="Tạm tính")).status_code == 302
    assert TargetValue.objects.get().numerator == Decimal("1.249")


def test_last_years_figure_stands_beside_and_readers_read(client, year, signed_in):
    before = opened_year("kon-tum-2013", 2017)
    target = year.version.target_rows.order_by("objective__position", "position").first()
    editor = client.get(LIST).wsgi_request.user
    save_target_value(before, target, revision=0, by=editor, numerator=Decimal(7), denominator=Decimal(50))
    viewer = signed_in(Role.PROVINCIAL_VIEWER, "kon-tum")
    assert "7 trên 50 là 14%" in said(viewer)
    assert "Nhập số liệu" in said(client)
    assert "Nhập số liệu" not in said(viewer)
    assert client.get(f"{LIST}99/").status_code == 404
    assert client.get("/plans/kon-tum-2013/years/2019/targets/").status_code == 404
    assert signed_in(Role.AGENCY_REPORTER, "kon-tum").get(LIST).status_code == 403
    sheet = client.get(f"{LIST}?download=xlsx")
    assert sheet.content.startswith(b"PK")


def test_invented_figures_are_marked_in_the_sheet_and_stand_beside_no_real_ones(client, year):
    before = opened_year("kon-tum-2013", 2017, is_sample=True)
    target = year.version.target_rows.order_by("objective__position", "position").first()
    editor = client.get(LIST).wsgi_request.user
    save_target_value(before, target, revision=0, by=editor, numerator=Decimal(7), denominator=Decimal(50))
    assert "7 trên 50" not in said(client)
    sheet = client.get("/plans/kon-tum-2013/years/2017/targets/?download=xlsx")
    cells = load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True)
    assert "SỐ LIỆU MẪU" in [value for row in cells for value in row]


def test_the_ministry_is_told_that_figures_are_not_settled_and_reads_none(client, year, signed_in):
    target = year.version.target_rows.order_by("objective__position", "position").first()
    editor = client.get(LIST).wsgi_request.user
    save_target_value(year, target, revision=0, by=editor, numerator=Decimal(7), denominator=Decimal(50))
    ministry = signed_in(Role.MINISTRY_OFFICIAL)
    assert "7 trên 50" in said(client)
    page = said(ministry)
    assert "Tỉnh chưa chốt số liệu" in page
    assert "chưa rõ" not in page.partition("Tỉnh chưa chốt số liệu")[2]
    assert not ministry.get(f"{LIST}?download=xlsx").content.startswith(b"PK")
    year.locked_at, year.locked_by, year.lock_reason = now(), editor, "Đã tổng hợp"
    year.save()
    assert "7 trên 50 là 14%" in said(ministry)
    assert "đã khóa từ ngày" in said(client)
    assert "Nhập số liệu" not in said(client)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_targets(count, client, year):
    editor = client.get(LIST).wsgi_request.user
    for target in year.version.target_rows.all()[:count]:
        save_target_value(year, target, revision=0, by=editor, numerator=Decimal(1))
    client.get(LIST)  # figures of issued versions are kept
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert len(queries) == 18
