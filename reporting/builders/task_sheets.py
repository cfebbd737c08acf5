"""Tasks on sheets: the task table in the plan's own order and numbering, outputs, and details of task money.

Where a plan has no task table (Lạng Sơn), the items of its reportable sections are its tasks.
"""

from budgets.enums import source_names
from budgets.tables import UNKNOWN
from core.numbers import dong_to_million
from plans.models import PlanVersion, Section, TaskGroup
from reporting.builders.fields import Field, Record, columns, filled, head, heading, line, listed, nothing
from reporting.builders.money_sheets import line_record
from reporting.contents.workbook import Cell, Column, Row, Sheet
from tasks.enums import PartyRole
from tasks.models import Task

_TASK = (
    Field("number", Column("TT", width=7)),
    Field("action", Column("Nội dung hành động", width=24)),
    Field("contents", Column("Nội dung chi tiết", width=36)),
    Field("results", Column("Kết quả dự kiến", width=26)),
    Field("lead", Column("Chủ trì", width=15)),
    Field("coordinating", Column("Phối hợp", width=20)),
    Field("time", Column("In trong kế hoạch", width=12), "Thời gian thực hiện"),
    Field("start", Column("Từ", width=9), "Thời gian thực hiện"),
    Field("end", Column("Đến", width=9), "Thời gian thực hiện"),
    Field("every_year", Column("Hằng năm", width=6), "Thời gian thực hiện"),
    Field("budget_text", Column("In trong kế hoạch", width=15), "Kinh phí"),
    Field("total", Column("Tổng in (triệu đồng)", "money"), "Kinh phí"),
    Field("sources", Column("Nguồn", width=9), "Kinh phí"),
    Field("note", Column("Ghi chú", width=16)),
)
_TEXT_ONLY = [_TASK[0], Field("action", Column("Nội dung hành động", width=110))]


def task_sheet(version: PlanVersion, title: tuple[str, ...] = ("Danh mục nhiệm vụ",)) -> Sheet:
    """The task table under its phases and groups, then the reportable sections of the body."""
    groups = list(version.taskgroup_rows.all())
    sections = [section for section in version.section_rows.all() if section.reportable]
    by_group = {group.pk: [task_record(task) for task in group.tasks.all()] for group in groups}
    records = [record for group in groups for record in by_group[group.pk]]
    items = [_item_record(item) for section in sections for item in section.items.all()]
    fields = filled(_TASK, [*records, *items], always=("number", "action"))
    if len(fields) == 2:
        fields = _TEXT_ONLY
    rows = [*_group_rows(fields, groups, by_group), *_section_rows(fields, sections)]
    if total := _budget_total(groups):
        rows.append(
            line(fields, {"action": "Cộng các nhiệm vụ (cổng thông tin tính)", "total": total}, "total")
        )
    return Sheet(
        name="Nhiệm vụ",
        title=title,
        columns=columns(fields),
        header=head(fields),
        rows=tuple(rows) or (nothing(fields, "Kế hoạch không có danh mục nhiệm vụ."),),
        frozen_columns=2,
    )


def _group_rows(fields, groups: list[TaskGroup], by_group: dict[int, list[Record]]) -> list[Row]:
    rows, phase = [], None
    priced = any(field.name == "total" for field in fields)
    for group in groups:
        if group.phase != phase:
            phase = group.phase
            rows.append(heading(fields, "", phase.title if phase else "Cả kỳ kế hoạch", "phase"))
        rows.append(heading(fields, group.number, group.title))
        for record in by_group[group.pk]:
            if priced and record["total"] is None:
                record = record | {"total": Cell(UNKNOWN, unknown=True)}
            rows.append(line(fields, record))
    return rows


def _section_rows(fields, sections: list[Section]) -> list[Row]:
    rows = []
    for section in sections:
        rows.append(heading(fields, section.number, section.title or section.key))
        rows += [heading(fields, "", section.text, "plain")] if section.text else []
        rows += [line(fields, _item_record(item)) for item in section.items.all()]
        rows += [heading(fields, "", section.note, "plain")] if section.note else []
    return rows


def task_record(task: Task) -> Record:
    """A task's values by the names of the task table's fields."""
    budget = getattr(task, "budget", None)
    return {
        "number": task.number,
        "action": task.action,
        "contents": listed(task.contents),
        "results": listed(task.expected_results),
        "lead": _parties(task, PartyRole.LEAD),
        "coordinating": _parties(task, PartyRole.COORDINATING),
        "time": task.time_text,
        "start": _partial_date(task.start),
        "end": _partial_date(task.end),
        "every_year": "có" if task.every_year else "",
        "budget_text": budget.text if budget else "",
        "total": dong_to_million(budget.total) if budget and budget.total is not None else None,
        "sources": source_names(budget.sources) if budget else "",
        "note": task.note,
    }


def _item_record(item) -> Record:
    return {"number": item.letter, "action": item.text}


def _parties(task: Task, role: PartyRole) -> str:
    return listed(party.text for party in task.parties.all() if party.role == role)


def _partial_date(text: str) -> str:
    """2011-01 as 01/2011."""
    return "/".join(reversed(text.split("-")))


def _budget_total(groups: list[TaskGroup]):
    budgets = [getattr(task, "budget", None) for group in groups for task in group.tasks.all()]
    totals = [budget.total for budget in budgets if budget and budget.total is not None]
    return dong_to_million(sum(totals)) if totals else None


_OUTPUT = (
    Field("phase", Column("Giai đoạn", width=14)),
    Field("group", Column("Nhóm nhiệm vụ", width=26)),
    Field("number", Column("TT nhiệm vụ", width=10)),
    Field("action", Column("Nhiệm vụ", width=34)),
    Field("text", Column("Chữ in", width=34)),
    Field("kind", Column("Loại kết quả", width=20)),
    Field("approximate", Column("Khoảng", width=10)),
    Field("quantity", Column("Số lượng", "number")),
    Field("unit", Column("Đơn vị", width=14)),
    Field("per_year", Column("Mỗi năm", width=10)),
    Field("year", Column("Năm", "year")),
    Field("start", Column("Từ năm", "year")),
    Field("end", Column("Đến năm", "year")),
)


def output_sheet(version: PlanVersion) -> Sheet:
    """Every quantified result in the tasks' texts, one a row: for sorting and adding up."""
    records = [
        _output_record(group, task, output)
        for group in version.taskgroup_rows.all()
        for task in group.tasks.all()
        for output in task.outputs.all()
    ]
    fields = filled(_OUTPUT, records, always=("number", "action", "text", "kind", "quantity", "unit"))
    rows = tuple(line(fields, record) for record in records)
    return Sheet(
        name="Kết quả định lượng",
        title=("Kết quả định lượng nêu trong các nhiệm vụ",),
        columns=columns(fields),
        rows=rows or (nothing(fields, "Các nhiệm vụ không nêu kết quả bằng số."),),
        filtered=bool(rows),
    )


def _output_record(group: TaskGroup, task: Task, output) -> Record:
    return _place_record(group, task) | {
        "text": output.text,
        "kind": output.kind.name,
        "approximate": "khoảng" if output.approximate else "",
        "quantity": output.quantity,
        "unit": output.unit,
        "per_year": "mỗi năm" if output.per_year else "",
        "year": output.year,
        "start": output.start,
        "end": output.end,
    }


def _place_record(group: TaskGroup, task: Task) -> Record:
    """Which task a row of another sheet is about."""
    return {
        "phase": group.phase.title if group.phase else "",
        "group": f"{group.number} {group.title}".strip(),
        "number": task.number,
        "action": task.action,
    }


_MONEY_LINE = (
    Field("phase", Column("Giai đoạn", width=14)),
    Field("group", Column("Nhóm nhiệm vụ", width=26)),
    Field("number", Column("TT nhiệm vụ", width=10)),
    Field("action", Column("Nhiệm vụ", width=46)),
    Field("year", Column("Năm", "year")),
    Field("sources", Column("Nguồn", width=20)),
    Field("quantity", Column("Số lượng", "number")),
    Field("unit", Column("Đơn vị", width=18)),
    Field("unit_price", Column("Đơn giá", "money")),
    Field("amount", Column("Thành tiền", "money")),
)


def task_money_sheet(version: PlanVersion) -> Sheet | None:
    """The calculations printed for the tasks' money, one a row; None where the plan prints none."""
    records = [
        _place_record(group, task) | line_record(item)
        for group in version.taskgroup_rows.all()
        for task in group.tasks.all()
        if getattr(task, "budget", None)
        for item in task.budget.lines.all()
    ]
    if not records:
        return None
    fields = filled(_MONEY_LINE, records, always=("number", "action", "amount"))
    return Sheet(
        name="Chi tiết kinh phí nhiệm vụ",
        title=("Chi tiết kinh phí in ở từng nhiệm vụ",),
        unit="Đơn vị tính: triệu đồng",
        columns=columns(fields),
        rows=tuple(line(fields, record) for record in records),
        filtered=True,
    )
