"""The life of a consolidated report: begun, renewed, edited without losing the source, sent, and then held by the database."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.models import HistoryEntry
from core.clock import standing_at
from core.editing import StaleWriteError
from core.scope import MINISTRY, Scope, scoped
from portal.history.entries import of_plan
from reporting.builders.consolidated.facts import YearFacts
from reporting.contents import frozen
from reporting.documents import consolidated_report
from reporting.enums import ConsolidationStatus, Progress, ReportKind, ReportStatus, RunStatus
from reporting.models import ConsolidatedText, Consolidation, Report, ReportRun, TaskEntry
from reporting.services import accept_report, reopen, request_document, return_report, withdraw
from reporting.services.consolidations import (
    renew_texts,
    save_consolidation,
    save_text,
    send_consolidation,
    start_consolidation,
    state_of,
    take_source,
)
from reporting.services.target_values import save_target_value
from tests.factories import report_of
from tests.reporting.consolidated_year import IN_TIME, NOW, TASKS, small_year

NOTE = "Xã chưa có người."


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(NOW):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


@pytest.fixture
def year(editor):
    return small_year(editor)


@pytest.fixture
def writing(year, editor):
    return start_consolidation(year, by=editor, note=NOTE)


@pytest.fixture
def sent(writing, approver):
    return send_consolidation(writing, by=approver, link=link)


def link(one):
    return f"http://testserver/{one.number}"


def text_of(one, place=TASKS[0], name="Sở Giáo dục thử") -> ConsolidatedText:
    return one.texts.get(place=place, report__obligation__agency__name=name)


def report_again(text: ConsolidatedText, by, done: str) -> Report:
    """The source's report is opened again and accepted with other words."""
    report = text.report
    report.status = ReportStatus.RETURNED
    report.save()
    again = report_of(report.obligation, by=by, general="Đã làm đủ.")
    TaskEntry.objects.filter(report=again, place=text.place).update(done=done, progress=Progress.DONE)
    for status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED):
        again.status, again.sent_at, again.received_at = status, IN_TIME, IN_TIME
        again.sent_by, again.digest = by, "0" * 64
        again.save()
    return again


def test_it_is_refused_while_reports_are_missing_and_names_them(year, editor):
    with pytest.raises(ValidationError, match=r"Còn 1 báo cáo chưa được duyệt: Xã không gửi \(chưa gửi\)"):
        start_consolidation(year, by=editor)
    assert not Consolidation.objects.exists()
    first = start_consolidation(year, by=editor, note=NOTE)
    assert (first.number, first.note, first.version_id) == (1, NOTE, year.version_id)
    assert start_consolidation(year, by=editor) == first
    assert [one.text for one in first.texts.filter(place=TASKS[0])] == [
        "Đã mở 03 hội nghị.",
        "Góp 01 hội nghị.",
    ]


def test_only_the_department_writes_and_only_its_approver_sends(year, writing, person, editor):
    for role, slug in ((Role.PROVINCIAL_VIEWER, "ha-tinh"), (Role.AGENCY_REPORTER, "ha-tinh"), (Role.DEPARTMENT_EDITOR, "kon-tum")):  # fmt: skip
        stranger = person(role, slug)
        for act in (
            lambda by: start_consolidation(year, by=by, note=NOTE),
            lambda by: renew_texts(writing, by=by),
            lambda by: save_consolidation(writing, revision=1, by=by, results="x"),
            lambda by: save_text(text_of(writing), revision=1, by=by, text="x"),
            lambda by: send_consolidation(writing, by=by, link=link),
        ):
            with pytest.raises(PermissionDenied):
                act(stranger)
    with pytest.raises(PermissionDenied, match="người duyệt"):
        send_consolidation(writing, by=editor, link=link)


def test_a_text_is_edited_beside_its_source_and_not_overwritten(writing, editor):
    row = save_text(text_of(writing), revision=1, by=editor, text="Sở viết lại.")
    assert (row.text, row.source_text, row.is_edited, row.revision) == (
        "Sở viết lại.",
        "Đã mở 03 hội nghị.",
        True,
        2,
    )
    with pytest.raises(StaleWriteError):
        save_text(text_of(writing), revision=1, by=editor, text="Người khác.")
    assert take_source(text_of(writing), by=editor).text == "Đã mở 03 hội nghị."
    save_text(text_of(writing), revision=3, by=editor, text="")
    printed = consolidated_report(writing).parts[1].components[0].groups[0].tasks[0].paragraphs
    assert [one.text for one in printed] == ["Góp 01 hội nghị."]


def test_what_was_not_edited_follows_its_source_and_what_was_stays(writing, editor):
    kept, followed = text_of(writing), text_of(writing, TASKS[0], "Trung tâm thử")
    save_text(kept, revision=1, by=editor, text="Sở viết lại.")
    for one in (kept, followed):
        report_again(one, editor, f"Lần hai, {one.report.obligation.agency}.")
    done = renew_texts(writing, by=editor)
    assert (done.outdated, done.added) == (1, 0)
    kept, followed = text_of(writing), text_of(writing, TASKS[0], "Trung tâm thử")
    assert (kept.text, kept.source_text, kept.report.number) == ("Sở viết lại.", "Đã mở 03 hội nghị.", 1)
    assert (followed.text, followed.report.number) == ("Lần hai, Trung tâm thử.", 2)
    taken = take_source(kept, by=editor)
    assert (taken.text, taken.report.number) == ("Lần hai, Sở Giáo dục thử.", 2)


def test_what_is_sent_is_kept_as_it_was_said_and_can_be_checked(sent, year, editor):
    assert (sent.status, sent.sent_at, sent.receipt_number) == (
        ConsolidationStatus.SENT, NOW, f"TH-2019-{sent.public_id.hex[:8].upper()}-1",
    )  # fmt: skip
    sent.refresh_from_db()
    assert frozen.digest(sent.contents) == sent.digest
    before = consolidated_report(sent)
    assert frozen.plain(frozen.read(sent.contents)) == sent.contents
    report_again(text_of(sent), editor, "Khác hẳn.")
    assert consolidated_report(sent) == before
    assert before.checksum == sent.digest
    assert before.edition[0] == f"Bản số 1, số gửi {sent.receipt_number}"


def open_again(report: Report) -> None:
    report.status = ReportStatus.RETURNED
    report.save()


def paragraphs(one) -> list[str]:
    report = consolidated_report(one)
    tasks = [
        task for component in report.parts[1].components for group in component.groups for task in group.tasks
    ]
    said = [report.parts[0].paragraphs, *(task.paragraphs for task in tasks)]
    return [paragraph.source.partition(",")[0] for part in said for paragraph in part]


def test_words_of_a_report_that_is_not_accepted_any_more_are_not_printed(writing, editor, approver):
    edited = save_text(text_of(writing), revision=1, by=editor, text="Sở viết lại.")
    assert "Sở Giáo dục thử" in paragraphs(writing)
    open_again(edited.report)
    assert "Sở Giáo dục thử" not in paragraphs(writing)
    with pytest.raises(ValidationError, match="Cập nhật theo báo cáo mới duyệt"):
        send_consolidation(writing, by=approver, link=link)
    assert renew_texts(writing, by=editor).outdated == 1
    sent = send_consolidation(writing, by=approver, link=link)
    assert "Sở Giáo dục thử" not in paragraphs(sent)
    assert "Trung tâm thử" in paragraphs(sent)


def test_words_that_a_report_has_given_since_are_taken_before_the_sending(writing, editor, approver):
    report_again(text_of(writing), editor, "Lần hai.")
    with pytest.raises(ValidationError, match="Cập nhật theo báo cáo mới duyệt"):
        send_consolidation(writing, by=approver, link=link)
    renew_texts(writing, by=editor)
    assert send_consolidation(writing, by=approver, link=link).is_sent


def test_what_was_changed_since_it_was_looked_at_is_not_sent(writing, editor, approver):
    seen = state_of(writing, YearFacts(writing.year))
    row = save_text(text_of(writing), revision=1, by=editor, text="Sở viết lại.")
    with pytest.raises(ValidationError, match="vừa thay đổi"):
        send_consolidation(writing, by=approver, link=link, seen=seen)
    with pytest.raises(StaleWriteError):
        take_source(row, by=editor, revision=1)
    seen = state_of(writing, YearFacts(writing.year))
    with CaptureQueriesContext(connection) as asked:
        assert send_consolidation(writing, by=approver, link=link, seen=seen).is_sent
    wanted = [one["sql"] for one in asked if "reporting_" in one["sql"]]
    held = next(
        number for number, sql in enumerate(wanted) if "reporting_obligation" in sql and "FOR UPDATE" in sql
    )
    read = next(number for number, sql in enumerate(wanted) if 'FROM "reporting_taskentry"' in sql)
    assert held < read


def test_the_next_version_begins_with_the_words_of_the_last(sent, year, editor):
    again = start_consolidation(year, by=editor, note=NOTE)
    assert again.number == 2
    assert again.texts.count() == sent.texts.count()


def test_the_database_changes_nothing_of_what_was_sent(sent, year):
    text, report = text_of(sent), Report.objects.filter(obligation__year=year).first()
    for act in (
        lambda: Consolidation.objects.filter(pk=sent.pk).update(results="khác"),
        lambda: Consolidation.objects.filter(pk=sent.pk).update(status="writing"),
        lambda: Consolidation.objects.filter(pk=sent.pk).update(contents={}),
        lambda: sent.delete(),
        lambda: ConsolidatedText.objects.filter(pk=text.pk).update(text="khác"),
        lambda: text.delete(),
        lambda: ConsolidatedText.objects.create(
            consolidation=sent, province=sent.province, place="task:9", report=report, source_text="x"
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_sent_version_is_marked_once_when_what_it_is_made_of_changes(sent, year, editor, approver):
    """By opening a report again, accepting one, a target's figure, or a report that is not owed any more."""

    def marked() -> bool:
        found = Consolidation.objects.get(pk=sent.pk)
        assert found.digest == sent.digest
        return found.outdated_at is not None

    def undone(change) -> bool:
        with transaction.atomic():
            change()
            found = marked()
            transaction.set_rollback(True)
        return found

    def of(name: str) -> Report:
        return Report.objects.get(obligation__agency__name=name)

    target, missing = year.version.target_rows.get(indicator__code="savings_rate"), year.obligations.get(
        agency__name="Xã không gửi"
    )  # fmt: skip
    submitted = report_of(missing, ReportStatus.SUBMITTED, by=editor)
    assert not marked()
    assert not undone(lambda: return_report(submitted, by=approver, comment="Thiếu số."))
    assert not undone(lambda: save_target_value(year, target, revision=0, by=editor))
    assert undone(lambda: accept_report(submitted, by=approver, despite=True))
    assert undone(lambda: reopen(of("Sở Giáo dục thử"), by=approver, comment="Xem lại."))
    assert undone(lambda: withdraw(of("Trung tâm thử").obligation, by=editor, reason="Ghi nhầm."))
    assert undone(lambda: save_target_value(year, target, revision=0, by=editor, numerator=1, denominator=2))
    reopen(of("Sở Giáo dục thử"), by=approver, comment="Xem lại.")
    first = Consolidation.objects.get(pk=sent.pk).outdated_at
    with standing_at(NOW.replace(hour=9)):
        reopen(of("Trung tâm thử"), by=approver, comment="Xem lại.")
    assert Consolidation.objects.get(pk=sent.pk).outdated_at == first
    for change in ({"outdated_at": None}, {"outdated_at": NOW}, {"results": "khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Consolidation.objects.filter(pk=sent.pk).update(**change)


def test_the_mark_changes_nothing_else_and_no_version_that_is_being_written_has_it(writing, approver):
    with pytest.raises(DatabaseError), transaction.atomic():
        Consolidation.objects.filter(pk=writing.pk).update(outdated_at=NOW)
    sent = send_consolidation(writing, by=approver, link=link)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consolidation.objects.filter(pk=sent.pk).update(outdated_at=NOW, digest="1" * 64)


def test_a_draft_is_not_rendered_again_until_it_says_something_else(writing, editor):
    def ask(kind=ReportKind.YEAR_PDF):
        return request_document(writing.version, kind, by=editor, consolidation=writing)

    run = ask()
    done = {"status": RunStatus.DONE, "checksum": "a" * 64, "size": 1, "finished_at": NOW}
    ReportRun.objects.filter(pk=run.pk).update(**done, started_at=NOW)
    assert ask() == run
    row = save_text(text_of(writing), revision=1, by=editor, text="Sở viết lại.")
    again = ask()
    assert again != run
    save_text(row, revision=row.revision, by=editor, text="Đã mở 03 hội nghị.")
    assert ask() == run


def test_the_ministry_sees_it_from_the_sending_on_by_both_walls(writing, approver, person):
    official, viewer, appraiser = (
        person(Role.MINISTRY_OFFICIAL), person(Role.PROVINCIAL_VIEWER, "ha-tinh"), person(Role.FINANCE_APPRAISER, "ha-tinh"),
    )  # fmt: skip
    reporter, foreign = person(Role.AGENCY_REPORTER, "ha-tinh"), person(Role.DEPARTMENT_EDITOR, "kon-tum")

    def seen() -> list[int]:
        people = (official, viewer, appraiser, reporter, foreign)
        found = [Consolidation.objects.visible_to(one).count() for one in people]
        with scoped(Scope(MINISTRY)):
            return [*found, Consolidation.objects.count(), ConsolidatedText.objects.count()]

    assert seen() == [0, 0, 0, 0, 0, 0, 0]
    send_consolidation(writing, by=approver, link=link)
    assert seen() == [1, 1, 1, 0, 0, 1, 0]


def test_the_committee_and_the_ministry_are_told_by_mail(writing, approver, editor, person):
    people = [person(Role.PROVINCIAL_VIEWER, "ha-tinh"), person(Role.MINISTRY_OFFICIAL), editor]
    strangers = [person(Role.PROVINCIAL_VIEWER, "kon-tum"), person(Role.AGENCY_REPORTER, "ha-tinh")]
    with transaction.atomic():
        send_consolidation(writing, by=approver, link=link)
    told = sent_to()
    assert {one.email for one in people} <= told
    assert not told & {approver.email, *(one.email for one in strangers)}


def sent_to() -> set[str]:
    return {address for one in mail.outbox for address in one.to}


def test_documents_made_before_the_sending_stay_with_who_writes_it(writing, approver, editor, person):
    viewer = person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    run = request_document(writing.version, ReportKind.YEAR_PDF, by=editor, consolidation=writing)
    ReportRun.objects.filter(pk=run.pk).update(requested_at=IN_TIME)
    sent = send_consolidation(writing, by=approver, link=link)
    assert not ReportRun.objects.visible_to(viewer).exists()
    assert ReportRun.objects.visible_to(editor).get() == run
    asked = request_document(sent.version, ReportKind.YEAR_PDF, by=approver, consolidation=sent)
    assert ReportRun.objects.visible_to(viewer).get() == asked


def test_its_history_tells_nothing_of_it_before_the_sending_but_to_who_writes_it(
    writing, approver, editor, person
):
    viewer = person(Role.PROVINCIAL_VIEWER, "ha-tinh")
    save_consolidation(writing, revision=writing.revision, by=editor, results="Chưa gửi.")

    def told(to) -> set[str]:
        entries = of_plan(to, writing.year.plan).filter(table_name="reporting_consolidation")
        return {one.after["status"] for one in entries}

    assert (told(viewer), told(editor)) == (set(), {"writing"})
    send_consolidation(writing, by=approver, link=link)
    assert (told(viewer), told(editor)) == ({"sent"}, {"writing", "sent"})
    assert (
        not HistoryEntry.objects.visible_to(viewer).filter(table_name="reporting_consolidatedtext").exists()
    )


def test_its_documents_are_asked_for_by_who_sees_it(writing, approver, editor, person):
    viewer, official = person(Role.PROVINCIAL_VIEWER, "ha-tinh"), person(Role.MINISTRY_OFFICIAL)
    version = writing.version

    def ask(by, kind=ReportKind.YEAR_PDF, consolidation=writing):
        return request_document(version, kind, by=by, consolidation=consolidation)

    run = ask(editor)
    assert run.file_name == "bao-cao-tong-hop-nam-2019-ha-tinh-2099-ban-1.pdf"
    assert run.edition == "2019-2020, năm 2019, bản tổng hợp số 1"
    assert ask(editor) == run
    for stranger in (viewer, official):
        with pytest.raises(PermissionDenied):
            ask(stranger)
    assert not ReportRun.objects.visible_to(viewer).exists()
    with pytest.raises(ValidationError):
        ask(editor, ReportKind.PLAN_PDF)
    with pytest.raises(ValidationError):
        request_document(version, ReportKind.YEAR_XLSX, by=editor)
    sent = send_consolidation(writing, by=approver, link=link)
    assert ask(official, ReportKind.YEAR_XLSX, sent).province is None
    assert ask(viewer, ReportKind.YEAR_DOCX, sent).province.slug == "ha-tinh"
    assert ReportRun.objects.visible_to(viewer).count() == 2
