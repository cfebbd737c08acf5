"""Readers of a plan's money: each gives `Figures` as its medium shows them; one that shows a part gives that part.

None of them takes a figure from anywhere but its medium: the page's HTML, the printed PDF, the reopened workbook or
Word document,
the API's answer.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
from django.test import Client
from django.urls import reverse
from lxml import html

from budgets.selectors import with_content
from budgets.sums import planned_money
from budgets.tables import MoneyRow, MoneyTable, money_by_source, money_by_year
from core.numbers import Style, dong_to_million, read_number
from core.text import collapse
from plans.models import PlanVersion
from reporting.builders.plan_annexes import build_plan_annexes, build_task_and_money_annexes
from reporting.renderers.annexes_docx import render as render_docx
from reporting.renderers.workbook_xlsx import render
from tests.reporting.docx_reading import opened, rows_of, tables_by_title
from tests.reporting.pdf_reading import PrintedCell, cells_of, parts_of, squeezed
from tests.reporting.plan_reports import pages_of_plan

TOTAL = "Tổng cộng"
UNKNOWN = "chưarõ"  # without white space, as a PDF gives it back
LABELS = {"NSTW": "NSTW", "NSDP": "NSĐP", "DN": "DN", "KHAC": "Khác"}

# A row: what it is for, its amounts in triệu đồng by what names them, and its total; None is "chưa rõ". What is
# shown as "–" has no amount. `published` is the printed total, where it is another than the computed one; `total`
# the computed one.
Row = tuple[str, dict[str, Decimal], Decimal | None]
Figures = dict[str, list[Row] | Decimal | None]
Reader = Callable[[PlanVersion, Client], Figures]


def read_tables(version: PlanVersion, client: Client) -> Figures:
    """`budgets.tables`, which page and PDF show."""
    version = with_content(PlanVersion.objects).get(pk=version.pk)
    money = planned_money(version)
    by_source, by_year = money_by_source(money), money_by_year(money, version)
    published = by_source.published
    return {
        "by_source": _rows_of_table(by_source),
        "by_year": _rows_of_table(by_year),
        "published": None if published is None else dong_to_million(published),
        "total": None if by_source.total.total is None else dong_to_million(by_source.total.total),
    }


def _rows_of_table(table: MoneyTable) -> list[Row]:
    return [_row_of_table(row, table.columns) for row in (*table.rows, table.total)]


def _row_of_table(row: MoneyRow, columns: list[str]) -> Row:
    amounts = {}
    for line in row.lines:
        place = 0
        for cell in line:
            if cell.state == "amount":
                amounts[cell.label or columns[place]] = dong_to_million(cell.amount)
            place += cell.span
    return row.label, amounts, None if row.total is None else dong_to_million(row.total)


def read_api(version: PlanVersion, client: Client) -> Figures:
    """The sums that the API gives; by year it gives the plan's only, not the groups'."""
    data = answer_of(client, f"/api/v1/plans/{version.plan.slug}/money/")
    groups = [*data["groups"], {"title": TOTAL, "amounts": data["by_sources"], "total": data["total"]}]
    published = data["published_total"]
    return {
        "by_source": [
            (
                group["title"],
                {
                    " + ".join(LABELS[s] for s in part["sources"]): Decimal(part["amount"])
                    for part in group["amounts"]
                },
                None if group["total"] is None else Decimal(group["total"]),
            )
            for group in groups
        ],
        "published": None if published in (None, data["total"]) else Decimal(published),
        "total": None if data["total"] is None else Decimal(data["total"]),
    }


def answer_of(client: Client, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200
    return json.loads(response.content, parse_float=Decimal)


def read_workbook(version: PlanVersion, client: Client) -> Figures:
    """The sheets of the file, reopened: amounts are numbers, those that lie across columns name themselves."""
    book = openpyxl.load_workbook(BytesIO(render(build_plan_annexes(version))))
    by_source, published = _rows_of_sheet(book["Kinh phí theo nguồn"])
    by_year, _ = _rows_of_sheet(book["Kinh phí theo năm"])
    return {"by_source": by_source, "by_year": by_year, "published": published, "total": by_source[-1][2]}


def _rows_of_sheet(sheet) -> tuple[list[Row], Decimal | None]:
    lines = list(sheet.iter_rows())
    first = next(number for number, line in enumerate(lines) if line[0].value == "TT")
    titles = [cell.value for cell in lines[first]]
    rows, published = [], None
    for line in lines[first + 1 :]:
        label, total = line[1].value, line[-1].value
        if label == "Tổng in trong kế hoạch":
            published = Decimal(str(total))
        elif label and not label.startswith("Chênh lệch"):
            rows.append((label, {}, None if total == "chưa rõ" else Decimal(str(total))))
        if line[0].value is None or label:  # else a phase or a note
            rows[-1][1].update(_amounts_of_line(line[2:-1], titles[2:-1]) if published is None else {})
    return rows, published


def _amounts_of_line(cells, titles: list[str]) -> dict[str, Decimal]:
    amounts = {}
    for cell, title in zip(cells, titles, strict=True):
        if cell.data_type == "n" and cell.value is not None:
            amounts[title] = Decimal(str(cell.value))
        elif across := re.fullmatch(r"(.+): ([\d.,]+)", cell.value or ""):
            amounts[across[1]] = Decimal(across[2].replace(".", "").replace(",", "."))
    return amounts


def read_docx(version: PlanVersion, client: Client) -> Figures:
    """The annexes of the Word document, reopened: all figures are texts there."""
    tables = tables_by_title(opened(render_docx(build_task_and_money_annexes(version))))
    by_source, published = _rows_of_docx(tables["Kinh phí theo nhóm nhiệm vụ và nguồn"])
    by_year, _ = _rows_of_docx(tables["Kinh phí theo nhóm nhiệm vụ và năm"])
    return {"by_source": by_source, "by_year": by_year, "published": published, "total": by_source[-1][2]}


def _rows_of_docx(table) -> tuple[list[Row], Decimal | None]:
    titles, *lines = rows_of(table)
    rows, published = [], None
    for line in lines:
        label, total = line[1], line[-1]
        if label == "Tổng in trong kế hoạch":
            published = _amount(total)
        elif label and not label.startswith("Chênh lệch"):
            rows.append((label, {}, _amount(total)))
        is_phase = line[0] and line[1] is None
        if published is None and not is_phase:
            for text, title in zip(line[2:-1], titles[2:-1], strict=True):
                rows[-1][1].update(_named_amount(text or "", title))
    return rows, published


def read_page(version: PlanVersion, client: Client) -> Figures:
    """The two tables of money on the plan's page; a page that shows none says that nothing is known."""
    response = client.get(reverse("plan_money", args=[version.plan.slug]))
    assert response.status_code == 200
    main = html.fromstring(response.content.decode()).find(".//main")
    tables = {
        collapse(table.findtext("caption")): _rows_of_page(table)
        for table in main.xpath('.//table[contains(@class, "money-table")]')
    }
    if not tables:
        assert "Kinh phí chưa rõ" in main.text_content()
        return {"total": None}
    return {
        "by_source": tables["Theo nhóm và nguồn"],
        "by_year": tables["Theo nhóm và năm"],
        "published": _published_on(main),
        "total": tables["Theo nhóm và nguồn"][-1][2],
    }


def _published_on(main) -> Decimal | None:
    notes = [collapse(note.text_content()) for note in main.xpath('.//p[@class="table-note"]')]
    printed = {note for note in notes if note.startswith("Tổng in trong văn bản: ")}
    assert len(printed) < 2
    return _amount(printed.pop().split(": ")[1].split(" triệu")[0]) if printed else None


def _rows_of_page(table) -> list[Row]:
    titles = [collapse(head.text_content()) for head in table.xpath("thead/tr/th")][1:-1]
    return [_row_of_page(body, titles) for body in table.xpath("tbody[not(tr/@class='group-row')]")]


def _row_of_page(body, titles: list[str]) -> Row:
    """A group: its name and total stand in the first line, and its amounts under their columns in all."""
    head = body.find("tr/th")
    label = collapse("".join(head.xpath("text()")))
    total = body.xpath('string(tr[1]/td[contains(@class, "row-total")])')
    amounts = {}
    for line in body.xpath("tr"):
        place = 0
        for cell in line.xpath('td[not(contains(@class, "row-total"))]'):
            amounts |= _named_amount(collapse(cell.text_content()), titles[place])
            place += int(cell.get("colspan", 1))
        assert place in (0, len(titles))
    return label, amounts, _amount(total)


def _named_amount(text: str, title: str) -> dict[str, Decimal]:
    """What a cell says under a column: "1.390", "NSĐP + DN: 6.120"; nothing for what is no amount."""
    label, colon, amount = text.rpartition(":")
    if not colon and squeezed(text) in ("", "–", UNKNOWN):
        return {}
    return {label or title: _amount(amount)}


def _amount(text: str) -> Decimal | None:
    return None if squeezed(text) == UNKNOWN else read_number(text, style=Style.VIETNAMESE).value


def read_pdf(version: PlanVersion, client: Client) -> Figures:
    """The annex of money in the printed report. Labels come out of it without spaces."""
    parts = parts_of(pages_of_plan(version.plan.slug))
    annex = next((part for part in parts if "KINHPHÍTHEONHÓMNHIỆMVỤ" in part[0].text), None)
    if annex is None:
        return {"total": None}
    tables: dict[str, _PrintedMoney] = {}
    for page in annex:
        for cells in _tables_of_page(cells_of(page)):
            titles = [cell.text for cell in cells if cell.top == cells[0].top]
            name = "by_year" if any(title.isdigit() for title in titles) else "by_source"
            tables.setdefault(name, _PrintedMoney()).go_on(cells)
    by_source = tables["by_source"]
    return {
        "by_source": by_source.rows,
        "by_year": tables["by_year"].rows,
        "published": by_source.published,
        "total": by_source.rows[-1][2],
    }


def _tables_of_page(cells: list[PrintedCell]) -> list[list[PrintedCell]]:
    """The cells of a page by table: each begins with its head."""
    tables = []
    for cell in cells:
        if cell.text == "TT":
            tables.append([])
        tables[-1].append(cell)
    return tables


class _PrintedMoney:
    """A printed table of money, read page by page."""

    def __init__(self):
        self.rows: list[Row] = []
        self.published: Decimal | None = None

    def go_on(self, cells: list[PrintedCell]) -> None:
        """Reads on in a page's cells, the head first; a row that the page's end cut goes on in the last one."""
        heads = [cell for cell in cells if cell.top == cells[0].top]
        names, total = heads[1].left, heads[-1].left
        titles = {cell.left: cell.text for cell in heads[2:-1]}
        for cell in cells[len(heads) :]:
            if cell.left == names and cell.text.startswith("Tổngintrongkếhoạch"):
                self.published = next(_amount(c.text) for c in cells if c.left == total and c.top == cell.top)
            elif cell.left == names and cell.text:
                whole = next(_amount(c.text) for c in cells if c.left == total and c.top == cell.top)
                self.rows.append((cell.text, {}, whole))
            elif cell.left in titles:
                self.rows[-1][1].update(_named_amount(cell.text, titles[cell.left]))


READERS: dict[str, Reader] = {
    "tables": read_tables,
    "API": read_api,
    "workbook": read_workbook,
    "DOCX": read_docx,
    "page": read_page,
    "PDF": read_pdf,
}
