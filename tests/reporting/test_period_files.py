"""The report of a period in every medium: the same figures, unknown and zero as such, and the same words."""

import pytest

from agencies.enums import Role
from core.clock import standing_at
from reporting.contents.consolidated import ConsolidatedReport
from reporting.documents import consolidated_report
from reporting.renderers import consolidated_docx, consolidated_pdf
from reporting.renderers.consolidated_body import body_lines
from reporting.services.consolidations import start_consolidation
from tests.reporting.consolidated_period import AFTER, sent_year, two_years
from tests.reporting.docx_reading import opened
from tests.reporting.pdf_reading import cells_of, pages_of, parts_of, squeezed, text_of
from tests.reporting.test_consolidated_figures import expected_rows, read_docx, read_xlsx, silent


@pytest.fixture
def report(person) -> ConsolidatedReport:
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    with standing_at(AFTER):
        first, last = two_years(editor)
        approver = person(Role.DEPARTMENT_APPROVER, "ha-tinh")
        sent_year(first, by=editor, approver=approver, results="Năm 2019 tốt.")
        made = start_consolidation(last, by=editor, note="Thiếu.", kind="final", from_year=2019)
        return consolidated_report(made)


def test_the_tables_of_the_period_hold_zero_and_unknown(report):
    """What is compared below does occur."""
    said = [text for sheet in report.tables for row in expected_rows(sheet) for text in row]
    assert {"0", "chưarõ", "khôngghi", "–", "16,5", "29", "7"} <= set(said)


def test_every_figure_is_equal_in_pdf(report):
    _, *annexes = parts_of(pages_of(consolidated_pdf.render(report, silent)))
    assert len(annexes) == len(report.tables)
    for sheet, pages in zip(report.tables, annexes, strict=True):
        heads = {squeezed(column.title) for column in sheet.columns} if not sheet.header else set()
        printed: dict[tuple, list[str]] = {}
        for cell in (cell for page in pages for cell in cells_of(page)):
            if cell.text and cell.text not in heads:
                printed.setdefault(cell.top, []).append(cell.text)
        wanted = [
            [text for text in row if text not in heads] for row in expected_rows(sheet)
        ]  # years are heads too
        assert list(printed.values()) == [row for row in wanted if row], sheet.name


@pytest.mark.parametrize("read", [read_docx, read_xlsx])
def test_every_figure_is_equal_in_word_and_excel(read, report):
    assert read(report, None, None) == {sheet.name: expected_rows(sheet) for sheet in report.tables}


def test_the_words_are_the_same_in_pdf_and_docx_with_the_years_they_are_from(report):
    printed = text_of(parts_of(pages_of(consolidated_pdf.render(report, silent)))[0])
    written = [one.text for one in opened(consolidated_docx.render(report, silent)).paragraphs]
    sources = set()
    for line in body_lines(report):
        said = f"{line.text} {line.source}".strip()
        assert squeezed(said) in printed
        assert said in written
        sources.add(line.source)
    assert sources == {"", "(Báo cáo năm 2019, bản số 1)"}
