"""Workbooks come back as they are seen: numbers exact, dates as printed, merges, bold, hidden sheets, gaps named."""

import datetime
import json
import unicodedata
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from core.children import run_in_child
from portal.annexes.grid import Cell, Grid, Merge, Opened
from portal.annexes.opening import open_annex
from tests.portal.annexes.files import MAIN, SHEET, replaced, saved, sheet_of, with_part, workbook


def opened(book) -> Opened:
    return open_annex(saved(book), "phu-luc.xlsx")


def cell_of(value, number_format: str | None = None) -> Cell:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    if number_format:
        book.active["A1"].number_format = number_format
    return opened(book).grids[0].rows[0][0]


def of_xml(cells: str) -> Opened:
    """A workbook with one row of these cells."""
    return open_annex(
        with_part(workbook(), SHEET, sheet_of(f"<sheetData><row r='1'>{cells}</row></sheetData>")), "a"
    )


def test_a_table_comes_back_cell_by_cell():
    grid = open_annex(workbook(), "phu-luc.xlsx").grids[0]

    assert (grid.name, grid.before, grid.merges, grid.is_sheet) == ("Sheet", (), (), True)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["TT", "Nhiệm vụ", "Kinh phí"],
        ["1", "Đào tạo", "120"],
    ]
    assert grid.rows[1][2] == Cell("120", Decimal(120))
    assert [grid.address(6, 2), grid.address(0, 26)] == ["C7", "AA1"]
    assert Grid("Bảng 1", (), (), is_sheet=False).address(6, 2) == "hàng 7, cột 3"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0.30000000000000004", "0.3"),
        ("2163.1999999999998", "2163.2"),
        ("1.1000000000000001", "1.1"),
        ("5465000000", "5465000000"),
        ("123456789012345", "123456789012345"),
        ("1.5E3", "1500"),
        ("2.5E-5", "0.000025"),
        ("-0", "0"),
        ("-12.5", "-12.5"),
    ],
)
def test_numbers_are_exact_and_without_noise(written, number):
    cell = of_xml(f"<c r='A1'><v>{written}</v></c>").grids[0].rows[0][0]

    assert cell == Cell(number, Decimal(number))
    assert str(cell.number) == number


@pytest.mark.parametrize(
    ("value", "number_format", "text", "number"),
    [
        (1.1, "0.00", "1.10", "1.1"),
        (120, "#,##0.0", "120.0", "120"),
        (12.345, "0", "12.345", "12.345"),  # never rounded
        (0.3, "0%", "30%", None),
        (0.125, "0.00%", "12.5%", None),
        (2016, '"Năm "0', "2016", "2016"),
        (datetime.date(2016, 5, 3), "dd/mm/yyyy", "03/05/2016", None),
        (datetime.date(2016, 5, 3), "yyyy-mm-dd", "03/05/2016", None),
        (datetime.date(2016, 5, 1), "mm/yyyy", "05/2016", None),
        (datetime.date(2016, 5, 1), "mmm-yy", "05/2016", None),
        (datetime.date(2016, 5, 1), "yyyy", "2016", None),
        (datetime.date(2016, 2, 1), "d-mmm", "01/02/2016", None),
        (datetime.datetime(2016, 5, 3, 7, 30), "dd/mm/yyyy hh:mm", "03/05/2016 07:30", None),
        (datetime.time(7, 30), "hh:mm", "07:30", None),
        (datetime.timedelta(hours=30), "[h]:mm", "30:00", None),
        (True, None, "TRUE", None),
        ("2016", None, "2016", None),
        ("001", None, "001", None),
    ],
)
def test_values_read_as_their_format_shows_them(value, number_format, text, number):
    assert cell_of(value, number_format) == Cell(text, None if number is None else Decimal(number))


def test_numbers_that_are_none_are_told_as_errors():
    cells = of_xml(
        "<c r='A1'><v>1e999</v></c><c r='B1' t='e'><v>#REF!</v></c><c r='C1' t='e'><f>A1/0</f><v>#DIV/0!</v></c>"
    )

    assert [cell.text for cell in cells.grids[0].rows[0]] == ["#NUM!", "#REF!", "#DIV/0!"]
    assert {cell.number for cell in cells.grids[0].rows[0]} == {None}


def test_formulas_give_what_was_computed_and_those_never_computed_are_named():
    result = of_xml(
        "<c r='A1'><f>1+1</f><v>2</v></c><c r='B1'><f>1+2</f></c><c r='C1'><f>1+3</f><v></v></c>"
        "<c r='D1' t='str'><f>\"\"</f><v></v></c><c r='E1' t='str'><f>A1</f><v>chữ</v></c>"
    )

    assert [cell.text for cell in result.grids[0].rows[0]] == ["2", "", "", "", "chữ"]
    assert [(sheet, place) for sheet, place, _ in result.notes] == [("Sheet", "B1"), ("Sheet", "C1")]
    assert "công thức" in result.notes[0][2]


def test_texts_are_tidied_and_keep_their_lines():
    text = " Đào\u00a0tạo \u200b\r\n-  Chủ trì:\tSở\n\n Phối hợp \n"
    decomposed = unicodedata.normalize("NFD", "Kế hoạch sản xuất")

    assert cell_of(text).text == "Đào tạo\n- Chủ trì: Sở\n\nPhối hợp"
    assert cell_of(decomposed).text == "Kế hoạch sản xuất"
    assert of_xml("<c r='A1' t='inlineStr'><is><t>a&#10;b</t></is></c>").grids[0].rows[0][0].text == "a\nb"


def test_rich_text_is_joined():
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText(
        "Chủ trì: ", TextBlock(InlineFont(b=True), "Sở Công Thương"), "; phối hợp"
    )
    assert opened(book).grids[0].rows[0][0].text == "Chủ trì: Sở Công Thương; phối hợp"


def test_merges_and_bold_are_told_and_covered_cells_are_empty():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TT", "Kinh phí", "che mất"])
    sheet.append(["", 2016, 2017])
    sheet["A1"].font = sheet["B2"].font = Font(bold=True)
    sheet["C1"].font = Font(strike=True)
    merged = "<mergeCells><mergeCell ref='B1:C1'/><mergeCell ref='A1:A2'/></mergeCells>"
    result = open_annex(replaced(saved(book), SHEET, "</sheetData>", f"</sheetData>{merged}"), "a.xlsx")
    grid = result.grids[0]

    assert grid.merges == (Merge(0, 1, 0, 2), Merge(0, 0, 1, 0))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["TT", "Kinh phí", ""],
        ["", "2016", "2017"],
    ]
    assert [[cell.is_bold for cell in row] for row in grid.rows] == [
        [True, False, False],
        [False, True, False],
    ]
    assert [(place, "ô gộp" in text) for _, place, text in result.notes] == [("C1", True)]


def test_a_merge_over_a_whole_sheet_goes_no_further_than_its_cells():
    package = with_part(
        workbook(),
        SHEET,
        sheet_of(
            "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='C1'><v>2</v></c></row></sheetData>"
            "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
        ),
    )
    grid = open_annex(package, "a.xlsx").grids[0]

    assert grid.merges == (Merge(0, 0, 0, 2),)
    assert [cell.text for cell in grid.rows[0]] == ["1", "", ""]


def test_cells_keep_their_place_and_formatted_emptiness_counts_for_nothing():
    book = openpyxl.Workbook()
    book.active["C3"] = "x"
    book.active["XFD1048576"].font = Font(bold=True)
    grid = opened(book).grids[0]

    assert [[cell.text for cell in row] for row in grid.rows] == [["", "", ""], ["", "", ""], ["", "", "x"]]


def test_cells_without_addresses_follow_each_other():
    cells = "<c><v>1</v></c><c/><c><v>3</v></c>"
    assert [cell.text for cell in of_xml(cells).grids[0].rows[0]] == ["1", "", "3"]


def test_hidden_sheets_rows_and_columns_are_read_and_the_sheets_named():
    book = openpyxl.Workbook()
    book.active["A1"] = "trang 1"
    book.active.row_dimensions[1].hidden = True
    hidden = book.create_sheet("Ẩn")
    hidden["A1"] = "trang 2"
    hidden.sheet_state = "veryHidden"
    book.create_sheet("Trống")
    result = opened(book)

    assert [(grid.name, grid.rows[0][0].text) for grid in result.grids] == [
        ("Sheet", "trang 1"),
        ("Ẩn", "trang 2"),
    ]
    assert [(sheet, place, "ẩn" in text) for sheet, place, text in result.notes] == [("Ẩn", "", True)]


def test_an_old_workbook_is_read_too():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Phụ lục")
    date = xlwt.XFStyle()
    date.num_format_str = "dd/mm/yyyy"
    sheet.write_merge(0, 1, 0, 1, "Nhiệm vụ")
    sheet.write(2, 0, 0.1 + 0.2)
    sheet.write(2, 1, datetime.date(2016, 5, 3), date)
    sheet.write(3, 1, "Sở Công Thương")
    grid = open_annex(saved(book), "phu-luc.xls").grids[0]

    assert (grid.name, grid.merges) == ("Phụ lục", (Merge(0, 0, 1, 1),))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["Nhiệm vụ", ""],
        ["", ""],
        ["0.3", "03/05/2016"],
        ["", "Sở Công Thương"],
    ]
    assert grid.rows[2][0].number == Decimal("0.3")


def test_what_is_opened_does_not_depend_on_the_name():
    assert (
        open_annex(workbook(), "phu-luc.docx")
        == open_annex(workbook(), "")
        == open_annex(workbook(), "a.xlsx")
    )


def test_a_path_will_do(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook())
    assert open_annex(file, "a.xlsx") == open_annex(workbook(), "a.xlsx")


def test_the_child_can_open_nothing_once_it_reads():
    tried = json.loads(
        run_in_child(
            "tests.portal.annexes.doors:try_them",
            None,
            memory_bytes=512 << 20,
            cpu_seconds=10,
            wall_seconds=15,
        )
    )
    assert tried == {"file": "OSError", "network": "OSError", "database": False, "django": []}


def test_shared_strings_as_excel_writes_them():
    package = with_part(
        workbook(),
        SHEET,
        sheet_of(
            "<sheetData><row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c></row></sheetData>"
        ),
    )
    strings = (
        f"<sst xmlns='{MAIN}'><si><t xml:space='preserve'> Sở_x000D_\nCông Thương</t></si>"
        "<si><r><rPr><b/></rPr><t>Chủ trì</t></r><r><t>: Sở</t></r><rPh sb='0' eb='1'><t>bỏ</t></rPh></si></sst>"
    )
    grid = open_annex(with_part(package, "xl/sharedStrings.xml", strings), "a.xlsx").grids[0]
    assert [cell.text for cell in grid.rows[0]] == ["Chủ trì: Sở", "Sở\nCông Thương"]
