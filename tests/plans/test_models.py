"""Plans and versions: who sees which, which is in force, and what the database takes of each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from agencies.enums import Role
from plans.models import NationalTarget, Phase, Plan, PlanVersion, Programme, Section, Target, TaskGroup
from portal.plan_document.loader import load_plan
from tests.conftest import PLAN_SLUGS
from tests.factories import UserFactory, read_plan, whole_plan_data

pytestmark = pytest.mark.django_db

REAL = set(PLAN_SLUGS)


def seen_by(user) -> tuple[set[str], set[str], set[str]]:
    """The slugs of the plans, of the versions and of the rows that a person sees."""
    return (
        set(Plan.objects.visible_to(user).values_list("slug", flat=True)),
        set(PlanVersion.objects.visible_to(user).values_list("plan__slug", flat=True)),
        set(Section.objects.visible_to(user).values_list("version__plan__slug", flat=True)),
    )


def test_issued_plans_are_seen_by_everyone_signed_in_and_by_nobody_else(issued, draft):
    assert seen_by(AnonymousUser()) == (set(), set(), set())
    visible = REAL | {"ha-tinh-2099"}
    assert seen_by(UserFactory()) == (visible, visible, visible)


@pytest.mark.parametrize(
    ("role", "province", "seen"),
    [(Role.DEPARTMENT_EDITOR, "ha-tinh", True), (Role.PROVINCIAL_VIEWER, "ha-tinh", True),
     (Role.DEPARTMENT_EDITOR, "kon-tum", False), (Role.MINISTRY_OFFICIAL, None, False)],
)  # fmt: skip
def test_a_plan_that_is_being_written_is_seen_only_in_its_province(draft, person, role, province, seen):
    expected = REAL | ({"ha-tinh-2098"} if seen else set())
    assert seen_by(person(role, province)) == (expected, expected, expected)


def test_the_successor_of_a_province_sees_its_drafts(person):
    """Kon Tum went into Quảng Ngãi on 01/07/2025."""
    data = whole_plan_data(slug="kon-tum-2098", province="kon-tum", version={"status": "draft"})
    load_plan(read_plan(data))
    assert "kon-tum-2098" in seen_by(person(Role.DEPARTMENT_EDITOR, "quang-ngai"))[0]
    assert "kon-tum-2098" not in seen_by(person(Role.DEPARTMENT_EDITOR, "ha-tinh"))[0]


def test_the_version_in_force_is_the_newest_issued_one(issued):
    assert PlanVersion.objects.current().get(plan=issued.plan) == issued
    newer = load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099", title="HAI"))).version
    assert PlanVersion.objects.current().get(plan=issued.plan) == newer
    assert PlanVersion.objects.filter(plan=issued.plan).count() == 2


def test_rows_in_force_are_those_of_the_version_in_force(issued, draft):
    newer = load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099", title="HAI"))).version
    in_force = Section.objects.current().filter(version__plan__in=[issued.plan, draft.plan])
    assert {section.version for section in in_force} == {newer}


def test_plans_stand_in_vietnamese_order_of_their_provinces():
    assert [plan.slug for plan in Plan.objects.all()] == [
        "an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"
    ]  # fmt: skip


def test_rows_stand_in_printed_order(issued):
    numbers = [group.number for group in TaskGroup.objects.filter(version__plan__slug="kon-tum-2013")]
    assert numbers == ["I", "II", "III", "4", "5"]


# The rule of the database, and what breaks it in a version that is still being written.
BROKEN_VERSIONS = {
    "version_period": {"period_start": 2021, "period_end": 2020},
    "version_amends_unless_original": {"amends": 1},
    "version_number_once": {"number": 1},
}


@pytest.mark.parametrize(("rule", "fields"), BROKEN_VERSIONS.items(), ids=BROKEN_VERSIONS.keys())
def test_the_database_refuses_a_version_that_makes_no_sense(draft, rule, fields):
    draft.pk, draft.number = None, 2
    draft._state.adding = True
    for name, value in fields.items():
        setattr(draft, name, value)
    with pytest.raises(IntegrityError, match=rule):
        draft.save()


@pytest.mark.parametrize("fields", [{"amends": None, "reason": "x"}, {"amends": 1, "reason": ""}])
def test_an_amendment_says_what_it_amends_and_why(draft, fields):
    versions = PlanVersion.objects.filter(pk=draft.pk)
    assert versions.update(kind="amendment", amends=1, reason="x") == 1
    with pytest.raises(IntegrityError, match="version_amends_unless_original"):
        versions.update(**fields)


@pytest.mark.parametrize(
    ("model", "rule", "fields"),
    [(Phase, "phase_period", {"start": 2020}), (Target, "target_range", {"minimum": 14}),
     (Programme, "programme_period", {"period_start": 2050}), (NationalTarget, "national_target_range", {"minimum": 101})],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_database_refuses_a_range_upside_down(draft, model, rule, fields):
    row = model.objects.filter(version=draft).first() if hasattr(model, "version") else model.objects.first()
    with pytest.raises(IntegrityError, match=rule):
        model.objects.filter(pk=row.pk).update(**fields)


def test_a_key_stands_once_in_a_version_and_is_the_same_in_every_version(issued):
    """Reports and decisions will refer to key and version: the key survives, the row does not."""
    newer = load_plan(read_plan(whole_plan_data(slug="ha-tinh-2099", title="HAI"))).version
    for model in (Section, TaskGroup):
        old, new = (model.objects.get(version=version) for version in (issued, newer))
        assert old.key == new.key
        assert old.pk != new.pk


def test_the_database_refuses_a_key_twice(draft):
    group = TaskGroup.objects.get(version=draft)
    group.pk, group._state.adding = None, True
    with pytest.raises(IntegrityError, match="taskgroup_key_once"), transaction.atomic():
        group.save()
    group.key = "2"
    group.save()
