"""What one version of a report says, part by part, ready to be read: by its agency, by the department, by the ministry.

A part has the place that remarks and evidence name too: a task's, "general" or "paper". `templates/report/content.html`
shows all of them, `report/section.html` one.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from budgets.enums import Source
from portal.report_pages.words import date_words, money_words, quantity_words, saving_words
from reporting.enums import Progress
from reporting.models import Evidence, ProductEntry, Remark, Report, TaskEntry
from reporting.printed_tasks import PrintedTask
from reporting.report_faults import GENERAL, ordered_entries
from reporting.savings import doubts_of
from reporting.services.digests import PAPER
from reporting.services.reports import printed_of


@dataclass(frozen=True)
class FigureRow:
    """A countable result beside its printed target, or money beside what was planned."""

    label: str
    planned: str
    value: str
    estimate: str


@dataclass(frozen=True)
class ResourceRow:
    """What a product took of a resource, before and now, and what is saved per unit of it."""

    label: str
    baseline: str
    current: str
    saving: str


@dataclass(frozen=True)
class Section:
    """A part of a report. `answers` are labels with texts; `differs` where the version before said something else."""

    place: str
    anchor: str
    title: str
    printed: PrintedTask | None = None
    progress: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    outputs: tuple[FigureRow, ...] = ()
    money: tuple[FigureRow, ...] = ()
    resources: tuple[ResourceRow, ...] = ()
    files: tuple[Evidence, ...] = ()
    remarks: tuple[Remark, ...] = ()
    differs: bool = False

    @property
    def said(self) -> tuple:
        """What is compared with another version."""
        files = tuple(one.checksum for one in self.files)
        return self.progress, self.answers, self.outputs, self.money, self.resources, files


@dataclass(frozen=True)
class ReportContent:
    """All that a version says. `is_nil` where nothing came up in the whole year."""

    report: Report
    sections: tuple[Section, ...] = ()
    with_estimates: bool = False
    remarks: dict = field(default_factory=dict)

    @property
    def is_nil(self) -> bool:
        return self.report.is_nil


def report_content(report: Report, *, before: Report | None = None, remarks=()) -> ReportContent:
    """What a report from `with_content` says, marked where it differs from the version `before`.

    `remarks` stand at the part that they are about.
    """
    at: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        at[remark.place].append(remark)
    sections = _sections(report, at)
    if before is not None:
        said = {section.place: section.said for section in _sections(before, {})}
        sections = [replace(one, differs=said.get(one.place) != one.said) for one in sections]
    return ReportContent(report, tuple(sections), report.obligation.asks_estimates)


def _sections(report: Report, remarks: dict) -> list[Section]:
    files: dict[str, list[Evidence]] = defaultdict(list)
    for one in report.evidence_rows.all():
        files[one.place].append(one)
    printed = printed_of(report)
    general = Section(
        GENERAL, "chung", "Phần chung", answers=_general(report), files=tuple(files[GENERAL]),
        remarks=tuple(remarks.get(GENERAL, ())),
    )  # fmt: skip
    tasks = [
        _task(entry, printed.get(entry.place), files[entry.place], remarks.get(entry.place, ()), number)
        for number, entry in enumerate(ordered_entries(report, printed), 1)
    ]
    products = [_product(one, remarks.get(one.place, ())) for one in report.productentry_rows.all()]
    paper = (
        ("Số, ký hiệu", report.paper_number),
        ("Ngày", date_words(report.paper_date)),
        ("Ngày nhận", date_words(report.received_on)),
    )
    said = tuple((label, text) for label, text in paper if text)
    found = [general, *tasks, *products]
    if said or files[PAPER] or remarks.get(PAPER):
        found.append(
            Section(
                PAPER, "van-ban", "Văn bản đã ký", answers=said, files=tuple(files[PAPER]),
                remarks=tuple(remarks.get(PAPER, ())),
            )
        )  # fmt: skip
    return found


def _general(report: Report) -> tuple[tuple[str, str], ...]:
    said = (
        ("Không phát sinh trong cả năm, lý do", report.nil_reason if report.is_nil else ""),
        ("Đánh giá chung", report.general),
        ("Khó khăn, vướng mắc chung", report.difficulties),
        ("Kiến nghị, đề xuất", report.proposals),
    )
    return tuple((label, text) for label, text in said if text)


def _task(entry: TaskEntry, task: PrintedTask | None, files, remarks, number: int) -> Section:
    said = (
        ("Lý do không phát sinh", entry.nil_reason if entry.progress == Progress.NIL else ""),
        ("Kết quả thực hiện", entry.done),
        ("Khó khăn, vướng mắc", entry.difficulties),
        ("Đề xuất cho năm sau", entry.proposals),
    )
    year = entry.report.obligation.year.year
    outputs = [
        FigureRow(
            row.kind.name,
            row.target,
            quantity_words(row.quantity, row.unit),
            quantity_words(row.estimate, row.unit),
        )
        for row in entry.outputentry_rows.all()
    ]
    money = [
        FigureRow(
            Source(row.source).label, _planned(task, row.source, year), money_words(row.spent),
            money_words(row.estimate),
        )
        for row in entry.moneyentry_rows.all()
    ]  # fmt: skip
    return Section(
        place=entry.place,
        anchor=f"nhiem-vu-{number}",
        title=f"{task.label}: {task.title}" if task else entry.place.partition(":")[2],
        printed=task,
        progress=entry.get_progress_display() if entry.progress else "chưa nhập",
        answers=tuple((label, text) for label, text in said if text),
        outputs=tuple(outputs),
        money=tuple(money),
        files=tuple(files),
        remarks=tuple(remarks),
    )


def _planned(task: PrintedTask | None, source: str, year: int) -> str:
    """What the plan prints for the year from the source alone."""
    planned = task.planned_of(source, year) if task else None
    return "không ghi" if planned is None else money_words(planned)


def _product(product: ProductEntry, remarks) -> Section:
    unit = f" ({product.unit})" if product.unit else ""
    count = "" if product.solution_count is None else f" ({product.solution_count} giải pháp)"
    money = (("Đã đầu tư", product.investment), ("Tiết kiệm được trong năm", product.saved_money))
    confirmed = [one.text for one in doubts_of(product) if one.key in product.confirmed]
    baseline = f"Sản lượng năm gốc {product.baseline_year or ''}".strip()
    said = [
        (f"{baseline}{unit}", quantity_words(product.baseline_output, "")),
        (f"Sản lượng năm nay{unit}", quantity_words(product.output, "")),
        (f"Giải pháp đã áp dụng{count}", product.solutions),
        *((label, f"{money_words(dong)} triệu đồng") for label, dong in money if dong is not None),
        ("Số khác thường mà cơ sở xác nhận là đúng", "\n".join(confirmed)),
    ]
    resources = [
        ResourceRow(
            row.label,
            quantity_words(row.baseline, row.get_unit_display()),
            quantity_words(row.current, row.get_unit_display()),
            saving_words(product, row) or "chưa tính được",
        )
        for row in product.resource_rows.all()
    ]
    return Section(
        place=product.place,
        anchor=f"san-pham-{product.position + 1}",
        title=f"Hiệu quả sản xuất sạch hơn: {product}",
        answers=tuple((label, text) for label, text in said if text),
        resources=tuple(resources),
        remarks=tuple(remarks),
    )
