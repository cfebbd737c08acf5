"""Findings over the API: where documents contradict themselves, and what people note on it."""

import pytest

from agencies.enums import Role
from agencies.models import User
from budgets.models import FindingDecision
from plans.models import Plan
from portal.plan_document.loader import load_plan
from tests.factories import plan_copy, plan_data, read_plan

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/findings/decisions/"
GROUPS = "numbering_style:groups"  # Kon Tum numbers its groups I, II, III, 4, 5


@pytest.fixture
def every_finding(read) -> list[dict]:
    return read("findings/", page_size=200)["results"]


@pytest.fixture
def note(api):
    """note(role, province, key=..., ...) is the answer to such a person's note on a finding of Kon Tum."""

    def send(role: Role, province: str | None, **changes):
        decision = {"plan": "kon-tum-2013", "key": GROUPS, "text": "Giữ như đã in."} | changes
        return api(role, province).post(DECISIONS, decision)

    return send


def keys(answer: dict) -> list[str]:
    return [finding["key"] for finding in answer["results"]]


# The list


def test_the_list_has_the_findings_of_every_document(every_finding, read):
    for slug in ("an-giang-2016", "ha-tinh-2011", "kon-tum-2013", "lang-son-2016", "ninh-binh-2016"):
        expected = read(f"plans/{slug}/")["findings"]
        place = {"plan": slug, "is_sample": False, "province": slug.rpartition("-")[0]}

        assert expected
        assert [found for found in every_finding if found["plan"] == slug] == [
            place | one for one in expected
        ]


def test_a_finding_says_where_what_is_printed_what_is_computed_and_what_it_means(every_finding):
    [found] = [found for found in every_finding if found["key"] == GROUPS]

    assert found == {
        "plan": "kon-tum-2013",
        "is_sample": False,
        "province": "kon-tum",
        "key": GROUPS,
        "code": "numbering_style",
        "title": "Cách đánh số không thống nhất",
        "severity": "contradiction",
        "where": "Số thứ tự các nhóm nhiệm vụ",
        "printed": "I, II, III, 4, 5",
        "computed": "chữ số La Mã và chữ số thường lẫn nhau",
        "note": "Các nhóm được đánh số theo hai kiểu; số được giữ như đã in.",
        "decision": None,
    }


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"plan": "kon-tum-2013"}, lambda found: found["plan"] == "kon-tum-2013"),
        ({"province": "ha-tinh"}, lambda found: found["province"] == "ha-tinh"),
        ({"code": "number_differs"}, lambda found: found["code"] == "number_differs"),
        ({"severity": "notice"}, lambda found: found["severity"] == "notice"),
        ({"severity": "contradiction"}, lambda found: found["severity"] == "contradiction"),
        ({"decided": "true"}, lambda found: found["key"] == GROUPS),
        ({"decided": "false"}, lambda found: found["key"] != GROUPS),
        ({"plan": "kon-tum-2013", "decided": "false"}, lambda found: found["plan"] == "kon-tum-2013" and found["key"] != GROUPS),
    ],
    ids=["plan", "province", "code", "notice", "contradiction", "decided", "undecided", "two"],
)  # fmt: skip
def test_filters_keep_what_is_asked_and_drop_the_rest(asked, holds, read, note):
    assert note(Role.DEPARTMENT_EDITOR, "kon-tum").status_code == 201
    everything = read("findings/", page_size=200)["results"]

    kept = read("findings/", page_size=200, **asked)

    assert kept["results"] == [found for found in everything if holds(found)]
    assert 0 < kept["count"] == len(kept["results"]) < len(everything)


def test_a_filter_left_empty_asks_for_nothing(every_finding, read):
    empty = dict.fromkeys(("plan", "province", "code", "severity", "decided"), "")

    assert read("findings/", page_size=200, **empty)["results"] == every_finding


def test_pages_are_cut_as_asked(every_finding, read):
    pages = [read("findings/", page=number, page_size=7) for number in (1, 2)]

    assert pages[0]["results"] + pages[1]["results"] == every_finding[:14]
    assert pages[0]["count"] == len(every_finding)


def test_the_list_takes_as_many_queries_for_three_plans_as_for_one(count_queries):
    def load(slug: str) -> None:
        load_plan(read_plan(plan_data(slug=slug, province="quang-ngai", period={"start": 2019, "end": 2019})))

    load("quang-ngai-2091")
    one = count_queries("findings/", province="quang-ngai")
    load("quang-ngai-2092")
    load("quang-ngai-2093")
    three = count_queries("findings/", province="quang-ngai")

    assert [one, three] == [(30, 2), (30, 6)]


# Decisions


@pytest.mark.parametrize(
    ("role", "province", "status"),
    [
        (Role.DEPARTMENT_EDITOR, "kon-tum", 201),
        (Role.DEPARTMENT_APPROVER, "kon-tum", 201),
        (Role.DEPARTMENT_EDITOR, "quang-ngai", 201),  # took Kon Tum over
        (Role.DEPARTMENT_EDITOR, "ha-tinh", 403),
        (Role.DEPARTMENT_APPROVER, "lang-son", 403),
        (Role.FINANCE_APPRAISER, "kon-tum", 403),
        (Role.PROVINCIAL_VIEWER, "kon-tum", 403),
        (Role.PROVINCE_ADMIN, "kon-tum", 403),
        (Role.MINISTRY_OFFICIAL, None, 403),
        (Role.PORTAL_ADMIN, None, 403),
    ],
)
def test_only_the_department_of_the_province_decides(role, province, status, note):
    answer = note(role, province)

    assert answer.status_code == status
    assert FindingDecision.objects.count() == (1 if status == 201 else 0)
    if status == 403:
        assert answer.json() == {"detail": "Chỉ Sở Công Thương của tỉnh được ghi quyết định về sai lệch."}


def test_an_agency_that_only_reports_does_not_decide(note):
    answer = note(Role.AGENCY_REPORTER, "ha-tinh", plan="ha-tinh-2011")

    assert answer.status_code == 403
    assert not FindingDecision.objects.exists()


def test_nobody_decides_without_saying_who_asks(client):
    answer = client.post(DECISIONS, {"plan": "kon-tum-2013", "key": GROUPS, "text": "x"}, "application/json")

    assert answer.status_code == 401
    assert not FindingDecision.objects.exists()


def test_the_answer_is_the_finding_with_the_decision(note, every_finding, read):
    [before] = [found for found in every_finding if found["key"] == GROUPS]
    answer = note(Role.DEPARTMENT_EDITOR, "kon-tum", text="  Giữ như\u00a0đã in. ").json()
    decision = FindingDecision.objects.get()

    assert answer == before | {
        "decision": {
            "text": "Giữ như đã in.",
            "by": str(decision.decided_by),
            "at": decision.decided_at.isoformat(),
            "version": 1,
            "outdated": False,
        }
    }
    assert answer in read("findings/")["results"]
    assert (decision.printed, decision.computed) == (before["printed"], before["computed"])


def test_no_figure_changes_by_it(note, read):
    before = read("plans/kon-tum-2013/")
    assert note(Role.DEPARTMENT_EDITOR, "kon-tum").status_code == 201

    after = read("plans/kon-tum-2013/")

    assert [one["decision"] is None for one in after["findings"]].count(False) == 1
    assert after | {"findings": None} == before | {"findings": None}
    assert [one | {"decision": None} for one in after["findings"]] == before["findings"]


def test_the_latest_note_counts_and_earlier_ones_stay(note, read):
    for text in ("Lần đầu", "Lần hai"):
        note(Role.DEPARTMENT_EDITOR, "kon-tum", text=text)

    [found] = read("findings/", decided="true")["results"]

    assert found["decision"]["text"] == "Lần hai"
    assert [*FindingDecision.objects.order_by("pk").values_list("text", flat=True)] == ["Lần đầu", "Lần hai"]


def test_a_decision_is_outdated_when_the_figure_has_changed(api, read):
    data = plan_copy("ha-tinh-2011")
    load_plan(read_plan(data))
    [found] = read("findings/", plan=data["slug"], code="words_differ")["results"]
    note = {"plan": data["slug"], "key": found["key"], "text": "Lấy số bằng số."}
    api(Role.DEPARTMENT_EDITOR, "ha-tinh").post(DECISIONS, note)
    assert read("findings/", plan=data["slug"], decided="true")["results"][0]["decision"]["outdated"] is False

    data["budget_tables"][0]["totals"]["total"] += 1
    load_plan(read_plan(data), reason="Chép lại tổng cộng")

    [found_again] = read("findings/", plan=data["slug"], decided="true")["results"]
    assert found_again["key"] == found["key"]
    assert found_again["computed"] != found["computed"]
    assert (found_again["decision"]["outdated"], found_again["decision"]["version"]) == (True, 1)
    assert found_again["decision"]["text"] == "Lấy số bằng số."


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"key": "khong:co"}, 400, {"key": ["Kế hoạch không có sai lệch này."]}),
        ({"text": " "}, 400, {"text": ["Trường này không được bỏ trống."]}),
        ({"text": "x" * 4001}, 400, {"text": ["Không quá 4000 ký tự."]}),
        ({"plan": "khong-co"}, 404, {"detail": "Không tìm thấy."}),
        ({"plan": "lang-son-2016"}, 403, None),
    ],
    ids=["unknown finding", "empty note", "long note", "unknown plan", "other province"],
)
def test_a_note_that_fits_nothing_is_refused_at_its_field(changes, status, said, note):
    answer = note(Role.DEPARTMENT_EDITOR, "kon-tum", **changes)

    assert answer.status_code == status
    assert said is None or answer.json() == said
    assert not FindingDecision.objects.exists()


def test_a_finding_of_another_plan_is_not_one_of_this(every_finding, note):
    other = next(found["key"] for found in every_finding if found["plan"] == "lang-son-2016")

    assert note(Role.DEPARTMENT_EDITOR, "kon-tum", key=other).json() == {
        "key": ["Kế hoạch không có sai lệch này."]
    }


def test_findings_of_a_draft_are_shown_and_decided_only_in_its_province(draft, read, note):
    def shown(*who) -> list[str]:
        return keys(read("findings/", *who, plan="ha-tinh-2097"))

    [key, *_] = shown(Role.DEPARTMENT_EDITOR, "ha-tinh")
    decision = {"plan": "ha-tinh-2097", "key": key}
    for who in ((Role.DEPARTMENT_EDITOR, "lang-son"), (Role.MINISTRY_OFFICIAL, None)):
        assert shown(*who) == []
        assert note(*who, **decision).status_code == 404
    assert not FindingDecision.objects.exists()
    assert note(Role.DEPARTMENT_EDITOR, "ha-tinh", **decision).status_code == 201


def test_who_wrote_a_note_stays_named_when_the_account_is_closed(note, read):
    note(Role.DEPARTMENT_EDITOR, "kon-tum")
    User.objects.update(is_active=False)

    [found] = read("findings/", decided="true")["results"]

    assert found["decision"]["by"] == str(FindingDecision.objects.get().decided_by)
    assert Plan.objects.filter(finding_decisions__isnull=False).get().slug == "kon-tum-2013"
