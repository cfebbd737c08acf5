"""Whatever stands in a file: recognition ends, keeps the shape of plan documents, and loses no cell."""

import re
from decimal import Decimal

import simplejson
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.enums import Component
from portal.annexes.grid import Cell, Grid, Merge
from portal.annexes.recognising import recognise
from portal.plan_document.schema import BudgetTableData, GroupData
from portal.plan_document.text import dumps
from tests.portal.annexes.layouts import opened

HEADS = (
    "STT",
    "Nhiệm vụ",
    "Nội dung",
    "Chủ trì",
    "Phối hợp",
    "Thời gian",
    "Kinh phí (triệu đồng)",
    "Năm 2016",
    "2017",
    "NSTW",
    "NSĐP",
    "Tổng",
    "Nguồn",
    "Ghi chú",
    "ĐVT",
    "Số lượng",
    "Đơn giá",
    "Kết quả",
)
TEXTS = (
    "I",
    "II",
    "1",
    "1.1",
    "a)",
    "-",
    "Giai đoạn 2016-2018",
    "Nhóm 1: Truyền thông",
    "Tuyên truyền",
    "tiếp theo",
    "Tổng cộng",
    "Cộng mục I",
    "Trong đó:",
    "Ngân sách tỉnh",
    "Sở Công Thương; Sở Tài chính",
    "2016-2018",
    "Hằng năm",
    "2.000",
    "1.234,5",
    "10-15",
    "x",
    "nt",
    "Ba trăm triệu đồng",
    "Người lập biểu",
    "Ghi chú: lưu ý",
    "TM. ỦY BAN NHÂN DÂN",
    "- Một\n- Hai",
    "NSTW: 5; DN: 7",
    "30%",
    "Lồng ghép",
    "Phụ lục 1",
    "Đơn vị tính: đồng",
)

cells = st.one_of(
    st.just(Cell("")),
    st.sampled_from(HEADS).map(Cell),
    st.builds(lambda text, bold: Cell(text, is_bold=bold), st.sampled_from(TEXTS), st.booleans()),
    st.decimals(-10, 10**6, places=1).map(lambda number: Cell(str(number), Decimal(number))),
)


@st.composite
def grids(draw):
    width, height = draw(st.integers(1, 7)), draw(st.integers(1, 12))
    rows = [[draw(cells) for _ in range(width)] for _ in range(height)]
    if draw(st.booleans()):
        rows[0] = [
            Cell(text) for text in draw(st.lists(st.sampled_from(HEADS), min_size=width, max_size=width))
        ]
    merges, covered = [], set()
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, min(top + 3, height - 1))), draw(st.integers(left, width - 1))
        inside = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if len(inside) > 1 and not inside & covered:
            covered |= inside
            merges.append(Merge(top, left, bottom, right))
            for r, c in inside - {(top, left)}:
                rows[r][c] = Cell("")
    return Grid(
        draw(st.sampled_from(["Bảng 1", "2016"])),
        tuple(map(tuple, rows)),
        tuple(merges),
        is_sheet=draw(st.booleans()),
    )


def shown(grid: Grid) -> str:
    """The grid in short, for a message."""
    rows = [" | ".join(("*" if cell.is_bold else "") + cell.text for cell in row) for row in grid.rows]
    return "\n".join([*rows, *map(str, grid.merges)])


@settings(max_examples=80, deadline=None)
@given(st.lists(grids(), min_size=1, max_size=2))
def test_any_grid_is_told_in_the_shape_of_plans(some):
    found = recognise(opened(*some))
    data = simplejson.loads(dumps(found.as_data()), parse_float=Decimal)

    groups = [
        GroupData.model_validate({**group, "component": group["component"] or Component.POLICY})
        for group in data["plan"]["groups"]
    ]
    for table in data["plan"]["budget_tables"]:
        BudgetTableData.model_validate(table)
    keys = [group.key for group in groups] + [task.key for group in groups for task in group.tasks]
    assert len(keys) == len(set(keys))

    told = dumps(found.as_data()).lower()
    for grid in some:
        for row in grid.rows:
            for cell in row:
                words = re.findall(r"[^\W\d_]{4,}", cell.text.lower())
                assert all(word in told or word in SAID_BY_CODES for word in words), (cell.text, shown(grid))


# Words that the plan says by its codes, by the place where it puts something, or not at all because they only lead on.
SAID_BY_CODES = frozenset(
    re.findall(r"\w+", "tổng cộng trong ngân sách tỉnh nsđp nhóm giai đoạn đơn vị tính đồng")
)
