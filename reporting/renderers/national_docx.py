"""The national report as a Word document to be edited and signed: the words and tables of the PDF, in its order."""

from docx.document import Document

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.whole import WholeReport
from reporting.renderers.annexes_docx import write_annex, write_sheet
from reporting.renderers.chapter_words import annexes_title, source_of
from reporting.renderers.consolidated_body import annex_label, annex_labels
from reporting.renderers.consolidated_docx import (
    BODY,
    SAMPLE,
    reference_to,
    write_body,
    write_checksum,
    write_words,
)
from reporting.renderers.docx_document import (
    add_entry,
    add_paragraph,
    add_section,
    file_of,
    fill_fields_on_opening,
    mark_pages,
    new_document,
    set_bookmark,
)
from reporting.renderers.progress import Progress

TITLE, SUBJECT, BELOW, TABLE = "Tên loại văn bản", "Trích yếu", "Dưới tên", "Tên bảng"


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
    _mark(document, front)
    for number, sheet in enumerate(front.tables, 1):
        add_section(document, goes_on=True)
        label = write_annex(document, sheet, annex_label(number), reference_to(front.heading))
        set_bookmark(label, _place(number), number)
        _mark(document, front)
    for number, (province, chapter) in enumerate(report.chapters, 1):
        progress(number, total, f"Viết chương {province}")
        _write_chapter(document, len(front.tables) + 2 * number - 1, province, chapter)
    progress(total, total, "Xong")
    return file_of(document)


def _write_contents(document: Document, report: WholeReport) -> None:
    add_section(document, is_portrait=True, goes_on=True)
    add_paragraph(document, "MỤC LỤC", TITLE)
    tables = report.front.tables
    for number, sheet in enumerate(tables, 1):
        add_entry(document, f"{annex_label(number)}. {sheet.title[0]}", _place(number))
    for number, (province, _) in enumerate(report.chapters):
        place = len(tables) + 2 * number + 1
        add_entry(document, province, _place(place))
        add_entry(document, f"{province}: phụ lục", _place(place + 1), level=2)
    fill_fields_on_opening(document)


def _place(number: int) -> str:
    """The bookmark of an entry: the ministry's tables, then words and tables of each province."""
    return f"muc_{number}"


def _write_chapter(document: Document, place: int, province: str, report: ConsolidatedReport) -> None:
    """The words at one place of the table of contents, the tables at the next."""
    add_section(document, is_portrait=True, goes_on=True)
    _write_title(document, province.upper(), report, place)
    add_paragraph(document, report.opening, BODY)
    write_body(document, report)
    write_checksum(document, report)
    _mark(document, report)
    add_section(document, goes_on=True)
    _write_title(document, annexes_title(province), report, place + 1)
    labels = annex_labels(report)
    for sheet in report.tables:
        first, *others = sheet.title
        add_paragraph(document, f"{labels[sheet.name]}. {first}", TABLE)
        for line in others:
            add_paragraph(document, line, BELOW)
        write_sheet(document, sheet)
    _mark(document, report)


def _write_title(document: Document, title: str, report: ConsolidatedReport, place: int) -> None:
    set_bookmark(add_paragraph(document, title, TITLE), _place(place), place)
    add_paragraph(document, report.subject, SUBJECT)
    for line in (source_of(report), *report.edition):
        if line:
            add_paragraph(document, line, BELOW)


def _mark(document: Document, report: ConsolidatedReport) -> None:
    """Says across the pages of the section at hand that its figures are invented."""
    if report.is_sample:
        mark_pages(document.sections[-1], SAMPLE)
