"""The whole reporting year of two provinces with different days, moved by the clock: Kon Tum 30/11, Ninh Bình 15/12.

The clock moves as in life between two working days: another web process on the same database begins at another moment.
Sessions go on, as they are kept in the database.
"""

import contextlib
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from sxsh_portal import embedded_redis
from tests.e2e.conftest import answers, running, wait_for
from tests.e2e.test_reporting_year import open_year

YEAR = 2019
KON_TUM, NINH_BINH = f"/plans/kon-tum-2013/years/{YEAR}/", f"/plans/ninh-binh-2016/years/{YEAR}/"
PDF = b"%PDF-1.4\nbien ban\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def at(portal, sign_in) -> Iterator[Callable[..., Callable[[str], Page]]]:
    """at("2019-11-29T09:00") is a sign_in for a portal that begins at that moment; the one before it ends."""
    with contextlib.ExitStack() as stack:
        before = contextlib.ExitStack()

        def move(moment: str) -> Callable[[str], Page]:
            before.close()
            port = embedded_redis.free_port()
            web = f"-m gunicorn sxsh_portal.wsgi --bind 127.0.0.1:{port} --workers 1 --threads 4 --no-control-socket"
            environment = portal.environment | {"SXSH_DATABASE_ROLE": "web", "SXSH_NOW": moment}
            before.enter_context(running(web.split(), environment, portal.logs / "moved.log"))
            wait_for(lambda: answers(port), f"the web server of {moment} does not answer")
            return lambda account: sign_in(account, base_url=f"http://127.0.0.1:{port}")

        stack.callback(before.close)
        yield move


def resolve(page: Page, year: str) -> None:
    """Decides about the first collective, and that the words of nobody in particular bind nobody."""
    page.goto(f"{year}obligors/")
    page.get_by_role("link", name="Chọn cơ quan cho").first.click()
    page.get_by_label("Sở Tài nguyên và Môi trường").first.check()
    page.get_by_role("button", name="Ghi quyết định").click()
    page.get_by_text("Đã ghi quyết định.").wait_for()


def obligation(page: Page, year: str, agency: str) -> None:
    """The page of what one agency owes."""
    page.goto(year)
    page.get_by_role("link", name=agency, exact=True).first.click()


def state_of(page: Page, year: str, agency: str) -> str:
    """What the matrix of the year says of the agency."""
    page.goto(year)
    return page.locator("tr", has=page.get_by_role("link", name=agency, exact=True)).first.inner_text()


def begin(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.get_by_role("link", name=re.compile(f"^Lập báo cáo.*năm {YEAR}$")).click()
    page.get_by_role("button", name="Bắt đầu lập báo cáo").click()


def answer_every_task(page: Page) -> None:
    """Nothing came up in any of them, with the reason."""
    page.locator("ol.task-list a", has=page.locator(".task-label", has_text="Nhiệm vụ")).first.click()
    go_on, last = "Lưu, sang nhiệm vụ sau", "Lưu, về danh sách"
    while True:
        page.get_by_label("Không phát sinh", exact=True).check()
        page.get_by_label("Lý do không phát sinh").fill("Chưa được bố trí kinh phí")
        is_last = not page.get_by_role("button", name=go_on).count()
        with page.expect_navigation():
            page.get_by_role("button", name=last if is_last else go_on).click()
        if is_last:
            return


def send(page: Page) -> None:
    page.get_by_role("link", name="Kiểm tra nội dung").click()
    page.get_by_role("link", name="Tiếp tục để gửi").click()
    page.get_by_label("Họ tên người có thẩm quyền").fill("Lê Văn Bình")
    page.get_by_label("Chức vụ").fill("Phó Giám đốc")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Cổng đã nhận báo cáo").wait_for()


def accept(page: Page, year: str, agency: str) -> None:
    page.goto(year)
    page.locator("tr", has=page.get_by_role("link", name=agency, exact=True)).first.get_by_role(
        "link", name="Xem xét"
    ).click()
    despite = page.get_by_label("Tôi đã xem các điểm này và vẫn duyệt")
    if despite.count():
        despite.check()
    page.get_by_role("button", name="Duyệt báo cáo").click()
    page.get_by_text("Đã duyệt báo cáo").wait_for()


def test_a_year_from_its_opening_to_the_last_paper_in_two_provinces(at, keep_screenshot):
    environment, finance = "Sở Tài nguyên và Môi trường", "Sở Tài chính"

    on = at(f"{YEAR}-10-01T09:00")
    for account, slug, year in (
        ("chuyenvien.kontum", "kon-tum-2013", KON_TUM),
        ("chuyenvien.ninhbinh", "ninh-binh-2016", NINH_BINH),
    ):
        editor = on(account)
        open_year(editor, slug, YEAR)
        resolve(editor, year)
    editor = on("chuyenvien.kontum")
    obligation(editor, KON_TUM, finance)
    editor.get_by_role("link", name="Gia hạn").click()
    editor.get_by_label("Ngày mới").fill(f"20/12/{YEAR}")
    editor.get_by_label("Lý do").fill("Quyết toán cuối năm")
    editor.get_by_role("button", name="Gia hạn").click()
    editor.get_by_text("Đã gia hạn cho Sở Tài chính.").wait_for()

    on = at(f"{YEAR}-11-29T22:00")  # Kon Tum's last day
    reporter, editor = on("tainguyen.kontum"), on("chuyenvien.kontum")
    begin(reporter)
    answer_every_task(reporter)
    send(reporter)
    editor.goto(KON_TUM)
    row = editor.locator("tr", has=editor.get_by_role("link", name=environment, exact=True)).first
    row.get_by_role("link", name="Xem xét").click()
    editor.get_by_label("Lý do trả lại").fill("Nêu rõ kinh phí theo nguồn.")
    editor.get_by_role("button", name="Trả lại báo cáo").click()
    editor.get_by_text("Đã trả lại báo cáo").wait_for()
    assert "muộn" not in state_of(editor, KON_TUM, environment)

    on = at(f"{YEAR}-11-30T00:05")  # the first day that is late in Kon Tum, not in Ninh Bình
    reporter, editor = on("tainguyen.kontum"), on("chuyenvien.kontum")
    reporter.goto("/")
    reporter.get_by_role("link", name="Xem nhận xét, sửa và gửi lại").first.click()
    reporter.get_by_role("button", name="Sửa và gửi lại").click()
    send(reporter)
    accept(on("lanhdao.kontum"), KON_TUM, environment)
    accepted = state_of(editor, KON_TUM, environment)
    assert "đã duyệt" in accepted
    assert "muộn" not in accepted  # the first submission was in time
    keep_screenshot(editor, "whole-year-kon-tum-30-11")
    assert "muộn" not in state_of(editor, KON_TUM, finance)  # which has more time
    assert "muộn" not in state_of(on("chuyenvien.ninhbinh"), NINH_BINH, environment)

    on = at(f"{YEAR}-12-15T00:05")  # the first day that is late in Ninh Bình
    reporter, editor = on("tainguyen.ninhbinh"), on("chuyenvien.ninhbinh")
    assert "muộn" in state_of(editor, NINH_BINH, environment)
    begin(reporter)
    reporter.get_by_role("link", name="Phần chung").click()
    reporter.get_by_label("không phát sinh nội dung nào").check()
    reporter.get_by_label("Lý do không phát sinh").fill("Cả năm chưa được bố trí kinh phí")
    reporter.get_by_role("button", name="Lưu, về danh sách").click()
    send(reporter)
    accept(on("lanhdao.ninhbinh"), NINH_BINH, environment)
    late = state_of(editor, NINH_BINH, environment)
    assert "muộn" in late
    keep_screenshot(editor, "whole-year-ninh-binh-15-12")

    editor = on("chuyenvien.kontum")
    editor.goto(KON_TUM)
    row = editor.locator("tr", has=editor.get_by_role("link", name=finance, exact=True)).first
    row.get_by_role("link", name="Nhập thay").click()
    editor.get_by_role("button", name="Bắt đầu nhập thay").click()
    editor.get_by_role("link", name="Phần chung").click()
    editor.get_by_label("Đánh giá chung").fill("Đã bố trí kinh phí theo dự toán.")
    editor.get_by_role("button", name="Lưu, về danh sách").click()
    editor.get_by_role("link", name="Kiểm tra nội dung").click()
    editor.get_by_role("link", name="Tiếp tục để ghi nhận").click()
    scan = {"name": "bao cao.pdf", "mimeType": "application/pdf", "buffer": PDF}
    editor.set_input_files("input[type=file]", scan)
    editor.get_by_role("button", name="Nộp tệp").click()
    for label, text in (
        ("Ngày nhận văn bản", f"12/12/{YEAR}"), ("Số, ký hiệu", "45/BC-STC"), ("Ngày văn bản", f"10/12/{YEAR}"),
        ("Họ tên người ký", "Trần Thị Hoa"), ("Chức vụ người ký", "Giám đốc"),
    ):  # fmt: skip
        editor.get_by_label(label).fill(text)
    editor.get_by_role("button", name="Ghi nhận báo cáo giấy").click()
    editor.get_by_text("Đã ghi nhận báo cáo giấy").wait_for()
    paper = state_of(editor, KON_TUM, finance)
    assert "nhập thay" in paper
    assert "muộn" not in paper  # received on 12/12, before the day to which it was extended
    keep_screenshot(editor, "whole-year-kon-tum-15-12")
