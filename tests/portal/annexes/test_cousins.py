"""Layouts of other offices come back as what they say, and nothing of a file is lost."""

import re

import pytest

from portal.annexes.recognising import recognise
from portal.plan_document.text import dumps
from tests.portal.annexes.cousin import brief
from tests.portal.annexes.cousins import COUSINS
from tests.portal.annexes.cousins_by_rows import COUSINS_BY_ROWS
from tests.portal.annexes.layouts import opened

LAYOUTS = COUSINS | COUSINS_BY_ROWS


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_comes_back_as_it_says(name):
    cousin = LAYOUTS[name]

    found = recognise(opened(*cousin.grids))

    groups, tasks = brief(found.plan)
    assert groups == cousin.groups
    assert tasks == cousin.tasks
    assert {doubt.code for doubt in found.doubts} == set(cousin.doubts)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_word_of_a_file_is_told_somewhere(name):
    """In the plan, in doubts, in what could not be placed, or as a head in the mapping."""
    cousin = LAYOUTS[name]
    found = recognise(opened(*cousin.grids))
    told = set(re.findall(r"\w+", dumps(found.as_data()).lower()))

    for grid in cousin.grids:
        for cells in grid.rows:
            for cell in cells:
                missing = [
                    word
                    for word in re.findall(r"[^\W\d_]{3,}", cell.text.lower())
                    if word not in told | SAID_BY_CODES
                ]
                assert not missing, (cell.text, missing)


# Words that the plan says by its own codes: sources, labels of roles and sums, kinds of groups.
SAID_BY_CODES = frozenset(
    [
        "chủ",
        "trì",
        "phối",
        "hợp",
        "với",
        "tổng",
        "cộng",
        "mục",
        "nstw",
        "nsđp",
        "ngân",
        "sách",
        "trung",
        "ương",
        "địa",
        "phương",
        "tỉnh",
        "doanh",
        "nghiệp",
        "đơn",
        "vị",
        "tính",
        "triệu",
        "đồng",
        "nguồn",
        "đvt",
        "trong",
        "đó",
        "tong",
        "cong",
        "nhóm",
        "giai",
        "đoạn",
        "iii",
    ]
)
