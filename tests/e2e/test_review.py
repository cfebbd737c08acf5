"""The department returns a report with a remark, the agency answers and sends it again, it is accepted; a late paper."""

import pytest

from tests.e2e.conftest import run
from tests.e2e.test_pages import faults_of, overflow_of

SETUP = """
from datetime import UTC, date, datetime
from agencies.models import Agency, User
from core.scope import OWNER, Scope, scoped
from reporting.enums import ReportStatus
from tests.factories import obligation_of, opened_year, report_of
with scoped(Scope(OWNER)):
    year = opened_year("ha-tinh-2011")
    tasks = [f"task:{task.key}" for task in year.version.task_rows.order_by("group__position", "position")[:2]]
    reporter = User.objects.get(email="tainguyen.hatinh@sxsh.example")
    sent = obligation_of(year, reporter.memberships.get().agency, *tasks, before=date(2018, 12, 15))
    report_of(
        sent, ReportStatus.SUBMITTED, by=reporter, at=datetime(2018, 11, 16, 2, tzinfo=UTC), officer_name="Lê Văn Bình",
        officer_title="Phó Giám đốc", general="Thực hiện đúng kế hoạch.",
    )
    other = Agency.objects.get(province=year.province, slug="so-tai-chinh")
    obligation_of(year, other, tasks[0], before=date(2018, 11, 15))
"""
PDF = b"%PDF-1.4\nbien ban\nstartxref\n9\n%%EOF\n"
YEAR = "/plans/ha-tinh-2011/years/2018/"


@pytest.fixture
def opened(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_a_report_is_returned_answered_and_accepted_and_a_late_paper_entered(
    opened, sign_in, noted, keep_screenshot
):
    editor, reporter = sign_in("chuyenvien.hatinh"), sign_in("tainguyen.hatinh", "phone")
    wrong = [noted(editor), noted(reporter)]

    def look(page, step: str) -> None:
        before = page.viewport_size
        for name, width in (("desktop", 1280), ("phone", 360)):
            page.set_viewport_size({"width": width, "height": 900})
            keep_screenshot(page, f"review-{step}-{name}")
            assert (overflow_of(page) <= 0, faults_of(page)) == (True, []), (step, name)
        page.set_viewport_size(before)

    editor.goto("/")
    look(editor, "home")
    editor.get_by_role("link", name="Sở Tài nguyên và Môi trường, năm 2018").click()
    look(editor, "begin")
    editor.get_by_role("button", name="Bắt đầu xem xét").click()
    part = editor.locator("#nhiem-vu-1")
    part.get_by_text("Ghi nhận xét").first.click()
    part.get_by_label("Nhận xét về phần này").fill("Nêu rõ số đơn vị đã hỗ trợ.")
    part.get_by_role("button", name="Ghi nhận xét").click()
    editor.get_by_label("Lý do trả lại").fill("Bổ sung số liệu nhiệm vụ đầu.")
    look(editor, "remarked")
    editor.get_by_role("button", name="Trả lại báo cáo").click()
    editor.get_by_text("Đã trả lại báo cáo").wait_for()

    reporter.goto("/")
    look(reporter, "home-returned")
    reporter.get_by_role("link", name="Xem nhận xét, sửa và gửi lại").click()
    look(reporter, "returned")
    reporter.get_by_role("button", name="Sửa và gửi lại").click()
    reporter.locator(".task-list a").first.click()
    reporter.get_by_label("Trả lời nhận xét").fill("Đã ghi: 3 đơn vị.")
    reporter.get_by_role("button", name="Ghi trả lời").click()
    reporter.get_by_label("Kết quả thực hiện trong năm").fill("Đã hỗ trợ 3 đơn vị.")
    with reporter.expect_navigation():
        reporter.get_by_role("button", name="Lưu", exact=True).click()
    reporter.get_by_role("link", name="Danh sách nhiệm vụ").click()
    reporter.get_by_role("link", name="Kiểm tra nội dung").click()
    reporter.get_by_role("link", name="Tiếp tục để gửi").click()
    reporter.get_by_role("button", name="Gửi báo cáo").click()
    reporter.get_by_text("Cổng đã nhận báo cáo").wait_for()

    editor.goto(YEAR)
    look(editor, "year")
    editor.get_by_role("link", name="Xem xét lần 2").click()
    look(editor, "again")
    editor.get_by_role("link", name="So với lần 1").click()
    look(editor, "compare")
    editor.get_by_role("link", name="Về trang xem xét").click()
    despite = editor.get_by_label("Tôi đã xem các điểm này và vẫn duyệt")
    if despite.count():
        despite.check()
    editor.get_by_role("button", name="Duyệt báo cáo").click()
    editor.get_by_text("Đã duyệt báo cáo").wait_for()
    look(editor, "accepted")

    editor.goto(YEAR)
    editor.get_by_role("link", name="Nhập thay").first.click()
    look(editor, "paper-begin")
    editor.get_by_role("button", name="Bắt đầu nhập thay").click()
    editor.locator(".task-list a").first.click()
    editor.get_by_label("Đã hoàn thành").check()
    editor.get_by_label("Kết quả thực hiện trong năm").fill("Đã bố trí kinh phí.")
    editor.get_by_role("button", name="Lưu, về danh sách").click()
    editor.get_by_role("link", name="Kiểm tra nội dung").click()
    editor.get_by_role("link", name="Tiếp tục để ghi nhận").click()
    scan = {"name": "bao cao.pdf", "mimeType": "application/pdf", "buffer": PDF}
    editor.set_input_files("input[type=file]", scan)
    editor.get_by_role("button", name="Nộp tệp").click()
    for label, text in (
        ("Ngày nhận văn bản", "15/11/2018"), ("Số, ký hiệu", "45/BC-STC"), ("Ngày văn bản", "12/11/2018"),
        ("Họ tên người ký", "Trần Thị Hoa"), ("Chức vụ người ký", "Giám đốc"),
    ):  # fmt: skip
        editor.get_by_label(label).fill(text)
    look(editor, "paper")
    editor.get_by_role("button", name="Ghi nhận báo cáo giấy").click()
    editor.get_by_text("Đã ghi nhận báo cáo giấy").wait_for()
    look(editor, "paper-sent")
    editor.get_by_role("link", name="Xem xét").click()
    assert "không tự duyệt được" in editor.inner_text("#quyet-dinh")
    look(editor, "paper-own")
    editor.goto("/reports/completeness/?year=2018")
    look(editor, "completeness")
    assert "2/2 (100 %)" in editor.inner_text("main")
    editor.get_by_role("link", name="Xét khen thưởng").click()
    look(editor, "commended")
    assert wrong == [[], []]
