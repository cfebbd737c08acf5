"""The national report as a Word document to be edited and signed: the words and tables of the PDF, in its order."""

from collections.abc import Iterator
from itertools import count

from docx.document import Document
from docx.text.paragraph import Paragraph

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.whole import WholeReport
from reporting.renderers.annexes_docx import write_annex, write_sheet
from reporting.renderers.chapter_words import annexes_title, entries_of, source_of
from reporting.renderers.consolidated_body import annex_labels
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
    labels, places = annex_labels(front), count()
    for sheet in front.tables:
        add_section(document, goes_on=True)
        _name(write_annex(document, sheet, labels[sheet.name], reference_to(front.heading)), next(places))
        _mark(document, front)
    for number, (province, chapter) in enumerate(report.chapters, 1):
        progress(number, total, f"Viết chương {province}")
        _write_chapter(document, places, province, chapter)
    progress(total, total, "Xong")
    return file_of(document)


def _write_contents(document: Document, report: WholeReport) -> None:
    add_section(document, is_portrait=True, goes_on=True)
    add_paragraph(document, "MỤC LỤC", TITLE)
    for place, entry in enumerate(entries_of(report.front, [province for province, _ in report.chapters])):
        add_entry(document, entry.title, _bookmark(place), level=entry.level)
    fill_fields_on_opening(document)


def _bookmark(place: int) -> str:
    """Of what the entry at that place leads to."""
    return f"muc_{place}"


def _name(title: Paragraph, place: int) -> None:
    """Has the entry at that place lead to the title."""
    set_bookmark(title, _bookmark(place), place)


def _write_chapter(
    document: Document, places: Iterator[int], province: str, report: ConsolidatedReport
) -> None:
    """The words at one place of the table of contents, the tables at the next."""
    add_section(document, is_portrait=True, goes_on=True)
    _name(_write_title(document, province.upper(), report), next(places))
    add_paragraph(document, report.opening, BODY)
    write_body(document, report)
    write_checksum(document, report)
    _mark(document, report)
    add_section(document, goes_on=True)
    _name(_write_title(document, annexes_title(province), report), next(places))
    labels = annex_labels(report)
    for sheet in report.tables:
        first, *others = sheet.title
        add_paragraph(document, f"{labels[sheet.name]}. {first}", TABLE)
        for line in others:
            add_paragraph(document, line, BELOW)
        write_sheet(document, sheet)
    _mark(document, report)


def _write_title(document: Document, title: str, report: ConsolidatedReport) -> Paragraph:
    opening = add_paragraph(document, title, TITLE)
    add_paragraph(document, report.subject, SUBJECT)
    for line in (source_of(report), *report.edition):
        if line:
            add_paragraph(document, line, BELOW)
    return opening


def _mark(document: Document, report: ConsolidatedReport) -> None:
    """Says across the pages of the section at hand that its figures are invented."""
    if report.is_sample:
        mark_pages(document.sections[-1], SAMPLE)
