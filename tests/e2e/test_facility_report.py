"""A facility tells on a phone what it saves and what stands in its way; the department answers, and fills in targets."""

import pytest

from tests.e2e.conftest import run
from tests.e2e.test_pages import faults_of, overflow_of

SETUP = """
from agencies.models import Agency
from core.scope import OWNER, Scope, scoped
from reporting.enums import ObligorKind
from tests.factories import obligation_of, opened_year
with scoped(Scope(OWNER)):
    agency = Agency.objects.get(province__slug="lang-son", slug="co-so-trinh-dien")
    obligation_of(opened_year("lang-son-2016"), agency, kind=ObligorKind.FACILITY)
"""
TARGETS = "/plans/lang-son-2016/years/2018/targets/"


@pytest.fixture
def opened(portal):
    run("manage.py", "shell", "-c", SETUP, environment=portal.environment)


def test_a_facility_tells_its_savings_on_a_phone(opened, sign_in, noted, keep_screenshot):
    page, desk = sign_in("coso.langson", "phone"), sign_in("chuyenvien.langson", "phone")
    wrong = noted(page), noted(desk)

    def look(shown, step: str) -> None:
        keep_screenshot(shown, f"phone-facility-{step}")
        assert faults_of(shown) == [], step
        assert overflow_of(shown) <= 0, step

    page.goto("/reports/")
    page.get_by_role("link", name="Lập báo cáo").click()
    page.get_by_role("button", name="Bắt đầu lập báo cáo").click()
    look(page, "tasks")
    page.get_by_role("link", name="Sản phẩm 1").click()
    typed = {
        "product": "Gạch tuynen", "unit": "1.000 viên", "baseline_year": "2015", "baseline_output": "20000",
        "output": "25000", "coal-baseline": "2000", "coal-current": "2250", "investment": "500",
    }  # fmt: skip
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_text("nay 0,09 tấn/1.000 viên: tiết kiệm 10%").wait_for()
    page.locator("[name=coal-current]").fill("900")
    page.get_by_text("có số cần xác nhận").wait_for()
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_text("Số liệu nên xem lại", exact=True).wait_for()
    look(page, "doubts")
    page.get_by_label("cao khác thường").check()
    page.get_by_role("button", name="Lưu, về danh sách").click()
    page.get_by_role("link", name="Kiểm tra nội dung").click()
    page.get_by_text("Đã đủ nội dung").wait_for()
    look(page, "check")

    page.get_by_role("link", name="Nêu vướng mắc").click()
    page.get_by_label("Vướng mắc gì").fill("Chưa vay được vốn ưu đãi để thay lò nung.")
    look(page, "raise")
    page.get_by_role("button", name="Gửi Sở Công Thương").click()
    page.get_by_text("Chưa có trả lời").wait_for()
    desk.goto("/difficulties/")
    look(desk, "difficulties")
    desk.get_by_role("link", name="Chưa vay được vốn").click()
    desk.get_by_label("Nội dung").fill("Sở đã giới thiệu với Quỹ Bảo vệ môi trường.")
    look(desk, "difficulty")
    desk.get_by_role("button", name="Trả lời").click()
    page.reload()
    page.get_by_text("Sở đã giới thiệu").wait_for()

    desk.goto(TARGETS)
    look(desk, "targets")
    desk.get_by_role("link", name="Nhập số liệu").first.click()
    desk.locator("[name=numerator]").fill("45")
    desk.locator("[name=denominator]").fill("60")
    look(desk, "target")
    desk.get_by_role("button", name="Lưu, sang mục tiêu sau").click()
    desk.goto(TARGETS)
    desk.get_by_text("45 trên 60 là 75%").wait_for()
    assert wrong == ([], [])
