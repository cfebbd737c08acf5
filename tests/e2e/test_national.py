"""The ministry goes from its first page through the national report: choice, map, sorted tables, a download, at both widths."""

import io
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.conftest import run
from tests.e2e.test_pages import faults_of, overflow_of

SETUP = """
from agencies.models import User
from core.scope import OWNER, Scope, scoped
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.reporting.consolidated_year import small_year
def acting(email):
    user = User.objects.get(email=f"{email}@sxsh.example")
    user.act_under(user.memberships.get().public_id)
    return user
with scoped(Scope(OWNER)):
    for slug, short in (("lang-son", "langson"), ("kon-tum", "kontum")):
        editor, approver = acting(f"chuyenvien.{short}"), acting(f"lanhdao.{short}")
        writing = start_consolidation(small_year(editor, slug), by=editor, note="Chưa đủ.")
        send_consolidation(writing, by=approver, link=lambda one: "http://127.0.0.1/")
"""
TABS = ("Tổng quan", "Hợp phần", "Kết quả", "Chỉ tiêu", "Kinh phí", "Tình hình báo cáo")


@pytest.fixture
def reported(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_the_ministry_looks_through_the_national_report(reported, sign_in, noted, keep_screenshot):
    page = sign_in("bocongthuong")
    wrong = noted(page)
    page.goto("/")
    page.locator("nav", has_text="Toàn quốc").get_by_role("link", name="Toàn quốc").click()
    for tab in TABS:
        page.get_by_label("Các phần của báo cáo toàn quốc").get_by_role("link", name=tab, exact=True).click()
        page.get_by_role("heading", name=f"{tab}, năm 2019", exact=True).wait_for()
        for name, width in (("desktop", 1280), ("phone", 360)):
            page.set_viewport_size({"width": width, "height": 900})
            keep_screenshot(page, f"national-{TABS.index(tab)}-{name}")
            assert (overflow_of(page) <= 0, faults_of(page)) == (True, []), (tab, name)
        page.set_viewport_size({"width": 1280, "height": 900})

    page.get_by_label("Các phần của báo cáo toàn quốc").get_by_role("link", name="Kinh phí").click()
    plans = page.locator(
        ".national-table", has=page.get_by_role("heading", name="Kinh phí kế hoạch theo nguồn")
    )
    plans.get_by_role("link", name="Cộng").click()
    assert plans.locator("tbody tr").first.inner_text().startswith("Tỉnh An Giang")
    page.get_by_text("Chỉ một số tỉnh").click()
    page.get_by_label("Lạng Sơn").check()
    page.get_by_role("button", name="Lọc").click()
    assert plans.locator("tbody tr").count() == 2  # its own plan, and that of the two years
    with page.expect_download() as download:
        plans.get_by_role("link", name="Tải XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "Tỉnh Lạng Sơn" in [row[0] for row in book.active.iter_rows(values_only=True)]
    page.get_by_role("link", name="Bỏ lọc").click()
    assert plans.locator("tbody tr").count() > 5
    assert wrong == []
