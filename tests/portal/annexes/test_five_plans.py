"""The annexes of the real plans, rebuilt in their printed layout, come back as the plan documents have them."""

from decimal import Decimal

import pytest

from portal.annexes.recognising import recognise
from tests.portal.annexes.five_plans import ASKED, NOT_TOLD, PLANS, different, parts
from tests.portal.annexes.known import catalogue, directory
from tests.portal.annexes.printed import LAYOUTS


def recognised(slug):
    plan = PLANS[slug]
    return recognise(LAYOUTS[slug](plan), directory=directory(plan["province"]), catalogue=catalogue())


@pytest.mark.parametrize("slug", PLANS)
def test_annexes_come_back_as_the_plan_has_them(slug):
    wanted, found = parts(PLANS[slug]), parts(recognised(slug).plan)

    wrong = different(wanted, found)
    right = len(set(wanted) - wrong) / len(wanted)
    print(f"{slug}: {len(set(wanted) - wrong)} of {len(wanted)} fields right ({right:.1%})")

    assert wrong == ASKED.get(slug, set()) | NOT_TOLD.get(slug, set())


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
