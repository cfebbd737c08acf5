"""The tables of tasks and of their countable results."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.text import collapse
from plans.models import OutputKind
from reporting.builders.consolidated.facts import Answer, GroupFacts, TaskFacts, YearFacts
from reporting.builders.consolidated.unknown import NOT_ACCEPTED, UNKNOWN, UP_TO_REPORT, Unknowns, open_cell
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import Progress
from reporting.printed_tasks import target_words
from reporting.targets import PERCENT

TASKS, PROGRESS, OUTPUTS, KINDS = "Nhiệm vụ", "Mức độ thực hiện", "Kết quả theo nhiệm vụ", "Kết quả theo loại"
DIFFERENT = "các báo cáo khác nhau"
YES, NO, JOINT = "có", "không", "có, cùng chủ trì"
STATES = (Progress.DONE, Progress.DOING, Progress.NOT_STARTED, Progress.STOPPED, Progress.NIL)


def progress_words(task: TaskFacts) -> str:
    """ "đã hoàn thành"; what is said where reports do not agree, or none is there."""
    if task.progress is None:
        return NOT_ACCEPTED
    return Progress(task.progress).label if task.progress else DIFFERENT


def task_sheet(facts: YearFacts, unknowns: Unknowns) -> Sheet:
    """Every task of the year: when, who leads, what each agency says of how far it is, and what follows of that."""
    columns = (
        Column("TT", width=8),
        Column("Nhiệm vụ", width=50),
        Column("Thời gian", width=16),
        Column("Chủ trì như in", width=28),
        Column("Theo báo cáo của", width=36),
        Column("Mức độ", width=18),
    )
    rows = []
    for group in facts.groups:
        rows.append(group_row(group, len(columns)))
        for task in group.tasks:
            state = progress_words(task)
            if task.progress is None:
                unknowns.add(TASKS, where(task), "", "mức độ thực hiện", NOT_ACCEPTED)
            told = "\n".join(f"{one.agency}: {_told(one)}" for one in task.answers)
            cell = open_cell(state) if task.progress is None else state
            printed = task.printed
            rows.append(Row((printed.number, printed.title, printed.time, "; ".join(task.leads), told, cell)))
    return Sheet(TASKS, columns, tuple(rows), (f"Nhiệm vụ của năm {facts.year.year}",), frozen_columns=2)


def progress_sheet(groups: Sequence[GroupFacts], when: str, head: str = "Nhiệm vụ trong năm") -> Sheet:
    """How many tasks of each group are how far, in a time ("năm 2018")."""
    heads = (head, *(state.label.capitalize() for state in STATES), "Báo cáo khác nhau",
             "Chưa có báo cáo")  # fmt: skip
    columns = (
        Column("TT", width=8), Column("Nhóm nhiệm vụ", width=50), Column("Hợp phần", width=30),
        *(Column(head, "number", 12) for head in heads),
    )  # fmt: skip
    rows, total = [], Counter()
    for group in groups:
        counted = counts(group.tasks)
        total += counted
        rows.append(Row((group.number, group.name, group.component, *_numbers(counted))))
    rows.append(Row(("", "Tổng cộng", "", *_numbers(total)), "total"))
    title = (f"Mức độ thực hiện nhiệm vụ {when}",)
    return Sheet(PROGRESS, columns, tuple(rows), title, frozen_columns=2)


def counts(tasks) -> Counter:
    """How many tasks, and by how far they are: a `Progress`, "" for different, None for not reported."""
    tasks = list(tasks)
    return Counter(task.progress for task in tasks) + Counter({"all": len(tasks)})


def _numbers(counted: Counter) -> tuple[int, ...]:
    return tuple(counted[key] for key in ("all", *STATES, "", None))


def output_sheet(facts: YearFacts, unknowns: Unknowns) -> Sheet:
    """Each countable result that the plan prints for the year, or that a report adds, with what was reached."""
    columns = (
        Column("TT", width=8),
        Column("Nhiệm vụ", width=36),
        Column("Cơ quan", width=28),
        Column("Loại kết quả", width=22),
        Column("Chỉ tiêu in", width=36),
        Column("Số lượng", "number", 11),
        Column("Ước cả năm", "number", 11),
        Column("Đơn vị", width=12),
        Column("Tính vào tổng", width=10),
    )
    rows = []
    for group in facts.groups:
        of_group = [row for task in group.tasks for row in _output_rows(task, unknowns)]
        rows += [group_row(group, len(columns)), *of_group] if of_group else []
    rows = rows or [Row((Cell("Không có kết quả nào đếm được.", span=len(columns)),), "note")]
    title = (f"Kết quả đạt được so với chỉ tiêu in của kế hoạch, năm {facts.year.year}",)
    return Sheet(OUTPUTS, columns, tuple(rows), title, frozen_columns=2)


def _output_rows(task: TaskFacts, unknowns: Unknowns):
    about = (task.printed.number, task.printed.title)
    counted = JOINT if task.is_led_jointly else YES
    for answer in task.answers:
        is_counted = answer in task.counted
        for row in answer.entry.outputentry_rows.all():
            quantity, estimate = answer.told(row.quantity, row.estimate)
            if quantity is None:
                unknowns.add(OUTPUTS, where(task), answer.agency, row.kind.name, "báo cáo để trống")
            yield Row(
                (
                    *about, answer.agency, row.kind.name, row.target, open_cell(quantity), estimate,
                    row.unit, counted if is_counted else NO,
                )
            )  # fmt: skip
    if not task.answers:
        for output in task.printed.outputs:
            unknowns.add(OUTPUTS, where(task), "", output.kind.name, NOT_ACCEPTED)
            unit = output.unit or output.kind.unit
            target = target_words(output)
            yield Row((*about, NOT_ACCEPTED, output.kind.name, target, open_cell(None), None, unit, NO))


def kind_sheet(facts: YearFacts) -> Sheet:
    """What was reached of each kind of result, over all tasks."""
    columns = (
        Column("Loại kết quả", width=40),
        Column("Đơn vị", width=14),
        Column("Đã đạt", "number", 12),
        Column("Ước cả năm", "number", 12),
        Column("Số chỗ chưa rõ", "number", 12),
        Column("Cơ quan phối hợp báo, không cộng", "number", 16),
        Column("Trong số đã đạt, có thể trùng", "number", 16),
    )
    rows = tuple(
        Row((kind.name, unit, open_cell(sums.reached), sums.whole_year, sums.open, sums.beside, sums.doubled))
        for (kind, unit), sums in kind_sums(facts.tasks).items()
    )
    rows = rows or (Row((Cell("Không có kết quả nào đếm được.", span=len(columns)),), "note"),)
    title = (f"Kết quả theo loại, năm {facts.year.year}",)
    notes = (
        "“Đã đạt” cộng số của cơ quan chủ trì nhiệm vụ; số của cơ quan phối hợp có thể là cùng kết quả ấy nên "
        "đứng riêng. Chỗ chưa rõ không tính là 0.",
        "“Có thể trùng”: nhiều cơ quan cùng chủ trì một nhiệm vụ mà cùng báo một loại kết quả; phần vượt quá số lớn nhất "
        "trong các báo cáo ấy có thể là cùng một việc. Kết quả tính bằng % không cộng được nên chỉ có ở bảng theo nhiệm vụ.",
        UP_TO_REPORT,
    )
    return Sheet(KINDS, columns, rows, title, notes=notes, frozen_columns=1)


class Sums:
    """What is known of one kind of result; None as long as nothing is."""

    def __init__(self):
        self.reached: Decimal | None = None
        self.expected: Decimal | None = None
        self.beside: Decimal | None = None
        self.doubled: Decimal | None = None
        self.open = 0
        self.has_estimates = False
        self.lacks_estimates = False

    def compare(self, quantities: list[Decimal]) -> None:
        """Figures of agencies that lead a task together: what goes beyond the largest may be the same once more."""
        if len(quantities) > 1 and (more := sum(quantities) - max(quantities)):
            self.doubled = plus(self.doubled, more)

    def add(self, quantity: Decimal | None, estimate: Decimal | None, *, is_estimated: bool) -> None:
        """A figure of who leads; `is_estimated` where the whole year's is another one."""
        self.reached = plus(self.reached, quantity)
        self.open += quantity is None
        whole = quantity if estimate is None and not is_estimated else estimate
        self.expected = plus(self.expected, whole)
        self.has_estimates |= estimate is not None
        self.lacks_estimates |= whole is None and quantity is not None

    @property
    def whole_year(self) -> Cell | Decimal | None:
        """What is expected of the whole year; unknown where a figure lacks it, empty where nobody estimates."""
        if not self.has_estimates:
            return None
        return open_cell(None if self.lacks_estimates else self.expected)


def kind_sums(tasks: Iterable[TaskFacts]) -> dict[tuple[OutputKind, str], Sums]:
    """What was reached in these tasks by kind and unit, in the order of the catalogue; without percentages: they do not add."""
    found: dict[tuple[OutputKind, str], Sums] = defaultdict(Sums)
    for task in tasks:
        of_leads: dict[tuple[OutputKind, str], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for answer in task.answers:
            is_counted = answer in task.counted
            for row in answer.entry.outputentry_rows.all():
                key = row.kind, collapse(row.unit) or row.kind.unit
                quantity, estimate = answer.told(row.quantity, row.estimate)
                if not is_counted:
                    found[key].beside = plus(found[key].beside, quantity)
                    continue
                found[key].add(quantity, estimate, is_estimated=answer.asks_estimates)
                of_leads[key][answer.report.pk] += quantity or 0
        for key, quantities in of_leads.items():
            found[key].compare(list(quantities.values()))
        if not task.answers:
            for output in task.printed.outputs:
                found[output.kind, collapse(output.unit) or output.kind.unit].open += 1
    found = {key: sums for key, sums in found.items() if key[1] != PERCENT}
    return dict(sorted(found.items(), key=lambda item: (item[0][0].pk, item[0][1])))


def plus(known: Decimal | None, more: Decimal | None) -> Decimal | None:
    """Both together; what is not known adds nothing, and None stays as long as nothing is known."""
    return known if more is None else (known or Decimal(0)) + more


def group_row(group: GroupFacts, width: int) -> Row:
    """The row that heads the tasks of a group."""
    component = f" ({group.component})" if group.component else ""
    return Row((group.number, Cell(f"{group.name}{component}", span=width - 1)), "group")


def where(task: TaskFacts) -> str:
    """ "Nhiệm vụ 4.3: Tổ chức hội nghị"."""
    return f"{task.printed.label}: {task.printed.title}"


def _told(answer: Answer) -> str:
    if not answer.progress:
        return UNKNOWN
    words = Progress(answer.progress).label
    reason = (answer.entry.nil_reason or answer.report.nil_reason) if answer.progress == Progress.NIL else ""
    return f"{words} ({reason})" if reason else words
