"""An official of the ministry keeps the catalogue in a browser; every page on the way is accessible and fits."""

import pytest

from tests.e2e.conftest import WIDTHS
from tests.e2e.test_pages import faults_of, overflow_of


@pytest.mark.parametrize("width", WIDTHS)
def test_an_output_kind_is_added_changed_and_ended(width, sign_in, noted, keep_screenshot):
    page = sign_in("bocongthuong", width)
    wrong, name = noted(page), f"Ứng dụng {width}"

    def look(step: str) -> None:
        keep_screenshot(page, f"{width}-catalogue-{step}")
        assert faults_of(page) == [], step
        assert overflow_of(page) <= 0, step

    page.goto("/")
    page.get_by_role("link", name="Danh mục", exact=True).click()
    page.get_by_role("link", name="Loại kết quả").click()
    look("list")
    page.get_by_role("link", name="Thêm loại kết quả").click()
    page.get_by_label("Tên").fill(name)
    page.get_by_label("Mã").fill("Ứng dụng")
    page.get_by_label("Đơn vị tính").fill("ứng dụng")
    page.get_by_label("Nguồn").fill("Bộ Công Thương")
    page.get_by_role("button", name="Thêm vào danh mục").click()
    look("new-refused")
    page.get_by_label("Mã").fill(f"app_{width}")
    page.get_by_role("button", name="Thêm vào danh mục").click()
    page.get_by_text("Đã thêm vào danh mục.").wait_for()
    page.get_by_role("link", name="Sửa").click()
    look("edit")
    page.get_by_label("Định nghĩa").fill("Ứng dụng đã đưa vào sử dụng; mỗi ứng dụng đếm một.")
    page.get_by_role("button", name="Ghi thay đổi").click()
    page.get_by_role("link", name="Kết thúc hiệu lực").click()
    look("end")
    page.get_by_label("Có hiệu lực đến hết").fill("31/12/2017")
    page.get_by_role("button", name="Ghi ngày kết thúc").click()
    assert page.get_by_text("đã hết hiệu lực").is_visible()
    look("entry")

    page.goto("/catalogue/output-kinds/?state=valid")
    assert page.get_by_role("link", name=name).count() == 0
    page.goto("/catalogue/indicators/")
    page.get_by_role("link", name="Tỷ lệ cơ sở sản xuất công nghiệp áp dụng sản xuất sạch hơn").click()
    look("indicator")
    page.get_by_role("link", name="Sửa").click()
    look("edit-used")
    assert wrong == []
