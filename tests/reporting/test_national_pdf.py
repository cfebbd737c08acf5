"""The national report put together: every page says what its source says, numbered through, listed, linked, PDF/A-3b."""

from collections import Counter
from dataclasses import replace
from itertools import repeat

import pikepdf
import pypdfium2
import pytest

from reporting.contents.consolidated import ConsolidatedReport
from reporting.contents.parts import AnnexesOfChapter, Assembly, BodyOfChapter, Entry, Piece, TableOfContents
from reporting.renderers.national_pdf import render
from reporting.renderers.parts_pdf import Layout, html_of_part
from tests.reporting.national_whole import PROVINCES, Whole, small_report
from tests.reporting.pdf_reading import MM, Letter, PageView, in_top_margin, opened, pages_of, squeezed
from tests.reporting.test_consolidated_files import silent
from tests.reporting.test_consolidated_safety import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("national pdf")]  # laid out once for all
LIVE = (
    '"><img src="http://127.0.0.1:9/x.png"><link rel="attachment" href="file:///etc/hosts">{% load static %}'
)


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> ConsolidatedReport:
    return small_report(django_db_blocker)


@pytest.fixture(scope="module")
def whole(report, tmp_path_factory) -> Whole:
    return Whole(report, tmp_path_factory.mktemp("whole"))


def lines_of(page: PageView) -> list[list[Letter]]:
    """The lines below the top margin, each from the left, without white space."""
    lines: dict[int, list[Letter]] = {}
    for letter in page.letters:
        if not in_top_margin(page, letter) and not letter.char.isspace():
            foot = next((foot for foot in lines if abs(foot - letter.bottom) < 8), round(letter.bottom))
            lines.setdefault(foot, []).append(letter)
    return [sorted(lines[foot], key=lambda one: one.left) for foot in sorted(lines, reverse=True)]


def dots_of(page: PageView, line: list[Letter]) -> list[tuple]:
    """The boxes of what is drawn at the foot of a line."""
    foot = min(one.bottom for one in line)
    return [box for box in page.boxes if foot - 2 < box[1] < foot + 4]


def body_text(page: PageView) -> str:
    return squeezed("".join(one.char for one in page.letters if not in_top_margin(page, one)))


def test_each_page_says_what_its_part_says_laid_out_by_itself(whole):
    """Joining changes no word and no place: the part alone, with its own fonts, is the same but for numbers."""
    layout, expected = Layout(), []
    for part in whole.parts:
        expected += pages_of(layout.document(html_of_part(part)).write_pdf())
    contents = whole.starts[1]
    assert len(whole.pages) == len(expected) > 15
    for number, (page, alone) in enumerate(zip(whole.pages, expected, strict=True)):
        assert (page.width, page.height) == (alone.width, alone.height)
        if number != contents:
            assert body_text(page) == body_text(alone)
        placed = {(one.char, round(one.left), round(one.bottom), round(one.size)) for one in alone.letters}
        assert placed <= {
            (one.char, round(one.left), round(one.bottom), round(one.size)) for one in page.letters
        }
    words = squeezed("Không ai dự.")  # there is something that could be lost
    assert sum(words in body_text(page) for page in whole.pages) == 3


def test_pages_are_numbered_through_in_the_middle_of_the_top_margin_but_for_the_first(whole):
    for number, page in enumerate(whole.pages, 1):
        letters = [one for one in page.letters if in_top_margin(page, one)]
        assert "".join(one.char for one in letters) == ("" if number == 1 else str(number))
        if letters:
            middle = (letters[0].left + letters[-1].right) / 2
            assert abs(middle - (30 * MM + page.width - 15 * MM) / 2) < 1
            assert {round(one.size) for one in letters} == {14}
            assert all(abs((one.top + one.bottom) / 2 - (page.height - 10 * MM)) < 2 for one in letters)


def test_the_table_of_contents_tells_the_page_of_each_part_and_leads_there(whole):
    contents, *others = whole.starts[1:]
    lines = lines_of(whole.pages[contents])
    said = squeezed("".join(letter.char for line in lines for letter in line))
    listed = zip(whole.entries, others, strict=True)
    assert said == "MỤCLỤC" + "".join(f"{squeezed(one.title)}{start + 1}" for one, start in listed)
    assert len(lines) == 2 + len(whole.entries)  # one title takes two lines
    pdf = opened(whole.file)
    links = list(pdf.pages[contents].obj.Annots)
    led = [others[0], *others]  # both its lines lead there
    for link, start in zip(links, led, strict=True):
        assert pdf.pages.index(pikepdf.Page(link.Dest[0])) == start
        assert "/A" not in link
        assert link.F == 4


def test_dots_fill_the_room_between_a_title_and_its_page_number(whole):
    page = whole.pages[whole.starts[1]]
    heading, broken, *lines = lines_of(page)
    assert dots_of(page, heading) == dots_of(page, broken) == []
    edge = page.width - 15 * MM
    for line, number in zip(lines, whole.starts[2:], strict=True):
        title, digits = line[: -len(str(number + 1))], line[-len(str(number + 1)) :]
        assert abs(digits[-1].right - edge) < 1
        (dots,) = dots_of(page, line)
        assert 1 < dots[0] - title[-1].right < 7  # from half a dot to one and a half
        assert 3 < digits[0].left - dots[2] < 8  # from one dot to two
        last = dots[2] - 1.3  # PDFium adds the whole width of the line
        assert abs((edge - last) / 4 - round((edge - last) / 4)) < 0.05  # below each other
        assert abs(dots[1] - digits[0].bottom) < 1  # at the foot of the letters


def test_dots_and_page_numbers_are_drawn_over_the_mark_of_invented_figures(whole, tmp_path):
    part = TableOfContents((Entry("Tỉnh Mẫu"),), is_sample=True)
    (tmp_path / "part").write_bytes(render(part, silent))
    piece = Piece(tmp_path / "part")
    page = pypdfium2.PdfDocument(
        render(Assembly("-", "-", "-", (piece, replace(piece, entry=Entry("Tỉnh Mẫu"))), 0), silent)
    )[0]
    *marked, dots, number = (one.type for one in page.get_objects())
    assert pypdfium2.raw.FPDF_PAGEOBJ_TEXT in marked
    assert (dots, number) == (pypdfium2.raw.FPDF_PAGEOBJ_PATH, pypdfium2.raw.FPDF_PAGEOBJ_TEXT)


def test_the_outline_has_chapters_with_their_titles_below(whole):
    with opened(whole.file).open_outline() as outline:
        titles = [one.title for one in outline.root]
        chapters = {one.title: one for one in outline.root if one.title in PROVINCES}
    assert "I. KẾT QUẢ CHUNG" in titles  # of the ministry's own words
    assert list(chapters) == list(PROVINCES)
    for province, chapter in chapters.items():
        *parts, annexes = chapter.children
        assert parts[0].title == "I. KẾT QUẢ CHUNG"
        assert annexes.title == f"{province}: phụ lục"
        assert annexes.children[0].title.startswith("Phụ lục I. ")


def test_it_is_declared_as_pdf_a_3b_with_each_face_once_and_nothing_that_is_forbidden(whole):
    pdf = opened(whole.file)
    with pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
        assert (about["dc:title"], list(about["dc:creator"])) == ("Báo cáo", ["Bộ Công Thương"])
    assert not pdf.is_encrypted
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
    programs, faces = set(), Counter()
    for page in pdf.pages:
        assert "/AA" not in page.obj
        assert "/Group" not in page.obj
        for state in page.obj.Resources.get("/ExtGState", {}).values():
            assert state.get("/ca", 1) == state.get("/CA", 1) == 1  # nothing is transparent
            assert "/SMask" not in state
        for font in page.obj.Resources.Font.values():
            below = font.DescendantFonts[0]
            program = below.FontDescriptor.FontFile2
            programs.add(program.objgen)
            faces[str(font.BaseFont)] += 1
            assert font.BaseFont == below.BaseFont == below.FontDescriptor.FontName
            assert "/ToUnicode" in font
            assert "/CIDSet" not in below.FontDescriptor
    assert set(faces) == {"/Tinos", "/Tinos-Bold", "/Tinos-Italic", "/Tinos-Bold-Italic"}
    assert len(programs) == len(faces)
    assert min(faces.values()) > 1


def test_invented_figures_are_marked_across_each_page_of_their_province_alone(whole):
    start = whole.starts[-2]
    for number, page in enumerate(whole.pages):
        assert ("SỐLIỆUMẪU" in page.text) == (number >= start)


def test_the_same_parts_make_the_same_file(whole):
    assert render(whole.order, silent) == whole.file


def test_no_text_reaches_network_or_files(report, tmp_path):
    hostile = loaded(report, repeat(LIVE))
    for part in (
        BodyOfChapter(LIVE, hostile),
        AnnexesOfChapter(LIVE, hostile),
        TableOfContents((Entry(LIVE),)),
    ):
        (tmp_path / "part").write_bytes(render(part, silent))
        order = Assembly(LIVE, LIVE, LIVE, (Piece(tmp_path / "part"),), 0)
        if isinstance(part, TableOfContents):
            order = replace(order, pieces=(Piece(tmp_path / "part"), Piece(tmp_path / "part", Entry(LIVE))))
        assert squeezed(LIVE).upper() in pages_of(render(order, silent))[0].text.upper()
