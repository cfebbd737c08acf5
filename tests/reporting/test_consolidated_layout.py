"""The pages of consolidated reports, body and all annexes, against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import functools
from dataclasses import replace

import pytest

from reporting.contents.consolidated import ConsolidatedReport, Paragraph
from reporting.contents.workbook import Cell, Row, Sheet
from reporting.renderers import consolidated_pdf
from reporting.renderers.consolidated_body import annex_labels
from reporting.renderers.sheet_layout import cells_of
from tests.reporting.consolidated_provinces import YEARS, pages_of_year, report_of_year
from tests.reporting.pdf_layout import (
    LANDSCAPE,
    PORTRAIT,
    assert_inside_margins,
    assert_no_letter_is_crossed,
    assert_no_lonely_heading,
    assert_numbered,
    face_and_size,
    share_of_rule,
)
from tests.reporting.pdf_reading import MM, PageView, pages_of, parts_of, squeezed
from tests.reporting.plan_reports import LONG_TEXT, LONG_WORD, PANGRAM

pytestmark = pytest.mark.django_db

SHORT = ("kon-tum-2013", "lang-son-2016", "hard")
ALL = (*SHORT, *(pytest.param(slug, marks=pytest.mark.long) for slug in YEARS if slug not in SHORT))


@functools.cache
def hard_report() -> ConsolidatedReport:
    """Kon Tum's with every letter, a word longer than its column and a cell longer than a page in each table."""
    report = report_of_year("kon-tum-2013")
    first, *others = report.parts
    hard = (Paragraph(PANGRAM, "Sở Công Thương"), Paragraph(f"{LONG_WORD}\n{LONG_TEXT}", LONG_WORD, True))
    parts = (replace(first, paragraphs=(*first.paragraphs, *hard)), *others)
    return replace(report, parts=parts, tables=tuple(map(hard_sheet, report.tables)))


def hard_sheet(sheet: Sheet) -> Sheet:
    place = next(
        place for place, column in enumerate(sheet.columns) if column.kind == "text" and column.width > 20
    )
    cells = [None] * len(sheet.columns)
    rows = [Row((*cells[:place], text, *cells[place + 1 :])) for text in (PANGRAM, LONG_WORD, LONG_TEXT * 3)]
    many = Row(
        tuple(
            "chưa rõ" if column.kind == "text" else Cell("chưa rõ", unknown=True) for column in sheet.columns
        )
    )
    return replace(sheet, rows=(*rows, *[many] * 30, *sheet.rows))


@functools.cache
def pages(slug: str) -> list[PageView]:
    if slug == "hard":
        return pages_of(consolidated_pdf.render(hard_report(), lambda *_: None))
    return pages_of_year(slug)


def report(slug: str) -> ConsolidatedReport:
    return hard_report() if slug == "hard" else report_of_year(slug)


@pytest.mark.parametrize("slug", ALL)
def test_every_page_is_laid_out_as_the_decree_says(slug):
    body, *annexes = parts = parts_of(pages(slug))
    assert {(round(page.width / MM), round(page.height / MM)) for page in body} == {PORTRAIT}
    wide = {(round(page.width / MM), round(page.height / MM)) for part in annexes for page in part}
    assert wide == {LANDSCAPE}
    assert all("Tinos" in letter.face for page in pages(slug) for letter in page.letters if letter.face)
    assert_inside_margins(pages(slug))
    assert_numbered(parts)
    assert_no_letter_is_crossed(pages(slug))
    assert_no_lonely_heading(parts)


@pytest.mark.parametrize("slug", ALL)
def test_each_annex_has_its_label_title_and_reference_and_repeats_its_head(slug):
    told = report(slug)
    annexes = parts_of(pages(slug))[1:]
    reference = f"(Kèm theo Báo cáo số 07/BC-SCT {told.heading.day_text} của Sở Công Thương)"
    for (name, label), part, sheet in zip(annex_labels(told).items(), annexes, told.tables, strict=True):
        assert sheet.name == name
        assert face_and_size(part[0], label) == ("Tinos-Bold", 14)
        assert face_and_size(part[0], sheet.title[0].upper()) == ("Tinos-Bold", 14)
        assert face_and_size(part[0], reference) == ("Tinos-Italic", 13)
        assert part[0].text.startswith(squeezed(label + sheet.title[0].upper()))
        head = squeezed(cells_of(sheet.header[0])[0].value if sheet.header else sheet.columns[0].title)
        assert all(
            page.text.removeprefix(str(number)).startswith(head) for number, page in enumerate(part[1:], 2)
        ), name


@pytest.mark.parametrize("slug", ALL)
def test_the_elements_have_the_sizes_faces_and_rules_of_the_decree(slug):
    told, body = report(slug), parts_of(pages(slug))[0]
    heading, first, last = told.heading, body[0], body[-1]
    for text, look in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ("Tinos-Bold", 12)),
        ("Độc lập - Tự do - Hạnh phúc", ("Tinos-Bold", 13)),
        (heading.parent_body.upper(), ("Tinos", 12)),
        ("SỞ CÔNG THƯƠNG", ("Tinos-Bold", 12)),
        ("Số: 07/BC-SCT", ("Tinos", 13)),
        (f"{heading.place}, {heading.day_text}", ("Tinos-Italic", 13)),
        ("BÁO CÁO", ("Tinos-Bold", 14)),
        (told.subject, ("Tinos-Bold", 14)),
        ("Kính gửi:", ("Tinos", 14)),
        (told.opening, ("Tinos", 14)),
    ):
        assert face_and_size(first, text) == look, text
    for text, look in (
        ("KT. GIÁM ĐỐC", ("Tinos-Bold", 14)),
        ("Trần Văn A", ("Tinos-Bold", 14)),
        ("Nơi nhận:", ("Tinos-Bold-Italic", 12)),
        ("- Lưu: VT.", ("Tinos", 11)),
    ):
        assert face_and_size(last, text) == look, text
    assert 0.97 < share_of_rule(first, "Độc lập - Tự do - Hạnh phúc") < 1.04
    assert 1 / 3 <= share_of_rule(first, "SỞ CÔNG THƯƠNG") <= 1 / 2
    assert 1 / 3 <= share_of_rule(first, told.subject) <= 1 / 2


@pytest.mark.parametrize("slug", ALL)
def test_the_signature_stands_with_the_closing_words_and_the_last_part(slug):
    last = parts_of(pages(slug))[0][-1]
    for text in ("VIII. PHƯƠNG HƯỚNG", "Trên đây là báo cáo", "./.", "Nơi nhận:", "PHÓ GIÁM ĐỐC"):
        last.line_of(text)
    label, title = last.line_of("Nơi nhận:")[0], last.line_of("KT. GIÁM ĐỐC")[0]
    assert abs(label.bottom - title.bottom) < 4
    assert label.right < last.width / 2 < title.left


@pytest.mark.parametrize("slug", ALL)
def test_a_chart_stands_whole_on_one_page_with_its_title_and_the_name_of_its_table(slug):
    body = parts_of(pages(slug))[0]
    charts = [chart for part in report(slug).parts for chart in part.charts]
    assert len(charts) >= 4
    for number, chart in enumerate(charts, 1):
        (page,) = [page for page in body if squeezed(f"Biểu đồ {number}. {chart.title}") in page.text]
        assert face_and_size(page, f"Biểu đồ {number}. {chart.title}") == ("Tinos-Bold", 12)
        after = page.text.split(squeezed(chart.title), 1)[1]
        assert squeezed(f"Số liệu: {annex_labels(report(slug))[chart.sheet]}.") in after
