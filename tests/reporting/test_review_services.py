"""The department's side of reports, by the services alone: remarks, returning, accepting, and what comes on paper."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Agency
from core import scope
from core.clock import standing_at
from core.dates import HANOI
from core.scope import WEB, Scope
from reporting.enums import ObligationBasis, ObligationState, ReportStatus
from reporting.models import Report, ReportStep
from reporting.services import (
    PaperFacts,
    accept_many,
    accept_report,
    add_remark,
    begin_review,
    recall_report,
    reopen,
    return_report,
    seal_paper,
    start_paper,
    start_report,
    submit_report,
)
from reporting.services.entries import GivenEntry, answer_remark, save_entry, save_general
from reporting.services.evidence import add_evidence
from tests.factories import obligation_of, opened_year, report_of

TASK = "task:4/4.2"
LINK = "https://testserver/"
PDF = b"%PDF-1.4\n" + b"x" * 100 + b"\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def december(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    with standing_at("2018-12-20T09:00"):
        yield


@pytest.fixture
def reporter(person):
    return person(Role.AGENCY_REPORTER, "kon-tum")


@pytest.fixture
def reviewer(person):
    return person(Role.DEPARTMENT_EDITOR, "kon-tum")


@pytest.fixture
def colleague(person):
    return person(Role.DEPARTMENT_APPROVER, "kon-tum")


@pytest.fixture
def year(db):
    return opened_year("kon-tum-2013")


@pytest.fixture
def obligation(year):
    agency = Agency.objects.get(province__slug="kon-tum", slug="so-tai-nguyen-va-moi-truong")
    return obligation_of(year, agency, TASK, before=date(2018, 11, 30))


@pytest.fixture
def sent(obligation, reporter):
    return report_of(obligation, ReportStatus.SUBMITTED, by=reporter)


def acting(someone):
    """What the database knows of who asks, in a request of hers."""
    return scope.scoped(Scope(WEB, frozenset(someone.province_ids()), someone.pk, someone.membership.pk))


def told(error) -> str:
    return " ".join(error.value.messages)


def test_a_report_is_remarked_on_returned_answered_sent_again_and_accepted(sent, reporter, reviewer):
    remark = add_remark(sent, TASK, " Thiếu số hội nghị. \n", by=reviewer)
    assert remark.text == "Thiếu số hội nghị."
    sent.refresh_from_db()
    assert sent.review_began_at is not None
    with pytest.raises(ValidationError, match="bắt đầu xem xét"):
        recall_report(sent, by=reporter)
    return_report(sent, by=reviewer, comment="Bổ sung số liệu.", link=LINK)
    assert ReportStep.objects.filter(report=sent).values_list("after", "comment", "by").get() == (
        ReportStatus.RETURNED, "Bổ sung số liệu.", reviewer.pk,
    )  # fmt: skip
    [letter] = mail.outbox
    assert letter.to == [reporter.email]
    assert all(words in letter.body for words in ("Bổ sung số liệu.", "Thiếu số hội nghị.", LINK))
    draft = start_report(sent.obligation, by=reporter)
    assert draft.number == 2
    again = _sealed(draft, reporter)
    with pytest.raises(ValidationError) as error:
        accept_report(again, by=reviewer)
    assert "1 nhận xét chưa được trả lời" in told(error)
    assert accept_report(again, by=reviewer, despite=True, link=LINK).status == ReportStatus.ACCEPTED
    assert "đã được duyệt" in mail.outbox[-1].subject
    sent.obligation.refresh_from_db()
    assert sent.obligation.state == ObligationState.ACCEPTED


def test_an_answered_remark_stands_in_the_way_of_nothing(sent, reporter, reviewer):
    remark = add_remark(sent, "general", "Nêu rõ kinh phí.", by=reviewer)
    return_report(sent, by=reviewer, comment="Xem nhận xét.")
    draft = start_report(sent.obligation, by=reporter)
    answer_remark(remark, "Đã nêu.", by=reporter, report=draft)
    assert accept_report(_sealed(draft, reporter), by=reviewer).status == ReportStatus.ACCEPTED


def test_an_accepted_report_is_opened_again_with_a_reason(sent, reviewer):
    accepted = accept_report(sent, by=reviewer)
    with pytest.raises(ValidationError):
        return_report(accepted, by=reviewer, comment="Sai số liệu")
    with pytest.raises(ValidationError, match="lý do"):
        reopen(accepted, by=reviewer, comment="  ")
    assert reopen(accepted, by=reviewer, comment="Sai số liệu").status == ReportStatus.RETURNED


@pytest.mark.parametrize(
    "status", [ReportStatus.DRAFT, ReportStatus.RECALLED, ReportStatus.RETURNED, ReportStatus.ACCEPTED]
)
def test_only_what_waits_is_reviewed(status, obligation, reporter, reviewer):
    report = report_of(obligation, status, by=reporter)
    for act in (
        lambda: begin_review(report, by=reviewer),
        lambda: add_remark(report, "general", "Xem lại", by=reviewer),
        lambda: return_report(report, by=reviewer, comment="Xem lại"),
        lambda: accept_report(report, by=reviewer),
    ):
        with pytest.raises(ValidationError):
            act()
    assert not report.remarks.exists()


def test_a_remark_has_words_and_a_place_and_a_return_its_reason(sent, reviewer):
    for place, text in (
        ("general", "  "),
        ("general", "x" * 5001),
        ("task:9/9.9", "Xem"),
        ("clause:V", "Xem"),
    ):
        with pytest.raises(ValidationError):
            add_remark(sent, place, text, by=reviewer)
    with pytest.raises(ValidationError, match="lý do"):
        return_report(sent, by=reviewer, comment="")


def test_others_review_nothing(sent, reporter, person):
    strangers = (
        reporter,
        person(Role.DEPARTMENT_EDITOR, "ha-tinh"),
        person(Role.PROVINCIAL_VIEWER, "kon-tum"),
    )
    for stranger in strangers:
        for act in (
            lambda by: begin_review(sent, by=by),
            lambda by: add_remark(sent, "general", "Xem lại", by=by),
            lambda by: return_report(sent, by=by, comment="Xem lại"),
            lambda by: accept_report(sent, by=by),
            lambda by: start_paper(sent.obligation, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(stranger)


def test_nobody_accepts_her_own_work(year, reviewer, colleague):
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    own = obligation_of(year, department, TASK, before=None, basis=ObligationBasis.OWN, clause="", text="")
    report = report_of(own, ReportStatus.SUBMITTED, by=reviewer)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        accept_report(report, by=reviewer, despite=True)
    assert accept_report(report, by=colleague).status == ReportStatus.ACCEPTED


def test_who_wrote_in_a_report_does_not_accept_it_either(year, reviewer, colleague):
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    own = obligation_of(year, department, TASK, before=None, basis=ObligationBasis.OWN, clause="", text="")
    draft = start_report(own, by=reviewer)
    _answered(draft, colleague)
    sent = _sealed(draft, reviewer)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        accept_report(sent, by=colleague, despite=True)


def _general_written_by(person, reviewer, year):
    """The department's own part, begun and sent by one, its general part typed by another."""
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    own = obligation_of(year, department, TASK, before=None, basis=ObligationBasis.OWN, clause="", text="")
    draft = start_report(own, by=reviewer)
    _answered(draft, reviewer)
    with acting(person):
        save_general(draft, revision=draft.revision, by=person, general="Đã triển khai đủ các nhiệm vụ.")
    return _sealed(draft, reviewer)


def test_who_typed_only_the_general_part_does_not_accept_it_either(year, reviewer, colleague):
    sent = _general_written_by(colleague, reviewer, year)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        accept_report(sent, by=colleague, despite=True)
    with acting(colleague):
        looked_at = begin_review(sent, by=colleague)  # looking at it is no writing
    assert looked_at.review_began_at


def test_who_wrote_before_another_does_not_accept_it_either(year, reviewer, colleague):
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    own = obligation_of(year, department, TASK, before=None, basis=ObligationBasis.OWN, clause="", text="")
    draft = start_report(own, by=reviewer)
    with acting(colleague):
        _answered(draft, colleague)
    for entry in draft.taskentry_rows.all():
        said = GivenEntry({"progress": "nil", "nil_reason": "Không có vốn"})
        save_entry(entry, said, revision=entry.revision, by=reviewer)
    assert not draft.taskentry_rows.filter(changed_by=colleague).exists()
    sent = _sealed(draft, reviewer)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        accept_report(sent, by=colleague, despite=True)


def test_the_database_holds_it_too(year, reviewer, colleague, person):
    sent = _general_written_by(colleague, reviewer, year)
    with (
        acting(colleague),
        pytest.raises(IntegrityError, match="accepted by who wrote it"),
        transaction.atomic(),
    ):
        Report.objects.filter(pk=sent.pk).update(status=ReportStatus.ACCEPTED)
    third = person(Role.DEPARTMENT_APPROVER, "kon-tum")
    with acting(third):
        begin_review(sent, by=third)
        assert accept_report(sent, by=third, despite=True).status == ReportStatus.ACCEPTED


def test_who_returned_a_report_may_accept_its_next_version(sent, reviewer, reporter):
    with acting(reviewer):
        return_report(sent, by=reviewer, comment="Bổ sung số liệu")
    again = _sealed(start_report(sent.obligation, by=reporter), reporter)
    with acting(reviewer):
        assert accept_report(again, by=reviewer, despite=True).status == ReportStatus.ACCEPTED


def test_a_locked_year_takes_no_decision_until_the_report_is_unlocked(sent, reviewer):
    year, obligation = sent.obligation.year, sent.obligation
    year.locked_at, year.locked_by, year.lock_reason = timezone.now(), reviewer, "Đã tổng hợp"
    year.save()
    for act in (
        lambda: add_remark(sent, "general", "Xem lại", by=reviewer),
        lambda: return_report(sent, by=reviewer, comment="Xem lại"),
        lambda: accept_report(sent, by=reviewer),
    ):
        with pytest.raises(ValidationError, match="Đã tổng hợp"):
            act()
    obligation.unlocked_at, obligation.unlock_reason = timezone.now(), "Sửa"
    obligation.save()
    assert accept_report(sent, by=reviewer).status == ReportStatus.ACCEPTED


def test_of_many_each_is_accepted_by_itself(sent, year, reporter, reviewer):
    other = Agency.objects.get(province__slug="kon-tum", slug="so-khoa-hoc-va-cong-nghe")
    remarked = report_of(obligation_of(year, other, TASK), ReportStatus.SUBMITTED, by=reporter)
    add_remark(remarked, TASK, "Thiếu.", by=reviewer)
    outcomes = accept_many([remarked, sent], by=reviewer)
    assert ["nhận xét" in one.refused for one in outcomes] == [True, False]
    statuses = (
        Report.objects.filter(pk__in=[remarked.pk, sent.pk]).order_by("pk").values_list("status", flat=True)
    )
    assert list(statuses) == [ReportStatus.ACCEPTED, ReportStatus.SUBMITTED]


def _answered(draft, by):
    for entry in draft.taskentry_rows.all():
        texts = dict.fromkeys(("difficulties", "proposals"), "")
        given = GivenEntry(texts | {"progress": "nil", "done": "", "nil_reason": "Không bố trí vốn"})
        save_entry(entry, given, revision=entry.revision, by=by)


def _sealed(draft, by):
    return submit_report(draft, by=by, officer_name="Lê B", officer_title="Giám đốc")


# Paper


def _facts(received=date(2018, 11, 29), **given) -> PaperFacts:
    facts = {
        "number": "12/BC-STNMT", "day": date(2018, 11, 27), "received_on": received, "officer_name": "Lê Văn B",
        "officer_title": "Giám đốc",
    }  # fmt: skip
    return PaperFacts(**facts | given)


def _entered(obligation, by, *, scan=True) -> Report:
    draft = start_paper(obligation, by=by)
    _answered(draft, by)
    if scan:
        upload = SimpleUploadedFile("scan.pdf", PDF)
        add_evidence(draft, upload, place="paper", name="scan.pdf", by=by)
    return draft


@pytest.mark.parametrize(("received", "late"), [(date(2018, 11, 29), False), (date(2018, 11, 30), True)])
def test_the_day_on_which_the_paper_came_in_decides(
    received, late, obligation, reporter, reviewer, colleague
):
    sealed = seal_paper(_entered(obligation, reviewer), _facts(received), by=reviewer, link=LINK)
    obligation.refresh_from_db()
    assert obligation.first_received_at == datetime(received.year, received.month, received.day, tzinfo=HANOI)
    assert (obligation.is_late, obligation.is_paper, obligation.state) == (late, True, ObligationState.SENT)
    assert (sealed.sent_by, sealed.sent_at) == (reviewer, datetime(2018, 12, 20, 2, tzinfo=UTC))
    assert {letter.to[0] for letter in mail.outbox} == {reporter.email, colleague.email}
    assert "nhập thay" in mail.outbox[0].subject
    with pytest.raises(ValidationError, match="không tự duyệt"):
        accept_report(sealed, by=reviewer, despite=True)
    assert accept_report(sealed, by=colleague).status == ReportStatus.ACCEPTED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received": date(2018, 12, 21)}, "received_on"),
        ({"received": date(2017, 12, 31)}, "received_on"),
        ({"received": None}, "received_on"),
        ({"day": date(2018, 11, 30)}, "paper_date"),
        ({"day": None}, "paper_date"),
        ({"officer_name": " "}, "officer_name"),
        ({"number": "x" * 51}, "paper_number"),
    ],
)
def test_what_stands_on_the_paper_has_to_be_possible(given, field, obligation, reviewer):
    draft = _entered(obligation, reviewer)
    with pytest.raises(ValidationError) as error:
        seal_paper(draft, _facts(**given), by=reviewer)
    assert list(error.value.message_dict) == [field]


def test_paper_without_its_scan_is_not_sealed(obligation, reviewer):
    draft = _entered(obligation, reviewer, scan=False)
    with pytest.raises(ValidationError, match="bản quét"):
        seal_paper(draft, _facts(), by=reviewer)


def test_the_agency_neither_writes_in_what_is_entered_for_it_nor_loses_what_it_wrote(
    obligation, reporter, reviewer
):
    untouched = start_report(obligation, by=reporter)
    draft = start_paper(obligation, by=reviewer)
    assert (draft.pk, draft.is_paper) == (untouched.pk, True)
    with pytest.raises(PermissionDenied):
        _answered(draft, reporter)
    Report.objects.filter(pk=draft.pk).update(is_paper=False)
    draft.refresh_from_db()
    _answered(draft, reporter)
    with pytest.raises(ValidationError, match="tự lập"):
        start_paper(obligation, by=reviewer)


def test_returned_paper_is_entered_anew_or_taken_over_by_the_agency(
    obligation, reporter, reviewer, colleague
):
    sealed = seal_paper(_entered(obligation, reviewer), _facts(), by=reviewer)
    return_report(sealed, by=colleague, comment="Thiếu trang 2")
    assert start_report(obligation, by=reporter).is_paper is False


def test_the_departments_own_part_is_not_paper(year, reviewer):
    department = Agency.objects.get(province__slug="kon-tum", slug="so-cong-thuong")
    own = obligation_of(year, department, TASK, before=None, basis=ObligationBasis.OWN, clause="", text="")
    with pytest.raises(ValidationError, match="lập ngay trên cổng"):
        start_paper(own, by=reviewer)
