"""Decisions on findings: who may note one, what it keeps, and that no figure is ever changed by it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from agencies.enums import Role
from agencies.models import Province
from budgets.findings import findings_of, findings_of_all
from budgets.models import FindingDecision
from budgets.permissions import can_decide_findings
from budgets.services import MAX_DECISION_LENGTH, note_decision
from plans.models import Plan, PlanVersion
from portal.plan_document.exporter import content_of, export_document
from portal.plan_document.loader import load_plan
from tests.factories import UserFactory, plan_data, read_plan
from tests.factories.documents import put

pytestmark = pytest.mark.django_db

WORDS = "words_differ:budget_tables/tong-hop-kinh-phi/amount_in_words"
NUMBER = "number_differs:self_references/83/QĐ-UBND/number"


def version_of(slug: str) -> PlanVersion:
    return PlanVersion.objects.current().get(plan__slug=slug)


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


def test_a_decision_is_noted_with_what_was_printed_and_computed(editor):
    version = version_of("ha-tinh-2011")
    finding = note_decision(version, WORDS, by=editor, text="  Lấy số\n 7.050 triệu ")
    decision = FindingDecision.objects.get()
    assert finding.decision == decision
    assert (decision.plan, decision.version, decision.province) == (version.plan, version, version.province)
    assert (decision.finding_key, decision.text, decision.decided_by) == (WORDS, "Lấy số 7.050 triệu", editor)
    assert (decision.printed, decision.computed) == (finding.printed, finding.computed)
    assert "7.005" in decision.printed


def test_a_decision_changes_no_figure_and_no_other_finding(editor):
    version = version_of("ha-tinh-2011")
    content, before = content_of(version), {f.key: f.as_data() for f in findings_of(version)}
    note_decision(version, WORDS, by=editor, text="Lấy số")
    after = {f.key: f.as_data() for f in findings_of(version)}
    assert content_of(version) == content
    assert {key for key in before if before[key] != after[key]} == {WORDS}
    assert after[WORDS]["decision"]["text"] == "Lấy số"
    assert before[WORDS] == after[WORDS] | {"decision": None}


def test_the_newest_note_counts_and_the_earlier_ones_stay(editor, person):
    version, approver = version_of("ha-tinh-2011"), person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    note_decision(version, WORDS, by=editor, text="Lấy chữ")
    finding = note_decision(version, WORDS, by=approver, text="Lấy số")
    assert [d.text for d in FindingDecision.objects.order_by("pk")] == ["Lấy chữ", "Lấy số"]
    shown = finding.as_data()["decision"]
    assert (shown["text"], shown["by"], shown["version"]) == ("Lấy số", str(approver), 1)
    assert not shown["outdated"]


def test_a_decision_holds_for_the_next_version_and_is_outdated_when_its_figures_changed(editor):
    data = plan_data(
        budget_tables=[plan_data()["budget_tables"][0] | {"amount_in_words": "Chín mươi triệu đồng"}]
    )
    key = "words_differ:budget_tables/kinh-phi/amount_in_words"
    first = load_plan(read_plan(data)).version
    note_decision(first, key, by=editor, text="Lấy số")
    retitled = load_plan(read_plan(data | {"title": "HAI"})).version
    (kept,) = [f for f in findings_of(retitled) if f.key == key]
    assert (kept.decision.version, kept.as_data()["decision"]["outdated"]) == (first, False)
    mended = put(data, ("budget_tables", 0, "amount_in_words"), "Chín mươi mốt triệu đồng")
    (outdated,) = [f for f in findings_of(load_plan(read_plan(mended)).version) if f.key == key]
    assert outdated.as_data()["decision"]["outdated"]
    decisions = [f["decision"] for f in export_document(first)["findings"] if f["key"] == key]
    assert [decision["outdated"] for decision in decisions] == [False], (
        "the first version keeps its own figures"
    )


def test_a_decision_is_of_its_own_plan_only(editor):
    load_plan(read_plan(plan_data(self_references=[{"number": "83/QĐ-UBND", "text": "(Kèm theo)"}])))
    note_decision(version_of("ha-tinh-2099"), NUMBER, by=editor, text="Số đúng là 99")
    decided, other = version_of("ha-tinh-2099"), version_of("kon-tum-2013")
    for together in ([decided, other], [other, decided]):
        found = findings_of_all(together)
        assert [f.decision is not None for f in found[decided.pk] if f.key == NUMBER] == [True]
        assert [f.decision is not None for f in found[other.pk] if f.key == NUMBER] == [False]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "Hãy ghi nội dung quyết định."), (" \n\u200b ", "Hãy ghi nội dung quyết định."),
     ("x" * (MAX_DECISION_LENGTH + 1), "Không quá 4000 ký tự.")],
    ids=["empty", "blank", "long"],
)  # fmt: skip
def test_an_empty_or_endless_note_is_refused(editor, text, message):
    with pytest.raises(ValidationError) as refused:
        note_decision(version_of("ha-tinh-2011"), WORDS, by=editor, text=text)
    assert refused.value.message_dict == {"text": [message]}
    assert not FindingDecision.objects.exists()


def test_the_longest_note_is_taken(editor):
    note_decision(version_of("ha-tinh-2011"), WORDS, by=editor, text="x" * MAX_DECISION_LENGTH)
    assert FindingDecision.objects.count() == 1


def test_a_finding_that_the_version_does_not_have_is_refused(editor):
    with pytest.raises(ValidationError) as refused:
        note_decision(version_of("ha-tinh-2011"), NUMBER, by=editor, text="x")
    assert refused.value.message_dict == {"key": ["Kế hoạch không có sai lệch này."]}
    assert not FindingDecision.objects.exists()


# Who may note a decision on the plan of Kon Tum, which Quảng Ngãi took over on 01/07/2025.
DECIDERS = {
    (Role.DEPARTMENT_EDITOR, "kon-tum"), (Role.DEPARTMENT_APPROVER, "kon-tum"),
    (Role.DEPARTMENT_EDITOR, "quang-ngai"), (Role.DEPARTMENT_APPROVER, "quang-ngai"),
}  # fmt: skip
PEOPLE = [
    *((role, province) for role in (Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_APPROVER)
      for province in ("kon-tum", "quang-ngai", "ha-tinh")),
    *((role, "kon-tum") for role in (Role.AGENCY_REPORTER, Role.FINANCE_APPRAISER, Role.PROVINCIAL_VIEWER,
                                     Role.PROVINCE_ADMIN)),
    (Role.MINISTRY_OFFICIAL, None), (Role.PORTAL_ADMIN, None),
]  # fmt: skip


@pytest.mark.parametrize(("role", "province"), PEOPLE, ids=lambda value: str(value))
def test_only_the_department_of_the_province_or_of_its_successor_decides(person, role, province):
    user, version = person(role, province), version_of("kon-tum-2013")
    if (role, province) in DECIDERS:
        assert note_decision(version, NUMBER, by=user, text="Số đúng là 835").decision.decided_by == user
        return
    with pytest.raises(PermissionDenied, match="Chỉ Sở Công Thương của tỉnh"):
        note_decision(version, NUMBER, by=user, text="Số đúng là 835")
    assert not FindingDecision.objects.exists()


def test_the_predecessors_department_does_not_decide_for_its_successor(person):
    plan = Plan.objects.get(slug="kon-tum-2013")
    plan.province = Province.objects.get(slug="quang-ngai")
    assert not can_decide_findings(person(Role.DEPARTMENT_EDITOR, "kon-tum"), plan)


def test_who_has_no_role_or_had_one_does_not_decide(editor):
    plan = Plan.objects.get(slug="ha-tinh-2011")
    assert can_decide_findings(editor, plan)
    assert not can_decide_findings(UserFactory(), plan)
    assert not can_decide_findings(UserFactory(is_superuser=True), plan)
    membership = editor.memberships.get()
    membership.ended_at = membership.started_at
    membership.save()
    del editor.active_memberships, editor.membership
    assert not can_decide_findings(editor, plan)


def test_the_database_refuses_an_empty_note_and_another_province(editor):
    version = version_of("ha-tinh-2011")
    fields = {"plan": version.plan, "version": version, "finding_key": WORDS, "decided_by": editor}
    _write(province=version.province, text="x", **fields)
    with pytest.raises(IntegrityError, match="finding_decision_has_text"):
        _write(province=version.province, text="", **fields)
    with pytest.raises(IntegrityError, match="same_province"):
        _write(province=Province.objects.get(slug="kon-tum"), text="x", **fields)


@transaction.atomic
def _write(**fields) -> None:
    FindingDecision.objects.create(**fields)
    connection.check_constraints()
