"""The department moves the day of a year's reports in a browser, and a partner agency reads the new day."""

import pytest

from tests.e2e.test_pages import faults_of, overflow_of


@pytest.mark.parametrize(("width", "day"), [("desktop", "05/12/2018"), ("phone", "07/12/2018")])
def test_a_day_is_moved_and_read_by_whom_it_concerns(width, day, sign_in, noted, keep_screenshot):
    page = sign_in("chuyenvien.kontum", width)
    wrong = noted(page)

    def look(step: str) -> None:
        keep_screenshot(page, f"{width}-days-{step}")
        assert faults_of(page) == [], step
        assert overflow_of(page) <= 0, step

    page.goto("/plans/kon-tum-2013/document/")
    page.get_by_role("link", name="Ngày báo cáo từng năm").click()
    page.get_by_label("Ngày mới").fill("1/11/2018")
    page.get_by_role("button", name="Ghi ngày báo cáo").click()
    look("refused")
    page.get_by_label("Ngày mới").fill(day)
    page.get_by_label("Lý do").fill("Bão số 9, nhiều huyện mất điện")
    page.get_by_role("button", name="Ghi ngày báo cáo").click()
    page.get_by_text("Đã ghi ngày báo cáo.").wait_for()
    look("moved")
    page.goto("/")
    look("department")
    assert wrong == []

    page = sign_in("tainguyen.kontum", width)
    page.goto("/")
    look("agency")
    assert page.get_by_text(f"trước ngày {day}").first.is_visible()
    assert page.get_by_text("dời từ 30/11: Bão số 9, nhiều huyện mất điện").first.is_visible()
