"""What the portal gives out it takes back: annexes made of a plan, opened and recognised, are that plan's groups."""

import copy

import pytest

from plans.models import PlanVersion
from portal.annexes.opening import open_annex
from portal.annexes.recognising import Recognised, recognise
from portal.annexes.reference import catalogue, directory_of
from portal.plan_document.exporter import content_of
from portal.plan_document.loader import load_plan
from reporting.builders.plan_annexes import build_plan_annexes, build_task_and_money_annexes
from reporting.renderers import annexes_docx, workbook_xlsx
from tests.conftest import PLAN_SLUGS
from tests.factories import read_plan, whole_plan_data

pytestmark = pytest.mark.django_db
FILES = {
    "xlsx": lambda version: workbook_xlsx.render(build_plan_annexes(version)),
    "docx": lambda version: annexes_docx.render(build_task_and_money_annexes(version)),
}
WITH_TASKS = [slug for slug in PLAN_SLUGS if slug != "lang-son-2016"]


def read_back(version: PlanVersion, extension: str) -> Recognised:
    opened = open_annex(FILES[extension](version), f"phu-luc.{extension}")
    return recognise(opened, directory=directory_of(version.province), catalogue=catalogue())


@pytest.mark.parametrize("extension", FILES)
@pytest.mark.parametrize("slug", WITH_TASKS)
def test_the_annexes_of_a_real_plan_come_back_as_its_groups(slug, extension):
    version = PlanVersion.objects.current().get(plan__slug=slug)
    found, document = read_back(version, extension), content_of(version)
    assert found.plan["groups"] == document["groups"]
    assert [phase["code"] for phase in found.plan["phases"]] == [
        phase["code"] for phase in document["phases"] if slug == "ninh-binh-2016"
    ]
    assert {doubt.code for doubt in found.doubts} <= {"number_repeated"}


def test_the_printed_tables_of_money_come_back_with_their_amounts():
    for slug in ("ha-tinh-2011", "ninh-binh-2016"):
        version = PlanVersion.objects.current().get(plan__slug=slug)
        [found] = read_back(version, "xlsx").plan["budget_tables"]
        [wanted] = content_of(version)["budget_tables"]
        told = ("label", "total", "by_source", "by_year")
        assert [{name: row[name] for name in told} for row in found["rows"]] == [
            {name: row[name] for name in told} for row in wanted["rows"]
        ]
        assert found["totals"]["total"] == wanted["totals"]["total"]


@pytest.mark.parametrize("extension", FILES)
@pytest.mark.parametrize("slug", ["an-giang-2016", "ninh-binh-2016"])
def test_what_stands_below_a_printed_table_of_money_comes_back(slug, extension):
    version = PlanVersion.objects.current().get(plan__slug=slug)
    [found] = read_back(version, extension).plan["budget_tables"]
    [wanted] = content_of(version)["budget_tables"]
    told = ("amount_in_words", "complete", "includes_dn", "totals")
    assert {name: found.get(name) for name in told} == {name: wanted[name] for name in told}


@pytest.mark.parametrize("extension", FILES)
def test_lines_of_money_flags_and_wordings_come_back(extension):
    data = whole_plan_data(sections=[])
    version = load_plan(read_plan(data)).version
    wanted = copy.deepcopy(content_of(version)["groups"])
    found = read_back(version, extension).plan["groups"]
    for name in ("component", "title", "number"):
        assert [group[name] for group in found] == [group[name] for group in wanted]
    for task, other in zip(found[0]["tasks"], wanted[0]["tasks"], strict=True):
        for name in ("action", "lead", "coordinating", "outputs", "time", "note"):
            assert task[name] == other[name], name
        assert task["budget"]["lines"] == other["budget"]["lines"]
