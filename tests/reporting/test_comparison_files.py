"""The comparison as PDF and DOCX: what they say, that they say the same, and that no text does harm."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from docx.oxml.ns import qn

from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.comparison.build import build_comparison
from reporting.builders.plan_annexes import build_task_and_money_annexes
from reporting.contents.comparison import Comparison
from reporting.renderers import annexes_docx, comparison_docx, comparison_pdf
from tests.factories import plan_data, read_plan
from tests.reporting.docx_reading import opened, rows_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> =1+1 & \u202eđảo 🙂 {{ x }} file:///etc/passwd"


def untold(*step) -> None:
    pass


@pytest.fixture
def comparison() -> Comparison:
    """A text changed, a task added, an amount risen, a hostile title."""
    first = load_plan(read_plan(plan_data())).version
    data = plan_data(issuer=HOSTILE.replace("\u202e", ""))
    tasks = data["groups"][0]["tasks"]
    tasks[0]["action"] = "Tổ chức 03 hội nghị"
    tasks.append(tasks[0] | {"key": "1/1.2", "number": "1.2", "action": "Xuất bản tờ rơi"})
    data["budget_tables"][0]["rows"][0]["total"] = 120
    second = load_plan(read_plan(data), reason="Điều chỉnh").version
    return build_comparison(first, second)


def words_of_pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(content))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def words_of_docx(content: bytes) -> str:
    body = opened(content).element.body
    return "".join("".join(node.text.split()) for node in body.iter(qn("w:t")) if node.text)


def test_pdf_and_docx_say_all_that_the_comparison_says(comparison):
    pdf = words_of_pdf(comparison_pdf.render(comparison, untold))
    word = words_of_docx(comparison_docx.render(comparison, untold))
    said = [comparison.title, comparison.before.head, comparison.after.head, comparison.tasks.sentence]
    for line in comparison.money:
        said += [line.source, line.before, line.after, line.difference]
    for part in comparison.parts:
        said.append(part.title)
        for subject in part.subjects:
            said.append(subject.name)
            for row in subject.rows:
                said += [row.place, f"{row.change.sign} {row.change}", row.note]
                said += [
                    f"{line.label}: {line.text}" if line.label else line.text
                    for line in (*row.before, *row.after)
                ]

    said = ["".join(text.split()) for text in said if "🙂" not in text]
    assert [text for text in said if text not in pdf] == []
    assert [text for text in said if text not in word] == []
    assert len(said) > 40


def test_changed_words_are_marked_in_word_by_more_than_a_colour(comparison):
    document = opened(comparison_docx.render(comparison, untold))
    runs = [
        run
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]

    assert {run.text for run in runs if run.font.strike} >= {"02", "100"}
    assert {run.text for run in runs if run.underline and run.bold} >= {"03", "120"}


def test_heads_repeat_and_rows_stay_whole(comparison):
    table = opened(comparison_docx.render(comparison, untold)).tables[-2]
    first, *others = table.rows

    assert rows_of(table)[0] == ["Mục", "Nội dung bản số 1", "Nội dung bản số 2", "Ghi chú"]
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_the_document_is_the_decrees(comparison):
    document = opened(comparison_docx.render(comparison, untold))
    section, properties = document.sections[0], document.core_properties

    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(length.mm) for length in lengths] == [297, 210, 20, 30, 15]
    assert section.different_first_page_header_footer
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    assert (properties.author, properties.language) == (
        "Sở Công Thương, Ủy ban nhân dân tỉnh Hà Tĩnh",
        "vi-VN",
    )
    assert properties.title == "Bảng so sánh: Nội dung bản số 2 so với bản số 1, Tỉnh Hà Tĩnh"
    texts = words_of_docx(comparison_docx.render(comparison, untold))
    for words in ("CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM", "SỞCÔNGTHƯƠNG", "NGƯỜILẬPBẢNG", "GIÁMĐỐC"):
        assert words in texts


def test_the_same_comparison_is_the_same_file(comparison):
    assert comparison_docx.render(comparison, untold) == comparison_docx.render(comparison, untold)


def test_versions_of_the_same_content_are_said_to_be_so():
    version = load_plan(read_plan(plan_data())).version
    comparison = build_comparison(version, version)

    for words in (
        words_of_pdf(comparison_pdf.render(comparison, untold)),
        words_of_docx(comparison_docx.render(comparison, untold)),
    ):
        assert "Haibảncónộidunggiốngnhau." in words


def test_hostile_texts_are_texts(comparison):
    comparison = replace(comparison, plan=HOSTILE + "\x01\x0b\ufffe")
    html = comparison_pdf.html_of_comparison(comparison)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "[U+202E]" in html
    assert comparison_pdf.render(comparison, untold).startswith(b"%PDF")

    content = comparison_docx.render(comparison, untold)
    assert "\u202e" not in words_of_docx(content)
    assert "<script>alert(1)</script>" in words_of_docx(content)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
        xml = parts.read("word/document.xml")
    assert b"TargetMode" not in relations
    assert b"instrText" not in xml
    assert b"w:hyperlink" not in xml


# --- annexes ---


def test_each_annex_is_a_landscape_section_with_page_numbers_of_its_own():
    version = PlanVersion.objects.current().get(plan__slug="ha-tinh-2011")
    workbook = build_task_and_money_annexes(version)
    document = opened(annexes_docx.render(workbook))

    assert len(document.sections) == len(document.tables) == len(workbook.sheets)
    for section in document.sections:
        assert section.page_width > section.page_height
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.header.paragraphs[0]._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert section.first_page_header.paragraphs[0].text == ""
    labels = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("Phụ lục ")]
    assert labels[:3] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_cells_over_rows_and_columns_are_merged_in_word():
    version = PlanVersion.objects.current().get(plan__slug="an-giang-2016")
    document = opened(annexes_docx.render(build_task_and_money_annexes(version)))
    table = next(t for t in document.tables if any("NSĐP + DN: 6.120" in row for row in rows_of(t)))
    total = next(row for row in rows_of(table) if row[1] == "Tổng cộng")
    task_head, task_lower = rows_of(document.tables[0])[:2]

    assert total[-1] == "6.840"
    assert task_head[:2] == ["TT", "Nội dung hành động"]
    assert task_lower[:2] == [None, None]


def test_a_width_of_the_page_is_never_exceeded():
    for slug in ("an-giang-2016", "ninh-binh-2016"):
        version = PlanVersion.objects.current().get(plan__slug=slug)
        document = opened(annexes_docx.render(build_task_and_money_annexes(version)))
        for table in document.tables:
            assert sum(column.width.mm for column in table.columns) < annexes_docx.LANDSCAPE_WIDTH + 0.5
