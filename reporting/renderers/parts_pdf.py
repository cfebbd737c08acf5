"""Parts of the national report as PDF files to be put together by `national_pdf`: without page numbers and font programs.

A part lies in its file with pages, text and outline; the faces, 1,2 MB that all parts have in common, are put in once
when the whole is joined. Glyphs are named by their numbers in our whole faces, in every part the same.
"""

import json

import pydyf
from weasyprint import CSS, HTML
from weasyprint.document import Document

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import (
    AnnexesOfChapter,
    BodyOfChapter,
    BodyOfFront,
    Part,
    TableOfContents,
    TableOfFront,
    Tagged,
)
from reporting.contents.workbook import Sheet
from reporting.renderers.assets import STYLES
from reporting.renderers.chapter_words import annexes_title, source_of
from reporting.renderers.consolidated_body import annex_label, annex_labels, body_lines
from reporting.renderers.consolidated_pdf import LANDSCAPE_WIDTH, body_html
from reporting.renderers.fetcher import AssetFetcher
from reporting.renderers.part_tags import simplify
from reporting.renderers.pdf import COLUMN_WIDTHS, html_of, own_fonts
from reporting.renderers.sheet_grid import sheet_grid

OUTLINE = "SxshOutline"  # of a part's catalogue: what it has for the outline of the whole, as JSON
DEEPEST = 1  # of the outline that a part has: what stands below goes without
NO_NUMBERS = "@page { @top-center { content: none } }"  # the whole has numbers of its own
PORTRAIT_PAGES = "reporting/pdf/chapter.html"
LANDSCAPE_PAGES = "reporting/pdf/chapter_annexes.html"
FRONT_TABLE = "reporting/pdf/front_table.html"
CONTENTS = "reporting/pdf/table_of_contents.html"


class Layout:
    """Fonts and styles, read once for all parts of a process."""

    def __init__(self):
        self.fonts, self.fetcher = own_fonts(), AssetFetcher()
        styles = STYLES.read_text(encoding="utf-8") + COLUMN_WIDTHS + NO_NUMBERS
        self.style = CSS(string=styles, font_config=self.fonts, url_fetcher=self.fetcher)

    def document(self, html: str) -> Document:
        """The HTML laid out in pages."""
        page = HTML(string=html, url_fetcher=self.fetcher)
        return page.render(stylesheets=[self.style], font_config=self.fonts)

    def part(self, part: Part | Tagged) -> bytes:
        """The part's file."""
        if isinstance(part, Tagged):
            return self.document(html_of_part(part.part)).write_pdf(finisher=_finish_tagged, pdf_tags=True)
        return self.document(html_of_part(part)).write_pdf(finisher=_finish)


def html_of_part(part: Part) -> str:
    """The part as HTML."""
    match part:
        case BodyOfFront(report):
            return body_html(report)
        case TableOfFront(number, subject, heading, _, sheet):
            shared = {"title": subject, "report": part, "heading": heading}
            return html_of(FRONT_TABLE, shared | {"annex": _annex(sheet, annex_label(number))})
        case BodyOfChapter(title, report):
            checksum = [report.checksum[:32], report.checksum[32:]] if report.checksum else []
            more = {"lines": list(body_lines(report)), "checksum": checksum}
            return html_of(PORTRAIT_PAGES, _shared(title.upper(), report) | more)
        case AnnexesOfChapter(title, report):
            shared, labels = _shared(annexes_title(title), report), annex_labels(report)
            annexes = [_annex(sheet, labels[sheet.name]) for sheet in report.tables]
            return html_of(LANDSCAPE_PAGES, shared | {"annexes": annexes})
        case TableOfContents(entries, _):
            rows = [(str(number), one.title, str(one.level)) for number, one in enumerate(entries)]
            return html_of(CONTENTS, {"title": "Mục lục", "entries": rows, "report": part})


def _shared(title: str, report: ConsolidatedReport) -> dict:
    return {"title": title, "report": report, "source": source_of(report)}


def _annex(sheet: Sheet, label: str) -> dict:
    first, *others = sheet.title
    grid = sheet_grid(sheet, LANDSCAPE_WIDTH)
    return {
        "title": first.upper(),
        "sheet": sheet,
        "label": label,
        "first": first,
        "others": others,
        "grid": grid,
    }


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Keeps the outline beside the pages, and leaves the font programs out."""
    pdf.catalog[OUTLINE] = pydyf.String(json.dumps(list(_outline(document.make_bookmark_tree()))))
    programs = {}
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and "FontFile2" in one:
            programs[one.pop("FontFile2")] = one
    for one in pdf.objects:
        if one.reference in programs:
            one.stream, one.extra = [], pydyf.Dictionary()


def _finish_tagged(document: Document, pdf: pydyf.PDF) -> None:
    _finish(document, pdf)
    simplify(pdf)


def _outline(tree, level: int = 0):
    """Title, page within the part and depth of its titles and of what stands directly below them."""
    for title, (page, _, _), below, _ in tree:
        yield [title, page, level]
        if level < DEEPEST:
            yield from _outline(below, level + 1)
