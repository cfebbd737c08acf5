"""The national report as Word and Excel: the words and figures of the PDF's parts, the provinces' tables side by side."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from docx.oxml.ns import qn

from agencies.enums import Role
from core.clock import standing_at
from core.text import collapse
from reporting.contents.parts import AnnexesOfChapter, BodyOfChapter
from reporting.contents.whole import WholeReport, national_workbook
from reporting.documents import consolidated_report
from reporting.renderers import national_docx, workbook_xlsx
from reporting.renderers.consolidated_body import annex_label
from reporting.renderers.parts_pdf import Layout, html_of_part
from reporting.services.consolidations import start_consolidation
from tests.reporting.consolidated_year import NOW, small_year
from tests.reporting.docx_reading import opened, rows_of
from tests.reporting.pdf_reading import pages_of, squeezed
from tests.reporting.test_consolidated_figures import expected_rows, shown, silent

FRONT, FIRST, SECOND = "Bộ", "Tỉnh Hà Tĩnh", "Tỉnh Mẫu"


@pytest.fixture
def whole(person) -> WholeReport:
    """Two chapters; of the second one's tables one has a column less, and its figures are invented."""
    editor = person(Role.DEPARTMENT_EDITOR, "ha-tinh")
    with standing_at(NOW):
        report = consolidated_report(
            start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
        )
    first, *others = report.tables
    shorter = replace(
        first,
        columns=first.columns[:-1],
        rows=tuple(replace(row, cells=row.cells[:-1]) for row in first.rows),
    )
    report = replace(report, parts=tuple(replace(one, charts=()) for one in report.parts))  # pictures in Word
    other = replace(report, is_sample=True, tables=(shorter, *others), checksum="0123456789abcdef" * 4)
    return WholeReport(report, ((FIRST, report), (SECOND, other)))


def test_word_has_the_words_and_tables_of_each_chapter_in_order(whole):
    document = opened(national_docx.render(whole, silent))
    paragraphs = [one.text for one in document.paragraphs]
    assert [one for one in paragraphs if one in (FIRST.upper(), SECOND.upper())] == [
        FIRST.upper(),
        SECOND.upper(),
    ]
    printed = "".join(map(squeezed, paragraphs))
    layout = Layout()
    for province, report in whole.chapters:
        for part in (BodyOfChapter(province, report), AnnexesOfChapter(province, report)):
            pages = pages_of(layout.document(html_of_part(part)).write_pdf())
            cells = {
                squeezed(text) for sheet in report.tables for row in expected_rows(sheet) for text in row
            }
            assert cells  # which are looked for below
            if isinstance(part, BodyOfChapter):
                said = "".join(page.text for page in pages).replace("SỐLIỆUMẪU", "")
                for line in said.split("."):
                    assert line in printed
    tables = [
        [[squeezed(text) for text in row if text] for row in rows_of(one)[1:]] for one in document.tables
    ]
    for report in (whole.front, *(chapter for _, chapter in whole.chapters)):
        for sheet in report.tables:
            assert expected_rows(sheet) in tables, sheet.name


def test_words_table_of_contents_leads_to_its_places_and_has_their_pages_filled_in(whole):
    document = opened(national_docx.render(whole, silent))
    entries = [one for one in document.paragraphs if one.style.name.startswith("Mục lục")]
    assert len(whole.front.tables) > 5
    assert [(one.style.name[-1], one.text.rstrip("\t")) for one in entries] == [
        *(("1", f"{annex_label(number)}. {sheet.title[0]}") for number, sheet in enumerate(whole.front.tables, 1)),
        ("1", FIRST), ("2", f"{FIRST}: phụ lục"), ("1", SECOND), ("2", f"{SECOND}: phụ lục"),
    ]  # fmt: skip
    body = document.element.body
    targets = [one._p.xpath("w:hyperlink/@w:anchor")[0] for one in entries]
    pages = [one._p.xpath("w:hyperlink/w:fldSimple/@w:instr")[0] for one in entries]
    assert pages == [f"PAGEREF {target} \\h" for target in targets]
    titles = {
        mark.get(qn("w:name")): "".join(mark.getparent().xpath("w:r/w:t/text()"))
        for mark in body.xpath("//w:bookmarkStart")
    }
    assert [titles[target] for target in targets] == [
        *map(annex_label, range(1, len(whole.front.tables) + 1)),
        FIRST.upper(), f"{FIRST}: phụ lục".upper(), SECOND.upper(), f"{SECOND}: phụ lục".upper(),
    ]  # fmt: skip
    assert document.settings.element.xpath("w:updateFields/@w:val") == ["true"]


def test_pages_of_word_go_on_counting_and_invented_figures_are_marked(whole):
    raw = national_docx.render(whole, silent)
    document = opened(raw)
    starts = [section._sectPr.xpath("w:pgNumType/@w:start") for section in document.sections]
    assert starts == [["1"], *([[]] * (len(starts) - 1))]
    assert [one.different_first_page_header_footer for one in document.sections] == [
        True, *([False] * (len(starts) - 1)),
    ]  # fmt: skip
    marked = ["SỐ LIỆU MẪU" in one.header._element.xml for one in document.sections]
    assert marked == [*([False] * (len(marked) - 2)), True, True]
    assert national_docx.render(whole, silent) == raw


def test_excel_has_the_tables_of_all_provinces_on_one_sheet_each_with_the_province_first(whole):
    workbook = national_workbook(whole)
    book = openpyxl.load_workbook(BytesIO(workbook_xlsx.render(workbook)))
    front = len(whole.front.workbook.sheets)
    assert (
        len(book.sheetnames) == front + len(whole.front.tables) + 1
    )  # one table has another form in one province
    for sheet, name in zip(workbook.sheets[front:], book.sheetnames[front:], strict=True):
        lines = [[cell.value for cell in line if cell.value is not None] for line in book[name].iter_rows()]
        heads = [collapse(column.title) for column in sheet.columns]
        first = lines.index(heads) + 1
        printed = [
            [shown(value, "text") for value in line] for line in lines[first : first + len(sheet.rows)]
        ]
        wanted = [[one.replace(".", "") for one in row] for row in expected_rows(sheet)]
        assert [[one.replace(".", "") for one in row] for row in printed] == wanted, name
    provinces = {row[0] for row in expected_rows(workbook.sheets[front + 1])}
    assert provinces <= {squeezed(FIRST), squeezed(SECOND)}
    together = [one for one in workbook.sheets[front:] if one.name == whole.front.tables[1].name]
    assert len(together) == 1
    assert len(together[0].rows) == 2 * len(whole.front.tables[1].rows)


def test_no_text_of_word_and_excel_is_alive(whole):
    front = replace(whole.front, opening='=1+1 <a href="http://127.0.0.1:9/">')
    parts = ZipFile(BytesIO(national_docx.render(replace(whole, front=front), silent)))
    relations = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    assert not any("External" in one for one in relations)
