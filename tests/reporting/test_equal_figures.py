"""The same money wherever it is read: every reader gives what this test itself adds up from the plan document.

The readers (tests/reporting/figure_readers.py) read page, PDF, workbook, Word document, API and `budgets.tables`. Nothing here uses `budgets.sums` to say what is right: the expected figures are
added up from the printed ones, as the API's plan document gives them.
"""

from collections import defaultdict
from decimal import Decimal

import pytest

from agencies.enums import Role
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.conftest import PLAN_SLUGS
from tests.factories import plan_copy, plan_data, read_plan
from tests.reporting.figure_readers import LABELS, READERS, TOTAL, Figures, answer_of
from tests.reporting.pdf_reading import squeezed

pytestmark = pytest.mark.django_db

NOT_BY_YEAR = "Chưa phân theo năm"


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
        "total": total,
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
def test_every_reader_gives_the_figures_of_the_document(reader, version, signed_in):
    client = signed_in(Role.MINISTRY_OFFICIAL)
    expected = expected_figures(answer_of(client, f"/api/v1/plans/{version.plan.slug}/"))
    found = READERS[reader](version, client)
    assert _plain(found) == _plain({part: expected[part] for part in found})
    assert "by_source" in found or expected["total"] is None
    assert "total" in found


def _plain(figures: Figures) -> Figures:
    """With labels as a PDF gives them back."""
    return {
        part: [
            (squeezed(label), {squeezed(name): amount for name, amount in amounts.items()}, total)
            for label, amounts, total in value
        ]
        if isinstance(value, list)
        else value
        for part, value in figures.items()
    }


def test_the_plans_hold_zero_unknown_unsplit_and_a_printed_total_of_its_own(signed_in):
    """What is compared above does occur."""
    client = signed_in(Role.MINISTRY_OFFICIAL)
    versions = {name: load_plan(read_plan(make())).version for name, make in reversed(OWN_PLANS.items())}
    zero, table = (
        expected_figures(answer_of(client, f"/api/v1/plans/{versions[name].plan.slug}/"))
        for name in OWN_PLANS
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
