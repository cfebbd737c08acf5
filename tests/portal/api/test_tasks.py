"""Tasks over the API: as in their documents, filtered, and nothing of drafts."""

import pytest

from agencies.enums import Role
from agencies.models import Agency
from core.search import asked_words
from portal.plan_document.loader import load_plan
from tests.conftest import PLAN_SLUGS
from tests.factories import read_plan, whole_plan_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_task(read) -> list[dict]:
    return read("tasks/", page_size=200)["results"]


def agency(province: str, slug: str) -> str:
    return str(Agency.objects.get(province__slug=province, slug=slug).public_id)


def test_every_task_is_as_in_its_document(every_task, read):
    documents = {slug: read(f"plans/{slug}/") for slug in PLAN_SLUGS}
    expected = [
        {
            "plan": slug,
            "version": 1,
            "is_sample": False,
            "province": document["province"],
            "group": group["key"],
            "group_title": group["title"],
            "component": group["component"],
            "phase": group["phase"],
        }
        | task
        for slug, document in documents.items()
        for group in document["groups"]
        for task in group["tasks"]
    ]

    assert len(expected) > 60
    assert every_task == expected


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"plan": "kon-tum-2013"}, lambda task: task["plan"] == "kon-tum-2013"),
        ({"province": "ninh-binh"}, lambda task: task["province"] == "ninh-binh"),
        ({"group": "I"}, lambda task: task["group"] == "I"),
        ({"component": "policy"}, lambda task: task["component"] == "policy"),
        ({"year": "2012"}, lambda task: runs_in(task, 2012)),
        ({"year": "2017"}, lambda task: runs_in(task, 2017)),
        ({"q": "nghi hoi"}, lambda task: {"hoi", "nghi"} <= words(task)),
        ({"q": "Hội nghị ph"}, lambda task: {"hoi", "nghi"} <= words(task) and begins(task, "ph")),
        ({"plan": "kon-tum-2013", "component": "policy"}, lambda task: task["group"] == "II"),
    ],
    ids=["plan", "province", "group", "component", "2012", "2017", "q", "q begun", "two"],
)
def test_filters_keep_what_is_asked_and_drop_the_rest(asked, holds, every_task, read):
    kept = read("tasks/", page_size=200, **asked)

    assert kept["results"] == [task for task in every_task if holds(task)]
    assert 0 < kept["count"] == len(kept["results"]) < len(every_task)


def runs_in(task: dict, year: int) -> bool:
    """As people would read it: the printed time covers the year."""
    time, periods = task["time"], {"an-giang": (2016, 2020), "ha-tinh": (2011, 2015), "kon-tum": (2013, 2020)}
    if time["every_year"]:
        start, end = periods.get(task["province"], (2016, 2020))
        return start <= year <= end
    return bool(time["start"]) and int(str(time["start"])[:4]) <= year <= int(str(time["end"])[:4])


def everything(task: dict) -> list[str]:
    parties = [party["text"] for party in (*task["lead"], *task["coordinating"])]
    return [task["action"], *task["contents"], *task["expected_results"], *parties, task["note"] or ""]


def words(task: dict) -> set[str]:
    return {word for text in everything(task) for word in asked_words(text)}


def begins(task: dict, letters: str) -> bool:
    return any(word.startswith(letters) for word in words(task))


@pytest.mark.parametrize(
    ("role", "sides"),
    [("", ("lead", "coordinating")), ("lead", ("lead",)), ("coordinating", ("coordinating",))],
)
def test_tasks_of_an_agency_are_those_in_which_it_has_the_role(role, sides, every_task, read):
    department = agency("ha-tinh", "so-cong-thuong")
    asked = {"agency": department} | ({"role": role} if role else {})
    expected = [
        task["key"]
        for task in every_task
        if task["province"] == "ha-tinh"
        and any(party["agency"] == "so-cong-thuong" for side in sides for party in task[side])
    ]

    kept = read("tasks/", page_size=200, **asked)

    assert [task["key"] for task in kept["results"]] == expected
    assert {task["province"] for task in kept["results"]} <= {"ha-tinh"}
    assert kept["count"] == len(expected)


def test_an_agency_leads_some_tasks_and_coordinates_others(read):
    counts = [
        read("tasks/", agency=agency("ha-tinh", slug), role=role)["count"]
        for slug in ("so-cong-thuong", "so-tai-nguyen-va-moi-truong")
        for role in ("lead", "coordinating")
    ]

    assert counts[0] > counts[1]
    assert counts[3] > counts[2]


def test_a_role_alone_asks_for_tasks_in_which_anybody_has_it(issue, read):
    task = {"key": "1/1", "action": "Tự làm", "lead": [{"text": "Sở Công thương"}]}
    other = task | {"key": "1/2", "coordinating": [{"text": "các Sở"}, {"text": "các huyện"}]}
    group = {
        "key": "1",
        "title": "Nhóm",
        "component": "policy",
        "tasks": [task, other, {"key": "1/3", "action": "X"}],
    }
    issue(groups=[group], budget_tables=[])

    def kept(**asked) -> list[str]:
        return [task["key"] for task in read("tasks/", plan="ha-tinh-2099", **asked)["results"]]

    assert kept(role="lead") == ["1/1", "1/2"]
    assert kept(role="coordinating") == ["1/2"]
    assert kept() == ["1/1", "1/2", "1/3"]


def test_an_agency_that_has_no_task_gives_none(read):
    assert read("tasks/", agency="00000000-0000-0000-0000-000000000000")["count"] == 0


def test_one_task_is_found_by_plan_and_key(every_task, read):
    for task in every_task[::9]:
        assert read(f"tasks/{task['plan']}/{task['key']}/") == task


def test_pages_are_cut_as_asked(every_task, read):
    pages = [read("tasks/", page=number) for number in (1, 2)]

    assert [len(page["results"]) for page in pages] == [50, len(every_task) - 50]
    assert pages[0]["results"] + pages[1]["results"] == every_task
    assert read("tasks/", page_size=7, page=2)["results"] == every_task[7:14]


def test_tasks_of_a_draft_are_shown_only_in_its_province(draft, read, api):
    def shown(*who) -> list[str]:
        return [task["action"] for task in read("tasks/", *who, plan="ha-tinh-2097")["results"]]

    assert shown(Role.AGENCY_REPORTER, "ha-tinh") == ["lò vòng Hoffman"]
    assert read("tasks/ha-tinh-2097/1/1.1/", Role.AGENCY_REPORTER, "ha-tinh")["action"] == "lò vòng Hoffman"

    for who in ((Role.DEPARTMENT_EDITOR, "lang-son"), (Role.MINISTRY_OFFICIAL, None)):
        assert shown(*who) == []
        assert read("tasks/", *who, q="hoffman")["count"] == 0
        assert api(*who).get("/api/v1/tasks/ha-tinh-2097/1/1.1/").status_code == 404


def test_tasks_of_a_version_that_is_not_in_force_are_not_listed(issue, read):
    issue()
    issue(groups=[], budget_tables=[])

    assert read("tasks/", plan="ha-tinh-2099")["count"] == 0


def test_the_list_takes_as_many_queries_for_three_tasks_as_for_one(count_queries):
    data = whole_plan_data()
    [task] = data["groups"][0]["tasks"]
    assert task["outputs"]
    assert task["budget"]["lines"]
    data["groups"][0]["tasks"] = [task | {"key": f"1/1.{number}"} for number in (1, 2, 3)]
    load_plan(read_plan(data))

    taken = [count_queries("tasks/", plan="ha-tinh-2099", page_size=size) for size in (1, 3)]

    assert taken == [(14, 1), (14, 3)]
