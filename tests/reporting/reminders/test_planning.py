"""Reminders planned with a real database: what is written when, for whom, in what words, in how many queries."""

from datetime import date

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import OutgoingMail, Province
from core import clock
from core.scope import WORKER, Scope, scoped
from plans.models import Plan
from portal import jobs
from portal.plan_document.loader import load_plan
from reporting.enums import ObligationBasis, ReminderAudience, ReportStatus
from reporting.models import Reminder, ReminderStage
from reporting.services import (
    ask_report,
    extend,
    lock_year,
    move_day,
    open_year,
    recall_report,
    return_report,
    withdraw,
)
from reporting.services.reminder_stages import save_stage
from reporting.services.reminders import (
    NOBODY,
    plan_provinces,
)
from tests.factories import AgencyFactory, MembershipFactory, plan_data, read_plan
from tests.factories.reporting import obligation_of, opened_year, report_of
from tests.portal.test_language import english_in, said_by
from tests.reporting.reminders.helpers import HOST, LINKS, newest, plan, rows

pytestmark = pytest.mark.django_db


def test_each_stage_is_written_once_at_eight(owed, reporter):
    assert plan("2018-11-15T07:59:59") == 0
    assert plan("2018-11-15T08:00") == 1
    assert plan("2018-11-15T08:01") == 0
    assert plan("2018-12-01T08:00") == 1

    assert rows() == [("D-30", reporter.email, "planned"), ("D-14", reporter.email, "planned")]
    assert OutgoingMail.objects.filter(kind="reminder", recipient=reporter.email).count() == 2


def test_after_a_downtime_only_the_newest_stage_goes_out(owed, reporter):
    plan("2018-12-14T09:30")

    assert rows() == [
        ("D-30", reporter.email, "superseded"),
        ("D-14", reporter.email, "superseded"),
        ("D-7", reporter.email, "superseded"),
        ("D-3", reporter.email, "superseded"),
        ("D-1", reporter.email, "planned"),
    ]
    assert OutgoingMail.objects.count() == 1
    assert all(Reminder.objects.exclude(state="planned").values_list("reason", flat=True))
    assert plan("2018-12-14T23:59") == 0


def test_a_mail_tells_day_clause_and_what_is_missing(owed, reporter):
    plan("2018-12-14T08:00")
    mail = newest()

    assert mail.subject.startswith("Hôm nay 14/12/2018 là ngày cuối: báo cáo năm 2018")
    for text in (mail.text, mail.html):
        assert "ngày 14 tháng 12 năm 2018, trước 24 giờ" in text
        assert "Căn cứ mục V của kế hoạch: “Hằng năm báo cáo về Sở Công Thương.”" in text
        assert "có 2 nhiệm vụ phải báo cáo" in text
        assert f"{HOST}/reports/{owed.public_id}/" in text
        assert "Nhắc báo cáo: Sở Khoa học và Công nghệ" in text
        assert "MẪU" not in text
    assert mail.html.count("<a href=") == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2018-11-15T08:00", "Còn 30 ngày (kể cả hôm nay)"),
        ("2018-12-12T08:00", "Còn 3 ngày (kể cả hôm nay)"),
        ("2018-12-14T08:00", "Hôm nay 14/12/2018 là ngày cuối"),
        ("2018-12-15T02:00", "Quá hạn 1 ngày"),
        ("2018-12-15T08:00", "Quá hạn 1 ngày"),
        ("2018-12-22T08:00", "Quá hạn 8 ngày"),
    ],
)
def test_the_words_are_true_when_they_are_written(at, words, owed):
    plan(at)

    assert newest().subject.startswith(words)


def test_a_draft_is_told_by_what_it_says(owed, reporter):
    report = report_of(owed, by=reporter)
    report.taskentry_rows.filter(place="task:2018-2020/5/1").update(progress="")
    plan("2018-12-12T08:00")

    assert "Đã ghi 1 trong 2 nhiệm vụ, còn 1 nhiệm vụ chưa ghi." in newest().text


def test_a_sample_year_says_that_it_is_one(owed, year):
    type(year).objects.filter(pk=year.pk).update(is_sample=True)
    plan("2018-12-12T08:00")

    assert newest().subject.startswith("SỐ LIỆU MẪU - Còn 3 ngày")
    assert "SỐ LIỆU MẪU" in newest().text
    assert "SỐ LIỆU MẪU" in newest().html


def test_who_has_sent_is_not_reminded(owed, reporter):
    report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    plan("2018-12-12T08:00")

    assert not OutgoingMail.objects.exists()
    assert not Reminder.objects.filter(audience=ReminderAudience.AGENCY).exists()


@pytest.mark.parametrize("change", ["withdrawn", "locked"])
def test_what_is_not_owed_any_more_is_not_reminded_of(change, owed, year, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    with clock.standing_at("2018-12-10T08:00"):
        if change == "withdrawn":
            withdraw(owed, by=editor, reason="Nhầm.")
        else:
            lock_year(year, by=editor, reason="Xong.")

    assert plan("2018-12-12T08:00") == 0


def test_an_agency_without_people_is_recorded_and_nobody_who_joins_gets_what_was_before(
    owed, reporter, agency
):
    member = reporter.memberships.get()
    type(member).objects.filter(pk=member.pk).update(ended_at=clock.now())
    plan("2018-12-08T08:00")
    joined = MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user
    plan("2018-12-08T08:01")

    assert rows(stage="D-7") == [("D-7", "", "suppressed")]
    assert set(Reminder.objects.filter(stage="D-7").values_list("reason", flat=True)) == {NOBODY}
    plan("2018-12-12T08:00")
    assert rows(stage="D-3") == [("D-3", joined.email, "planned")]


def test_two_people_of_one_agency_get_a_mail_each(owed, reporter, agency):
    second = MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user
    MembershipFactory(agency=agency, user=second, role=Role.DEPARTMENT_EDITOR)  # two roles, one person
    plan("2018-11-15T08:00")

    assert sorted(OutgoingMail.objects.values_list("recipient", flat=True)) == sorted(
        [reporter.email, second.email]
    )


def test_more_time_opens_a_new_cycle_and_tells_the_new_day(owed, reporter, person):
    plan("2018-12-12T08:00")
    with clock.standing_at("2018-12-12T10:00"):
        extend(
            owed, by=person(Role.DEPARTMENT_EDITOR, "ninh-binh"), before=date(2018, 12, 18), reason="Bão lũ."
        )
    plan("2018-12-12T10:01")

    assert set(Reminder.objects.filter(state="planned").values_list("cycle", "stage")) == {
        ("due 2018-12-15", "D-3"), ("due 2018-12-18", "D-7"),
    }  # fmt: skip
    assert "ngày 17 tháng 12 năm 2018" in newest().text
    assert "Ngày gửi đã thay đổi" in newest().text
    assert "Ngày gửi đã thay đổi" in newest().html
    plan("2018-12-15T08:00")
    assert Reminder.objects.filter(stage="D-3", cycle="due 2018-12-18", state="planned").exists()
    assert "Ngày gửi đã thay đổi" not in newest().text  # she was told of it three days ago


def test_who_was_never_told_the_earlier_day_is_not_told_that_it_was_moved(owed, agency, reporter, person):
    plan("2018-12-12T08:00")
    joined = MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER).user
    with clock.standing_at("2018-12-12T10:00"):
        extend(
            owed, by=person(Role.DEPARTMENT_EDITOR, "ninh-binh"), before=date(2018, 12, 18), reason="Bão lũ."
        )
    plan("2018-12-12T10:01")

    told = dict(OutgoingMail.objects.order_by("pk").values_list("recipient", "text"))
    assert "Ngày gửi đã thay đổi" in told[reporter.email]
    assert "Ngày gửi đã thay đổi" not in told[joined.email]


def test_after_a_return_there_are_stages_of_its_own(owed, reporter, person):

    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    report = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-04T15:00"):
        return_report(report, by=editor, comment="Thiếu số liệu tháng 11.")
    OutgoingMail.objects.all().delete()

    assert plan("2018-12-05T07:59") == 0
    assert plan("2018-12-05T08:00") == 1
    assert rows() == [("R+1", reporter.email, "planned")]
    assert "bị trả lại, chưa gửi lại" in newest().subject
    assert "Thiếu số liệu tháng 11." in newest().text
    assert "Thiếu số liệu tháng 11." in newest().html
    plan("2018-12-20T08:00")
    assert [(stage, state) for stage, _, state in rows()] == [
        ("R+1", "planned"), ("R+3", "superseded"), ("R+7", "planned"),
    ]  # fmt: skip


def test_reviewers_get_one_list_of_what_waits_on_mondays(owed, year, reporter, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    for slug in ("so-tai-chinh", "so-xay-dung"):
        other = AgencyFactory(province=year.province, slug=f"{slug}-x", name=f"Cơ quan {slug}")
        report_of(obligation_of(year, other), ReportStatus.SUBMITTED, by=reporter)
    report_of(owed, ReportStatus.SUBMITTED, by=reporter)  # all on 2018-12-01, a Saturday

    assert plan("2018-12-03T08:00") == 0
    assert plan("2018-12-10T07:59") == 0
    assert plan("2018-12-10T08:00") == 3
    assert list(OutgoingMail.objects.values_list("recipient", "subject")) == [
        (editor.email, "3 báo cáo chờ Sở Công Thương xem xét")
    ]
    assert "chờ 9 ngày" in newest().text
    assert "chờ 9 ngày" in newest().html
    assert plan("2018-12-10T09:00") == 0
    assert plan("2018-12-17T08:00") == 3


def test_who_is_missing_after_all_stages_is_told_to_the_department_in_one_mail(owed, year, reporter, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    other = AgencyFactory(province=year.province, name="Cơ quan vắng người")
    obligation_of(year, other)
    plan("2018-12-22T08:00")
    plan("2018-12-29T08:00")

    theirs = OutgoingMail.objects.filter(recipient=editor.email)
    assert [mail.subject for mail in theirs] == [
        "2 đơn vị quá hạn chưa gửi báo cáo năm 2018 về sản xuất sạch hơn"
    ]
    for text in (theirs[0].text, theirs[0].html):
        assert "Cơ quan vắng người" in text
        assert "Sở Khoa học và Công nghệ" in text
        assert "Đến 08:00 ngày 29/12/2018" in text
    told = Reminder.objects.filter(audience=ReminderAudience.DEPARTMENT)
    assert {(one.stage, one.mail_id) for one in told} == {("D+14", theirs[0].pk)}


def test_a_list_for_the_department_before_the_day_speaks_of_no_delay(owed, year, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    ReminderStage.objects.create(province=year.province, code="D-3", days=-3, to_department=True)
    plan("2018-12-12T08:00")

    mail = OutgoingMail.objects.get(recipient=editor.email)
    assert mail.subject == "1 đơn vị chưa gửi báo cáo năm 2018 về sản xuất sạch hơn"
    for text in (mail.subject, mail.text, mail.html):
        assert "quá hạn" not in text.lower()


def test_a_list_for_the_department_says_who_has_to_send_again(year, agency, reporter, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    ReminderStage.objects.create(province=year.province, code="R+7", days=7, to_department=True)
    owed = obligation_of(year, agency, before=None)
    report = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-10T15:00"):
        return_report(report, by=editor, comment="Thiếu số liệu.")
    second = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-12T15:00"):
        recall_report(second, by=reporter)
    OutgoingMail.objects.all().delete()
    plan("2018-12-17T08:00")

    mail = OutgoingMail.objects.get(recipient=editor.email)
    assert "quá hạn" not in mail.subject
    for text in (mail.text, mail.html):
        assert "bị trả lại, chưa gửi lại" in text
        assert "bị trả lại, đề nghị sửa và gửi lại" in text
        assert "ngày cuối ." not in text
        assert "chưa nhận được" not in text


def test_a_department_that_wants_to_be_told_is_not_told_of_stages_that_are_past(owed, year, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    plan("2018-12-08T08:00")
    with clock.standing_at("2018-12-10T10:00"):
        save_stage(year.province, "D-7", revision=0, by=editor, to_department=True)

    assert plan("2018-12-10T10:01") == 0


def test_the_departments_own_part_that_was_returned_names_no_empty_request(year, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    own = obligation_of(
        year, editor.membership.agency, before=None, basis=ObligationBasis.OWN, kind="", clause="", text=""
    )
    report = report_of(own, ReportStatus.SUBMITTED, by=editor)
    with clock.standing_at("2018-12-10T15:00"):
        return_report(report, by=person(Role.DEPARTMENT_APPROVER, "ninh-binh"), comment="Thiếu số liệu.")
    OutgoingMail.objects.all().delete()
    plan("2018-12-11T08:00")

    assert OutgoingMail.objects.exists()
    for mail in OutgoingMail.objects.all():
        assert "yêu cầu:" not in mail.text
        assert "yêu cầu:" not in mail.html


@pytest.mark.parametrize("agencies", [1, 3])
def test_a_province_is_planned_in_a_constant_number_of_queries(
    agencies, year, person, django_assert_num_queries
):
    person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    for _ in range(agencies):
        agency = AgencyFactory(province=year.province)
        MembershipFactory(agency=agency, role=Role.AGENCY_REPORTER)
        obligation_of(year, agency, "task:2018-2020/5/1")
    with clock.standing_at("2018-12-29T08:00"), scoped(in_province(year.province)):
        with django_assert_num_queries(16):
            assert plan_provinces([year.province], links=LINKS)
        with django_assert_num_queries(7):
            assert not plan_provinces([year.province], links=LINKS)


def in_province(province: Province) -> Scope:
    return Scope(role=WORKER, provinces=frozenset({province.pk, province.successor_id} - {None}))


def test_the_day_of_a_whole_year_moved_reminds_by_the_new_one(year, person):
    editor = person(Role.DEPARTMENT_EDITOR, "an-giang")
    with clock.standing_at("2018-10-01T09:00"):
        opened = open_year(Plan.objects.get(slug="an-giang-2016"), 2018, by=editor)
    one = opened.obligations.filter(agency__kind=AgencyKind.DEPARTMENT, before__isnull=False).first()
    MembershipFactory(agency=one.agency, role=Role.AGENCY_REPORTER)
    plan("2018-12-08T08:00")
    with clock.standing_at("2018-12-08T09:00"):
        move_day(
            opened.version,
            by=editor,
            year=2018,
            kind="",
            before="28/12/2018",
            is_withdrawn=False,
            reason="Bão.",
        )
    assert plan("2018-12-08T09:01")

    assert set(Reminder.objects.filter(obligation=one, state="planned").values_list("cycle", "stage")) == {
        ("due 2018-12-15", "D-7"), ("due 2018-12-28", "D-30"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("at", "status"),
    [("2018-12-12T08:00", None), ("2018-12-29T08:00", None), ("2018-12-17T08:00", "submitted")],
)
def test_every_mail_speaks_vietnamese_in_text_and_html(at, status, owed, reporter, person):
    person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    if status:
        report_of(owed, status, by=reporter)
    plan(at)

    for mail in OutgoingMail.objects.all():
        assert english_in(f"{mail.subject} {mail.text}") == set()
        assert english_in(said_by(mail.html)) == set()
        assert len(mail.text.splitlines()) > 3
        assert "\n\n\n" not in mail.text


def test_a_recall_is_not_followed_by_what_fell_while_the_report_was_sent(owed, reporter):
    report = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-09T10:00"):
        recall_report(report, by=reporter)

    assert plan("2018-12-09T10:01") == 0
    assert plan("2018-12-12T08:00") == 1
    assert rows() == [("D-3", reporter.email, "planned")]


def test_a_report_recalled_after_a_return_stays_with_the_stages_of_the_return(owed, reporter, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    report = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-10T15:00"):
        return_report(report, by=editor, comment="Thiếu số liệu.")
    second = report_of(owed, ReportStatus.SUBMITTED, by=reporter)
    with clock.standing_at("2018-12-12T15:00"):
        recall_report(second, by=reporter)
    plan("2018-12-16T09:00")

    assert rows(audience=ReminderAudience.AGENCY) == [("R+3", reporter.email, "planned")]


def test_what_was_withdrawn_and_asked_for_again_reminds_from_then_on(owed, year, reporter, agency, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    with clock.standing_at("2018-12-01T09:00"):
        withdraw(owed, by=editor, reason="Nhầm.")
    with clock.standing_at("2018-12-13T09:00"):
        ask_report(year, agency, by=editor, reason="Cần số liệu.", before=date(2018, 12, 15))
    OutgoingMail.objects.all().delete()

    assert plan("2018-12-13T09:01") == 0
    plan("2018-12-14T08:00")
    assert rows() == [("D-1", reporter.email, "planned")]
    assert "Sở Công Thương yêu cầu: Cần số liệu." in newest().text


def test_the_department_of_the_province_that_took_over_is_told(person):
    year = opened_year("kon-tum-2013")
    heir = person(Role.DEPARTMENT_EDITOR, "quang-ngai")
    ReminderStage.objects.create(province=heir.membership.province, code="D+14", days=20, to_department=True)
    obligation_of(year, AgencyFactory(province=year.province))
    plan("2018-12-29T08:00")
    assert not OutgoingMail.objects.exists()
    plan("2019-01-04T08:00")

    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [heir.email]


def test_who_reviews_for_two_provinces_gets_one_list_on_mondays(person, reporter):
    heir = person(Role.DEPARTMENT_EDITOR, "quang-ngai")
    load_plan(read_plan(plan_data(slug="quang-ngai-2019", province="quang-ngai")))
    for slug in ("kon-tum-2013", "quang-ngai-2019"):
        year = opened_year(slug)
        one = obligation_of(year, AgencyFactory(province=year.province))
        report_of(one, ReportStatus.SUBMITTED, by=reporter)
    plan("2018-12-10T08:00")

    assert list(OutgoingMail.objects.values_list("recipient", "subject")) == [
        (heir.email, "2 báo cáo chờ Sở Công Thương xem xét")
    ]


def test_the_job_leads_to_the_pages_of_the_portal(owed, year, settings, person):
    editor = person(Role.DEPARTMENT_EDITOR, "ninh-binh")
    settings.PUBLIC_ADDRESS = HOST
    with clock.standing_at("2018-12-29T08:00"):
        jobs.plan_reminders()

    links = {mail.recipient: mail.text for mail in OutgoingMail.objects.all()}
    assert f"{HOST}/plans/ninh-binh-2016/years/2018/reminders/" in links.pop(editor.email)
    [to_agency] = links.values()
    assert f"{HOST}/reports/{owed.public_id}/" in to_agency


def test_the_job_runs_each_minute(settings):
    schedule = settings.CELERY_BEAT_SCHEDULE["plan-reminders"]

    assert (schedule["task"], schedule["schedule"]) == (jobs.plan_reminders.name, 60)
