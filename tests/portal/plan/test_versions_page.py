"""The versions of a plan: the list, two of them compared, and the one in force on a day."""

from datetime import date

import pytest

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.models import ReportRun
from tests.factories import UserFactory, plan_data, read_plan
from tests.portal.plan.pages import TABS, address, links_of, text_of

pytestmark = pytest.mark.django_db
SLUG = "ha-tinh-2099"
PAGE = address(SLUG, "versions/")
COMPARE = address(SLUG, "compare/")


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


@pytest.fixture
def versions(issue):
    """Three versions of one plan: an action changed, then an agency."""
    issue()
    data = plan_data()
    task = data["groups"][0]["tasks"][0]
    task["action"] = "Tổ chức 03 hội nghị"
    data["version"] |= {"in_force_from": date(2019, 9, 1)}
    load_plan(read_plan(data), reason="Chép sai số hội nghị", by=UserFactory(full_name="Lê Thị B"))
    task["lead"][0]["agency"] = "so-tai-chinh"
    task["time"] |= {"end": None}
    load_plan(read_plan(data), reason="Nhầm cơ quan")


def test_all_versions_are_listed_with_kind_date_reason_and_author(versions, browser):
    answer = browser.get(PAGE)
    text = text_of(answer)

    assert [version.number for version in answer.context["versions"]] == [3, 2, 1]
    for words in (
        "Sửa bản chép bản số 1",
        "Chép sai số hội nghị",
        "Lê Thị B,",
        "99/KH-UBND ngày 01/03/2019",
        "Nhầm cơ quan",
        "đã được thay thế",
    ):
        assert words in text
    assert {f"{address(SLUG)}?version=1", f"{COMPARE}?before=1&after=2"} <= links_of(answer)


# --- two of them ---


def test_the_differences_of_two_versions_are_told_as_officials_know_them(versions, browser):
    answer = browser.get(COMPARE, {"before": "1", "after": "3"})
    text = text_of(answer)

    for words in (
        "4 chỗ khác nhau. Nhiệm vụ: 1 nhiệm vụ, trước đó 1: bổ sung 0, bãi bỏ 0, sửa đổi 1",
        "Mục Nội dung bản số 1 Nội dung bản số 3 Ghi chú",
        "Nhiệm vụ 1.1: Tổ chức 03 hội nghị Nội dung hành động Tổ chức 02 hội nghị Tổ chức 03 hội nghị ≠ Sửa đổi",
        "Cơ quan chủ trì Sở Công thương Sở Công thương (trong danh bạ: Sở Tài chính)",
        "Kết thúc 2020 chưa rõ",
        "Tổng cộng 100 100 0",
    ):
        assert words in text
    assert "<del>02</del>" in answer.content.decode()
    assert "<ins>03</ins>" in answer.content.decode()


def test_versions_of_the_same_content_are_told_to_be_so(issue, browser):
    issue()
    first = PlanVersion.objects.get(plan__slug=SLUG)
    first.pk, first.number, first.kind, first.amends, first.reason = None, 2, "amendment", 1, "thử"
    data = plan_data()
    load_plan(read_plan(data | {"title": "KHÁC"}), reason="thử")
    load_plan(read_plan(data), reason="như cũ")

    text = text_of(browser.get(COMPARE, {"before": "1", "after": "3"}))

    assert "Hai bản có nội dung giống nhau." in text


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "9", "after": "1"},
        {"before": "1"},
        {"before": "x", "after": ""},
        {"before": "2", "after": "2"},
    ],
)
def test_versions_that_cannot_be_compared_are_told(asked, versions, browser):
    for answer in (browser.get(COMPARE, asked), browser.post(COMPARE, asked | {"kind": "comparison_pdf"})):
        assert answer.status_code == 422
        assert "Cần sửa trước khi tiếp tục" in text_of(answer)
        assert answer.context["comparison"] is None
    assert not ReportRun.objects.exists()


def test_who_comes_without_a_choice_is_offered_the_two_newest(versions, browser):
    answer = browser.get(COMPARE)

    assert answer.status_code == 200
    assert (answer.context["form"]["before"].value(), answer.context["form"]["after"].value()) == (2, 3)


@pytest.mark.parametrize("kind", ["comparison_pdf", "comparison_docx"])
def test_the_paper_of_a_comparison_is_asked_for(kind, versions, browser):
    answer = browser.post(COMPARE, {"before": "3", "after": "1", "kind": kind})

    run = ReportRun.objects.get()
    assert answer.headers["Location"] == f"/runs/{run.public_id}/"
    assert (run.kind, run.compared_with.number, run.version.number) == (kind, 3, 1)
    text = text_of(browser.get(f"/runs/{run.public_id}/"))
    assert "bản số 3 và bản số 1" in text
    assert f"{COMPARE}?before=3&after=1" in links_of(browser.get(f"/runs/{run.public_id}/"))


def test_no_other_paper_is_made_of_two_versions(versions, browser):
    for kind in ("", "khac", "plan_pdf"):
        answer = browser.post(COMPARE, {"before": "1", "after": "2", "kind": kind})
        assert answer.status_code == 404


def test_comparing_takes_as_many_queries_for_more_differences(versions, browser, django_assert_num_queries):
    for after in ("2", "3"):
        with django_assert_num_queries(62):
            browser.get(COMPARE, {"before": "1", "after": after})


# --- as of a day ---


@pytest.mark.parametrize(
    ("day", "number"), [("2019-03-01", 1), ("31/08/2019", 1), ("01/09/2019", 3), ("2024-06-30", 3)]
)
def test_a_plan_is_shown_as_of_a_day(day, number, versions, browser):
    answer = browser.get(address(SLUG), {"on": day})

    assert answer.context["page"].version.number == number
    since = "01/03/2019" if number == 1 else "01/09/2019"
    assert f"bản số {number}, áp dụng từ ngày {since}" in text_of(answer)


@pytest.mark.parametrize("tab", [*TABS, "tasks/1/1.1/", "files/", "compare/"])
def test_the_day_stays_in_the_links_of_every_page(tab, versions, browser):
    answer = browser.get(address(SLUG, tab), {"on": "2019-06-30"})

    assert "Kế hoạch vào ngày 30/06/2019: bản số 1" in text_of(answer)
    tabs = {f"{address(SLUG, other)}?on=2019-06-30" for other in TABS}
    assert tabs <= links_of(answer)


def test_a_version_that_is_still_in_force_keeps_the_day_too(versions, browser):
    answer = browser.get(address(SLUG), {"on": "2020-01-01"})

    assert "nay vẫn là bản đang áp dụng" in text_of(answer)
    assert f"{address(SLUG, 'money/')}?on=2020-01-01" in links_of(answer)


@pytest.mark.parametrize("tab", ["", "money/", "tasks/1/1.1/", "files/", "compare/", "history/"])
def test_a_day_before_the_first_version_is_told(tab, versions, browser):
    answer = browser.get(address(SLUG, tab), {"on": "2019-02-28"})
    text = text_of(answer)

    assert answer.status_code == 404
    assert "Ngày 28/02/2019 chưa có bản nào của kế hoạch này được áp dụng." in text
    assert "Bản đầu tiên của kế hoạch là bản số 1 , áp dụng từ ngày 01/03/2019." in text


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "Hãy ghi ngày."),
        ("hôm qua", "không phải là ngày"),
        ("31/02/2019", "không có trong lịch"),
        ("2019-06", "không phải là ngày"),
    ],
)
def test_a_day_that_is_none_is_told_at_its_field(given, reason, versions, browser):
    answer = browser.get(address(SLUG), {"on": given})

    assert answer.status_code == 422
    assert text_of(answer).count(reason) == 2


def test_without_a_day_from_which_it_applies_the_day_of_issue_counts(issue, browser):
    issue(version={"number": 1, "kind": "original", "status": "issued", "in_force_from": None})

    assert browser.get(address(SLUG), {"on": "2019-03-01"}).status_code == 200
    assert browser.get(address(SLUG), {"on": "2019-02-28"}).status_code == 404


def test_a_draft_is_in_force_on_no_day(signed_in, issue):
    issue(version={"number": 1, "kind": "original", "status": "draft", "in_force_from": date(2019, 3, 1)})
    own = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")

    answer = own.get(address(SLUG), {"on": "2020-01-01"})

    assert answer.status_code == 404
    assert "Kế hoạch chưa có bản nào được ban hành." in text_of(answer)
    assert own.get(address(SLUG)).status_code == 200


def test_a_number_in_the_address_says_more_than_a_day(versions, browser):
    answer = browser.get(address(SLUG), {"on": "2019-06-30", "version": "2"})

    assert answer.context["page"].version.number == 2
    assert answer.context["page"].on is None
