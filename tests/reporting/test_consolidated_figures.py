"""The figures of consolidated reports are the same in PDF, Word, workbook, on the page and over the API, zero and unknown too."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from agencies.enums import Role
from core.clock import standing_at
from core.numbers import format_number
from core.text import collapse
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.workbook import Kind, Sheet
from reporting.documents import consolidated_report
from reporting.models import Consolidation
from reporting.renderers import consolidated_docx, consolidated_pdf, workbook_xlsx
from reporting.renderers.sheet_layout import cells_of, placed, shown_as
from reporting.services.consolidations import send_consolidation
from tests.factories import MembershipFactory
from tests.reporting.consolidated_provinces import NOW, editor_of, written_year
from tests.reporting.consolidated_year import sent_year
from tests.reporting.docx_reading import opened, rows_of, tables_by_title
from tests.reporting.pdf_reading import cells_of as printed_cells
from tests.reporting.pdf_reading import pages_of, parts_of, squeezed

pytestmark = pytest.mark.django_db

Rows = list[list[str]]
SHORT = ("small", "kon-tum-2013", "ninh-binh-2016", "an-giang-2016")
# Lạng Sơn's tasks are sentences; a row of theirs goes on on the next page, where it is read as another row.
ALL = (*SHORT, pytest.param("ha-tinh-2011", marks=pytest.mark.long))


def silent(*args) -> None:
    """Progress that nobody looks at."""


def sent_report(slug: str) -> Consolidation:
    """The year of this plan as it was sent; "small" is the one that can be added up by hand."""
    if slug == "small":
        return sent_year()
    editor = editor_of(slug)
    agency = editor.memberships.get().agency
    approver = MembershipFactory(agency=agency, province=agency.province, role=Role.DEPARTMENT_APPROVER).user
    with standing_at(NOW):
        return send_consolidation(
            written_year(slug, editor), by=approver, link=lambda one: "http://testserver/"
        )


def expected_rows(sheet: Sheet) -> Rows:
    """What a reader sees of the body of a table, row by row, without white space; empty cells left out."""
    kinds = [column.kind for column in sheet.columns]
    rows = [
        [squeezed(shown_as(place.cell, kinds[place.column - 1])) for place in line]
        for _, line in placed(sheet.rows, len(kinds))
    ]
    return [[text for text in row if text] for row in rows]


def heads_of(sheet: Sheet) -> list[list[str]]:
    """The rows of a table's head."""
    if not sheet.header:
        return [[squeezed(column.title) for column in sheet.columns]]
    return [[squeezed(cell.value) for cell in cells_of(row) if cell.value] for row in sheet.header]


def read_pdf(report: ConsolidatedReport, sent: Consolidation, client: Client) -> dict[str, Rows]:
    _, *annexes = parts_of(pages_of(consolidated_pdf.render(report, silent)))
    found = {}
    for sheet, pages in zip(report.tables, annexes, strict=True):
        rows: dict[tuple, list[str]] = {}
        for number, page in enumerate(pages):
            for cell in printed_cells(page):
                if cell.text:
                    rows.setdefault((number, cell.top), []).append(cell.text)
        heads = heads_of(sheet)
        found[sheet.name] = [row for row in rows.values() if not any(set(row) <= set(head) for head in heads)]
    return found


def read_docx(report: ConsolidatedReport, sent: Consolidation, client: Client) -> dict[str, Rows]:
    tables = tables_by_title(opened(consolidated_docx.render(report, silent)))
    return {
        sheet.name: [
            [squeezed(text) for text in row if text]
            for row in rows_of(tables[sheet.title[0]])[len(sheet.header) or 1 :]
        ]
        for sheet in report.tables
    }


def read_xlsx(report: ConsolidatedReport, sent: Consolidation, client: Client) -> dict[str, Rows]:
    book = openpyxl.load_workbook(BytesIO(workbook_xlsx.render(report.workbook)))
    assert book.sheetnames == [sheet.name for sheet in (*report.tables, report.definitions, report.unknowns)]
    found = {}
    for sheet in report.tables:
        lines = [[cell for cell in line if cell.value is not None] for line in book[sheet.name].iter_rows()]
        first = [[squeezed(str(cell.value)) for cell in line] for line in lines].index(
            heads_of(sheet)[-1]
        ) + 1
        body = lines[first : first + len(sheet.rows)]
        assert_typed(sheet, [[cell.value for cell in line] for line in body])
        found[sheet.name] = [
            [shown(cell.value, sheet.columns[cell.column - 1].kind) for cell in line] for line in body
        ]
    return found


def assert_typed(sheet: Sheet, body: list[list]) -> None:
    """Known figures are numbers, never text that looks like one."""
    numbers = {
        cell.value for row in sheet.rows for cell in cells_of(row) if isinstance(cell.value, int | Decimal)
    }
    texts = {cell.value for row in sheet.rows for cell in cells_of(row) if isinstance(cell.value, str)}
    written = [value for line in body for value in line]
    assert {Decimal(str(one)) for one in written if isinstance(one, int | float)} == {
        Decimal(one) for one in numbers
    }
    assert {collapse(one) for one in written if isinstance(one, str)} == {
        collapse(one) for one in texts if one
    }


def shown(value, kind: Kind) -> str:
    """A value of a workbook as people read it."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return str(value) if kind == "year" else format_number(Decimal(str(value)))
    return squeezed(value)


def read_page(report: ConsolidatedReport, sent: Consolidation, client: Client) -> dict[str, Rows]:
    address = reverse("plan_year_consolidated_version", args=[sent.year.plan.slug, sent.year.year, "1"])
    main = html.fromstring(client.get(address).content.decode()).find(".//main")
    tables = {collapse(one.findtext("caption")): one for one in main.xpath(".//table")}
    found = {}
    for sheet in report.tables:
        rows = tables[collapse(sheet.title[0])].xpath("tbody/tr")
        texts = [[squeezed(cell.text_content()) for cell in row.xpath("td")] for row in rows]
        found[sheet.name] = [[text for text in row if text] for row in texts]
    return found


def read_api(report: ConsolidatedReport, sent: Consolidation, client: Client) -> dict[str, Rows]:
    answer = client.get(f"/api/v1/consolidated-reports/{sent.public_id}/")
    data = json.loads(answer.content, parse_float=Decimal)
    assert data["digest"] == report.checksum
    return {
        table["name"]: [api_row(row, table["columns"]) for row in table["rows"]] for table in data["tables"]
    }


def api_row(row: dict, columns: list[dict]) -> list[str]:
    place, texts = 0, []
    for cell in row["cells"]:
        value, kind = cell["value"], columns[place]["kind"]
        place += cell["span"]
        if isinstance(value, int | Decimal):
            texts.append(str(value) if kind == "year" else format_number(value))
        elif value is not None and kind == "date" and not cell["unknown"]:
            texts.append(f"{date.fromisoformat(value):%d/%m/%Y}")
        elif value:
            texts.append(squeezed(value))
    return texts


READERS: dict[str, Callable[..., dict[str, Rows]]] = {
    "PDF": read_pdf, "DOCX": read_docx, "XLSX": read_xlsx, "page": read_page, "API": read_api,
}  # fmt: skip


@pytest.mark.parametrize("slug", ALL)
def test_every_figure_is_equal_in_every_medium(slug, signed_in):
    sent = sent_report(slug)
    report, client = consolidated_report(sent), signed_in(Role.MINISTRY_OFFICIAL)
    expected = {sheet.name: expected_rows(sheet) for sheet in report.tables}
    said = [text for rows in expected.values() for row in rows for text in row]
    assert {"0", "chưarõ", "khôngghi"} <= set(said)
    for medium, read in READERS.items():
        found = read(report, sent, client)
        assert list(found) == list(expected), medium
        for name, rows in expected.items():
            assert found[name] == rows, (medium, name)
