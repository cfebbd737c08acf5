"""The grids in a real browser: typing, pasting as from Excel, questions in cells, undo, two editors, a lost connection."""

import json
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import run
from tests.e2e.test_pages import faults_of, overflow_of

SLUG = "ninh-binh-2021"
MONEY, TASKS = f"/plans/{SLUG}/edit/money/", f"/plans/{SLUG}/edit/task-table/"
SOURCES = ("NSTW", "NSDP", "DN", "KHAC")


def document(slug: str, *, groups: int, tasks: int, years: range, budget=lambda number: None) -> dict:
    """A draft of so many groups with so many tasks each; `budget` gives what each task has."""
    return {
        "slug": slug, "version": {"status": "draft"}, "province": "ninh-binh", "programme": "1419/QĐ-TTg",
        "kind": "plan", "title": "KẾ HOẠCH THỬ", "period": {"start": years[0], "end": years[-1]},
        "groups": [
            {
                "key": str(g), "number": str(g), "title": f"Nhóm nhiệm vụ {g}", "component": "awareness",
                "tasks": [
                    {
                        "key": f"{g}/{t}", "number": f"{g}.{t}", "action": "Tập huấn cho cán bộ quản lý và cơ sở",
                        "lead": [{"text": "Sở Công Thương", "agency": "so-cong-thuong"}], "budget": budget(t),
                    }
                    for t in range(1, tasks + 1)
                ],
            }
            for g in range(1, groups + 1)
        ],
    }  # fmt: skip


def loaded(portal, folder, data: dict) -> None:
    file = folder / f"{data['slug']}.yaml"
    file.write_text(json.dumps(data))
    run(
        "manage.py", "load_plans", str(file), environment=portal.environment | {"SXSH_DATABASE_ROLE": "owner"}
    )


@pytest.fixture(scope="module")
def draft(portal, tmp_path_factory) -> None:
    line = {"year": 2021, "sources": ["NSTW"], "amount": 6, "quantity": 2, "unit": "lớp", "unit_price": 3}
    data = document(
        SLUG, groups=2, tasks=3, years=range(2021, 2024), budget=lambda _: {"total": 6, "lines": [line]}
    )
    loaded(portal, tmp_path_factory.mktemp("plans"), data)


@pytest.fixture
def opened(draft, sign_in, noted):
    """opened(address, account) is a page with a grid that is ready; what goes wrong in it fails the test."""
    faults = []

    def open_page(address: str, account: str = "chuyenvien.ninhbinh", is_noted=True, **options) -> Page:
        page = sign_in(account, **options)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        faults.append(noted(page) if is_noted else [])
        page.goto(address)
        page.locator("[data-ready=true]").wait_for()
        return page

    yield open_page
    assert [fault for fault in faults if fault] == []


def cell(page: Page, row: str, field: str) -> Locator:
    """A cell by its task's number and its column."""
    name = page.locator(".row-name", has_text=re.compile(f"^{re.escape(row)} "))
    return page.locator(".tabulator-row").filter(has=name).locator(f"[tabulator-field='{field}']")


def said(page: Page, part: str) -> Locator:
    return page.locator(f"[data-part={part}]")


def saved(page: Page) -> None:
    expect(said(page, "saved")).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d$"))


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_money_is_typed_asked_about_and_undone_by_the_keyboard_alone(opened, keep_screenshot):
    page = opened(MONEY)
    said(page, "retry").evaluate("one => one.ownerDocument.querySelector('.tabulator-tableholder').focus()")
    expect(said(page, "current")).to_have_text("1.1, tổng ghi trong kế hoạch: 6")
    page.keyboard.type("120,5")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, "1.1", "total")).to_have_text("120,5 (sai lệch)")
    expect(said(page, "current")).to_have_text("1.2, tổng ghi trong kế hoạch: 6")
    page.keyboard.type("3.200")
    page.keyboard.press("Tab")
    expect(cell(page, "1.2", "total")).to_have_text("3.200 (hiểu hai cách)")
    page.keyboard.press("Shift+Tab")
    expect(said(page, "bubble")).to_contain_text("“3.200” có thể hiểu hai cách")
    keep_screenshot(page, "grid question")
    assert faults_of(page) == []
    page.keyboard.press("Enter")  # to the answers
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, "1.2", "total")).to_have_text("3.200 (sai lệch)")
    page.keyboard.press("F2")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(cell(page, "1.2", "total")).to_have_text("3.200 (sai lệch)")
    for key, first, second in (
        ("Control+z", "120,5 (sai lệch)", "6"), ("Control+z", "6", "6"), ("Control+y", "120,5 (sai lệch)", "6"),
        ("Control+z", "6", "6"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(cell(page, "1.1", "total")).to_have_text(first)
        expect(cell(page, "1.2", "total")).to_have_text(second)
    saved(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.part") in ("undo", "redo")


def test_a_block_is_pasted_filled_copied_and_emptied(opened, keep_screenshot):
    page = opened(MONEY)
    cell(page, "1.1", "2021:NSDP").click()
    paste(page, '1.234,5\t7\t8\n"20\n"\tba\t\n1,234.5\t3.200\t9\n1.234.567\t1\t1\r\n')
    expect(said(page, "message")).to_contain_text("Khối dán đi qua dòng của nhóm")
    page.get_by_role("button", name="Không: chỉ có dòng nhiệm vụ").click()
    saved(page)
    expect(cell(page, "1.1", "2021:NSDP")).to_have_text("1.234,5")
    expect(cell(page, "1.2", "2021:NSDP")).to_have_text("20")
    expect(cell(page, "1.2", "2021:DN")).to_have_text("ba (chưa ghi được)")
    expect(cell(page, "1.3", "2021:NSDP")).to_have_text("1.234,5")
    expect(cell(page, "1.3", "2021:DN")).to_have_text("3.200 (hiểu hai cách)")
    expect(cell(page, "2.1", "2021:NSDP")).to_have_text("1.234.567")
    expect(said(page, "open")).to_contain_text("1 ô chưa ghi được")
    expect(page.locator(".tabulator-footer [tabulator-field='2021:NSDP']")).to_have_text("1.237.056")
    keep_screenshot(page, "grid pasted")
    page.get_by_role("button", name="Bỏ các chữ này").click()
    page.keyboard.press("Control+z")
    expect(cell(page, "2.1", "2021:NSDP")).to_have_text("")
    expect(said(page, "open")).to_be_hidden()
    saved(page)

    cell(page, "2.3", "2021:NSDP").click()
    paste(page, "1\n2\n3")
    expect(said(page, "message")).to_contain_text("2 giá trị chưa dán (“2”, “3”)")
    page.get_by_role("button", name="Đã hiểu").click()
    expect(cell(page, "2.3", "2021:NSDP")).to_have_text("1")

    cell(page, "2.1", "2021:DN").click()
    page.keyboard.type("1234,5")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+d")
    expect(cell(page, "2.2", "2021:DN")).to_have_text("1.234,5")
    page.keyboard.press("Control+r")
    expect(cell(page, "2.2", "2021:KHAC")).to_have_text("1.234,5")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == ["1234,5\t1234,5"] * 2
    page.keyboard.press("Delete")
    expect(cell(page, "2.1", "2021:DN")).to_have_text("")
    saved(page)


def test_quantity_times_unit_price_is_typed_in_a_cell_and_undone(opened):
    page = opened(MONEY)
    place = cell(page, "2.1", "2021:DN")
    place.click()
    page.keyboard.type("4 lớp x 2.5")
    page.keyboard.press("Enter")
    saved(page)
    expect(place).to_have_text("10")
    page.keyboard.press("ArrowUp")
    expect(said(page, "bubble")).to_contain_text("Cách tính: 4 lớp x 2,5 = 10")
    page.keyboard.press("Control+z")
    saved(page)
    expect(place).to_have_text("")


def test_two_editors_of_one_cell_see_each_other(opened):
    one, other = opened(MONEY), opened(MONEY, "lanhdao.ninhbinh")
    for page, text in ((one, "11"), (other, "12")):
        cell(page, "2.2", "2021:NSDP").click()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(said(page, "saved")).to_contain_text("Đã lưu")
    expect(cell(one, "2.2", "2021:NSDP")).to_have_text("11")
    expect(cell(other, "2.2", "2021:NSDP")).to_have_text("12 (người khác vừa sửa)")
    other.keyboard.press("ArrowUp")
    expect(said(other, "bubble")).to_contain_text("Người khác vừa ghi ô này: 11. Bạn ghi: 12.")
    other.get_by_role("button", name="Ghi 12").click()
    expect(cell(other, "2.2", "2021:NSDP")).to_have_text("12")
    saved(other)
    one.reload()
    one.locator("[data-ready=true]").wait_for()
    expect(cell(one, "2.2", "2021:NSDP")).to_have_text("12")


def test_what_is_typed_without_connection_or_session_is_kept_and_sent_later(opened):
    page = opened(MONEY, is_noted=False)
    page.context.route(
        "**/cells/", lambda asked: asked.fulfill(status=302, headers={"Location": "/accounts/login/"})
    )
    page.context.route("**/cells/?part=token", lambda asked: asked.abort())
    cell(page, "2.3", "2021:DN").click()
    page.keyboard.type("44")
    page.keyboard.press("Enter")
    expect(said(page, "saved")).to_contain_text("Chưa lưu được")
    expect(said(page, "saved")).to_contain_text("1 ô đang giữ trong trang")
    expect(cell(page, "2.3", "2021:DN")).to_have_text("44")
    page.context.unroute_all()
    page.locator("[name=csrfmiddlewaretoken]").first.evaluate("one => one.value = 'x'")
    page.get_by_role("button", name="Thử lại").click()
    saved(page)
    page.reload()
    page.locator("[data-ready=true]").wait_for()
    expect(cell(page, "2.3", "2021:DN")).to_have_text("44")


def test_the_task_table_is_edited_like_a_spreadsheet(opened, keep_screenshot):
    page = opened(TASKS)
    keep_screenshot(page, "grid tasks")
    assert faults_of(page) == []
    cell(page, "1.1", "coordinating").click()
    paste(page, '"Sở Tài chính\nUBND huyện"\t2021 - 2022\nSở Tài chính; Báo Ninh Bình\thằng năm')
    saved(page)
    expect(cell(page, "1.1", "coordinating")).to_have_text("Sở Tài chính\nUBND huyện")
    expect(cell(page, "1.2", "time")).to_have_text("hằng năm")
    cell(page, "1.2", "note").click()
    page.keyboard.type("dòng một")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("dòng hai")
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("Control+z")
    expect(cell(page, "1.2", "note")).to_have_text("")

    holder = page.locator(".tabulator-tableholder")
    holder.evaluate("one => one.scrollLeft = 0")
    cell(page, "1.3", "number").click()
    page.keyboard.press("F2")
    holder.evaluate("one => one.scrollLeft = 900")  # the editor stays, and the columns come when it closes
    page.wait_for_timeout(50)
    page.keyboard.type("1.3a")
    page.keyboard.press("Enter")
    expect(cell(page, "1.3", "note")).to_be_visible()
    holder.evaluate("one => one.scrollLeft = 0")
    expect(cell(page, "1.3", "number")).to_have_text("1.3a")
    page.keyboard.press("Control+z")
    saved(page)


def test_a_block_longer_than_the_task_table_adds_tasks_to_the_last_group(opened, keep_screenshot):
    page = opened(TASKS)
    cell(page, "2.3", "number").click()
    paste(
        page,
        "2.3\tBa\tSở Tài chính\t\t2022\n2.4\tBốn\t\t\t2023\n\n2.5\tNăm\t\t\tquý I/2023\tba lớp\tgấp\tthừa",
    )
    expect(said(page, "message")).to_contain_text(
        "Khối dán dài hơn bảng 2 dòng, từ “Bốn”. Thêm các dòng đó thành nhiệm vụ mới ở cuối nhóm “Nhóm nhiệm vụ 2”?"
    )
    expect(said(page, "message")).to_contain_text("1 giá trị chưa dán (“thừa”)")
    keep_screenshot(page, "grid beyond the last task")
    assert faults_of(page) == []
    page.keyboard.press("Enter")  # the question has the focus
    expect(said(page, "message")).to_contain_text("Đã thêm 2 nhiệm vụ")
    page.keyboard.press("Enter")
    saved(page)
    cell(page, "2.5", "lead").click()
    page.keyboard.type("Sở Y tế")
    page.keyboard.press("Enter")
    saved(page)
    page.reload()
    page.locator("[data-ready=true]").wait_for()
    expect(cell(page, "2.3", "lead")).to_have_text("Sở Tài chính")
    expect(cell(page, "2.4", "action")).to_have_text("Bốn")
    expect(cell(page, "2.5", "time")).to_have_text("quý I/2023")
    expect(cell(page, "2.5", "lead")).to_have_text("Sở Y tế")
    expect(cell(page, "2.5", "note")).to_have_text("gấp")

    cell(page, "2.5", "lead").click()
    paste(page, "Sở Tài chính\nSở Y tế")  # a line below without what it is about
    expect(said(page, "message")).to_contain_text("1 giá trị chưa dán (“Sở Y tế”)")
    expect(said(page, "message").get_by_role("button")).to_have_text(["Đã hiểu"])


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("address", [MONEY, TASKS])
def test_a_grid_is_accessible_and_fits_the_screen(address, width, opened, keep_screenshot):
    page = opened(address, width=width)
    page.get_by_text("Bàn phím và dán").click()
    keep_screenshot(page, f"grid {width} {address}")
    assert (overflow_of(page), faults_of(page)) == (0, [])


def test_without_javascript_the_same_cells_are_reached_by_forms(draft, sign_in):
    page = sign_in("chuyenvien.ninhbinh", java_script_enabled=False)
    page.goto(MONEY)
    expect(page.locator("[data-part=tools]")).to_be_hidden()
    page.get_by_role("link", name="Tập huấn cho cán bộ").first.click()
    expect(page.get_by_label("Tổng")).not_to_have_count(0)
    page.context.close()


@pytest.mark.long
def test_200_tasks_10_years_4_sources_stay_quick(portal, sign_in, tmp_path, noted):
    """Prints what a browser takes; the bounds are those of a machine that does much else."""
    data = document("ninh-binh-2031", groups=10, tasks=20, years=range(2031, 2041), budget=lambda t: {
        "lines": [{"year": y, "sources": [s], "amount": t + y} for y in range(2031, 2041) for s in SOURCES]
    })  # fmt: skip
    loaded(portal, tmp_path, data)
    page = sign_in("chuyenvien.ninhbinh")
    faults, times = noted(page), {}
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def timed(name: str, action) -> None:
        start = time.monotonic()
        action()
        times[name] = round(time.monotonic() - start, 2)

    def open_grid():
        page.goto("/plans/ninh-binh-2031/edit/money/")
        page.locator("[data-ready=true]").wait_for()

    def scroll():
        page.evaluate("""async () => {
            const holder = document.querySelector('.tabulator-tableholder');
            for (let step = 0; step < 40; step += 1) {
                holder.scrollTop += 150;
                await new Promise((resolve) => requestAnimationFrame(resolve));
            }
            holder.scrollTop = 0;
        }""")

    def type_one():
        page.keyboard.type("77")
        page.keyboard.press("Enter")
        saved(page)

    def paste_all():
        paste(page, "\n".join("\t".join(str(1000 + row * 40 + n) for n in range(40)) for row in range(200)))
        page.get_by_role("button", name="Không: chỉ có dòng nhiệm vụ").click()
        expect(said(page, "saved")).to_contain_text("Đang lưu")
        expect(said(page, "saved")).to_contain_text("Đã lưu", timeout=60_000)

    timed("open the page, seconds", open_grid)
    timed("40 frames of scrolling, seconds", scroll)
    cell(page, "1.1", "2031:NSTW").click()
    timed("type one cell until it is saved, seconds", type_one)
    cell(page, "1.1", "2031:NSTW").click()
    timed("paste 8 000 cells until they are saved, seconds", paste_all)
    assert cell(page, "1.1", "2031:NSTW").inner_text() == "1.000"
    print(json.dumps(times))
    assert faults == []
    assert max(times.values()) < 30
