"""The annexes of the real plans, rebuilt in their printed layout, come back as the plan documents have them."""

from decimal import Decimal

import pytest
import simplejson

from portal.annexes.recognising import recognise
from portal.plan_document.reader import read_file, real_plan_files
from portal.plan_document.schema import as_data
from portal.plan_document.text import dumps
from tests.portal.annexes.known import catalogue, directory
from tests.portal.annexes.printed import LAYOUTS

PLANS = {file.stem: as_data(read_file(file).document) for file in real_plan_files()}

# What the annex alone cannot tell: An Giang's "2,000" and "3.200" (its total of 6.840 stands in the body), that its
# second annex is cut; and where a person would end the words of an output.
DIFFERENT = {
    "an-giang-2016": {
        "groups/1/tasks/1/budget/total",
        "groups/1/tasks/2/budget/total",
        "budget_tables/0/complete",
    },
    "ninh-binh-2016": {"groups/0/tasks/2/outputs/0/text", "groups/5/tasks/2/outputs/0/text"},
}


def leaves(value, path=""):
    """Every field of a document with its path; an empty list is a field too."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, f"{path}/{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for position, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{position}")
    else:
        yield path, value


def parts(plan):
    wanted = {key: plan[key] for key in ("groups", "budget_tables")}
    return dict(leaves(simplejson.loads(dumps(wanted), parse_float=Decimal)))


def recognised(slug):
    plan = PLANS[slug]
    return recognise(LAYOUTS[slug](plan), directory=directory(plan["province"]), catalogue=catalogue())


@pytest.mark.parametrize("slug", PLANS)
def test_annexes_come_back_as_the_plan_has_them(slug):
    wanted, found = parts(PLANS[slug]), parts(recognised(slug).plan)

    different = {path for path in wanted | found if wanted.get(path) != found.get(path)}
    right = len(set(wanted) - different) / len(wanted)
    print(f"{slug}: {len(set(wanted) - different)} of {len(wanted)} fields right ({right:.1%})")

    assert different == DIFFERENT.get(slug, set())


@pytest.mark.parametrize("slug", PLANS)
def test_only_what_the_annex_leaves_open_is_asked(slug):
    found = recognised(slug)

    asked = [(doubt.cell, doubt.code, doubt.candidates) for doubt in found.doubts]
    assert asked == {
        "an-giang-2016": [
            ("H13", "ambiguous_number", (2, 2000)),
            ("H14", "ambiguous_number", (Decimal("3.2"), 3200)),
        ],
    }.get(slug, [])
    left = [unplaced.text for unplaced in found.unplaced]
    assert bool(left) == (slug == "lang-son-2016")


def test_phases_of_ninh_binh_are_told():
    assert recognised("ninh-binh-2016").plan["phases"] == PLANS["ninh-binh-2016"]["phases"]
