"""The pages of a report of a period: begun from the plan's years, written, sent, read by others from then on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from core.clock import standing_at
from reporting.models import Consolidation, ReportRun
from reporting.services.consolidations import send_consolidation, start_consolidation
from tests.factories import AgencyFactory, obligation_of, report_of
from tests.reporting.consolidated_period import AFTER, sent_year, two_years
from tests.reporting.consolidated_year import TASKS

SLUG = "ha-tinh-2099"
FINAL = {"kind": "final", "from_year": "2019", "year": "2020", "note": "Năm 2020 chưa gửi."}
QUERIES = (50, 50, 61)  # of the overview, a part, a version that is being written


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(AFTER):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


@pytest.fixture
def years(editor):
    return two_years(editor)


@pytest.fixture
def first(years, editor, approver):
    return sent_year(years[0], by=editor, approver=approver, results="Năm 2019 tốt.")


@pytest.fixture
def final(years, first, editor):
    return start_consolidation(years[1], by=editor, note="Thiếu.", kind="final", from_year=2019)


def address(name: str = "", **more) -> str:
    return reverse(f"plan_year_final{name and f'_{name}'}", kwargs={"slug": SLUG, "year": 2020} | more)


def periods() -> str:
    return reverse("plan_periods", args=[SLUG])


def said(response) -> str:
    return response.content.decode()


def test_it_begins_from_the_plans_years_and_names_the_years_that_are_missing(first, editor, client):
    client.force_login(editor)
    assert f'<a href="{periods()}">Lập báo cáo sơ kết, tổng kết</a>' in said(
        client.get(reverse("plan_years", args=[SLUG]))
    )
    assert "Chưa có báo cáo nào" in said(client.get(periods()))
    assert client.get(address()).status_code == 404
    refused = client.post(periods(), FINAL | {"note": ""})
    assert refused.status_code == 422
    assert "Còn 1 năm chưa có báo cáo tổng hợp đã gửi: năm 2020 (chưa gửi báo cáo tổng hợp)" in said(refused)
    wrong = said(client.post(periods(), FINAL | {"from_year": "2018", "year": "2021"}))
    assert "Năm này chưa mở kỳ báo cáo." in wrong
    assert "Năm đầu phải từ 2019" in said(client.post(periods(), FINAL | {"from_year": "2018"}))
    assert client.post(periods(), FINAL).headers["Location"] == address()
    page = said(client.get(address()))
    for words in (
        "Báo cáo tổng kết giai đoạn 2019 - 2020",
        "Năm 2020</a>: chưa gửi báo cáo tổng hợp",
        "Phần của các năm",
    ):
        assert words in page
    assert "Báo cáo tổng kết giai đoạn 2019 - 2020" in said(client.get(periods()))


def test_it_may_end_before_the_newest_year_that_was_opened(years, first, editor, client):
    client.force_login(editor)
    given = {"kind": "interim", "from_year": "2019", "year": "2019", "note": "Thử."}
    answer = client.post(periods(), given)
    assert answer.status_code == 422
    assert "trước năm cuối (2019)" in said(answer)


def test_words_of_the_years_are_edited_beside_their_source(final, first, editor, client):
    client.force_login(editor)
    part = address("part", place=TASKS[0])
    page = said(client.get(part))
    assert "Báo cáo năm 2019, bản số 1" in page
    assert reverse("plan_year_consolidated_version", args=[SLUG, 2019, 1]) in page
    row = final.texts.get(place=TASKS[0])
    given = {"source": "nam-2019", "revision": "1", "text": "Hai năm tốt.", "initial-text": row.text}
    assert client.post(part, given).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.is_edited) == ("Hai năm tốt.", True)
    taken = client.post(address("source", place=TASKS[0]), {"source": "nam-2019", "revision": "2"})
    assert taken.status_code == 302
    row.refresh_from_db()
    assert not row.is_edited
    for name in ("own", "heading"):
        assert client.get(address(name)).status_code == 200


def test_it_is_sent_and_read_by_others_and_says_when_a_year_was_sent_since(
    final, years, editor, approver, person, client
):
    official, viewer = person(Role.MINISTRY_OFFICIAL), person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    for one in (official, viewer):
        client.force_login(one)
        assert client.get(address()).status_code == 404
        assert "Chưa có báo cáo nào" in said(client.get(periods()))
        assert client.post(periods(), FINAL).status_code == 403
    client.force_login(approver)
    assert "Hãy xem lại trước khi gửi" in said(client.get(address("send")))
    assert client.post(address("send")).status_code == 302
    sent = Consolidation.objects.get(kind="final")
    for one in (official, viewer):
        client.force_login(one)
        assert sent.receipt_number in said(client.get(address()))
        page = said(client.get(address("version", number="1")))
        assert sent.digest in page
        assert "Tổng kết giai đoạn 2019 - 2020 thực hiện Kế hoạch" in page
        assert "(Báo cáo năm 2019, bản số 1)" in page
        assert "Bản đã ký" in page
    client.force_login(editor)
    assert "không còn theo kịp" not in said(client.get(address()))
    with standing_at(AFTER.replace(day=6)):
        sent_year(years[1], by=editor, approver=approver)
    assert "báo cáo của năm 2020 đã được duyệt, gửi hoặc mở lại" in said(client.get(address()))
    assert client.post(address("file", number="1"), {"kind": "year_xlsx"}).status_code == 302
    assert ReportRun.objects.get(consolidation=sent).file_name.endswith(
        "tong-ket-giai-doan-2019-2020-ha-tinh-2099-ban-1.xlsx"
    )
    assert client.post(address(), {"note": "Lập lại."}).status_code == 302
    assert Consolidation.objects.get(kind="final", number=2).from_year == 2019


def test_pages_take_as_many_queries_for_one_report_as_for_three(final, years, editor, client):
    client.force_login(editor)
    found = []
    for _ in range(2):
        for page in (address(), address("part", place=TASKS[0]), address("version", number="1")):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        for number in range(2):
            agency = AgencyFactory(province=final.province, name=f"Sở thêm {number}")
            report_of(obligation_of(years[0], agency, TASKS[0]), "accepted", by=editor)
    assert found == [*QUERIES, *QUERIES]


def test_strangers_and_reporters_see_nothing_of_it(final, approver, person, client):
    send_consolidation(final, by=approver, link=str)
    for reader, status in (
        (person(Role.AGENCY_REPORTER, "ha-tinh"), 403),
        (person(Role.DEPARTMENT_EDITOR, "kon-tum"), 404),
    ):
        client.force_login(reader)
        for page in (periods(), address(), address("version", number="1")):
            assert client.get(page).status_code == status
