"""The peers, each in a process of its own: `python -m benchmarks.reports.peers weasyprint|typst PROVINCES TASKS FILE`.

WeasyPrint gets the HTML and styles of our parts as one document; Typst the same words and tables in its own language.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reports.invented import front, province
from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import AnnexesOfChapter, BodyOfChapter, body_of_front, tables_of_front
from reporting.renderers.assets import FONTS
from reporting.renderers.chapter_words import annexes_title, source_of
from reporting.renderers.consolidated_body import annex_labels, body_lines
from reporting.renderers.parts_pdf import Layout, html_of_part
from reporting.renderers.sheet_layout import millimetres_of, placed, shown_as

LANDSCAPE = 252


def weasyprint(provinces: int, tasks: int) -> bytes:
    """All parts in one document, as WeasyPrint is used by itself."""
    own = front(provinces)
    found = [body_of_front(own), *tables_of_front(own)]
    for number in range(provinces):
        found += [BodyOfChapter(*province(number, tasks)), AnnexesOfChapter(*province(number, tasks))]
    bodies = [_section(html_of_part(part)) for part in found]
    html = f'<!DOCTYPE html><html lang="vi"><title>-</title><body>{"".join(bodies)}</body></html>'
    return Layout().document(html).write_pdf(pdf_variant="pdf/a-3b", full_fonts=True)


def _section(html: str) -> str:
    start = html.index("<body")
    page = "wide" if 'class="wide"' in html[start : start + 30] else "auto"
    inner = html[html.index(">", start) + 1 : html.rindex("</body>")]
    return f'<section style="break-before: page; page: {page}">{inner}</section>'


def typst(provinces: int, tasks: int) -> bytes:
    """The same words and tables by Typst, with our faces alone."""
    import typst as engine

    lines = [
        '#set text(font: "Tinos", size: 14pt, lang: "vi")', "#set par(justify: true)",
        "#set page(paper: \"a4\", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm), numbering: \"1\", "
        "number-align: center + top)", "#outline()",
    ]  # fmt: skip
    lines += _typst_report("Báo cáo", "Phụ lục của báo cáo", front(provinces))
    for number in range(provinces):
        name, report = province(number, tasks)
        lines += _typst_report(name.upper(), annexes_title(name), report)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text("\n".join(lines), encoding="utf-8")
        fonts = sorted({str(path.parent) for path in FONTS.values()})
        return engine.compile(str(source), font_paths=fonts, ignore_system_fonts=True, pdf_standards=["a-3b"])


def _typst_report(title: str, annexes: str, report: ConsolidatedReport) -> Iterator[str]:
    yield "#pagebreak(weak: true)"
    yield f"= #{_text(title)}"
    for line in (report.subject, source_of(report), *report.edition, report.opening):
        yield f"#par[#{_text(line)}]"
    for line in body_lines(report):
        if line.kind in ("part", "component", "group", "task"):
            yield f"#par(strong({_text(line.text)}))"
        else:
            yield f"#par[#{_text(line.text)} #emph({_text(line.source)})]"
    yield "#page(flipped: true)["
    yield f"== #{_text(annexes)}"
    labels = annex_labels(report)
    for sheet in report.tables:
        yield f"#strong({_text(labels[sheet.name] + '. ' + sheet.title[0])})"
        if sheet.unit:
            yield f"#par(emph({_text(sheet.unit)}))"
        widths = ", ".join(f"{width:.1f}mm" for width in millimetres_of(sheet, 11, LANDSCAPE))
        yield f"#text(size: 11pt)[#table(columns: ({widths}), stroke: 0.75pt,"
        yield f"table.header({', '.join(f'strong({_text(column.title)})' for column in sheet.columns)}),"
        kinds = [column.kind for column in sheet.columns]
        for _, cells in placed(sheet.rows, len(kinds)):
            yield ", ".join(_text(shown_as(one.cell, kinds[one.column - 1])) for one in cells) + ","
        yield ")]"
    yield "]"


def _text(words: str) -> str:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'text("{quoted}")'


if __name__ == "__main__":
    engine, provinces, tasks, file = sys.argv[1:]
    made = {"weasyprint": weasyprint, "typst": typst}[engine](int(provinces), int(tasks))
    Path(file).write_bytes(made)
