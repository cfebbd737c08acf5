"""Workbooks as files, reopened: types, looks, print set-up, no formula of a text, nothing cut, the same bytes."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reporting.contents.workbook import Cell, Column, Row, Sheet, Workbook
from reporting.renderers.sheet_text import clean_text
from reporting.renderers.workbook_xlsx import render
from tests.house import ROOT

TEXTS = (Column("TT", width=8), Column("Nội dung"))
NOT_CLEAN = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co"))


def sheet(*rows: Row | tuple, columns=TEXTS, **options) -> Sheet:
    given = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    return Sheet(name=options.pop("name", "Bảng"), columns=columns, rows=given, **options)


def file_of(*sheets: Sheet, title: str = "Tài liệu") -> bytes:
    return render(Workbook(title=title, sheets=sheets, author="Sở Công Thương", day=date(2016, 8, 17)))


def opened(*sheets: Sheet, **options):
    return openpyxl.load_workbook(BytesIO(file_of(*sheets, **options)))


def only(table: Sheet):
    return opened(table).active


def xml_of(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


# --- types ---

KINDS = tuple(Column(kind, kind) for kind in ("text", "number", "money", "year", "date"))


def test_values_keep_their_types():
    written = only(sheet(("chữ", Decimal("2.5"), Decimal("20.4"), 2017, date(2013, 10, 24)), columns=KINDS))
    values = [cell.value for cell in written[2]]
    assert values[:4] == ["chữ", 2.5, 20.4, 2017]
    assert values[4].date() == date(2013, 10, 24)
    assert [cell.data_type for cell in written[2]] == ["s", "n", "n", "n", "d"]


@pytest.mark.parametrize(
    ("value", "kind", "number_format"),
    [
        (2040, "money", "#,##0"),
        (Decimal("20.4"), "money", "#,##0.0"),
        (Decimal("0.123456"), "money", "#,##0.000000"),
        (Decimal("1E+3"), "money", "#,##0"),
        (0, "money", "#,##0"),
        (2017, "year", "0"),
        (date(2017, 1, 2), "date", "dd/mm/yyyy"),
        ("1.1", "text", "@"),
    ],
)
def test_formats_show_just_the_digits_there_are(value, kind, number_format):
    assert only(sheet((value,), columns=(Column("x", kind),)))["A2"].number_format == number_format


def test_zero_is_a_number_and_unknown_a_word():
    row = only(sheet((0, Cell("chưa rõ", unknown=True), "–", None), columns=(*KINDS[1:3], *KINDS[1:3])))[2]
    assert [(cell.value, cell.data_type) for cell in row] == [
        (0, "n"),
        ("chưa rõ", "s"),
        ("–", "s"),
        (None, "n"),
    ]
    assert (row[1].font.i, row[0].font.i) == (True, False)


@given(st.decimals(min_value=0, max_value=999_999_999, places=6))
@settings(max_examples=60, deadline=None)
def test_amounts_come_back_as_they_are(amount):
    value = only(sheet((amount,), columns=(Column("x", "money"),)))["A2"].value
    assert Decimal(str(value)) == amount


def test_digits_that_a_spreadsheet_would_drop_stand_as_text():
    cell = only(sheet((Decimal("1234567890123.456"),), columns=(Column("x", "money"),)))["A2"]
    assert (cell.value, cell.data_type) == ("1.234.567.890.123,456", "s")


def test_a_day_before_the_calendars_agree_stands_as_text():
    assert only(sheet((date(1899, 12, 31),), columns=(Column("x", "date"),)))["A2"].value == "31/12/1899"


# --- texts ---

LIVE = [
    '=HYPERLINK("#A1","bấm")',
    "=1+1",
    "+84 260 386 2345",
    "-2+3",
    "- gạch đầu dòng",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    "{=1+1}",
    "#REF!",
    "TRUE",
    "1/2",
    "00123",
    "1E5",
]


@pytest.mark.parametrize("text", LIVE)
def test_no_text_becomes_a_formula_or_a_number(text):
    table = sheet((text, Cell(text, rowspan=1)), ("x", text), title=(text,), notes=(text,), name=text)
    data = file_of(table, title=text)
    assert "<f>" not in xml_of(data)
    assert "<f " not in xml_of(data)
    written = openpyxl.load_workbook(BytesIO(data)).active
    found = [cell for row in written.iter_rows() for cell in row if cell.value == text]
    assert len(found) == 5
    assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("text", LIVE[:10])
def test_what_looks_like_a_formula_stays_text_when_edited(text):
    assert only(sheet(("", text)))["B2"].quotePrefix


def test_plain_text_has_no_quote_prefix():
    assert not only(sheet(("", "Sở Công Thương")))["B2"].quotePrefix


@given(st.text(st.characters(), max_size=200))
@example("0" * 200)  # a word longer than any line, in the title too
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_file_that_opens(text):
    cell = only(sheet(("", text), title=(text,), notes=(text,), name=text))["B3"]
    assert (cell.value or "") == clean_text(text)


@given(st.text(NOT_CLEAN | st.just("\n"), max_size=200))
@settings(max_examples=60, deadline=None)
def test_printable_text_comes_back_letter_for_letter(text):
    assert (only(sheet(("", text)))["B2"].value or "") == text


def test_control_characters_are_left_out_and_line_breaks_stay():
    assert only(sheet(("", "một\x00\x0b\r\nhai\u202e\ufffe\ud800")))["B2"].value == "một\nhai"


# --- places ---


def test_cells_lie_as_in_an_html_table():
    table = sheet(
        Row((Cell("nhóm", span=3),), "group"),
        (Cell("1", rowspan=2), "a", "b"),
        (Cell("cd", span=2),),
        columns=(Column("TT"), Column("x"), Column("y")),
    )
    written = only(table)
    assert {str(area) for area in written.merged_cells.ranges} == {"A2:C2", "A3:A4", "B4:C4"}
    assert (written["A3"].value, written["B4"].value) == ("1", "cd")


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "b", "c")],
        [(Cell("a", span=3),)],
        [(Cell("a", rowspan=2), "b")],
        [(Cell("a", rowspan=2),), ("b", "c")],
    ],
)
def test_cells_that_have_no_place_are_refused(rows):
    with pytest.raises(ValueError, match=r"cells than|reaches below"):
        file_of(sheet(*rows))


def test_merged_areas_are_framed_on_all_sides():
    written = only(sheet((Cell("a", span=2),)))
    assert (written["A2"].border.left.style, written["B2"].border.right.style) == ("thin", "thin")


# --- looks and print ---


def full_sheet() -> Sheet:
    return sheet(
        Row((Cell("Nhóm", span=3),), "group"),
        ("1", "Việc", Decimal("1.5")),
        Row(("", "Tổng cộng", Decimal("1.5")), "total"),
        columns=(*TEXTS, Column("NSTW", "money")),
        header=(
            Row((Cell("TT", rowspan=2), Cell("Nội dung", rowspan=2), "Nguồn")),
            Row(("NSTW",)),
        ),
        title=("Tên bảng", "Dòng hai"),
        unit="Đơn vị tính: triệu đồng",
        notes=("Ghi chú",),
        frozen_columns=2,
    )


def test_heads_are_frozen_and_repeated_on_every_page():
    written = only(full_sheet())
    assert written.freeze_panes == "C6"
    assert written.print_title_rows == "$4:$5"
    assert [written.cell(row, 1).value for row in (1, 2, 3, 4, 10)] == [
        "Tên bảng",
        "Dòng hai",
        full_sheet().unit,
        "TT",
        None,
    ]
    assert written["A9"].value == "Ghi chú"


def test_print_set_up():
    written = only(full_sheet())
    setup = written.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert written.sheet_properties.pageSetUpPr.fitToPage
    assert written.oddFooter.center.text == "Trang &P/&N"
    assert written.oddHeader.left.text.strip() == "Tài liệu"
    assert 0.3 < written.page_margins.left < 1
    assert only(sheet(("a", "b"), orientation="portrait")).page_setup.orientation == "portrait"


def test_a_page_head_is_no_place_for_codes_and_stays_within_excels_limit():
    written = opened(sheet(("a", "b")), title="A&B &D " + "dài " * 200).active
    head = written.oddHeader.left.text
    assert "A&&B &&D" in head
    assert head.endswith("…")
    assert len(head) < 200


def test_heads_groups_and_totals_are_bold_in_the_body_font():
    written = only(full_sheet())
    assert [written[place].font.b for place in ("A1", "A4", "A6", "C8", "B7")] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert {cell.font.name for row in written.iter_rows() for cell in row} == {"Times New Roman"}
    assert written["B7"].alignment.wrap_text
    assert written["C7"].alignment.horizontal == "right"


def test_the_body_font_is_the_one_that_measures_columns():
    with ZipFile(BytesIO(file_of(full_sheet()))) as parts:
        styles = parts.read("xl/styles.xml").decode()
    first = styles[styles.index("<font>") : styles.index("</font>")]
    assert "Times New Roman" in first


def test_rows_with_merged_text_have_the_height_they_need():
    written = only(sheet(Row((Cell("chữ " * 60, span=2),)), ("1", "x" * 30)))
    assert written.row_dimensions[2].height > 60
    assert written.row_dimensions[3].height is None


def test_filters_cover_head_and_rows():
    written = only(sheet(("1", "a"), ("2", "b"), filtered=True, title=("Tên",), notes=("Ghi chú",)))
    assert written.auto_filter.ref == "A2:B4"


def test_a_sheet_may_have_one_column_and_no_row():
    assert only(sheet(columns=(Column("x"),), title=("Tên",))).max_row == 2


# --- the file ---


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_names_open_as_so_many_sheets(names):
    written = opened(*(sheet(("1", "a"), name=name) for name in names))
    assert len(written.sheetnames) == len(names)
    assert all(0 < len(name) <= 31 for name in written.sheetnames)


def test_properties():
    properties = opened(full_sheet(), title="Phụ lục").properties
    assert (properties.title, properties.creator, properties.language) == (
        "Phụ lục",
        "Sở Công Thương",
        "vi-VN",
    )
    assert properties.created.date() == properties.modified.date() == date(2016, 8, 17)


SCRIPT = """
import hashlib
from tests.reporting.test_workbook_xlsx import file_of, full_sheet
print(hashlib.sha256(file_of(full_sheet(), full_sheet())).hexdigest())
"""


def test_the_same_content_is_the_same_file_in_every_process():
    def digest(seed: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return result.stdout

    assert digest("1") == digest("2")


def test_another_content_is_another_file():
    assert file_of(sheet(("1", "a"))) != file_of(sheet(("1", "b")))


def test_progress_is_told_sheet_by_sheet():
    told = []
    book = Workbook("Tên", (sheet(name="A"), sheet(name="B")), date(2020, 1, 1))
    render(book, lambda *step: told.append(step))
    assert told == [(1, 2, "Trang tính “A”"), (2, 2, "Trang tính “B”")]
