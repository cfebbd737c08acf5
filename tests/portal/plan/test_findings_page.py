"""Noting a decision on a finding: who may, what is refused, and that nothing typed is lost."""

import re

import pytest

from agencies.enums import Role
from budgets.models import FindingDecision
from budgets.services import MAX_DECISION_LENGTH
from plans.models import Plan, PlanVersion
from portal.links import place
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan
from tests.factories.documents import plan_copy
from tests.portal.plan.pages import address, text_of

pytestmark = pytest.mark.django_db
WORDS = "words_differ:budget_tables/tong-hop-kinh-phi/amount_in_words"
PAGE = address("ha-tinh-2011", "findings/")
DECIDE = address("ha-tinh-2011", "findings/decide/")
ANCHOR = place("finding", WORDS)


@pytest.fixture
def browser(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")


def test_findings_are_shown_with_what_was_printed_and_computed(browser):
    text = text_of(browser.get(PAGE))

    for words in ("Số tiền bằng chữ khác số tiền bằng số", "Bảy tỷ không trăm năm triệu", "7.050 triệu đồng"):
        assert words in text
    kinds = [row.finding.is_notice for row, _ in browser.get(PAGE).context["rows"]]
    assert kinds == sorted(kinds)
    assert set(kinds) == {True, False}


def test_a_decision_is_noted_and_shown_at_its_finding(browser):
    before = browser.get(PAGE).context["page"].undecided
    answer = browser.post(DECIDE, {"key": WORDS, "text": "Lấy số 7.050 triệu."})

    assert answer.status_code == 302
    assert answer.url == f"{PAGE}#{ANCHOR}"
    page = browser.get(PAGE)
    assert f'id="{place("finding", WORDS)}"' in page.content.decode()
    text = text_of(page)
    assert "Đã ghi quyết định về sai lệch “Số tiền bằng chữ khác số tiền bằng số”." in text
    assert re.search(r"Quyết định của Nguyễn Văn \d+, \d\d:\d\d \d\d/\d\d/\d{4} Lấy số 7.050 triệu\.", text)
    assert page.context["page"].undecided == before - 1
    assert "Đã ghi quyết định" not in text_of(browser.get(PAGE))


def test_a_later_decision_counts_and_the_earlier_one_stays_readable(browser):
    for text in ("Lấy chữ.", "Lấy số."):
        browser.post(DECIDE, {"key": WORDS, "text": text})

    text = text_of(browser.get(PAGE))

    assert "Các quyết định trước (1)" in text
    assert text.index("Lấy số.") < text.index("Lấy chữ.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Hãy ghi nội dung quyết định."),
        (" \u200b \n", "Hãy ghi nội dung quyết định."),
        ("x" * (MAX_DECISION_LENGTH + 1), "Không quá 4000 ký tự."),
        ("Lấy\x07 số", "Ghi chú có ký tự điều khiển; hãy nhập lại."),
        ("Lấy \u202esố", "Ghi chú có ký tự điều khiển; hãy nhập lại."),
        ("Lấy\0số", "Có ký tự NUL."),
    ],
    ids=ascii,
)
def test_what_cannot_be_taken_is_told_at_its_field_and_stays_typed(text, reason, browser):
    answer = browser.post(DECIDE, {"key": WORDS, "text": text})

    assert answer.status_code == 422
    assert text_of(answer).count(reason) == 2  # on top, and at the field
    page = answer.content.decode()
    assert f'href="#{place("finding", WORDS)}-text"' in page
    assert f'id="{place("finding", WORDS)}-text"' in page
    assert page.count('class="decide" open') == 1
    form = next(form for row, form in answer.context["rows"] if row.finding.key == WORDS)
    assert form["text"].value() == text
    assert not FindingDecision.objects.exists()


def test_a_finding_that_is_not_there_is_told_and_nothing_is_noted(browser):
    answer = browser.post(DECIDE, {"key": "khac:o/dau", "text": "Lấy số."})

    assert answer.status_code == 422
    assert "Kế hoạch không có sai lệch này." in text_of(answer)
    assert not FindingDecision.objects.exists()


def test_what_is_typed_is_shown_as_text(browser):
    script = "<script>alert(1)</script>"
    page = browser.post(DECIDE, {"key": WORDS, "text": script}, follow=True).content.decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    failed = browser.post(DECIDE, {"key": f"{WORDS}{script}", "text": script}).content.decode()
    assert "<script" not in failed


@pytest.mark.parametrize(
    ("role", "province"),
    [
        (Role.AGENCY_REPORTER, "ha-tinh"),
        (Role.FINANCE_APPRAISER, "ha-tinh"),
        (Role.PROVINCIAL_VIEWER, "ha-tinh"),
        (Role.DEPARTMENT_EDITOR, "kon-tum"),
        (Role.MINISTRY_OFFICIAL, None),
    ],
)
def test_others_read_decisions_and_cannot_note_any(role, province, browser, signed_in):
    browser.post(DECIDE, {"key": WORDS, "text": "Lấy số."})
    other = signed_in(role, province)

    page = other.get(PAGE)
    assert "Lấy số." in text_of(page)
    assert "<textarea" not in page.content.decode()
    assert "Chỉ Sở Công Thương của tỉnh ghi được quyết định." in text_of(page)
    assert other.post(DECIDE, {"key": WORDS, "text": "Lấy chữ."}).status_code == 403
    assert FindingDecision.objects.count() == 1


def test_the_department_of_the_successor_may_decide(signed_in):
    number = next(
        f.key for f in signed_in(Role.MINISTRY_OFFICIAL).get(address("kon-tum-2013")).context["page"].findings
    )
    client = signed_in(Role.DEPARTMENT_APPROVER, "quang-ngai")

    assert (
        client.post(
            address("kon-tum-2013", "findings/decide/"), {"key": number, "text": "Đã rõ."}
        ).status_code
        == 302
    )


def test_a_decision_on_figures_that_changed_is_marked(browser):
    browser.post(DECIDE, {"key": WORDS, "text": "Lấy số."})
    data = plan_copy("ha-tinh-2011", slug="ha-tinh-2011")
    data["budget_tables"][0]["amount_in_words"] = "Bảy tỷ không trăm bốn triệu đồng chẵn"
    load_plan(read_plan(data), reason="Chép lại")

    text = text_of(browser.get(PAGE))

    assert "quyết định đã cũ" in text
    assert "ghi ở bản số 1" in text
    assert "Bảy tỷ không trăm năm triệu đồng chẵn" in text


def test_decisions_are_noted_in_the_version_in_force_only(browser):
    data = plan_copy("ha-tinh-2011", slug="ha-tinh-2011", place="Thành phố Hà Tĩnh")
    load_plan(read_plan(data), reason="Chép lại")
    old = browser.get(PAGE + "?version=1")

    assert "Quyết định chỉ ghi được ở bản đang áp dụng." in text_of(old)
    assert "<textarea" not in old.content.decode()
    browser.post(DECIDE + "?version=1", {"key": WORDS, "text": "Lấy số."})
    assert FindingDecision.objects.get().version.number == 2


def test_a_draft_of_another_province_takes_no_decision(draft, signed_in):
    place = address(draft.plan.slug, "findings/decide/")
    own = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    key = own.get(address(draft.plan.slug)).context["page"].findings[0].key

    assert (
        signed_in(Role.DEPARTMENT_EDITOR, "lang-son").post(place, {"key": key, "text": "x"}).status_code
        == 404
    )
    assert own.post(place, {"key": key, "text": "Đã rõ."}).status_code == 302


def test_findings_take_as_many_queries_with_many_decisions(browser, django_assert_num_queries):
    keys = [finding.key for finding in browser.get(PAGE).context["page"].findings]
    assert len(keys) > 1
    for count in (1, 3):
        for key in keys:
            for _ in range(count):
                browser.post(DECIDE, {"key": key, "text": "Đã rõ."})
        browser.get(PAGE)  # takes the message
        with django_assert_num_queries(39):
            browser.get(PAGE)


def test_there_is_no_page_at_the_address_that_notes(browser):
    assert browser.get(DECIDE).status_code == 405
    assert Plan.objects.filter(slug=plan_data()["slug"]).count() == 0
    assert PlanVersion.objects.filter(plan__slug="ha-tinh-2011").count() == 1
