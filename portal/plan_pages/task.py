"""The page of one task."""

from dataclasses import dataclass

from budgets.enums import source_names
from budgets.findings import Finding
from budgets.findings.totals import short
from budgets.tables import UNKNOWN
from core.numbers import format_million, format_number
from portal.links import place
from portal.plan_pages.header import PlanPage
from portal.plan_pages.task_rows import TaskGroupRows, TaskRow, task_groups
from portal.plan_pages.words import calculation, years_between
from tasks.models import Output


@dataclass(frozen=True)
class OutputRow:
    """A quantified result as a target: "khoảng 30 người", "mỗi năm", and the words that say so."""

    kind: str
    quantity: str
    time: str
    text: str


@dataclass(frozen=True)
class LineRow:
    """A printed amount of the task's budget."""

    year: str
    sources: str
    amount: str
    calculation: str


@dataclass(frozen=True)
class TaskPage:
    """A task with all that the plan says about it; `before` and `after` are its neighbours in printed order."""

    row: TaskRow
    group: TaskGroupRows
    outputs: list[OutputRow]
    lines: list[LineRow]
    findings: list[tuple[Finding, str]]
    before: TaskRow | None
    after: TaskRow | None
    citation: str
    crumbs: list[tuple[str, str]]

    @property
    def task(self):
        return self.row.task

    @property
    def is_item(self) -> bool:
        return self.row.is_item

    @property
    def label(self) -> str:
        return _label(self.group, self.row)


def task_page(page: PlanPage, key: str) -> TaskPage | None:
    """The task or reportable item with this key; None where the version has none."""
    all_rows = [(group, row) for group in task_groups(page) for row in group.rows]
    at = next((at for at, (_, row) in enumerate(all_rows) if row.key == key), None)
    if at is None:
        return None
    group, row = all_rows[at]
    budget = getattr(row.task, "budget", None)
    return TaskPage(
        row=row,
        group=group,
        outputs=[] if row.is_item else [_output(output) for output in row.task.outputs.all()],
        lines=[_line(line, budget) for line in budget.lines.all()] if budget else [],
        findings=_findings(page, row),
        before=all_rows[at - 1][1] if at else None,
        after=all_rows[at + 1][1] if at + 1 < len(all_rows) else None,
        citation=_citation(page, group, row),
        crumbs=_crumbs(page, group, row),
    )


def _output(output: Output) -> OutputRow:
    about = "khoảng " if output.approximate else ""
    stated = str(output.year) if output.year else years_between(output.start, output.end)
    time = ", ".join(part for part in ("mỗi năm" if output.per_year else "", stated) if part)
    return OutputRow(
        kind=output.kind.name,
        quantity=f"{about}{format_number(output.quantity)} {output.unit or output.kind.unit}",
        time=time or "theo thời gian của nhiệm vụ",
        text=output.text,
    )


def _line(line, budget) -> LineRow:
    return LineRow(
        year=str(line.year) if line.year else "cả kỳ",
        sources=source_names(line.sources or budget.sources) or "không ghi nguồn",
        amount=UNKNOWN if line.amount is None else format_million(line.amount),
        calculation=calculation(line),
    )


def _findings(page: PlanPage, row: TaskRow) -> list[tuple[Finding, str]]:
    """Those whose place is in the task, with the address of each."""
    path = f"sections/{row.key}" if row.is_item else f"tasks/{row.key}"
    own = [f for f in page.findings if f.place == path or f.place.startswith(f"{path}/")]
    return [(finding, f"{page.url('plan_findings')}#{place('finding', finding.key)}") for finding in own]


def _label(group: TaskGroupRows, row: TaskRow) -> str:
    """ "Nhiệm vụ 4.3", "Mục II.1, khoản a"; without a printed number only what it is."""
    if row.is_item:
        return f"Mục {group.number}, khoản {row.number}".strip()
    return f"Nhiệm vụ {row.number}".strip()


def _crumbs(page: PlanPage, group: TaskGroupRows, row: TaskRow) -> list[tuple[str, str]]:
    (plans, _) = page.crumbs
    tasks = f"{page.url('plan_tasks')}#{row.anchor}"
    return [plans, (page.name, page.url("plan")), ("Nhiệm vụ", tasks), (_label(group, row), "")]


def _citation(page: PlanPage, group: TaskGroupRows, row: TaskRow) -> str:
    """How a document refers to the task, down to the version of the data."""
    what, within = ("Khoản", "mục") if row.is_item else ("Nhiệm vụ", "nhóm")
    version = page.version
    parts = (
        f"{what} {row.number}".strip(),
        f"{within} {group.number}" if group.number else "",
        short(row.title, 200),
        version.title,
        page.number_and_date,
        version.issuer,
        f"bản số {version.number}",
    )
    return ", ".join(part for part in parts if part) + "."
