"""A partner agency fills in its report on a phone, sends it and takes its receipt home."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import run, sign_in_beside
from tests.e2e.test_pages import faults_of, overflow_of

SETUP = """
from datetime import date
from agencies.models import Agency
from core.scope import OWNER, Scope, scoped
from tests.factories import obligation_of, opened_year
with scoped(Scope(OWNER)):
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    year = opened_year("kon-tum-2013", 2017, data_until=date(2017, 12, 31))
    obligation_of(year, agency, "task:4/4.2", "task:4/4.3", before=date(2017, 11, 30))
"""
PDF = b"%PDF-1.4\nbien ban\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def opened(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_a_report_is_filled_in_on_a_phone_and_sent(opened, sign_in, noted, keep_screenshot):
    page = sign_in("tainguyen.kontum", "phone")
    wrong = noted(page)

    def look(step: str) -> None:
        keep_screenshot(page, f"phone-report-{step}")
        if wide:
            page.set_viewport_size({"width": 1280, "height": 900})
            keep_screenshot(page, f"desktop-report-{step}")
            page.set_viewport_size({"width": 360, "height": 740})
        assert faults_of(page) == [], step
        assert overflow_of(page) <= 0, step

    wide = True
    page.goto("/")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    look("owed")
    page.get_by_role("link", name="Lập báo cáo").click()
    look("begin")
    page.get_by_role("button", name="Bắt đầu lập báo cáo").click()
    look("tasks")
    page.get_by_role("link", name="Nhiệm vụ 4.2").click()
    page.get_by_label("Đang thực hiện").check()
    page.get_by_label("Kết quả thực hiện trong năm").fill("Đã hỗ trợ 3 doanh nghiệp.")
    spent = page.locator("[name=mNSDP-spent]")
    spent.fill("1.500")
    page.get_by_text("có thể là 1,5 hoặc 1.500").wait_for()
    look("unread")
    spent.fill("12,5")
    page.get_by_text("Mười hai triệu năm trăm nghìn đồng chẵn").wait_for()
    page.locator("[name=o0-quantity]").fill("3")
    page.set_input_files(
        "input[type=file]", {"name": "biên bản.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Nộp tệp").click()
    page.get_by_text("Đã nhận tệp biên bản.pdf").wait_for()
    assert page.locator("[name=o0-quantity]").input_value() == "3"  # saved before the file was sent
    assert page.get_by_label("Kết quả thực hiện trong năm").input_value() == "Đã hỗ trợ 3 doanh nghiệp."
    look("task")
    page.get_by_role("button", name="Lưu, sang nhiệm vụ sau").click()
    page.get_by_role("heading", name="Nhiệm vụ 4.3").wait_for()
    page.get_by_label("Không phát sinh", exact=True).check()
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_role("link", name="Kiểm tra nội dung").click()
    look("faults")
    page.get_by_role("link", name="Nhiệm vụ 4.3").first.click()
    page.get_by_label("Lý do không phát sinh").fill("Chưa được bố trí kinh phí")
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_role("link", name="Phần chung").click()
    page.get_by_label("Đánh giá chung").fill("Thực hiện đúng kế hoạch.")
    look("general")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Đánh giá chung").fill("Thực hiện đúng kế hoạch đã giao.")
    page.get_by_role("button", name="Lưu, về danh sách").click()
    expect(page.locator(".typing-state")).to_contain_text("phiên làm việc đã hết")
    sign_in_beside(page, "tainguyen.kontum")
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_role("link", name="Phần chung").click()
    expect(page.get_by_label("Đánh giá chung")).to_have_value("Thực hiện đúng kế hoạch đã giao.")
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_role("link", name="Tài liệu minh chứng").click()
    look("evidence")
    page.get_by_role("link", name="Về báo cáo").click()
    look("done")
    page.get_by_role("link", name="Kiểm tra nội dung").click()
    look("check")
    page.get_by_role("link", name="Tiếp tục để gửi").click()
    page.get_by_label("Họ tên người có thẩm quyền").fill("Lê Văn Bình")
    page.get_by_label("Chức vụ").fill("Phó Giám đốc")
    look("send")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Cổng đã nhận báo cáo").wait_for()
    look("receipt")
    assert wrong == []  # a download counts as a page that was not reached
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biên nhận").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    keep_screenshot(page, "phone-report-receipt-again")
    page.get_by_role("link", name="Xem báo cáo đã gửi").click()
    look("sent")
