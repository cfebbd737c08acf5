"""The five real plans beside what their rebuilt annexes give: every field by its path, and which may differ."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import simplejson

from portal.plan_document.reader import read_file, real_plan_files
from portal.plan_document.schema import as_data
from portal.plan_document.text import dumps

PLANS = {file.stem: as_data(read_file(file).document) for file in real_plan_files()}

# An Giang's "2,000" and "3.200" have two readings in the annex; its total of 6.840, which stands in the body, settles both.
ASKED = {"an-giang-2016": {"groups/1/tasks/1/budget/total", "groups/1/tasks/2/budget/total"}}
# What no annex can tell: that An Giang's second one is cut, and where a person would end the words of an output.
NOT_TOLD = {
    "an-giang-2016": {"budget_tables/0/complete"},
    "ninh-binh-2016": {"groups/0/tasks/2/outputs/0/text", "groups/5/tasks/2/outputs/0/text"},
}


def parts(plan: dict[str, Any]) -> dict[str, Any]:
    """The fields that an annex gives, groups with their tasks and tables of money, by path."""
    wanted = {key: plan[key] for key in ("groups", "budget_tables")}
    return dict(_leaves(simplejson.loads(dumps(wanted), parse_float=Decimal)))


def different(wanted: dict[str, Any], found: dict[str, Any]) -> set[str]:
    """Paths that are not the same in both, whichever has them."""
    return {path for path in wanted | found if wanted.get(path) != found.get(path)}


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a document with its path; an empty list is a field too."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}/{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for position, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{position}")
    else:
        yield path, value
