"""The pages of reminders: a year's by day and state, one report's own, and the stages that a department sets."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from agencies.enums import Role
from agencies.models import Agency, OutgoingMail
from core import clock
from reporting.enums import ReminderState, ReportStatus
from reporting.models import Reminder, ReminderStage
from reporting.services import plan_reminders
from tests.factories import AgencyFactory, MembershipFactory, obligation_of, opened_year
from tests.factories.reporting import report_of
from tests.portal.pages import links_of, main_text

pytestmark = pytest.mark.django_db
YEAR = "/plans/ninh-binh-2016/years/2018/reminders/"
STAGES = "/reminders/stages/"


@pytest.fixture(autouse=True)
def on_the_last_day():
    with clock.standing_at("2018-12-14T09:00"):
        yield


@pytest.fixture
def editor(signed_in) -> Client:
    return signed_in(Role.DEPARTMENT_EDITOR, "ninh-binh")


@pytest.fixture
def year():
    return opened_year("ninh-binh-2016")


@pytest.fixture
def agency(year) -> Agency:
    return Agency.objects.get(province=year.province, slug="so-khoa-hoc-va-cong-nghe")


@pytest.fixture
def reporter(agency):
    return MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user


@pytest.fixture
def owed(year, agency, reporter):
    return obligation_of(year, agency, "task:2018-2020/5/1")


def test_before_anything_was_sent_the_page_says_what_will_be(editor, owed, reporter):
    page = main_text(editor.get(YEAR))

    assert "Lần nhắc tới 14/12/2018" in page
    assert "15/11/2018 còn 30 ngày 1 1 bỏ qua, đã có lần sau" in page
    assert "29/12/2018 quá hạn 15 ngày 1 2 sẽ gửi" in page  # the agency's person, and the department's
    assert "Sở Khoa học và Công nghệ (hạn cuối 14/12/2018)" in page
    assert Reminder.objects.count() == OutgoingMail.objects.count() == 0


def test_what_was_sent_is_told_by_day_and_state(editor, owed, reporter):
    plan_reminders()
    Reminder.objects.filter(stage="D-1").update(state=ReminderState.SENT)

    one_day = main_text(editor.get(YEAR, {"day": "2018-12-14"}))
    assert f"Sở Khoa học và Công nghệ 08:00 14/12/2018 ngày cuối {reporter.email} đã gửi" in one_day
    superseded = main_text(editor.get(YEAR, {"state": "superseded"}))
    assert "hệ thống gián đoạn, chỉ gửi lần nhắc sau cùng" in superseded
    assert "14/12/2018" not in superseded.split("Lọc theo")[-1].replace("hạn cuối 14/12/2018", "")
    assert "Không có lần nhắc nào như vậy" in main_text(editor.get(YEAR, {"day": "2018-01-01"}))
    assert editor.get(YEAR, {"day": "hôm qua", "state": "?"}).status_code == 200


def test_an_agency_without_people_is_named(editor, year):
    obligation_of(year, AgencyFactory(province=year.province, name="Cơ quan vắng người"))

    page = main_text(editor.get(YEAR))
    assert "Chưa có người nhận thư nhắc: Cơ quan vắng người." in page
    assert "không có người nhận" in main_text(editor.get(YEAR, {"state": "suppressed"}))


def test_where_nothing_is_to_be_reminded_of_the_page_says_so(editor, year, agency):
    obligation_of(year, agency, before=None)

    assert "Không có gì để nhắc" in main_text(editor.get(YEAR))


def test_the_year_leads_to_its_reminders(editor, owed):
    assert YEAR in links_of(editor.get("/plans/ninh-binh-2016/years/2018/"))
    assert STAGES in links_of(editor.get(YEAR))


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(agencies, editor, year, django_assert_num_queries):
    for _ in range(agencies):
        agency = AgencyFactory(province=year.province)
        MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER)
        obligation_of(year, agency)
    plan_reminders()

    editor.get(YEAR)  # figures of issued versions are kept
    with django_assert_num_queries(23):
        editor.get(YEAR, {"state": "planned"})


def test_an_agency_sees_its_own_reminders_and_no_others(owed, reporter, person, year):
    person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    with clock.standing_at("2018-12-29T09:00"):
        plan_reminders()
        client = Client()
        client.force_login(reporter)
        page = main_text(client.get(f"/obligations/{owed.public_id}/"))

    assert f"08:00 29/12/2018 quá hạn 15 ngày {reporter.email} sẽ gửi" in page
    assert "Sở Công Thương:" not in page
    assert "Tin ngắn để dán vào nhóm trao đổi" in page


def test_the_department_sees_on_a_report_what_itself_was_told(owed, editor, reporter):
    with clock.standing_at("2018-12-29T09:00"):
        plan_reminders()
        page = main_text(editor.get(f"/obligations/{owed.public_id}/"))

    assert "29/12/2018 quá hạn 15 ngày Sở Công Thương: " in page


def test_who_only_reads_reports_sees_no_reminders(owed, signed_in):
    page = main_text(signed_in(Role.PROVINCIAL_VIEWER, "ninh-binh").get(f"/obligations/{owed.public_id}/"))

    assert "Nhắc báo cáo" not in page


def given(
    days: str = "7",
    is_on: str = "on",
    department: str = "off",
    *,
    side="before",
    revision: int = 0,
    seen=None,
):
    names = ("days", "side", "is_on", "to_department")
    seen = seen or ("7", "before", "on", "off")
    values = dict(zip(names, (days, side, is_on, department), strict=True))
    return (
        values
        | {"revision": revision}
        | {f"initial-{name}": one for name, one in zip(names, seen, strict=True)}
    )


def test_a_department_moves_a_stage(editor, owed):
    assert "Còn 7 ngày" in main_text(editor.get(STAGES))
    answer = editor.post(f"{STAGES}3/", given("10"), follow=True)

    assert "Còn 10 ngày cổng đặt sẵn: còn 7 ngày" in main_text(answer)
    row = ReminderStage.objects.get()
    assert (row.province.slug, row.code, row.days, row.since) == ("ninh-binh", "D-7", -10, clock.now())
    editor.post(f"{STAGES}3/", given("10", "off", revision=1, seen=("10", "before", "on", "off")))
    assert not ReminderStage.objects.get().is_on
    assert "đã tắt" in main_text(editor.get(STAGES))


def test_a_stage_is_moved_behind_the_day(editor):
    editor.post(f"{STAGES}9/", given("21", department="on", side="after", seen=("14", "after", "on", "on")))
    editor.post(
        f"{STAGES}13/",
        {"days": "5", "initial-days": "3", "is_on": "on", "initial-is_on": "on", "revision": 0},
    )

    assert dict(ReminderStage.objects.values_list("code", "days")) == {"D+14": 21, "W": 5}


def test_a_stage_that_was_moved_holds_for_the_plans_of_the_province(owed, reporter, editor):
    with clock.standing_at("2018-12-01T09:00"):
        plan_reminders()
        editor.post(f"{STAGES}3/", given("10", department="on"))
    with clock.standing_at("2018-12-05T08:00"):
        plan_reminders()

    assert set(Reminder.objects.filter(stage="D-7").values_list("audience", "email", "state")) >= {
        ("agency", reporter.email, "planned")
    }
    assert Reminder.objects.filter(stage="D-7", audience="department", state="planned").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (given("bảy"), "Số ngày phải là số nguyên"),
        (given(""), "Hãy ghi số ngày."),
        (given("200"), "Số ngày phải từ 0 đến 90."),
        (given("-5"), "không có dấu trừ"),
        (given("14"), "Đã có lần nhắc khác đúng ngày này"),
        (given(is_on="maybe"), "hãy chọn trong danh sách"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(values, words, editor):
    answer = editor.post(f"{STAGES}3/", values)

    assert answer.status_code == 422
    assert words in main_text(answer)
    assert not ReminderStage.objects.exists()


def test_nobody_overwrites_what_she_has_not_seen(editor, signed_in):
    editor.post(f"{STAGES}3/", given("10"))
    answer = signed_in(Role.DEPARTMENT_APPROVER, "ninh-binh").post(f"{STAGES}3/", given("9"))

    assert answer.status_code == 409
    assert "vừa ghi trước bạn" in main_text(answer)
    assert ReminderStage.objects.get().days == -10


def test_only_the_department_sets_the_stages(signed_in):
    assert signed_in(Role.AGENCY_REPORTER, "ninh-binh").get(STAGES).status_code == 403
    assert signed_in(Role.DEPARTMENT_EDITOR, "ninh-binh").get(f"{STAGES}14/").status_code == 404


def printed(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("reminders", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_lists_what_was_and_will_be_sent(owed, reporter):
    with clock.standing_at("2018-12-01T08:00"):
        plan_reminders()
    before = (Reminder.objects.count(), OutgoingMail.objects.count())
    found = printed("--at", "2018-12-14T08:00")

    assert [(one["stage"], one["state"]) for one in found] == [
        ("D-30", "superseded"), ("D-14", "planned"), ("D-7", "superseded"), ("D-3", "superseded"), ("D-1", "planned"),
        ("D", "planned"), ("D+1", "planned"), ("D+7", "planned"), ("D+14", "planned"), ("D+14", "suppressed"),
    ]  # fmt: skip
    assert found[4] == {
        "obligation": str(owed.public_id),
        "plan": "ninh-binh-2016",
        "year": 2018,
        "agency": "Sở Khoa học và Công nghệ",
        "recipient": reporter.email,
        "stage": "D-1",
        "due_on": "2018-12-15",
        "send_at": "2018-12-14T08:00:00+07:00",
        "state": "planned",
        "reason": "",
    }
    assert found[-1]["recipient"] is None
    assert (Reminder.objects.count(), OutgoingMail.objects.count()) == before


def test_the_command_tells_a_past_moment_as_it_was(owed, reporter):
    report_of(owed, ReportStatus.SUBMITTED, by=reporter, at=clock.moment_of("2018-12-10T10:00"))

    assert [one for one in printed("--at", "2018-12-11T08:00") if one["stage"].startswith("D")] == []
    assert [one["stage"] for one in printed("--at", "2018-12-08T08:00") if one["state"] == "planned"][:2] == [
        "D-7",
        "D-3",
    ]


def test_the_command_tells_a_moment_to_come(owed):
    with clock.standing_at("2018-11-01T08:00"):
        found = printed("--at", "2018-12-14T08:00")

    assert {one["state"] for one in found if one["recipient"]} == {"planned"}


def test_the_command_filters_and_speaks_to_people(owed, capsys):
    assert printed("--plan", "kon-tum-2013") == printed("--year", "2017") == []
    assert len(printed("--plan", "ninh-binh-2016", "--year", "2018")) == 10
    out = StringIO()
    call_command("reminders", stdout=out)
    assert "14/12/2018 08:00  D-1    Sở Khoa học và Công nghệ (ninh-binh-2016, 2018)" in out.getvalue()
    with pytest.raises(CommandError, match="không đúng dạng"):
        call_command("reminders", "--at", "hôm nay")
    with pytest.raises(CommandError, match="Không có kế hoạch ninh-bin;"):
        call_command("reminders", "--plan", "ninh-bin")


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00", "0001-01-01T00:00+14:00"])
def test_the_command_refuses_a_moment_of_no_plan(at, owed, reporter):
    report_of(owed, ReportStatus.SUBMITTED, by=reporter)

    with pytest.raises(CommandError, match="Thời điểm"):
        call_command("reminders", "--at", at)


def test_the_command_tells_nothing_of_a_moment_before_the_report_was_asked_for(owed):
    type(owed).objects.filter(pk=owed.pk).update(made_at=clock.moment_of("2018-12-13T08:00"))

    assert printed("--at", "2018-12-10T08:00") == []
    assert next(one["stage"] for one in printed("--at", "2018-12-13T09:00")) == "D-1"


def test_another_provinces_department_is_told_nothing(owed, signed_in):
    assert signed_in(Role.DEPARTMENT_EDITOR, "an-giang").get(YEAR).status_code == 404
