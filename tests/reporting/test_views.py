"""Pages of runs: the list, a run in each state, its part for htmx, its file; what other provinces do not see."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.enums import Role
from reporting.models import ReportRun
from reporting.services import cancel_run, request_document
from tests.factories import UserFactory
from tests.reporting.kinds import KIND
from tests.reporting.test_services import fail, finish

pytestmark = pytest.mark.django_db
NOBODYS = "00000000-0000-0000-0000-000000000000"
PARTS = ("", "progress/", "download/", "cancel/", "retry/")
FILES = "/plans/kon-tum-2013/files/"


@pytest.fixture
def browser(official) -> Client:
    client = Client()
    client.force_login(official)
    return client


@pytest.fixture
def run(version, official) -> ReportRun:
    return request_document(version, KIND, by=official)


def start(run, **progress):
    now = timezone.now()
    ReportRun.objects.filter(pk=run.pk).update(
        status="running",
        attempts=1,
        claim_token=NOBODYS,
        lease_until=now,
        heartbeat_at=now,
        started_at=now,
        **progress,
    )


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def address(run, part: str = "") -> str:
    return f"/runs/{run.public_id}/{part}"


# The list


def test_the_list_says_how_to_fill_it(browser):
    assert "Chưa có tài liệu nào" in text_of(browser.get("/runs/"))


def test_the_list_shows_what_ones_province_asked_for(browser, run, version, person):
    request_document(version, "test", by=person(Role.DEPARTMENT_EDITOR, "lang-son"))
    text = text_of(browser.get("/runs/"))

    for words in ("Tỉnh Kon Tum 2013-2020", str(run.requested_by), "đang chờ", "chưa có"):
        assert words in text
    assert text.count("2013-2020") == 1
    finish(run)
    assert f'href="{address(run, "download/")}"' in browser.get("/runs/").content.decode()


def test_the_list_has_pages(browser, run):
    rows = [ReportRun(**_values(run, n)) for n in range(30)]
    ReportRun.objects.bulk_create(rows)

    assert "Trang 1 trên 2" in text_of(browser.get("/runs/"))
    assert len(browser.get("/runs/?page=2").context["page"].object_list) == 11
    assert browser.get("/runs/?page=khong").status_code == 200


def _values(run, number):
    same = ("kind", "version", "province", "requested_by", "file_name")
    return {name: getattr(run, name) for name in same} | {"data_digest": f"{number:064x}"}


def test_lists_take_as_many_queries_for_three_runs_as_for_one(browser, run, django_assert_num_queries):
    browser.get(FILES)  # figures of issued versions are kept
    for _ in range(2):
        for path, queries in (("/runs/", 10), (FILES, 15)):
            with django_assert_num_queries(queries):
                assert browser.get(path).status_code == 200
        ReportRun.objects.bulk_create([ReportRun(**_values(run, n)) for n in range(2)], ignore_conflicts=True)


# A run


def test_a_run_says_what_for_whom_by_whom_and_when(browser, version, official):
    params = {"number": 1234, "signer_title": "Giám đốc", "signer_name": "Trần <b>Văn</b> A"}
    run = request_document(version, KIND, by=official, params=params)
    text = text_of(browser.get(address(run)))

    for words in (
        "Tỉnh Kon Tum, 2013-2020",
        version.title,
        str(official),
        "Giám đốc",
        "Trần &lt;b&gt;Văn",
        "12",
    ):
        assert words in text
    assert "Yêu cầu cho Tỉnh Kon Tum" in text
    assert "Số văn bản 1234 Ngày ký" in text


def test_a_run_of_the_ministry_says_so(version, person):
    official = person(Role.MINISTRY_OFFICIAL)
    client = Client()
    client.force_login(official)
    run = request_document(version, KIND, by=official)

    assert "Yêu cầu cho Bộ Công Thương" in text_of(client.get(address(run)))


def test_a_queued_run_says_what_it_waits_for_when_it_waits_long(browser, run, version, official):
    soon = text_of(browser.get(address(run)))
    assert "đang chờ" in soon
    assert "xếp hàng" in soon
    assert "tự nhắc lại" not in soon

    ReportRun.objects.filter(pk=run.pk).update(queued_at=timezone.now() - timedelta(seconds=21))
    assert "cổng tự nhắc lại" in text_of(browser.get(address(run)))
    earlier = request_document(version, KIND, by=official, params={"number": 5})
    ReportRun.objects.filter(pk=earlier.pk).update(queued_at=timezone.now() - timedelta(seconds=60))
    assert "Còn 1 tài liệu được yêu cầu trước" in text_of(browser.get(address(run)))


def test_a_running_run_shows_its_progress(browser, run):
    start(run, progress_done=1200, progress_total=3000, progress_label="Đang dàn trang")
    page = browser.get(address(run))

    assert "Đang dàn trang: 1.200 trên 3.000" in text_of(page)
    assert 'value="1200" max="3000"' in page.content.decode()
    ReportRun.objects.filter(pk=run.pk).update(attempts=2)
    assert "đang tạo lại từ đầu" in text_of(browser.get(address(run)))


def test_a_done_run_offers_its_file_with_size_and_checksum(browser, run):
    finish(run)
    page = browser.get(address(run))

    assert "đã xong" in text_of(page)
    assert "4 byte" in text_of(page)
    assert run.checksum in text_of(page)
    assert address(run, "download/") in page.content.decode()


def test_a_failed_run_says_why_and_can_be_tried_again(browser, run):
    fail(run)
    page = browser.get(address(run))
    assert "không tạo được" in text_of(page)
    assert "Hỏng." in text_of(page)

    answer = browser.post(address(run, "retry/"), follow=True)
    assert answer.redirect_chain == [(address(run), 302)]
    assert "đang chờ" in text_of(answer)


def test_an_open_run_can_be_cancelled_and_asked_for_again(browser, run):
    assert "Hủy" in text_of(browser.get(address(run)))
    answer = browser.post(address(run, "cancel/"), follow=True)

    assert "đã hủy" in text_of(answer)
    assert "không có" in text_of(browser.get("/runs/"))
    assert "Tạo lại" in text_of(answer)
    assert "đang chờ" in text_of(browser.post(address(run, "retry/"), follow=True))


def test_a_limit_is_told_when_trying_again(browser, run, version, official):
    cancel_run(run, by=run.requested_by)
    for number in range(10):
        request_document(version, KIND, by=official, params={"number": number + 1})
    answer = browser.post(address(run, "retry/"), follow=True)

    assert answer.redirect_chain == [(address(run), 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "Đang có 10 tài liệu của bạn chờ tạo; hãy đợi hoặc hủy bớt rồi yêu cầu tiếp."
    ]


# The part for htmx


def part_of(answer) -> str:
    """The part that htmx swaps, without the token that is another in every answer."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.search(
        r'<div id="run-progress".*?</form>\s*</div>|<div id="run-progress".*?</dl>\s*</div>', page, re.S
    )[0]


STATES = {
    "queued": lambda run: None,
    "running": lambda run: start(run, progress_total=3),
    "done": finish,
    "failed": fail,
    "cancelled": lambda run: cancel_run(run, by=run.requested_by),
}


@pytest.mark.parametrize("state", STATES)
def test_the_part_equals_the_page_loaded_afresh(state, browser, run):
    STATES[state](run)
    page, part = browser.get(address(run)), browser.get(address(run, "progress/"))

    assert part_of(part) == part_of(page)
    assert "<html" not in part.content.decode()
    assert part.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", STATES)
def test_an_open_run_asks_again_with_and_without_javascript_an_ended_one_does_not(state, browser, run):
    STATES[state](run)
    page = browser.get(address(run)).content.decode()

    asks = [
        f'hx-get="{address(run, "progress/")}"' in page,
        'hx-trigger="every 1s"' in page,
        "<noscript>" in page,
    ]
    assert asks == [state in ("queued", "running")] * 3


# The file


def test_the_file_is_handed_out_as_it_was_made(browser, run):
    finish(run, "Báo cáo".encode())
    answer = browser.get(address(run, "download/"))

    assert b"".join(answer.streaming_content) == "Báo cáo".encode()
    headers = (
        "Content-Type",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Cache-Control",
        "Content-Length",
    )
    assert [answer.headers[name] for name in headers] == [
        "text/plain",
        'attachment; filename="tai-lieu-thu-kon-tum-2013.txt"',
        "nosniff",
        "private, no-store",
        "9",
    ]


@pytest.mark.parametrize("state", ["queued", "running", "failed", "cancelled"])
def test_there_is_no_file_before_it_is_made(state, browser, run):
    STATES[state](run)
    answer = browser.get(address(run, "download/"))

    assert answer.status_code == 409
    assert "Tỉnh Kon Tum" in text_of(answer)


@pytest.mark.parametrize("harm", ["gone", "cut", "changed"])
def test_a_lost_file_is_told_and_can_be_made_again(harm, browser, run, files_dir):
    finish(run)
    [file] = [file for file in files_dir.rglob("*") if file.is_file()]
    file.unlink() if harm == "gone" else file.write_bytes({"cut": b"don", "changed": b"donf"}[harm])
    for _ in range(2):
        answer = browser.get(address(run, "download/"))
        assert answer.status_code == 410
        assert "tệp không còn trên máy chủ" in text_of(answer)
        assert "Tạo lại" in text_of(answer)

    assert "mất tệp" in text_of(browser.get("/runs/"))
    answer = browser.post(address(run, "retry/"), follow=True)
    assert answer.status_code == 200
    assert answer.context["run"].pk != run.pk
    assert "đang chờ" in text_of(answer)


# Others


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("other", [("department_editor", "lang-son"), ("ministry_official", None), None])
def test_the_run_of_others_is_not_found(other, part, browser, run, signed_in):
    finish(run)
    if other:
        stranger = signed_in(*other)
    else:
        stranger = Client()
        stranger.force_login(UserFactory())
    method = "post" if part in ("cancel/", "retry/") else "get"

    assert getattr(browser, method)(address(run, part)).status_code in (200, 302)
    assert getattr(stranger, method)(address(run, part)).status_code == 404
    assert "Tỉnh Kon Tum" not in text_of(stranger.get("/runs/"))


def test_a_run_with_a_heading_is_not_found_outside_the_department(
    browser, version, official, facility_person
):
    runs = [request_document(version, KIND, by=official, params=given) for given in ({}, {"number": 5})]
    plain, headed = map(finish, runs)
    facility = Client()
    facility.force_login(facility_person)

    for part in PARTS:
        method = "post" if part in ("cancel/", "retry/") else "get"
        answers = [getattr(facility, method)(address(run, part)) for run in (plain, headed)]
        assert [answer.status_code for answer in answers] == [403 if method == "post" else 200, 404]
        assert getattr(browser, method)(address(headed, part)).status_code in (200, 302)
    for path in ("/runs/", FILES):
        assert address(headed) in browser.get(path).content.decode()
        page = facility.get(path).content.decode()
        assert (address(plain) in page, address(headed) in page) == (True, False)


@pytest.mark.parametrize("part", ["cancel/", "retry/"])
def test_nothing_is_changed_by_following_a_link(part, browser, run):
    assert browser.get(address(run, part)).status_code == 405


def test_a_run_that_is_not_there_is_not_found(browser):
    for part in PARTS:
        method = "post" if part in ("cancel/", "retry/") else "get"
        assert getattr(browser, method)(f"/runs/{NOBODYS}/{part}").status_code == 404


def test_who_left_every_agency_may_not_try_again(browser, run, official):
    """Nothing of it is visible any more: not even that it is there."""
    fail(run)
    official.memberships.update(ended_at=timezone.now())
    assert browser.post(address(run, "retry/")).status_code == 404
