"""Tasks of a plan: narrowing, the timeline, a task's own page."""

from urllib.parse import quote

import pytest

from agencies.enums import Role
from core import clock
from plans.models import Plan
from portal.plan_document.loader import load_plan
from portal.plan_pages.header import plan_page
from portal.plan_pages.task_rows import narrowed, rows_of, task_groups
from portal.plan_pages.timeline import timeline
from tasks.models import Task
from tests.conftest import PLAN_SLUGS
from tests.factories import UserFactory, plan_data, read_plan
from tests.portal.plan.pages import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.MINISTRY_OFFICIAL)


def loaded(slug: str):
    return plan_page(UserFactory(), Plan.objects.get(slug=slug))


# Narrowing


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_rows_run_in_the_years_in_which_the_tasks_do(slug):
    page = loaded(slug)
    groups = task_groups(page)
    for year in range(page.version.period_start - 1, page.version.period_end + 2):
        expected = set(
            Task.objects.filter(version=page.version).running_in(year).values_list("key", flat=True)
        )
        assert {row.key for row in rows_of(narrowed(groups, year=year))} == expected


def test_tasks_are_narrowed_by_agency_year_component_and_words(browser):
    def shown(**asked):
        context = browser.get(address("kon-tum-2013", "tasks/"), asked).context
        return [row.number for row in rows_of(context["groups"])], context["total"]

    assert shown() == (
        ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.4", "3.1", "3.2", "4.1", "4.2", "4.3", ""],
        13,
    )
    assert shown(q="TRUYEN thong") == (["1.1", "4.3", ""], 13)
    assert shown(q="truyền thô") == (["1.1", "4.3", ""], 13)
    assert shown(component="network") == (["3.1", "3.2"], 13)
    assert shown(agency="so-tu-phap") == (["2.4"], 13)
    assert shown(year="2020") == (["1.2", "1.3", "1.4", "4.1", "4.3"], 13)
    assert shown(year="2020", component="technical", q="mô hình") == (["4.3"], 13)
    assert shown(agency="~cac-to-chuc-khcn") == (["1.2"], 13)


def test_what_is_narrowed_is_counted_and_an_empty_answer_says_what_to_do(browser):
    place = address("kon-tum-2013", "tasks/")

    assert "Có 2 trong 13 nhiệm vụ" in text_of(browser.get(place, {"component": "network"}))
    nothing = text_of(browser.get(place, {"q": "không đâu có"}))
    assert "Có 0 trong 13 nhiệm vụ" in nothing
    assert "Hãy bỏ bớt điều kiện lọc" in nothing


@pytest.mark.parametrize(
    "asked",
    [{"agency": "so-khong-co"}, {"year": "1900"}, {"year": "x"}, {"component": "khac"}, {"q": "x" * 201}],
)
def test_a_choice_that_the_plan_does_not_have_is_told_and_nothing_is_hidden(asked, browser):
    answer = browser.get(address("kon-tum-2013", "tasks/"), asked)

    assert "Cần sửa trước khi tiếp tục" in text_of(answer)
    assert len(rows_of(answer.context["groups"])) == 13


def test_a_plan_without_a_task_table_shows_its_sections(browser):
    text = text_of(browser.get(address("lang-son-2016", "tasks/")))

    assert "25 nhiệm vụ trong 8 nhóm" in text
    assert "II. NỘI DUNG" in text
    assert "Văn bản không có bảng nhiệm vụ" in text
    item = text_of(browser.get(address("lang-son-2016", "tasks/II.1.a/")))
    assert "Mục II.1, khoản a" in item
    assert "Tuyên truyền nâng cao nhận thức về SXSH" in item


# Timeline


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_every_task_is_on_the_timeline_once_and_every_row_fills_the_years(slug):
    page = loaded(slug)
    groups = task_groups(page)
    shown = timeline(page, groups)
    timed = [time for group in shown.groups for time in group.rows]

    assert {sum(cell.span for cell in time.cells) for time in timed} <= {len(shown.years)}
    keys = [time.row.key for time in timed] + [row.key for row in rows_of(shown.timeless)]
    assert sorted(keys) == sorted(row.key for row in rows_of(groups))


def test_the_timeline_marks_this_year(browser):
    with clock.standing_at("2014-05-01"):
        page = browser.get(address("kon-tum-2013", "timeline/"))

    assert "2014, năm nay" in text_of(page).replace("2014 , năm nay", "2014, năm nay")


def test_the_overview_tells_what_runs_this_year(browser):
    with clock.standing_at("2014-05-01"):
        text = text_of(browser.get(address("kon-tum-2013")))

    assert "Nhiệm vụ của năm 2014" in text
    assert "Và 7 nhiệm vụ nữa" in text
    with clock.standing_at("2030-05-01"):
        assert "Không có nhiệm vụ nào ghi thời gian trong năm 2030" in text_of(
            browser.get(address("kon-tum-2013"))
        )


# One task


def test_a_task_is_shown_whole(browser):
    text = text_of(browser.get(address("kon-tum-2013", "tasks/4/4.2/")))

    for words in (
        "Nhiệm vụ 4.2",
        "Khảo sát, đánh giá tiềm năng áp dụng SXSH",
        "Nhóm 4. Hỗ trợ kỹ thuật",
        "Sở Công Thương",
        "2013-2015",
        "chưa rõ (bảng nhiệm vụ không ghi)",
        "Thời gian không khớp",
        "Trước 4.1.",
        "Sau 4.3.",
        "Để trích dẫn",
        "/plans/kon-tum-2013/tasks/4/4.2/?version=1",
        "835/QĐ-UBND ngày 24/10/2013, UBND tỉnh Kon Tum, bản số 1.",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    "key", ["1/Nhiệm vụ số 1", "a b/c?d=e&f#g", "1/1.1%20", "II/2.1/3", "tasks", "'\"<b>"]
)
def test_a_task_is_found_by_any_key(key, browser):
    data = plan_data()
    data["groups"][0]["tasks"][0]["key"] = key
    load_plan(read_plan(data))

    tasks = browser.get(address("ha-tinh-2099", "tasks/"))
    [row] = rows_of(tasks.context["groups"])

    assert row.url == f"/plans/ha-tinh-2099/tasks/{quote(key, safe='/~:@!$&()*+,;=' + chr(39))}/"
    assert f'href="{row.url}"'.replace("&", "&amp;").replace("'", "&#x27;") in tasks.content.decode()
    assert "Tổ chức 02 hội nghị" in text_of(browser.get(row.url))


# Who must do what


def test_an_agency_sees_its_clauses_and_its_tasks(browser):
    text = text_of(
        browser.get(address("an-giang-2016", "responsibilities/"), {"agency": "so-khoa-hoc-va-cong-nghe"})
    )

    assert "Kế hoạch giao gì cho Sở Khoa học và Công nghệ" in text
    assert "V.3 Sở Khoa học và Công nghệ" in text
    assert "chuyển giao ứng dụng công nghệ về SXSH" in text
    assert "Chủ trì (1)" in text
    assert "V.5 Sở Tài chính" not in text


def test_a_collective_can_be_chosen_and_an_agency_that_is_not_named_cannot(browser):
    place = address("an-giang-2016", "responsibilities/")

    assert browser.get(place, {"agency": "~cac-co-so-san-xuat-cong-nghiep"}).status_code == 200
    assert browser.get(place, {"agency": "so-khong-co"}).status_code == 404
