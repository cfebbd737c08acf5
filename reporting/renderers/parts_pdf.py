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
    AnnexesOfFront,
    BodyOfChapter,
    BodyOfFront,
    TableOfContents,
)
from reporting.renderers.assets import STYLES
from reporting.renderers.chapter_words import annexes_title, source_of
from reporting.renderers.consolidated_body import annex_labels, body_lines
from reporting.renderers.consolidated_pdf import LANDSCAPE_WIDTH, html_parts
from reporting.renderers.fetcher import AssetFetcher
from reporting.renderers.pdf import COLUMN_WIDTHS, html_of, own_fonts
from reporting.renderers.sheet_grid import sheet_grid

Part = BodyOfChapter | AnnexesOfChapter | BodyOfFront | AnnexesOfFront | TableOfContents
OUTLINE = "SxshOutline"  # of a part's catalogue: what it has for the outline of the whole, as JSON
DEEPEST = 1  # of the outline that a part has: what stands below goes without
NO_NUMBERS = "@page { @top-center { content: none } }"  # the whole has numbers of its own
PORTRAIT_PAGES = "reporting/pdf/chapter.html"
LANDSCAPE_PAGES = "reporting/pdf/chapter_annexes.html"
FRONT_ANNEXES = "reporting/pdf/front_annexes.html"
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

    def part(self, part: Part) -> bytes:
        """The part's file."""
        documents = [self.document(html) for html in html_of_part(part)]
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf(finisher=_finish)


def html_of_part(part: Part) -> list[str]:
    """The part as HTML: one document, or one for each annex where each begins on a new page."""
    match part:
        case BodyOfFront(report):
            return [html_parts(report)[0][1]]
        case AnnexesOfFront(report):
            shared = {"title": report.subject, "report": report, "heading": report.heading}
            return [html_of(FRONT_ANNEXES, shared | {"annexes": _annexes(report)})]
        case BodyOfChapter(title, report):
            checksum = [report.checksum[:32], report.checksum[32:]] if report.checksum else []
            more = {"lines": list(body_lines(report)), "checksum": checksum}
            return [html_of(PORTRAIT_PAGES, _shared(title.upper(), report) | more)]
        case AnnexesOfChapter(title, report):
            shared = _shared(annexes_title(title), report)
            return [html_of(LANDSCAPE_PAGES, shared | {"annexes": _annexes(report)})]
        case TableOfContents(entries):
            rows = [(str(number), one.title, str(one.level)) for number, one in enumerate(entries)]
            return [html_of(CONTENTS, {"title": "Mục lục", "entries": rows})]


def _shared(title: str, report: ConsolidatedReport) -> dict:
    return {"title": title, "report": report, "source": source_of(report)}


def _annexes(report: ConsolidatedReport) -> list[dict]:
    labels, found = annex_labels(report), []
    for sheet in report.tables:
        first, *others = sheet.title
        grid = sheet_grid(sheet, LANDSCAPE_WIDTH)
        found.append(
            {
                "title": first.upper(),
                "sheet": sheet,
                "label": labels[sheet.name],
                "first": first,
                "others": others,
                "grid": grid,
            }
        )
    return found


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


def _outline(tree, level: int = 0):
    """Title, page within the part and depth of its titles and of what stands directly below them."""
    for title, (page, _, _), below, _ in tree:
        yield [title, page, level]
        if level < DEEPEST:
            yield from _outline(below, level + 1)
