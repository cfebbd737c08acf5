"""A version's life: each step of the one table and no other, by whom it may be taken, held by the database too."""

import itertools
from contextlib import contextmanager
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from agencies.enums import Role
from core import clock, scope
from core.scope import WEB, Scope
from plans import services
from plans.enums import VersionStatus
from plans.jobs import bring_into_force
from plans.models import Plan, PlanVersion, TypedForm, VersionStep
from plans.services.life import wrote
from plans.transitions import TRANSITIONS, transition
from portal.drafting.changing import change_draft
from portal.drafting.starting import start_amendment
from portal.plan_document.loader import load_plan
from tests.factories import read_plan, whole_plan_data

LINK = "https://testserver/ke-hoach/"
ISSUE = {
    "document_number": "12/QĐ-UBND", "issued_on": date(2026, 1, 5), "place": "Hà Tĩnh",
    "signer_name": "Trần Văn B", "signer_title": "CHỦ TỊCH", "signer_authority": "",
    "in_force_from": date(2026, 1, 10),
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_a_day_in_june():
    with clock.standing_at("2026-06-15"):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


def at(version) -> VersionStatus:
    return PlanVersion.objects.get(pk=version.pk).status


def acting(person):
    """What the database knows of who asks, in a request of hers."""
    provinces = frozenset(person.province_ids())
    return scope.scoped(Scope(WEB, provinces, person.pk, person.membership.pk))


def written_by(person, version):
    with acting(person):
        change_draft(version, lambda data: data.update(title="ĐÃ SỬA"), by=person)


def approved(version, editor, approver):
    services.submit_version(version, by=editor, link=LINK)
    return services.approve_version(version, by=approver, link=LINK)


# How a version gets into each state.
WAYS = {
    "draft": (), "submitted": ("submitted",), "returned": ("submitted", "returned"),
    "approved": ("submitted", "approved"), "issued": ("submitted", "approved", "issued"),
    "discarded": ("discarded",), "amended": ("submitted", "approved", "issued", "amended"), "closed": ("submitted", "approved", "issued", "closed"),
}  # fmt: skip


def test_the_database_knows_the_steps_of_the_table_and_no_other(draft):
    """Every pair of states is tried, by the owner, on the version itself."""
    version = PlanVersion.objects.filter(pk=draft.pk)
    taken = set()
    for before, after in itertools.permutations(VersionStatus.values, 2):
        with transaction.atomic():
            for status in WAYS[before]:
                version.update(status=status)
            with suppress_refusal(), transaction.atomic():
                version.update(status=after)
                taken.add((before, after))
            transaction.set_rollback(True)
    assert taken == {(step.before, step.after) for step in TRANSITIONS}


@contextmanager
def suppress_refusal():
    try:
        yield
    except IntegrityError as error:
        if "cannot pass" not in str(error):
            raise


def test_a_plan_from_draft_to_closed_each_step_dated_named_and_told(draft, editor, approver, person):
    viewer = person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    services.submit_version(draft, by=editor, link=LINK, comment="Mời xem")
    services.withdraw_version(draft, by=editor, link=LINK)
    services.submit_version(draft, by=editor, link=LINK)
    services.return_version(draft, by=approver, link=LINK, comment="Thiếu số liệu")
    services.submit_version(draft, by=editor, link=LINK)
    services.approve_version(draft, by=approver, link=LINK)
    issued = services.issue_version(draft, by=approver, link=LINK, **ISSUE)
    plan = Plan.objects.get(pk=draft.plan_id)
    assert plan.current_version == issued
    assert (issued.document_number, issued.in_force_from) == (
        ISSUE["document_number"],
        ISSUE["in_force_from"],
    )
    services.close_plan(plan, by=approver, link=LINK, comment="Hết thời kỳ")
    told = [(mail_.to[0], mail_.subject.rpartition(": ")[2]) for mail_ in mail.outbox]
    assert told[:6] == [
        (approver.email, "đã gửi duyệt"),
        (approver.email, "đã rút lại"),
        (approver.email, "đã gửi duyệt"),
        (editor.email, "đã trả lại"),
        (approver.email, "đã gửi duyệt lại"),
        (editor.email, "đã duyệt"),
    ]
    assert {address for address, done in told[6:] if done == "đã ban hành"} >= {editor.email, viewer.email}
    assert "Thiếu số liệu" in mail.outbox[3].body
    assert LINK in mail.outbox[3].body
    steps = VersionStep.objects.filter(version=draft).order_by("id")
    assert [(step.before, step.after, step.by) for step in steps] == [
        ("draft", "submitted", editor), ("submitted", "draft", editor), ("draft", "submitted", editor),
        ("submitted", "returned", approver), ("returned", "submitted", editor), ("submitted", "approved", approver),
        ("approved", "issued", approver), ("issued", "closed", approver),
    ]  # fmt: skip


STEPS = {
    "submitted": lambda version, by: services.submit_version(version, by=by, link=LINK),
    "returned": lambda version, by: services.return_version(version, by=by, link=LINK, comment="Sửa"),
    "approved": lambda version, by: services.approve_version(version, by=by, link=LINK),
    "issued": lambda version, by: services.issue_version(version, by=by, link=LINK, **ISSUE),
}


@pytest.mark.parametrize("after", STEPS)
def test_a_step_out_of_turn_says_what_stands_there(after, draft, approver, editor):
    for before in (None, "submitted", "approved", "issued"):
        if before == "submitted":
            services.submit_version(draft, by=editor, link=LINK)
        elif before == "approved":
            services.approve_version(draft, by=approver, link=LINK)
        elif before == "issued":
            services.issue_version(draft, by=approver, link=LINK, **ISSUE)
        if (taken := transition(at(draft), after)) and taken.right:
            continue
        with pytest.raises(ValidationError, match="hiện “"):
            STEPS[after](draft, approver)


def test_only_the_department_takes_steps_and_only_its_approver_decides(draft, person, editor, approver):
    for role in (Role.AGENCY_REPORTER, Role.PROVINCIAL_VIEWER, Role.FINANCE_APPRAISER, Role.PROVINCE_ADMIN):
        with pytest.raises(PermissionDenied):
            services.submit_version(draft, by=person(role, "ha-tinh"), link=LINK)
    with pytest.raises(PermissionDenied):
        services.submit_version(draft, by=person(Role.DEPARTMENT_EDITOR, "kon-tum"), link=LINK)
    services.submit_version(draft, by=editor, link=LINK)
    for by in (editor, person(Role.DEPARTMENT_APPROVER, "kon-tum"), person(Role.MINISTRY_OFFICIAL)):
        with pytest.raises(PermissionDenied):
            services.approve_version(draft, by=by, link=LINK)
    assert at(draft) == "submitted"


def test_nobody_approves_what_she_wrote_not_by_sql_either(draft, person, editor, approver):
    other = person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    written_by(approver, draft)
    services.submit_version(draft, by=editor, link=LINK)
    assert (wrote(draft, approver), wrote(draft, editor), wrote(draft, other)) == (True, False, False)
    with acting(approver):
        with pytest.raises(ValidationError, match="người khác phải duyệt"):
            services.approve_version(draft, by=approver, link=LINK)
        with pytest.raises(IntegrityError, match="cannot be approved by who wrote it"), transaction.atomic():
            PlanVersion.objects.filter(pk=draft.pk).update(status="approved")
    with acting(other):
        services.approve_version(draft, by=other, link=LINK)
    assert at(draft) == "approved"


def test_returning_and_approving_are_no_writing(draft, editor, approver):
    with acting(editor):
        services.submit_version(draft, by=editor, link=LINK)
    with acting(approver):
        services.return_version(draft, by=approver, link=LINK, comment="Sửa tên")
    with acting(editor):
        services.submit_version(draft, by=editor, link=LINK)
    with acting(approver):
        services.approve_version(draft, by=approver, link=LINK)
    assert at(draft) == "approved"


def test_the_web_issues_nothing_that_was_not_approved(draft, approver):
    with acting(approver), pytest.raises(IntegrityError, match="without approval"), transaction.atomic():
        PlanVersion.objects.filter(pk=draft.pk).update(status="issued")


def test_what_was_approved_is_what_is_issued(draft, editor, approver):
    approved(draft, editor, approver)
    for status, values in (
        ("approved", {"title": "KHÁC"}),
        ("issued", {"title": "KHÁC"}),
        ("issued", {"reason": "x"}),
    ):
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            PlanVersion.objects.filter(pk=draft.pk).update(status=status, **values)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document_number": ""}, "document_number"), ({"issued_on": None}, "issued_on"),
        ({"signer_name": ""}, "signer_name"), ({"in_force_from": None}, "in_force_from"),
        ({"issued_on": date(2026, 6, 16)}, "issued_on"),
    ],
)  # fmt: skip
def test_what_the_day_of_issue_must_bring_is_missed_at_its_field(change, field, draft, editor, approver):
    approved(draft, editor, approver)
    with pytest.raises(ValidationError) as refusal:
        services.issue_version(draft, by=approver, link=LINK, **ISSUE | change)
    assert field in refusal.value.message_dict
    assert at(draft) == "approved"


def test_a_reason_is_asked_for_where_somebody_has_to_act_on_it(draft, editor, approver):
    services.submit_version(draft, by=editor, link=LINK)
    with pytest.raises(ValidationError) as refusal:
        services.return_version(draft, by=approver, link=LINK, comment="  ")
    assert "comment" in refusal.value.message_dict


@pytest.fixture
def amended(issued, editor, approver):
    """An approved amendment of the issued plan."""
    with acting(editor):
        version = start_amendment(issued.plan, reason="Bổ sung nhiệm vụ", by=editor)
        change_draft(version, lambda data: data.update(title="ĐIỀU CHỈNH"), by=editor)
    return approved(version, editor, approver)


def test_an_amendment_is_in_force_from_its_day(amended, issued, approver):
    day = date(2026, 12, 31)
    services.issue_version(amended, by=approver, link=LINK, **ISSUE | {"in_force_from": day})
    plan = Plan.objects.get(pk=issued.plan_id)
    assert (plan.current_version, at(issued), at(amended)) == (issued, "issued", "issued")
    bring_into_force()
    assert Plan.objects.get(pk=plan.pk).current_version == issued
    with clock.standing_at(day):
        bring_into_force()
        bring_into_force()
    assert Plan.objects.get(pk=plan.pk).current_version == amended
    assert (at(issued), at(amended)) == ("amended", "issued")
    assert [step.after for step in VersionStep.objects.filter(version=issued)] == ["amended"]


def test_an_amendment_whose_day_has_come_is_in_force_at_once(amended, issued, approver):
    services.issue_version(amended, by=approver, link=LINK, **ISSUE)
    assert Plan.objects.get(pk=issued.plan_id).current_version == amended
    assert at(issued) == "amended"


def test_an_amendment_of_what_is_no_longer_in_force_is_not_issued(issued, editor, approver):
    """Another version came meanwhile: what was amended is not what it would replace."""
    version = start_amendment(issued.plan, reason="Bổ sung nhiệm vụ", by=editor)
    PlanVersion.objects.filter(pk=version.pk).update(amends=7)
    approved(version, editor, approver)
    with pytest.raises(ValidationError, match="nay bản số 1 đang áp dụng"):
        services.issue_version(version, by=approver, link=LINK, **ISSUE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"in_force_from": date(2019, 2, 28)}, "in_force_from"),
        ({"issued_on": date(2019, 2, 28)}, "issued_on"),
    ],
)
def test_an_amendment_is_not_older_than_what_it_amends(change, field, amended, approver):
    """A wrong year would put the replaced version before it on every day, for good."""
    day = {"issued_on": date(2019, 3, 1), "in_force_from": date(2019, 3, 1)}
    with pytest.raises(ValidationError) as refusal:
        services.issue_version(amended, by=approver, link=LINK, **ISSUE | day | change)
    assert field in refusal.value.message_dict


def test_a_plan_that_was_closed_meanwhile_is_not_amended(issued, editor, approver):
    version = start_amendment(issued.plan, reason="Bổ sung", by=editor)
    approved(version, editor, approver)
    PlanVersion.objects.filter(pk=issued.pk).update(status="closed")
    with pytest.raises(ValidationError, match="đã kết thúc"):
        services.issue_version(version, by=approver, link=LINK, **ISSUE)


def test_what_is_typed_goes_with_the_draft(draft, editor):
    TypedForm.objects.create(user=editor, province=draft.province, plan=draft.plan, place="document", data={})
    services.discard_draft(draft, by=editor)
    assert not TypedForm.objects.exists()


def test_one_version_is_written_at_a_time(amended, issued, editor):
    with pytest.raises(ValidationError, match="Đã có bản số 2"):
        start_amendment(issued.plan, reason="Lần nữa", by=editor)
    copy = PlanVersion.objects.get(pk=amended.pk)
    copy.pk, copy.number, copy.status = None, 3, VersionStatus.DRAFT
    with pytest.raises(IntegrityError, match="version_one_being_written"), transaction.atomic():
        copy.save(force_insert=True)


def test_a_draft_is_thrown_away_and_what_was_issued_is_not(draft, issued, editor):
    with acting(editor):
        services.discard_draft(draft, by=editor)
        with pytest.raises(ValidationError, match="hiện “đã bỏ”"):
            services.submit_version(draft, by=editor, link=LINK)
        with pytest.raises(ValidationError):
            change_draft(draft, lambda data: data.update(title="KHÁC"), by=editor)
    assert at(draft) == "discarded"
    assert mail.outbox == []
    with pytest.raises(ValidationError, match="đã ban hành"):
        services.discard_draft(issued, by=editor)


def test_an_amendment_thrown_away_leaves_the_plan_open_for_another(issued, editor):
    version = start_amendment(issued.plan, reason="Bổ sung", by=editor)
    services.discard_draft(version, by=editor)
    assert Plan.objects.get(pk=issued.plan_id).current_version == issued
    assert load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099"))).result == "unchanged"
    assert start_amendment(issued.plan, reason="Lần nữa", by=editor).number == 3


def test_the_ministry_reads_nothing_that_is_not_issued(draft, editor, approver, person):
    official = person(Role.MINISTRY_OFFICIAL)
    for step in (None, services.submit_version, services.approve_version):
        if step:
            step(draft, by=editor if step is services.submit_version else approver, link=LINK)
        with scope.scoped(Scope("sxsh_ministry", frozenset(), official.pk, official.membership.pk)):
            assert not PlanVersion.objects.filter(pk=draft.pk).exists()
        assert not PlanVersion.objects.visible_to(official).filter(pk=draft.pk).exists()
        assert PlanVersion.objects.visible_to(editor).filter(pk=draft.pk).exists()
    services.issue_version(draft, by=approver, link=LINK, **ISSUE)
    with scope.scoped(Scope("sxsh_ministry", frozenset(), official.pk, official.membership.pk)):
        assert PlanVersion.objects.filter(pk=draft.pk).exists()
