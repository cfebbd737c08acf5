"""An agency's report from its beginning to its receipt, by the services alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.enums import Role
from agencies.models import Agency
from core.clock import standing_at
from core.editing import StaleWriteError
from plans.models import OutputKind
from reporting.enums import ObligationState, Progress, ReportStatus
from reporting.models import Evidence, Obligation, Remark, Report, ReportingYear, TaskEntry
from reporting.report_faults import BEGUN, DONE, EMPTY, entry_state
from reporting.services import (
    accept_report,
    digest_of,
    next_version,
    recall_report,
    reopen,
    start_report,
    submit_report,
)
from reporting.services.digests import content_of
from reporting.services.entries import (
    GivenEntry,
    GivenMoney,
    GivenOutput,
    answer_remark,
    save_entry,
    save_general,
    take_last_year,
)
from reporting.services.receipts import receipt_of, receipt_pdf
from reporting.services.reports import open_faults
from tests.factories import obligation_of, opened_year, report_of
from tests.reporting.pdf_reading import pages_of, text_of

TASK, OTHER = "task:4/4.2", "task:4/4.3"
OFFICER = {"officer_name": "Lê Văn B", "officer_title": "Phó Giám đốc"}
IN_TIME = "2018-11-29T23:59:59"
LATE = "2018-11-30T00:00:00"


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def agency(db):
    return Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")


@pytest.fixture
def obligation(agency):
    return obligation_of(opened_year("kon-tum-2013"), agency, TASK, OTHER, before=date(2018, 11, 30))


@pytest.fixture
def draft(obligation, reporter):
    return start_report(obligation, by=reporter)


def texts(**given) -> dict:
    return dict.fromkeys(("progress", "done", "difficulties", "proposals", "nil_reason"), "") | given


def answer(report, by, place=TASK, **given):
    entry = report.taskentry_rows.get(place=place)
    given = given or {"progress": Progress.DONE, "done": "Đã làm."}
    return save_entry(entry, GivenEntry(texts(**given)), revision=entry.revision, by=by)


def answer_all(report, by):
    for place in (TASK, OTHER):
        answer(report, by, place)


def send(report, by, moment=IN_TIME):
    with standing_at(moment):
        return submit_report(report, by=by, link="https://testserver/", **OFFICER)


def test_a_report_begins_with_the_tasks_of_the_plan_their_targets_and_sources(draft, obligation):
    assert [entry.place for entry in draft.taskentry_rows.all()] == [TASK, OTHER]
    rows = [row for entry in draft.taskentry_rows.all() for row in entry.outputentry_rows.all()]
    assert rows
    assert all(row.target and row.quantity is None for row in rows)
    assert start_report(obligation, by=draft.started_by) == draft


def test_a_task_given_since_is_added_to_the_draft(draft, obligation, reporter):
    ground = obligation.grounds.first()
    ground.pk, ground.place = None, "task:4/4.1"
    ground.save()
    start_report(obligation, by=reporter)
    assert draft.taskentry_rows.filter(place="task:4/4.1").count() == 1


def test_others_neither_begin_nor_change_a_report(draft, obligation, person):
    for stranger in (person(Role.DEPARTMENT_EDITOR, "kon-tum"), person(Role.AGENCY_REPORTER, "ha-tinh")):
        with pytest.raises(PermissionDenied):
            start_report(obligation, by=stranger)
        with pytest.raises(PermissionDenied):
            answer(draft, stranger)
        with pytest.raises(PermissionDenied):
            send(draft, stranger)


def test_an_entry_keeps_texts_figures_and_what_cannot_be_read(draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    kind = OutputKind.objects.get(code="conference")
    given = GivenEntry(
        texts(progress=Progress.DOING, done="Đã tổ chức."),
        outputs={90: GivenOutput(kind, Decimal(2), None)},
        money={"NSDP": GivenMoney(12_500_000, None), "DN": GivenMoney(None, None)},
        unread={"mNSTW-spent": "1.500"},
    )
    saved = save_entry(entry, given, revision=entry.revision, by=reporter)
    assert (saved.revision, saved.changed_by) == (2, reporter)
    assert [(row.kind, row.quantity) for row in saved.outputentry_rows.filter(target="")] == [(kind, 2)]
    assert [(row.source, row.spent) for row in saved.moneyentry_rows.exclude(spent=None)] == [
        ("NSDP", 12_500_000)
    ]
    assert [fault.text for fault in open_faults(draft) if fault.place == TASK and fault.must] == [
        "NSTW: “1.500” chưa đọc được; hãy ghi lại."
    ]
    assert save_entry(saved, given, revision=2, by=reporter).revision == 2  # nothing changed
    gone = GivenEntry(given.texts, outputs={90: GivenOutput(None, None, None)})
    assert not save_entry(saved, gone, revision=2, by=reporter).outputentry_rows.filter(target="").exists()


def test_money_that_was_typed_in_dong_is_worth_a_second_look(draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    money = {"NSDP": GivenMoney(120_000_000 * 10**6, None), "DN": GivenMoney(99_999 * 10**6, None)}
    save_entry(
        entry,
        GivenEntry(texts(progress=Progress.DOING, done="Đã làm."), money=money),
        revision=1,
        by=reporter,
    )
    found = [fault for fault in open_faults(draft) if "theo đồng" in fault.text]
    assert [(one.place, one.field, one.must) for one in found] == [(TASK, "mNSDP-spent", False)]
    assert found[0].text.startswith("NSĐP: 120.000.000 triệu đồng là số rất lớn")


def test_two_editors_of_one_task_do_not_overwrite_each_other(draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    answer(draft, reporter, done="Của tôi", progress=Progress.DOING)
    with pytest.raises(StaleWriteError) as stale:
        save_entry(entry, GivenEntry(texts(done="Của bạn")), revision=1, by=reporter)
    assert stale.value.current.done == "Của tôi"


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, EMPTY),
        ({"done": "Đang làm"}, BEGUN),
        ({"progress": Progress.DONE}, BEGUN),
        ({"progress": Progress.DONE, "done": "Xong"}, DONE),
        ({"progress": Progress.NIL}, BEGUN),
        ({"progress": Progress.NIL, "nil_reason": "Chưa bố trí kinh phí"}, DONE),
        ({"progress": Progress.STOPPED}, BEGUN),
        ({"progress": Progress.NOT_STARTED}, DONE),
    ],
)
def test_how_far_a_task_is(given, state, draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    entry = save_entry(entry, GivenEntry(texts(**given)), revision=1, by=reporter)
    assert entry_state(entry) == state


@pytest.mark.parametrize(("moment", "late"), [(IN_TIME, False), (LATE, True)])
def test_a_report_is_in_time_to_the_last_second(moment, late, draft, obligation, reporter):
    answer_all(draft, reporter)
    sent = send(draft, reporter, moment)
    obligation.refresh_from_db()
    assert (obligation.state, obligation.is_late) == (ObligationState.SENT, late)
    assert (sent.status, sent.officer_name, sent.sent_by) == (ReportStatus.SUBMITTED, "Lê Văn B", reporter)
    assert sent.digest == digest_of(Report.objects.with_content().get(pk=sent.pk))
    assert [(step.before, step.after) for step in sent.steps.all()] == [("draft", "submitted")]


def test_a_report_is_not_sent_with_faults_or_without_the_officer(draft, reporter):
    with pytest.raises(ValidationError) as refused:
        send(draft, reporter)
    assert refused.value.messages == ["Chưa chọn mức độ thực hiện."] * 2
    answer_all(draft, reporter)
    with pytest.raises(ValidationError) as refused:
        submit_report(draft, by=reporter, officer_name=" ", officer_title="")
    assert set(refused.value.message_dict) == {"officer_name", "officer_title"}


def test_a_year_without_anything_is_sent_with_its_reason(draft, reporter):
    save_general(draft, revision=draft.revision, by=reporter, is_nil=True)
    assert [fault.field for fault in open_faults(draft)] == ["nil_reason"]
    draft.refresh_from_db()
    save_general(draft, revision=draft.revision, by=reporter, nil_reason="Không được bố trí kinh phí")
    assert send(draft, reporter).is_nil


def test_figures_contradict_that_nothing_came_up(draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    given = GivenEntry(
        texts={"progress": "nil", "nil_reason": "Chưa bố trí"}, money={"NSTW": GivenMoney(5, None)}
    )
    save_entry(entry, given, revision=1, by=reporter)
    told = "Đã ghi số lượng hoặc kinh phí, nhưng lại chọn “không phát sinh”."
    assert [fault.text for fault in open_faults(draft) if fault.place == TASK] == [told]
    save_general(draft, revision=draft.revision, by=reporter, is_nil=True, nil_reason="Không có")
    assert [(fault.place, fault.field) for fault in open_faults(draft)] == [(TASK, "progress")]


def test_a_figure_that_cannot_be_read_is_told_once_with_its_row(draft, reporter):
    entry = draft.taskentry_rows.get(place=TASK)
    texts = {"progress": "done", "done": "Đã làm."}
    save_entry(entry, GivenEntry(texts, unread={"mNSTW-spent": "2,000"}), revision=1, by=reporter)
    told = [fault.text for fault in open_faults(draft) if fault.place == TASK and fault.must]
    assert told == ["NSTW: “2,000” chưa đọc được; hãy ghi lại."]
    save_entry(entry, GivenEntry(texts, unread={"o7-quantity": "12"}), revision=2, by=reporter)
    told = [fault.text for fault in open_faults(draft) if fault.place == TASK and fault.must]
    assert told == ["Chưa chọn loại kết quả của số lượng “12”."]


def test_sending_is_told_to_the_sender_and_the_department(draft, reporter, person):
    reviewer = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    answer_all(draft, reporter)
    sent = send(draft, reporter)
    mails = {one.to[0]: one.body for one in mail.outbox}
    assert set(mails) == {reporter.email, reviewer.email}
    assert all(sent.receipt_number in text for text in mails.values())
    assert "năm 2018" in mails[reviewer.email]


def test_after_a_recall_the_next_version_is_a_copy_with_its_files(draft, reporter, obligation):
    answer_all(draft, reporter)
    file = {"file_name": "a.pdf", "media_type": "application/pdf", "size": 1, "checksum": "0" * 64}
    Evidence.objects.create(report=draft, province=draft.province, place=TASK, added_by=reporter, **file)
    sent = send(draft, reporter)
    copy = recall_report(sent, by=reporter)
    assert (copy.number, copy.status, copy.officer_name) == (2, ReportStatus.DRAFT, "Lê Văn B")
    assert [entry.done for entry in copy.taskentry_rows.all()] == ["Đã làm.", "Đã làm."]
    assert [one.checksum for one in copy.evidence_rows.all()] == ["0" * 64]
    outputs = [one.outputentry_rows.count() for one in sent.taskentry_rows.all()]
    assert [one.outputentry_rows.count() for one in copy.taskentry_rows.all()] == outputs
    obligation.refresh_from_db()
    assert obligation.state == ObligationState.NOT_SENT
    with pytest.raises(ValidationError):
        next_version(Report.objects.get(pk=sent.pk), by=reporter)
    assert send(copy, reporter).digest != sent.digest  # it tells which version it is


def test_what_is_under_review_is_not_recalled(draft, reporter):
    answer_all(draft, reporter)
    sent = send(draft, reporter)
    Report.objects.filter(pk=sent.pk).update(review_began_at=sent.sent_at)
    with pytest.raises(ValidationError):
        recall_report(sent, by=reporter)


def test_a_remark_is_answered_once_in_the_next_version(obligation, reporter):
    returned = report_of(obligation, ReportStatus.RETURNED, by=reporter)
    about = {"province": returned.province, "by": reporter, "at": returned.sent_at}
    remark = Remark.objects.create(report=returned, place=TASK, text="Thiếu số lượng", **about)
    draft = next_version(returned, by=reporter)
    answer_remark(remark, "Đã bổ sung", by=reporter, report=draft)
    assert Remark.objects.get().answer == "Đã bổ sung"
    with pytest.raises(ValidationError):
        answer_remark(remark, "Nữa", by=reporter, report=draft)


def test_last_years_texts_are_taken_only_where_nothing_is_said(draft, reporter, agency):
    before = obligation_of(opened_year("kon-tum-2013", 2017), agency, TASK)
    last = report_of(before, ReportStatus.ACCEPTED, by=reporter).taskentry_rows.get()
    entry = take_last_year(draft.taskentry_rows.get(place=TASK), last, by=reporter)
    assert (entry.done, entry.revision) == ("Đã làm.", 2)
    TaskEntry.objects.filter(pk=entry.pk).update(done="Của năm nay")
    assert take_last_year(entry, last, by=reporter).done == "Của năm nay"


def test_a_locked_year_says_why_since_when_and_who_opens_it(draft, reporter, person):
    year = draft.obligation.year
    year.locked_by = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    year.locked_at, year.lock_reason = draft.started_at, "Đã tổng hợp"
    year.save()
    with pytest.raises(ValidationError, match=r"đã khóa từ ngày .*: Đã tổng hợp\. Sở Công Thương có thể mở"):
        answer(draft, reporter)


def test_the_receipt_tells_what_was_sent_and_is_printed(draft, reporter):
    answer_all(draft, reporter)
    sent = Report.objects.with_content().get(pk=send(draft, reporter).pk)
    receipt = receipt_of(sent)
    assert (receipt.received, receipt.lateness) == ("23:59:59 ngày 29/11/2018", "Nhận đúng hạn")
    assert receipt.due == "trước ngày 30/11/2018 (ngày cuối: 29/11)"
    pdf = receipt_pdf(sent)
    assert len(pdf) < 150_000  # with the letters that it prints, not whole faces
    text = text_of(pages_of(pdf))
    assert receipt.number in text
    assert sent.digest[:32] in text
    assert "LêVănB,PhóGiámđốc" in text


def _closed_before_due(draft):
    """The year's data close after the report is due: it was accepted with estimates."""
    ReportingYear.objects.filter(pk=draft.obligation.year_id).update(data_until=date(2018, 12, 31))
    draft.refresh_from_db()


def test_after_the_data_closed_the_next_version_tells_the_whole_year_and_stays_in_time(
    draft, reporter, person
):
    _closed_before_due(draft)
    answer_all(draft, reporter)
    sent = send(draft, reporter)
    editor = person(Role.DEPARTMENT_EDITOR, "kon-tum")
    with standing_at("2018-12-10"):
        accept_report(sent, by=editor, despite=True)
    assert not sent.is_trued_up
    with standing_at("2019-01-15"):
        reopen(Report.objects.get(pk=sent.pk), by=editor, comment="Cập nhật số cả năm")
        anew = start_report(sent.obligation, by=reporter)
        assert (anew.is_trued_up, anew.whole_year_words) == (True, "Số cả năm")
        again = send(anew, reporter)
    obligation = Obligation.objects.get(pk=sent.obligation_id)
    assert obligation.first_received_at == sent.received_at
    assert obligation.last_received_at == again.received_at
    assert not obligation.is_late
    content = content_of(Report.objects.with_content().get(pk=again.pk))
    assert content["trued_up"] is True
    assert "trued_up" not in content_of(Report.objects.with_content().get(pk=sent.pk))


def test_a_version_begun_before_the_data_closed_tells_estimates(draft, reporter):
    _closed_before_due(draft)
    answer_all(draft, reporter)
    sent = send(draft, reporter)
    with standing_at("2018-12-31T23:00"):
        recall_report(sent, by=reporter)
    assert not Report.objects.get(obligation=sent.obligation, number=2).is_trued_up
