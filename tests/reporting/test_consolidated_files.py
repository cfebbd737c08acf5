"""The consolidated report in every medium: the same words and the same figures, unknown and zero as such; marked where invented."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from agencies.enums import Role
from core.clock import standing_at
from reporting.contents.consolidated import ConsolidatedReport
from reporting.documents import consolidated_report
from reporting.renderers import consolidated_docx, consolidated_pdf
from reporting.renderers.consolidated_body import annex_labels, body_lines
from reporting.services.consolidations import save_consolidation, save_text, start_consolidation
from tests.reporting.consolidated_year import NOW, TASKS, small_year
from tests.reporting.docx_reading import opened
from tests.reporting.pdf_reading import in_top_margin, pages_of, parts_of, squeezed, text_of

HOSTILE = "<script>alert(1)</script> & {{ x }} =1+1"


@pytest.fixture
def editor(person):
    return person(Role.DEPARTMENT_EDITOR, "ha-tinh")


@pytest.fixture
def writing(editor):
    with standing_at(NOW):
        writing = start_consolidation(small_year(editor), by=editor, note="Xã chưa có người.")
        text = writing.texts.filter(place=TASKS[0]).first()
        save_text(text, revision=1, by=editor, text=f"Sở viết lại.\nĐoạn hai {HOSTILE}")
        yield save_consolidation(
            writing, revision=1, by=editor, results="Năm tốt.", petitions="Xin thêm kinh phí."
        )


@pytest.fixture
def report(writing) -> ConsolidatedReport:
    return consolidated_report(writing)


def silent(*args) -> None:
    """Progress that nobody looks at."""


def test_a_part_whose_charts_name_their_table_does_not_name_it_again(report):
    lines = list(body_lines(report))
    first = lines[: next(n for n, one in enumerate(lines) if one.text.startswith("II. "))]
    assert [one.text for one in first if "Phụ lục X" in one.text] == ["Số liệu: Phụ lục X."]
    second = next(one for one in lines if one.kind == "pointer")
    assert second.text == "Số liệu và chi tiết nêu tại Phụ lục I, Phụ lục II, Phụ lục III, Phụ lục IV."


def test_no_signature_stands_alone_on_a_page(report):
    document = opened(consolidated_docx.render(report, silent))
    closing = next(one for one in document.paragraphs if one.text == report.closing)
    assert closing.paragraph_format.keep_with_next
    signatures = next(one for one in document.tables if "Nơi nhận:" in one.cell(0, 0).text)
    assert signatures.rows[0]._tr.xpath("w:trPr/w:cantSplit")
    ends = document.element.body.xpath("w:p[w:pPr/w:sectPr]/w:pPr/w:spacing/@w:line")
    assert ends == ["20"] * (len(document.sections) - 1)
    first, *others = report.parts
    charted = replace(report, parts=(*others, first))
    (_, html), *_ = consolidated_pdf.html_parts(charted)
    before, end = html.split('<div class="end">')
    assert 'class="drawing"' in before
    assert 'class="drawing"' not in end
    assert report.closing in end


def test_the_words_are_the_same_in_pdf_and_docx_with_their_sources(report):
    pages = pages_of(consolidated_pdf.render(report, silent))
    printed = text_of(parts_of(pages)[0])
    written = [one.text for one in opened(consolidated_docx.render(report, silent)).paragraphs]
    for line in body_lines(report):
        said = f"{line.text} {line.source}".strip()
        assert squeezed(said) in printed
        assert said in written
    assert (
        squeezed(f"{HOSTILE} (Sở Giáo dục thử, báo cáo lần 1 nhận ngày 01/12/2019; Sở biên tập)") in printed
    )
    assert squeezed("Lý do tổng hợp khi còn thiếu báo cáo: Xã chưa có người.") in printed


def test_invented_figures_are_marked_across_every_page(report):
    sample = replace(report, is_sample=True)
    for page in pages_of(consolidated_pdf.render(sample, silent)):
        assert "SỐLIỆUMẪU" in page.text
    assert not any("SỐLIỆUMẪU" in page.text for page in pages_of(consolidated_pdf.render(report, silent)))
    parts = ZipFile(BytesIO(consolidated_docx.render(sample, silent)))
    headers = [parts.read(name).decode() for name in parts.namelist() if name.startswith("word/header")]
    assert len(headers) == 2 * (1 + len(report.tables))
    assert all('string="SỐ LIỆU MẪU"' in header for header in headers)


def test_the_layout_is_that_of_the_decree(report):
    pages = pages_of(consolidated_pdf.render(report, silent))
    for part in parts_of(pages):
        for number, page in enumerate(part, 1):
            told = squeezed("".join(one.char for one in page.letters if in_top_margin(page, one)))
            assert told == ("" if number == 1 else str(number))
    first = pages[0]
    assert {round(one.size) for one in first.line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")} == {12}
    assert {round(one.size) for one in first.line_of("BÁO CÁO")} == {14}
    assert all("Tinos" in one.face for page in pages for one in page.letters if one.face)
    labels = list(annex_labels(report).values())
    for label, part in zip(labels, parts_of(pages)[1:], strict=True):
        assert part[0].width > part[0].height
        assert part[0].text.startswith(squeezed(label))


def test_the_same_report_is_the_same_file(report):
    for renderer in (consolidated_docx, consolidated_pdf):
        assert renderer.render(report, silent) == renderer.render(report, silent)
