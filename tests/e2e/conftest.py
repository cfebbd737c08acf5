"""The whole portal in processes of its own, and a real Chromium in front of it.

Web (gunicorn) and worker run on a copy of the test database and on a Redis of their own; the business clock
stands at the end of November 2018, when all five plans are running and Kon Tum's report is nearly due.
People sign in through the sign-in page and click what users click. `--screenshots FOLDER` keeps a picture of
every page visited by `tests/e2e/test_pages.py`, at both widths.
"""

import contextlib
import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from agencies.demo import demo_accounts
from sxsh_portal import embedded_redis
from sxsh_portal.processes import ending_with_parent
from tests import databases
from tests.agencies.provider import CLIENT_ID
from tests.agencies.service import SECRET, running_service
from tests.agencies.signing_in import code_now

# Playwright keeps an event loop in this thread, in which Django would refuse to speak to the database. It ends with
# the last test here: what the portal itself runs as asynchronous code could not be called beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parents[2]
NOW = "2018-11-20T09:00"
PASSWORD = "Trinh-dien-2026"
PROVINCES = ["an-giang", "ha-tinh", "kon-tum", "lang-son", "ninh-binh"]
PATIENCE = 60  # seconds
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No sandbox of its own: tests run as root in containers. The rest keeps it from talking to anybody.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
]
WIDTHS = {"desktop": (1280, 900), "phone": (360, 740)}


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs all browser tests: they share the portal, which takes a while to start."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, that of the service of sign-on, and what its processes run in."""

    address: str
    service: str
    environment: dict
    logs: Path


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Portal]:
    """Web and worker with the five plans and the demonstration accounts."""
    folder = tmp_path_factory.mktemp("portal")
    with contextlib.ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        environment = os.environ | {
            "DATABASE_URL": stack.enter_context(databases.clone()),
            "REDIS_URL": stack.enter_context(embedded_redis.running()),
            "SXSH_FILES_DIR": str(folder / "files"),
            "SXSH_NOW": NOW,
        }
        port = embedded_redis.free_port()
        service = stack.enter_context(running_service(folder, f"http://127.0.0.1:{port}"))
        environment |= {"OIDC_NAME": "Đăng nhập của tỉnh", "OIDC_SERVER_URL": service}
        environment |= {"OIDC_CLIENT_ID": CLIENT_ID, "OIDC_SECRET": SECRET}
        run("manage.py", "prepare", environment=environment)
        web = f"-m gunicorn sxsh_portal.wsgi --bind 127.0.0.1:{port} --workers 1 --threads 4 --no-control-socket"
        worker = "-m celery --quiet -A sxsh_portal worker --concurrency 1 --without-gossip --without-mingle"
        stack.enter_context(
            running(worker.split(), environment | {"SXSH_DATABASE_ROLE": "worker"}, folder / "worker.log")
        )
        stack.enter_context(
            running(web.split(), environment | {"SXSH_DATABASE_ROLE": "web"}, folder / "web.log")
        )
        wait_for(lambda: answers(port), "the web server does not answer")
        yield Portal(f"http://127.0.0.1:{port}", service, environment, folder)
        for log in folder.glob("*.log"):
            assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


def run(*command: str, environment: dict) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def running(arguments: list[str], environment: dict, log: Path) -> Iterator[subprocess.Popen]:
    """A Python program that runs for the time of the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            ending_with_parent([sys.executable, *arguments]),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status == 200
    return False


def wait_for(condition: Callable[[], bool], complaint: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.1)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "no Chromium: script/bootstrap installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()  # Django keeps others while an event loop runs: now they can still be found


@pytest.fixture(scope="package")
def sign_in(chromium, portal) -> Iterator[Callable[..., Page]]:
    """sign_in("chuyenvien.kontum", width="phone") is a page of a browser in which that account has signed in.

    Sessions are kept for the whole run. Options are those of a browser context. With is_tab it is one more tab of the
    account's window, which costs half as much as a window: for who only looks and closes the tab.
    """
    states: dict[str, dict] = {}
    windows: dict[str, BrowserContext] = {}
    contexts = []

    def open_window(account: str, **options) -> BrowserContext:
        if account not in states:
            states[account] = _sign_in(chromium.new_context(base_url=portal.address), account)
        options = {"locale": "vi-VN", "base_url": portal.address} | options
        contexts.append(chromium.new_context(storage_state=states[account], **options))
        return contexts[-1]

    def open_page(account: str, width: str = "desktop", *, is_tab: bool = False, **options) -> Page:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        if is_tab and account not in windows:
            windows[account] = open_window(account)
            windows[account].new_page()  # the window stays open when the last tab closes
        window = windows[account] if is_tab else open_window(account, viewport=size, **options)
        page = window.new_page()
        page.set_viewport_size(size)
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _sign_in(context, account: str) -> dict:
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Thư điện tử").fill(f"{account}@sxsh.example")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    if secret := second_factor_of(account):
        page.get_by_label("Mã").fill(code_now(secret))
        page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Đăng xuất").wait_for()
    state = context.storage_state()
    context.close()
    return state


def sign_in_beside(page: Page, account: str) -> None:
    """Signs in in another tab, as who reads that her session has ended."""
    beside = page.context.new_page()
    beside.goto("/accounts/login/")
    beside.get_by_label("Thư điện tử").fill(f"{account}@sxsh.example")
    beside.get_by_label("Mật khẩu").fill(PASSWORD)
    beside.get_by_role("button", name="Đăng nhập", exact=True).click()
    beside.wait_for_url(re.compile("/$"))
    beside.close()


def second_factor_of(account: str) -> str | None:
    """The published secret of a demonstration account whose role asks for a second factor."""
    [found] = [known for known in demo_accounts(PROVINCES) if known.email == f"{account}@sxsh.example"]
    return found.totp_secret


@pytest.fixture
def noted(request):
    """noted(page) lists what goes wrong in the page: script faults, failed and foreign requests, refusals."""

    def note(page: Page) -> list[str]:
        wrong: list[str] = []
        page.on("console", lambda said: _is_refusal(said) and wrong.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("requestfailed", lambda asked: _was_left(asked) or wrong.append(f"failed: {asked.url}"))
        page.on("response", lambda got: got.status >= 500 and wrong.append(f"{got.status}: {got.url}"))
        page.on("request", lambda asked: _is_foreign(asked.url) and wrong.append(f"foreign: {asked.url}"))
        return wrong

    return note


def _is_refusal(said: ConsoleMessage) -> bool:
    """An error that is not the status of an answer, which a page may have."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def _was_left(asked: Request) -> bool:
    """A request whose page was left, or loaded anew, before the answer came."""
    return asked.failure == "net::ERR_ABORTED"


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1"


@pytest.fixture
def keep_screenshot(request) -> Callable[[Page, str], None]:
    """keep_screenshot(page, name) keeps a picture of the whole page where --screenshots asks for it."""
    folder = request.config.getoption("--screenshots")

    def keep(page: Page, name: str) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(
                path=folder / f"{re.sub(r'[^a-z0-9.]+', '-', name.lower()).strip('-')}.png", full_page=True
            )

    return keep
