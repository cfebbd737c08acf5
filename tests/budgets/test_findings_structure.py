"""Findings on numbering and on periods: change a number or a year in a copy, and the finding follows."""

import time

import pytest

from tests.factories import plan_copy, plan_data
from tests.factories.documents import leaves, look_up, put

HT, NB, AG, KT, LS = "ha-tinh-2011", "ninh-binh-2016", "an-giang-2016", "kon-tum-2013", "lang-son-2016"
GAP_KT = "numbering_gap:groups/II"
RESULT_KT = "period_differs:tasks/4/4.2/outputs/khoảng 20 DN được hỗ trợ đánh giá và xây dựng dự án SXSH"
PAST_AG = "period_differs:sections/mo-dau/2010-2015"
EARLY = "starts_before_issue:tasks/time"


def place_of(slug: str, words: str) -> tuple:
    """Where a plan says these words, the only place of its sections."""
    (path,) = [p for p, value in leaves(plan_copy(slug)) if p[0] == "sections" and words in str(value)]
    return path


def section(slug: str, key: str) -> tuple:
    keys = [row["key"] for row in plan_copy(slug)["sections"]]
    return ("sections", keys.index(key))


PAST_PLACE = place_of(AG, "giai đoạn 2010-2015")
PAST_TEXT = look_up(plan_copy(AG), PAST_PLACE)

# The number or year that is changed, and what becomes of the findings: those that go and those that come.
CHANGES = {
    "the gap is closed": (KT, ("groups", 1, "tasks", 2, "number"), "2.3", {GAP_KT}, set()),
    "the last number is left out": (KT, ("groups", 1, "tasks", 2, "number"), None, {GAP_KT}, set()),
    "a gap is made": (HT, ("groups", 0, "tasks", 2, "number"), "1.5", set(), {"numbering_gap:groups/1"}),
    "the first number is missing": (HT, ("groups", 2, "tasks", 0, "number"), "3.3", set(), {"numbering_gap:groups/3"}),
    "a year is no ordinal": (HT, ("groups", 0, "tasks", 3, "number"), "1.2017", set(), set()),
    "the numbers of duties": (LS, ("responsibilities", 5, "number"), "7", set(), {"numbering_gap:responsibilities"}),
    "the letters of items": (
        LS, (*section(LS, "II.1"), "items", 2, "letter"), "đ", set(), {"numbering_gap:sections/II.1"}),
    "đ stands between d and e": (
        KT, (*section(KT, "III.1"), "items", 4, "letter"), "e", set(), {"numbering_gap:sections/III.1"}),
    "a Roman group number in a plan of Arabic ones": (
        HT, ("groups", 4, "number"), "V", set(), {"numbering_style:groups"}),
    "a result within the task's time": (
        KT, ("groups", 3, "tasks", 1, "outputs", 0, "end"), 2015, {RESULT_KT}, set()),
    "the task lasts as long as its result": (
        KT, ("groups", 3, "tasks", 1, "time", "end"), 2020, {RESULT_KT}, set()),
    "a result before the task begins": (
        HT, ("groups", 1, "tasks", 2, "outputs", 0, "start"), 2010, set(),
        {"period_differs:tasks/2/2.3/outputs/khoảng 30 doanh nghiệp được hỗ trợ xây dựng dự án áp dụng sả"}),
    "a task after the end of the plan": (
        HT, ("groups", 0, "tasks", 0, "time", "end"), "2016-01", set(), {"period_differs:tasks/1/1.1/time"}),
    "a task outside its phase though inside the plan": (
        NB, ("groups", 0, "tasks", 1, "time", "end"), 2018, set(), {"period_differs:tasks/2016-2017/1/1.2/time"}),
    "the plan is shorter": (AG, ("period", "end"), 2019, set(), {
        f"period_differs:tasks/{key}/time"
        for key in ("1/1.1", "1/1.2", "1/1.3", "1/1.4", "2/2.1", "2/2.2", "2/2.3", "2/2.4", "2/2.5", "3/3.1",
                    "3/3.2", "4/4.2")}),
    "the period before is named alike": (
        AG, PAST_PLACE, PAST_TEXT.replace("2010-2015", "2011-2015"), {PAST_AG}, set()),
    "the period before is named with another first year": (
        AG, PAST_PLACE, PAST_TEXT.replace("2010-2015", "2009 – 2015"), {PAST_AG},
        {"period_differs:sections/mo-dau/2009-2015"}),
    "another period altogether": (AG, PAST_PLACE, PAST_TEXT.replace("2010-2015", "2006-2010"), {PAST_AG}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "path", "value", "gone", "new"), CHANGES.values(), ids=CHANGES.keys())
def test_one_changed_value_changes_the_findings_and_no_others(changed_findings, slug, path, value, gone, new):
    assert changed_findings(slug, path, value) == (gone, new)


def test_the_missing_numbers_are_named(findings):
    found = findings(put(plan_copy(KT), ("groups", 0, "tasks", 3, "number"), "1.7"))["numbering_gap:groups/I"]
    assert (found.printed, found.computed) == ("1.1, 1.2, 1.3, 1.7", "thiếu số thứ 4, 5, 6")
    assert "nhiệm vụ" in found.note


def test_one_style_of_numbering_is_none_to_speak_of(findings):
    data = plan_copy(KT)
    for group, number in zip(data["groups"], ("I", "II", "III", "IV", "V"), strict=True):
        group["number"] = number
    assert "numbering_style:groups" not in findings(data)
    data["slug"] = "kon-tum-2097"
    for count, group in enumerate(data["groups"], start=1):
        group["number"] = str(count)
    assert "numbering_style:groups" not in findings(data)


def test_a_very_large_number_ends_no_process(findings):
    started = time.monotonic()
    data = put(plan_data(), ("groups", 0, "tasks", 0, "number"), "1.99999999999999999")
    assert not any(key.startswith("numbering_gap") for key in findings(data))
    assert time.monotonic() - started < 10


def test_a_period_named_wrongly_twice_in_one_section_gives_keys_of_their_own(findings):
    wrong = "giai đoạn 2010-2015"
    data = put(plan_copy(AG), PAST_PLACE, PAST_TEXT.replace(wrong, f"{wrong}, nhắc lại: {wrong}"))
    assert {PAST_AG, f"{PAST_AG}/2"} <= set(findings(data))


@pytest.mark.parametrize(
    ("issued_on", "printed"),
    [
        ("2011-01-31", None),
        ("2011-02-01", "12 nhiệm vụ"),
        ("2010-12-31", None),
        ("2012-01-01", "12 nhiệm vụ"),
    ],
)
def test_a_task_starts_before_the_issue_when_its_first_month_is_over(findings, issued_on, printed):
    found = findings(plan_copy(HT, issued_on=issued_on)).get(EARLY)
    assert (found and found.where) == printed


def test_how_many_tasks_started_before_the_issue_and_since_when(findings):
    data = put(plan_copy(HT), ("groups", 0, "tasks", 0, "time", "start"), "2011-10")
    found = findings(put(data, ("groups", 0, "tasks", 1, "time", "start"), 2010))[EARLY]
    assert found.where == "11 nhiệm vụ"
    assert (found.printed, found.computed) == ("bắt đầu từ 2010", "ban hành ngày 04/10/2011")
    assert found.is_notice


def test_without_a_day_of_issue_nothing_starts_before_it(findings):
    assert EARLY not in findings(plan_copy(HT, issued_on=None))
