"""The consolidated report of a small year against figures added up by hand, and in how many queries it is read."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from core.clock import standing_at
from portal.timeliness.commended import Commended
from reporting.builders.consolidated.agencies import commended_units, missing_of, missing_words
from reporting.builders.consolidated.build import NO_TASKS, NOTHING_TOLD, build_consolidated
from reporting.builders.consolidated.facts import YearFacts
from reporting.contents.workbook import Cell
from reporting.documents import consolidated_report
from reporting.enums import Progress, ReportStatus
from reporting.models import Report, ReportingYear, TaskEntry
from reporting.renderers.consolidated_body import body_lines
from reporting.services.consolidations import renew_texts, start_consolidation
from tests.factories import AgencyFactory, obligation_of, report_of
from tests.reporting.consolidated_year import IN_TIME, NOW, TASKS, accept, say, small_year


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def consolidation(editor):
    with standing_at(NOW):
        yield start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")


@pytest.fixture
def report(consolidation):
    return consolidated_report(consolidation)


def cells(report, name: str) -> list[tuple]:
    """The rows of a table without heads of groups, plain; unknown ones as None."""
    sheet = next(one for one in report.workbook.sheets if one.name == name)
    return [
        tuple(None if isinstance(one, Cell) and one.unknown else one for one in row.cells)
        for row in sheet.rows
        if row.style not in ("group", "note")
    ]


def test_tasks_are_counted_by_how_far_they_are(report):
    assert cells(report, "Mức độ thực hiện") == [
        ("1", "Nâng cao nhận thức", report.parts[1].components[0].name, 2, 1, 1, 0, 0, 0, 0, 0),
        ("2", "Hỗ trợ kỹ thuật", report.parts[1].components[1].name, 1, 1, 0, 0, 0, 0, 0, 0),
        ("", "Tổng cộng", "", 3, 2, 1, 0, 0, 0, 0, 0),
    ]
    assert report.parts[1].lead == ("Năm 2019 kế hoạch có 3 nhiệm vụ: 2 đã hoàn thành; 1 đang thực hiện.",)


def test_results_are_added_up_by_who_leads_and_unknown_is_no_zero(report):
    assert [row[1:] for row in cells(report, "Kết quả theo loại")] == [("hội nghị", 3, None, 1, 1, None)]
    rows = cells(report, "Kết quả theo nhiệm vụ")
    assert [(row[0], row[2], row[5], row[8]) for row in rows] == [
        ("1.1", "Sở Giáo dục thử", 3, "có"),
        ("1.1", "Trung tâm thử", 1, "không"),
        ("1.2", "Sở Giáo dục thử", None, "có"),
        ("2.1", "Trung tâm thử", 0, "có"),
    ]


def test_money_is_added_up_by_group_source_and_year(report):
    # NSTW, NSĐP, DN; sum, unknown, beside
    assert cells(report, "Kinh phí theo nhóm") == [
        ("1", "Nâng cao nhận thức", 30, 10, Decimal("9.5"), "–", None, Decimal("9.5"), 1, Decimal("1.25")),
        ("2", "Hỗ trợ kỹ thuật", Decimal("12.5"), Decimal("12.5"), "–", Decimal("12.5"), "–", Decimal("12.5"), 0, None),
        ("", "Tổng cộng", Decimal("42.5"), Decimal("22.5"), Decimal("9.5"), Decimal("12.5"), None, 22, 1, Decimal("1.25")),
    ]  # fmt: skip
    assert cells(report, "Kinh phí theo nguồn") == [
        ("NSTW", 30, Decimal("9.5"), 0, Decimal("1.25")),
        ("NSĐP", Decimal("12.5"), Decimal("12.5"), 0, None),
        ("DN", None, None, 1, None),
        ("Tổng cộng", Decimal("42.5"), 22, 1, Decimal("1.25")),
    ]
    assert cells(report, "Kinh phí theo năm") == [(2019, Decimal("22.5"), 22, 1, Decimal("1.25"), "")]
    assert report.parts[2].lead == (
        "Kinh phí đã thực hiện theo báo cáo của các cơ quan chủ trì: 22 triệu đồng; 1 khoản chưa rõ, không tính trong số "
        "này.",
    )


def entry_of(consolidation, place, name="Sở Giáo dục thử") -> TaskEntry:
    return TaskEntry.objects.get(
        report__obligation__year=consolidation.year, place=place, report__obligation__agency__name=name
    )


def unlocked(change):
    """Changes what was accepted, which no service does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = ("report", "taskentry", "outputentry", "moneyentry", "reportingyear")
        for table in tables:
            cursor.execute(f"ALTER TABLE reporting_{table} DISABLE TRIGGER USER")
        change()
        for table in tables:
            cursor.execute(f"ALTER TABLE reporting_{table} ENABLE TRIGGER USER")


def test_what_did_not_come_up_is_zero_and_not_unknown(consolidation):
    entry = entry_of(consolidation, TASKS[1])

    def change():
        TaskEntry.objects.filter(pk=entry.pk).update(progress=Progress.NIL, nil_reason="Không có.")
        entry.moneyentry_rows.update(spent=None)

    unlocked(change)
    said = consolidated_report(consolidation)
    assert [row[1:] for row in cells(said, "Kết quả theo loại")] == [("hội nghị", 3, None, 0, 1, None)]
    assert [row[5] for row in cells(said, "Kết quả theo nhiệm vụ")] == [3, 1, 0, 0]
    assert cells(said, "Kinh phí theo nguồn")[0] == ("NSTW", 30, Decimal("9.5"), 0, Decimal("1.25"))
    assert [row[3] for row in cells(said, "Chưa rõ")] == ["đã thực hiện, DN", "tử số", "mẫu số"]


def test_figures_of_the_whole_year_are_counted_and_estimates_are_not(consolidation):
    first, second = entry_of(consolidation, TASKS[0]), entry_of(consolidation, TASKS[2], "Trung tâm thử")

    def change():
        ReportingYear.objects.filter(pk=consolidation.year_id).update(data_until=date(2019, 12, 31))
        first.outputentry_rows.update(estimate=5)
        first.moneyentry_rows.filter(source="NSTW").update(estimate=11_000_000)
        second.outputentry_rows.update(estimate=2)

    unlocked(change)
    consolidation.refresh_from_db()
    said = consolidated_report(consolidation)
    assert [row[1:] for row in cells(said, "Kết quả theo loại")] == [("hội nghị", 3, 7, 1, 1, None)]
    assert cells(said, "Kinh phí theo nguồn")[0][2] == Decimal("9.5")
    unlocked(lambda: Report.objects.filter(pk=first.report_id).update(is_trued_up=True))
    said = consolidated_report(consolidation)
    assert [row[1:] for row in cells(said, "Kết quả theo loại")] == [("hội nghị", 5, 7, 1, 1, None)]
    assert cells(said, "Kết quả theo nhiệm vụ")[0][5:7] == (5, None)
    assert cells(said, "Kinh phí theo nguồn")[0][2] == 11
    assert cells(said, "Kinh phí theo nhiệm vụ")[0][5:7] == (11, None)
    unlocked(lambda: second.outputentry_rows.update(estimate=None))
    assert cells(consolidated_report(consolidation), "Kết quả theo loại")[0][2:4] == (5, None)


def test_results_of_agencies_that_lead_together_are_added_and_what_may_be_the_same_is_told(
    consolidation, editor
):
    """Two lead one task, each with its own money; a conference that both tell of may be one."""
    year = consolidation.year
    other = AgencyFactory(province=consolidation.province, name="Sở cùng chủ trì")
    report = report_of(obligation_of(year, other, TASKS[0], before=date(2019, 12, 15)), by=editor)
    say(report, TASKS[0], Progress.DONE, "Cùng mở.", [("conference", "02 hội nghị", 2)], [("NSTW", 500_000)])
    accept(report, IN_TIME, editor)
    said = consolidated_report(consolidation)
    assert [row[1:] for row in cells(said, "Kết quả theo loại")] == [("hội nghị", 5, None, 1, 1, 2)]
    assert [(row[2], row[5], row[8]) for row in cells(said, "Kết quả theo nhiệm vụ")][:3] == [
        ("Sở cùng chủ trì", 2, "có, cùng chủ trì"),
        ("Sở Giáo dục thử", 3, "có, cùng chủ trì"),
        ("Trung tâm thử", 1, "không"),
    ]
    assert cells(said, "Kinh phí theo nguồn")[0] == ("NSTW", 30, 10, 0, Decimal("1.25"))


def test_percentages_are_never_added_up(consolidation):
    entry = entry_of(consolidation, TASKS[0])
    unlocked(lambda: entry.outputentry_rows.update(unit="%"))
    said = consolidated_report(consolidation)
    assert [row[1:3] for row in cells(said, "Kết quả theo loại")] == [("hội nghị", 0)]
    assert next((row[5], row[7]) for row in cells(said, "Kết quả theo nhiệm vụ")) == (3, "%")


def test_charts_say_what_their_tables_say_with_zero_and_unknown(report):
    found = [chart for part in report.parts for chart in part.charts]
    reported, progress, source, year, target = found
    assert [one.sheet for one in found] == [
        "Tình hình báo cáo", "Mức độ thực hiện", "Kinh phí theo nguồn", "Kinh phí theo năm", "Mục tiêu",
    ]  # fmt: skip
    assert dict(zip(reported.labels, reported.series[0].values, strict=True)) == {
        "đúng hạn": 1, "muộn": 1, "chưa gửi, quá hạn": 1, "không quy định ngày": 1,
    }  # fmt: skip
    assert progress.labels == ("1. Nâng cao nhận thức", "2. Hỗ trợ kỹ thuật")
    assert progress.is_stacked
    assert {one.name: one.values for one in progress.series if any(one.values)} == {
        "Đã hoàn thành": (1, 1), "Đang thực hiện": (1, 0),
    }  # fmt: skip
    assert source.labels == ("NSTW", "NSĐP", "DN")
    planned, spent = source.series
    assert (planned.name, planned.values) == ("Kế hoạch cả thời kỳ", (30, Decimal("12.5"), "không ghi"))
    assert spent.values == (Decimal("9.5"), Decimal("12.5"), "chưa rõ")
    assert [one.values for one in year.series] == [(Decimal("22.5"),), (22,)]
    assert year.series[1].notes == ("và 1 khoản chưa rõ",)
    assert target.labels == ("Áp dụng: 50% năm 2020", "Tiết kiệm: 8-13% năm 2020")
    assert [one.values for one in target.series] == [(50, 8), (60, "chưa rõ")]


def test_targets_stand_with_numerator_denominator_and_population(report):
    known, unknown = cells(report, "Mục tiêu")
    assert known[4:10] == (30, 50, 60, "%", "đạt", "cơ sở vừa")
    assert unknown[4:9] == (None, None, None, "%", "chưa rõ")
    assert report.parts[3].lead == ("Trong 2 mục tiêu của kế hoạch, 1 mục tiêu có số liệu năm 2019, 1 đạt.",)


def test_who_reported_when_and_how_and_who_has_not(report):
    rows = {row[1]: row[4:] for row in cells(report, "Tình hình báo cáo")}
    assert rows["Sở Giáo dục thử"][2:4] == ("đúng hạn", "trên cổng")
    assert rows["Trung tâm thử"][2:4] == ("muộn", "báo cáo giấy")
    assert rows["Xã không gửi"] == ("chưa gửi", None, "chưa gửi, quá hạn", "", "chưa có")
    assert report.parts[0].lead[0] == (
        "Có 4 cơ quan, đơn vị phải báo cáo; 3 đã gửi, trong đó 2 đúng hạn, 1 muộn, 1 bằng văn bản giấy; 3 báo cáo được duyệt."
    )
    assert report.parts[0].lead[1:] == (
        "Báo cáo này chưa gồm nội dung của: Xã không gửi (chưa gửi).",
        "Lý do tổng hợp khi còn thiếu báo cáo: Xã chưa có người.",
    )


def test_a_report_that_waits_for_review_is_missing_in_other_words_than_one_that_was_not_sent(consolidation):
    silent = consolidation.year.obligations.get(agency__name="Xã không gửi")
    report_of(silent, ReportStatus.SUBMITTED, by=consolidation.started_by)
    assert [missing_words(one) for one in missing_of(YearFacts(consolidation.year))] == [
        "đã gửi, chờ xem xét"
    ]


def test_a_group_of_which_nothing_is_told_says_why(report):
    remarks = {group.remark for one in report.parts[1].components for group in one.groups if not group.tasks}
    assert remarks <= {NOTHING_TOLD, NO_TASKS}
    assert "Chưa có nội dung." not in [one.text for one in body_lines(report) if one.kind == "text"][:-3]


def test_texts_are_the_agencies_own_with_whose_they_are(report):
    first = report.parts[1].components[0].groups[0].tasks[0]
    assert (first.label, first.title) == ("Nhiệm vụ 1.1", "Việc 1")
    assert [(one.text, one.source, one.is_edited) for one in first.paragraphs] == [
        ("Đã mở 03 hội nghị.", "Sở Giáo dục thử, báo cáo lần 1 nhận ngày 01/12/2019", False),
        ("Góp 01 hội nghị.", "Trung tâm thử, báo cáo lần 1 nhận ngày 20/12/2019", False),
    ]
    assert "Cả năm không phát sinh: Ngừng sản xuất." in [one.text for one in report.parts[0].paragraphs]


def test_proposals_difficulties_and_answers_are_told(report):
    assert [row[1:] for row in cells(report, "Đề xuất")] == [
        ("chung cả năm", "Tăng kinh phí."),
        ("Nhiệm vụ 2.1: Việc 3", "Làm tiếp."),
    ]
    in_report, raised = cells(report, "Khó khăn, vướng mắc")
    assert in_report[1:] == ("chung cả năm", "Thiếu người.", "nêu trong báo cáo", "")
    assert raised[1:] == (
        "Nhiệm vụ 1.2: Việc 2", "Chưa có định mức.", "đã trả lời", "đã trả lời, 20/12/2019: Đã có công văn.",
    )  # fmt: skip


def test_what_is_not_known_is_listed(report):
    assert [(row[0], row[3]) for row in cells(report, "Chưa rõ")] == [
        ("Kết quả theo nhiệm vụ", "Hội nghị, hội thảo"),
        ("Kinh phí theo nhiệm vụ", "đã thực hiện, DN"),
        ("Mục tiêu", "tử số"),
        ("Mục tiêu", "mẫu số"),
    ]


def test_units_to_commend_are_those_of_the_page(consolidation, editor):
    units = commended_units(YearFacts(consolidation.year))
    page = Commended({"year": "2019"}, editor).units
    assert [(one.obligation.agency, one.done, one.told, one.files, one.complete_words) for one in units] == [
        (one.obligation.agency, one.done, one.tasks, one.files, one.complete_words) for one in page
    ]


def test_it_is_read_in_a_constant_number_of_queries(consolidation, editor):
    with CaptureQueriesContext(connection) as few:
        build_consolidated(consolidation)
    for number in range(2):
        agency = AgencyFactory(province=consolidation.province, name=f"Sở thêm {number}")
        obligation = obligation_of(consolidation.year, agency, TASKS[0], before=date(2019, 12, 15))
        report_of(obligation, ReportStatus.ACCEPTED, by=editor)
    renew_texts(consolidation, by=editor)
    with CaptureQueriesContext(connection) as many:
        build_consolidated(consolidation)
    assert (len(few), len(many)) == (40, 40)
