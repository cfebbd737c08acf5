"""The annexes of the real plans as grids, laid out as their sources print them (fixtures/sources)."""

from decimal import Decimal
from typing import Any

from portal.annexes.grid import Opened
from tests.portal.annexes.layouts import B, D, Value, W, opened, sheet


def listed(texts: list[str]) -> str:
    return "\n".join(f"- {text}" for text in texts) if len(texts) > 1 else "".join(texts)


def responsible(task: dict[str, Any], sign: str = "; ") -> str:
    """The cell "Trách nhiệm": both kinds of parties in one."""
    lead, helping = (sign.join(party["text"] for party in task[role]) for role in ("lead", "coordinating"))
    if not lead:
        return ""
    stop = "" if helping.endswith(".") else "."
    return f"- Chủ trì: {lead}." + (f"\n- Phối hợp: {helping}{stop}" if helping else "")


def an_giang(plan: dict[str, Any]) -> Opened:
    tasks: list[list[Value]] = [
        [W("PHỤ LỤC 1", 8)],
        [W(plan["annexes"][0]["title"], 8)],
        [
            W(
                "(Kèm theo Kế hoạch số 531/KH-UBND ngày 11 tháng 10 năm 2016 của Ủy ban nhân dân tỉnh An Giang)",
                8,
            )
        ],
        [
            *(D(head, 2) for head in ("Số TT", "Hành động", "Nội dung", "Kết quả dự kiến", "Trách nhiệm")),
            W("Thời gian", 2),
            D("Nguồn kinh phí (triệu đồng)", 2),
        ],
        ["Bắt đầu", "Kết thúc"],
    ]
    for group in plan["groups"]:
        tasks.append([W(f"* Nhóm nhiệm vụ {group['number']}: {group['title']}", 8)])
        for task in group["tasks"]:
            years = (task["time"]["start"], task["time"]["end"])
            tasks.append(
                [
                    task["number"],
                    task["action"],
                    listed(task["contents"]),
                    listed(task["expected_results"]),
                    responsible(task),
                    *years,
                    task["budget"]["text"],
                ]
            )
    (table,) = plan["budget_tables"]
    money: list[list[Value]] = [
        [W("PHỤ LỤC 2", 14)],
        [W(table["title"], 14)],
        [W("Đơn vị tính: Triệu đồng", 14, is_bold=False)],
        [
            *(D(head, 2) for head in ("TT", "Nội dung công việc", "Đơn vị tính", "Đơn giá")),
            *(W(f"Năm {year}", 2) for year in range(2017, 2021)),
            D("Tổng cộng", 2),
            D("Nguồn", 2),
        ],
        ["Số lượng", "Thành tiền"] * 4,
    ]
    for row in table["rows"]:
        years = [value for year in range(2017, 2021) for value in (None, row["by_year"][str(year)])]
        money.append([row["number"], row["label"], None, None, *years, row["total"], row["source_text"]])
    return opened(sheet(*tasks, name="PL1"), sheet(*money, name="PL2"))


def _by_source(plan: dict[str, Any], *lines: str) -> list[list[Value]]:
    """The budget table of Hà Tĩnh and Ninh Bình, as text."""
    (table,) = plan["budget_tables"]
    codes = ("NSTW", "NSDP", "DN")
    rows: list[list[Value]] = [
        *([W(line, 6)] for line in lines),
        [W("ĐVT: Triệu đồng", 6, is_bold=False)],
        [D("TT", 2), D("Nội dung", 2), D("Tổng kinh phí thực hiện Kế hoạch", 2), W("Trong đó", 3)],
        ["Ngân sách trung ương", "Ngân sách địa phương", "Từ Doanh nghiệp"],
    ]
    for row in table["rows"]:
        rows.append(
            [
                row["number"],
                row["label"],
                _figure(row["total"]),
                *(_figure(row["by_source"].get(code)) for code in codes),
            ]
        )
    totals = table["totals"]
    rows.append(
        [
            W("Tổng cộng", 2),
            B(_figure(totals["total"])),
            *(B(_figure(totals["by_source"][code])) for code in codes),
        ]
    )
    rows.append([W(table["amount_in_words"], 6, is_bold=False)])
    return rows


def _figure(value: int | Decimal | None) -> str:
    """As both tables print numbers: "2.040" for thousands in one, "20.4" for tenths in the other."""
    if value is None:
        return ""
    return f"{value:,}".replace(",", ".") if value == int(value) else str(value)


_HEADS = ("Số TT", "Hành động", "Nội dung", "Kết quả dự kiến", "Trách nhiệm", "Thời gian")


def ha_tinh(plan: dict[str, Any]) -> Opened:
    rows: list[list[Value]] = [list(_HEADS)]
    for group in plan["groups"]:
        rows.append([W(f"Nhóm nhiệm vụ {group['number']}. {group['title']}", 6)])
        rows += [_ha_tinh_task(task) for task in group["tasks"]]
    title = plan["budget_tables"][0]["title"]
    money = _by_source(plan, title[:27], title[28:])
    return opened(
        sheet(
            *rows,
            name="Bảng 1",
            before=(plan["annexes"][0]["title"], "(Kèm theo Quyết định số 3210/QĐ-UBND)"),
            is_sheet=False,
        ),
        sheet(*money, name="Bảng 2", before=("ỦY BAN NHÂN DÂN TỈNH",), is_sheet=False),
    )


def _ha_tinh_task(task: dict[str, Any]) -> list[Value]:
    return [
        task["number"],
        task["action"],
        listed(task["contents"]),
        listed(task["expected_results"]),
        responsible(task),
        task["time"]["text"],
    ]


def ninh_binh(plan: dict[str, Any]) -> Opened:
    """Cells of neighbouring tasks with one text are printed once, down over the rows, as in the source."""
    rows: list[list[Value]] = [
        ["TT", "Hành động", "Nội dung", "Kết quả dự kiến", "Trách nhiệm", "Thời gian thực hiện"]
    ]
    for order, phase in enumerate(plan["phases"], start=1):
        rows.append([W(f"{'I' * order}. {phase['title']}", 6)])
        for group in plan["groups"]:
            if group["phase"] != phase["code"]:
                continue
            rows.append([W(f"Nhóm nhiệm vụ {group['number']}. {group['title']}", 6)])
            rows += _merged([_ha_tinh_task(task) for task in group["tasks"]])
    title = plan["budget_tables"][0]["title"]
    return opened(
        sheet(*rows, name="Nhiệm vụ"), sheet(*_by_source(plan, title[:7], title[8:]), name="Dự toán")
    )


def _merged(rows: list[list[Value]]) -> list[list[Value]]:
    """Equal texts below each other (from the third column on) as one cell."""
    found: list[list[Value]] = [[] for _ in rows]
    for column in range(6):
        row = 0
        while row < len(rows):
            value, height = rows[row][column], 1
            while column > 1 and value and row + height < len(rows) and rows[row + height][column] == value:
                height += 1
            found[row].append(D(value, height) if height > 1 and isinstance(value, str) else value)
            row += height
    return found


def kon_tum(plan: dict[str, Any]) -> Opened:
    """The first group's title stands above the head, the last one's before a table of its own."""
    heads: list[Value] = list(plan["annexes"][0]["columns"])
    rows: list[list[Value]] = []
    for group in plan["groups"]:
        rows.append([W(f"{group['number']}- {group['title']}", 8)])
        if not rows[1:]:
            rows.append(heads)
        for task in group["tasks"]:
            lead = (
                " và ".join(p["text"] for p in task["lead"])
                if len(task["lead"]) == 2
                else ", ".join(p["text"] for p in task["lead"])
            )
            rows.append(
                [
                    task["number"],
                    task["action"],
                    listed(task["contents"]),
                    listed(task["expected_results"]),
                    lead,
                    _helping(task),
                    task["time"]["text"],
                    None,
                ]
            )
    last = rows[-1]
    title = f"{plan['groups'][-1]['number']}- {plan['groups'][-1]['title']}"
    return opened(
        sheet(*rows[:-2], name="Bảng 1", before=("DANH MỤC CÁC NHIỆM VỤ",), is_sheet=False),
        sheet(last, name="Bảng 2", before=(title,), is_sheet=False),
    )


def _helping(task: dict[str, Any]) -> str:
    names = [party["text"] for party in task["coordinating"]]
    if len(names) == 2 and "ngành" in names[1]:
        return " và ".join(names)
    return ", ".join(names)


def lang_son(plan: dict[str, Any]) -> Opened:
    """Its annex is missing from the source: a file with recipients and a signature only."""
    rows: list[list[Value]] = [[recipient, None] for recipient in plan["recipients"]]
    return opened(sheet(["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], *rows, name="Sheet1"))


LAYOUTS = {
    "an-giang-2016": an_giang,
    "ha-tinh-2011": ha_tinh,
    "kon-tum-2013": kon_tum,
    "lang-son-2016": lang_son,
    "ninh-binh-2016": ninh_binh,
}
