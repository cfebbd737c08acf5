"""The money of a version in its outline: of tasks, of budget tables, and what the plan says about its sources."""

from collections import Counter
from collections.abc import Iterator

from budgets.enums import Axis, Source, source_names
from budgets.findings.money import sub_source_names
from budgets.models import BudgetRow, BudgetTable, FinancingStatement
from budgets.tables import UNKNOWN
from plans.models import PlanVersion
from reporting.builders.comparison.thing import Field, Thing, flag, listing, money, text
from reporting.builders.plan_money import line_text
from tasks.models import Task

NOT_PRINTED = "không in"


def money_things(version: PlanVersion) -> Iterator[Thing]:
    """Budget tables with their rows, then the sentences on sources."""
    tables = list(version.budgettable_rows.all())
    for number, table in enumerate(tables, start=1):
        yield from _table_things(table, f"Bảng kinh phí {number}" if len(tables) > 1 else "Bảng kinh phí")
    names = sub_source_names()
    yield from (_financing_thing(row, names) for row in version.financingstatement_rows.all())


def task_money(task: Task) -> tuple[Field, ...]:
    """What the task table prints about the task's money."""
    budget = getattr(task, "budget", None)
    return (
        text("Kinh phí, chữ in", budget and budget.text, NOT_PRINTED),
        money("Tổng kinh phí", budget and budget.total),
        text("Nguồn kinh phí", budget and source_names(budget.sources), UNKNOWN),
        listing(
            "Chi tiết kinh phí", (line_text(line, UNKNOWN) for line in budget.lines.all()) if budget else ()
        ),
    )


def _table_things(table: BudgetTable, name: str) -> Iterator[Thing]:
    key = f"table:{table.key}"
    totals = {(total.axis, total.source or total.year): total.amount for total in table.totals.all()}
    fields = (
        text("Tên bảng", table.title),
        text("Năm", str(table.year or ""), "cả thời kỳ"),
        text("Đơn vị tính", table.unit),
        flag("Tổng gồm kinh phí doanh nghiệp", table.includes_dn),
        flag("Bảng còn đủ các dòng", table.complete),
        text("Số tiền bằng chữ", table.amount_in_words, NOT_PRINTED),
        text("Nhãn dòng tổng", table.total_label, NOT_PRINTED),
        money("Dòng tổng in", totals.get((Axis.TOTAL, None))),
        *_parts("Dòng tổng in, ", totals),
    )
    yield Thing(key, name, fields)
    links = Counter(_link(row) for row in table.rows.all())
    for row in table.rows.all():
        link = _link(row)
        own_key = f"{key}/{link}" if link and links[link] == 1 else ""
        yield Thing(
            own_key, f"{name}, dòng {row.number}: {row.label}".replace(" : ", ": "), _row_fields(row), key
        )


def _link(row: BudgetRow) -> str:
    """The task or the group that a row is for; nothing for a row of its own."""
    return f"task:{row.task.key}" if row.task else f"group:{row.group.key}" if row.group else ""


def _row_fields(row: BudgetRow) -> tuple[Field, ...]:
    lines = list(row.lines.all())
    amounts = {
        (line.axis, line.sources[0] if line.axis == Axis.SOURCE else line.year): line.amount
        for line in lines
        if line.axis != Axis.LINE
    }
    return (
        text("Số thứ tự", row.number, NOT_PRINTED),
        text("Nội dung", row.label),
        text("Cho nhóm nhiệm vụ", row.group and f"{row.group.number} {row.group.title}".strip()),
        text("Cho nhiệm vụ", row.task and f"{row.task.number} {row.task.action}".strip()),
        money("Tổng kinh phí", row.total),
        *_parts("", amounts),
        text("Nguồn", source_names(row.sources)),
        text("Nguồn, chữ in", row.source_text),
        listing("Chi tiết kinh phí", (line_text(line, UNKNOWN) for line in lines if line.axis == Axis.LINE)),
    )


def _parts(before: str, amounts: dict) -> Iterator[Field]:
    """Amounts by source, then by year; a source or year that is not printed has no field."""
    for source in Source:
        if (Axis.SOURCE, source.value) in amounts:
            yield money(
                f"{before}{'nguồn' if before else 'Nguồn'} {source.label}", amounts[Axis.SOURCE, source.value]
            )
    for axis, year in sorted((key for key in amounts if key[0] == Axis.YEAR), key=str):
        yield money(f"{before}{'năm' if before else 'Năm'} {year}", amounts[axis, year])


def _financing_thing(row: FinancingStatement, names: dict[str, str]) -> Thing:
    fields = (
        text("Điều khoản", row.clause),
        text("Nội dung", row.text),
        money("Số tiền", row.amount),
        text("Nguồn", source_names(row.sources), UNKNOWN),
        text("Nguồn chi tiết", "; ".join(names.get(code, code) for code in row.sub_sources)),
        text("Số tiền bằng chữ", row.amount_in_words, NOT_PRINTED),
    )
    return Thing("", f"Quy định về nguồn, mục {row.clause}", fields, "financing")
