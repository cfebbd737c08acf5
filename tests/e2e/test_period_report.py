"""The department reports on a part of its plan's time: what is missing is named, a note goes on, its leader sends it.

Lạng Sơn has sent its report of 2017, and there is no reporting year 2016 on the portal.
"""

import io

import docx
import openpyxl
import pytest

from tests.e2e.conftest import run
from tests.e2e.test_documents import downloaded
from tests.e2e.test_pages import faults_of, overflow_of
from tests.reporting.pdf_reading import pages_of, squeezed

SETUP = """
from core.scope import OWNER, Scope, scoped
from plans.models import Plan
from portal.sample.sending import send_sample_report
from portal.sample.years import make_sample_year
with scoped(Scope(OWNER)):
    send_sample_report(make_sample_year(Plan.objects.get(slug="lang-son-2016"), 2017, seed=1))
"""
PLAN = "/plans/lang-son-2016/"
MISSING = "năm 2016 (không có kỳ báo cáo trên cổng)"
NOTE = "Năm 2016 báo cáo bằng văn bản giấy."


@pytest.fixture
def reported(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_a_period_is_reported_on_with_what_is_missing_named(reported, sign_in, noted, keep_screenshot):
    editor = sign_in("chuyenvien.langson")
    wrong = noted(editor)

    def look(page, step: str) -> None:
        before = page.viewport_size
        for name, width in (("desktop", 1280), ("phone", 360)):
            page.set_viewport_size({"width": width, "height": 900})
            keep_screenshot(page, f"period-{step}-{name}")
            assert (overflow_of(page) <= 0, faults_of(page)) == (True, []), (step, name)
        page.set_viewport_size(before)

    editor.goto(f"{PLAN}years/")
    editor.get_by_role("link", name="Báo cáo sơ kết, tổng kết").click()
    look(editor, "list")
    editor.get_by_label("Sơ kết một phần thời kỳ kế hoạch").check()
    editor.get_by_label("Từ năm").fill("2016")
    editor.get_by_label("Đến năm").select_option("2017")
    editor.get_by_role("button", name="Bắt đầu lập").click()
    editor.get_by_text(MISSING).wait_for()
    look(editor, "refused")
    editor.get_by_label("Lý do tổng hợp khi còn thiếu báo cáo").fill(NOTE)
    editor.get_by_role("button", name="Bắt đầu lập").click()
    editor.get_by_text("Đã đưa nội dung các báo cáo năm đã gửi").wait_for()
    editor.get_by_text("Năm 2016: không có kỳ báo cáo trên cổng").wait_for()
    look(editor, "parts")

    editor.get_by_role("link", name="Kết quả chung", exact=True).click()
    editor.get_by_label("Kết quả chung").fill("Hai năm đầu, kế hoạch được triển khai đúng hướng.")
    editor.get_by_role("button", name="Lưu, về danh sách").click()
    editor.get_by_text("Đã lưu.").wait_for()
    editor.get_by_role("link", name="Kết quả chung của các năm").click()
    look(editor, "part")
    editor.get_by_role("heading", name="Báo cáo năm 2017, bản số 1").wait_for()

    editor.goto(f"{PLAN}periods/")
    editor.get_by_role("link", name="Báo cáo sơ kết giai đoạn 2016 - 2017").click()
    editor.get_by_role("link", name="Xem trước").click()
    look(editor, "preview")
    shown, preview = editor.inner_text("main"), editor.url
    assert MISSING in shown
    assert NOTE in shown

    leader = sign_in("lanhdao.langson")
    leader.goto(preview)
    leader.get_by_role("link", name="Báo cáo sơ kết giai đoạn 2016 - 2017").click()
    leader.get_by_role("link", name="Gửi báo cáo").click()
    look(leader, "send")
    leader.get_by_role("button", name="Gửi báo cáo").click()
    leader.get_by_text("Đã gửi báo cáo sơ kết").wait_for()
    look(leader, "sent")

    files = {}
    for kind, stem in (("PDF", "bao-cao"), ("DOCX", "bao-cao"), ("XLSX", "so-lieu")):
        editor.goto(preview)
        editor.get_by_role("button", name=f"Tạo {kind}").click()
        files[kind] = downloaded(editor)
        name = f"{stem}-so-ket-giai-doan-2016-2017-lang-son-2016-ban-1.{kind.lower()}"
        assert name in editor.inner_text("main")
    pages = pages_of(files["PDF"])
    assert all("SỐLIỆUMẪU" in page.text for page in pages)
    assert squeezed(NOTE) in pages[0].text
    paragraphs = [one.text for one in docx.Document(io.BytesIO(files["DOCX"])).paragraphs]
    assert f"Lý do tổng hợp khi còn thiếu: {NOTE}" in paragraphs
    assert openpyxl.load_workbook(io.BytesIO(files["XLSX"])).sheetnames[-2:] == ["Cách đọc", "Chưa rõ"]

    official = sign_in("bocongthuong", "phone")
    official.goto(f"{PLAN}periods/")
    look(official, "ministry")
    official.get_by_role("link", name="Báo cáo sơ kết giai đoạn 2016 - 2017").click()
    official.locator("main table").get_by_role("link", name="Bản số 1").click()
    look(official, "ministry-version")
    assert "Hai năm đầu, kế hoạch được triển khai đúng hướng." in official.inner_text("main")
    assert [fault for fault in wrong if "/download/" not in fault] == []
