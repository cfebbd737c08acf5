"""The tables of the nation, by the part of the report and the tab of the pages that they belong to."""

from collections.abc import Callable

from reporting.builders.national import compliance, money, outputs, targets, tasks
from reporting.builders.national.facts import NationalFacts
from reporting.contents.workbook import Sheet

# By tab; a table's key is its name in addresses.
TABLES: dict[str, dict[str, Callable[[NationalFacts], Sheet]]] = {
    "overview": {"overview": compliance.overview_sheet},
    "components": {"components": tasks.component_sheet, "states": tasks.state_sheet},
    "outputs": {"outputs": outputs.kind_sheet, "outputs-by-province": outputs.province_sheet},
    "targets": {"targets": targets.national_sheet, "targets-by-province": targets.province_sheet},
    "money": {"plans": money.plan_sheet, "money": money.year_sheet, "years": money.years_sheet},
    "compliance": {"compliance": compliance.compliance_sheet},
}
KEYS = tuple(key for tables in TABLES.values() for key in tables)


def tables_of(facts: NationalFacts, tab: str) -> dict[str, Sheet]:
    """The tables of a tab by their keys."""
    return {key: build(facts) for key, build in TABLES[tab].items()}


def all_tables(facts: NationalFacts) -> dict[str, Sheet]:
    """All of them by their keys, in the order in which they are printed."""
    return {key: sheet for tab in TABLES for key, sheet in tables_of(facts, tab).items()}
