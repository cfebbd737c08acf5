"""A plan laid out in any order of columns, unit and numbering comes back as it was."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.annexes.recognising import recognise
from tests.portal.annexes.layouts import B, D, Value, W, opened, sheet

TITLES = (
    "Nâng cao nhận thức cộng đồng",
    "Hỗ trợ kỹ thuật cho cơ sở",
    "Hoàn thiện cơ chế, chính sách",
    "Xây dựng cơ sở dữ liệu",
)
ACTIONS = (
    "Tổ chức hội nghị",
    "Tập huấn cán bộ kỹ thuật",
    "Đánh giá nhanh các cơ sở",
    "Ban hành quy chế",
    "Tổng kết, khen thưởng",
    "In ấn phẩm, sổ tay",
)
PARTIES = (
    "Sở Công Thương",
    "Sở Tài nguyên và Môi trường",
    "UBND các huyện, thành phố",
    "Sở Lao động, Thương binh và Xã hội",
    "các Sở, ngành liên quan",
    "Đài Phát thanh - Truyền hình tỉnh",
)
YEARS = (2016, 2017)
SOURCES = {
    "NSTW": ("NSTW", "Ngân sách trung ương", "TW"),
    "NSDP": ("NSĐP", "Ngân sách tỉnh", "Địa phương"),
    "DN": ("DN", "Doanh nghiệp", "Vốn DN"),
}
UNITS = {"đồng": 10**6, "nghìn đồng": 10**3, "triệu đồng": 1, "tỷ đồng": Decimal("0.001")}
HEADS = {
    "action": ("Nhiệm vụ", "Hoạt động", "NỘI DUNG CÔNG VIỆC", "Nội dung thực hiện"),
    "lead": ("Đơn vị chủ trì", "Cơ quan thực hiện", "CQ chủ trì"),
    "helping": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp"),
    "time": ("Thời gian", "Tiến độ thực hiện", "Thời hạn"),
    "note": ("Ghi chú", "GHI CHÚ"),
}

amounts = st.none() | st.integers(1, 90_000).map(lambda tenths: Decimal(tenths) / 10)
tasks = st.fixed_dictionaries(
    {
        "action": st.sampled_from(ACTIONS),
        "lead": st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True),
        "helping": st.lists(st.sampled_from(PARTIES), max_size=3, unique=True),
        "years": st.sampled_from([(2016, 2016), (2016, 2018), (2017, 2020)]),
        "money": st.fixed_dictionaries({(year, source): amounts for year in YEARS for source in SOURCES}),
        "note": st.none() | st.just("Ưu tiên"),
    }
)
plans = st.lists(
    st.tuples(st.sampled_from(TITLES), st.lists(tasks, min_size=1, max_size=3)),
    min_size=1,
    max_size=3,
    unique_by=lambda group: group[0],
)
numberings = st.sampled_from(
    [("I", "1"), ("A", "1"), ("1", "1.1"), ("1", "a"), ("Nhóm nhiệm vụ 1:", "1.1"), ("B", "-")]
)


def _numbers(style: tuple[str, str], group: int, task: int) -> tuple[str, str]:
    """The printed numbers of a group and of a task in it."""
    above = {
        "I": ("I", "II", "III")[group],
        "A": "ABC"[group],
        "1": str(group + 1),
        "B": "",
        "Nhóm nhiệm vụ 1:": f"Nhóm nhiệm vụ {group + 1}:",
    }[style[0]]
    below = {"1": str(task + 1), "1.1": f"{group + 1}.{task + 1}", "a": "abc"[task], "-": "-"}[style[1]]
    return above, below


@settings(max_examples=60, deadline=None)
@given(
    plan=plans,
    numbering=numberings,
    order=st.permutations(["lead", "helping", "time", "money", "note"]),
    heads=st.fixed_dictionaries({role: st.sampled_from(words) for role, words in HEADS.items()}),
    names=st.fixed_dictionaries({source: st.sampled_from(words) for source, words in SOURCES.items()}),
    unit=st.sampled_from(list(UNITS)),
    by_source=st.booleans(),
    spanning=st.booleans(),
    title=st.booleans(),
    joined=st.sampled_from(["; ", ", "]),
)
def test_plan_comes_back(plan, numbering, order, heads, names, unit, by_source, spanning, title, joined):
    cells = [(year, source) for year in YEARS for source in SOURCES]
    if by_source:
        cells.sort(key=lambda cell: list(SOURCES).index(cell[1]))
    top: list[Value] = [D("STT", 3), D(heads["action"], 3)]
    middle: list[Value] = []
    low: list[Value] = []
    for part in order:
        if part != "money":
            top.append(D(heads[part], 3))
            continue
        top.append(W(f"Kinh phí ({unit})", 6))
        if by_source:
            middle += [W(names[source], 2) for source in SOURCES]
            low += [f"Năm {year}" for _, year in [(s, y) for s in SOURCES for y in YEARS]]
        else:
            middle += [W(f"Năm {year}", 3) for year in YEARS]
            low += [names[source] for _ in YEARS for source in SOURCES]
    rows: list[list[Value]] = [[W("DANH MỤC NHIỆM VỤ", 12)]] if title else []
    rows += [top, middle, low]
    for position, (name, group) in enumerate(plan):
        above, _ = _numbers(numbering, position, 0)
        rows.append(
            [W(f"{above} {name}" if above.endswith(":") else f"{above}. {name}" if above else name, 12)]
            if spanning or above.endswith(":")
            else [B(above), B(name)]
        )
        for place, task in enumerate(group):
            row: list[Value] = [_numbers(numbering, position, place)[1], task["action"]]
            for part in order:
                if part == "money":
                    row += [
                        None if task["money"][cell] is None else task["money"][cell] * UNITS[unit]
                        for cell in cells
                    ]
                elif part == "time":
                    row.append(" - ".join(map(str, task["years"])))
                else:
                    row.append(joined.join(task[part]) if isinstance(task[part], list) else task[part])
            rows.append(row)

    found = recognise(opened(sheet(*rows)))

    assert [group["title"] for group in found.plan["groups"]] == [name for name, _ in plan]
    for (_, group), read in zip(plan, found.plan["groups"], strict=True):
        assert [task["action"] for task in read["tasks"]] == [task["action"] for task in group]
        for task, got in zip(group, read["tasks"], strict=True):
            assert [party["text"] for party in got["lead"]] == task["lead"]
            assert [party["text"] for party in got["coordinating"]] == task["helping"]
            assert (got["time"]["start"], got["time"]["end"], got["note"]) == (*task["years"], task["note"])
            lines = {
                (line["year"], *line["sources"]): line["amount"]
                for line in (got["budget"] or {"lines": []})["lines"]
            }
            assert lines == {cell: amount for cell, amount in task["money"].items() if amount is not None}
    assert {doubt.code for doubt in found.doubts} <= {"number_repeated"}
    assert not found.unplaced
