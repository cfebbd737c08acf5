"""What readers see of the tables of consolidated reports, to be compared over media; and contents full of live words."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl

from core.numbers import format_number
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.workbook import Sheet
from reporting.renderers import consolidated_docx, workbook_xlsx
from reporting.renderers.sheet_layout import placed, shown_as
from tests.reporting.docx_reading import opened, rows_of, tables_by_title
from tests.reporting.pdf_reading import squeezed

NO_TEXT = (
    "kind",
    "style",
    "name",
    "orientation",
    "annexes",
    "sheet",
)  # closed lists, and names that parts point to
LIVE = (
    '"><img src="http://127.0.0.1:9/x.png"><link rel="attachment" href="file:///etc/hosts">{% load static %}'
)


def silent(*args) -> None:
    """Progress that nobody looks at."""


def expected_rows(sheet: Sheet) -> list[list[str]]:
    """What a reader sees of the body of a table, row by row, without white space; empty cells left out."""
    kinds = [column.kind for column in sheet.columns]
    rows = [
        [squeezed(shown_as(place.cell, kinds[place.column - 1])) for place in line]
        for _, line in placed(sheet.rows, len(kinds))
    ]
    return [[text for text in row if text] for row in rows]


def assert_equal_in_docx(report: ConsolidatedReport) -> None:
    tables = tables_by_title(opened(consolidated_docx.render(report, silent)))
    for sheet in report.tables:
        _, *rows = rows_of(tables[sheet.title[0]])
        printed = [[squeezed(text) for text in row if text] for row in rows]
        assert printed == expected_rows(sheet), sheet.name


def assert_equal_and_typed_in_xlsx(report: ConsolidatedReport) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_xlsx.render(report.workbook)))
    assert book.sheetnames == [sheet.name for sheet in (*report.tables, report.definitions, report.unknowns)]
    for sheet in report.tables:
        lines = [
            [cell.value for cell in line if cell.value is not None] for line in book[sheet.name].iter_rows()
        ]
        heads = [column.title for column in sheet.columns]
        first = lines.index(heads) + 1
        kinds = [column.kind for column in sheet.columns]
        body = [[shown(value) for value in line] for line in lines[first : first + len(sheet.rows)]]
        wanted = [[one.replace(".", "") for one in row] for row in expected_rows(sheet)]
        assert [[one.replace(".", "") for one in row] for row in body] == wanted, sheet.name
        assert "money" not in kinds or any(isinstance(value, int | float) for line in lines for value in line)


def shown(value) -> str:
    """A value of a workbook as people read it."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return format_number(Decimal(str(value)))
    return squeezed(value)


def spoiled(value):
    """The contents with live words in every text that a person may have written."""
    if isinstance(value, str):
        return f"{value} {LIVE}" if value else value
    if isinstance(value, tuple):
        return tuple(spoiled(item) for item in value)
    if not is_dataclass(value):
        return value
    changed = {
        one.name: spoiled(getattr(value, one.name)) for one in fields(value) if one.name not in NO_TEXT
    }
    return replace(value, **changed)
