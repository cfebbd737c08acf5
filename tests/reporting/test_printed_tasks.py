"""What a plan prints about tasks: read once by a process where it cannot change, each time where it can."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.enums import VersionStatus
from plans.models import OutputKind, PlanVersion
from reporting.printed_tasks import kept, load_output_kinds, printed_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> PlanVersion:
    return version_of("ha-tinh-2011")


@pytest.fixture
def places(version) -> list[str]:
    return places_in(version)


def version_of(slug: str) -> PlanVersion:
    return PlanVersion.objects.get(plan__slug=slug)


def places_in(version: PlanVersion) -> list[str]:
    rows = version.task_rows.order_by("group__position", "position")
    return [f"task:{key}" for key in rows.values_list("key", flat=True)]


@pytest.mark.parametrize(("slug", "printed"), [("an-giang-2016", "money"), ("ninh-binh-2016", "outputs")])
def test_an_issued_plan_is_read_once(slug, printed, django_assert_num_queries):
    version = version_of(slug)
    places = places_in(version)
    read = printed_tasks(version, places, 2018)
    assert any(getattr(task, printed) for task in read.values())
    with django_assert_num_queries(0):
        assert printed_tasks(version, places, 2018) == read


def test_what_is_kept_of_one_year_is_right_for_another(version, places):
    fresh = {}
    for year in (2015, 2016, 2018):
        kept.clear()
        fresh[year] = printed_tasks(version, places, year)
    assert fresh[2015] != fresh[2016]
    kept.clear()
    assert {year: printed_tasks(version, places, year) for year in fresh} == fresh


def test_a_task_that_was_not_asked_for_before_is_read_beside_those_kept_in_the_plans_order(version, places):
    printed_tasks(version, places[2:3], 2018)
    assert list(printed_tasks(version, reversed(places[:4]), 2018)) == places[:4]


def test_a_draft_is_read_each_time(version, places):
    printed_tasks(version, places, 2018)
    version.status = VersionStatus.DRAFT
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            printed_tasks(version, places, 2018)
        assert len(queries) > 0


def test_a_kind_that_the_ministry_names_otherwise_is_named_so(version, places):
    tasks = printed_tasks(version, places, 2015)
    load_output_kinds(tasks.values())
    kind = next(output.kind for task in tasks.values() for output in task.outputs)
    OutputKind.objects.filter(pk=kind.pk).update(name="Tên mới của Bộ")
    again = printed_tasks(version, places, 2015)
    load_output_kinds(again.values())
    names = {
        output.kind.name for task in again.values() for output in task.outputs if output.kind_id == kind.pk
    }
    assert names == {"Tên mới của Bộ"}
