"""The department opens the years of two provinces with different days, resolves what is unclear, gives more time, locks."""

import pytest

from tests.e2e.test_pages import faults_of, overflow_of


def open_year(page, slug: str, year: int) -> None:
    page.goto(f"/plans/{slug}/years/")
    page.get_by_role("link", name=f"Năm {year}").click()
    page.get_by_role("link", name="Mở kỳ báo cáo").click()
    page.get_by_role("button", name="Mở ngay").click()
    page.get_by_text(f"Đã mở kỳ báo cáo năm {year}").wait_for()


@pytest.mark.parametrize(
    ("width", "account", "slug", "year", "last_day", "words"),
    [
        (
            "desktop",
            "chuyenvien.kontum",
            "kon-tum-2013",
            2016,
            "29/11",
            "các Sở, ban ngành chức năng liên quan",
        ),
        ("phone", "chuyenvien.angiang", "an-giang-2016", 2017, "14/12", "Các Sở, ngành khác có liên quan"),
    ],
)
def test_a_year_is_opened_resolved_extended_and_locked(
    width, account, slug, year, last_day, words, sign_in, noted, keep_screenshot
):
    page = sign_in(account, width)
    wrong = noted(page)

    def look(step: str) -> None:
        keep_screenshot(page, f"{width}-year-{step}")
        assert faults_of(page) == [], step
        assert overflow_of(page) <= 0, step

    page.goto(f"/plans/{slug}/years/{year}/obligors/")
    look("preview")
    page.goto(f"/plans/{slug}/years/{year}/open/")
    look("open")
    open_year(page, slug, year)
    look("opened")
    page.get_by_role("link", name="Ai phải báo cáo").click()
    page.get_by_role("link", name=f"Chọn cơ quan cho “{words}”").click()
    page.get_by_label("Ban Quản lý", exact=False).first.check()
    look("collective")
    page.get_by_role("button", name="Ghi quyết định").click()
    page.get_by_text("Đã ghi quyết định.").wait_for()
    page.get_by_role("button", name="Các cụm từ đã đánh dấu không chỉ cơ quan nào").click()
    page.get_by_text("không chỉ cơ quan nào phải báo cáo").wait_for()
    look("obligors")
    page.goto(f"/plans/{slug}/years/{year}/")
    assert page.get_by_text(f"(ngày cuối {last_day})").first.is_visible()
    page.get_by_role("link", name="Sở Tài chính").first.click()
    look("obligation")
    page.get_by_role("link", name="Gia hạn").click()
    page.get_by_label("Ngày mới").fill(f"28/12/{year}")
    page.get_by_role("button", name="Gia hạn").click()
    look("extension-refused")
    page.get_by_label("Lý do").fill("Bão số 9, nhiều huyện mất điện")
    page.get_by_role("button", name="Gia hạn").click()
    page.get_by_text("Đã gia hạn cho Sở Tài chính.").wait_for()
    look("extended")
    page.goto(f"/plans/{slug}/years/{year}/ask/")
    look("ask")
    page.goto(f"/plans/{slug}/years/{year}/lock/")
    page.get_by_label("Lý do").fill("Đã tổng hợp gửi UBND tỉnh")
    page.get_by_role("button", name="Khóa kỳ báo cáo").click()
    page.get_by_text(f"Đã khóa kỳ báo cáo năm {year}.").wait_for()
    look("locked")
    page.goto(f"/plans/{slug}/years/")
    look("years")
    page.goto("/")
    look("home")
    assert wrong == []
