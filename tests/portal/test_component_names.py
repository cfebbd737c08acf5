"""A programme's own name of a component stands wherever a plan of that programme shows it; others keep the strategy's."""

import pytest

from agencies.enums import Role
from plans.enums import Component
from plans.models import PlanVersion, Programme, ProgrammeComponent
from portal.annexes.opening import open_annex
from portal.annexes.recognising import recognise
from portal.annexes.reference import catalogue, directory_of
from portal.plan_document.loader import load_plan
from reporting.builders.comparison.outline import outline_of
from reporting.builders.heading import build_heading
from reporting.builders.plan_annexes import build_plan_annexes
from reporting.builders.plan_report import build_plan_report
from reporting.renderers import workbook_xlsx
from tests.factories import plan_data, read_plan
from tests.portal.pages import main_text

pytestmark = pytest.mark.django_db
OWN, COMMON = "Truyền thông tiêu dùng bền vững", Component.AWARENESS.label
DRAFT = {"number": 1, "kind": "original", "status": "draft"}
SLUGS = {"889/QĐ-TTg": "ha-tinh-2097", "1419/QĐ-TTg": "ha-tinh-2098"}


@pytest.fixture
def drafts() -> dict[str, PlanVersion]:
    """A draft of each programme with a group of the same component, which only one programme words in its own way."""
    ProgrammeComponent.objects.create(
        programme=Programme.objects.get(number="889/QĐ-TTg"), code=Component.AWARENESS, name=OWN, position=1,
        source="Quyết định 889/QĐ-TTg",
    )  # fmt: skip
    tasks = [{"key": "1/1", "number": "1", "action": "Tập huấn", "lead": [{"text": "Sở Công Thương"}]}]
    groups = [{"key": "1", "number": "1", "title": "Nhóm một", "component": "awareness", "tasks": tasks}]
    return {
        programme: load_plan(
            read_plan(plan_data(slug=slug, programme=programme, version=DRAFT, groups=groups))
        ).version
        for programme, slug in SLUGS.items()
    }


def by_programme(version: PlanVersion) -> tuple[str, str]:
    """The name that the version has to show, and the one that it must not."""
    return (OWN, COMMON) if version.plan.programme.number == "889/QĐ-TTg" else (COMMON, OWN)


@pytest.mark.parametrize(
    "page", ["?version=1", "tasks/?version=1", "tasks/1/1/?version=1", "edit/groups/row/?key=1"]
)
def test_pages_of_a_plan_have_its_programmes_words(page, drafts, signed_in):
    client = signed_in(Role.DEPARTMENT_EDITOR, "ha-tinh")
    for version in drafts.values():
        wanted, other = by_programme(version)
        shown = main_text(client.get(f"/plans/{version.plan.slug}/{page}"))
        assert (wanted in shown, other in shown) == (True, False)


def test_documents_and_comparison_have_them_too(drafts):
    for version in drafts.values():
        wanted, other = by_programme(version)
        for made in (
            build_plan_report(version, build_heading(version)),
            outline_of(version),
            build_plan_annexes(version),
        ):
            assert (wanted in repr(made), other in repr(made)) == (True, False)


def test_an_annex_with_a_programmes_words_is_read_back_as_its_component(drafts):
    version = drafts["889/QĐ-TTg"]
    opened = open_annex(workbook_xlsx.render(build_plan_annexes(version)), "phu-luc.xlsx")
    assert OWN in repr(opened)
    found = recognise(opened, directory=directory_of(version.province), catalogue=catalogue())
    assert [group["component"] for group in found.plan["groups"]] == ["awareness"]
