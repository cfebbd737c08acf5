"""The versions of a plan, and what differs between two of them."""

import pytest

from agencies.enums import Role
from portal.plan_document.loader import load_plan
from tests.factories import UserFactory, plan_data, read_plan
from tests.portal.plan.pages import address, text_of

pytestmark = pytest.mark.django_db
PAGE = address("ha-tinh-2099", "versions/")


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
    assert f'href="{address("ha-tinh-2099")}?version=1"' in answer.content.decode()


def test_the_differences_of_two_versions_are_said_in_words(versions, browser):
    text = text_of(browser.get(PAGE, {"before": "1", "after": "3"}))

    place = "nhóm nhiệm vụ 1 › nhiệm vụ 1/1.1 › "
    assert "3 chỗ khác nhau." in text
    assert f"{place}hành động Tổ chức 02 hội nghị Tổ chức 03 hội nghị" in text
    assert f"{place}chủ trì 1 › cơ quan Sở Công Thương Sở Tài chính" in text
    assert f"{place}thời gian › kết thúc 2020 không có" in text


def test_a_version_compared_with_itself_is_the_same(versions, browser):
    assert "Hai bản có nội dung giống nhau." in text_of(browser.get(PAGE, {"before": "2", "after": "2"}))


@pytest.mark.parametrize(
    "asked", [{"before": "9", "after": "1"}, {"before": "1"}, {"before": "x", "after": ""}]
)
def test_a_version_that_cannot_be_compared_is_told(asked, versions, browser):
    answer = browser.get(PAGE, asked)

    assert answer.status_code == 200
    assert "Cần sửa trước khi tiếp tục" in text_of(answer)
    assert answer.context["differences"] is None


def test_comparing_takes_as_many_queries_for_more_differences(versions, browser, django_assert_num_queries):
    for after in ("2", "3"):
        with django_assert_num_queries(62):
            browser.get(PAGE, {"before": "1", "after": after})
