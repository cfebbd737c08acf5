"""Widths, heights and rows that are too tall for a spreadsheet; whole files are in test_workbook_xlsx."""

import pytest

from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.renderers.sheet_layout import (
    LEAST_TABLE,
    MOST_LINES,
    column_widths,
    heights_in_lines,
    lines_in,
    placed,
    unbroken,
)

TEXTS = (Column("TT", width=8), Column("Nội dung"))
WIDTHS = [8, 45]


def sheet(*rows: tuple, columns=TEXTS) -> Sheet:
    return Sheet(name="Bảng", columns=columns, rows=tuple(map(Row, rows)))


def broken(*rows: tuple) -> list[list]:
    """The values of the rows after those that are too tall were continued."""
    values = [row.cells for row in unbroken(list(map(Row, rows)), WIDTHS)]
    return [[cell.value if isinstance(cell, Cell) else cell for cell in cells] for cells in values]


def test_columns_are_as_wide_as_they_need_to_be():
    table = sheet(
        ("1", "ngắn", 123_456_789, Cell(1, span=1)),
        (Cell("dài " * 50, span=2), Cell("NSĐP + DN: 6.120", span=2)),
        columns=(
            Column("TT", width=8),
            Column("Nội dung", width=30),
            Column("Số", "money"),
            Column("S", "money"),
        ),
    )
    first, second, third, fourth = column_widths(table)
    assert (first, second) == (6, LEAST_TABLE - 6 - third - fourth)
    assert third >= len("123.456.789")
    assert third + fourth >= len("NSĐP + DN: 6.120")


def test_words_of_a_head_are_not_torn():
    columns = (Column("Thuyếtminhdài", width=6), Column("b"))
    assert column_widths(sheet(("a", "b"), columns=columns))[0] == 15


def test_a_narrow_table_leaves_room_for_its_title():
    assert column_widths(sheet(("a", "b"))) == [6, 64]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"từ{n}" for n in range(12_000)),
        "\n".join(f"- dòng {n}" for n in range(300)),
        "x" * 70_000,
    ],
)
def test_a_text_too_tall_for_a_row_goes_on_in_the_next(text):
    rows = broken(("1", text), ("2", "sau"))
    parts = [row[1] for row in rows]
    assert parts.pop() == "sau"
    assert len(parts) > 2
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(lines_in(part, WIDTHS[1]) <= MOST_LINES for part in parts)
    assert [row[0] for row in rows] == ["1", *["(tiếp)"] * (len(rows) - 2), "2"]


def test_a_whole_line_is_not_torn_where_it_fits():
    lines = [f"- dòng {n} có vài chữ" for n in range(100)]
    parts = [row[1] for row in broken(("1", "\n".join(lines)))]
    assert [line for part in parts for line in part.split("\n")] == lines


def test_rows_under_one_cell_stay_together():
    assert len(broken((Cell("1", rowspan=2), "a " * 3000), ("b " * 3000,))) == 2


def test_a_text_that_no_cell_holds_is_refused_where_rows_are_tied():
    with pytest.raises(ValueError, match="40000 ký tự"):
        broken((Cell("1", rowspan=2), "a" * 40_000), ("b",))


def test_rows_under_one_cell_share_the_height_it_needs():
    rows = [(Cell("x" * 20, rowspan=2), "a"), ("b",), ("1", "chữ " * 40)]
    lines = [line for _, line in placed(list(map(Row, rows)), 2)]
    assert heights_in_lines(lines, [5, 45]) == [2, 2, 4]


def test_a_row_with_a_cell_across_needs_the_tallest_of_its_cells():
    rows = [(Cell("x" * 100, span=2),), (Cell("1", rowspan=2), "y" * 90), ("z" * 200,)]
    lines = [line for _, line in placed(list(map(Row, rows)), 2)]
    assert heights_in_lines(lines, [5, 45]) == [2, 2, 5]
