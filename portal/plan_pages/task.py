"""The page of one task."""

from dataclasses import dataclass

from budgets.findings import Finding
from core.numbers import format_million, format_number
from plans.models import SectionItem
from portal.plan_pages.findings import anchor_of
from portal.plan_pages.header import PlanPage
from portal.plan_pages.task_rows import TaskGroupRows, TaskRow, source_labels, task_groups
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

    @property
    def task(self):
        return self.row.task

    @property
    def is_item(self) -> bool:
        return isinstance(self.task, SectionItem)

    @property
    def label(self) -> str:
        """ "Nhiệm vụ 4.3", "Mục II.1, khoản a"; without a printed number only what it is."""
        if self.is_item:
            return f"Mục {self.group.number}, khoản {self.row.number}" if self.row.number else "Khoản"
        return f"Nhiệm vụ {self.row.number}" if self.row.number else "Nhiệm vụ"


def task_page(page: PlanPage, key: str) -> TaskPage | None:
    """The task or reportable item with this key; None where the version has none."""
    all_rows = [(group, row) for group in task_groups(page) for row in group.rows]
    at = next((at for at, (_, row) in enumerate(all_rows) if row.key == key), None)
    if at is None:
        return None
    group, row = all_rows[at]
    is_item = isinstance(row.task, SectionItem)
    budget = getattr(row.task, "budget", None)
    return TaskPage(
        row=row,
        group=group,
        outputs=[] if is_item else [_output(output) for output in row.task.outputs.all()],
        lines=[_line(line, budget) for line in budget.lines.all()] if budget else [],
        findings=_findings(page, key, is_item),
        before=all_rows[at - 1][1] if at else None,
        after=all_rows[at + 1][1] if at + 1 < len(all_rows) else None,
        citation=_citation(page, group, row),
    )


def _output(output: Output) -> OutputRow:
    amount = f"{'khoảng ' if output.approximate else ''}{format_number(output.quantity)} {output.unit or output.kind.unit}"
    period = "-".join(str(year) for year in dict.fromkeys((output.start, output.end)) if year)
    stated = str(output.year) if output.year else period
    time = ", ".join(part for part in ("mỗi năm" if output.per_year else "", stated) if part)
    return OutputRow(output.kind.name, amount, time or "theo thời gian của nhiệm vụ", output.text)


def _line(line, budget) -> LineRow:
    calculation = ""
    if line.quantity is not None and line.unit_price is not None:
        calculation = (
            f"{format_number(line.quantity)} {line.unit} x {format_million(line.unit_price)}".replace(
                "  ", " "
            )
        )
    return LineRow(
        year=str(line.year) if line.year else "cả kỳ",
        sources=source_labels(line.sources or budget.sources) or "không ghi nguồn",
        amount="chưa rõ" if line.amount is None else format_million(line.amount),
        calculation=calculation,
    )


def _findings(page: PlanPage, key: str, is_item: bool) -> list[tuple[Finding, str]]:
    """Those whose place is in the task, with the address of each."""
    place = f"sections/{key}" if is_item else f"tasks/{key}"
    own = [f for f in page.findings if f.place == place or f.place.startswith(f"{place}/")]
    return [(finding, f"{page.url('plan_findings')}#{anchor_of(finding.key)}") for finding in own]


def _citation(page: PlanPage, group: TaskGroupRows, row: TaskRow) -> str:
    """How a document refers to the task, down to the version of the data."""
    what = f"“{row.title}”" if len(row.title) <= 200 else f"“{row.title[:200].rpartition(' ')[0]} …”"
    number = f" {row.number}" if row.number else ""
    within = " ".join(
        part for part in ("mục" if isinstance(row.task, SectionItem) else "nhóm", group.number) if part
    )
    return (
        f"{'Khoản' if isinstance(row.task, SectionItem) else 'Nhiệm vụ'}{number}, {within}, {what}, "
        f"{page.version.title}, {page.number_and_date}, {page.version.issuer}, bản số {page.version.number}."
    )
