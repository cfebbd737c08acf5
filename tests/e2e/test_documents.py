"""From the button to the file: a real worker makes the documents while a person watches."""

import hashlib
import io
import re

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import Page, expect

READY = 120_000  # milliseconds


def ask_for(page: Page, plan: str, button: str) -> str:
    """Presses the button on the plan's page of documents; gives the address of the run."""
    page.goto(f"/plans/{plan}/")
    page.get_by_role("link", name="Tài liệu", exact=True).last.click()
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/runs/[0-9a-f-]+/$"))
    return page.url


def downloaded(page: Page) -> bytes:
    """The file behind the button that appears when the document is ready, checked by its printed checksum."""
    button = page.get_by_role("link", name="Tải xuống")
    button.wait_for(timeout=READY)
    with page.expect_download() as download:
        button.click()
    content = download.value.path().read_bytes()
    expect(page.locator("main")).to_contain_text(hashlib.sha256(content).hexdigest())
    return content


def test_the_department_gets_its_report_and_annexes(sign_in, noted):
    page = sign_in("chuyenvien.kontum")
    wrong = noted(page)
    page.goto("/runs/")
    before = page.locator("main tbody tr").count()
    address = ask_for(page, "kon-tum-2013", "Tạo báo cáo PDF")
    with pikepdf.open(io.BytesIO(downloaded(page))) as report:
        assert report.Root.Lang == "vi"
        assert len(report.pages) > 5
    after_swaps = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == after_swaps

    assert ask_for(page, "kon-tum-2013", "Tạo báo cáo PDF") == address, "the same request is the same run"

    ask_for(page, "kon-tum-2013", "Tạo phụ lục XLSX")
    workbook = openpyxl.load_workbook(io.BytesIO(downloaded(page)))
    assert "Nhiệm vụ" in workbook.sheetnames

    page.goto("/runs/")
    assert page.locator("main tbody tr").count() == before + 2
    # A browser gives up opening what it downloads.
    assert [fault for fault in wrong if not re.fullmatch(r"failed: \S+/download/", fault)] == []


@pytest.mark.parametrize("plan", ["an-giang-2016", "lang-son-2016"])
def test_the_ministry_gets_every_provinces_report(plan, sign_in):
    page = sign_in("bocongthuong")
    ask_for(page, plan, "Tạo báo cáo PDF")

    with pikepdf.open(io.BytesIO(downloaded(page))) as report:
        assert len(report.pages) > 5


def test_a_document_is_made_without_javascript_too(sign_in):
    page = sign_in("lanhdao.hatinh", java_script_enabled=False)
    ask_for(page, "ha-tinh-2011", "Tạo phụ lục XLSX")

    workbook = openpyxl.load_workbook(io.BytesIO(downloaded(page)))
    assert "Nhiệm vụ" in workbook.sheetnames


def test_another_province_does_not_find_the_run(sign_in):
    page = sign_in("chuyenvien.kontum")
    address = ask_for(page, "kon-tum-2013", "Tạo phụ lục XLSX")
    other = sign_in("chuyenvien.langson")

    for place in (address, f"{address}download/", f"{address}progress/"):
        assert other.request.get(place).status == 404
    other.goto("/runs/")
    assert address.rsplit("/", 2)[1] not in other.content()
