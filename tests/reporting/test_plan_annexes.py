"""The workbook of a plan's annexes, reopened: every text, every printed amount as a number, every party."""

import functools
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from agencies.enums import Role
from budgets.findings import findings_of
from budgets.selectors import with_content
from budgets.services import note_decision
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.plan_annexes import build_plan_annexes
from reporting.builders.plan_sheets import finding_sheet
from reporting.renderers.workbook_xlsx import render
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, read_plan, whole_plan_data
from tests.factories.documents import leaves

pytestmark = pytest.mark.django_db


def version_of(slug: str) -> PlanVersion:
    return PlanVersion.objects.current().get(plan__slug=slug)


def version_from(data: dict) -> PlanVersion:
    return load_plan(read_plan(data)).version


def opened(version: PlanVersion) -> openpyxl.Workbook:
    data = render(build_plan_annexes(version), lambda done, total, label: None)
    return openpyxl.load_workbook(BytesIO(data))


def values(*sheets: Worksheet) -> list:
    return [
        cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def text_of(*sheets: Worksheet) -> str:
    """All texts column by column, so that what goes on in the next row is read on."""
    columns = (column for sheet in sheets for column in sheet.iter_cols(values_only=True))
    words = (
        word for column in columns for value in column if isinstance(value, str) for word in value.split()
    )
    return " ".join(words)


def amounts(*sheets: Worksheet) -> set[Decimal]:
    return {Decimal(str(value)) for value in values(*sheets) if isinstance(value, int | float)}


def row_of(sheet: Worksheet, text: str) -> list:
    """The values of the first row in which a cell reads so."""
    return next(
        [cell.value for cell in row] for row in sheet.iter_rows() if text in [cell.value for cell in row]
    )


@functools.cache
def real_book(slug: str) -> openpyxl.Workbook:
    """The workbook of a real plan, for reading only: the plans are the same in every test."""
    return opened(version_of(slug))


@pytest.fixture(params=PLAN_SLUGS)
def plan(request) -> tuple[dict, openpyxl.Workbook]:
    """A real plan's document and its workbook."""
    return plan_copy(request.param), real_book(request.param)


# --- nothing dropped ---


def test_every_text_and_party_of_every_task_is_there(plan):
    data, book = plan
    text = text_of(book["Nhiệm vụ"])
    for group in data["groups"]:
        assert group["title"] in text
        for task in group["tasks"]:
            parties = [party["text"] for party in task["lead"] + task["coordinating"]]
            budget = [task["budget"]["text"]] if task["budget"] else []
            printed = [
                task["action"],
                *task["contents"],
                *task["expected_results"],
                *parties,
                *budget,
                task["time"]["text"],
            ]
            assert [words for words in printed if words not in text] == []


def test_every_reportable_item_is_there(plan):
    data, book = plan
    text = text_of(book["Nhiệm vụ"])
    reportable = [section for section in data["sections"] if section["reportable"]]
    assert [
        item["text"] for section in reportable for item in section["items"] if item["text"] not in text
    ] == []
    assert [section["title"] for section in reportable if section["title"] not in text] == []


def test_every_printed_amount_is_there_as_a_number(plan):
    data, book = plan
    names = {"amount", "total", "unit_price"}
    sources = {"NSTW", "NSDP", "DN", "KHAC"}
    printed = [
        (path, value)
        for path, value in leaves(
            {name: data[name] for name in ("groups", "budget_tables", "financing", "past_results")}
        )
        if value is not None and (path[-1] in names | sources or path[-2:-1] == ("by_year",))
    ]
    found = amounts(*(sheet for sheet in book if sheet.title != "Văn bản"))
    assert [place for place in printed if Decimal(place[1]) not in found] == []


def test_every_quantity_is_there_as_a_number(plan):
    data, book = plan
    quantities = [o for group in data["groups"] for task in group["tasks"] for o in task["outputs"]]
    sheet = book["Kết quả định lượng"]
    assert [o for o in quantities if o["text"] not in text_of(sheet)] == []
    assert {Decimal(o["quantity"]) for o in quantities} <= amounts(sheet)


def test_every_other_text_of_the_plan_is_on_its_sheet(plan):
    data, book = plan
    expected = {
        "Mục tiêu": [objective["text"] for objective in data["objectives"]],
        "Trách nhiệm": [text for row in data["responsibilities"] for text in (row["agency"], *row["items"])],
        "Quy định về nguồn": [row["text"] for row in data["financing"]],
        "Văn bản": [data["title"], data["signer"]["name"], *data["legal_bases"], *data["recipients"]],
    }
    missing = {
        name: [text for text in texts if text not in text_of(book[name])] for name, texts in expected.items()
    }
    assert missing == {name: [] for name in expected}


def test_every_target_is_typed(plan):
    data, book = plan
    targets = [target for objective in data["objectives"] for target in objective["targets"]]
    figures = {
        Decimal(target[name]) for target in targets for name in ("min", "max") if target[name] is not None
    }
    assert figures <= amounts(book["Mục tiêu"])


def test_every_finding_is_there(plan):
    data, book = plan
    version = with_content(PlanVersion.objects.current()).get(title=data["title"])
    texts = [
        text for finding in findings_of(version) for text in (finding.where, finding.note, finding.printed)
    ]
    assert [text for text in texts if " ".join(text.split()) not in text_of(book["Sai lệch"])] == []


def test_every_sheet_is_readable_on_paper(plan):
    _, book = plan
    most = {"landscape": 205, "portrait": 125}  # characters: the body font then prints at 7.5 points or more
    for sheet in book:
        assert (
            sum(column.width for column in sheet.column_dimensions.values())
            <= most[sheet.page_setup.orientation]
        )


# --- what stands where ---


def test_the_task_table_keeps_the_plans_numbering_under_its_groups():
    sheet = real_book("kon-tum-2013")["Nhiệm vụ"]
    first = [row[0].value for row in sheet.iter_rows() if row[0].value][:6]
    assert first[0] == "Danh mục nhiệm vụ"
    assert [value for value in first if value in ("TT", "I", "1.1")] == ["TT", "I", "1.1"]


def test_phases_head_their_groups():
    sheet = real_book("ninh-binh-2016")["Nhiệm vụ"]
    column = [row[0].value for row in sheet.iter_rows()]
    titles = [phase.title for phase in version_of("ninh-binh-2016").phase_rows.all()]
    assert [value for value in column if value in titles] == titles


def test_lạng_sơns_sections_are_its_tasks():
    sheet = real_book("lang-son-2016")["Nhiệm vụ"]
    assert [row[0].value for row in sheet.iter_rows() if row[0].value][2:6] == ["TT", "II.1", "a", "b"]
    assert [cell.value for cell in sheet[3] if cell.value] == ["TT", "Nội dung hành động"]


def test_task_money_is_added_and_a_task_without_it_is_unknown():
    data = plan_copy("an-giang-2016")
    data["groups"][0]["tasks"][0]["budget"] = None
    data["groups"][0]["tasks"][1]["budget"]["total"] = 0
    sheet = opened(version_from(data))["Nhiệm vụ"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert "chưa rõ" in rows["1.1"]
    assert 0 in rows["1.2"]
    assert 6840 - 120 - 60 in row_of(sheet, "Cộng các nhiệm vụ (cổng thông tin tính)")


def test_unsplit_money_is_one_cell_across_that_names_its_sources():
    sheet = real_book("an-giang-2016")["Kinh phí theo nguồn"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "NSĐP + DN: 6.120")
    assert any(cell.coordinate in area and area.size["columns"] == 2 for area in sheet.merged_cells.ranges)


def test_zero_unknown_and_none_given_stay_apart():
    sheet = real_book("ninh-binh-2016")["Kinh phí theo nguồn"]
    assert "chưa rõ" in values(sheet)
    data = plan_copy("ha-tinh-2011")
    data["budget_tables"][0]["rows"][2]["by_source"]["NSTW"] = 0
    row = next(r for r in opened(version_from(data))["Kinh phí theo nguồn"].iter_rows() if r[0].value == "3")
    assert [cell.value for cell in row][2:] == [0, 250, "–", 250]


def test_the_printed_total_stands_below_the_computed_one():
    sheet = real_book("ha-tinh-2011")["Kinh phí theo nguồn"]
    total = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "Tổng cộng")
    assert total[2:] == (5030, 2020, 370, 7420)
    assert 7050 in row_of(sheet, "Tổng in trong kế hoạch")
    assert -370 in row_of(sheet, "Chênh lệch (tổng in trừ tổng tính)")


def test_a_printed_table_shows_its_totals_as_printed_and_as_computed():
    sheet = real_book("ha-tinh-2011")["Bảng kinh phí in"]
    assert row_of(sheet, "Tổng cộng (in trong kế hoạch)")[2:] == [7050, 5030, 2020, 370, 7420]
    assert row_of(sheet, "Tổng tính từ các dòng")[2:] == [7050, 5030, 2020, 370, 7420]
    assert "Chênh lệch (in trừ tính)" not in values(sheet)
    notes = text_of(sheet)
    assert "Tổng in không gồm kinh phí của doanh nghiệp (DN)." in notes
    assert "bằng chữ “Bảy tỷ không trăm năm triệu đồng chẵn”; tính 7.050" in notes


def test_a_wrong_printed_total_shows_its_difference():
    data = plan_copy("ninh-binh-2016")
    data["budget_tables"][0]["totals"]["by_source"]["NSDP"] = 40
    sheet = opened(version_from(data))["Bảng kinh phí in"]
    assert row_of(sheet, "Chênh lệch (in trừ tính)")[4] == 4


def test_a_cut_table_is_not_added_up():
    sheet = real_book("an-giang-2016")["Bảng kinh phí in"]
    assert "Tổng tính từ các dòng" not in values(sheet)
    assert "Bản gốc bị cắt" in text_of(sheet)
    assert {110, 80, 380} <= amounts(sheet)


def test_calculations_are_typed():
    book = opened(version_from(whole_plan_data()))
    sheet = book["Chi tiết kinh phí nhiệm vụ"]
    assert row_of(sheet, "1.1") == [
        "Giai đoạn 2019", "1 Nâng cao nhận thức", "1.1", "Tổ chức 02 hội nghị", 2019, "NSTW", 2, "hội nghị", 3, 6
    ]  # fmt: skip
    printed = book["Bảng kinh phí in"]
    assert {"Số lượng", "Đơn giá", "Thành tiền"} & set(values(printed)) >= {"Đơn giá", "Thành tiền"}


def test_national_targets_stand_beside_those_of_the_plan():
    sheet = real_book("kon-tum-2013")["Mục tiêu"]
    row = row_of(sheet, plan_copy("kon-tum-2013")["objectives"][2]["text"])
    assert [value for value in row if isinstance(value, int)] == [15, 15, 2015, 25, 25]
    assert row[-2] == "2009–2015"
    assert "không để xếp hạng" in text_of(sheet)


def test_findings_have_a_head_of_two_rows_only_where_something_is_decided(person):
    version = with_content(PlanVersion.objects.current()).get(plan__slug="ha-tinh-2011")
    finding = findings_of(version)[0]
    assert finding_sheet(findings_of(version)).header == ()
    note_decision(version, finding.key, by=person(Role.DEPARTMENT_EDITOR, "ha-tinh"), text="Giữ số in")
    again = with_content(PlanVersion.objects.current()).get(plan__slug="ha-tinh-2011")
    upper, _ = finding_sheet(findings_of(again)).header
    assert [one.value for one in upper.cells if one.span > 1] == ["Ghi chú của cơ quan"]


def test_decisions_stand_beside_findings(person):
    version = with_content(PlanVersion.objects.current()).get(plan__slug="ha-tinh-2011")
    finding = findings_of(version)[0]
    note_decision(version, finding.key, by=person(Role.DEPARTMENT_EDITOR, "ha-tinh"), text="Giữ số in")
    sheet = opened(version)["Sai lệch"]
    assert "Giữ số in" in row_of(sheet, finding.where)
    assert "chưa có" in values(sheet)


def test_document_data_and_the_reporting_day():
    sheet = real_book("an-giang-2016")["Văn bản"]
    assert row_of(sheet, "Trước ngày 15/12")
    issued = row_of(sheet, "Ngày ban hành")[1]
    assert issued.date() == version_of("an-giang-2016").issued_on
    without_number = opened(version_from(whole_plan_data(number=None, issued_on=None)))["Văn bản"]
    assert row_of(without_number, "Số, ký hiệu")[1] == "không in"


def test_a_plan_of_nothing_says_so():
    data = whole_plan_data(
        groups=[],
        sections=[],
        budget_tables=[],
        financing=[],
        objectives=[],
        responsibilities=[],
        past_results=[],
    )
    book = opened(version_from(data))
    assert "Kế hoạch không có danh mục nhiệm vụ." in values(book["Nhiệm vụ"])
    assert "Kế hoạch không nêu mục tiêu." in values(book["Mục tiêu"])
    assert "Bảng kinh phí in" not in book.sheetnames


def test_a_task_of_as_many_letters_as_may_be_is_whole():
    data = whole_plan_data()
    long = " ".join(f"việc{n}" for n in range(2_200))
    data["groups"][0]["tasks"][0] |= {"action": long, "contents": [long, "ngắn"]}
    text = text_of(opened(version_from(data))["Nhiệm vụ"])
    assert text.count(long) == 2


def test_hostile_texts_are_texts():
    data = whole_plan_data(title="=1+1")
    data["groups"][0]["title"] = '=HYPERLINK("#A1")'
    data["groups"][0]["tasks"][0] |= {"action": "@SUM(A1)", "contents": ["+1"], "number": "=2"}
    sheet = opened(version_from(data))["Nhiệm vụ"]
    types = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert {"@SUM(A1)", "+1", "=2", "=1+1"} <= set(values(sheet))


# --- the file ---


def test_the_same_version_is_the_same_file():
    version = version_of("an-giang-2016")
    assert render(build_plan_annexes(version)) == render(build_plan_annexes(version))


def test_the_workbook_is_named_after_province_and_period():
    workbook = build_plan_annexes(version_of("kon-tum-2013"))
    assert workbook.title == "Phụ lục kế hoạch, Tỉnh Kon Tum, 2013–2020"
    assert isinstance(workbook.day, date)


def test_building_asks_the_database_a_constant_number_of_times(django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        build_plan_annexes(version_of("ninh-binh-2016"))
