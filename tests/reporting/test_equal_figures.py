"""The same money wherever it is read: every reader gives what this test itself adds up from the plan document.

A reader takes a plan's version and a client of the API and gives `Figures` as its medium shows them; one that
shows a part gives that part. Nothing here uses `budgets.sums` to say what is right: the expected figures are
added up from the printed ones, as the API's plan document gives them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from rest_framework.test import APIClient

from agencies.enums import Role
from budgets.selectors import with_content
from budgets.sums import planned_money
from budgets.tables import MoneyRow, MoneyTable, money_by_source, money_by_year
from core.numbers import dong_to_million
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.plan_annexes import build_plan_annexes
from reporting.renderers.workbook_xlsx import render
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, plan_data, read_plan

pytestmark = pytest.mark.django_db

NOT_BY_YEAR = "Chưa phân theo năm"
TOTAL = "Tổng cộng"
LABELS = {"NSTW": "NSTW", "NSDP": "NSĐP", "DN": "DN", "KHAC": "Khác"}

# A row: what it is for, its amounts in triệu đồng by what names them, and its total; None is "chưa rõ". What is
# shown as "–" has no amount. `published` is the printed total, where it is another than the computed one.
Row = tuple[str, dict[str, Decimal], Decimal | None]
Figures = dict[str, list[Row] | Decimal | None]
Reader = Callable[[PlanVersion, APIClient], Figures]


# --- what is right, from the printed figures ---


def expected_figures(document: dict) -> Figures:
    """Added up from the document by the plain rules: budgets of tasks, else the first table by source."""
    task_parts = {group["key"]: _task_parts(group) for group in document["groups"]}
    table = None if any(task_parts.values()) else _table_by_source(document)
    parts = task_parts if table is None else _table_parts(table)
    years = _years(document, task_parts)
    by_source, by_year = [], []
    for group in document["groups"]:
        amounts, total = _summed(parts.get(group["key"], []))
        by_source.append((group["title"], amounts, total))
        by_year.append((group["title"], _by_year(years[group["key"]], total, table), total))
    amounts, total = _summed([part for group in document["groups"] for part in parts.get(group["key"], [])])
    all_years = defaultdict(Decimal)
    for of_group in years.values():
        for year, amount in of_group.items():
            all_years[year] += amount
    by_source.append((TOTAL, amounts, total))
    by_year.append((TOTAL, _by_year(all_years, total, table), total))
    published = _published(document, table) if total is not None else None
    return {
        "by_source": by_source,
        "by_year": by_year,
        "published": None if published == total else published,
    }


def _task_parts(group: dict) -> list[tuple[tuple, int | None, Decimal]]:
    """Each printed amount of the group's tasks with its sources and year."""
    parts = []
    for budget in (task["budget"] for task in group["tasks"] if task["budget"]):
        lines = [line for line in budget["lines"] if line["amount"] is not None]
        for line in lines:
            parts.append((tuple(line["sources"] or budget["sources"]), line["year"], Decimal(line["amount"])))
        if not lines and budget["total"] is not None:
            parts.append((tuple(budget["sources"]), None, Decimal(budget["total"])))
    return parts


def _table_by_source(document: dict) -> dict | None:
    tables = document["budget_tables"]
    return next((table for table in tables if any(_table_parts(table).values())), None)


def _table_parts(table: dict) -> dict[str, list]:
    parts = defaultdict(list)
    for row in table["rows"]:
        for source, amount in row["by_source"].items():
            if row["group"]:
                parts[row["group"]].append(((source,), None, Decimal(amount)))
    return parts


def _years(document: dict, task_parts: dict) -> defaultdict:
    """Printed amounts by group and year: of the tasks, else of the tables."""
    years = defaultdict(lambda: defaultdict(Decimal))
    for key, parts in task_parts.items():
        for _, year, amount in parts:
            if year:
                years[key][year] += amount
    if not years:
        for table in document["budget_tables"]:
            for row in table["rows"]:
                for year, amount in row["by_year"].items():
                    years[row["group"]][int(year)] += Decimal(amount)
    return years


def _summed(parts: list) -> tuple[dict[str, Decimal], Decimal | None]:
    amounts = defaultdict(Decimal)
    for sources, _, amount in parts:
        amounts[" + ".join(label for code, label in LABELS.items() if code in sources)] += amount
    return dict(amounts), sum(amounts.values()) if amounts else None


def _by_year(printed: dict[int, Decimal], total: Decimal | None, table: dict | None) -> dict[str, Decimal]:
    if table and table["year"]:
        printed = {} if total is None else {table["year"]: total}
    amounts = {str(year): amount for year, amount in printed.items()}
    rest = None if total is None else total - sum(amounts.values())
    if rest is not None and (rest > 0 or not amounts):
        amounts[NOT_BY_YEAR] = rest
    return amounts


def _published(document: dict, table: dict | None) -> Decimal | None:
    if table:
        total = (table["totals"] or {}).get("total")
        return None if total is None else Decimal(total)
    stated = [row["amount"] for row in document["financing"] if row["amount"] and len(row["sources"]) > 1]
    return Decimal(stated[0]) if len(stated) == 1 else None


# --- readers ---


def read_tables(version: PlanVersion, client: APIClient) -> Figures:
    """`budgets.tables`, which page and PDF show."""
    version = with_content(PlanVersion.objects).get(pk=version.pk)
    money = planned_money(version)
    by_source, by_year = money_by_source(money), money_by_year(money, version)
    published = by_source.published
    return {
        "by_source": _rows_of_table(by_source),
        "by_year": _rows_of_table(by_year),
        "published": None if published is None else dong_to_million(published),
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


def read_api(version: PlanVersion, client: APIClient) -> Figures:
    """The sums that the API gives; by year it gives the plan's only, not the groups'."""
    data = _answer(client, f"/api/v1/plans/{version.plan.slug}/money/")
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
    }


def _answer(client: APIClient, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200
    return json.loads(response.content, parse_float=Decimal)


def read_workbook(version: PlanVersion, client: APIClient) -> Figures:
    """The sheets of the file, reopened: amounts are numbers, labels stand in their formats."""
    book = openpyxl.load_workbook(BytesIO(render(build_plan_annexes(version))))
    by_source, published = _rows_of_sheet(book["Kinh phí theo nguồn"])
    by_year, _ = _rows_of_sheet(book["Kinh phí theo năm"])
    return {"by_source": by_source, "by_year": by_year, "published": published}


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
            label = re.match(r'"(.*): "', cell.number_format)
            amounts[label[1] if label else title] = Decimal(str(cell.value))
    return amounts


READERS: dict[str, Reader] = {"tables": read_tables, "API": read_api, "workbook": read_workbook}


# --- plans with zero and with unknown ---


def _budget(total, sources: list[str], *lines: dict) -> dict:
    return {"text": "KP", "total": total, "sources": sources, "lines": list(lines)}


def _zero_and_unknown() -> dict:
    """Budgets of tasks: zero, unsplit, by year with a zero and a rest, and a group of which nothing is known."""
    data = plan_data(budget_tables=[])
    budgets = {
        "không": [_budget(0, ["NSTW"]), _budget(Decimal("12.5"), ["DN", "NSDP"])],
        "chưa rõ": [None, _budget(None, ["NSTW"])],
        "theo năm": [
            _budget(
                7,
                ["KHAC"],
                {"year": 2019, "sources": [], "amount": 0},
                {"year": 2020, "sources": ["NSTW"], "amount": Decimal("2.000001")},
                {"year": None, "sources": [], "amount": 5},
            )
        ],
        "chỉ số không": [_budget(0, ["DN"])],
    }
    group, task = data["groups"][0], data["groups"][0]["tasks"][0]
    data["groups"] = [
        group
        | {
            "key": f"{number}",
            "number": f"{number}",
            "title": title,
            "tasks": [
                task | {"key": f"{number}/{n}", "number": f"{number}.{n}", "budget": budget}
                for n, budget in enumerate(of_group, start=1)
            ],
        }
        for number, (title, of_group) in enumerate(budgets.items(), start=1)
    ]
    data["financing"] = [{"clause": "IV.1", "text": "Tổng", "amount": 20, "sources": ["NSTW", "NSDP"]}]
    return data


def _zero_in_a_table() -> dict:
    """A table by source with a zero, a group without a row, and a printed total that is another."""
    data = plan_copy("ha-tinh-2011")
    table = data["budget_tables"][0]
    table["rows"][0]["by_source"]["NSTW"] = 0
    del table["rows"][4]
    return data


OWN_PLANS = {"zero-and-unknown": _zero_and_unknown, "zero-in-a-table": _zero_in_a_table}


@pytest.fixture(params=[*PLAN_SLUGS, *OWN_PLANS])
def version(request) -> PlanVersion:
    """The five real plans, and plans of our own."""
    if request.param in OWN_PLANS:
        return load_plan(read_plan(OWN_PLANS[request.param]())).version
    return PlanVersion.objects.current().select_related("plan").get(plan__slug=request.param)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gives_the_figures_of_the_document(reader, version, api):
    client = api(Role.MINISTRY_OFFICIAL)
    expected = expected_figures(_answer(client, f"/api/v1/plans/{version.plan.slug}/"))
    found = READERS[reader](version, client)
    assert found == {part: expected[part] for part in found}
    assert "by_source" in found


def test_the_plans_hold_zero_unknown_unsplit_and_a_printed_total_of_its_own(api):
    """What is compared above does occur."""
    client = api(Role.MINISTRY_OFFICIAL)
    versions = {name: load_plan(read_plan(make())).version for name, make in reversed(OWN_PLANS.items())}
    zero, table = (
        expected_figures(_answer(client, f"/api/v1/plans/{versions[name].plan.slug}/")) for name in OWN_PLANS
    )
    assert zero["by_source"] == [
        ("không", {"NSTW": 0, "NSĐP + DN": Decimal("12.5")}, Decimal("12.5")),
        ("chưa rõ", {}, None),
        ("theo năm", {"NSTW": Decimal("2.000001"), "Khác": 5}, Decimal("7.000001")),
        ("chỉ số không", {"DN": 0}, 0),
        (
            TOTAL,
            {"NSTW": Decimal("2.000001"), "NSĐP + DN": Decimal("12.5"), "Khác": 5, "DN": 0},
            Decimal("19.500001"),
        ),
    ]
    assert zero["by_year"][2][1] == {"2019": 0, "2020": Decimal("2.000001"), NOT_BY_YEAR: 5}
    assert zero["published"] == 20
    assert table["by_source"][4][2] is None
    assert table["published"] == 7050
