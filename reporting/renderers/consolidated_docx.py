"""The consolidated report of a year as a Word document to be edited and signed: the words and tables of the PDF."""

from docx.document import Document
from docx.shared import Pt

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.heading import Heading
from reporting.renderers.annexes_docx import write_annex
from reporting.renderers.chart import WIDTH
from reporting.renderers.chart_picture import picture_of
from reporting.renderers.consolidated_body import Line, annex_labels, body_lines
from reporting.renderers.docx_document import (
    PORTRAIT_WIDTH,
    SIGNATURE,
    add_beside,
    add_heading,
    add_paragraph,
    add_picture,
    add_section,
    file_of,
    mark_pages,
    new_document,
)
from reporting.renderers.docx_tables import Run, write_runs
from reporting.renderers.pdf import kept_together
from reporting.renderers.progress import Progress

SAMPLE = "SỐ LIỆU MẪU"
WIDTHS = (66, PORTRAIT_WIDTH - 66)
STYLES = {
    "part": "Heading 1", "component": "Heading 2", "group": "Đề mục nhóm", "task": "Đề mục nhiệm vụ",
    "caption": "Tên biểu đồ", "origin": "Nguồn số liệu",
}  # fmt: skip
BODY = "Body Text"
LEVEL = Pt(12)  # what stands before "Nơi nhận", with which the signer's office is level


def render(report: ConsolidatedReport, progress: Progress) -> bytes:
    """The DOCX file. `progress(done, total, label)` is told of each part."""
    total, heading = len(report.tables) + 1, report.heading
    progress(0, total, "Viết phần lời của báo cáo")
    document = new_document(
        title=report.subject,
        subject="; ".join(report.edition),
        author=f"{heading.issuing_body}, {heading.parent_body}",
        day=heading.day,
        is_portrait=True,
    )
    write_words(document, report)
    labels, reference = annex_labels(report), reference_to(heading)
    for number, sheet in enumerate(report.tables, 1):
        progress(number, total, f"Viết {labels[sheet.name]}")
        add_section(document)
        write_annex(document, sheet, labels[sheet.name], reference)
    if report.is_sample:
        for section in document.sections:
            mark_pages(section, SAMPLE)
    progress(total, total, "Xong")
    return file_of(document)


def reference_to(heading: Heading) -> str:
    """What an annex says of the report that it belongs to: "(Kèm theo Báo cáo số 05/BC-SCT ngày ... của ...)"."""
    return f"(Kèm theo Báo cáo số {_number(heading)} {heading.day_text} của {heading.issuing_body})"


def write_words(document: Document, report: ConsolidatedReport) -> None:
    """The report without its tables, from the heading to the signatures."""
    _write_head(document, report)
    write_body(document, report)
    closing = add_paragraph(document, report.closing, BODY)
    closing.paragraph_format.keep_with_next = True  # no signature stands alone on a page
    _write_end(document, report.heading)
    write_checksum(document, report)


def write_body(document: Document, report: ConsolidatedReport) -> None:
    """All paragraphs between the opening and the closing."""
    for line in body_lines(report):
        _write_line(document, line)


def write_checksum(document: Document, report: ConsolidatedReport) -> None:
    """By what the sent report is known; nothing of one that was not sent."""
    if report.checksum:
        text = f"Dấu kiểm tra nội dung đã gửi trên cổng (SHA-256): {report.checksum}"
        add_paragraph(document, text, "Ghi chú dưới bảng")


def _write_head(document: Document, report: ConsolidatedReport) -> None:
    heading = report.heading
    add_heading(document, kept_together(heading.parent_body.upper()), heading.issuing_body, WIDTHS)
    add_beside(
        document,
        (("Số, ký hiệu", f"Số: {_number(heading)}"),),
        (("Địa danh, ngày tháng", f"{heading.place}, {heading.day_text}"),),
        WIDTHS,
    )
    add_paragraph(document, "BÁO CÁO", "Tên loại văn bản")
    add_paragraph(document, report.subject, "Trích yếu")
    for line in report.edition:
        add_paragraph(document, line, "Dưới tên")
    *before, last = heading.addressees
    lines = [*(f"- {one};" for one in before), f"- {last}." if before else f"{last}."]
    add_beside(
        document,
        (("Kính gửi", "Kính gửi:"),),
        tuple(("Kính gửi", line) for line in lines),
        (50, PORTRAIT_WIDTH - 50),
    )
    add_paragraph(document, report.opening, BODY)


def _number(heading: Heading) -> str:
    """Number and symbol, the number with room to be written by hand where it is not given yet."""
    return f"{heading.number_text or ' ' * 8}/{heading.symbol}"


def _write_line(document: Document, line: Line) -> None:
    for drawing in line.drawings:
        add_picture(document, picture_of(drawing), WIDTH // 10, drawing.alt)
    if line.drawings:
        return
    paragraph = document.add_paragraph(style=STYLES.get(line.kind, BODY))
    write_runs(paragraph, [Run(line.text)])
    if line.source:
        write_runs(paragraph, [Run(f" {line.source}")], 11)
        paragraph.runs[-1].italic = True


def _write_end(document: Document, heading: Heading) -> None:
    *before, last = heading.recipients
    recipients = [*(f"- {one};" for one in before), f"- {last}."]
    signs = [text.upper() for text in (heading.signer_authority, heading.signer_title) if text]
    style = "Chức vụ người ký"
    _, right = add_beside(
        document,
        (("Nơi nhận", "Nơi nhận:"), *(("Danh sách nơi nhận", line) for line in recipients)),
        (*((style, text) for text in signs), (style, heading.signer_name)),
        (PORTRAIT_WIDTH - 80, 80),
    )
    right.paragraphs[0].paragraph_format.space_before = LEVEL
    right.paragraphs[-1].paragraph_format.space_before = SIGNATURE
