"""Plans over the API: the list, the whole document, its money; and nothing of drafts."""

from decimal import Decimal

import pytest

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.exporter import export_document
from portal.plan_document.loader import load_plan
from tests.conftest import PLAN_SLUGS
from tests.factories import read_plan, whole_plan_data

pytestmark = pytest.mark.django_db
PARTS = ("", "totals/", "money/")


def slugs(answer: dict) -> list[str]:
    return [plan["slug"] for plan in answer["results"]]


# The list


def test_the_list_has_every_plan_in_vietnamese_order_of_provinces(read):
    answer = read("plans/")

    assert (answer["count"], answer["next"], answer["previous"]) == (5, None, None)
    assert slugs(answer) == [
        "an-giang-2016",
        "ha-tinh-2011",
        "kon-tum-2013",
        "lang-son-2016",
        "ninh-binh-2016",
    ]
    assert answer["results"][2] == {
        "slug": "kon-tum-2013",
        "is_sample": False,
        "province": "kon-tum",
        "current_province": "quang-ngai",
        "programme": "1419/QĐ-TTg",
        "title": answer["results"][2]["title"],
        "kind": "decision",
        "number": "835/QĐ-UBND",
        "issued_on": "2013-10-24",
        "issuer": "UBND tỉnh Kon Tum",
        "period": {"start": 2013, "end": 2020},
        "status": "issued",
        "status_label": "đã ban hành",
        "version": 1,
        "in_force_from": "2013-10-24",
    }
    assert "sản xuất sạch hơn" in answer["results"][2]["title"].lower()
    assert answer["results"][3]["number"] is None  # Lạng Sơn prints none


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"province": "kon-tum"}, ["kon-tum-2013"]),
        ({"province": "quang-ngai"}, []),
        ({"current_province": "quang-ngai"}, ["kon-tum-2013"]),
        ({"current_province": "ha-tinh"}, ["ha-tinh-2011", "ha-tinh-2099"]),
        ({"current_province": "kon-tum"}, []),
        ({"programme": "889/QĐ-TTg"}, ["ha-tinh-2099"]),
        ({"programme": "1419/QĐ-TTg"}, [*PLAN_SLUGS]),
        ({"year": "2012"}, ["ha-tinh-2011"]),
        ({"year": "2014"}, ["ha-tinh-2011", "kon-tum-2013"]),
        ({"year": "2030"}, ["ha-tinh-2099"]),
        ({"year": "2010"}, []),
        ({"status": "issued"}, ["an-giang-2016", "ha-tinh-2011", "ha-tinh-2099", *PLAN_SLUGS[2:]]),
        ({"status": "draft"}, []),
        ({"province": "ha-tinh", "year": "2012"}, ["ha-tinh-2011"]),
    ],
    ids=str,
)
def test_filters_keep_what_is_asked_and_drop_the_rest(asked, kept, read, issue):
    issue(programme="889/QĐ-TTg", period={"start": 2021, "end": 2030})

    answer = read("plans/", **asked)

    assert slugs(answer) == kept
    assert answer["count"] == len(kept)


def test_pages_follow_each_other(read):
    pages = [read("plans/", page=number, page_size=2) for number in (1, 2, 3)]

    assert [len(page["results"]) for page in pages] == [2, 2, 1]
    assert slugs(pages[0]) + slugs(pages[1]) + slugs(pages[2]) == slugs(read("plans/"))
    assert "page=2" in pages[0]["next"]
    assert pages[2]["next"] is None


def test_the_list_shows_the_version_in_force(read, issue):
    issue()
    issue(title="KẾ HOẠCH SỬA")

    [plan] = [plan for plan in read("plans/")["results"] if plan["slug"] == "ha-tinh-2099"]

    assert (plan["version"], plan["title"]) == (2, "KẾ HOẠCH SỬA")


# The document


@pytest.mark.parametrize("slug", PLAN_SLUGS)
def test_the_document_is_the_exported_one_with_its_findings(slug, read):
    exported = export_document(PlanVersion.objects.current().get(plan__slug=slug))

    assert read(f"plans/{slug}/") == exported
    assert exported["findings"]


def test_a_version_can_be_asked_for(read, issue):
    issue()
    issue(title="KẾ HOẠCH SỬA")

    answers = {asked: read("plans/ha-tinh-2099/", version=asked) for asked in ("1", "2", "")}

    assert {asked: answer["version"]["number"] for asked, answer in answers.items()} == {
        "1": 1,
        "2": 2,
        "": 2,
    }
    assert [answers[asked]["title"] for asked in "12"] == ["KẾ HOẠCH THỬ", "KẾ HOẠCH SỬA"]


def test_amounts_are_json_numbers_with_just_their_digits(api, issue):
    rows = [
        {
            "number": "1",
            "label": "A",
            "group": "1",
            "total": Decimal("20.4"),
            "by_source": {"NSTW": Decimal("0.1")},
        },
        {"number": "2", "label": "B", "group": "1", "total": 2040, "by_source": {"NSTW": Decimal("0.2")}},
        {"number": "3", "label": "C", "group": "1", "total": Decimal("999999999.999999")},
    ]
    totals = {"by_source": {"NSTW": Decimal("0.30")}}
    issue(budget_tables=[{"key": "t", "title": "T", "rows": rows, "totals": totals}])
    client = api(Role.PROVINCIAL_VIEWER, "ha-tinh")
    document, totals, money = (
        client.get(f"/api/v1/plans/ha-tinh-2099/{part}").content.decode()
        for part in ("", "totals/", "money/")
    )

    for written in (
        '"total": 20.4,',
        '"total": 2040,',
        '"total": 999999999.999999,',
        '"NSTW": 0.1}',
        '"NSTW": 0.2}',
    ):
        assert written in document
    assert '"NSTW": 0.3}' in document
    assert '"printed": 0.3,' in totals
    assert '"computed": 0.3,' in totals  # 0.1 + 0.2 in floats is 0.30000000000000004
    assert '"amount": 0.3}' in money


def test_printed_totals_stand_beside_the_computed_ones(read):
    checks = {check["place"]: check for check in read("plans/ha-tinh-2011/totals/")}

    grand = checks["budget_tables/tong-hop-kinh-phi/totals/by_source"]
    assert (grand["printed"], grand["computed"], grand["computed_without_dn"]) == (7050, 7420, 7050)
    assert grand["agrees"] is True
    assert {check["agrees"] for check in checks.values()} == {True, False}


def test_money_is_added_up_by_group_source_and_year(read):
    money = read("plans/ha-tinh-2011/money/")

    assert (money["basis"], money["table"], money["total"]) == ("table", "tong-hop-kinh-phi", 7420)
    assert money["published_total"] == 7050
    assert {tuple(part["sources"]): part["amount"] for part in money["by_sources"]} == {
        ("NSTW",): 5030,
        ("NSDP",): 2020,
        ("DN",): 370,
    }
    assert read("plans/an-giang-2016/money/")["basis"] == "tasks"


# Drafts


@pytest.fixture
def second_draft(issue) -> PlanVersion:
    """A draft beside the issued version of a plan of Hà Tĩnh."""
    issued = issue()
    return PlanVersion.objects.create(
        plan=issued.plan, province=issued.province, number=2, kind="amendment", amends=1, reason="Điều chỉnh",
        title="BẢN ĐANG SOẠN", document_kind="plan", issuer="UBND", signer_name="A", signer_title="B",
        period_start=2019, period_end=2020,
    )  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("asked", [{}, {"version": 1}], ids=str)
def test_a_draft_is_shown_only_in_its_province(part, asked, draft, api, read):
    path = f"plans/ha-tinh-2097/{part}"
    assert read(path, Role.PROVINCIAL_VIEWER, "ha-tinh", **asked)

    for role, province in ((Role.DEPARTMENT_EDITOR, "lang-son"), (Role.MINISTRY_OFFICIAL, None)):
        answer = api(role, province).get(f"/api/v1/{path}", asked)
        assert (answer.status_code, answer.json()) == (404, {"detail": "Không tìm thấy."})


def test_a_draft_stands_only_in_the_list_of_its_province(draft, read):
    assert "ha-tinh-2097" in slugs(read("plans/"))
    for role, province in ((Role.DEPARTMENT_EDITOR, "lang-son"), (Role.MINISTRY_OFFICIAL, None)):
        answer = read("plans/", role, province)
        assert (answer["count"], set(slugs(answer))) == (5, set(PLAN_SLUGS))


def test_a_draft_beside_an_issued_version_does_not_take_its_place(second_draft, api, read):
    path = "plans/ha-tinh-2099/"
    assert read(path, version=2)["title"] == "BẢN ĐANG SOẠN"

    assert read(path)["title"] == "KẾ HOẠCH THỬ"
    assert read(path, Role.MINISTRY_OFFICIAL, None)["title"] == "KẾ HOẠCH THỬ"
    assert api(Role.MINISTRY_OFFICIAL).get(f"/api/v1/{path}", {"version": 2}).status_code == 404


# Queries


def test_the_list_takes_as_many_queries_for_three_plans_as_for_one(count_queries):
    assert [count_queries("plans/", page_size=size) for size in (1, 3)] == [(10, 1), (10, 3)]


def test_a_document_takes_as_many_queries_with_three_of_everything_as_with_one(count_queries):
    for size in (1, 3):
        load_plan(read_plan(_multiplied(whole_plan_data(slug=f"ha-tinh-209{size}"), size)))

    taken = {part: [count_queries(f"plans/ha-tinh-209{size}/{part}") for size in (1, 3)] for part in PARTS}

    assert [groups for _queries, groups in taken[""]] == [1, 3]
    assert {part: [queries for queries, _ in counts] for part, counts in taken.items()} == {
        "": [38, 38],
        "totals/": [33, 33],
        "money/": [33, 33],
    }


def _multiplied(node, size: int, copy: str = ""):
    """Plain data in which every list of parts is given that many times; copies have keys of their own."""
    if isinstance(node, dict):
        mark = copy if copy.strip("/0") else ""  # references lead to the first
        keys = ("key", "clause", "code")
        return {k: f"{v}{mark}" if k in keys else _multiplied(v, size, copy) for k, v in node.items()}
    if isinstance(node, list) and isinstance(node[0], dict):
        return [_multiplied(part, size, f"{copy}/{n}") for n in range(size) for part in node]
    return node
