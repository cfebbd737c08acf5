"""Writing in a real browser: a plan of two groups with money from nothing, what is typed survives, two on one task."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in_beside
from tests.e2e.test_pages import faults_of, overflow_of

PLAN = "/plans/ha-tinh-2019/"
EDIT = PLAN + "edit/"


def add_group(page: Page, number: str, title: str, component: str) -> None:
    page.goto(EDIT + "groups/")
    page.get_by_role("link", name=re.compile("Thêm")).first.click()
    page.get_by_label("Số", exact=True).fill(number)
    page.get_by_label("Tên nhóm nhiệm vụ").fill(title)
    page.get_by_label("Hợp phần").select_option(label=component)
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/edit/groups/")


def add_task(page: Page, group: str, action: str, leads: list[str], amount: str) -> None:
    page.goto(EDIT + "tasks/")
    page.get_by_role("link", name=f"Thêm nhiệm vụ vào {group}").click()
    page.get_by_label("Nhiệm vụ", exact=True).fill(action)
    page.get_by_label("Nội dung thực hiện").fill("- Khảo sát\n- Lập báo cáo")
    page.get_by_label("Thực hiện hằng năm").select_option(label="có")
    for place, lead in enumerate(leads):
        if place:
            page.locator("[data-rows=lead]").get_by_role("button", name="Thêm dòng").click()
        page.locator(f"[name=lead-{_row(page, 'lead')}-text]").fill(lead)
    page.get_by_label("Tổng kinh phí (triệu đồng)").fill(amount)
    page.locator("#id_budget_sources").get_by_label("NSĐP").check()
    page.get_by_role("button", name="Lưu", exact=True).click()


def _row(page: Page, name: str) -> int:
    """The number of the row of a list that is shown last."""
    shown = page.locator(f"[data-rows={name}] .form-row-set:visible [name$='-text']").last
    return int(re.search(r"-(\d+)-", shown.get_attribute("name"))[1])


def test_a_plan_of_two_groups_is_written_from_nothing(sign_in, noted, keep_screenshot):
    page = sign_in("chuyenvien.hatinh")
    wrong = noted(page)

    def seen(name: str) -> None:
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            keep_screenshot(page, f"writing {name} {width}")
            assert (overflow_of(page), faults_of(page)) == (0, []), name
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto("/plans/new/")
    page.get_by_label("Trang trắng").check()
    page.get_by_label("Thực hiện chương trình").select_option("1419/QĐ-TTg")
    page.get_by_label("Năm đầu").fill("2019")
    page.get_by_label("Năm cuối").fill("2020")
    page.get_by_role("button", name="Tạo kế hoạch").click()
    page.wait_for_url("**/edit/")
    expect(page.locator("main")).to_contain_text("chưa có nhóm nhiệm vụ nào")
    seen("nothing yet")
    page.goto(EDIT + "tasks/")
    expect(page.locator("main")).to_contain_text("Hãy thêm nhóm nhiệm vụ trước")
    add_group(page, "I", "Nâng cao nhận thức", "Nâng cao nhận thức và năng lực")
    add_group(page, "II", "Hỗ trợ kỹ thuật", "Hỗ trợ kỹ thuật tại cơ sở")

    add_task(
        page, "I Nâng cao nhận thức", "Tuyên truyền trên báo", ["Sở Công thương", "Báo Hà Tĩnh"], "2,000"
    )
    expect(page.locator(".error-summary")).to_contain_text("hãy ghi 2 hoặc 2000")
    assert page.get_by_label("Nội dung thực hiện").input_value() == "- Khảo sát\n- Lập báo cáo"
    assert page.locator("[name=lead-2-text], [name=lead-1-text]").last.input_value() == "Báo Hà Tĩnh"
    seen("a fault")
    page.get_by_label("Tổng kinh phí (triệu đồng)").fill("2000")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/edit/tasks/")
    add_task(page, "II Hỗ trợ kỹ thuật", "Đánh giá 05 cơ sở", ["Sở Công thương"], "1.234,5")
    page.wait_for_url("**/edit/tasks/")
    add_task(page, "II Hỗ trợ kỹ thuật", "Xây dựng mô hình", ["Sở Công thương"], "300")
    page.wait_for_url("**/edit/tasks/")

    up = page.get_by_role("button", name=re.compile("Lên.*Xây dựng mô hình"))
    up.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    names = page.locator(".draft-row-name")
    expect(names.nth(1)).to_contain_text("Xây dựng mô hình")
    names.nth(1).locator("xpath=..").locator(".drag-handle").drag_to(names.nth(2).locator("xpath=.."))
    expect(page.locator(".order-saved").nth(1)).to_have_text("Đã lưu thứ tự mới.")
    page.reload()
    expect(names.nth(2)).to_contain_text("Xây dựng mô hình")
    page.get_by_role("link", name="Đánh lại số").click()
    page.get_by_role("button", name="Ghi số mới").click()
    expect(names.nth(2)).to_contain_text("2.2")
    seen("tasks")

    page.goto(EDIT)
    expect(page.locator("main")).to_contain_text("Đủ những gì phải có để gửi duyệt")
    seen("task list")
    page.goto(PLAN + "money/")
    expect(page.locator("main")).to_contain_text("3.534,5")
    assert wrong == []


def test_what_is_typed_survives_a_closed_browser_and_two_editors_see_each_other(
    sign_in, noted, keep_screenshot
):
    """A colleague's browser is another one of the same account's: what counts is what each has seen."""
    page = sign_in("chuyenvien.hatinh")
    wrong = noted(page)
    page.goto(EDIT + "tasks/")
    page.get_by_role("link", name="Đánh giá 05 cơ sở", exact=True).click()
    address = page.url
    other = sign_in("lanhdao.hatinh")
    other.goto(address)
    page.get_by_label("Ghi chú").fill("Gõ dở dang")
    expect(page.locator(".typing-state")).to_have_text(re.compile("Đã giữ nội dung đang gõ lúc"))
    page.context.close()

    again = sign_in("chuyenvien.hatinh")
    again.goto(address)
    expect(again.locator("main")).to_contain_text("Bạn đã gõ dở biểu mẫu này")
    assert again.get_by_label("Ghi chú").input_value() == "Gõ dở dang"
    keep_screenshot(again, "writing restored")
    again.get_by_role("button", name="Lưu", exact=True).click()
    again.wait_for_url("**/edit/tasks/")

    other.get_by_label("Ghi chú").fill("Ý của lãnh đạo")
    other.get_by_role("button", name="Lưu", exact=True).click()
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("vừa ghi trước bạn")
    expect(alert).to_contain_text("Gõ dở dang")
    expect(alert).to_contain_text("Ý của lãnh đạo")
    keep_screenshot(other, "writing conflict")
    other.get_by_role("button", name="Lưu", exact=True).click()
    other.wait_for_url("**/edit/tasks/")
    again.goto(address)
    assert again.get_by_label("Ghi chú").input_value() == "Ý của lãnh đạo"
    assert wrong == []


def test_what_is_typed_survives_a_session_that_ended_before_the_form_is_saved(sign_in):
    page = sign_in("chuyenvien.hatinh")
    page.goto(EDIT + "tasks/")
    page.get_by_role("link", name="Đánh giá 05 cơ sở", exact=True).click()
    address = page.url
    scripts = []
    page.route("**/typing*.js", lambda route: scripts.append(route), times=1)
    page.reload(wait_until="commit")
    page.get_by_label("Ghi chú").fill("Gõ sau khi phiên hết")  # before the script that keeps it has come
    scripts.pop().continue_()
    page.wait_for_load_state()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".typing-state")).to_contain_text("phiên làm việc đã hết")
    assert page.url == address

    sign_in_beside(page, "chuyenvien.hatinh")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/edit/tasks/")
    page.goto(address)
    assert page.get_by_label("Ghi chú").input_value() == "Gõ sau khi phiên hết"
