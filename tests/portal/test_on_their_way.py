"""What is on its way to be issued, on the desks of those who go on with it."""

import pytest

from agencies.access import scope_of
from agencies.enums import Role
from core.scope import scoped
from plans.models import PlanVersion
from plans.services import approve_version, submit_version
from portal.drafting.changing import change_draft
from portal.home.on_their_way import on_their_way
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan

pytestmark = pytest.mark.django_db
LINK = "https://testserver/"


def draft(number: int) -> PlanVersion:
    slug = f"ha-tinh-209{number}"
    return load_plan(read_plan(plan_data(slug=slug, version={"number": 1, "status": "draft"}))).version


def tasks_of(person) -> list[str]:
    return [one.task for one in on_their_way(person, person.province_ids())]


def test_each_state_asks_whoever_goes_on_and_nobody_else(person):
    editor, approver = person(Role.DEPARTMENT_EDITOR, "ha-tinh"), person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    viewer, stranger = person(Role.PROVINCIAL_VIEWER, "ha-tinh"), person(Role.DEPARTMENT_APPROVER, "kon-tum")
    version = draft(1)
    asked = {
        "draft": ("Soạn tiếp, gửi duyệt",) * 2,
        "submitted": ("", "Chờ bạn duyệt"),
        "approved": ("", "Chờ bạn ban hành"),
    }
    for step in (None, submit_version, approve_version):
        if step:
            step(version, by=editor if step is submit_version else approver, link=LINK)
        state = PlanVersion.objects.get(pk=version.pk).status
        assert tuple(tasks_of(one)[0] for one in (editor, approver)) == asked[state]
        assert tasks_of(viewer) == [""]
        assert tasks_of(stranger) == []


def test_who_wrote_it_is_not_asked_to_approve_it(person):
    writer, other = (person(Role.DEPARTMENT_APPROVER, "ha-tinh") for _ in range(2))
    version = draft(1)
    with scoped(scope_of(writer)):
        change_draft(version, lambda data: data.update(title="ĐÃ SỬA"), by=writer)
        submit_version(version, by=writer, link=LINK)
    assert (tasks_of(writer), tasks_of(other)) == ([""], ["Chờ bạn duyệt"])


def test_what_waits_for_the_person_stands_first_and_three_take_the_queries_of_one(
    person, django_assert_num_queries
):
    approver = person(Role.DEPARTMENT_APPROVER, "ha-tinh")
    submit_version(draft(1), by=approver, link=LINK)
    provinces = approver.province_ids()
    with django_assert_num_queries(1):
        assert len(on_their_way(approver, provinces)) == 1
    approve_version(PlanVersion.objects.get(plan__slug="ha-tinh-2091"), by=approver, link=LINK)
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    draft(2)
    submit_version(draft(0), by=editor, link=LINK)
    assert [one.task for one in on_their_way(editor, editor.province_ids())] == [
        "Soạn tiếp, gửi duyệt",
        "",
        "",
    ]
    with django_assert_num_queries(1):
        assert len(on_their_way(approver, provinces)) == 3
