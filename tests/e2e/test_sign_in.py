"""Signing in as people do it: the pages before, a telephone set up for the first time, and the code afterwards."""

import re

import pytest

from tests.agencies.signing_in import code_now
from tests.agencies.test_sign_on import NO_ACCOUNT
from tests.e2e.conftest import PASSWORD, WIDTHS, run
from tests.e2e.test_pages import faults_of, overflow_of

APPROVER = "lanhdao.langson@sxsh.example"
BEFORE = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/1-set-password/",
    "/accounts/password/reset/changed/",
)


@pytest.fixture
def stranger(chromium, portal):
    """stranger(width) is a page of a browser in which nobody has signed in."""
    contexts = []

    def open_page(width: str):
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        contexts.append(chromium.new_context(viewport=size, locale="vi-VN", base_url=portal.address))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", BEFORE)
def test_a_page_before_signing_in_is_accessible_and_fits_the_screen(
    address, width, stranger, keep_screenshot
):
    page = stranger(width)
    page.goto(address)

    keep_screenshot(page, f"{width}{address}")
    assert page.locator("h1").count() == 1
    assert faults_of(page) == []
    assert overflow_of(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_an_approver_sets_up_her_telephone_and_signs_in_with_it(width, stranger, portal, keep_screenshot):
    run(
        "manage.py",
        "reset_second_factor",
        APPROVER,
        environment=portal.environment | {"SXSH_DATABASE_ROLE": "owner"},
    )
    page = stranger(width)

    def looks_right(name: str) -> None:
        keep_screenshot(page, f"{width}-{name}")
        assert (faults_of(page), overflow_of(page) <= 0) == ([], True)

    def give_password() -> None:
        page.goto("/accounts/login/?next=/plans/")
        page.get_by_label("Thư điện tử").fill(APPROVER)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()

    give_password()
    page.get_by_role("heading", name="Bật xác thực hai bước").wait_for()
    looks_right("second-factor-set-up")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Mã trên điện thoại").fill(code_now(secret))
    page.get_by_role("button", name="Bật xác thực hai bước").click()

    page.get_by_role("heading", name="Mã khôi phục").wait_for()
    looks_right("recovery-codes")
    codes = re.findall(r"\d{8}", page.locator(".secret").inner_text())
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải về dạng văn bản").click()
    assert re.findall(r"^\d{8}$", downloading.value.path().read_text(), re.M) == codes
    page.get_by_role("link", name="Đã cất mã, vào cổng").click()
    page.goto("/accounts/second-factor/")
    looks_right("second-factor-on")
    page.goto("/accounts/second-factor/switch-off/")
    looks_right("second-factor-not-off")
    page.goto("/accounts/second-factor/recovery-codes/new/")
    looks_right("recovery-codes-new")
    page.get_by_role("button", name="Đăng xuất").click()

    give_password()
    page.get_by_role("heading", name="Nhập mã xác thực").wait_for()
    looks_right("second-factor-code")
    page.get_by_label("Mã").fill(codes[0])
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("heading", name="Kế hoạch").first.wait_for()
    page.goto("/accounts/sessions/")
    looks_right("sessions")


@pytest.mark.parametrize("width", WIDTHS)
def test_sign_on_leads_to_the_service_and_back(width, stranger, portal, noted, keep_screenshot):
    page = stranger(width)
    wrong = noted(page)
    page.goto(f"{portal.service}/as/nguoi-la/")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Đăng nhập của tỉnh").click()
    page.get_by_role("heading", name="Không đăng nhập được").wait_for()

    keep_screenshot(page, f"{width}-sign-on-refused")
    assert page.get_by_text(NO_ACCOUNT).count() == 1, (portal.logs / "web.log").read_text()[-3000:]
    assert (faults_of(page), overflow_of(page) <= 0, wrong) == ([], True, [])
