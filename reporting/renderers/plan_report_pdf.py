"""The province plan report as PDF, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The body, then the annexes, each with page numbers of its own. Which annexes there are follows from what the
plan has; two or more carry Roman numerals.
"""

from dataclasses import dataclass

from reporting.contents.plan_report import PlanReport
from reporting.renderers import plan_tables as tables
from reporting.renderers.chart import bar_chart
from reporting.renderers.grid import Grid
from reporting.renderers.pdf import draw, html_of, kept_together, lay_out
from reporting.renderers.progress import Progress

BODY, ANNEX, TEXT_ANNEX = (
    "reporting/pdf/plan_report.html",
    "reporting/pdf/annex.html",
    "reporting/pdf/annex_text.html",
)
MOST_FINDINGS_IN_BODY = 3
LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
UNIT = "Đơn vị tính: triệu đồng"
STATES = (
    "Quy ước: “chưa rõ” là kế hoạch không cho số nào; “–” là kế hoạch không ghi số ở nguồn hoặc năm đó; "
    "số 0 là kế hoạch ghi 0. Số tiền chung cho nhiều nguồn được giữ chung, không tự tách."
)


@dataclass(frozen=True)
class Block:
    """A table of an annex with what stands above it; title and remarks may be empty."""

    title: str
    remarks: tuple[str, ...]
    grid: Grid


@dataclass(frozen=True)
class Annex:
    """An annex; the body points to it by its name."""

    name: str
    title: str
    blocks: tuple[Block, ...] = ()
    label: str = ""


def render(report: PlanReport, progress: Progress) -> bytes:
    """The report as PDF/A-3a. `progress(done, total, label)` is told of each part before it is laid out."""
    parts = html_parts(report)
    pdf = draw(lay_out(parts, len(parts), progress))
    progress(len(parts) + 1, len(parts) + 1, "Xong")
    return pdf


def html_parts(report: PlanReport) -> list[tuple[str, str]]:
    """The body and each annex, as what the progress calls it and its HTML."""
    annexes = _labelled(_annexes(report))
    shared = {
        "report": report,
        "title": f"Báo cáo {report.subject[:1].lower()}{report.subject[1:]}",
        "author": f"{report.heading.issuing_body}, {report.heading.parent_body}",
        "description": report.subject,
    }
    parts = [("Dàn trang phần lời của báo cáo", BODY, _body(report, annexes))]
    parts += [
        (f"Dàn trang {annex.label}", ANNEX if annex.blocks else TEXT_ANNEX, {"annex": annex})
        for annex in annexes
    ]
    return [(label, html_of(template, shared | context)) for label, template, context in parts]


def _annexes(report: PlanReport) -> list[Annex]:
    """The annexes in their order; one without content is left out."""
    money = report.money
    one_year = (f"Kế hoạch chỉ cho số kinh phí của năm {money.year}.",) if money.year else ()
    annexes = []
    if report.groups:
        remarks = (report.groups_remark,) if report.groups_remark else ()
        annexes.append(Annex("tasks", "Bảng nhiệm vụ", (Block("", remarks, tables.tasks(report)),)))
    if money.by_source.rows:
        by_source = Block("1. Theo nguồn", (*one_year, UNIT), tables.money(money.by_source))
        by_year = Block("2. Theo năm", (STATES, UNIT), tables.money(money.by_year))
        annexes.append(Annex("money", "Kinh phí theo nhóm nhiệm vụ", (by_source, by_year)))
    if money.printed:
        blocks = tuple(Block(table.title, table.remarks, tables.printed(table)) for table in money.printed)
        annexes.append(Annex("printed", "Bảng kinh phí như in trong kế hoạch", blocks))
    if len(report.findings) > MOST_FINDINGS_IN_BODY:
        block = Block("", (), tables.findings(report.findings))
        annexes.append(Annex("findings", "Các sai lệch trong văn bản kế hoạch", (block,)))
    if report.sections:
        annexes.append(Annex("text", "Toàn văn phần lời của kế hoạch"))
    if report.past_results:
        block = Block("", (), tables.past_results(report.past_results))
        annexes.append(Annex("past", "Kết quả kỳ trước", (block,)))
    if report.readings:
        block = Block("", (), tables.readings(report.readings))
        annexes.append(Annex("readings", "Cách đọc bản nguồn", (block,)))
    return annexes


def _labelled(annexes: list[Annex]) -> list[Annex]:
    numerals = ROMAN if len(annexes) > 1 else ("",)
    return [
        Annex(annex.name, annex.title.upper(), annex.blocks, f"Phụ lục {numeral}".strip())
        for annex, numeral in zip(annexes, numerals, strict=False)
    ]


def _body(report: PlanReport, annexes: list[Annex]) -> dict:
    money = report.money
    parts = zip(LETTERS, report.specific_objectives, strict=False)
    few = len(report.findings) <= MOST_FINDINGS_IN_BODY
    return {
        "heading": report.heading,
        "parent_body": kept_together(report.heading.parent_body.upper()),
        "issuing_body": report.heading.issuing_body.upper(),
        "annexes": {annex.name: annex for annex in annexes},
        "specific": [(f"{letter})" if part.title else "", part) for letter, part in parts],
        "targets": tables.targets(report.targets) if report.targets else None,
        "groups": tables.groups(report) if report.groups else None,
        "unknown_count": f"{len(money.unknown_groups):02}",
        "task_count": f"{report.task_count:02}",
        "group_count": f"{len(report.groups):02}",
        "chart": bar_chart("Biểu đồ kinh phí theo nguồn, triệu đồng", money.bars) if money.bars else None,
        "sources": tables.sources(report) if money.bars else None,
        "years": tables.totals(money.by_year) if money.bars else None,
        "responsibilities": _numbered(report.responsibilities),
        "after_responsibilities": str(len(report.responsibilities) + 1),
        "findings": tables.findings(report.findings) if report.findings and few else None,
        "finding_count": f"{len(report.findings):02}",
        "reading_count": f"{len(report.readings):02}",
    }


def _numbered(rows: tuple) -> list[tuple[str, object]]:
    return [(str(number), row) for number, row in enumerate(rows, 1)]
