"""The life of a plan on its pages: who sees what, which steps are offered, what is refused and why."""

import pytest
from django.core import mail
from django.urls import reverse

from agencies.access import scope_of
from agencies.enums import Role
from core import clock
from core.scope import scoped
from plans import services
from plans.models import Plan, PlanVersion
from portal.drafting.changing import change_draft
from portal.drafting.starting import start_amendment
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan
from tests.portal.pages import links_of, main_text
from tests.portal.plan.pages import address

pytestmark = pytest.mark.django_db
SLUG, LINK = "ha-tinh-2098", "https://testserver/"
ISSUE = {
    "document_number": "12/QĐ-UBND", "issued_on": "05/01/2026", "place": "Hà Tĩnh", "signer_name": "Trần Văn B",
    "signer_title": "CHỦ TỊCH", "signer_authority": "", "in_force_from": "10/01/2026",
}  # fmt: skip
STRANGERS = [(Role.DEPARTMENT_EDITOR, "kon-tum"), (Role.MINISTRY_OFFICIAL, None), (Role.PORTAL_ADMIN, None)]


@pytest.fixture(autouse=True)
def on_a_day_in_june():
    with clock.standing_at("2026-06-15"):
        yield


@pytest.fixture
def draft(db) -> PlanVersion:
    return load_plan(read_plan(plan_data(slug=SLUG, version={"number": 1, "status": "draft"}))).version


@pytest.fixture
def editor(signed_in):
    return signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(signed_in):
    return signed_in(Role.DEPARTMENT_APPROVER, "ha-tinh")


def life(client, slug=SLUG) -> str:
    answer = client.get(address(slug, "life/"))
    assert answer.status_code == 200
    return main_text(answer)


def step(client, name: str, slug=SLUG, **data):
    return client.post(address(slug, f"life/{name}/"), data)


def state(version) -> str:
    return PlanVersion.objects.get(pk=version.pk).status


def test_a_plan_goes_from_draft_to_closed_by_its_pages(draft, editor, approver):
    assert "Đủ những gì một kế hoạch phải có" in life(editor)
    assert step(editor, "submitted", comment="Mời xem").status_code == 302
    [told] = mail.outbox
    assert reverse("plan_life", args=[SLUG]) in told.body
    assert "Chờ lãnh đạo Sở Công Thương duyệt: Nguyễn Văn" in life(editor)
    assert step(approver, "returned", comment="Thiếu số liệu").status_code == 302
    assert "Bị trả lại" in life(editor)
    assert "Thiếu số liệu" in life(editor)
    step(editor, "submitted")
    assert step(approver, "approved").status_code == 302
    issue = address(SLUG, "life/issue/")
    assert issue in links_of(approver.get(address(SLUG, "life/")))
    assert approver.post(issue, ISSUE).status_code == 302
    assert state(draft) == "issued"
    assert Plan.objects.get(slug=SLUG).current_version == draft
    assert "Đã ban hành" in life(approver)
    assert approver.post(address(SLUG, "life/close/"), {"comment": "Hết thời kỳ"}).status_code == 302
    header = main_text(editor.get(address(SLUG)))
    assert "đã kết thúc" in header
    assert "Hết thời kỳ" in header


def test_who_may_take_no_step_reads_where_it_stands_and_strangers_find_nothing(draft, signed_in, editor):
    step(editor, "submitted", comment="Mời xem")
    viewer = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    text = life(viewer)
    assert "Mời xem" in text
    assert "Bạn làm được gì tiếp" not in text
    assert step(viewer, "approved").status_code == 403
    for role, province in STRANGERS:
        assert signed_in(role, province).get(address(SLUG, "life/")).status_code == 404


def test_the_reason_for_a_return_is_missed_at_its_field_and_nothing_is_lost(draft, editor, approver):
    step(editor, "submitted")
    answer = step(approver, "returned", comment=" ")
    assert answer.status_code == 422
    assert "Hãy ghi lý do" in main_text(answer)
    assert 'id="returned-comment"' in answer.content.decode()
    assert state(draft) == "submitted"
    assert step(approver, "returned", comment="a\0b").status_code == 422


def test_what_is_missing_holds_a_draft_up_and_leads_to_where_it_is_given(draft, person, editor):
    change_draft(
        draft,
        lambda data: (data.update(title=None), data["groups"][0].update(component=None)),
        by=person(Role.DEPARTMENT_EDITOR, "ha-tinh"),
    )
    text = life(editor)
    assert "Thiếu tên kế hoạch" in text
    assert "Thiếu hợp phần của nhóm nhiệm vụ “Nâng cao nhận thức”" in text
    answer = step(editor, "submitted")
    assert answer.status_code == 422
    assert "Chưa gửi duyệt được: thiếu tên kế hoạch." in main_text(answer)
    assert state(draft) == "draft"


def test_who_wrote_is_told_that_another_has_to_approve_and_who_can(draft, person, client, signed_in):
    writer, other = (person(Role.DEPARTMENT_APPROVER, "ha-tinh") for _ in range(2))
    client.force_login(writer)
    wrote_by_page(client, writer, draft)
    step(client, "submitted")
    text = life(client)
    assert "Bạn đã soạn một phần của bản này nên người khác phải duyệt" in text
    assert f"Người duyệt được: {other.full_name}." in text
    assert step(client, "approved").status_code == 422
    assert state(draft) == "submitted"


def wrote_by_page(client, writer, draft):
    with scoped(scope_of(writer)):
        change_draft(draft, lambda data: data.update(title="ĐÃ SỬA"), by=writer)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document_number": ""}, "Hãy ghi số, ký hiệu."),
        ({"issued_on": "32/01/2026"}, "32/01/2026"),
        ({"issued_on": "16/06/2026"}, "Ngày ban hành chưa đến"),
        ({"signer_name": "x" * 151}, "Dài quá 150 ký tự (151)"),
        ({"signer_name": "Trần\u202eVăn"}, "Nội dung có ký tự điều khiển không in được"),
    ],
)
def test_the_day_of_issue_is_checked_at_its_fields(change, words, draft, editor, approver):
    step(editor, "submitted")
    step(approver, "approved")
    answer = approver.post(address(SLUG, "life/issue/"), ISSUE | change)
    assert answer.status_code == 422
    assert words in main_text(answer)
    assert state(draft) == "approved"


def test_what_is_not_approved_is_not_issued_by_its_page_either(draft, approver):
    assert "chưa ban hành được" in main_text(approver.get(address(SLUG, "life/issue/")))
    assert approver.post(address(SLUG, "life/issue/"), ISSUE).status_code == 422
    assert state(draft) == "draft"


@pytest.fixture
def issued(db) -> PlanVersion:
    return load_plan(read_plan(plan_data(slug=SLUG))).version


def test_an_amendment_is_opened_with_a_reason_and_told_to_the_province_alone(
    issued, editor, approver, signed_in
):
    amend = address(SLUG, "life/amend/")
    assert amend in links_of(editor.get(address(SLUG, "life/")))
    assert editor.post(amend, {"reason": ""}).status_code == 422
    assert editor.post(amend, {"reason": "Bổ sung nhiệm vụ"}).status_code == 302
    for client in (editor, signed_in(Role.AGENCY_REPORTER, "ha-tinh")):
        text = main_text(client.get(address(SLUG)))
        assert "Đang có bản điều chỉnh số 2 đang soạn" in text
        assert "Duyệt và ban hành" in text
    for role, province in STRANGERS:
        text = main_text(signed_in(role, province).get(address(SLUG)))
        assert "điều chỉnh" not in text
        assert "Duyệt và ban hành" not in text
    again = editor.post(amend, {"reason": "Lần nữa"})
    assert again.status_code == 422
    assert "Đã có bản số 2" in main_text(again)
    assert "Lý do điều chỉnh: Bổ sung nhiệm vụ" in life(editor)


def test_an_amendment_with_a_later_day_waits_for_it_and_everybody_is_told(
    issued, person, approver, signed_in
):
    writer, other = person(Role.DEPARTMENT_EDITOR, "ha-tinh"), person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    version = start_amendment(issued.plan, reason="Bổ sung", by=writer)
    services.submit_version(version, by=writer, link=LINK)
    services.approve_version(version, by=other, link=LINK)
    approver.post(address(SLUG, "life/issue/"), ISSUE | {"in_force_from": "31/12/2026"})
    text = main_text(signed_in(Role.MINISTRY_OFFICIAL).get(address(SLUG)))
    assert "Bản điều chỉnh số 2 đã ban hành, áp dụng từ 31/12/2026." in text
    assert "Bản này áp dụng từ 31/12/2026" in main_text(approver.get(address(SLUG) + "?version=2"))
    assert "Kết thúc kế hoạch" not in life(approver)
    assert "chờ đến ngày áp dụng" in main_text(approver.get(address(SLUG, "versions/")))


def test_a_draft_is_thrown_away_after_a_question(draft, editor):
    discard = address(SLUG, "life/discard/")
    assert "không lấy lại bằng nút được" in main_text(editor.get(discard))
    assert Plan.objects.filter(slug=SLUG).exists()
    assert editor.post(discard).status_code == 302
    assert "đã bỏ" in main_text(editor.get(address(SLUG)))
    assert editor.get(address(SLUG, "edit/")).status_code == 404


def test_what_waits_is_not_thrown_away(draft, editor):
    step(editor, "submitted")
    assert "không bỏ được" in main_text(editor.get(address(SLUG, "life/discard/")))
    assert editor.post(address(SLUG, "life/discard/")).status_code == 422


def test_a_step_that_somebody_else_took_meanwhile_is_refused_with_where_it_stands(draft, editor, approver):
    step(editor, "submitted")
    step(approver, "returned", comment="Sửa")
    answer = step(approver, "approved")
    assert answer.status_code == 422
    assert "Bản này hiện “bị trả lại” nên không làm bước đó được" in main_text(answer)
    assert step(approver, "nowhere").status_code == 404


def test_only_who_holds_the_right_comes_to_the_forms(draft, issue, editor, signed_in):
    viewer = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    for page in ("issue", "amend", "close", "discard"):
        assert viewer.get(address(SLUG, f"life/{page}/")).status_code == 403
    assert editor.get(address(SLUG, "life/issue/")).status_code == 403
    assert editor.get(address(SLUG, "life/close/")).status_code == 403


@pytest.mark.parametrize("people", [0, 3])
def test_the_page_takes_as_many_queries_with_more_people_and_steps(
    people, draft, person, signed_in, django_assert_num_queries
):
    writer = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    approvers = [person(Role.DEPARTMENT_APPROVER, "ha-tinh") for _ in range(1 + people)]
    for _ in range(people):
        services.submit_version(draft, by=writer, link=LINK)
        services.return_version(draft, by=approvers[0], link=LINK, comment="Sửa")
    services.submit_version(draft, by=writer, link=LINK)
    viewer = signed_in(Role.PROVINCIAL_VIEWER, "ha-tinh")
    with django_assert_num_queries(37):
        viewer.get(address(SLUG, "life/"))


def test_a_plan_that_was_loaded_as_issued_has_no_steps_and_says_so_plainly(editor):
    text = life(editor, "ha-tinh-2011")
    assert "Bắt đầu" in text
    assert "Điều chỉnh kế hoạch" in text
    assert "đã gửi duyệt" not in text


def test_the_history_tells_steps_drafts_and_what_was_thrown_away(editor, approver):
    given = {"begin": "ha-tinh-2011", "programme": "889/QĐ-TTg", "start": "2026", "end": "2030"}
    assert editor.post("/plans/new/", given).status_code == 302
    step(editor, "submitted", "ha-tinh-2026")
    step(approver, "returned", "ha-tinh-2026", comment="Ghi rõ kết quả")
    text = main_text(editor.get(address("ha-tinh-2026", "history/")))
    for words in (
        "Soạn kế hoạch mới, bản số 1:",
        "Chuyển bản số 1 sang “chờ duyệt”",
        "Tình trạng đang soạn thành chờ duyệt",
        "Chuyển bản số 1 sang “bị trả lại”",
        "Ý kiến Ghi rõ kết quả",
    ):
        assert words in text
    editor.post(address("ha-tinh-2011", "life/amend/"), {"reason": "Bổ sung"})
    step(editor, "submitted", "ha-tinh-2011")
    step(editor, "withdraw", "ha-tinh-2011")
    editor.post(address("ha-tinh-2011", "life/discard/"))
    text = main_text(editor.get(address("ha-tinh-2011", "history/")))
    for words in (
        "Mở bản điều chỉnh, bản số 2:",
        "Chuyển bản số 2 sang “đã bỏ”",
        "Chuyển bản số 2 sang “chờ duyệt”",
    ):
        assert words in text
