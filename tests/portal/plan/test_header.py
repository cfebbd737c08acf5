"""What is the same on every page of a plan: who may see it, which version is shown, how much it costs."""

import pytest

from agencies.enums import Role
from plans.enums import VersionKind, VersionStatus
from plans.models import Plan, PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan
from tests.portal.conftest import SECRET
from tests.portal.plan.pages import TABS, address, links_of, several, text_of

pytestmark = pytest.mark.django_db
SLUG = "ha-tinh-2099"
TASK = "tasks/1/1.1/"


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def two_versions(issue) -> Plan:
    """A plan whose task was called something else in its first version."""
    issue()
    data = plan_data()
    data["groups"][0]["tasks"][0]["action"] = "Tổ chức 03 hội nghị"
    return load_plan(read_plan(data), reason="Chép lại").version.plan


def test_the_header_says_which_plan_it_is(browser):
    text = text_of(browser.get(address("kon-tum-2013", "money/")))

    for words in (
        "Tỉnh Kon Tum, 2013-2020",
        "Nay thuộc Tỉnh Quảng Ngãi",
        "835/QĐ-UBND ngày 24/10/2013",
        "(1419/QĐ-TTg)",
        "Bản số 1 đang áp dụng",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("now", "words", "others"),
    [
        ("2018-11-20", "Tỉnh Kon Tum , 2013-2020 Văn bản", ("hết thời kỳ", "Nay thuộc")),
        ("2021-01-01", "Tỉnh Kon Tum , 2013-2020 hết thời kỳ Văn bản", ("Nay thuộc",)),
        ("2025-07-02", "Tỉnh Kon Tum , 2013-2020 hết thời kỳ Nay thuộc Tỉnh Quảng Ngãi", ()),
    ],
)
def test_the_header_says_what_holds_on_the_day(now, words, others, browser, settings):
    settings.SXSH_NOW = now
    text = text_of(browser.get(address("kon-tum-2013", "document/"))).partition("Chương trình")[0]

    assert words in text
    assert not [other for other in others if other in text]


@pytest.mark.parametrize("tab", [*TABS, TASK])
def test_a_version_before_is_shown_with_a_banner_and_keeps_to_itself(tab, two_versions, browser):
    old, new = browser.get(address(SLUG, tab) + "?version=1"), browser.get(address(SLUG, tab))

    banner = "Bạn đang xem bản số 1, không phải bản đang áp dụng"
    assert banner in text_of(old)
    assert banner not in text_of(new)
    tabs = [link for link in links_of(old) if link.startswith(address(SLUG)) and "version=" not in link]
    own = {address(SLUG, tab), address(SLUG, "tasks/"), address(SLUG, "compare/") + "?before=1&after=2"}
    own |= {address(SLUG, "life/"), address(SLUG, "years/")}  # of the plan, whichever version one looks at
    assert {link.partition("#")[0] for link in tabs} <= own


def test_the_version_asked_for_is_the_one_that_is_read(two_versions, browser):
    place = address(SLUG, TASK)

    assert "02 hội nghị" in text_of(browser.get(f"{place}?version=1"))
    assert "03 hội nghị" in text_of(browser.get(place))
    assert "không phải bản đang áp dụng" not in text_of(browser.get(f"{place}?version=2"))


@pytest.mark.parametrize("asked", ["3", "0", "-1", "", "x", "1.0", "99999999999", "١", "1 or 1"])
@pytest.mark.parametrize("tab", ["", "money/", TASK])
def test_a_version_that_is_not_there_is_not_found(asked, tab, two_versions, browser):
    assert browser.get(address(SLUG, tab)).status_code == 200
    assert browser.get(address(SLUG, tab), {"version": asked}).status_code == 404


def test_a_plan_that_is_not_there_is_not_found(browser):
    for tab in (*TABS, TASK):
        assert browser.get(address("khong-co", tab)).status_code == 404
    assert browser.get(address("kon-tum-2013", "tasks/khong/co/")).status_code == 404


@pytest.mark.parametrize("query", ["", "?version=1"])
@pytest.mark.parametrize("tab", [*TABS, TASK])
def test_no_tab_shows_a_draft_to_others(tab, query, draft, signed_in):
    place = address("ha-tinh-2097", tab) + query
    own = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh").get(place)
    assert own.status_code == 200
    assert (SECRET in own.content.decode()) is (tab not in ("findings/", "versions/"))

    for other in (signed_in(Role.DEPARTMENT_EDITOR, "lang-son"), signed_in(Role.MINISTRY_OFFICIAL)):
        answer = other.get(place)
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_a_draft_beside_the_version_in_force_stays_with_its_province(two_versions, signed_in):
    draft = PlanVersion.objects.get(pk=two_versions.current_version_id)
    draft.pk, draft.number, draft.amends, draft.kind = None, 3, 2, VersionKind.AMENDMENT
    draft.status, draft.title, draft.reason = VersionStatus.DRAFT, SECRET, SECRET
    draft.save()
    own, other = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh"), signed_in(Role.MINISTRY_OFFICIAL)

    assert SECRET in text_of(own.get(address(SLUG) + "?version=3"))
    assert SECRET in text_of(own.get(address(SLUG, "versions/")))
    assert other.get(address(SLUG) + "?version=3").status_code == 404
    assert SECRET not in text_of(other.get(address(SLUG, "versions/")))


def test_a_new_plan_shows_its_draft_to_its_province(browser):
    load_plan(read_plan(plan_data(version={"status": "draft"})))

    text = text_of(browser.get(address(SLUG)))

    assert "chưa có bản nào được ban hành" in text
    assert "đang soạn" in text


QUERIES = {
    "": 42,
    "objectives/": 41,
    "tasks/": 41,
    "timeline/": 41,
    "money/": 41,
    "responsibilities/": 41,
    "responsibilities/?agency=so-cong-thuong": 41,
    "text/": 40,
    "findings/": 41,
    "document/": 41,
    "days/": 18,
    "versions/": 17,
    TASK: 41,
}


@pytest.mark.parametrize(("tab", "queries"), QUERIES.items())
def test_a_tab_takes_as_many_queries_for_one_row_as_for_three(
    tab, queries, signed_in, django_assert_num_queries
):
    for count in (1, 3):
        load_plan(read_plan(several(count, slug=f"ha-tinh-209{count}")))
        client, url = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh"), address(f"ha-tinh-209{count}", tab)
        assert client.get(url).status_code == 200  # figures of issued versions are kept
        with django_assert_num_queries(queries):
            client.get(url)


@pytest.mark.parametrize("tab", TABS)
def test_a_plan_that_says_nothing_is_told_so_on_every_tab(tab, issue, browser):
    issue(groups=[], budget_tables=[])

    assert browser.get(address(SLUG, tab)).status_code == 200
    told = {
        "": "Kế hoạch chưa có nhiệm vụ",
        "objectives/": "Kế hoạch không ghi mục tiêu",
        "tasks/": "Kế hoạch chưa có nhiệm vụ",
        "timeline/": "Kế hoạch chưa có nhiệm vụ",
        "money/": "Kinh phí chưa rõ",
        "responsibilities/": "Kế hoạch chưa ghi trách nhiệm",
        "text/": "Chưa có nội dung văn bản",
        "findings/": "Không có sai lệch",
        "document/": "Văn bản không quy định báo cáo hằng năm",
        "versions/": "Chỉ có một bản",
    }
    assert told[tab] in text_of(browser.get(address(SLUG, tab)))


@pytest.mark.parametrize("tab", [*TABS, TASK])
def test_what_a_plan_says_is_shown_as_text(tab, browser):
    script = "<script>alert(1)</script>"
    data = several(1, slug="ha-tinh-2096", title=script, subject=script, issuer=script)
    task, section = data["groups"][0]["tasks"][0], data["sections"][0]
    task |= {"action": script, "contents": [script], "note": script}
    task["lead"][0]["text"] = script
    section |= {"title": script, "text": script, "note": script}
    section["items"][0]["text"] = script
    for rows, name in (
        ("objectives", "text"),
        ("annexes", "text"),
        ("readings", "why"),
        ("financing", "text"),
    ):
        data[rows][0][name] = script
    data["responsibilities"][0] |= {"agency": script, "items": [script]}
    load_plan(read_plan(data))

    page = browser.get(address("ha-tinh-2096", tab))

    assert page.status_code == 200
    assert "<script" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode() or tab in ("findings/", "versions/")
