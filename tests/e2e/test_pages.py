"""Every page for every role at both widths: accessible (axe), no wider than the screen, without a fault.

The pages are found as users find them: from the home page, following links.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import ROOT, WIDTHS

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
ACCOUNTS = {
    "chuyenvien.kontum": "Chuyên viên Sở Công Thương",
    "lanhdao.kontum": "Lãnh đạo Sở Công Thương",
    "tainguyen.kontum": "Cán bộ báo cáo của cơ quan phối hợp",
    "coso.kontum": "Cán bộ báo cáo của cơ sở sản xuất",
    "taichinh.kontum": "Cán bộ thẩm định Sở Tài chính",
    "ubnd.kontum": "Người xem của UBND tỉnh",
    "quantri.kontum": "Quản trị của tỉnh",
    "bocongthuong": "Cán bộ Bộ Công Thương",
    "quantri": "Quản trị cổng",
}
PLANS = ("kon-tum-2013", "an-giang-2016", "lang-son-2016", "ninh-binh-2016", "ha-tinh-2011")
TABS = (
    "", "objectives/", "tasks/", "timeline/", "money/", "responsibilities/", "text/", "findings/", "document/",
    "versions/", "days/", "files/",
)  # fmt: skip
LISTS = (
    "/", "/plans/", "/search/?q=kiem+toan", "/search/", "/agencies/", "/provinces/", "/provinces/kon-tum/",
    "/provinces/quang-ngai/", "/compare/", "/compare/targets/", "/compare/money/", "/compare/map/",
    "/compare/map/?borders=63", "/catalogue/", "/catalogue/indicators/", "/catalogue/national-targets/", "/runs/", "/account/", "/khong-co/",
    "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/second-factor/", "/accounts/sessions/",
)  # fmt: skip
BRIEFLY = ("ninh-binh-2016",)  # the largest; the others' tabs are visited by the long form


def shared_pages():
    """The pages that everybody sees."""
    yield from LISTS
    for plan in PLANS:
        for tab in TABS:
            marks = () if plan in BRIEFLY else pytest.mark.long
            yield pytest.param(f"/plans/{plan}/{tab}", marks=marks)


def faults_of(page: Page) -> list[str]:
    """What axe finds, one line a rule, with the first places."""
    page.wait_for_load_state()  # a click may have led away
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # not as a script of the page: its policy lets none of others run
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']} ({fault['impact']}): {[node['target'][0] for node in fault['nodes'][:3]]}"
        for fault in result["violations"]
    ]


def overflow_of(page: Page) -> int:
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("address", list(shared_pages()))
def test_a_page_is_accessible_and_fits_the_screen(address, sign_in, noted, keep_screenshot):
    look_at(address, sign_in("chuyenvien.kontum", is_tab=True), noted, keep_screenshot)


@pytest.mark.parametrize("account", ["quantri.kontum", "quantri"])
@pytest.mark.parametrize("address", ["/history/", "/history/?since=hom+qua", "/plans/kon-tum-2013/history/"])
def test_the_history_is_accessible_and_fits_the_screen(address, account, sign_in, noted, keep_screenshot):
    look_at(address, sign_in(account, is_tab=True), noted, keep_screenshot)


def look_at(address: str, page: Page, noted, keep_screenshot) -> None:
    """Opens an address and fails where the page is not as every page should be, at each width."""
    wrong = noted(page)
    page.goto(address)
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        keep_screenshot(page, f"{width}{address}")
        assert page.locator("h1").count() == 1
        assert faults_of(page) == []
        assert overflow_of(page) <= 0
    assert wrong == []
    page.close()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_role_finds_its_home_accessible_and_its_links_lead_somewhere(
    account, sign_in, noted, keep_screenshot
):
    for width in WIDTHS:
        page = sign_in(account, width, is_tab=True)
        wrong = noted(page)
        page.goto("/")
        keep_screenshot(page, f"{width}-home-{account}")
        assert faults_of(page) == []
        assert overflow_of(page) <= 0
        assert wrong == []
    links = page.locator("main a[href]").evaluate_all("found => found.map(link => link.href)")
    assert links
    for link in sorted(set(links)):
        answer = page.request.get(link)
        assert answer.status == 200, link
        anchor = urlsplit(link).fragment
        assert not anchor or f'id="{anchor}"' in answer.text(), link


@pytest.mark.parametrize(
    "address", ["/", "/plans/", "/plans/kon-tum-2013/tasks/", "/plans/an-giang-2016/money/"]
)
def test_pages_say_the_same_without_javascript(address, sign_in):
    texts = []
    for enabled in (True, False):
        page = sign_in("chuyenvien.kontum", java_script_enabled=enabled)
        page.goto(address)
        texts.append(re.sub(r"\s+", " ", page.locator("main").inner_text()))
        page.context.close()

    assert len(texts[0]) > 200
    assert texts[0] == texts[1]


def test_the_keyboard_reaches_the_content_first(sign_in):
    page = sign_in("chuyenvien.kontum")
    page.goto("/plans/")
    page.keyboard.press("Tab")

    assert page.locator(":focus").inner_text() == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_check_finds_what_is_wrong(sign_in, noted):
    """A page with planted faults does not pass."""
    page = sign_in("chuyenvien.kontum", "phone")
    wrong = noted(page)
    page.goto("/")
    assert (faults_of(page), wrong) == ([], [])
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x><div id=wide>rộng</div>'")
    page.evaluate("document.getElementById('wide').style.width = '900px'")
    page.evaluate(
        "document.body.append(document.createElement('script').appendChild(new Text('x')).parentNode)"
    )

    assert [fault.split()[0] for fault in faults_of(page)] == ["image-alt"]
    assert overflow_of(page) > 0
    assert len(wrong) == 1
    assert "Content Security Policy" in wrong[0]


def test_the_description_of_the_api_works_under_the_policy(sign_in, noted, keep_screenshot):
    page = sign_in("chuyenvien.kontum")
    wrong = noted(page)
    page.goto("/api/v1/docs/")
    page.get_by_text("/api/v1/plans/", exact=True).first.wait_for()
    keep_screenshot(page, "api-docs")

    assert wrong == []
