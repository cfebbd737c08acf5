"""The comparison of totals agrees with a computation of its own, for any table of rows and sources."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.findings import findings_of, total_checks
from budgets.selectors import with_content
from core.numbers import million_to_dong
from core.words import vnd_in_words
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from tests.factories import plan_data, read_plan
from tests.factories.documents import put

pytestmark = pytest.mark.django_db

PLACE = "budget_tables/bang"
FIGURES = st.integers(0, 10**12).map(lambda dong: Decimal(dong) / 10**6)  # whole đồng, in triệu
SOURCES = ("NSTW", "NSDP", "DN", "KHAC")
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def tables(draw) -> dict:
    """A budget table of any figures: rows by source and by year, with a total row; right or wrong."""
    sources = draw(st.lists(st.sampled_from(SOURCES), unique=True, min_size=1))
    years = draw(st.lists(st.integers(2019, 2022), unique=True))

    def figures() -> dict:
        return {
            "total": draw(FIGURES),
            "by_source": {source: draw(FIGURES) for source in sources},
            "by_year": {year: draw(FIGURES) for year in years},
        }

    count = draw(st.integers(1, 4))
    rows = [figures() | {"number": str(n), "label": f"Dòng {n}"} for n in range(1, count + 1)]
    return {
        "key": "bang", "title": "BẢNG", "includes_dn": draw(st.booleans()), "rows": rows, "totals": figures()
    }  # fmt: skip


def mended(table: dict) -> dict:
    """The table with every total as its parts give it."""
    rows = [row | {"by_year": _shared(row["by_year"], counted(table, row))} for row in table["rows"]]
    rows = [row | {"total": counted(table, row)} for row in rows]
    totals = {
        "by_source": {s: sum(row["by_source"][s] for row in rows) for s in rows[0]["by_source"]},
        "by_year": {y: sum(row["by_year"][y] for row in rows) for y in rows[0]["by_year"]},
        "total": sum(row["total"] for row in rows),
    }
    return table | {
        "rows": rows,
        "totals": totals,
        "amount_in_words": vnd_in_words(million_to_dong(totals["total"])),
    }


def counted(table: dict, figures: dict) -> Decimal:
    """What a total of these sources is in the table's own way of counting."""
    parts = figures["by_source"].items()
    return sum((v for source, v in parts if table["includes_dn"] or source != "DN"), Decimal(0))


def _shared(by_year: dict, total: Decimal) -> dict:
    """The years of a row, so that together they are its total."""
    return {year: Decimal(0) for year in by_year} | dict.fromkeys(list(by_year)[:1], total)


def wrong_places(table: dict) -> dict[str, tuple[Decimal, Decimal]]:
    """Each place where a printed total is not what its parts give: what is printed, what is computed."""
    rows, totals = table["rows"], table["totals"]
    pairs = {f"rows/{row['number']}/by_source": (row["total"], counted(table, row)) for row in rows}
    if totals["by_year"]:
        pairs |= {
            f"rows/{row['number']}/by_year": (row["total"], sum(row["by_year"].values())) for row in rows
        }
        pairs["totals/by_year"] = totals["total"], sum(totals["by_year"].values())
    pairs["totals/by_source"] = totals["total"], counted(table, totals)
    pairs["totals/total"] = totals["total"], sum(row["total"] for row in rows)
    for axis in ("by_source", "by_year"):
        for name, printed in totals[axis].items():
            pairs[f"totals/{name}"] = printed, sum(row[axis][name] for row in rows)
    return {f"{PLACE}/{place}": pair for place, pair in pairs.items() if pair[0] != pair[1]}


def found_places(table: dict) -> dict[str, tuple[Decimal, Decimal]]:
    """The same as the portal finds it."""
    data = plan_data(budget_tables=[table], groups=[])
    with transaction.atomic():
        version = load_plan(read_plan(data)).version
        version = with_content(PlanVersion.objects).get(pk=version.pk)
        checks, findings = total_checks(version), findings_of(version)
        transaction.set_rollback(True)
    wrong = [check for check in checks if not check.agrees]
    named = {finding.place for finding in findings if finding.code in ("total_differs", "words_differ")}
    assert named == {check.place for check in wrong}, "what does not agree is a finding, and nothing else is"
    return {check.place: (Decimal(check.printed) / 10**6, Decimal(check.expected) / 10**6) for check in wrong}


@quick
@given(table=tables())
def test_every_total_is_compared_as_an_independent_computation_does(table):
    assert found_places(table) == wrong_places(table)


@quick
@given(table=tables())
def test_a_table_whose_totals_are_right_has_no_finding(table):
    assert found_places(mended(table)) == {}


@quick
@given(table=tables(), data=st.data(), by=st.integers(1, 10**9))
def test_one_changed_total_is_always_found(table, data, by):
    """Whichever printed total of a right table is changed, by a đồng or by more."""
    right = mended(table)
    places = [("totals", "total"), *(("rows", n, "total") for n in range(len(right["rows"])))]
    places += [("totals", axis, name) for axis in ("by_source", "by_year") for name in right["totals"][axis]]
    place = data.draw(st.sampled_from(places))
    value = right
    for part in place:
        value = value[part]
    assert _contradicted(place) <= set(found_places(put(right, place, value + Decimal(by) / 10**6)))


def _contradicted(place: tuple) -> set[str]:
    """The comparisons that a changed total must fail: with its own parts, and as a part itself."""
    if place == ("totals", "total"):
        return {f"{PLACE}/{name}" for name in ("totals/total", "totals/by_source", "amount_in_words")}
    if place[0] == "rows":
        return {f"{PLACE}/rows/{place[1] + 1}/by_source", f"{PLACE}/totals/total"}
    return {f"{PLACE}/totals/{place[2]}"}


@pytest.mark.parametrize("includes_dn", [True, False, None])
@pytest.mark.parametrize("total", [90, 100])
def test_whether_a_total_counts_the_enterprises_is_read_from_the_figures_where_the_table_does_not_tell(
    includes_dn, total
):
    """A row of 90 from the State and 10 from enterprises is right as 90 and as 100, unless the table tells."""
    figures = {"total": total, "by_source": {"NSTW": 60, "NSDP": 30, "DN": 10}, "by_year": {}}
    row = figures | {"number": "1", "label": "Dòng 1"}
    table = {"key": "bang", "title": "BẢNG", "includes_dn": includes_dn, "rows": [row], "totals": figures}
    right = includes_dn is None or includes_dn == (total == 100)
    places = {f"{PLACE}/rows/1/by_source", f"{PLACE}/totals/by_source"}
    assert set(found_places(table)) == (set() if right else places)
    assert found_places(put(table, ("totals", "total"), 95)) != {}


def test_the_columns_of_a_table_that_is_cut_are_not_added_up():
    """Its rows are not all there; what stands in one row or in the total row is compared all the same."""
    figures = {"total": 100, "by_source": {"NSTW": 60, "NSDP": 40}, "by_year": {2019: 100}}
    row = {"number": "1", "label": "Dòng 1", "total": 30, "by_source": {"NSTW": 30, "NSDP": 0}, "by_year": {}}
    table = {"key": "bang", "title": "BẢNG", "includes_dn": True, "rows": [row], "totals": figures}
    columns = {f"{PLACE}/totals/{name}" for name in ("total", "NSTW", "NSDP", "2019")}
    assert set(found_places(table)) == columns
    assert found_places(table | {"complete": False}) == {}
    cut = put(put(table, ("rows", 0, "total"), 31), ("totals", "by_source", "NSDP"), 41) | {"complete": False}
    assert set(found_places(cut)) == {f"{PLACE}/rows/1/by_source", f"{PLACE}/totals/by_source"}
