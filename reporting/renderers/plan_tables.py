"""The tables of the province plan report, in the body and in its annexes."""

from reporting.contents.plan_report import (
    FindingRow,
    MoneyRow,
    MoneyTable,
    PastResult,
    PlanReport,
    PrintedTable,
    ReadingRow,
    TargetRow,
    TaskGroup,
    TaskRow,
)
from reporting.renderers.grid import Cell, Grid, Row, cell, is_long, numbered

TASK_COLUMNS = (
    ("results", "Kết quả dự kiến"),
    ("leads", "Cơ quan chủ trì"),
    ("coordinating", "Cơ quan phối hợp"),
    ("time", "Thời gian thực hiện"),
    ("money", "Kinh phí như in (triệu đồng)"),
)
NO_DECISION = "Chưa có quyết định."


def targets(rows: tuple[TargetRow, ...]) -> Grid:
    """Each target beside the national ones, with whom each counts."""
    heads = (
        ("w-28", "Chỉ tiêu"),
        ("w-28", "Đối tượng tính của kế hoạch"),
        ("w-16", "Mục tiêu của kế hoạch"),
        ("", "Mục tiêu quốc gia cùng chỉ tiêu"),
    )
    lines = (
        Row(
            (
                cell(target.indicator),
                cell(target.population),
                cell(target.value),
                cell(*(target.national or ("Chương trình không đặt",))),
            )
        )
        for target in rows
    )
    return Grid(heads, tuple(lines))


def groups(report: PlanReport) -> Grid:
    """The groups with component, number of tasks and times; the tasks themselves are in the annex."""
    heads = (
        ("w-tt", "TT"),
        ("", "Nhóm nhiệm vụ"),
        ("w-component", "Hợp phần của chiến lược quốc gia"),
        ("w-count", "Số nhiệm vụ"),
        ("w-times", "Thời gian thực hiện"),
    )
    rows, phase = [], ""
    for group in report.groups:
        if group.phase != phase:
            rows.append(Row((cell(group.phase, columns=5),), "phase"))
        phase = group.phase
        rows.append(
            Row(
                (
                    cell(group.number, css="middle"),
                    cell(group.title),
                    cell(group.component),
                    cell(str(len(group.tasks)), css="middle"),
                    cell(_times(group), css="middle"),
                )
            )
        )
    total = (cell(""), cell("Tổng số", columns=2), cell(str(report.task_count), css="middle"), cell(""))
    return Grid(heads, (*rows, Row(total, "sum")))


def _times(group: TaskGroup) -> str:
    return "; ".join(dict.fromkeys(task.time for task in group.tasks if task.time)) or "không in"


def tasks(report: PlanReport) -> Grid:
    """Every task with every word that the plan prints about it; a column that no task fills is left out."""
    all_tasks = [task for group in report.groups for task in group.tasks]
    columns = [(name, head) for name, head in TASK_COLUMNS if any(getattr(t, name) for t in all_tasks)]
    heads = (("w-tt", "TT"), ("", "Nội dung hành động"), *((f"w-{name}", head) for name, head in columns))
    rows, phase = [], ""
    for group in report.groups:
        if group.phase != phase:
            rows.append(Row((cell(group.phase, columns=len(heads)),), "phase"))
        phase = group.phase
        title = cell(group.title, columns=len(heads) - 1)
        rows.append(Row((cell(group.number, css="middle"), title), "group"))
        rows += [_task(task, [name for name, _ in columns]) for task in group.tasks]
    return Grid(heads, tuple(rows))


def _task(task: TaskRow, columns: list[str]) -> Row:
    note = (("note", f"Ghi chú: {task.note}"),) if task.note else ()
    head = "action" if task.contents else ""
    action = Cell(((head, task.action), *(("", f"- {text}") for text in task.contents), *note))
    cells = {
        "results": cell(*(f"- {text}" for text in task.results)),
        "leads": cell(*_listed(task.leads)),
        "coordinating": cell(*_listed(task.coordinating)),
        "time": cell(task.time, css="middle"),
        "money": cell(task.money),
    }
    shown = (cell(task.number, css="middle"), action, *(cells[name] for name in columns))
    return Row(shown, "long" if any(is_long(shown_cell) for shown_cell in shown) else "")


def _listed(texts: tuple[str, ...]) -> list[str]:
    """The parties one below the other, told apart by a semicolon where the plan prints no sign of its own."""
    return [text if text == texts[-1] or text[-1:] in ";,." else f"{text};" for text in texts]


def money(table: MoneyTable) -> Grid:
    """Groups by source or year as `budgets.tables` gives them, with the printed total where it differs."""
    figures = tuple(("w-figure" if len(table.columns) < 7 else "w-year", column) for column in table.columns)
    heads = (("w-tt", "TT"), ("", "Nhóm nhiệm vụ"), *figures, ("w-figure", "Tổng cộng"))
    rows, phase = [], ""
    for line in table.rows:
        if line.phase != phase:
            rows.append(Row((cell(line.phase, columns=len(heads)),), "phase"))
        phase = line.phase
        rows += _money_rows(line, "")
    rows += _money_rows(table.total, "sum")
    if table.published:
        label = cell("Tổng in trong kế hoạch (khác tổng tính)", columns=len(heads) - 2)
        rows.append(Row((cell(""), label, cell(table.published, css="figure")), "sum"))
    return Grid(heads, tuple(rows))


def totals(table: MoneyTable) -> Grid:
    """The total row alone: the short form of a money table for the body."""
    heads = (*(("", column) for column in table.columns), ("w-sum", "Tổng cộng"))
    lines = _money_rows(table.total, "")
    return Grid(heads, (Row(lines[0].cells[2:]), *(Row(line.cells) for line in lines[1:])))


def _money_rows(line: MoneyRow, css: str) -> list[Row]:
    height = max(len(line.lines), 1)
    figures = [
        tuple(cell(c.text, css="figure" if c.span == 1 else "middle", columns=c.span) for c in cells)
        for cells in line.lines
    ] or [()]
    total = cell(line.total, css="figure", rows=height)
    first = (cell(line.number, css="middle", rows=height), cell(line.label, rows=height), *figures[0], total)
    return [Row(first, css), *(Row(cells, f"{css} rest".strip()) for cells in figures[1:])]


def sources(report: PlanReport) -> Grid:
    """The table of the chart."""
    rows = [Row((cell(bar.label), cell(bar.text, css="figure"))) for bar in report.money.bars]
    rows.append(Row((cell("Tổng cộng"), cell(report.money.total, css="figure")), "sum"))
    if report.money.published:
        printed = cell("Tổng in trong kế hoạch (khác tổng tính)")
        rows.append(Row((printed, cell(report.money.published, css="figure")), "sum"))
    return Grid((("", "Nguồn"), ("w-half", "Số tiền (triệu đồng)")), tuple(rows))


def printed(table: PrintedTable) -> Grid:
    """A budget table with its printed columns."""
    widths = ["w-figure" if numeric else "" for numeric in table.numeric]
    widths[0] = "w-tt"
    if not table.numeric[-1]:
        widths[-1] = "w-money"
    body = [_printed_row(table, texts, "") for texts in table.rows]
    if table.total:
        body.append(_printed_row(table, table.total, "sum"))
    return Grid(tuple(zip(widths, table.columns, strict=True)), tuple(body))


def _printed_row(table: PrintedTable, texts: tuple[str, ...], css: str) -> Row:
    cells = [
        cell(*text.split("\n"), css="figure" if numeric else "")
        for text, numeric in zip(texts, table.numeric, strict=True)
    ]
    return Row(tuple(cells), css)


def findings(rows: tuple[FindingRow, ...]) -> Grid:
    """Each finding with what is printed, what follows from the rest, and what was decided."""
    heads = (
        ("w-tt", "TT"),
        ("w-28", "Sai lệch, vị trí"),
        ("w-16", "Như in"),
        ("w-16", "Đối chiếu"),
        ("", "Ghi chú"),
        ("w-16", "Quyết định"),
    )
    return Grid(heads, numbered(_finding(finding) for finding in rows))


def _finding(finding: FindingRow) -> tuple[Cell, ...]:
    what = Cell((("action", finding.title), ("note", f"{finding.kind}."), ("", finding.where)))
    return (
        what,
        cell(finding.printed),
        cell(finding.computed),
        cell(finding.note),
        cell(finding.decision or NO_DECISION),
    )


def past_results(rows: tuple[PastResult, ...]) -> Grid:
    """What the plan reports of the period before."""
    heads = (
        ("w-tt", "TT"),
        ("", "Kết quả"),
        ("w-13", "Thời gian"),
        ("w-22", "Số lượng"),
        ("w-22", "Kinh phí (triệu đồng)"),
    )
    return Grid(heads, numbered(_past_result(result) for result in rows))


def _past_result(result: PastResult) -> tuple[Cell, ...]:
    figures = (cell(result.quantity or "–"), cell(result.amount or "–"))
    return (cell(result.text), cell(result.period, css="middle"), *figures)


def readings(rows: tuple[ReadingRow, ...]) -> Grid:
    """How broken places of the source were read."""
    heads = (("w-tt", "TT"), ("w-18", "Vị trí"), ("", "Như in"), ("", "Đọc là"), ("", "Lý do"))
    return Grid(
        heads,
        numbered(
            (cell(reading.place), cell(reading.printed), cell(reading.read_as), cell(reading.why))
            for reading in rows
        ),
    )
