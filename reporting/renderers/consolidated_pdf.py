"""The consolidated report of a year as PDF, in the layout of Nghị định 30/2020/NĐ-CP: the body, then each table as an annex."""

from reporting.contents.consolidated import ConsolidatedReport
from reporting.renderers.consolidated_body import annex_labels, body_lines
from reporting.renderers.pdf import draw, html_of, kept_together, lay_out
from reporting.renderers.progress import Progress
from reporting.renderers.sheet_grid import sheet_grid

BODY, ANNEX = "reporting/pdf/consolidated.html", "reporting/pdf/consolidated_annex.html"
LANDSCAPE_WIDTH = 252  # millimetres between the margins
ENDS = ("part", "origin")  # kinds of lines: where a part begins, and where its last chart ends


def render(report: ConsolidatedReport, progress: Progress) -> bytes:
    """The report as PDF/A-3a. `progress(done, total, label)` is told of each part before it is laid out."""
    parts = html_parts(report)
    pdf = draw(lay_out(parts, len(parts), progress))
    progress(len(parts) + 1, len(parts) + 1, "Xong")
    return pdf


def html_parts(report: ConsolidatedReport) -> list[tuple[str, str]]:
    """The body and each annex, as what the progress calls it and its HTML."""
    shared, labels = _shared(report), annex_labels(report)
    parts = [("Dàn trang phần lời của báo cáo", body_html(report))]
    for sheet in report.tables:
        label = labels[sheet.name]
        first, *others = sheet.title
        about = {"sheet": sheet, "label": label, "first": first.upper(), "others": others}
        grid = {"grid": sheet_grid(sheet, LANDSCAPE_WIDTH)}
        parts.append((f"Dàn trang {label}", html_of(ANNEX, shared | about | grid)))
    return parts


def body_html(report: ConsolidatedReport) -> str:
    """The body with heading and signatures; of the tables it needs only their names."""
    lines = list(body_lines(report))
    # Kept with the signature: the last part, or what stands below its charts.
    last = max(number + (line.kind == "origin") for number, line in enumerate(lines) if line.kind in ENDS)
    body = {
        "parent_body": kept_together(report.heading.parent_body.upper()),
        "issuing_body": report.heading.issuing_body.upper(),
        "lines": lines[:last],
        "last_lines": lines[last:],
        "checksum": [report.checksum[:32], report.checksum[32:]] if report.checksum else [],
    }
    return html_of(BODY, _shared(report) | body)


def _shared(report: ConsolidatedReport) -> dict:
    return {
        "report": report,
        "heading": report.heading,
        "title": f"Báo cáo {report.subject[:1].lower()}{report.subject[1:]}",
        "author": f"{report.heading.issuing_body}, {report.heading.parent_body}",
        "description": "; ".join(report.edition),
    }
