"""A file in a real browser: uploaded, read by the worker while the person waits, decided on, a draft."""

from playwright.sync_api import Page, expect

from tests.e2e.test_pages import faults_of, overflow_of
from tests.portal.importing.conftest import document, workbook

NEW = "/plans/import/"


def upload(page: Page, name: str, content: bytes, years: tuple[int, int] = (2019, 2020)) -> None:
    """Hands in the file of a plan for years in which the province has one already, which has to be meant."""
    page.goto(NEW)
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Thực hiện chương trình").select_option("1419/QĐ-TTg")
    for label, year in zip(("Năm đầu", "Năm cuối"), years, strict=True):
        page.get_by_label(label).fill(str(year))
    page.get_by_label("Tệp Word hoặc Excel").set_input_files(file)
    page.get_by_role("button", name="Nộp tệp để đọc").click()
    page.get_by_label("Vẫn tạo thêm một kế hoạch").check()
    page.get_by_label("Tệp Word hoặc Excel").set_input_files(file)
    page.get_by_role("button", name="Nộp tệp để đọc").click()


def test_a_workbook_becomes_a_draft_while_the_person_watches(sign_in, noted, keep_screenshot):
    page = sign_in("chuyenvien.angiang")
    wrong = noted(page)

    def seen(name: str) -> None:
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            keep_screenshot(page, f"import {name} {width}")
            assert (overflow_of(page), faults_of(page)) == (0, []), name
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(NEW)
    seen("upload")
    upload(page, "phu-luc.xlsx", workbook())
    page.get_by_role("heading", name="2. Cần bạn quyết định").wait_for()  # the page came by itself
    seen("read")
    page.get_by_label("2.040 triệu đồng").check()
    page.get_by_label("Sở Khoa học và Công nghệ").check()
    page.get_by_label("Cơ chế, chính sách").check()
    page.get_by_role("button", name="Lưu lựa chọn").click()
    expect(page.get_by_role("heading", name="2. Cần bạn quyết định (0 trên 3")).to_be_visible()
    expect(page.get_by_label("2.040 triệu đồng")).to_be_checked()
    seen("decided")
    page.get_by_role("button", name="Tạo bản đang soạn").click()
    page.wait_for_url("**/plans/an-giang-2019/edit/")
    expect(page.get_by_role("link", name="Đưa vào từ tệp Word, Excel")).to_be_visible()
    page.goto("/plans/an-giang-2019/edit/tasks/")
    expect(page.locator("main")).to_contain_text("Rà soát cơ sở công nghiệp")
    assert wrong == []


def test_a_file_without_a_table_says_what_a_table_needs(sign_in, keep_screenshot):
    page = sign_in("chuyenvien.angiang", java_script_enabled=False)
    upload(page, "bia.docx", document([["Bìa", "của", "kế", "hoạch", "2019"]], ["a", "b", "c", "d", "e"]))
    error = page.locator(".field-error")
    for _ in range(30):
        if error.count():
            break
        page.wait_for_timeout(300)
        page.reload()
    keep_screenshot(page, "import refused 1280")
    expect(error).to_contain_text("Một bảng cần có hàng đầu bảng")
