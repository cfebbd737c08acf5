"""The department consolidates An Giang's year, edits, downloads the three files, its leader sends it; the ministry reads it.

Kon Tum's sample year is consolidated as `script/server --sample` shows it: what is downloaded says that it is invented.
"""

import io
import re

import docx
import openpyxl
import pikepdf
import pytest

from tests.e2e.conftest import run
from tests.e2e.test_documents import downloaded
from tests.e2e.test_pages import faults_of, overflow_of
from tests.reporting.pdf_reading import pages_of

SETUP = """
from datetime import UTC, datetime
from agencies.models import Agency, User
from budgets.enums import Source
from core.scope import OWNER, Scope, scoped
from reporting.enums import ObligationBasis, ReportStatus
from reporting.models import MoneyEntry, OutputEntry, Report
from reporting.printed_tasks import printed_tasks, target_words
from tests.factories import obligation_of, opened_year, report_of
with scoped(Scope(OWNER)):
    year = opened_year("an-giang-2016", is_sample=True)
    tasks = [f"task:{task.key}" for task in year.version.task_rows.order_by("group__position", "position")]
    agencies = list(Agency.objects.filter(province=year.province, kind="department").exclude(slug="so-cong-thuong")[:4])
    by = User.objects.get(email="chuyenvien.angiang@sxsh.example")
    printed = printed_tasks(year.version, tasks, 2018)
    for number, agency in enumerate(agencies):
        owed = obligation_of(year, agency, *tasks[number::4])
        if number == 3:
            continue
        report = report_of(owed, by=by, general="Đã thực hiện theo kế hoạch.", proposals="Bố trí kinh phí sớm.")
        for row in report.taskentry_rows.all():
            row.done = "Đã tổ chức thực hiện, có biên bản và danh sách kèm theo. " * 3
            row.save()
            about = {"report": report, "province": report.province, "entry": row}
            for position, output in enumerate(printed[row.place].outputs):
                OutputEntry.objects.create(
                    position=position, kind=output.kind, target=target_words(output), quantity=position or None,
                    unit=output.kind.unit, **about,
                )
            for position, source in enumerate(printed[row.place].planned_sources):
                MoneyEntry.objects.create(position=position, source=source, spent=12_500_000 * position, **about)
        moment = datetime(2018, 11, 16, 2, tzinfo=UTC)
        for status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED):
            report.status, report.sent_at, report.received_at, report.sent_by = status, moment, moment, by
            report.digest = "0" * 64
            report.save()
"""
SAMPLE = """
from core.scope import OWNER, Scope, scoped
from plans.models import Plan
from portal.sample.years import make_sample_year
with scoped(Scope(OWNER)):
    make_sample_year(Plan.objects.get(slug="kon-tum-2013"), 2015, seed=1)
"""
YEAR = "/plans/an-giang-2016/years/2018/"


@pytest.fixture
def opened(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_a_year_is_consolidated_edited_downloaded_sent_and_read_by_the_ministry(
    opened, sign_in, noted, keep_screenshot, tmp_path
):
    editor = sign_in("chuyenvien.angiang")
    wrong = noted(editor)

    def look(page, step: str) -> None:
        before = page.viewport_size
        for name, width in (("desktop", 1280), ("phone", 390)):
            page.set_viewport_size({"width": width, "height": 900})
            keep_screenshot(page, f"consolidated-{step}-{name}")
            assert (overflow_of(page) <= 0, faults_of(page)) == (True, []), (step, name)
        page.set_viewport_size(before)

    editor.goto(YEAR)
    editor.get_by_role("link", name="Báo cáo tổng hợp").click()
    look(editor, "begin")
    editor.get_by_role("button", name="Bắt đầu lập").click()
    editor.get_by_text("báo cáo chưa được duyệt").first.wait_for()
    look(editor, "refused")
    editor.get_by_label("Lý do tổng hợp khi còn thiếu báo cáo").fill("Cơ quan đang sắp xếp tổ chức.")
    editor.get_by_role("button", name="Bắt đầu lập").click()
    editor.get_by_text("Đã đưa nội dung các báo cáo").wait_for()
    look(editor, "parts")

    editor.get_by_role("link", name="Kết quả chung").click()
    editor.get_by_label("Kết quả chung").fill("Các nhiệm vụ được thực hiện đúng kế hoạch.")
    editor.get_by_label("Kiến nghị").fill("Đề nghị bố trí kinh phí từ đầu năm.")
    editor.locator(".typing-state", has_text="Đã lưu").wait_for()
    look(editor, "own")
    editor.get_by_role("button", name="Lưu, về danh sách").click()
    editor.get_by_text("Đã lưu.").wait_for()
    editor.get_by_role("link", name="Đánh giá chung của các cơ quan").click()
    first = editor.locator("section.panel").first
    first.get_by_label("Nội dung in trong báo cáo").fill("Sở biên tập đoạn này.")
    first.locator(".typing-state", has_text="Đã lưu").wait_for()
    look(editor, "part")
    first.get_by_role("button", name="Lưu, về danh sách").click()
    editor.get_by_text("1 đã biên tập").wait_for()

    editor.get_by_role("link", name="Xem trước").click()
    look(editor, "preview")
    assert "Sở biên tập đoạn này." in editor.inner_text("main")
    preview = editor.url
    files = {}
    for kind in ("PDF", "DOCX", "XLSX"):
        editor.goto(preview)
        editor.get_by_role("button", name=f"Tạo {kind}").click()
        files[kind] = downloaded(editor)
        (tmp_path / f"consolidated.{kind.lower()}").write_bytes(files[kind])
    with pikepdf.open(io.BytesIO(files["PDF"])) as report:
        assert len(report.pages) > 10
    book = openpyxl.load_workbook(io.BytesIO(files["XLSX"]))
    assert book.sheetnames[-2:] == ["Cách đọc", "Chưa rõ"]

    leader = sign_in("lanhdao.angiang")
    leader.goto(f"{YEAR}consolidated/")
    leader.get_by_role("link", name="Gửi báo cáo").click()
    look(leader, "send")
    leader.get_by_role("button", name="Gửi báo cáo tổng hợp").click()
    leader.get_by_text("Đã gửi báo cáo tổng hợp, số gửi TH-2018-").wait_for()
    look(leader, "sent")

    official = sign_in("bocongthuong", "phone")
    official.goto(f"{YEAR}consolidated/")
    official.locator("main table").get_by_role("link", name="Bản số 1").click()
    look(official, "ministry")
    assert "Đề nghị bố trí kinh phí từ đầu năm." in official.inner_text("main")
    official.get_by_role("button", name="Tạo PDF").click()
    assert downloaded(official).startswith(b"%PDF")
    assert [fault for fault in wrong if "/download/" not in fault] == []


def test_kon_tums_sample_year_is_consolidated_and_its_three_files_say_that_it_is_invented(
    portal, sign_in, noted, keep_screenshot
):
    run("manage.py", "shell", "-c", SAMPLE, environment=portal.environment)
    editor = sign_in("chuyenvien.kontum")
    wrong = noted(editor)
    editor.goto("/plans/kon-tum-2013/years/2015/consolidated/")
    if (reason := editor.get_by_label("Lý do tổng hợp khi còn thiếu báo cáo")).count():
        reason.fill("Một số cơ quan đang sắp xếp tổ chức.")
    editor.get_by_role("button", name="Bắt đầu lập").click()
    editor.get_by_role("link", name="Xem trước").click()
    charts = editor.locator("article svg.chart")
    assert charts.count() >= 3
    for name, width in (("desktop", 1280), ("phone", 360)):
        editor.set_viewport_size({"width": width, "height": 900})
        keep_screenshot(editor, f"consolidated-kon-tum-{name}")
        assert (overflow_of(editor) <= 0, faults_of(editor)) == (True, []), name
    preview, files = editor.url, {}
    for kind in ("PDF", "DOCX", "XLSX"):
        editor.goto(preview)
        editor.get_by_role("button", name=f"Tạo {kind}").click()
        files[kind] = downloaded(editor)
    pages = pages_of(files["PDF"])
    assert all("SỐLIỆUMẪU" in page.text for page in pages)
    assert any("Biểuđồ1." in page.text for page in pages)
    document = docx.Document(io.BytesIO(files["DOCX"]))
    assert len(document.inline_shapes) == charts_of(pages)
    book = openpyxl.load_workbook(io.BytesIO(files["XLSX"]))
    assert all("SỐ LIỆU MẪU" in {cell.value for line in sheet.iter_rows() for cell in line} for sheet in book)
    assert [fault for fault in wrong if "/download/" not in fault] == []


def charts_of(pages) -> int:
    """How many charts the pages name."""
    return len({found for page in pages for found in re.findall(r"Biểuđồ(\d+)\.", page.text)})
