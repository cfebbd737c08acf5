"""The report of a period: figures added up by hand over two years, words from the years' reports, sent and held as theirs."""

from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from core.clock import standing_at
from core.scope import MINISTRY, Scope, scoped
from portal.plan_document.loader import load_plan
from reporting.builders.consolidated.kinds import contents_of
from reporting.builders.consolidated.period.facts import PeriodFacts
from reporting.contents import frozen
from reporting.contents.workbook import Cell
from reporting.documents import consolidated_report
from reporting.enums import ConsolidationKind, ReportKind, ReportStatus
from reporting.models import ConsolidatedText, Consolidation, Report
from reporting.services import reopen, request_document
from reporting.services.consolidations import (
    renew_texts,
    save_text,
    send_consolidation,
    start_consolidation,
    take_source,
)
from reporting.services.target_values import save_target_value
from tests.factories import AgencyFactory, obligation_of, opened_year, read_plan, report_of
from tests.reporting.consolidated_period import AFTER, sent_year, two_years
from tests.reporting.consolidated_year import TASKS, small_plan

FINAL = {"kind": ConsolidationKind.FINAL, "from_year": 2019}
NOTE = "Năm 2020 chưa gửi."
QUERIES = 47  # of the contents of two years


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(AFTER):
        yield


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def approver(person):
    return person(Role.DEPARTMENT_APPROVER, "ha-tinh")


@pytest.fixture
def years(editor):
    return two_years(editor)


@pytest.fixture
def first(years, editor, approver):
    return sent_year(years[0], by=editor, approver=approver, results="Năm 2019 tốt.")


@pytest.fixture
def final(years, first, editor):
    return start_consolidation(years[1], by=editor, note=NOTE, **FINAL)


def table(one: Consolidation, name: str) -> list[list]:
    """The rows of a table, cells as what they hold."""
    [sheet] = [sheet for sheet in contents_of(one).tables if sheet.name == name]
    return [
        [cell.value if isinstance(cell, Cell) else cell for cell in row.cells]
        for row in sheet.rows
        if row.style != "group"
    ]


def words_at(one: Consolidation, place: str) -> list[str]:
    return [row.text for row in one.texts.filter(place=place).order_by("id")]


def test_results_are_added_up_over_the_years_and_unknown_is_no_zero(final):
    kinds = table(final, "Kết quả theo loại")
    # 2019: 3 + 0 of who leads; 1 beside, one unknown. 2020: 4, one unknown, and the third task without a report.
    assert kinds == [["Hội nghị, hội thảo", "hội nghị", Decimal(3), Decimal(4), Decimal(7), 2, Decimal(1)]]
    first, second, third = table(final, "Kết quả theo nhiệm vụ")
    assert first[2:] == [
        "Hội nghị, hội thảo",
        "02 hội nghị",
        "hội nghị",
        Decimal(3),
        Decimal(4),
        Decimal(7),
        0,
    ]
    assert second[5:] == ["chưa rõ", "chưa rõ", "chưa rõ", 2]
    assert third[5:] == [Decimal(0), None, Decimal(0), 0]


def test_tasks_stand_with_each_years_state_and_the_last_that_is_known(final):
    assert [row[3:] for row in table(final, "Nhiệm vụ")] == [
        ["đã hoàn thành", "đã hoàn thành", "đã hoàn thành", 2020],
        ["đang thực hiện", "đã hoàn thành", "đã hoàn thành", 2020],
        ["đã hoàn thành", "chưa có báo cáo được duyệt", "đã hoàn thành", 2019],
    ]
    assert table(final, "Mức độ thực hiện")[-1][3:6] == [3, 3, 0]


def test_money_is_added_up_by_group_source_and_year(final):
    by_source = {row[0]: row[1:] for row in table(final, "Kinh phí theo nguồn")}
    # NSTW: 9.5 + 0 and 7; beside 1.25 of who coordinates; DN twice unknown; NSĐP 12.5.
    assert by_source["NSTW"] == [Decimal(30), Decimal("9.5"), Decimal(7), Decimal("16.5"), 0, Decimal("1.25")]
    assert by_source["NSĐP"] == [Decimal("12.5"), Decimal("12.5"), "–", Decimal("12.5"), 0, None]
    assert by_source["DN"] == ["không ghi", "chưa rõ", "chưa rõ", "chưa rõ", 2, None]
    assert by_source["Tổng cộng"] == [
        Decimal("42.5"),
        Decimal(22),
        Decimal(7),
        Decimal(29),
        2,
        Decimal("1.25"),
    ]
    *_, total = table(final, "Kinh phí theo nhóm")
    assert total[:4] == ["", "Tổng cộng", Decimal("42.5"), Decimal("42.5")]
    assert total[-3:] == [Decimal(29), 2, Decimal("1.25")]
    assert [row[:3] for row in table(final, "Kinh phí theo năm")] == [
        [2019, Decimal("22.5"), Decimal(22)],
        [2020, Decimal(20), Decimal(7)],
    ]


def test_targets_stand_with_their_last_known_value_and_its_year(final):
    rate, savings = table(final, "Mục tiêu")
    assert (rate[4:7], rate[-1]) == ([Decimal(30), Decimal(50), Decimal(60)], 2019)
    assert (savings[4:7], savings[-1]) == ([Decimal(9), Decimal(100), Decimal(9)], 2020)
    lines = [line for part in contents_of(final).parts for line in part.lead]
    assert "Trong 2 mục tiêu của kế hoạch, 2 mục tiêu có số liệu (lấy năm mới nhất), 2 đạt." in lines


def test_who_reported_is_told_by_year_and_by_agency(final, first):
    assert table(final, "Tình hình báo cáo") == [
        [2019, 4, 3, 2, 1, 1, 3, f"bản số 1, số gửi {first.receipt_number}"],
        [2020, 1, 1, 1, 0, 0, 1, "chưa gửi"],
    ]
    agencies = {row[0]: row[1:] for row in table(final, "Báo cáo theo cơ quan")}
    assert agencies["Sở Giáo dục thử"] == ["đúng hạn", "đúng hạn"]
    assert agencies["Trung tâm thử"] == ["muộn", "–"]
    assert agencies["Xã không gửi"] == ["chưa gửi, quá hạn", "–"]
    best, *_ = table(final, "Xét khen thưởng")
    assert best == ["Sở Giáo dục thử", 2, 2, 3, 4, 1, 0]
    assert table(final, "Đề xuất") == [["Sở Giáo dục thử", "chung cả năm", "Kế hoạch mới."]]
    assert {row[0] for row in table(final, "Khó khăn, vướng mắc")} == {2019}


def test_words_come_from_the_years_reports_that_were_sent_with_whose_they_are(final, first):
    assert words_at(final, "general") == ["Năm 2019 tốt."]
    assert words_at(final, TASKS[0]) == [
        "Sở Giáo dục thử: Đã mở 03 hội nghị.\nTrung tâm thử: Góp 01 hội nghị."
    ]
    report = contents_of(final)
    paragraphs = [
        one for part in report.parts for component in part.components for group in component.groups
        for task in group.tasks for one in task.paragraphs
    ]  # fmt: skip
    assert {one.source for one in paragraphs} == {"Báo cáo năm 2019, bản số 1"}
    assert report.subject.startswith("Tổng kết giai đoạn 2019 - 2020 thực hiện Kế hoạch")
    lead = report.parts[0].lead
    assert "Phần lời không có nội dung của: năm 2020 (chưa gửi báo cáo tổng hợp)." in lead
    assert f"Lý do tổng hợp khi còn thiếu: {NOTE}" in lead


def test_a_year_that_is_sent_later_is_taken_in_and_edited_words_stay(final, years, editor, approver):
    row = save_text(final.texts.get(place=TASKS[0]), revision=1, by=editor, text="Hai năm, 07 hội nghị.")
    sent_year(years[1], by=editor, approver=approver)
    with pytest.raises(ValidationError, match="không còn khớp"):
        send_consolidation(final, by=approver, link=str)
    assert renew_texts(final, by=editor).added == 3
    assert words_at(final, TASKS[0]) == ["Hai năm, 07 hội nghị.", "Đã mở 04 hội nghị."]
    of_first, of_second = words_at(final, "general")
    assert of_first == "Năm 2019 tốt."
    assert "Sở Giáo dục thử: Năm thứ hai." in of_second.split("\n")
    sent_year(years[0], by=editor, approver=approver, results="Viết lại.")
    renewed = renew_texts(final, by=editor)
    assert (renewed.updated, renewed.outdated) == (3, 1)
    assert take_source(row, by=editor).taken_from.number == 2


def test_it_is_refused_for_years_without_a_report_unless_it_says_why(years, editor):
    with pytest.raises(
        ValidationError, match=r"Còn 2 năm chưa có báo cáo tổng hợp đã gửi: các năm 2019 - 2020 \(chưa gửi"
    ):
        start_consolidation(years[1], by=editor, **FINAL)
    for kind, year, start, words in (
        (ConsolidationKind.FINAL, years[0], 2018, "Năm đầu phải từ 2019"),
        (ConsolidationKind.INTERIM, years[1], 2020, "trước năm cuối"),
        (ConsolidationKind.INTERIM, years[1], None, "Năm đầu"),
    ):
        with pytest.raises(ValidationError, match=words):
            start_consolidation(year, by=editor, note="x", kind=kind, from_year=start)
    assert not Consolidation.objects.exists()


def test_each_kind_has_its_own_versions(final, years, editor, first):
    interim = start_consolidation(
        years[1], by=editor, note="x", kind=ConsolidationKind.INTERIM, from_year=2019
    )
    yearly = start_consolidation(years[1], by=editor)
    assert {one.number for one in (final, interim, yearly)} == {1}
    assert start_consolidation(years[1], by=editor, note="x", **FINAL) == final
    assert [one.title for one in (final, interim, yearly)] == [
        "báo cáo tổng kết giai đoạn 2019 - 2020",
        "báo cáo sơ kết giai đoạn 2019 - 2020",
        "báo cáo tổng hợp năm 2020",
    ]


def test_it_may_begin_with_another_year_as_long_as_it_is_written(years, editor, approver):
    for year in years:
        sent_year(year, by=editor, approver=approver)
    made = start_consolidation(years[1], by=editor, kind=ConsolidationKind.INTERIM, from_year=2019)
    assert {one.taken_from.year.year for one in made.texts.all()} == {2019, 2020}
    with pytest.raises(ValidationError, match="Năm đầu phải từ 2019"):
        start_consolidation(years[1], by=editor, kind=ConsolidationKind.INTERIM, from_year=2018)
    with pytest.raises(DatabaseError, match="no year of the plan"), transaction.atomic():
        Consolidation.objects.filter(pk=made.pk).update(from_year=2018)
    Consolidation.objects.filter(pk=made.pk).update(from_year=2020)
    again = start_consolidation(years[1], by=editor, kind=ConsolidationKind.INTERIM, from_year=2019)
    assert (again, again.from_year) == (made, 2019)
    Consolidation.objects.filter(pk=made.pk).update(from_year=2020)
    made.refresh_from_db()
    assert renew_texts(made, by=editor).removed == 4
    assert {one.taken_from.year.year for one in made.texts.all()} == {2020}


def test_it_is_sent_frozen_and_read_by_the_ministry(final, approver, editor, person):
    official = person(Role.MINISTRY_OFFICIAL)
    with pytest.raises(PermissionDenied):
        send_consolidation(final, by=editor, link=str)
    sent = send_consolidation(final, by=approver, link=str)
    assert sent.receipt_number.startswith("TK-2020-")
    assert "báo cáo tổng kết giai đoạn 2019 - 2020" in mail.outbox[-1].body
    assert frozen.digest(sent.contents) == sent.digest
    with pytest.raises(DatabaseError), transaction.atomic():
        Consolidation.objects.filter(pk=sent.pk).update(from_year=2020)
    with pytest.raises(DatabaseError), transaction.atomic():
        sent.texts.first().delete()
    with scoped(Scope(MINISTRY)):
        read = Consolidation.objects.visible_to(official).get(pk=sent.pk)
        assert consolidated_report(read).tables == consolidated_report(sent).tables
    run = request_document(sent.version, ReportKind.YEAR_PDF, by=official, consolidation=sent)
    assert run.file_name == "bao-cao-tong-ket-giai-doan-2019-2020-ha-tinh-2099-ban-1.pdf"
    assert run.edition == "2019-2020, giai đoạn 2019 - 2020, bản tổng kết số 1"
    assert run.kind_words == "Báo cáo tổng kết (PDF)"


def test_it_is_marked_when_any_of_its_years_changes_or_is_sent(final, years, first, approver, editor):
    sent = send_consolidation(final, by=approver, link=str)

    def marked_by(change) -> bool:
        with transaction.atomic():
            change()
            found = Consolidation.objects.get(pk=sent.pk).outdated_at is not None
            transaction.set_rollback(True)
        return found

    def reopened(year):
        report = Report.objects.filter(obligation__year=year, status="accepted").first()
        return reopen(report, by=approver, comment="Xem lại.")

    target = years[0].version.target_rows.get(indicator__code="savings_rate")
    figures = {"numerator": 1, "denominator": 2}
    assert Consolidation.objects.get(pk=sent.pk).outdated_at is None
    assert marked_by(lambda: reopened(years[0]))
    assert marked_by(lambda: reopened(years[1]))
    assert marked_by(lambda: save_target_value(years[0], target, revision=0, by=editor, **figures))
    assert marked_by(lambda: sent_year(years[1], by=editor, approver=approver))
    assert not marked_by(lambda: start_consolidation(years[1], by=editor, note=NOTE))
    reopened(years[1])
    assert Consolidation.objects.get(pk=first.pk).outdated_at is None


def test_the_database_takes_only_words_of_the_period(final, years, first, editor):
    row = final.texts.first()
    yearly = start_consolidation(years[1], by=editor)
    for values in (
        {"report": yearly.texts.first().report, "taken_from": None},
        {"report": None, "taken_from": yearly},
        {"report": yearly.texts.first().report, "taken_from": first},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ConsolidatedText.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(DatabaseError, match="no year of the plan"), transaction.atomic():
        Consolidation.objects.create(
            year=years[1], province=years[1].province, version=years[1].version, number=1, kind="interim",
            from_year=2018, started_by=editor,
        )  # fmt: skip


def test_reports_more_cost_no_query_more(final, years, editor):
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            contents_of(Consolidation.objects.get(pk=final.pk))
        found.append(len(queries))
        for number in range(2):
            agency = AgencyFactory(province=final.province, name=f"Sở thêm {number}")
            report_of(obligation_of(years[0], agency, TASKS[0]), "accepted", by=editor)
    assert found == [QUERIES, QUERIES]


def test_tasks_of_years_without_reporting_stand_there_and_are_not_known(editor):
    load_plan(read_plan(small_plan()))
    last = opened_year("ha-tinh-2099", 2020)
    made = start_consolidation(last, by=editor, note="x", kind=ConsolidationKind.INTERIM, from_year=2019)
    assert [row[3] for row in table(made, "Nhiệm vụ")] == ["không có kỳ báo cáo"] * 3
    assert table(made, "Kết quả theo loại") == [
        ["Hội nghị, hội thảo", "hội nghị", "chưa rõ", None, "chưa rõ", 3, None]
    ]
    assert [row[-1] for row in table(made, "Kết quả theo nhiệm vụ")] == [1, 1, 1]
    first, second = table(made, "Tình hình báo cáo")
    assert first == [2019, "không có kỳ báo cáo trên cổng"]
    assert second[:2] == [2020, 0]
    lead = contents_of(made).parts[0].lead
    assert any("năm 2019 (không có kỳ báo cáo trên cổng)" in line for line in lead)


def test_years_in_a_row_that_are_missing_for_the_same_reason_are_told_together(years):
    _, last = years
    assert PeriodFacts(last, 2016).missing == [
        "các năm 2016 - 2018 (không có kỳ báo cáo trên cổng)",
        "các năm 2019 - 2020 (chưa gửi báo cáo tổng hợp)",
    ]


def test_it_is_marked_when_a_report_of_any_of_its_years_is_opened_again(
    final, first, years, editor, approver
):
    sent = send_consolidation(final, by=approver, link=str)
    report = Report.objects.get(
        obligation__year=years[0], obligation__agency__name="Sở Giáo dục thử", status=ReportStatus.ACCEPTED
    )
    reopen(report, by=approver, comment="Xem lại.")

    marked = Consolidation.objects.exclude(outdated_at=None).values_list("pk", flat=True)
    assert set(marked) == {sent.pk, first.pk}
