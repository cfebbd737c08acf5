"""Tasks: in which years they run, and whose they are."""

from datetime import date

import pytest
from django.db import IntegrityError

from agencies.models import Agency
from core.dates import first_day, last_day
from portal.plan_document.loader import load_plan
from tasks.models import Output, Party, Task
from tests.factories import plan_data, read_plan

pytestmark = pytest.mark.django_db

YEARS = range(2012, 2023)
# The stated time of a task of a plan for 2014-2020, and the years in which it runs.
TIMES = {
    "no time": ({}, []),
    "every year": ({"every_year": True}, [2014, 2015, 2016, 2017, 2018, 2019, 2020]),
    "from year to year": ({"start": 2015, "end": 2017}, [2015, 2016, 2017]),
    "one year": ({"start": 2017, "end": 2017}, [2017]),
    "from month to month": ({"start": "2015-12", "end": "2017-01"}, [2015, 2016, 2017]),
    "within a year": ({"start": "2016-03", "end": "2016-05"}, [2016]),
    "from a month to a year": ({"start": "2015-06", "end": 2016}, [2015, 2016]),
    "from a year to a month": ({"start": 2015, "end": "2016-01"}, [2015, 2016]),
    "only a start": ({"start": "2016-06"}, [2016]),
    "only an end": ({"end": 2016}, []),
    "longer than the plan": ({"start": 2013, "end": 2021}, [2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021]),
}  # fmt: skip


def task_with(**changes) -> Task:
    """A task of a small plan of its own, for 2014-2020."""
    data = plan_data(period={"start": 2014, "end": 2020})
    data["groups"][0]["tasks"][0] |= changes
    return Task.objects.get(version=load_plan(read_plan(data)).version)


@pytest.mark.parametrize(("time", "years"), TIMES.values(), ids=TIMES.keys())
def test_a_task_runs_in_the_years_that_its_time_covers(time, years):
    task = task_with(time=time)
    running = [year for year in YEARS if Task.objects.running_in(year).filter(pk=task.pk).exists()]
    assert running == years


def test_running_in_agrees_with_the_days_of_every_task_of_the_real_plans():
    """A task from start to end runs in a year if one of its days lies in that year."""
    tasks = list(Task.objects.exclude(start="").exclude(end=""))
    assert len(tasks) >= 55
    for year in range(2009, 2023):
        first, last = date(year, 1, 1), date(year, 12, 31)
        expected = {task for task in tasks if first_day(task.start) <= last and last_day(task.end) >= first}
        assert set(Task.objects.running_in(year).exclude(start="")) == expected


@pytest.mark.parametrize(
    ("slug", "year", "count"),
    [("ha-tinh-2011", 2010, 0), ("ha-tinh-2011", 2011, 12), ("ha-tinh-2011", 2015, 12), ("ha-tinh-2011", 2016, 0),
     ("an-giang-2016", 2016, 0), ("an-giang-2016", 2017, 12), ("an-giang-2016", 2019, 11), ("an-giang-2016", 2020, 12),
     ("kon-tum-2013", 2013, 12), ("kon-tum-2013", 2014, 13), ("kon-tum-2013", 2016, 5), ("kon-tum-2013", 2020, 5),
     ("ninh-binh-2016", 2016, 4), ("ninh-binh-2016", 2017, 14), ("ninh-binh-2016", 2018, 11)],
)  # fmt: skip
def test_how_many_tasks_of_a_real_plan_run_in_a_year(slug, year, count):
    assert Task.objects.running_in(year).filter(version__plan__slug=slug).count() == count


def test_tasks_of_an_agency_are_those_that_it_leads_or_coordinates_each_once():
    own = Agency.objects.get(slug="so-cong-thuong", province__slug="an-giang")
    environment = Agency.objects.get(slug="so-tai-nguyen-va-moi-truong", province__slug="an-giang")
    numbers = [task.number for task in Task.objects.of_agency(environment)]
    assert numbers == ["1.1", "1.3", "1.4", "2.2", "2.3", "2.4", "2.5", "3.1"]
    assert Task.objects.of_agency(own).count() == 13
    leads = Party.objects.filter(agency=environment, role="lead")
    assert [party.task.number for party in leads] == ["1.3"]


def test_an_agency_that_leads_and_coordinates_one_task_has_it_once():
    party = {"text": "Sở Công thương", "agency": "so-cong-thuong"}
    task = task_with(lead=[party], coordinating=[party, {"text": "các Sở, ngành"}])
    agency = Agency.objects.get(slug="so-cong-thuong", province__slug="ha-tinh")
    assert list(Task.objects.of_agency(agency).filter(version=task.version)) == [task]


def test_a_collective_keeps_its_words_and_names_no_agency():
    party = Party.objects.get(version__plan__slug="kon-tum-2013", task__number="1.2", role="coordinating")
    assert (party.text, party.agency) == ("Các tổ chức KHCN", None)


@pytest.mark.parametrize("column", ["start", "end"])
@pytest.mark.parametrize("value", ["16", "2016-1", "2016-", "2016/01", "năm", "10-2016"])
def test_the_database_takes_only_years_and_months_as_partial_dates(column, value):
    data = plan_data(version={"status": "draft"})
    task = Task.objects.get(version=load_plan(read_plan(data)).version)
    tasks = Task.objects.filter(pk=task.pk)
    assert tasks.update(**{column: "2016-01"}) == 1
    with pytest.raises(IntegrityError, match="task_partial_dates"):
        tasks.update(**{column: value})


def test_outputs_keep_the_years_that_their_own_sentence_prints():
    """Kon Tum's 4.2 runs 2013-2015 and promises its result for 2013-2020."""
    output = Output.objects.get(version__plan__slug="kon-tum-2013")
    assert (output.start, output.end, output.quantity, output.unit) == (2013, 2020, 20, "DN")
    assert (output.task.start, output.task.end) == ("2013", "2015")
