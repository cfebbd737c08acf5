"""The tables of tasks and of their countable results over the years of a period."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.text import collapse
from plans.models import OutputKind
from reporting.builders.consolidated.period.facts import PeriodFacts, PeriodTask
from reporting.builders.consolidated.tasks import (
    KINDS,
    OUTPUTS,
    TASKS,
    Sums,
    group_row,
    kind_sums,
    plus,
    progress_words,
    where,
)
from reporting.builders.consolidated.unknown import NOT_ACCEPTED, UP_TO_REPORT, Unknowns, open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.printed_tasks import target_words

NOT_RUNNING, NO_YEAR = "–", "không có kỳ báo cáo"
KIND, MEASURE, TOTAL, OPEN = "Loại kết quả", "Đơn vị", "Cộng cả kỳ", "Số chỗ chưa rõ"
NOTES = (
    "Cộng số của cơ quan chủ trì nhiệm vụ qua các năm; số của cơ quan phối hợp có thể là cùng kết quả ấy nên đứng riêng. Chỗ "
    "chưa rõ không tính là 0, nên tổng chỉ là phần đã biết; năm để trống là năm không có báo cáo nào nói đến.",
    UP_TO_REPORT,
)


def task_sheet(facts: PeriodFacts, unknowns: Unknowns) -> Sheet:
    """Every task of the period: how far it was in each year, and by the last year that tells."""
    columns = (
        Column("TT", width=8),
        Column("Nhiệm vụ", width=50),
        Column("Chủ trì như in", width=28),
        *(Column(str(year), width=14) for year in facts.numbers),
        Column("Mức độ đến cuối kỳ", width=18),
        Column("Theo năm", "year", 8),
    )
    rows = []
    for group in facts.groups:
        rows.append(group_row(group, len(columns)))
        for task in group.tasks:
            if task.told_in is None:
                unknowns.add(TASKS, where(task), "", "mức độ thực hiện", NOT_ACCEPTED)
            states = (_state(facts, task, year) for year in facts.numbers)
            printed, end = task.printed, progress_words(task)
            rows.append(
                Row(
                    (
                        printed.number, printed.title, "; ".join(task.leads), *states,
                        open_cell(end) if task.told_in is None else end, task.told_in,
                    )
                )
            )  # fmt: skip
    notes = ("“–”: năm không có nhiệm vụ này.",)
    title = (f"Nhiệm vụ của {facts.time}",)
    return Sheet(TASKS, columns, tuple(rows), title, notes=notes, frozen_columns=2)


def _state(facts: PeriodFacts, task: PeriodTask, year: int):
    if year not in task.years:
        return NOT_RUNNING
    if year not in facts.years:
        return Cell(NO_YEAR, unknown=True)
    of_year = task.years[year]
    words = progress_words(of_year)
    return open_cell(words) if of_year.progress is None else words


def kind_sheet(facts: PeriodFacts) -> Sheet:
    """What was reached of each kind of result, in each year and altogether."""
    columns = (
        Column(KIND, width=40),
        Column(MEASURE, width=14),
        *(Column(str(year), "number", 12) for year in facts.numbers),
        Column(TOTAL, "number", 12),
        Column(OPEN, "number", 12),
        Column("Cơ quan phối hợp báo, không cộng", "number", 16),
    )
    found: dict[tuple[OutputKind, str], dict[int, Sums]] = defaultdict(dict)
    for year, of_year in facts.all_years.items():
        for key, sums in kind_sums(of_year.tasks).items():
            found[key][year] = sums
    rows = []
    for (kind, unit), by_year in sorted(found.items(), key=lambda item: (item[0][0].pk, item[0][1])):
        total = beside = None
        for sums in by_year.values():
            total, beside = plus(total, sums.reached), plus(beside, sums.beside)
        in_years = (open_cell(by_year[year].reached) if year in by_year else None for year in facts.numbers)
        is_open = sum(sums.open for sums in by_year.values())
        rows.append(Row((kind.name, unit, *in_years, open_cell(total), is_open, beside)))
    nothing = Row((Cell("Không có kết quả nào đếm được.", span=len(columns)),), "note")
    title = (f"Kết quả theo loại, {facts.time}",)
    return Sheet(KINDS, columns, tuple(rows) or (nothing,), title, notes=NOTES, frozen_columns=1)


@dataclass(frozen=True)
class Reached:
    """What a report says was reached of a kind of result over its period; `total` None where nothing is known."""

    kind: str
    unit: str
    total: Decimal | None
    open: int


def reached_by_kind(tables: Iterable[Sheet]) -> list[Reached]:
    """Read from the tables of a report of a period, as `kind_sheet` made them."""
    found = []
    for sheet in (one for one in tables if one.name == KINDS):
        heads = [column.title for column in sheet.columns]
        for row in (one for one in sheet.rows if one.style == "plain"):
            kind, unit, total, is_open = (
                row.cells[heads.index(head)] for head in (KIND, MEASURE, TOTAL, OPEN)
            )
            found.append(Reached(kind, unit, None if isinstance(total, Cell) else total, is_open))
    return found


def output_sheet(facts: PeriodFacts, unknowns: Unknowns) -> Sheet:
    """What was reached of each kind of result by each task, in each year and altogether."""
    columns = (
        Column("TT", width=8),
        Column("Nhiệm vụ", width=40),
        Column(KIND, width=24),
        Column("Chỉ tiêu in", width=36),
        Column(MEASURE, width=12),
        *(Column(str(year), "number", 11) for year in facts.numbers),
        Column(TOTAL, "number", 11),
        Column(OPEN, "number", 9),
    )
    rows = []
    for group in facts.groups:
        of_group = [row for task in group.tasks for row in _output_rows(facts, task, unknowns)]
        rows += [group_row(group, len(columns)), *of_group] if of_group else []
    rows = rows or [Row((Cell("Không có kết quả nào đếm được.", span=len(columns)),), "note")]
    title = (f"Kết quả đạt được so với chỉ tiêu in của kế hoạch, {facts.time}",)
    return Sheet(OUTPUTS, columns, tuple(rows), title, notes=NOTES, frozen_columns=2)


class _Line:
    """What leads report of one kind of result of a task, year by year; None is unknown."""

    def __init__(self):
        self.targets: dict[str, None] = {}
        self.by_year: dict[int, Decimal | None] = {}
        self.open = 0

    def add(self, year: int, target: str, quantity: Decimal | None) -> None:
        self.targets |= {target: None} if target else {}
        self.by_year[year] = plus(self.by_year.get(year), quantity)
        self.open += quantity is None


def _output_rows(facts: PeriodFacts, task: PeriodTask, unknowns: Unknowns):
    found: dict[tuple[OutputKind, str], _Line] = defaultdict(_Line)
    for year, of_year in sorted(task.years.items()):
        for answer in of_year.counted:
            for row in answer.entry.outputentry_rows.all():
                quantity, _ = answer.told(row.quantity, row.estimate)
                found[row.kind, collapse(row.unit) or row.kind.unit].add(year, row.target, quantity)
                if quantity is None:
                    unknowns.add(
                        OUTPUTS,
                        f"{where(task)}, năm {year}",
                        answer.agency,
                        row.kind.name,
                        "báo cáo để trống",
                    )
        for output in () if of_year.answers else of_year.printed.outputs:
            why = NOT_ACCEPTED if year in facts.years else NO_YEAR
            unknowns.add(OUTPUTS, f"{where(task)}, năm {year}", "", output.kind.name, why)
            unit = collapse(output.unit) or output.kind.unit
            found[output.kind, unit].add(year, target_words(output), None)
    for (kind, unit), line in found.items():
        total = None
        for quantity in line.by_year.values():
            total = plus(total, quantity)
        in_years = (open_cell(line.by_year[year]) if year in line.by_year else None for year in facts.numbers)
        about = (task.printed.number, task.printed.title, kind.name, "; ".join(line.targets), unit)
        yield Row((*about, *in_years, open_cell(total), line.open))
