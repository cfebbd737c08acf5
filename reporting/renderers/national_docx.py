"""The national report as a Word document to be edited and signed: the words and tables of the PDF, in its order."""

from docx.document import Document

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.whole import WholeReport
from reporting.renderers.annexes_docx import write_annex, write_sheet
from reporting.renderers.chapter_words import annexes_title, source_of
from reporting.renderers.consolidated_body import annex_labels
from reporting.renderers.consolidated_docx import BODY, SAMPLE, write_body, write_checksum, write_words
from reporting.renderers.docx_document import add_paragraph, add_section, file_of, mark_pages, new_document
from reporting.renderers.progress import Progress

TITLE, SUBJECT, BELOW, TABLE = "Tên loại văn bản", "Trích yếu", "Dưới tên", "Đề mục nhóm"


def render(report: WholeReport, progress: Progress) -> bytes:
    """The DOCX file. `progress(done, total, label)` is told of each chapter."""
    front, total = report.front, len(report.chapters) + 1
    progress(0, total, "Viết phần của Bộ")
    document = new_document(
        title=front.subject,
        subject="; ".join(front.edition),
        author=front.heading.issuing_body,
        day=front.heading.day,
        is_portrait=True,
    )
    write_words(document, front)
    _mark(document, front)
    _write_contents(document, report)
    labels = annex_labels(front)
    for sheet in front.tables:
        add_section(document, goes_on=True)
        write_annex(document, sheet, labels[sheet.name])
        _mark(document, front)
    for number, (province, chapter) in enumerate(report.chapters, 1):
        progress(number, total, f"Viết chương {province}")
        _write_chapter(document, province, chapter)
    progress(total, total, "Xong")
    return file_of(document)


def _write_contents(document: Document, report: WholeReport) -> None:
    add_section(document, is_portrait=True, goes_on=True)
    add_paragraph(document, "MỤC LỤC", TITLE)
    for line in ("Phụ lục của báo cáo", *(province for province, _ in report.chapters)):
        add_paragraph(document, line, "Normal")


def _write_chapter(document: Document, province: str, report: ConsolidatedReport) -> None:
    add_section(document, is_portrait=True, goes_on=True)
    _write_title(document, province.upper(), report)
    add_paragraph(document, report.opening, BODY)
    write_body(document, report)
    write_checksum(document, report)
    _mark(document, report)
    add_section(document, goes_on=True)
    _write_title(document, annexes_title(province), report)
    labels = annex_labels(report)
    for sheet in report.tables:
        first, *others = sheet.title
        add_paragraph(document, f"{labels[sheet.name]}. {first}", TABLE)
        for line in others:
            add_paragraph(document, line, BELOW)
        write_sheet(document, sheet)
    _mark(document, report)


def _write_title(document: Document, title: str, report: ConsolidatedReport) -> None:
    add_paragraph(document, title, TITLE)
    add_paragraph(document, report.subject, SUBJECT)
    for line in (source_of(report), *report.edition):
        if line:
            add_paragraph(document, line, BELOW)


def _mark(document: Document, report: ConsolidatedReport) -> None:
    """Says across the pages of the section at hand that its figures are invented."""
    if report.is_sample:
        mark_pages(document.sections[-1], SAMPLE)
