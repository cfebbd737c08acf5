"""A plan's way in a real browser: carried forward, returned, approved, issued with its decision, amended, closed."""

import io
import re

import pikepdf
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import faults_of, overflow_of

PLAN = "/plans/kon-tum-2019/"


def pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(content)
    return content.getvalue()


def test_a_plan_from_its_first_form_to_an_amendment(sign_in, noted, keep_screenshot):
    editor, approver = sign_in("chuyenvien.kontum"), sign_in("lanhdao.kontum")
    faults, scan = [noted(editor), noted(approver)], pdf()

    def seen(page: Page, name: str) -> None:
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            keep_screenshot(page, f"life {name} {width}")
            assert (overflow_of(page), faults_of(page)) == (0, []), name
        page.set_viewport_size({"width": 1280, "height": 900})

    editor.goto("/plans/")
    editor.get_by_role("link", name="Soạn kế hoạch mới").click()
    seen(editor, "new")
    editor.get_by_role("button", name="Tạo kế hoạch").click()
    seen(editor, "new with faults")
    editor.get_by_label("Kế hoạch 2013-2020 của tỉnh Kon Tum").check()
    editor.get_by_label("Thực hiện chương trình").select_option("1419/QĐ-TTg")
    editor.get_by_label("Năm đầu").fill("2019")
    editor.get_by_label("Năm cuối").fill("2020")
    editor.get_by_role("button", name="Tạo kế hoạch").click()
    seen(editor, "new beside another")
    editor.get_by_label("Vẫn tạo thêm một kế hoạch").check()
    editor.get_by_role("button", name="Tạo kế hoạch").click()
    expect(editor.locator("main")).to_contain_text("Đủ những gì phải có để gửi duyệt")
    editor.get_by_role("link", name="Gửi duyệt").click()
    seen(editor, "draft")
    editor.get_by_label("Ý kiến").fill("Mời anh xem, phần kinh phí sẽ bổ sung khi điều chỉnh.")
    editor.get_by_role("button", name="Gửi duyệt").click()
    expect(editor.locator("main")).to_contain_text("Chờ lãnh đạo Sở Công Thương duyệt")
    seen(editor, "submitted by me")

    approver.goto("/")
    seen(approver, "home of the approver")
    approver.get_by_role("link", name="Kế hoạch 2019-2020 của tỉnh Kon Tum").first.click()
    seen(approver, "to approve")
    approver.get_by_text("Trả lại").first.click()
    approver.get_by_label("Lý do").fill("Ghi thêm kết quả của nhiệm vụ 4.3.")
    approver.get_by_role("button", name="Trả lại").click()
    editor.reload()
    seen(editor, "returned")
    editor.goto("/")
    seen(editor, "home of the editor")
    editor.goto(f"{PLAN}life/")
    editor.get_by_role("button", name="Gửi duyệt lại").click()
    approver.reload()
    approver.get_by_role("button", name="Duyệt", exact=True).click()
    approver.get_by_role("link", name="Ban hành", exact=True).click()
    approver.get_by_role("button", name="Ban hành").click()
    seen(approver, "issue with faults")
    for label, value in (
        ("Số, ký hiệu", "900/QĐ-UBND"), ("Ngày ban hành", "15/11/2018"), ("Nơi ban hành", "Kon Tum"),
        ("Thẩm quyền ký", "TM. ỦY BAN NHÂN DÂN"), ("Chức vụ người ký", "CHỦ TỊCH"), ("Người ký", "Nguyễn Văn Hòa"),
        ("Áp dụng từ ngày", "15/11/2018"),
    ):  # fmt: skip
        approver.get_by_label(label, exact=True).fill(value)
    approver.get_by_label("Bản chụp quyết định đã ký").set_input_files(
        {"name": "Quyết định 900.pdf", "mimeType": "application/pdf", "buffer": scan}
    )
    approver.get_by_role("button", name="Ban hành").click()
    expect(approver.locator("main")).to_contain_text("đang áp dụng")
    seen(approver, "issued")

    ministry = sign_in("bocongthuong")
    ministry.goto(f"{PLAN}versions/")
    with ministry.expect_download() as download:
        ministry.get_by_role("link", name=re.compile("Tải bản chụp")).click()
    assert download.value.path().read_bytes() == scan

    editor.goto(f"{PLAN}life/")
    editor.get_by_role("link", name="Điều chỉnh kế hoạch").click()
    seen(editor, "amend")
    editor.get_by_label("Lý do điều chỉnh").fill("Bổ sung kinh phí")
    editor.get_by_role("button", name="Mở bản điều chỉnh").click()
    editor.goto(PLAN)
    seen(editor, "amended banner")
    editor.goto(f"{PLAN}edit/document/")
    editor.get_by_label("Tên kế hoạch").fill("Kế hoạch sản xuất sạch hơn, đã điều chỉnh")
    editor.get_by_role("button", name="Lưu", exact=True).click()
    editor.wait_for_url("**/edit/")
    editor.goto(f"{PLAN}compare/?before=1&after=2")
    expect(editor.locator("main")).to_contain_text("đã điều chỉnh")
    expect(editor.locator("main ins").first).to_be_visible()
    seen(editor, "compare")
    editor.goto(f"{PLAN}versions/")
    seen(editor, "versions")
    editor.goto(f"{PLAN}history/")
    seen(editor, "history")
    editor.goto(f"{PLAN}life/")
    editor.get_by_role("link", name="Bỏ bản đang soạn").click()
    seen(editor, "discard")
    editor.get_by_role("button", name="Bỏ bản này").click()
    expect(editor.locator("main")).to_contain_text("Bản số 1")
    approver.goto(f"{PLAN}life/close/")
    approver.get_by_label("Lý do").fill("Lồng ghép vào chương trình khác")
    approver.get_by_role("button", name="Kết thúc kế hoạch").click()
    approver.goto(PLAN)
    seen(approver, "closed")
    ministry.goto("/plans/?q=kon")
    seen(ministry, "list of the ministry")
    assert faults == [[], []]
